//! `cargo xtask test` and `cargo xtask example`: whatever needs moto, boto3, botocore or published cases.

use crate::all::compile;
use crate::{cargo, conformance, differential, python};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The variable by which tests and the example find Python; `smithwright_tests::boto3` reads it.
const PYTHON: &str = "SMITHWRIGHT_PYTHON";

/// Run all tests, also those that need moto and boto3, which are set up below target/.
#[derive(Debug, clap::Args)]
pub struct TestArgs {
    /// Passed on to `cargo test`, such as `-p smithwright-tests` or `-- NAME`.
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
    /// Instead, compile and document a crate of every model of botocore, warnings denied.
    #[arg(long, conflicts_with = "arguments")]
    all_services: bool,
    /// The botocore package that holds the models; the one that is set up below target/, if none is given.
    #[arg(long, value_name = "DIR", requires = "all_services")]
    botocore: Option<PathBuf>,
}

/// Run the example program: against moto, or against a server of your own.
#[derive(Debug, clap::Args)]
pub struct ExampleArgs {
    /// A server to use instead of a moto started for the occasion.
    #[arg(long, value_name = "URL")]
    endpoint_url: Option<String>,
}

/// Runs the tests.
///
/// # Errors
///
/// When Python cannot be set up, or a test, a published case or one that botocore made fails.
pub fn test(args: &TestArgs, root: &Path) -> Result<()> {
    match (args.all_services, &args.botocore) {
        (true, Some(botocore)) => compile::every(botocore, root),
        (true, None) => compile::every(&python::botocore(root)?, root),
        (false, _) => ours(args, root),
    }
}

/// Runs this repository's tests.
fn ours(args: &TestArgs, root: &Path) -> Result<()> {
    let mut split = args.arguments.split(|argument| argument == "--");
    let (options, harness) = (split.next().unwrap_or_default(), split.next().unwrap_or_default());
    let python = python::python(root)?;
    let test = |folder: &Path, scope: &[&str]| {
        let mut command = cargo::command(folder);
        command.arg("test").env(PYTHON, &python).args(scope).args(options);
        run(command.args(["--", "--include-ignored"]).args(harness), "a test failed")
    };
    if options.iter().any(|argument| argument == "-p" || argument == "--package") {
        return test(root, &[]);
    }
    test(&root.join("xtask"), &[])?;
    test(root, &["--workspace"])?;
    cases(root)?;
    differential::run(&differential::Args::default(), root)?;
    compile::chosen(&python::botocore(root)?, root)
}

/// Runs the published cases, which are not part of the repository.
fn cases(root: &Path) -> Result<()> {
    let data = conformance::data(root);
    if !data.is_dir() {
        anstream::println!("published cases: not run, as {} is not there", data.display());
        return Ok(());
    }
    conformance::run(&conformance::Args::default(), root)
}

/// Runs the example.
///
/// # Errors
///
/// When Python cannot be set up, or the example fails.
pub fn example(args: &ExampleArgs, root: &Path) -> Result<()> {
    let mut command = cargo::command(root);
    command.args(["run", "--quiet", "-p", "smithwright-tests", "--example", "integrations"]);
    match &args.endpoint_url {
        Some(url) => command.arg("--").arg(url),
        None => command.env(PYTHON, python::python(root)?),
    };
    run(&mut command, "the example failed")
}

fn run(command: &mut Command, failure: &str) -> Result<()> {
    let status = command.status().context("cargo cannot be started")?;
    match status.success() {
        true => Ok(()),
        false => bail!("{failure}"),
    }
}
