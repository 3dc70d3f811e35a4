//! Generated crates are there for those who use them: what writes them does without.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use walkdir::WalkDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files below a folder, by their paths in it, but those in folders called `target`.
fn paths(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries = entries.filter_entry(|entry| entry.file_name() != "target");
    let files = entries.map(|entry| entry.expect("it can be read"));
    // A link to a file is one, too.
    let files = files.filter(|entry| entry.path().is_file());
    files.map(move |file| file.path().strip_prefix(folder).expect("it is below").to_owned())
}

/// Copies a folder, without what is compiled in it.
fn copy(from: &Path, to: &Path) {
    for path in paths(from) {
        let copied = to.join(&path);
        fs::create_dir_all(copied.parent().expect("it is in a folder")).expect("it is writable");
        fs::copy(from.join(path), copied).expect("it can be copied");
    }
}

/// The files below a folder, and what they hold.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |path: PathBuf| (path.clone(), fs::read(folder.join(path)).expect("it is there"));
    paths(folder).map(read).collect()
}

#[test]
fn deleted_crates_are_restored_to_the_byte() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let copied = scratch.join("regenerate");
    if copied.exists() {
        fs::remove_dir_all(&copied).expect("what an earlier run left can be removed");
    }
    for part in [".cargo", "codegen", "model", "tests/generator", "xtask"] {
        copy(&root().join(part), &copied.join(part));
    }
    fs::copy(root().join("Cargo.toml"), copied.join("Cargo.toml")).expect("it is there");
    let run = Command::new(env!("CARGO"))
        .args(["xtask", "codegen"])
        .current_dir(&copied)
        .env("CARGO_TARGET_DIR", scratch.parent().expect("it is below the target folder"))
        .output()
        .expect("cargo runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let (restored, checked_in) =
        [&copied, &root()].map(|root| files(&root.join("generated"))).into();
    assert!(!checked_in.is_empty(), "there is nothing to be restored");
    assert_eq!(restored, checked_in, "generated/ is not what model/ says");
}
