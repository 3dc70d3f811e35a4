//! Changes of many files of which all are made, or none.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// The texts that files are to have, in the order in which they get them, and the files that are to go.
#[derive(Debug, Default)]
pub struct Changes {
    files: Vec<(PathBuf, Option<String>)>,
}

impl Changes {
    /// The file is to hold this text; or it is to go, if there is none.
    pub fn set(&mut self, path: PathBuf, text: Option<String>) {
        self.files.push((path, text));
    }

    /// Makes the changes. All new texts are on the disk before anything that is there is touched, so that a disk that is
    /// full, or a folder that cannot be written, leaves everything as it was; what goes wrong later is undone.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, written or removed.
    pub fn make(self) -> Result<()> {
        self.make_with(&mut |_| Ok(()))
    }

    /// Makes the first changes alone, as a process does that is killed, and tells whether these were all.
    #[cfg(test)]
    pub fn stop_after(mut self, count: usize) -> Result<bool> {
        let all = count >= self.files.len();
        self.files.truncate(count);
        self.make().map(|()| all)
    }

    /// As [`Self::make`], where `before` each write may fail, as disks do.
    pub fn make_with(self, before: &mut dyn FnMut(&Path) -> Result<()>) -> Result<()> {
        let mut folders = Folders::default();
        match stage(self.files, &mut folders, before) {
            Ok(staged) => commit(staged, before).inspect_err(|_| folders.remove()),
            Err(error) => {
                folders.remove();
                Err(error)
            }
        }
    }
}

/// A file that waits for its text, which is on the disk, or to be removed.
struct Staged {
    path: PathBuf,
    text: Option<TempPath>,
}

/// Folders that were not there before.
#[derive(Default)]
struct Folders(Vec<PathBuf>);

impl Folders {
    fn create(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<_> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)
                .with_context(|| format!("{}: cannot be created", folder.display()))?;
            self.0.push(folder.to_owned());
        }
        Ok(())
    }

    /// Those that are empty go again.
    fn remove(&self) {
        for folder in self.0.iter().rev() {
            // One that somebody else uses by now stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

fn stage(
    files: Vec<(PathBuf, Option<String>)>,
    folders: &mut Folders,
    before: &mut dyn FnMut(&Path) -> Result<()>,
) -> Result<Vec<Staged>> {
    let stage = |(path, text): (PathBuf, Option<String>)| {
        let cannot = || format!("{}: cannot be written", path.display());
        ensure!(!path.is_dir(), "{}: a folder is in the way", path.display());
        let Some(text) = text else { return Ok(Staged { path, text: None }) };
        before(&path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        folders.create(folder)?;
        let mut file = NamedTempFile::new_in(folder).with_context(cannot)?;
        // A temporary file is its owner's alone; this one is to be as others are.
        let permissions = fs::metadata(&path).map(|old| old.permissions());
        file.write_all(text.as_bytes()).with_context(cannot)?;
        file.as_file().sync_data().with_context(cannot)?;
        set_permissions(file.path(), permissions.ok()).with_context(cannot)?;
        Ok(Staged { text: Some(file.into_temp_path()), path })
    };
    files.into_iter().map(stage).collect()
}

#[cfg(unix)]
fn set_permissions(path: &Path, permissions: Option<fs::Permissions>) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, permissions.unwrap_or_else(|| fs::Permissions::from_mode(0o644)))
}

#[cfg(not(unix))]
fn set_permissions(_: &Path, _: Option<fs::Permissions>) -> std::io::Result<()> {
    Ok(())
}

fn commit(staged: Vec<Staged>, before: &mut dyn FnMut(&Path) -> Result<()>) -> Result<()> {
    let mut old = BTreeMap::new();
    for Staged { path, .. } in &staged {
        let bytes = match fs::read(path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error).with_context(|| format!("{}: cannot be read", path.display()));
            }
        };
        old.insert(path.clone(), bytes);
    }
    let mut done = Vec::new();
    for Staged { path, text } in staged {
        let made = before(&path).and_then(|()| match text {
            Some(text) => Ok(text.persist(&path)?),
            None if path.exists() => Ok(fs::remove_file(&path)?),
            None => Ok(()),
        });
        if let Err(error) = made {
            undo(&done, &old);
            return Err(error).with_context(|| format!("{}: cannot be replaced", path.display()));
        }
        done.push(path);
    }
    Ok(())
}

/// Brings back what was there. What cannot be brought back is not told over what went wrong first.
fn undo(done: &[PathBuf], old: &BTreeMap<PathBuf, Option<Vec<u8>>>) {
    for path in done.iter().rev() {
        let _ = match old.get(path) {
            Some(Some(bytes)) => fs::write(path, bytes),
            _ => fs::remove_file(path),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    /// What is below a folder.
    fn files(folder: &Path) -> BTreeMap<PathBuf, Option<String>> {
        let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap);
        entries.map(|e| (e.path().to_owned(), fs::read_to_string(e.path()).ok())).collect()
    }

    fn changes(folder: &Path) -> Changes {
        let mut changes = Changes::default();
        changes.set(folder.join("a"), Some("2".to_owned()));
        changes.set(folder.join("new/deep/b"), Some("3".to_owned()));
        changes.set(folder.join("gone"), None);
        changes.set(folder.join("c"), Some("4".to_owned()));
        changes
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "gone", "c"] {
            fs::write(folder.path().join(name), "1").unwrap();
        }
        folder
    }

    #[test]
    fn all_changes_are_made() {
        let folder = folder();
        changes(folder.path()).make().unwrap();
        let text = |name: &str| fs::read_to_string(folder.path().join(name)).ok();
        let expected = [Some("2"), Some("3"), None, Some("4")].map(|text| text.map(str::to_owned));
        assert_eq!(["a", "new/deep/b", "gone", "c"].map(text), expected);
        assert_eq!(files(folder.path()).len(), 5, "nothing else is left");
    }

    #[test]
    fn a_disk_that_fails_at_any_write_leaves_everything_as_it_was() {
        let writes = 3 + 4;
        for failing in 0..=writes {
            let folder = folder();
            let before = files(folder.path());
            let mut count = 0;
            let made = changes(folder.path()).make_with(&mut |_| {
                count += 1;
                if count > failing { bail!("no space left on device") } else { Ok(()) }
            });
            match failing == writes {
                true => made.unwrap(),
                false => {
                    let error = format!("{:#}", made.unwrap_err());
                    assert!(error.ends_with("no space left on device"), "{error}");
                    assert_eq!(files(folder.path()), before, "after {failing} writes");
                }
            }
        }
    }

    #[test]
    fn what_is_in_the_way_is_told_before_anything_is_written() {
        let folder = folder();
        fs::remove_file(folder.path().join("c")).unwrap();
        fs::create_dir(folder.path().join("c")).unwrap();
        let before = files(folder.path());
        let error = changes(folder.path()).make().unwrap_err().to_string();
        assert!(error.ends_with("c: a folder is in the way"), "{error}");
        assert_eq!(files(folder.path()), before);
    }
}
