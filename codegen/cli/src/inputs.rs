//! Finding and reading the files of a model.

use crate::gzip;
use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use serde::de::IgnoredAny;
use smithwright_codegen::model_files::{self, PARTITIONS, SERVICE};
use smithwright_codegen::{Input, Source};
use std::fs;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

/// What is said of a folder that holds no model.
const NOTHING: &str =
    "this folder holds neither a `service-2.json` nor a file in Smithy's JSON AST";

/// How models in Smithy's IDL become such that are read.
const CONVERT: &str = "convert it to the JSON AST with the Smithy CLI, `smithy ast`";

/// The input for the model at `paths`: a folder with botocore's files or its `service-2.json`, or else
/// files in Smithy's AST and folders of them. Names in messages are relative to the folder `here`, where
/// that is shorter.
///
/// # Errors
///
/// When there is no such model, or a file of it cannot be read.
pub fn read(paths: &[PathBuf], here: &Path) -> Result<Input> {
    let mut models = Vec::new();
    for path in paths {
        models.extend(model(path, here)?);
    }
    let Some(first) = paths.first().filter(|_| !models.is_empty()) else {
        bail!("there is no model to read");
    };
    let folder = match first.is_dir() {
        true => first,
        false => first.parent().unwrap_or(Path::new("")),
    };
    let beside = |name: &str| gzip::find(folder, name).map(|path| source(&path, here)).transpose();
    Ok(Input {
        service: models.remove(0),
        more: models,
        partitions: Some(partitions(folder, here)?),
        ..model_files::beside(beside)?
    })
}

/// The files and folders that a model depends on: its own, and those that are read beside them.
pub fn watched(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut watched = paths.to_vec();
    if let Some(folder) = paths.first().filter(|path| path.is_file()).and_then(|path| path.parent())
    {
        let beside = model_files::beside(|name| {
            watched.extend(gzip::find(folder, name));
            Ok::<_, std::convert::Infallible>(None)
        });
        drop(beside);
    }
    watched
}

/// The model's own files at `path`.
fn model(path: &Path, here: &Path) -> Result<Vec<Source>> {
    if path.is_file() {
        return Ok(vec![source(path, here)?]);
    }
    if !path.is_dir() {
        bail!("{}: there is no such file or folder", path.display());
    }
    if let Some(service) = gzip::find(path, SERVICE) {
        return Ok(vec![source(&service, here)?]);
    }
    let entries =
        fs::read_dir(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let holds_idl = files.iter().any(|path| path.extension().is_some_and(|e| e == "smithy"));
    files.retain(|path| path.is_file() && is_json(path));
    let texts: Result<Vec<_>> = files.iter().map(|path| source(path, here)).collect();
    let models: Vec<_> = texts?.into_iter().filter(|file| is_ast(&file.text)).collect();
    if models.is_empty() {
        let path = path.display();
        match holds_idl {
            true => bail!("{path}: this folder holds Smithy's IDL alone: {CONVERT}"),
            false => bail!("{path}: {NOTHING}"),
        }
    }
    Ok(models)
}

/// Whether a file may be JSON, by its name.
pub fn is_json(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".json") || name.ends_with(".json.gz")
}

/// Whether this is a file in Smithy's AST, and not another that stands beside it. What is not JSON may
/// be one that is broken, of which the generator tells more.
pub fn is_ast(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Head {
        smithy: Option<IgnoredAny>,
    }
    serde_json::from_str::<Head>(text).map_or(true, |head| head.smithy.is_some())
}

/// The partitions nearest to the model (botocore has them two folders up), or else those that come with this program.
fn partitions(folder: &Path, here: &Path) -> Result<Source> {
    let folders = folder.ancestors().take(3);
    match folders.map(|folder| folder.join(PARTITIONS)).find(|path| path.is_file()) {
        Some(path) => source(&path, here),
        None => Ok(Source {
            name: PARTITIONS.to_owned(),
            text: include_str!("../partitions.json").to_owned(),
        }),
    }
}

/// The text of a file, compressed or not, with a name that is relative to `here` where that is shorter.
///
/// # Errors
///
/// When the file cannot be read, or is not text.
pub fn source(path: &Path, here: &Path) -> Result<Source> {
    let name = path.strip_prefix(here).unwrap_or(path).display().to_string();
    let bytes = gzip::read(path).with_context(|| name.clone())?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source { name, text }),
        Err(error) => Err(not_utf8(&name, &error)),
    }
}

/// Where the bytes of a file stop being UTF-8, by lines and characters, and what they seem to be.
fn not_utf8(name: &str, error: &FromUtf8Error) -> anyhow::Error {
    let bytes = error.as_bytes();
    let sound = &bytes[..error.utf8_error().valid_up_to()];
    let line = sound.split(|byte| *byte == b'\n').count();
    let last = sound.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let column = String::from_utf8_lossy(last).chars().count() + 1;
    let found = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "it is UTF-16",
        _ => "this byte is not",
    };
    anyhow!("{name}:{line}:{column}: a model is UTF-8 text, and {found}; save it as UTF-8")
}

#[cfg(test)]
mod tests {
    use super::read;
    use std::fs;
    use std::path::Path;

    const AST: &str = r#"{"smithy": "2.0", "shapes": {}}"#;

    /// The names of the model's files among `files`, read from `paths`.
    fn found(files: &[(&str, &str)], paths: &[&str]) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let paths: Vec<_> = paths.iter().map(|path| folder.path().join(path)).collect();
        let input = read(&paths, folder.path()).map_err(|error| {
            error.to_string().replace(&folder.path().display().to_string(), "X")
        })?;
        let names = [input.service].into_iter().chain(input.more).map(|source| source.name);
        Ok(names.collect())
    }

    #[test]
    fn a_folder_of_asts_is_one_model() {
        let files = [("b.json", AST), ("a.json", AST), ("smithy-build.json", "{}"), ("c.txt", AST)];
        assert_eq!(found(&files, &[""]).unwrap(), ["a.json", "b.json"]);
    }

    #[test]
    fn a_broken_file_is_left_to_the_generator() {
        assert_eq!(
            found(&[("a.json", AST), ("b.json", "{")], &[""]).unwrap(),
            ["a.json", "b.json"]
        );
    }

    #[test]
    fn botocores_folder_has_one_model() {
        let files = [("service-2.json", "{}"), ("a.json", AST)];
        assert_eq!(found(&files, &[""]).unwrap(), ["service-2.json"]);
    }

    #[test]
    fn files_are_read_in_their_order() {
        let files = [("b.json", AST), ("a.json", AST)];
        assert_eq!(found(&files, &["b.json", "a.json"]).unwrap(), ["b.json", "a.json"]);
    }

    #[test]
    fn what_is_not_utf_8_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let error = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            super::source(&path, folder.path()).unwrap_err().to_string()
        };
        let expected = "a.json:2:3: a model is UTF-8 text, and this byte is not; save it as UTF-8";
        assert_eq!(error(b"{\n\xC3\xA9 \xE9}"), expected);
        let expected = "a.json:1:1: a model is UTF-8 text, and it is UTF-16; save it as UTF-8";
        assert_eq!(error(b"\xFF\xFE{\0"), expected);
    }

    #[test]
    fn what_is_not_there_is_told() {
        let nothing = found(&[("x.json", "{}")], &[""]).unwrap_err();
        let expected =
            "X/: this folder holds neither a `service-2.json` nor a file in Smithy's JSON AST";
        assert_eq!(nothing, expected);
        let idl = found(&[("a.smithy", "$version: \"2\"")], &[""]).unwrap_err();
        assert_eq!(idl, format!("X/: this folder holds Smithy's IDL alone: {}", super::CONVERT));
        let missing = found(&[], &["y.json"]).unwrap_err();
        assert_eq!(missing, "X/y.json: there is no such file or folder");
        assert!(read(&[], Path::new("")).is_err());
    }
}
