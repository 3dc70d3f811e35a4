//! `smithwright replace`: stand-ins for the official crates of a project.
//!
//! `lock`, `plan`, `used` and `patch` decide; `models`, `project` and what is here read and write.

mod lock;
mod models;
mod patch;
mod plan;
mod project;
mod used;

pub use models::Models;

use crate::inputs;
use crate::job::{self, Job};
use crate::list::all_or_every_error;
use crate::runtime::Runtime;
use crate::tree::Changes;
use anyhow::{Context, Result, bail};
use plan::{Choice, Plan};
use project::Project;
use smithwright_codegen::{Options, Output};
use std::path::{Path, PathBuf};
use used::Graph;

/// How the command is used.
pub const EXAMPLES: &str = "\
Examples:
  smithwright replace --models ../api-models-aws --out aws
  smithwright replace --models ../api-models-aws --out aws --write
  smithwright replace --lock ../shop/Cargo.lock --models botocore/data --out ../shop/aws aws-sdk-s3 aws-sdk-sts";

/// Generate stand-ins for the aws-sdk-* crates of a project.
///
/// Reads the project's Cargo.lock, finds the model of each aws-sdk-* package in it, and generates a crate of the same
/// name and version from it, all into one folder. Prints the table [patch.crates-io] that makes Cargo take them, in the
/// project's own code and in all that it depends on; with --write, adds it to the project's Cargo.toml. Nothing is
/// written if anything is wrong.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The packages to replace; all that are called aws-sdk-*, if none is named.
    #[arg(value_name = "PACKAGE")]
    packages: Vec<String>,
    /// The project's Cargo.lock. Its Cargo.toml, that of the workspace if there is one, stands beside it.
    #[arg(long, value_name = "FILE", default_value = "Cargo.lock")]
    lock: PathBuf,
    /// The folder of models: a checkout of those that AWS publishes, the folder `data` of botocore, or any folder of models
    /// in Smithy's JSON AST.
    #[arg(long, value_name = "DIR")]
    models: PathBuf,
    /// Where to write the crates, a folder each.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Generate only the operations that the project, and what it depends on, name in their sources.
    ///
    /// Too many are taken rather than too few; if one is missed, or the sources change, the compiler tells, and the same
    /// command mends it.
    #[arg(long)]
    used: bool,
    /// Add the table to Cargo.toml, losing nothing of it.
    #[arg(long)]
    write: bool,
    /// The runtime that the crates depend on: a version requirement, or the path of the folder of smithwright-runtime.
    #[arg(long, value_name = "REQ|DIR")]
    runtime: Option<String>,
}

/// A crate that is generated and not yet written.
struct Crate {
    choice: Choice,
    folder: PathBuf,
    output: Output,
    changes: Changes,
}

/// What a run takes from around it.
struct Around<'a> {
    runtime: Runtime,
    /// What generates the crates, as they say themselves.
    command: &'a str,
    /// Who uses them, if only what is used is generated.
    graph: Option<Graph>,
    /// The current folder.
    here: &'a Path,
}

/// Replaces crates. They depend on `runtime`, unless another is asked for, and say that `command` generated them.
///
/// # Errors
///
/// When the lock, a model, the manifest or a folder is not as it has to be: then nothing is written. Also when something
/// cannot be written.
pub fn run(args: &Args, runtime: &Runtime, command: &str, here: &Path) -> Result<()> {
    let runtime = match &args.runtime {
        Some(runtime) => runtime.parse()?,
        None => runtime.clone(),
    };
    let project = args.lock.parent().filter(|folder| !folder.as_os_str().is_empty());
    let graph = args.used.then(|| Graph::read(project.unwrap_or(here))).transpose()?;
    let around = Around { runtime: runtime.from(here)?, command, graph, here };
    replace(args, &around)?.iter().for_each(|line| anstream::println!("{line}"));
    Ok(())
}

/// Replaces crates, and gives the lines that tell of it.
fn replace(args: &Args, around: &Around<'_>) -> Result<Vec<String>> {
    let project = Project::read(&args.lock)?;
    let (locked, patched) = (project.locked()?, project.patched()?);
    let models = Models::below(&args.models)?;
    let plan = plan::plan(&locked, &patched, &args.packages, &models);
    let Plan { choices, left } = plan.with_context(|| args.lock.display().to_string())?;
    let out = std::path::absolute(&args.out)?;
    let crates = choices.into_iter().map(|choice| generate(choice, &out, around));
    let crates = all_or_every_error(crates)?;
    let packages: Vec<_> = crates.iter().map(|made| made.choice.package.as_str()).collect();
    let entries = project.entries(&packages, &out)?;
    let manifest = project.with(&entries)?;
    let path = project.manifest_path().display().to_string();
    let told = match (args.write, manifest) {
        (true, None) => bail!("{path}: there is no such file beside the lock; --write adds to it"),
        (true, Some(manifest)) => {
            write(&crates)?;
            match project.write(&manifest)? {
                true => format!("{path} takes them instead of the official crates now"),
                false => format!("{path} takes them instead of the official crates already"),
            }
        }
        (false, _) => {
            write(&crates)?;
            format!("\nAdd this to {path}:\n\n{}", patch::table(&entries))
        }
    };
    Ok(crates.iter().flat_map(tell).chain(left).chain([told]).collect())
}

fn generate(choice: Choice, out: &Path, around: &Around<'_>) -> Result<Crate> {
    let folder = out.join(&choice.package);
    let options = Options {
        package: choice.package.clone(),
        version: choice.version.clone(),
        command: around.command.to_owned(),
        runtime: around.runtime.dependency(&folder),
        operations: used(&choice, around).with_context(|| choice.package.clone())?,
        ..Options::default()
    };
    let job = Job { model: vec![choice.model.clone()], out: folder.clone(), options };
    let output = job::generate(&job, around.here).with_context(|| choice.package.clone())?;
    let changes = Changes::between(&folder, &output.files)?;
    Ok(Crate { choice, folder, output, changes })
}

/// The operations of a crate that are used; none, which stands for all, if not only these are wanted, or none is named.
fn used(choice: &Choice, around: &Around<'_>) -> Result<Vec<String>> {
    let Some(graph) = &around.graph else { return Ok(Vec::new()) };
    let words = graph.words_around(&choice.package, &choice.version)?;
    let input = inputs::read(std::slice::from_ref(&choice.model), around.here)?;
    let krate = smithwright_codegen::plan(input, &Options::default())?;
    Ok(used::operations(&krate, &words).into_iter().collect())
}

fn write(crates: &[Crate]) -> Result<()> {
    crates.iter().try_for_each(|made| made.changes.apply(&made.folder, &made.output.files))
}

/// What is told of a crate.
fn tell(written: &Crate) -> Vec<String> {
    let Crate { choice: Choice { package, version, model }, output, .. } = written;
    let operations = output.ir.operations.len();
    let head = format!("{package} {version}: {operations} operations, from {}", model.display());
    let warnings = (!output.warnings.is_empty()).then(|| job::shown(&output.warnings));
    std::iter::once(head).chain(warnings).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::TempDir;

    const PACKAGE: &str = "aws-sdk-apigatewaymanagement";
    const MANIFEST: &str = "[package]\nname = \"chat\"\n";

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    fn replaced(args: &Args) -> Result<Vec<String>> {
        let root = &root();
        let runtime = args.runtime.as_deref().unwrap_or("codegen/runtime");
        let runtime = runtime.parse::<Runtime>()?.from(root)?;
        replace(args, &Around { runtime, command: "smithwright replace", graph: None, here: root })
    }

    /// A project that stands on one official crate.
    fn project(manifest: &str) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let source = "registry+https://github.com/rust-lang/crates.io-index";
        let lock =
            format!("[[package]]\nname = {PACKAGE:?}\nversion = \"1.98.7\"\nsource = {source:?}\n");
        fs::write(folder.path().join("Cargo.lock"), lock).unwrap();
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        folder
    }

    fn args(project: &TempDir, write: bool) -> Args {
        Args {
            packages: Vec::new(),
            lock: project.path().join("Cargo.lock"),
            models: root().join("model"),
            out: project.path().join("aws"),
            used: false,
            write,
            runtime: None,
        }
    }

    fn manifest(project: &TempDir) -> String {
        fs::read_to_string(project.path().join("Cargo.toml")).unwrap()
    }

    fn refused(args: &Args, expected: &str) {
        let error = format!("{:#}", replaced(args).unwrap_err());
        assert!(error.contains(expected), "{error}");
        assert!(!args.out.exists(), "it is half-written: {error}");
    }

    #[test]
    fn crates_have_the_official_names_and_the_versions_of_the_lock() {
        let project = project(MANIFEST);
        let told = replaced(&args(&project, false)).unwrap();
        assert!(
            told[0].starts_with("aws-sdk-apigatewaymanagement 1.98.7: 3 operations, from "),
            "{told:?}"
        );
        let table = "[patch.crates-io]\naws-sdk-apigatewaymanagement = { path = \"aws/aws-sdk-apigatewaymanagement\" }\n";
        assert!(told[1].ends_with(table), "{told:?}");
        assert_eq!(manifest(&project), MANIFEST);
        let own = project.path().join("aws").join(PACKAGE).join("Cargo.toml");
        let own = fs::read_to_string(own).unwrap();
        assert!(
            own.contains("\nname = \"aws-sdk-apigatewaymanagement\"\nversion = \"1.98.7\"\n"),
            "{own}"
        );

        let told = replaced(&args(&project, true)).unwrap();
        assert!(
            told[1].ends_with("Cargo.toml takes them instead of the official crates now"),
            "{told:?}"
        );
        assert_eq!(manifest(&project), format!("{MANIFEST}\n{table}"));
        let told = replaced(&args(&project, true)).unwrap();
        assert!(
            told[1].ends_with("Cargo.toml takes them instead of the official crates already"),
            "{told:?}"
        );
    }

    #[test]
    fn nothing_is_written_if_anything_is_wrong() {
        let elsewhere = format!("[patch.crates-io]\n{PACKAGE} = {{ path = \"elsewhere\" }}\n");
        refused(
            &args(&project(&elsewhere), true),
            "it patches aws-sdk-apigatewaymanagement already",
        );
        let project = project(MANIFEST);
        let sound = || args(&project, true);
        refused(
            &Args { runtime: Some(".".to_owned()), ..sound() },
            "neither a version nor the folder of smithwright-runtime",
        );
        refused(&Args { models: root().join("docs"), ..sound() }, "there is no model here");
        refused(&Args { lock: root().join("README.md"), ..sound() }, "this is not a Cargo.lock");
        refused(
            &Args { lock: root().join("nowhere"), ..sound() },
            "`cargo generate-lockfile` writes it",
        );
        refused(
            &Args { packages: vec!["aws-sdk-s3".to_owned()], ..sound() },
            "it has no package aws-sdk-s3",
        );
        fs::write(
            project.path().join("Cargo.lock"),
            "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n",
        )
        .unwrap();
        refused(&sound(), "no package in it is called aws-sdk-*");
        assert_eq!(manifest(&project), MANIFEST);
        let alone = self::project(MANIFEST);
        fs::remove_file(alone.path().join("Cargo.toml")).unwrap();
        refused(&args(&alone, true), "Cargo.toml: there is no such file beside the lock");
    }
}
