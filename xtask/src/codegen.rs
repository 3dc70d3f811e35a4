//! `cargo xtask codegen`.

use crate::job::{self, Job};
use crate::tree::Changes;
use crate::{all, services};
use anyhow::{Context, Result, bail};
use smithwright_codegen::ir::{Origin, ShapeOutcome};
use smithwright_codegen::{Options, Output};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How much of a difference is shown before it is cut.
const DIFF_LINES: usize = 200;

const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen
  cargo xtask codegen --check
  cargo xtask codegen --model path/to/botocore/data/sqs/2012-11-05 --out ../sqs --name my-sqs
  cargo xtask codegen --model weather.json --out ../weather --name weather
  cargo xtask codegen --all --botocore path/to/botocore --out ../clients
  cargo xtask codegen --all --models path/to/api-models-aws --out ../clients --deny warnings";

/// Generate clients from models.
///
/// Writes generated/ from model/, a crate for each service in model/services.toml, and says what changed, which
/// paginators were inferred, and what was left out and why. Files that were not generated are neither overwritten nor
/// removed.
///
/// What is odd about a model, such as a misspelt trait, and what cannot be generated yet, is told in warnings on
/// standard error; what is wrong, or would change what is sent or read in a way that is not known, is an error.
///
/// With --model, generates a crate from any other model in any of AWS's protocols. With --all, generates a crate from
/// every model of a botocore package, or of a folder of models in Smithy's JSON AST, on all cores; a table tells the
/// time of each, and what was left out and why. A broken model does not stop the others.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The services to generate, by their names in model/services.toml; all if none is named.
    #[arg(value_name = "SERVICE", conflicts_with = "model")]
    services: Vec<String>,
    /// Write nothing; fail with a diff, and the command to type, if anything is stale.
    #[arg(long)]
    check: bool,
    /// Generate from this model instead: one of botocore's, or one in Smithy's JSON AST.
    ///
    /// PATH is a botocore folder or its service-2.json, or else Smithy's JSON AST, 1.0 or 2.0: a file or a folder of
    /// files. If this is given several times, the files are one model. The AST's endpoint rules and pagination are its
    /// traits; partitions.json, overlay.md and overlay.toml are read beside either.
    #[arg(long, value_name = "PATH", requires = "out")]
    model: Vec<PathBuf>,
    /// Where to write the crate made from --model, or the crates made by --all.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the package made from --model.
    #[arg(long, value_name = "PACKAGE", requires = "model", value_parser = package_name)]
    name: Option<String>,
    /// Generate a crate of every model of --botocore or --models, into a folder each below --out.
    #[arg(long, requires_all = ["out", "every"], conflicts_with_all = ["services", "model", "check"])]
    all: bool,
    /// The botocore package: the folder that holds `data`.
    #[arg(long, value_name = "DIR", requires = "all", group = "every")]
    botocore: Option<PathBuf>,
    /// A folder of models in Smithy's JSON AST, at any depth, such as a copy of the models that AWS publishes.
    #[arg(long, value_name = "DIR", requires = "all", group = "every")]
    models: Option<PathBuf>,
    /// The shape id of the service to generate, if --model holds several.
    #[arg(long, value_name = "ID", requires = "model")]
    service: Option<String>,
    /// Generate only these operations, by their names in the model, and what they need.
    #[arg(long, value_name = "A,B", value_delimiter = ',', requires = "model")]
    operations: Vec<String>,
    /// Fail if there are warnings, and write nothing of the crates that have some.
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
}

/// What makes the command fail that otherwise does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Deny {
    /// All warnings.
    Warnings,
}

/// Runs the task.
///
/// # Errors
///
/// When a model or a folder is broken; with `--check`, when something is stale; with `--deny`, when there are warnings.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    if let Some(out) = args.out.as_ref().filter(|_| args.all) {
        let botocore = args.botocore.iter().map(|package| all::botocore_models(package));
        let asts = args.models.iter().map(|folder| all::ast_models(folder, root));
        let models: Vec<_> = botocore.chain(asts).collect::<Result<_>>()?;
        return all::run(&models.concat(), out, args.deny, root);
    }
    let mut failed = Vec::new();
    for job in jobs(args, root)? {
        let start = Instant::now();
        let output = job::generate(&job, root)?;
        let changes = Changes::between(&job.out, &output.files)?;
        let shown = job.out.strip_prefix(root).unwrap_or(&job.out).display();
        if !output.warnings.is_empty() {
            anstream::eprintln!("{}", job::shown(&output.warnings));
        }
        if args.deny.is_some() && !output.warnings.is_empty() {
            failed.push(format!("{shown}: warnings are denied"));
            continue;
        }
        if !args.check {
            changes.apply(&job.out, &output.files)?;
        } else if !changes.is_empty() {
            anstream::println!("{}", changes.diff(&job.out, &output.files, DIFF_LINES)?);
            failed.push(format!("{shown} is stale: run `{}`", job.options.command));
        }
        anstream::println!("{}", inventory(&output));
        anstream::println!(
            "{shown}: {} files: {} new, {} changed, {} removed, {} the same, in {:.2} s",
            output.files.len(),
            changes.new.len(),
            changes.changed.len(),
            changes.stale.len(),
            changes.same,
            start.elapsed().as_secs_f64(),
        );
    }
    match failed.is_empty() {
        true => Ok(()),
        false => bail!("{}", failed.join("\n")),
    }
}

fn jobs(args: &Args, root: &Path) -> Result<Vec<Job>> {
    match &args.out {
        Some(out) if !args.model.is_empty() => Ok(vec![unlisted(args, out, root)?]),
        _ => services::jobs(&args.services, root),
    }
}

/// The crate of a model that the list of services does not have.
fn unlisted(args: &Args, out: &Path, root: &Path) -> Result<Job> {
    let out = std::path::absolute(out)
        .with_context(|| format!("{}: there is no such place", out.display()))?;
    let name = args.name.clone().unwrap_or_default();
    let options = Options {
        command: "cargo xtask codegen --model".to_owned(),
        service: args.service.clone().unwrap_or_default(),
        operations: args.operations.clone(),
        ..job::options(name, &out, root)
    };
    Ok(Job { model: args.model.clone(), out, options })
}

/// A name that Cargo takes, and that stays inside its folder.
fn package_name(name: &str) -> Result<String, String> {
    let bad = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
    match name.contains(bad) || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => Err("a letter is expected, then letters, digits, `-` and `_`".to_owned()),
        false => Ok(name.to_owned()),
    }
}

/// What the crate holds, and which paginators were inferred or left out.
fn inventory(output: &Output) -> String {
    let ir = &output.ir;
    let paginated: Vec<_> = ir
        .operations
        .iter()
        .filter_map(|o| o.paginator.as_ref().map(|p| (&o.model_name, p)))
        .collect();
    let inferred = paginated.iter().filter(|(_, paginator)| paginator.origin == Origin::Inferred);
    let inferred: Vec<_> = inferred.map(|(name, _)| name.as_str()).collect();
    let skipped =
        ir.shapes.iter().filter(|outcome| matches!(outcome, ShapeOutcome::Skipped(..))).count();
    let mut lines = vec![format!(
        "{}: {} operations ({} in pages), {} structures, {} enums, {} errors; \
         {skipped} shapes that no operation reaches are left out",
        ir.package.name,
        ir.operations.len(),
        paginated.len(),
        ir.structures.len(),
        ir.enums.len(),
        ir.errors.len(),
    )];
    if !inferred.is_empty() {
        lines.push(format!("paginators that nobody declares, inferred: {}", inferred.join(", ")));
    }
    let unpaged = ir.operations.iter().filter_map(|o| Some((&o.model_name, o.unpaged.as_ref()?)));
    lines.extend(unpaged.map(|(name, why)| format!("no paginator for {name}: {why}")));
    lines.join("\n")
}
