//! Changing several files of a folder: all of them, or none.
//!
//! Before anything is touched, the new texts and what they replace stand in [`WORK`], with a journal of what follows. From
//! there on each step is a rename. What fails is undone at once, and what was killed by whoever writes here next. The folder is
//! not exchanged as a whole, because it may be somebody's current folder, repository or mount, and holds files of theirs.

use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The folder, in the one that is written, that is there while it is written.
pub const WORK: &str = ".smithwright";

/// How long another process may write before it is taken for one that hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// One file to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The file at this path holds this text from then on.
    Put(&'a str, &'a str),
    /// There is no file at this path from then on.
    Remove(&'a str),
}

impl<'a> Step<'a> {
    fn path(&self) -> &'a str {
        match self {
            Self::Put(path, _) | Self::Remove(path) => path,
        }
    }
}

/// What is done to a file system.
pub trait Disk {
    /// Creates a folder, and those above it.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;
    /// Writes a file.
    fn write(&self, path: &Path, text: &str) -> io::Result<()>;
    /// Gives what a file holds a second name.
    fn keep(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file over another.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder and all that is in it.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()>;
}

/// The file system of this machine.
#[derive(Debug)]
pub struct Native;

impl Disk for Native {
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        fs::write(path, text)
    }

    fn keep(&self, from: &Path, to: &Path) -> io::Result<()> {
        // Not all file systems have links.
        fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
}

/// A folder that nobody else writes while this is there, and in which nothing is half done.
pub struct Held<'d> {
    disk: &'d dyn Disk,
    folder: PathBuf,
    /// The folder and those above it that were not there before, the innermost first.
    made: Vec<PathBuf>,
    _lock: Option<File>,
}

impl<'d> Held<'d> {
    /// Waits until nobody else writes the folder, which is made if it is not there, and undoes what was interrupted.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made, somebody else writes it and does not end, or what was interrupted cannot be undone.
    pub fn wait(disk: &'d dyn Disk, folder: &Path) -> Result<Self> {
        let made = folder.ancestors().take_while(|above| !above.as_os_str().is_empty());
        let made: Vec<_> = made.take_while(|above| !above.exists()).map(Path::to_owned).collect();
        disk.create_dir_all(folder).with_context(|| cannot(folder))?;
        // Where a link leads is decided once.
        let real = folder.canonicalize().with_context(|| cannot(folder))?;
        let lock = lock(&real, PATIENCE)?;
        let held = Self { disk, folder: real, made, _lock: lock };
        held.recover()?;
        Ok(held)
    }

    /// Takes the steps, in their order.
    ///
    /// # Errors
    ///
    /// When one of them cannot be taken. Then none is.
    pub fn take(&self, steps: &[Step<'_>]) -> Result<()> {
        if steps.is_empty() {
            return Ok(());
        }
        steps.iter().try_for_each(|step| self.check(step.path()))?;
        let done = self.stage(steps).and_then(|journal| self.commit(steps, &journal));
        let Err(error) = done else {
            // What is left of it is in nobody's way, and goes the next time.
            drop(self.disk.remove_dir_all(&self.work()));
            return Ok(());
        };
        self.recover().with_context(|| format!("{error:#}"))?;
        self.made.iter().for_each(|folder| drop(self.disk.remove_dir(folder)));
        Err(error)
    }

    fn work(&self) -> PathBuf {
        self.folder.join(WORK)
    }

    fn journal(&self) -> PathBuf {
        self.work().join("journal")
    }

    /// Where the text of a step, or what it replaces, stands.
    fn staged(&self, which: &str, place: usize) -> PathBuf {
        self.work().join(format!("{which}{place}"))
    }

    /// A path that leads out of the folder, or to it by a link of somebody's, is not written.
    fn check(&self, path: &str) -> Result<()> {
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        ensure!(
            plain && !path.is_empty() && !path.contains('\n'),
            "{path:?} is not a path inside of a folder"
        );
        let below = Path::new(path).ancestors().filter(|path| !path.as_os_str().is_empty());
        for path in below.map(|path| self.folder.join(path)) {
            if path.is_symlink() {
                bail!(
                    "{}: this is a link, and nothing is written through links; remove it, or generate into another folder",
                    path.display()
                );
            }
        }
        Ok(())
    }

    /// Writes all that the steps need, and what there is to undo them.
    fn stage(&self, steps: &[Step<'_>]) -> Result<Vec<Entry>> {
        let cannot = || cannot(&self.folder);
        self.disk.create_dir_all(&self.work()).with_context(cannot)?;
        let mut before: HashMap<&str, &Step<'_>> = HashMap::new();
        let mut entries = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            let path = step.path();
            if let Step::Put(_, text) = step {
                self.disk.write(&self.staged("new", place), text).with_context(cannot)?;
            }
            let (target, old) = (self.folder.join(path), self.staged("old", place));
            let known = match before.insert(path, step) {
                Some(Step::Put(_, text)) => self.disk.write(&old, text).map(|()| Before::Other),
                Some(Step::Remove(_)) => Ok(Before::Nothing),
                None if target.exists() => self.disk.keep(&target, &old).map(|()| Before::Other),
                None => Ok(Before::Nothing),
            };
            entries.push(Entry { before: known.with_context(cannot)?, path: path.to_owned() });
        }
        entries.extend(self.missing_folders(steps));
        let part = self.work().join("journal-part");
        self.disk.write(&part, &written(&entries)).with_context(cannot)?;
        self.disk.rename(&part, &self.journal()).with_context(cannot)?;
        Ok(entries)
    }

    /// The folders that steps need and that are not there, the outer ones first.
    fn missing_folders(&self, steps: &[Step<'_>]) -> Vec<Entry> {
        let put = steps.iter().filter(|step| matches!(step, Step::Put(..)));
        let above = put.flat_map(|step| Path::new(step.path()).ancestors().skip(1));
        let missing = above.filter(|path| !self.folder.join(path).exists());
        let missing: BTreeSet<_> = missing.map(|path| path.display().to_string()).collect();
        missing.into_iter().map(|path| Entry { before: Before::NoFolder, path }).collect()
    }

    fn commit(&self, steps: &[Step<'_>], entries: &[Entry]) -> Result<()> {
        for (place, (step, entry)) in steps.iter().zip(entries).enumerate() {
            let target = self.folder.join(step.path());
            let taken = match step {
                Step::Put(..) => self.put(&self.staged("new", place), &target),
                Step::Remove(_) if entry.before == Before::Nothing => Ok(()),
                Step::Remove(path) => self.remove(path),
            };
            taken.with_context(|| cannot(&target))?;
        }
        self.end().with_context(|| cannot(&self.folder))
    }

    /// From here on there is nothing to undo any more.
    fn end(&self) -> io::Result<()> {
        self.disk.rename(&self.journal(), &self.work().join("ended"))
    }

    fn put(&self, staged: &Path, target: &Path) -> io::Result<()> {
        self.disk.create_dir_all(target.parent().unwrap_or(&self.folder))?;
        self.disk.rename(staged, target)
    }

    /// Removes a file, and the folders that are empty without it.
    fn remove(&self, path: &str) -> io::Result<()> {
        self.disk.remove_file(&self.folder.join(path))?;
        let above = Path::new(path).ancestors().skip(1).filter(|path| !path.as_os_str().is_empty());
        for folder in above {
            if self.disk.remove_dir(&self.folder.join(folder)).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Puts back what was there before steps that were not all taken.
    fn recover(&self) -> Result<()> {
        let what = || {
            let work = self.work();
            format!(
                "{}: what was interrupted here cannot be undone; {} has what was there before, as the journal in it says",
                self.folder.display(),
                work.display()
            )
        };
        if self.work().is_symlink() {
            bail!("{}: this is a link; remove it", self.work().display());
        }
        let journal = match fs::read_to_string(self.journal()) {
            Ok(journal) => journal,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return self.clear().with_context(what);
            }
            Err(error) => return Err(error).with_context(what),
        };
        let entries = read(&journal).with_context(what)?;
        let (folders, files): (Vec<_>, Vec<_>) =
            entries.iter().enumerate().partition(|(_, entry)| entry.before == Before::NoFolder);
        for (place, entry) in files.into_iter().rev().chain(folders.into_iter().rev()) {
            self.check(&entry.path).with_context(what)?;
            self.undo(place, entry).with_context(what)?;
        }
        self.end().and_then(|()| self.clear()).with_context(what)
    }

    fn clear(&self) -> io::Result<()> {
        match self.disk.remove_dir_all(&self.work()) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            cleared => cleared,
        }
    }

    fn undo(&self, place: usize, Entry { before, path }: &Entry) -> io::Result<()> {
        let (old, new) = (self.staged("old", place), self.staged("new", place));
        let target = self.folder.join(path);
        match before {
            Before::Other if old.exists() => self.put(&old, &target),
            Before::Nothing if !new.exists() && target.exists() => self.disk.remove_file(&target),
            // Somebody may have put something into it.
            Before::NoFolder if target.is_dir() => {
                drop(self.disk.remove_dir(&target));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn cannot(path: &Path) -> String {
    format!("{}: cannot be written", path.display())
}

/// A path, and what was there before.
struct Entry {
    before: Before,
    path: String,
}

/// What is at a path before it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Another file.
    Other,
    /// No file.
    Nothing,
    /// No folder.
    NoFolder,
}

/// What a journal says of what was there before.
const WORDS: [(Before, &str); 3] =
    [(Before::Other, "changed"), (Before::Nothing, "added"), (Before::NoFolder, "made")];

/// A journal: a line a path. It has its name once it is whole.
fn written(entries: &[Entry]) -> String {
    let word = |entry: &Entry| WORDS.iter().find(|(before, _)| *before == entry.before);
    let line =
        |entry: &Entry| format!("{} {}\n", word(entry).map_or("", |(_, word)| word), entry.path);
    entries.iter().map(line).collect()
}

fn read(journal: &str) -> Result<Vec<Entry>> {
    let entry = |line: &str| {
        let (word, path) = line.split_once(' ')?;
        let (before, _) = WORDS.iter().find(|(_, known)| *known == word)?;
        Some(Entry { before: *before, path: path.to_owned() })
    };
    let read = |line| entry(line).with_context(|| format!("the journal has a line {line:?}"));
    journal.lines().map(read).collect()
}

/// The folder, locked. Locks end with the process, so that none is left behind. Where folders cannot be locked there is none.
fn lock(folder: &Path, patience: Duration) -> Result<Option<File>> {
    let Ok(file) = File::open(folder) else { return Ok(None) };
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) => ensure!(
                begun.elapsed() < patience,
                "{}: another process is writing here; wait until it ends, or end it",
                folder.display()
            ),
        }
        sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::collections::BTreeMap;
    use tempfile::TempDir;
    use walkdir::WalkDir;

    /// How a disk goes wrong.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Fault {
        /// One operation fails.
        Once,
        /// There is no room from one operation on: nothing new can be written.
        Full,
        /// The process is killed in the middle of one operation: nothing is done any more.
        Killed,
    }

    /// A disk on which the operation with this number goes wrong.
    struct Faulty {
        fault: Fault,
        at: usize,
        done: Cell<usize>,
    }

    impl Faulty {
        fn new(fault: Fault, at: usize) -> Self {
            Self { fault, at, done: Cell::new(0) }
        }

        /// Counts an operation, which takes room or does not, and lets it fail if it has to.
        fn go(&self, takes_room: bool) -> io::Result<()> {
            let place = self.done.replace(self.done.get() + 1);
            let fails = match self.fault {
                Fault::Once => place == self.at,
                Fault::Full => place >= self.at && takes_room,
                Fault::Killed => place >= self.at,
            };
            if fails { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
        }
    }

    impl Disk for Faulty {
        fn create_dir_all(&self, path: &Path) -> io::Result<()> {
            self.go(!path.exists()).and_then(|()| Native.create_dir_all(path))
        }

        fn write(&self, path: &Path, text: &str) -> io::Result<()> {
            if let Err(error) = self.go(true) {
                if self.done.get() == self.at + 1 {
                    Native.write(path, &text[..text.len() / 2])?;
                }
                return Err(error);
            }
            Native.write(path, text)
        }

        fn keep(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.go(true).and_then(|()| Native.keep(from, to))
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.go(false).and_then(|()| Native.rename(from, to))
        }

        fn remove_file(&self, path: &Path) -> io::Result<()> {
            self.go(false).and_then(|()| Native.remove_file(path))
        }

        fn remove_dir(&self, path: &Path) -> io::Result<()> {
            self.go(false).and_then(|()| Native.remove_dir(path))
        }

        fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
            self.go(false).and_then(|()| Native.remove_dir_all(path))
        }
    }

    type Tree = BTreeMap<String, String>;

    fn tree(folder: &Path) -> Tree {
        let files = WalkDir::new(folder).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.depth() > 0);
        let text = |path: &Path| match path.is_dir() {
            true => "a folder".to_owned(),
            false => fs::read_to_string(path).unwrap(),
        };
        let name = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
        files.map(|entry| (name(entry.path()), text(entry.path()))).collect()
    }

    fn old() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("gone/deep")).unwrap();
        for path in ["root", "same", "changed", "gone/deep/file", "theirs"] {
            fs::write(folder.path().join(path), format!("old {path}")).unwrap();
        }
        folder
    }

    const STEPS: [Step<'static>; 6] = [
        Step::Put("root", "unfinished"),
        Step::Put("changed", "new changed"),
        Step::Put("fresh/deep/file", "new file"),
        Step::Remove("gone/deep/file"),
        Step::Remove("never/was"),
        Step::Put("root", "new root"),
    ];

    fn take(disk: &dyn Disk, folder: &Path) -> Result<()> {
        Held::wait(disk, folder)?.take(&STEPS)
    }

    fn new() -> Tree {
        let folder = old();
        take(&Native, folder.path()).unwrap();
        tree(folder.path())
    }

    #[test]
    fn all_steps_are_taken() {
        let files = [
            ("changed", "new changed"),
            ("fresh", "a folder"),
            ("fresh/deep", "a folder"),
            ("fresh/deep/file", "new file"),
            ("root", "new root"),
            ("same", "old same"),
            ("theirs", "old theirs"),
        ];
        assert_eq!(new(), files.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
    }

    /// Goes wrong at each operation, until there is none any more, and gives how many there are.
    fn at_each(fault: Fault, check: impl Fn(&Path, Result<()>)) -> usize {
        for at in 0.. {
            let (folder, disk) = (old(), Faulty::new(fault, at));
            let ended = take(&disk, folder.path());
            if disk.done.get() <= at {
                assert!(ended.is_ok());
                return at;
            }
            check(folder.path(), ended);
        }
        unreachable!("there is an end")
    }

    #[test]
    fn what_fails_leaves_everything_as_it_was() {
        let (old, new) = (tree(old().path()), new());
        for fault in [Fault::Once, Fault::Full] {
            let operations = at_each(fault, |folder, ended| {
                let left = tree(folder);
                // Only to take empty folders and the work away may fail without a word.
                let files = |tree: &Tree| {
                    let files = tree.iter().filter(|(_, text)| *text != "a folder");
                    let files = files.filter(|(path, _)| !path.starts_with(WORK));
                    files.map(|(path, text)| (path.clone(), text.clone())).collect::<Vec<_>>()
                };
                match ended {
                    Ok(()) => assert_eq!(files(&left), files(&new), "{fault:?}"),
                    Err(error) => assert_eq!(left, old, "{fault:?} {error:#}"),
                }
            });
            assert!(operations > 20, "{operations}");
        }
    }

    #[test]
    fn killed_at_any_operation_the_old_or_the_new_files_are_there() {
        let (old, new) = (tree(old().path()), new());
        let operations = at_each(Fault::Killed, |folder, _| {
            let left = tree(folder);
            let whole = |files: &Tree| {
                left.iter().filter(|(path, _)| !path.starts_with(WORK)).eq(files.iter())
            };
            // In between, the root says so.
            assert!(whole(&old) || whole(&new) || left["root"] == "unfinished", "{left:?}");
            let was_new = whole(&new) && !folder.join(WORK).join("journal").exists();
            drop(Held::wait(&Native, folder).unwrap());
            assert_eq!(tree(folder), if was_new { new.clone() } else { old.clone() });
            take(&Native, folder).unwrap();
            assert_eq!(tree(folder), new);
        });
        assert!(operations > 20, "{operations}");
    }

    #[test]
    fn killed_while_it_recovers_it_recovers_the_next_time() {
        let (old, new) = (tree(old().path()), new());
        at_each(Fault::Killed, |folder, _| {
            for at in 0..30 {
                drop(Held::wait(&Faulty::new(Fault::Killed, at), folder));
            }
            drop(Held::wait(&Native, folder).unwrap());
            let left = tree(folder);
            assert!(left == old || left == new, "{left:?}");
        });
    }

    #[test]
    fn a_folder_that_was_not_there_is_gone_again_if_nothing_can_be_written() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("a/b");
        let error = take(&Faulty::new(Fault::Full, 3), &folder).unwrap_err();
        assert!(format!("{error:#}").starts_with(&cannot(&folder)), "{error:#}");
        assert_eq!(tree(outer.path()), Tree::new());
    }

    #[test]
    fn two_do_not_write_at_the_same_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Held::wait(&Native, folder.path()).unwrap();
        let error = lock(folder.path(), Duration::from_millis(50)).unwrap_err().to_string();
        assert!(error.contains("another process is writing here"), "{error}");
        drop(first);
        assert!(lock(folder.path(), Duration::ZERO).unwrap().is_some());
    }

    #[test]
    fn nothing_is_written_outside_of_the_folder() {
        let folder = old();
        for path in ["../a", "/a", "", "a/../b", "./a/."] {
            let held = Held::wait(&Native, folder.path()).unwrap();
            let plain = Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
            assert!(held.take(&[Step::Put(path, "x")]).is_err() && (!plain || path.is_empty()));
        }
        assert_eq!(tree(folder.path()), tree(old().path()));
    }

    #[test]
    fn a_journal_of_somebody_else_does_not_lead_outside() {
        let outer = tempfile::tempdir().unwrap();
        let (folder, outside) = (outer.path().join("in"), outer.path().join("out"));
        fs::create_dir_all(folder.join(WORK)).unwrap();
        fs::write(&outside, "theirs").unwrap();
        for journal in ["added ../out\n", "changed ../out\n", "nonsense\n"] {
            fs::write(folder.join(WORK).join("journal"), journal).unwrap();
            fs::write(folder.join(WORK).join("old0"), "x").unwrap();
            let error = take(&Native, &folder).unwrap_err();
            assert!(error.to_string().contains("cannot be undone"), "{error:#}");
            assert_eq!(fs::read_to_string(&outside).unwrap(), "theirs");
        }
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_links() {
        use std::os::unix::fs::symlink;
        let (outside, before) = (tempfile::tempdir().unwrap(), tree(old().path()));
        fs::write(outside.path().join("changed"), "theirs").unwrap();
        let refused = |folder: &TempDir| {
            let error = take(&Native, folder.path()).unwrap_err().to_string();
            assert!(error.contains("this is a link"), "{error}");
            assert_eq!(
                tree(outside.path()),
                Tree::from([("changed".to_owned(), "theirs".to_owned())])
            );
        };
        let file = old();
        fs::remove_file(file.path().join("changed")).unwrap();
        symlink(outside.path().join("changed"), file.path().join("changed")).unwrap();
        refused(&file);
        let folder = old();
        symlink(outside.path(), folder.path().join("fresh")).unwrap();
        refused(&folder);
        let work = old();
        symlink(outside.path(), work.path().join(WORK)).unwrap();
        refused(&work);

        let real = old();
        let link = outside.path().join("link");
        symlink(real.path(), &link).unwrap();
        take(&Native, &link).unwrap();
        assert!(link.is_symlink() && tree(real.path()) == new() && before != new());
    }
}
