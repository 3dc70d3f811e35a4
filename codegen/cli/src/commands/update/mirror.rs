//! A model as it will be, before anything is written where it is: a copy of its folders elsewhere.

use anyhow::{Context, Result};
use smithwright_codegen::model_files::PARTITIONS;
use smithwright_codegen::{Input, Source};
use std::fs;
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;

/// Copies of folders, each in its place below a folder that stands for the root.
pub struct Mirror(TempDir);

impl Mirror {
    /// An empty one.
    ///
    /// # Errors
    ///
    /// When there is no folder for temporary files.
    pub fn new() -> Result<Self> {
        Ok(Self(tempfile::tempdir().context("cannot make a temporary folder")?))
    }

    /// Where the copy of `path` is.
    pub fn of(&self, path: &Path) -> PathBuf {
        let parts = path.components().filter(|part| matches!(part, Component::Normal(_)));
        self.0.path().join(parts.collect::<PathBuf>())
    }

    /// Copies the files of a folder, without those in folders of it.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written.
    pub fn copy(&self, folder: &Path) -> Result<()> {
        let copy = self.of(folder);
        fs::create_dir_all(&copy).context("cannot write a temporary folder")?;
        let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
        for entry in entries {
            let path =
                entry.with_context(|| format!("{}: cannot be read", folder.display()))?.path();
            let name = path.file_name().unwrap_or_default();
            if path.is_file() {
                fs::copy(&path, copy.join(name))
                    .with_context(|| format!("{}: cannot be copied", path.display()))?;
            }
        }
        Ok(())
    }

    /// The file is to hold this text, or is to be gone.
    ///
    /// # Errors
    ///
    /// When the copy cannot be written.
    pub fn set(&self, path: &Path, text: Option<&str>) -> Result<()> {
        let copy = self.of(path);
        match text {
            Some(text) => {
                fs::create_dir_all(copy.parent().unwrap_or(&copy))?;
                fs::write(&copy, text).context("cannot write a temporary folder")
            }
            None if copy.exists() => Ok(fs::remove_file(&copy)?),
            None => Ok(()),
        }
    }

    /// Reads a model of which the copies are here. Its texts are called as they will be.
    ///
    /// # Errors
    ///
    /// When there is no such model.
    pub fn read(&self, model: &[PathBuf], here: &Path) -> Result<Input> {
        let copies: Vec<_> = model.iter().map(|path| self.of(path)).collect();
        let mut input = crate::inputs::read(&copies, self.0.path())?;
        let one = [&mut input.service].into_iter().chain(&mut input.more);
        let others = [
            &mut input.paginators,
            &mut input.service_extras,
            &mut input.paginators_extras,
            &mut input.waiters,
            &mut input.endpoint_rules,
            &mut input.partitions,
            &mut input.overlay,
            &mut input.facts,
        ];
        one.chain(others.into_iter().flatten()).for_each(|source| named(source, here));
        Ok(input)
    }
}

fn named(source: &mut Source, here: &Path) {
    // These come with the program.
    if source.name == PARTITIONS {
        return;
    }
    let path = Path::new("/").join(&source.name);
    source.name = path.strip_prefix(here).unwrap_or(&path).display().to_string();
}
