//! The files of a folder with cases.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// All cases of a folder.
#[derive(Debug, Default)]
pub struct Cases {
    /// Protocol cases.
    pub suites: Vec<Suite>,
    /// Endpoint cases.
    pub endpoints: Vec<Rules>,
    /// Cases that stand for what cannot be run.
    pub others: Vec<Case>,
}

/// Protocol cases that share shapes.
#[derive(Debug)]
pub struct Suite {
    /// What botocore's models call metadata.
    pub metadata: Value,
    /// The shapes.
    pub shapes: Value,
    /// The endpoint to which requests go.
    pub endpoint: Option<String>,
    /// The cases.
    pub cases: Vec<Case>,
}

/// Endpoint cases of a service.
#[derive(Debug)]
pub struct Rules {
    /// The name of the service's folder, here and in botocore.
    pub service: String,
    /// The rules and partitions with which the cases are run.
    pub files: Option<RuleFiles>,
    /// The cases.
    pub cases: Vec<Case>,
}

/// Where endpoint rules stand.
#[derive(Debug)]
pub struct RuleFiles {
    /// The rules.
    pub rules: PathBuf,
    /// The partitions.
    pub partitions: PathBuf,
}

/// A case.
#[derive(Debug)]
pub struct Case {
    /// The file, and what the case is called there.
    pub place: String,
    /// What stands there.
    pub value: Value,
    /// What the driver is told of it: where it belongs, and how it is to be read.
    pub job: Option<Value>,
    /// What became of it; a case that nobody ran has failed.
    pub outcome: Outcome,
}

/// What became of a case.
#[derive(Debug)]
pub enum Outcome {
    /// All is as the case wants it.
    Passed,
    /// Something is not.
    Failed(Vec<Difference>),
    /// It was not run, and why.
    Skipped(String),
}

/// Something that is not as the case wants it, as the driver tells it.
#[derive(Debug, Deserialize)]
pub struct Difference {
    /// What it is.
    pub what: String,
    /// What the case wants.
    pub expected: String,
    /// What there is.
    pub actual: String,
}

impl Outcome {
    /// The case could not be run.
    pub fn trouble(what: &str, expected: &str, actual: impl ToString) -> Self {
        let (what, expected) = (what.to_owned(), expected.to_owned());
        Self::Failed(vec![Difference { what, expected, actual: actual.to_string() }])
    }
}

impl Case {
    fn new(place: &str, value: Value) -> Self {
        // On one line.
        let place = place.split_whitespace().collect::<Vec<_>>().join(" ");
        let outcome = Outcome::trouble("run", "a run", "the case was not run");
        Self { place, value, job: None, outcome }
    }

    /// One that nobody can run, and why.
    pub fn skipped(place: &str, reason: String) -> Self {
        Self { outcome: Outcome::Skipped(reason), ..Self::new(place, Value::Null) }
    }
}

impl Cases {
    /// All cases, in the order of the files.
    pub fn all(&self) -> impl Iterator<Item = &Case> {
        let suites = self.suites.iter().flat_map(|suite| &suite.cases);
        let endpoints = self.endpoints.iter().flat_map(|rules| &rules.cases);
        suites.chain(endpoints).chain(&self.others)
    }

    /// The same, to be changed.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut Case> {
        let suites = self.suites.iter_mut().flat_map(|suite| &mut suite.cases);
        let endpoints = self.endpoints.iter_mut().flat_map(|rules| &mut rules.cases);
        suites.chain(endpoints).chain(&mut self.others)
    }
}

/// Reads a folder.
///
/// # Errors
///
/// When it holds no case, or a file that holds something else.
pub fn read(folder: &Path) -> Result<Cases> {
    let mut cases = Cases::default();
    for part in ["input", "output"] {
        for path in entries(&folder.join("protocols").join(part))? {
            if path.extension().is_some_and(|extension| extension == "json") {
                let read = suites(&json(&path)?, &shown(&path, folder));
                cases.suites.extend(read.with_context(|| path.display().to_string())?);
            }
        }
    }
    for service in entries(&folder.join("endpoints"))? {
        let path = service.join("endpoint-tests-1.json");
        if path.is_file() {
            let place = shown(&path, folder);
            let read = endpoint_cases(&json(&path)?, &place);
            let service = service.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let read = read.with_context(|| path.display().to_string())?;
            cases.endpoints.push(Rules { service, files: None, cases: read });
        }
    }
    if cases.all().next().is_none() {
        bail!("{}: there are neither protocol nor endpoint cases in this folder", folder.display());
    }
    Ok(cases)
}

/// What is in a folder, in order; nothing if there is no such folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = || format!("{}: cannot be read", folder.display());
    let entries: Result<Vec<_>, _> = fs::read_dir(folder).with_context(unreadable)?.collect();
    let mut paths: Vec<_> =
        entries.with_context(unreadable)?.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn json(path: &Path) -> Result<Value> {
    let bytes = fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{}: this is not JSON", path.display()))
}

fn shown(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

fn suites(file: &Value, place: &str) -> Result<Vec<Suite>> {
    let suites = file.as_array().context("a list of suites is expected")?;
    suites.iter().enumerate().map(|(index, value)| suite(value, index, place)).collect()
}

fn suite(value: &Value, index: usize, place: &str) -> Result<Suite> {
    let cases = value["cases"].as_array();
    let cases = cases.with_context(|| format!("suite {index} has no list `cases`"))?;
    let case = |(number, case): (usize, &Value)| {
        if case["given"]["name"].as_str().is_none() {
            bail!("case {number} of suite {index} has no `given` with a `name`");
        }
        let id = case["id"].as_str().map_or_else(|| format!("{index}.{number}"), str::to_owned);
        let about = case["description"].as_str().or(value["description"].as_str());
        let about = about.map(|about| format!(" ({about})")).unwrap_or_default();
        Ok(Case::new(&format!("{place}: {id}{about}"), case.clone()))
    };
    Ok(Suite {
        metadata: value["metadata"].clone(),
        shapes: value["shapes"].clone(),
        endpoint: value["clientEndpoint"].as_str().map(str::to_owned),
        cases: cases.iter().enumerate().map(case).collect::<Result<_>>()?,
    })
}

fn endpoint_cases(file: &Value, place: &str) -> Result<Vec<Case>> {
    let cases = file["testCases"].as_array().context("a list `testCases` is expected")?;
    let case = |(index, case): (usize, &Value)| {
        let about = case["documentation"].as_str();
        let about = about.map(|about| format!(" ({about})")).unwrap_or_default();
        Case::new(&format!("{place}: {index}{about}"), case.clone())
    };
    Ok(cases.iter().enumerate().map(case).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_folder_is_read_whatever_its_files_are_called() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: Value| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text.to_string()).unwrap();
        };
        assert!(read(folder.path()).unwrap_err().to_string().contains("neither"));
        let case = json!({"given": {"name": "A"}, "description": "does it"});
        write("protocols/input/x.json", json!([{"cases": [case], "clientEndpoint": "http://e"}]));
        write(
            "protocols/output/y.json",
            json!([{"description": "d", "cases":
            [{"id": "i", "given": {"name": "B"}}]}]),
        );
        write("endpoints/toys/endpoint-tests-1.json", json!({"testCases": [{"params": {}}]}));
        write("endpoints/toys/other.json", json!(1));
        let cases = read(folder.path()).unwrap();
        let places: Vec<_> = cases.all().map(|case| case.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "protocols/input/x.json: 0.0 (does it)",
                "protocols/output/y.json: i (d)",
                "endpoints/toys/endpoint-tests-1.json: 0",
            ]
        );
        assert_eq!(cases.suites[0].endpoint.as_deref(), Some("http://e"));
        assert_eq!(cases.endpoints[0].service, "toys");
        write("protocols/input/z.json", json!([{"cases": [{}]}]));
        let error = format!("{:#}", read(folder.path()).unwrap_err());
        assert!(error.contains("z.json: case 0 of suite 0 has no `given`"), "{error}");
    }
}
