//! botocore's package: a folder or a wheel, in which files may be compressed.

mod download;

use crate::gzip::{decompress, names, read_limited};
use crate::list::did_you_mean;
use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
pub use download::download;
use sha2::{Digest, Sha256};
use smithwright_codegen::model_files;
use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// Where the package keeps models.
pub const DATA: &str = "botocore/data";

/// The botocore package. Paths inside it start with `botocore/`.
pub struct Package {
    /// Its version.
    pub version: String,
    files: Files,
}

enum Files {
    Folder(PathBuf),
    /// An archive, and the hashes that it says its files have.
    Wheel(ZipArchive<File>, HashMap<String, String>),
}

/// A file as upstream ships it, decompressed.
pub struct Upstream {
    /// Its path in the package.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Package {
    /// The package at `path`: a folder, or a wheel.
    ///
    /// # Errors
    ///
    /// When there is no such package, or it does not tell its version.
    pub fn open(path: &Path) -> Result<Self> {
        let opened = if path.is_dir() { Self::open_folder(path) } else { Self::open_wheel(path) };
        opened.with_context(|| format!("{} is not a botocore package", path.display()))
    }

    fn open_folder(path: &Path) -> Result<Self> {
        let init =
            fs::read_to_string(path.join("__init__.py")).context("cannot read its __init__.py")?;
        let version = init
            .lines()
            .find_map(|line| line.strip_prefix("__version__ = "))
            .context("its __init__.py has no __version__")?;
        Ok(Self {
            version: version.trim_matches(['\'', '"']).to_owned(),
            files: Files::Folder(path.to_owned()),
        })
    }

    fn open_wheel(path: &Path) -> Result<Self> {
        let mut archive = ZipArchive::new(File::open(path)?)
            .context("it is broken, or was not loaded to its end")?;
        let version = wheel_version(path).context("its name is not `botocore-VERSION-….whl`")?;
        let hashes = hashes(&mut archive, version).context("cannot read its RECORD")?;
        Ok(Self { version: version.to_owned(), files: Files::Wheel(archive, hashes) })
    }

    /// The file at `path`, or its compressed form; `None` when the package has neither.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or decompressed.
    pub fn read(&mut self, path: &str) -> Result<Option<Upstream>> {
        let [plain, compressed] = names(path);
        if let Some(bytes) = self.read_as_shipped(&plain)? {
            return Ok(Some(Upstream { path: plain, bytes }));
        }
        let Some(bytes) = self.read_as_shipped(&compressed)? else {
            return Ok(None);
        };
        let bytes =
            decompress(&bytes).with_context(|| format!("cannot decompress {compressed}"))?;
        Ok(Some(Upstream { path: compressed, bytes }))
    }

    fn read_as_shipped(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        self.files.read(path).with_context(|| format!("cannot read {path}"))
    }

    /// Whether the package has a file at `path`, or its compressed form.
    pub fn has(&self, path: &str) -> bool {
        names(path).iter().any(|path| self.files.has(path))
    }

    /// The names of the folders in `folder`, sorted.
    pub fn folders(&self, folder: &str) -> BTreeSet<String> {
        self.files.folders(folder)
    }

    /// The folder of a service's API version, or of its newest.
    ///
    /// # Errors
    ///
    /// When the package has no such service or version.
    pub fn api_folder(&self, service: &str, version: Option<&str>) -> Result<String> {
        let folder = format!("{DATA}/{service}");
        let mut versions = self.folders(&folder);
        versions.retain(|version| {
            is_date(version) && self.has(&format!("{folder}/{version}/{}", model_files::SERVICE))
        });
        let Some(newest) = versions.last() else {
            let hint = did_you_mean(service, &self.folders(DATA));
            bail!("botocore {} has no service {service:?}{hint}", self.version);
        };
        let version = version.unwrap_or(newest);
        ensure!(
            versions.contains(version),
            "botocore {} has no API version {version:?} of {service:?}; it has {}",
            self.version,
            versions.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        );
        Ok(format!("{folder}/{version}"))
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

fn wheel_version(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    let tagged = name.strip_prefix("botocore-")?.strip_suffix(".whl")?;
    tagged.split('-').next()
}

/// The hashes of the files of a wheel (PyPA's "Recording installed projects": path, `sha256=` and a hash, size).
fn hashes(archive: &mut ZipArchive<File>, version: &str) -> Result<HashMap<String, String>> {
    let record = archive.by_name(&format!("botocore-{version}.dist-info/RECORD"))?;
    let record = String::from_utf8(read_limited(record)?)?;
    let lines = record.lines().filter_map(|line| {
        let mut parts = line.split(',');
        let (path, hash) = (parts.next()?, parts.next()?);
        Some((path.to_owned(), hash.strip_prefix("sha256=")?.to_owned()))
    });
    Ok(lines.collect())
}

impl Files {
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        match self {
            Self::Folder(folder) => match File::open(inside(folder, path)) {
                Ok(file) => read_limited(file).map(Some),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error.into()),
            },
            Self::Wheel(archive, hashes) => match archive.by_name(path) {
                Ok(file) => {
                    let bytes = read_limited(file)?;
                    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes));
                    ensure!(
                        hashes.get(path) == Some(&hash),
                        "its hash is not the one that the package says it has"
                    );
                    Ok(Some(bytes))
                }
                Err(ZipError::FileNotFound) => Ok(None),
                Err(error) => Err(error.into()),
            },
        }
    }

    fn has(&self, path: &str) -> bool {
        match self {
            Self::Folder(folder) => inside(folder, path).is_file(),
            Self::Wheel(archive, _) => archive.index_for_name(path).is_some(),
        }
    }

    fn folders(&self, folder: &str) -> BTreeSet<String> {
        match self {
            Self::Folder(package) => fs::read_dir(inside(package, folder))
                .into_iter()
                .flatten()
                .filter_map(|entry| Some(entry.ok()?.path()).filter(|path| path.is_dir()))
                .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
                .collect(),
            Self::Wheel(archive, _) => archive
                .file_names()
                .filter_map(Result::ok)
                .filter_map(|name| {
                    name.strip_prefix(folder)?
                        .strip_prefix('/')?
                        .split_once('/')
                        .map(|(name, _)| name.to_owned())
                })
                .collect(),
        }
    }
}

/// An unpacked package may have any name, so the first part of the path is not looked at.
pub fn inside(package: &Path, path: &str) -> PathBuf {
    package.join(path.strip_prefix("botocore/").unwrap_or(path))
}
