//! `cargo xtask scenarios`: generated code beside boto3, on a server that keeps what it is told.
//!
//! A scenario is a file in `tests/scenarios`, called as botocore calls the service. Its service is generated with the
//! operations that it calls, and nothing else; all of them are compiled into one driver, which runs the scenarios. How,
//! is told in `tests/conformance/src/scenario`.

use crate::conformance::service::{self, Service};
use crate::conformance::workspace::Workspace;
use crate::conformance::{self, Failed, Home};
use crate::test::PYTHON;
use crate::{all, python};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use smithwright::job::{self, Job};
use smithwright_codegen::Options;
use smithwright_codegen::diagnostics::closest;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the scenarios are, below the repository's root.
const FOLDER: &str = "tests/scenarios";

/// Run scenarios of other services by generated code and by boto3, against moto.
///
/// A scenario is a row of calls of a service: tests/scenarios/SERVICE.json. It runs twice, on an empty server: once
/// generated code makes the calls that change something, once boto3 does. What reads, and what fails, both call. What
/// both are told at each step, and what is seen in the two runs, must be the same. Each service is generated with just
/// the operations that its scenario calls; moto and boto3 are set up below target/ once.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// The services whose scenarios are run; all if none is named.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
}

/// A scenario.
struct Scenario {
    /// The service, as botocore calls it.
    service: String,
    file: PathBuf,
    /// The services and operations that it calls.
    calls: Vec<(String, String)>,
}

/// Runs the task.
///
/// # Errors
///
/// [`Failed`] when a scenario fails; any other error when there is none, or it cannot be run.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let scenarios = chosen(read(&root.join(FOLDER))?, &args.services)?;
    let models = all::botocore_models(&python::botocore(root)?)?;
    let home = Home::new(root, "scenarios");
    let bar = conformance::bar()?;
    conformance::stage(&bar, "generating");
    let mut workspace = Workspace::new(&home);
    for (service, operations) in called(&scenarios) {
        let model = models.iter().find(|model| model.name == service);
        let model = model.with_context(|| format!("botocore has no {service}"))?;
        workspace.add(&generate(service, operations, &model.file, &home)?)?;
    }
    conformance::stage(&bar, "compiling");
    workspace.build(&bar)?;
    conformance::stage(&bar, "running");
    bar.finish_and_clear();
    let mut driver = Command::new(workspace.driver()?);
    let files = scenarios.iter().map(|scenario| &scenario.file);
    let status = driver.args(files).env(PYTHON, python::python(root)?).status();
    match status.context("the driver cannot be started")?.success() {
        true => Ok(()),
        false => Err(Failed.into()),
    }
}

/// The operations of each service that scenarios call.
fn called(scenarios: &[Scenario]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut services = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (service, operation) in scenarios.iter().flat_map(|scenario| &scenario.calls) {
        services.entry(service).or_default().insert(operation);
    }
    services
}

/// A service with the operations that are called.
fn generate(
    service: &str,
    operations: BTreeSet<&str>,
    model: &Path,
    home: &Home<'_>,
) -> Result<Service> {
    let package = format!("{}-{service}", home.task);
    let operations = operations.into_iter().map(str::to_owned).collect();
    let options = Options { operations, ..service::options(&package, home) };
    let job = Job { model: vec![model.to_owned()], out: home.folder.join(&package), options };
    Ok(Service { output: job::generate(&job, home.root)?, rules: false })
}

/// All scenarios of a folder, by their names.
fn read(folder: &Path) -> Result<Vec<Scenario>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files.into_iter().map(scenario).collect()
}

fn scenario(file: PathBuf) -> Result<Scenario> {
    let text =
        fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let steps: Vec<Value> = serde_json::from_str(&text)
        .with_context(|| format!("{}: a list of steps is expected", file.display()))?;
    let service = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let calls = steps.iter().flat_map(|step| {
        let service = step["service"].as_str().unwrap_or(&service);
        let operations = [&step["call"], &step["read"][0]].into_iter().filter_map(Value::as_str);
        operations.map(|operation| (service.to_owned(), operation.to_owned()))
    });
    Ok(Scenario { calls: calls.collect(), service, file })
}

/// The scenarios that are asked for.
fn chosen(mut scenarios: Vec<Scenario>, services: &[String]) -> Result<Vec<Scenario>> {
    let known: Vec<_> = scenarios.iter().map(|scenario| scenario.service.as_str()).collect();
    if let Some(service) = services.iter().find(|service| !known.contains(&service.as_str())) {
        match closest(service, known.iter().copied()) {
            Some(meant) => bail!("there is no scenario of `{service}`; did you mean `{meant}`?"),
            None => bail!("there is no scenario of `{service}`; there are {}", known.join(", ")),
        }
    }
    scenarios.retain(|scenario| services.is_empty() || services.contains(&scenario.service));
    Ok(scenarios)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_says_which_operations_are_needed() {
        let folder = tempfile::tempdir().unwrap();
        let steps = r#"[{"call": "Put", "read": ["Get", {}]}, {"call": "Get"},
            {"service": "games", "call": "List"}]"#;
        fs::write(folder.path().join("toys.json"), steps).unwrap();
        fs::write(folder.path().join("books.json"), "[]").unwrap();
        fs::write(folder.path().join("README.md"), "").unwrap();
        let scenarios = read(folder.path()).unwrap();
        let names: Vec<_> = scenarios.iter().map(|scenario| scenario.service.as_str()).collect();
        assert_eq!(names, ["books", "toys"]);
        let expected = [("games", ["List"].into()), ("toys", ["Get", "Put"].into())].into();
        assert_eq!(called(&scenarios), expected);
    }

    #[test]
    fn only_those_are_run_that_are_asked_for() {
        let all = || {
            let scenario = |service: &str| Scenario {
                service: service.to_owned(),
                file: PathBuf::new(),
                calls: Vec::new(),
            };
            ["s3", "sqs"].map(scenario).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(chosen(all(), &[]).unwrap().len(), 2);
        assert_eq!(chosen(all(), &["sqs".to_owned()]).unwrap()[0].service, "sqs");
        let error = chosen(all(), &["sqss".to_owned()]).err().unwrap().to_string();
        assert_eq!(error, "there is no scenario of `sqss`; did you mean `sqs`?");
    }
}
