//! `cargo xtask conformance`: published cases, run through generated code.
//!
//! ```text
//! cases      the folder's files: protocol cases in suites, endpoint cases by service
//! suites     protocol cases to crates: several suites in one where that changes nothing
//! rules      endpoint rules to crates
//! job        what the driver is told of a case
//! workspace  crates made from the models, and a driver that calls them, compiled below target/
//! reference  which endpoint cases are for other rules
//! ```
//!
//! What is sent, read and compared is told in `tests/conformance`, which the driver is made of.

pub mod cases;
mod home;
mod job;
mod reference;
mod rules;
#[cfg(test)]
mod samples;
pub mod service;
mod suites;
pub mod workspace;

use crate::{cargo, python};
use anyhow::{Context, Result};
use cases::{Case, Cases};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;
use workspace::Workspace;

pub use home::Home;

/// Where the cases are, as seen from the repository.
const DATA: &str = "../shared/conformance";

/// Run published protocol and endpoint cases through generated code.
///
/// Lists each failure with what the case wants and what there is, and each case that was skipped with the reason, and
/// ends with `N passed, N failed, N skipped`. Endpoint rules are those of the botocore that the tests install, or of
/// --botocore.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// The folder of the cases; ../shared/conformance if none is given.
    ///
    /// It holds protocols/input/*.json, protocols/output/*.json and endpoints/SERVICE/endpoint-tests-1.json, as
    /// botocore's tests have them.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The botocore package whose endpoint rules are taken; the one below target/ that tests run against, if none is
    /// given.
    #[arg(long, value_name = "DIR")]
    botocore: Option<PathBuf>,
    /// Instead, run the endpoint cases that the models in Smithy's JSON AST below this folder hold.
    ///
    /// A model that has both a rule set and a decision diagram must give what each case expects by either.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["data", "botocore"])]
    models: Option<PathBuf>,
    /// The partitions that these cases are run with, in botocore's form; model/partitions.json if none are given.
    ///
    /// What a case expects of a region is what its partition was like when the case was written: older cases fail with
    /// newer partitions.
    #[arg(long, value_name = "FILE", requires = "models")]
    partitions: Option<PathBuf>,
}

/// Some case failed, which has been printed.
#[derive(Debug)]
pub struct Failed;

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a case failed")
    }
}

impl std::error::Error for Failed {}

/// The folder that is taken if none is given.
pub fn data(root: &Path) -> PathBuf {
    root.join(DATA)
}

/// Runs the task.
///
/// # Errors
///
/// [`Failed`] when a case fails; any other error when there is nothing to run or it cannot be run.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    if let Some(models) = &args.models {
        let partitions =
            args.partitions.clone().unwrap_or_else(|| root.join("model/partitions.json"));
        return endpoint_cases(
            &std::path::absolute(models)?,
            &std::path::absolute(partitions)?,
            root,
        );
    }
    let data = args.data.clone().unwrap_or_else(|| data(root));
    let mut cases = cases::read(&data)?;
    let botocore = match (&args.botocore, cases.endpoints.is_empty()) {
        (Some(folder), _) => folder.clone(),
        (None, true) => PathBuf::new(),
        (None, false) => python::botocore(root)?,
    };
    execute(&mut cases, &botocore, &Home::new(root, "conformance"))?;
    if let Err(error) = reference::skip(&mut cases, &botocore, root) {
        anstream::eprintln!("cases for other rules cannot be told from failures: {error:#}");
    }
    report(&cases)
}

/// Runs the endpoint cases of all models below a folder. They need no crate: what is lowered is interpreted.
fn endpoint_cases(models: &Path, partitions: &Path, root: &Path) -> Result<()> {
    let mut command = cargo::command(root);
    command.args([
        "run",
        "--quiet",
        "-p",
        "smithwright-tests",
        "--example",
        "endpoint_cases",
        "--",
    ]);
    match command.args([models, partitions]).status().context("cargo cannot be started")?.success()
    {
        true => Ok(()),
        false => Err(Failed.into()),
    }
}

/// Generates and compiles what the cases need, and runs them.
///
/// # Errors
///
/// When they cannot be run; those that fail are not an error here.
pub fn execute(cases: &mut Cases, botocore: &Path, home: &Home<'_>) -> Result<()> {
    let bar = bar()?;
    stage(&bar, "generating");
    let mut workspace = Workspace::new(home);
    let services = suites::services(cases, home);
    for service in services.iter().chain(&rules::services(cases, botocore, home)) {
        workspace.add(service)?;
    }
    stage(&bar, "compiling");
    workspace.build(&bar)?;
    stage(&bar, "running");
    workspace.run(cases, &bar)?;
    bar.finish_and_clear();
    Ok(())
}

/// A bar that says for how long and at what a task is.
///
/// # Errors
///
/// Never, since the template is one.
pub fn bar() -> Result<ProgressBar> {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{spinner} {elapsed} {msg}")?);
    bar.enable_steady_tick(Duration::from_millis(200));
    Ok(bar)
}

/// Says what is going on; also where no bar is shown.
pub fn stage(bar: &ProgressBar, what: &'static str) {
    bar.set_message(what);
    if !std::io::stderr().is_terminal() {
        anstream::eprintln!("{what}");
    }
}

/// Prints what became of the cases.
///
/// # Errors
///
/// [`Failed`] when a case failed.
pub fn report(cases: &Cases) -> Result<()> {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for case in cases.all() {
        match &case.outcome {
            cases::Outcome::Passed => passed += 1,
            cases::Outcome::Failed(differences) => {
                failed += 1;
                print(case, differences);
            }
            cases::Outcome::Skipped(why) => {
                skipped += 1;
                anstream::println!("{YELLOW}skipped{YELLOW:#} {}: {why}", case.place);
            }
        }
    }
    anstream::println!("{passed} passed, {failed} failed, {skipped} skipped");
    if failed > 0 { Err(Failed.into()) } else { Ok(()) }
}

const RED: anstyle::Style = anstyle::AnsiColor::Red.on_default();
const YELLOW: anstyle::Style = anstyle::AnsiColor::Yellow.on_default();

fn print(case: &Case, differences: &[cases::Difference]) {
    anstream::println!("{RED}failed{RED:#} {}", case.place);
    for difference in differences {
        anstream::println!(
            "  {}\n    expected: {}\n    actual:   {}",
            difference.what,
            difference.expected,
            difference.actual
        );
    }
}
