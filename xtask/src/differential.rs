//! `cargo xtask differential`: generated code beside botocore, on whole services.
//!
//! A Python program makes inputs and outputs from botocore's own models, and has botocore write the ones
//! and read the others. What it finds are cases in the form of the published ones, and so they are run.

use crate::conformance::cases::{self, Case};
use crate::conformance::{self, Home};
use crate::python;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const PROGRAM: &str = "tests/python/differential";

/// The file of the program that tells why operations have no case, by their names.
const SKIPPED: &str = "skipped.json";

/// Run what botocore makes of generated inputs and outputs through generated code.
///
/// Compares generated code with botocore on whole services. Inputs and outputs are made from botocore's own models:
/// every member set, only the required ones, empty ones, odd texts, numbers and times, each variant of unions. botocore
/// serializes the inputs, and parses the responses and errors that a small writer of ours makes of the outputs;
/// generated code must send and read the same.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Services by their names in botocore's data folder, which are run whole; if none is given, parts of eight
    /// services, which together have every protocol.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
    /// The botocore package to compare with; the one below target/ that tests run against, if none is given.
    #[arg(long, value_name = "DIR")]
    botocore: Option<PathBuf>,
}

/// Runs the task.
///
/// # Errors
///
/// [`conformance::Failed`] when a case fails; any other error when there is nothing to run or it cannot be
/// run.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let home = Home::new(root, "differential");
    let folder = root.join("target").join("differential").join("cases");
    write(args, &folder, root)?;
    let mut cases = cases::read(&folder)?;
    conformance::execute(&mut cases, Path::new(""), &home)?;
    let skipped = fs::read(folder.join(SKIPPED)).context("the skipped operations are not told")?;
    let skipped: BTreeMap<String, String> = serde_json::from_slice(&skipped)?;
    let skipped = skipped.into_iter().map(|(place, reason)| Case::skipped(&place, reason));
    cases.others.extend(skipped);
    conformance::report(&cases)
}

/// Has the cases written to `folder`.
fn write(args: &Args, folder: &Path, root: &Path) -> Result<()> {
    let mut command = python::program(PROGRAM, args.botocore.as_deref(), root)?;
    let status =
        command.arg(folder).args(&args.services).status().context("Python cannot be started")?;
    match status.success() {
        true => Ok(()),
        false => bail!("{PROGRAM} failed"),
    }
}
