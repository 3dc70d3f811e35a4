//! Files that may be compressed, as those of botocore are.

use anyhow::{Context, Result, ensure};
use flate2::read::GzDecoder;
use smithwright_codegen::limits;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Larger than any model by far; it stops a few compressed bytes from filling the memory.
const LARGEST_FILE: u64 = limits::BYTES as u64;

/// The file called `name` in `folder`, compressed or not.
pub fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    names(name).map(|name| folder.join(name)).into_iter().find(|path| path.is_file())
}

/// What the file at `path` holds, decompressed if its name says that it is compressed.
///
/// # Errors
///
/// When the file cannot be read or decompressed.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path).context("cannot be read")?;
    let bytes = read_limited(file).context("cannot be read")?;
    match path.extension().is_some_and(|extension| extension == "gz") {
        true => decompress(&bytes).context("this is not a gzip file"),
        false => Ok(bytes),
    }
}

/// The names that a file may have: its own, and that of its compressed form.
pub fn names(name: &str) -> [String; 2] {
    [name.to_owned(), format!("{name}.gz")]
}

/// What a compressed file holds.
///
/// # Errors
///
/// When it is not compressed by gzip, or would fill the memory.
pub fn decompress(bytes: &[u8]) -> Result<Vec<u8>> {
    read_limited(GzDecoder::new(bytes))
}

/// All that a reader gives, unless it would fill the memory.
///
/// # Errors
///
/// When it fails, or does not end.
pub fn read_limited(reader: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    ensure!(
        bytes.len() as u64 <= LARGEST_FILE,
        "it is larger than {LARGEST_FILE} bytes, which are the most that a file of a model may have"
    );
    Ok(bytes)
}
