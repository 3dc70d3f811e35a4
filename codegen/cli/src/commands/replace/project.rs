//! The project whose crates are replaced: its lock file and its manifest.

use super::lock;
use super::patch::{self, Entry};
use crate::{job, tree};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const MANIFEST: &str = "Cargo.toml";

/// A project that uses official crates.
pub struct Project {
    /// Its root.
    folder: PathBuf,
    lock: String,
    manifest: Option<String>,
}

impl Project {
    /// The project whose lock file this is.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub fn read(lock: &Path) -> Result<Self> {
        let folder = lock.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let lock = tree::read(lock)?.with_context(|| {
            format!(
                "{}: there is no such file; `cargo generate-lockfile` writes it",
                lock.display()
            )
        })?;
        Ok(Self { manifest: tree::read(&folder.join(MANIFEST))?, folder, lock })
    }

    /// Where its manifest is.
    pub fn manifest_path(&self) -> PathBuf {
        self.folder.join(MANIFEST)
    }

    /// The official crates that it locks.
    ///
    /// # Errors
    ///
    /// When its lock file is none.
    pub fn locked(&self) -> Result<Vec<lock::Package>> {
        lock::official(&self.lock)
            .with_context(|| self.folder.join("Cargo.lock").display().to_string())
    }

    /// The packages that its manifest takes from folders.
    ///
    /// # Errors
    ///
    /// When its manifest is none.
    pub fn patched(&self) -> Result<Vec<String>> {
        let entries = self.manifest.as_deref().map(patch::patched).transpose();
        let entries = entries.with_context(|| self.manifest_path().display().to_string())?;
        Ok(entries.into_iter().flatten().map(|entry| entry.package).collect())
    }

    /// The patches that put a crate of each name, in the folder of that name in `out`, in place of the official one.
    ///
    /// # Errors
    ///
    /// When there is no current folder.
    pub fn entries(&self, packages: &[&str], out: &Path) -> Result<Vec<Entry>> {
        let folder = std::path::absolute(&self.folder)?;
        let entry = |package: &&str| Entry {
            package: (*package).to_owned(),
            path: job::relative(&out.join(package), &folder),
        };
        Ok(packages.iter().map(entry).collect())
    }

    /// Its manifest with these entries, if it has one.
    ///
    /// # Errors
    ///
    /// When its manifest is none, or patches one of the crates otherwise.
    pub fn with(&self, entries: &[Entry]) -> Result<Option<String>> {
        let added = self.manifest.as_deref().map(|manifest| patch::add(manifest, entries));
        added.transpose().with_context(|| self.manifest_path().display().to_string())
    }

    /// Writes its manifest, and tells whether that changes it.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&self, manifest: &str) -> Result<bool> {
        if self.manifest.as_deref() == Some(manifest) {
            return Ok(false);
        }
        tree::replace(&self.folder, &[(MANIFEST, manifest)], &[])?;
        Ok(true)
    }
}
