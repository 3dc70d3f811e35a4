//! Files of a revision of a git repository.

use anyhow::{Context, Result, bail, ensure};
use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// A commit of the repository that a folder is in.
pub struct Commit<'a> {
    here: &'a Path,
    /// Its hash.
    hash: String,
}

/// A file or folder of a commit.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path from the root of the repository.
    pub path: String,
    /// Whether it is a file, and neither a folder nor a link.
    pub is_file: bool,
    /// Whether it is a folder.
    pub is_folder: bool,
}

impl<'a> Commit<'a> {
    /// The commit that `revision` names in the repository of the folder `here`.
    ///
    /// # Errors
    ///
    /// When git cannot be started, or knows no such commit.
    pub fn find(revision: &str, here: &'a Path) -> Result<Self> {
        let commit = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
        let found = git(here, &arguments).with_context(|| {
            format!(
                "{revision:?} is not a revision of the git repository that {} is in",
                here.display()
            )
        })?;
        Ok(Self { here, hash: text(found)?.trim().to_owned() })
    }

    /// The path from the root of the repository of `path`, which is seen from there too, unless it begins with `./` or
    /// `../`, as git has it.
    ///
    /// # Errors
    ///
    /// When the path leads out of the repository.
    pub fn path(&self, path: &str) -> Result<String> {
        let is_relative =
            path == "." || path == ".." || path.starts_with("./") || path.starts_with("../");
        let base = match is_relative {
            true => text(git(self.here, &["rev-parse", "--show-prefix"])?)?.trim_end().to_owned(),
            false => String::new(),
        };
        inside(&Path::new(&base).join(path))
            .with_context(|| format!("{path:?} is no path in a repository"))
    }

    /// The path from the root of the repository of a path of the working tree.
    ///
    /// # Errors
    ///
    /// When it is in another repository, or in none.
    pub fn path_of(&self, path: &Path) -> Result<String> {
        let root = text(git(self.here, &["rev-parse", "--show-toplevel"])?)?;
        let root = root.trim_end_matches(['\n', '\r']);
        let below = path.strip_prefix(root).ok().and_then(inside);
        below.with_context(|| format!("{}: this is not in the repository {root}", path.display()))
    }

    /// The file or folder at `path`, if there is one.
    ///
    /// # Errors
    ///
    /// When git fails.
    pub fn entry(&self, path: &str) -> Result<Option<Entry>> {
        if path.is_empty() {
            return Ok(Some(Entry { path: String::new(), is_file: false, is_folder: true }));
        }
        Ok(self.tree(path)?.into_iter().find(|entry| entry.path == path))
    }

    /// What is in the folder at `path`.
    ///
    /// # Errors
    ///
    /// When git fails.
    pub fn entries(&self, path: &str) -> Result<Vec<Entry>> {
        self.tree(&if path.is_empty() { String::new() } else { format!("{path}/") })
    }

    fn tree(&self, path: &str) -> Result<Vec<Entry>> {
        let mut arguments = vec!["ls-tree", "-z", "--full-tree", &self.hash];
        arguments.extend((!path.is_empty()).then_some(["--", path]).into_iter().flatten());
        let listed = text(git_literally(self.here, &arguments)?)?;
        listed.split_terminator('\0').map(entry).collect()
    }

    /// What a file holds.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub fn read(&self, path: &str) -> Result<Vec<u8>> {
        git(self.here, &["cat-file", "blob", &format!("{}:{path}", self.hash)])
    }
}

/// A line of `git ls-tree`: mode, type and hash, a tab, and the path.
fn entry(line: &str) -> Result<Entry> {
    let parsed = line.split_once('\t').and_then(|(facts, path)| {
        let mut facts = facts.split(' ');
        Some((facts.next()?, facts.next()?, path))
    });
    let (mode, kind, path) = parsed.context("git lists files in a form that is not known")?;
    let is_file = kind == "blob" && mode != "120000";
    Ok(Entry { path: path.to_owned(), is_file, is_folder: kind == "tree" })
}

/// A path without `.` and `..`, unless it leads out of where it begins.
fn inside(path: &Path) -> Option<String> {
    let mut parts = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part),
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop().then_some(())?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    let parts: Option<Vec<_>> = parts.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).context("git names a file whose name is not UTF-8")
}

fn git(here: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    run(Command::new("git").arg("-C").arg(here).args(arguments))
}

/// As [`git`], with paths that are taken as they are written.
fn git_literally(here: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    run(Command::new("git").arg("--literal-pathspecs").arg("-C").arg(here).args(arguments))
}

fn run(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.output().context("git cannot be started")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("it says nothing").to_owned();
    ensure!(output.status.success(), "git failed: {said}");
    if output.stdout.len() > LARGEST {
        bail!("this is larger than any model");
    }
    Ok(output.stdout)
}

/// Larger than any model by far.
const LARGEST: usize = 256 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_repository() {
        let inside = |path: &str| inside(Path::new(path));
        assert_eq!(inside("./a/../b/c.json").as_deref(), Some("b/c.json"));
        assert_eq!(inside(".").as_deref(), Some(""));
        assert_eq!(inside("../a"), None);
        assert_eq!(inside("a/../../b"), None);
        assert_eq!(inside("/a"), None);
    }

    #[test]
    fn listings_are_read() {
        let file = entry("100644 blob 1234\ta\tb.json").unwrap();
        assert_eq!((file.path.as_str(), file.is_file), ("a\tb.json", true));
        assert!(!entry("120000 blob 1234\tlink").unwrap().is_file);
        assert!(entry("040000 tree 1234\tfolder").unwrap().is_folder);
        assert!(entry("what").is_err());
    }
}
