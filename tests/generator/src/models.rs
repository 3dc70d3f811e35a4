//! Models in folders, with files as botocore names them, and folders of generated files.

use smithwright_codegen::{Files, Input, Source, model_files};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::{fs, io};
use walkdir::WalkDir;

/// What a service of AWS's says of itself in Smithy's AST: another needs no rules.
const AWS: &str = "\"aws.api#service\"";

/// Rules for tests that are about something else.
const RULES: &str = r#"{"version": "1.0", "parameters": {"Region": {"type": "string", "builtIn": "AWS::Region"}},
    "rules": [{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://example.com"}}]}"#;

/// A folder of `tests/`.
pub fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The folders in `path`, by name.
///
/// # Errors
///
/// When `path` cannot be read, or holds no folder.
pub fn folders(path: &Path) -> io::Result<Vec<PathBuf>> {
    let entries: io::Result<Vec<_>> = fs::read_dir(path)?.collect();
    let mut folders: Vec<_> =
        entries?.into_iter().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    if folders.is_empty() {
        let message = format!("{}: there is no folder in this folder", path.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    Ok(folders)
}

/// The folders in `path`, a folder of `tests/`, by name.
///
/// # Panics
///
/// When there is none: a test that runs no case has passed for nothing.
pub fn cases(path: &str) -> Vec<PathBuf> {
    folders(&folder(path)).expect("there are cases")
}

/// The name of a folder.
pub fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The model in `folder`, botocore's or `model.json` and `more.json` in Smithy's AST, with the project's partitions and
/// simple endpoint rules if it has none and needs some.
pub fn input(folder: &Path) -> Input {
    let rules = || Source { name: "rules.json".to_owned(), text: RULES.to_owned() };
    let ast = source(folder, "model.json");
    let needs_rules = ast.as_ref().is_none_or(|ast| ast.text.contains(AWS));
    let Ok(beside) = model_files::beside(|name| Ok::<_, Infallible>(source(folder, name)));
    Input {
        service: source(folder, model_files::SERVICE).or(ast).unwrap_or_default(),
        more: source(folder, "more.json").into_iter().collect(),
        endpoint_rules: beside.endpoint_rules.or_else(|| needs_rules.then(rules)),
        partitions: source(folder, model_files::PARTITIONS)
            .or_else(|| folder.ancestors().find_map(partitions)),
        ..beside
    }
}

/// The project's partitions, if `root` is the project's folder.
fn partitions(root: &Path) -> Option<Source> {
    source(&root.join("model"), model_files::PARTITIONS)
}

fn source(folder: &Path, name: &str) -> Option<Source> {
    let text = fs::read_to_string(folder.join(name)).ok()?;
    Some(Source { name: name.to_owned(), text })
}

/// The files below `folder` whose paths begin with `start`, by path as a generated crate has them.
///
/// # Errors
///
/// When a file cannot be read, or is not text.
pub fn read(folder: &Path, start: &str) -> io::Result<Files> {
    let mut files = Files::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        let path = relative(folder, entry.path());
        if entry.file_type().is_file() && path.starts_with(start) {
            let text = fs::read_to_string(entry.path());
            let text = text.map_err(|error| io::Error::other(format!("{path}: {error}")))?;
            files.insert(path, text);
        }
    }
    Ok(files)
}

fn relative(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).iter();
    parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
