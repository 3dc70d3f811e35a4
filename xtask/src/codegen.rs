//! `cargo xtask codegen`.

use crate::{all, services};
use anyhow::Result;
use smithwright::commands::generate::{self, Package};
use smithwright::report::Report;
use std::path::{Path, PathBuf};

/// How the task is used.
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
/// With --model, does what `smithwright generate` does: a crate from any other model, which depends on this
/// repository's runtime if no other is named. With --all, generates a crate from every model of a botocore package, or
/// of a folder of models in Smithy's JSON AST, on all cores; a table tells the time of each, and what was left out and
/// why. A broken model does not stop the others.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The services to generate, by their names in model/services.toml; all if none is named.
    #[arg(value_name = "SERVICE", conflicts_with = "model")]
    services: Vec<PathBuf>,
    /// Write nothing; fail with a diff, and the command to type, if anything is stale.
    #[arg(long)]
    check: bool,
    /// Generate from this model instead: one of botocore's, or one in Smithy's JSON AST.
    ///
    /// PATH is what `smithwright generate` takes. If this is given several times, the files are one model.
    #[arg(long, value_name = "PATH", requires = "out")]
    model: Vec<PathBuf>,
    /// Generate a crate of every model of --botocore or --models, into a folder each below --out.
    #[arg(long, requires_all = ["out", "every"], conflicts_with_all = ["services", "model", "check"])]
    all: bool,
    /// The botocore package: the folder that holds `data`.
    #[arg(long, value_name = "DIR", requires = "all", group = "every")]
    botocore: Option<PathBuf>,
    /// A folder of models in Smithy's JSON AST, at any depth, such as a copy of the models that AWS publishes.
    #[arg(long, value_name = "DIR", requires = "all", group = "every")]
    models: Option<PathBuf>,
    #[command(flatten)]
    package: Package,
    #[command(flatten)]
    pub report: Report,
}

/// Runs the task.
///
/// # Errors
///
/// When a model or a folder is broken; with `--check`, when something is stale; with `--deny`, when there are warnings.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    if let Some(out) = args.package.out.as_ref().filter(|_| args.all) {
        let botocore = args.botocore.iter().map(|package| all::botocore_models(package));
        let asts = args.models.iter().map(|folder| all::ast_models(folder, root));
        let models: Vec<_> = botocore.chain(asts).collect::<Result<_>>()?;
        return all::run(&models.concat(), out, &args.report, root);
    }
    let (asked, here) = match args.model.is_empty() {
        true => (listed(args), root.to_owned()),
        false => (single(args, root), std::env::current_dir()?),
    };
    match args.check {
        true => generate::check(&asked, &here),
        false => generate::generate(&asked, &here),
    }
}

/// The crates of the services that are named.
fn listed(args: &Args) -> generate::Args {
    generate::Args {
        what: args.services.clone(),
        list: Some(PathBuf::from(services::FILE)),
        report: args.report.clone(),
        ..generate::Args::default()
    }
}

/// The crate of a model that the list of services does not have.
fn single(args: &Args, root: &Path) -> generate::Args {
    let mut package = args.package.clone();
    let runtime = root.join("codegen/runtime").display().to_string();
    package.runtime.get_or_insert(runtime);
    let (what, report) = (args.model.clone(), args.report.clone());
    generate::Args { what, package, report, ..generate::Args::default() }
}
