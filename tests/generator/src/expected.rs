//! What the generator is expected to make of models: a folder a case, the files that are expected beside the model.
//!
//! ```text
//! fixtures/*/expected/       the crate
//! errors/*/expected.err      what a person sees whose model is wrong or odd
//! ir/*/expected.ir           what is decided about a feature
//! ```
//!
//! `cargo xtask accept` writes these files, and nobody else does.

use crate::undocumented::undocument;
use crate::{decisions, models};
use smithwright_codegen::{Files, Options, generate, model_files, plan};
use std::io;
use std::path::{Path, PathBuf};

/// The command that writes what is expected.
pub const ACCEPT: &str = "cargo xtask accept";

/// A model, and what is made of it.
#[derive(Debug)]
pub struct Case {
    /// Its folder below `tests/`, such as `fixtures/s3`.
    pub name: String,
    /// The folder of the model and of what is expected.
    pub folder: PathBuf,
    /// What is expected, by path in the folder.
    pub expected: Files,
    /// What the generator makes of the model, by path in the folder; or why it makes nothing that can be expected.
    pub actual: Result<Files, String>,
}

/// A folder of cases.
struct Kind {
    /// The folder below `tests/`.
    folder: &'static str,
    /// What is expected of the model in a folder.
    make: fn(&Path) -> Result<Files, String>,
}

const KINDS: &[Kind] = &[
    Kind { folder: "fixtures", make: package },
    Kind { folder: "errors", make: messages },
    Kind { folder: "ir", make: decided },
];

/// All cases below `tests`, the folder of this repository's tests or a copy of it.
///
/// # Errors
///
/// When a folder of cases cannot be read, or holds none.
pub fn all(tests: &Path) -> io::Result<Vec<Case>> {
    let cases: io::Result<Vec<_>> = KINDS.iter().map(|kind| of_kind(tests, kind)).collect();
    Ok(cases?.into_iter().flatten().collect())
}

/// The cases in a folder of this repository's tests.
///
/// # Panics
///
/// When there is no such folder of cases, or it cannot be read: a test that runs no case has passed for nothing.
pub fn of(folder: &str) -> Vec<Case> {
    let kind = KINDS.iter().find(|kind| kind.folder == folder).expect("there are such cases");
    of_kind(&models::folder(""), kind).expect("the cases can be read")
}

fn of_kind(tests: &Path, kind: &Kind) -> io::Result<Vec<Case>> {
    let folders = models::folders(&tests.join(kind.folder))?;
    folders.into_iter().map(|folder| case(folder, kind)).collect()
}

fn case(folder: PathBuf, kind: &Kind) -> io::Result<Case> {
    let expected = models::read(&folder, "expected")?;
    let name = format!("{}/{}", kind.folder, models::name(&folder));
    Ok(Case { name, expected, actual: (kind.make)(&folder), folder })
}

impl Case {
    /// How what is made differs from what is expected, if it does.
    ///
    /// # Errors
    ///
    /// The difference, or why nothing is made.
    pub fn check(&self) -> Result<(), String> {
        let actual = self.actual.as_ref().map_err(|why| format!("{}: {why}", self.name))?;
        let mut paths: Vec<_> = self.expected.keys().chain(actual.keys()).collect();
        paths.sort();
        paths.dedup();
        let text = |files: &Files, path: &str| files.get(path).cloned().unwrap_or_default();
        let differences: Vec<_> = paths
            .into_iter()
            .filter(|path| self.expected.get(*path) != actual.get(*path))
            .map(|path| {
                let (old, new) = (text(&self.expected, path), text(actual, path));
                let place = format!("{}/{path}", self.name);
                let diff = similar::TextDiff::from_lines(&old, &new);
                diff.unified_diff().header(&place, &place).to_string()
            })
            .collect();
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
}

/// The crate.
fn package(folder: &Path) -> Result<Files, String> {
    let options = Options {
        package: format!("fixture-{}", models::name(folder)),
        version: "0.1.0".to_owned(),
        command: ACCEPT.to_owned(),
        runtime: "{ version = \"0.1.0\", path = \"../../../../codegen/runtime\", default-features = false }".to_owned(),
        ..Options::default()
    };
    let output = generate(models::input(folder), &options).map_err(|found| found.to_string())?;
    let files = output.files.into_iter();
    Ok(files.map(|(path, text)| (format!("expected/{path}"), text)).collect())
}

/// The options of cases in which the options do not matter.
pub fn options() -> Options {
    Options { package: "toy".to_owned(), ..Options::default() }
}

/// What a person sees.
fn messages(folder: &Path) -> Result<Files, String> {
    let found = match generate(models::input(folder), &options()) {
        Ok(output) => output.warnings,
        Err(found) => found,
    };
    match found.is_empty() {
        true => Err("nothing is wrong with this model any more".to_owned()),
        false => Ok([("expected.err".to_owned(), found.render(false) + "\n")].into()),
    }
}

/// The decisions. Those about endpoints are shown where the model has rules of its own, or needs none: the others are about
/// something else.
fn decided(folder: &Path) -> Result<Files, String> {
    let input = models::input(folder);
    let mut ir = plan(input, &options()).map_err(|found| found.to_string())?;
    undocument(&mut ir);
    let mut text = decisions::text(&ir);
    if folder.join(model_files::ENDPOINT_RULES).exists() || !ir.service.provider.is_aws() {
        text = format!("{text}\n{}", decisions::endpoints(&ir));
    }
    Ok([("expected.ir".to_owned(), text)].into())
}
