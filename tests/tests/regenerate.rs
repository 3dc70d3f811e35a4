//! Generated crates are there for those who use them: what writes them does without.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Copies a folder, without those that are made.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("it can be read") {
        let entry = entry.expect("it can be read");
        match entry.file_type().expect("it has a type").is_dir() {
            true if entry.file_name() == "target" => {}
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => {
                fs::copy(entry.path(), to.join(entry.file_name())).expect("it can be copied");
            }
        }
    }
}

/// The files below a folder, and what they hold.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push((
                    path.strip_prefix(folder).expect("it is below").to_owned(),
                    fs::read(&path).expect("it can be read"),
                )),
            }
        }
    }
    files.sort();
    files
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
    let (theirs, ours) = (root().join("generated"), copied.join("generated"));
    assert_eq!(files(&ours), files(&theirs), "generated/ is not what model/ says");
}
