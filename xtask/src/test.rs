//! `cargo xtask test` and `cargo xtask example`: whatever needs moto, boto3, botocore or published cases.

use crate::all::{self, compile};
use crate::{
    cargo, conformance, differential, examples, packages, prose, python, scenarios, selected,
};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The variable by which tests, scenarios and the example find Python; `smithwright_conformance::boto3` reads it.
pub const PYTHON: &str = "SMITHWRIGHT_PYTHON";

/// Run all tests, setting up what they need.
///
/// Runs the tests of both workspaces, those included that need servers or the network: moto and boto3 are set up below
/// target/ once. Then runs the published cases, the comparison with botocore, the scenarios, and a crate of each
/// protocol, as `conformance`, `differential`, `scenarios` and `codegen --all` do, reads the prose of some models, as `prose`
/// does, compiles the examples of documentation, and packs what is to be published. The last lines say what passed, what
/// failed, and what did not run and why: models in Smithy's AST are taken from ../shared/smithy and published cases from
/// ../shared/conformance, which are not part of the repository, and the page of `diff` needs Chromium.
#[derive(Debug, clap::Args)]
pub struct TestArgs {
    /// Passed on to `cargo test`, such as `-p smithwright-tests` or `-- NAME`; with -p, nothing else is run.
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
    /// Instead, generate, compile and document a crate of every model of botocore, or of --models; a warning of the
    /// compiler is an error.
    #[arg(long, conflicts_with = "arguments")]
    all_services: bool,
    /// The botocore package that holds the models; the one that is set up below target/, if none is given.
    #[arg(long, value_name = "DIR", requires = "all_services")]
    botocore: Option<PathBuf>,
    /// A folder of models in Smithy's JSON AST to take instead, at any depth.
    #[arg(long, value_name = "DIR", requires = "all_services", conflicts_with = "botocore")]
    models: Option<PathBuf>,
}

/// Run the example program against moto.
///
/// The program, tests/examples/integrations.rs, creates APIs, integrations and an integration response, lists them with
/// a paginator, and deletes them. moto is set up below target/ once; --endpoint-url uses another server.
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
    let models = match (&args.models, &args.botocore) {
        _ if !args.all_services => return ours(args, root),
        (Some(folder), _) => all::ast_models(folder, root)?,
        (None, Some(botocore)) => all::botocore_models(botocore)?,
        (None, None) => all::botocore_models(&python::botocore(root)?)?,
    };
    compile::every(&models, root)
}

/// Runs this repository's tests, and says at the end what did not run.
fn ours(args: &TestArgs, root: &Path) -> Result<()> {
    let mut split = args.arguments.split(|argument| argument == "--");
    let (options, harness) = (split.next().unwrap_or_default(), split.next().unwrap_or_default());
    let python = python::python(root)?;
    let test = |folder: &Path, scope: &[&str], harness: &[String]| {
        let mut command = cargo::command(folder);
        command.arg("test").env(PYTHON, &python).args(scope).args(options);
        run(command.args(["--", "--include-ignored"]).args(harness), "a test failed")
    };
    if options.iter().any(|argument| argument == "-p" || argument == "--package") {
        return test(root, &[], harness);
    }
    let dialects = ["-p", "smithwright-tests-generator", "--test", "dialects"];
    let replace = ["-p", "smithwright-tests", "--test", "replace"];
    let surface = ["-p", "smithwright-tests", "--test", "surface"];
    let page = ["-p", "smithwright", "--test", "page"];
    let parts = [
        Part::new("tests of xtask", || test(&root.join("xtask"), &[], harness)),
        Part::new("tests of the workspace", || {
            let skipped =
                [SMITHY_TESTS, BROWSER_TESTS].map(|name| ["--skip".to_owned(), name.to_owned()]);
            test(root, &["--workspace"], &[harness, &skipped.concat()].concat())
        }),
        Part::new("models in Smithy's AST", || test(root, &dialects, &[SMITHY_TESTS.to_owned()]))
            .needs(root.join(SMITHY)),
        Part::new("a project that takes ours", || test(root, &replace, &[SMITHY_TESTS.to_owned()]))
            .needs(root.join(SMITHY)),
        Part::new("public APIs of other services", || {
            test(root, &surface, &[SMITHY_TESTS.to_owned()])
        })
        .needs(root.join(SMITHY)),
        Part::new("the page of changes in a browser", || {
            test(root, &page, &[BROWSER_TESTS.to_owned()])
        })
        .needs_one_of(&BROWSERS),
        Part::new("published cases", || conformance::run(&conformance::Args::default(), root))
            .needs(conformance::data(root)),
        Part::new("comparison with botocore", || {
            differential::run(&differential::Args::default(), root)
        }),
        Part::new("scenarios of other services", || {
            scenarios::run(&scenarios::Args::default(), root)
        }),
        Part::new("packages", || packages::run(root)),
        Part::new("choices of operations", || selected::run(&selected::Args::sample(), root)),
        Part::new("examples in documentation", || examples::run(&examples::Args::all(), root)),
        Part::new("prose of other services", || prose::run(&prose::Args::every_day(), root)),
        Part::new("crates of other services", || compile::chosen(&python::botocore(root)?, root)),
    ];
    let (outcomes, result) = run_all(&parts);
    anstream::println!("\n{}", summary(&outcomes));
    result
}

/// Where models in Smithy's AST are, as seen from the repository, of which they are not a part.
const SMITHY: &str = "../shared/smithy";

/// How the names of the tests begin that need these models.
const SMITHY_TESTS: &str = "shared_smithy::";

/// How the names of the tests begin that need a browser.
const BROWSER_TESTS: &str = "in_chromium::";

/// What browsers are called in which they run.
const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A part of the tests.
struct Part<'a> {
    name: &'static str,
    /// What is missing without which it cannot run: data outside the repository, or a program.
    missing: Option<String>,
    run: Box<dyn Fn() -> Result<()> + 'a>,
}

/// What became of a part.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    /// It did not run, and why.
    NotRun(String),
}

impl<'a> Part<'a> {
    fn new(name: &'static str, run: impl Fn() -> Result<()> + 'a) -> Self {
        Self { name, missing: None, run: Box::new(run) }
    }

    fn needs(self, data: PathBuf) -> Self {
        let missing = (!data.is_dir()).then(|| format!("{} is not there", data.display()));
        Self { missing, ..self }
    }

    fn needs_one_of(self, programs: &[&str]) -> Self {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let mut folders = std::env::split_paths(&folders);
        let found = folders.any(|folder| programs.iter().any(|name| folder.join(name).is_file()));
        let missing = (!found).then(|| format!("none of {} is installed", programs.join(", ")));
        Self { missing, ..self }
    }
}

/// Runs the parts up to the first that fails, and gives what became of each, and the failure.
fn run_all(parts: &[Part<'_>]) -> (Vec<(&'static str, Outcome)>, Result<()>) {
    let mut failure = None;
    let mut outcomes = Vec::new();
    for part in parts {
        let outcome = match (&failure, &part.missing) {
            (Some((name, _)), _) => Outcome::NotRun(format!("{name} failed")),
            (None, Some(missing)) => Outcome::NotRun(missing.clone()),
            (None, None) => match (part.run)() {
                Ok(()) => Outcome::Passed,
                Err(error) => {
                    failure = Some((part.name, error));
                    Outcome::Failed
                }
            },
        };
        outcomes.push((part.name, outcome));
    }
    (outcomes, failure.map_or(Ok(()), |(_, error)| Err(error)))
}

/// A line for each part; what did not run stands last.
fn summary(outcomes: &[(&str, Outcome)]) -> String {
    let line = |(name, outcome): &(&str, Outcome)| match outcome {
        Outcome::Passed => format!("passed: {name}"),
        Outcome::Failed => format!("failed: {name}"),
        Outcome::NotRun(why) => format!("not run: {name}: {why}"),
    };
    let (not_run, ran): (Vec<_>, Vec<_>) =
        outcomes.iter().partition(|(_, outcome)| matches!(outcome, Outcome::NotRun(_)));
    ran.into_iter().chain(not_run).map(line).collect::<Vec<_>>().join("\n")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lacks_its_data_is_not_run_and_told_last() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        let parts = [
            Part::new("a", || Ok(())),
            Part::new("b", || panic!("it must not run")).needs(missing.clone()),
            Part::new("c", || Ok(()))
                .needs(folder.path().to_owned())
                .needs_one_of(&["no-such-program", "sh"]),
            Part::new("d", || panic!("it must not run")).needs_one_of(&["no-such-program"]),
        ];
        let (outcomes, result) = run_all(&parts);
        assert!(result.is_ok());
        let expected = format!(
            "passed: a\npassed: c\nnot run: b: {} is not there\nnot run: d: none of no-such-program is installed",
            missing.display()
        );
        assert_eq!(summary(&outcomes), expected);
    }

    #[test]
    fn nothing_runs_after_a_failure() {
        let parts = [
            Part::new("a", || bail!("a test failed")),
            Part::new("b", || panic!("it must not run")),
        ];
        let (outcomes, result) = run_all(&parts);
        assert_eq!(result.unwrap_err().to_string(), "a test failed");
        assert_eq!(summary(&outcomes), "failed: a\nnot run: b: a failed");
    }
}
