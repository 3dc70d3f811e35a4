//! Models in folders, named as botocore names them, and folders of generated files.

use smithwright_codegen::{Files, Input, Source, model_files};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Rules for tests that are about something else.
const RULES: &str = r#"{"version": "1.0", "parameters": {"Region": {"type": "string", "builtIn": "AWS::Region"}},
    "rules": [{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://example.com"}}]}"#;

/// A folder of `tests/`.
pub fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The folders in `path`, by name.
///
/// # Panics
///
/// When there is none: a test that runs no case has passed for nothing.
pub fn cases(path: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(path)).into_iter().flatten().flatten();
    let mut folders: Vec<_> =
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(!folders.is_empty(), "{path} holds no cases");
    folders
}

/// The model in `folder`, botocore's or `model.json` and `more.json` in Smithy's AST, with the project's partitions, and with simple endpoint rules if it has none.
pub fn input(folder: &Path) -> Input {
    let rules = || Source { name: "rules.json".to_owned(), text: RULES.to_owned() };
    let Ok(beside) = model_files::beside(|name| Ok::<_, Infallible>(source(folder, name)));
    Input {
        service: source(folder, model_files::SERVICE)
            .or_else(|| source(folder, "model.json"))
            .unwrap_or_default(),
        more: source(folder, "more.json").into_iter().collect(),
        endpoint_rules: beside.endpoint_rules.or_else(|| Some(rules())),
        partitions: source(&self::folder("../model"), model_files::PARTITIONS),
        ..beside
    }
}

fn source(folder: &Path, name: &str) -> Option<Source> {
    let text = fs::read_to_string(folder.join(name)).ok()?;
    Some(Source { name: name.to_owned(), text })
}

/// Whether `UPDATE=1` asks for expected files to be rewritten.
pub fn update() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}

/// The files below `folder`, by path as a generated crate has them.
///
/// # Errors
///
/// When a file cannot be read; a folder that is not there has no files.
pub fn read(folder: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(&path)?.collect::<io::Result<Vec<_>>>()?.into_iter().map(|e| e.path()),
            );
        } else if let Ok(name) = path.strip_prefix(folder)
            && path.is_file()
        {
            let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"), fs::read_to_string(&path)?);
        }
    }
    Ok(files)
}

/// Makes `folder` hold `files` and nothing else; what is equal is not touched.
///
/// # Errors
///
/// When a file cannot be read, written or removed.
pub fn write(folder: &Path, files: &Files) -> io::Result<()> {
    let old = read(folder)?;
    for stale in old.keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(folder.join(stale))?;
    }
    for (name, text) in files.iter().filter(|(name, text)| old.get(*name) != Some(text)) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}
