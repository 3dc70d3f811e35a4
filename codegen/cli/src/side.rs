//! Where a model comes from that is compared with another: a path, a revision of a git repository, a version of botocore.

use crate::botocore::{Package, download};
use crate::git::Commit;
use crate::{gzip, inputs};
use anyhow::{Context, Result, bail, ensure};
use smithwright_codegen::model_files::{self, PARTITIONS};
use smithwright_codegen::{Decided, Input, Options};
use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands for no model at all, as git has it: what is compared with it is new, or gone.
const NOTHING: &str = "/dev/null";

/// How a version of botocore begins.
const BOTOCORE: &str = "botocore:";

/// How the newest version of botocore is called.
const NEWEST: &str = "newest";

/// Where a model comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// There is none.
    Nothing,
    /// The files and folders at paths.
    Paths(Vec<PathBuf>),
    /// Those at paths in a revision. A path is seen from the root of the repository, or from the current folder if it begins
    /// with `./`.
    Revision(String, Vec<String>),
    /// A service of a version of botocore, or else of the newest, perhaps with its API version.
    Botocore {
        /// The version of botocore.
        version: Option<String>,
        /// The folder of the service in its `data`.
        service: String,
        /// The API version, or else the newest.
        api_version: Option<String>,
    },
}

impl Side {
    /// Reads `/dev/null`, a path, `REVISION:path` or `botocore:VERSION/service`. Paths are relative to the folder `here`.
    ///
    /// # Errors
    ///
    /// When it is none of these.
    pub fn parse(text: &str, here: &Path) -> Result<Self> {
        if text == NOTHING {
            return Ok(Self::Nothing);
        }
        if let Some(package) = text.strip_prefix(BOTOCORE) {
            return of_botocore(package)
                .with_context(|| format!("{text:?} is no model of botocore"));
        }
        let path = here.join(text);
        match text.split_once(':') {
            Some((revision, path_in_it)) if !path.exists() => {
                ensure!(!revision.is_empty(), "{text:?} names no revision before the colon");
                Ok(Self::Revision(revision.to_owned(), vec![path_in_it.to_owned()]))
            }
            _ => Ok(Self::Paths(vec![path])),
        }
    }

    /// Reads the model, and decides everything about its crate; nothing, if there is no model.
    ///
    /// # Errors
    ///
    /// When the model cannot be had or read; [`smithwright_codegen::Diagnostics`] when it is broken.
    pub fn decide(&self, options: &Options, here: &Path) -> Result<Option<Decided>> {
        let input = self.read(here)?;
        Ok(input.map(|input| Decided::new(input, options)).transpose()?)
    }

    fn read(&self, here: &Path) -> Result<Option<Input>> {
        let folder = || tempfile::tempdir().context("cannot make a temporary folder");
        match self {
            Self::Nothing => Ok(None),
            Self::Paths(paths) => inputs::read(paths, here).map(Some),
            Self::Revision(revision, paths) => {
                let folder = folder()?;
                let paths = check_out(revision, paths, here, folder.path())?;
                inputs::read(&paths, folder.path()).map(Some)
            }
            Self::Botocore { version, service, api_version } => {
                let folder = folder()?;
                let wheel = download(version.as_deref(), folder.path())?;
                let mut package = Package::open(&wheel)?;
                let model = unpack(&mut package, service, api_version.as_deref(), folder.path())?;
                inputs::read(&[model], folder.path()).map(Some)
            }
        }
    }
}

/// Reads `VERSION/service` or `VERSION/service/API-VERSION`.
fn of_botocore(text: &str) -> Result<Side> {
    let parts: Vec<_> = text.split('/').collect();
    let (version, service, api_version) = match parts[..] {
        [version, service] => (version, service, None),
        [version, service, api_version] => (version, service, Some(api_version)),
        _ => bail!("botocore:VERSION/service is expected, such as botocore:1.44.5/s3"),
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let is_plain = |part: &&str| {
        part.chars().all(plain) && part.starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    ensure!(
        parts.iter().all(is_plain),
        "versions and services are made of letters, digits, hyphens and dots"
    );
    Ok(Side::Botocore {
        version: (version != NEWEST).then(|| version.to_owned()),
        service: service.to_owned(),
        api_version: api_version.map(str::to_owned),
    })
}

/// Writes the files of a model, as they are in a revision, below `folder`, and gives where they are.
fn check_out(revision: &str, paths: &[String], here: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let commit = Commit::find(revision, here)?;
    let written = paths.iter().map(|path| {
        let path = commit.path(path)?;
        let entry = commit.entry(&path)?;
        let Some(entry) = entry else { bail!("there is no {path:?} in {revision}") };
        ensure!(
            entry.is_file || entry.is_folder,
            "{path:?} is neither a file nor a folder in {revision}"
        );
        let beside = match (entry.is_folder, path.rsplit_once('/')) {
            (true, _) => path.as_str(),
            (false, parent) => parent.map_or("", |(parent, _)| parent),
        };
        let wanted = |name: &str| match entry.is_folder {
            true => is_wanted(name),
            false => belongs(name),
        };
        let files = commit.entries(beside)?.into_iter().filter(|file| file.is_file);
        let files = files.filter(|file| file.path == path || wanted(name_of(&file.path)));
        let partitions = Path::new(beside).ancestors().skip(1).take(2);
        let partitions = partitions.map(|folder| folder.join(PARTITIONS).display().to_string());
        for file in files.map(|file| file.path).chain(partitions) {
            if commit.entry(&file)?.is_some_and(|entry| entry.is_file) {
                write(folder, &file, &commit.read(&file)?)?;
            }
        }
        let at = folder.join(&path);
        fs::create_dir_all(if entry.is_folder { &at } else { folder })
            .context("cannot write a temporary folder")?;
        Ok(at)
    });
    written.collect()
}

/// Writes the files of a model of botocore below `folder`, and gives where they are.
///
/// # Errors
///
/// When the package has no such model, or the folder cannot be written.
pub fn unpack(
    package: &mut Package,
    service: &str,
    api_version: Option<&str>,
    folder: &Path,
) -> Result<PathBuf> {
    let model = package.api_folder(service, api_version)?;
    let mut names = vec![format!("{model}/{}", model_files::SERVICE)];
    // It gives the names of all files that may stand beside a model.
    let _ = model_files::beside(|name| {
        names.push(format!("{model}/{name}"));
        Ok::<_, Infallible>(None)
    });
    names.push(format!("{}/{PARTITIONS}", crate::botocore::DATA));
    for name in names {
        if let Some(file) = package.read(&name)? {
            write(folder, &name, &file.bytes)?;
        }
    }
    Ok(folder.join(model))
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let file = folder.join(path);
    let parent = file.parent().unwrap_or(folder);
    let written = fs::create_dir_all(parent).and_then(|()| fs::write(&file, bytes));
    written.with_context(|| format!("{path}: cannot be written into a temporary folder"))
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a file of a folder has to do with a model: all JSON, what stands beside it, and IDL, about which there is a
/// message.
fn is_wanted(name: &str) -> bool {
    inputs::is_json(Path::new(name)) || name.ends_with(".smithy") || belongs(name)
}

/// Whether files of this name stand beside models.
fn belongs(name: &str) -> bool {
    let mut names = vec![PARTITIONS.to_owned()];
    let _ = model_files::beside(|beside| {
        names.extend(gzip::names(beside));
        Ok::<_, Infallible>(None)
    });
    names.iter().any(|known| known == name)
}
