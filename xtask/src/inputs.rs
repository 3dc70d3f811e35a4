//! Finding and reading the files of a model.

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use smithwright_codegen::{Input, Source};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The input for the model at `path`: a file, or a folder with botocore's files. Names in messages
/// are relative to `from`, where that is shorter.
///
/// # Errors
///
/// When there is no such model, or a file of it cannot be read.
pub fn read(path: &Path, root: &Path) -> Result<Input> {
    let (folder, service) = match path.is_dir() {
        true => (path.to_owned(), find(path, "service-2.json")),
        false => (
            path.parent().unwrap_or(Path::new("")).to_owned(),
            path.is_file().then(|| path.to_owned()),
        ),
    };
    let Some(service) = service else {
        match path.is_dir() {
            true => bail!("{}: this folder holds no `service-2.json`", path.display()),
            false => bail!("{}: there is no such file or folder", path.display()),
        }
    };
    let beside = |name: &str| find(&folder, name).map(|path| source(&path, root)).transpose();
    Ok(Input {
        service: source(&service, root)?,
        paginators: beside("paginators-1.json")?,
        waiters: beside("waiters-2.json")?,
        endpoint_rules: beside("endpoint-rule-set-1.json")?,
        overlay: beside("overlay.md")?,
        facts: beside("overlay.toml")?,
        partitions: partitions(&folder, root).map(|path| source(&path, root)).transpose()?,
    })
}

/// `name` in `folder`, compressed or not.
pub fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let plain = folder.join(name);
    let compressed = folder.join(format!("{name}.gz"));
    [plain, compressed].into_iter().find(|path| path.is_file())
}

/// The partitions nearest to the model (botocore has them two folders up), or else the project's.
fn partitions(folder: &Path, root: &Path) -> Option<PathBuf> {
    let folders = folder.ancestors().take(3).map(Path::to_owned).chain([root.join("model")]);
    folders.map(|folder| folder.join("partitions.json")).find(|path| path.is_file())
}

/// The text of a file, compressed or not, with a name that is relative to `root` where that is shorter.
///
/// # Errors
///
/// When the file cannot be read, or is no text.
pub fn source(path: &Path, root: &Path) -> Result<Source> {
    let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
    let bytes = fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
    let bytes = match path.extension().is_some_and(|extension| extension == "gz") {
        true => unzip(&bytes).with_context(|| format!("{name}: this is no gzip file"))?,
        false => bytes,
    };
    let text =
        String::from_utf8(bytes).with_context(|| format!("{name}: this is no UTF-8 text"))?;
    Ok(Source { name, text })
}

fn unzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut unzipped = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut unzipped)?;
    Ok(unzipped)
}
