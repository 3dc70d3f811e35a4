//! The command as a process: killed, started several times at once, and on machines that differ.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use walkdir::WalkDir;

type Tree = BTreeMap<String, String>;

/// A folder with a model, and our documentation of it, in `toys`.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path(), |text| text);
    folder
}

fn lay(folder: &Path, changed: impl Fn(String) -> String) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/unions");
    fs::create_dir_all(folder.join("toys")).unwrap();
    for name in ["service-2.json", "paginators-1.json"] {
        let text = fs::read_to_string(from.join(name)).unwrap();
        fs::write(folder.join("toys").join(name), changed(text)).unwrap();
    }
    let rules = from.join("../endpoints/endpoint-rule-set-1.json");
    let rules = fs::read_to_string(rules).unwrap();
    fs::write(folder.join("toys/endpoint-rule-set-1.json"), changed(rules)).unwrap();
    let text = fs::read_to_string(folder.join("toys/service-2.json")).unwrap();
    let model: serde_json::Value = serde_json::from_str(&text).unwrap();
    let service = model["metadata"]["serviceId"].as_str().unwrap();
    let overlay = format!("# {service}\n\nThe first line.\nThe second one.\n\n- a list\n");
    fs::write(folder.join("toys/overlay.md"), changed(overlay)).unwrap();
}

/// Generates `toys` into `out`, in a version that all files name.
fn generate(folder: &Path, version: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smithwright"));
    command.args(["generate", "toys", "--out", "out", "--crate-version", version]);
    command.current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn ended(output: Output) -> String {
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    String::from_utf8(output.stdout).unwrap()
}

fn tree(folder: &Path) -> Tree {
    let files = WalkDir::new(folder.join("out")).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
    files.map(|file| (name(file.path()), fs::read_to_string(file.path()).unwrap())).collect()
}

/// What is generated in this version.
fn expected(version: &str) -> Tree {
    let folder = folder();
    ended(generate(folder.path(), version).output().unwrap());
    tree(folder.path())
}

fn kill(mut child: Child, after: Duration) {
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn killed_at_any_time_the_old_or_the_new_crate_is_there() {
    let (old, new) = (expected("1.0.0"), expected("2.0.0"));
    let folder = folder();
    let mine = folder.path().join("out/src/mine.rs");
    ended(generate(folder.path(), "1.0.0").output().unwrap());
    fs::write(&mine, "theirs").unwrap();
    let begun = Instant::now();
    let told = ended(generate(folder.path(), "1.0.0").output().unwrap());
    assert!(told.contains("kept, as nobody generated them: `src/mine.rs`"), "{told}");
    let usual = begun.elapsed();
    let mut seen = [0; 3];
    for round in 0..40_u32 {
        // Files are written in the last part of its time.
        let after = usual.mul_f64(0.4 + f64::from(round) / 40.0);
        kill(generate(folder.path(), "2.0.0").spawn().unwrap(), after);
        let mut left = tree(folder.path());
        left.retain(|path, _| !path.contains("/.smithwright/"));
        assert_eq!(left.remove("out/src/mine.rs").as_deref(), Some("theirs"));
        let which = [left == old, left == new, left["out/src/lib.rs"].contains("compile_error!")];
        let which = which.iter().position(|is| *is);
        seen[which.unwrap_or_else(|| panic!("{:?}", left.keys()))] += 1;
        ended(generate(folder.path(), "1.0.0").output().unwrap());
        let mut again = tree(folder.path());
        assert_eq!(again.remove("out/src/mine.rs").as_deref(), Some("theirs"));
        assert_eq!(again, old);
    }
    println!("the old crate, the new one, an unfinished one: {seen:?}");
}

#[test]
fn several_at_once_write_one_after_the_other() {
    let crates = ["1.0.0", "2.0.0"].map(expected);
    let folder = folder();
    let started = ["1.0.0", "2.0.0", "1.0.0", "2.0.0"];
    let started = started.map(|version| generate(folder.path(), version).spawn().unwrap());
    for child in started {
        ended(child.wait_with_output().unwrap());
    }
    let made = tree(folder.path());
    assert!(crates.contains(&made), "{:?}", made.keys());
}

#[test]
fn the_same_bytes_are_written_everywhere() {
    let expected = expected("1.0.0");
    let outer = tempfile::tempdir().unwrap();
    let elsewhere = outer.path().join("Ein Ordner/ordinateur à côté");
    lay(&elsewhere, |text| text.replace("\r\n", "\n").replace('\n', "\r\n"));
    for (threads, language, zone) in
        [("1", "C", "UTC"), ("3", "tr_TR.UTF-8", "Asia/Kathmandu"), ("16", "de_DE", "")]
    {
        let mut command = generate(&elsewhere, "1.0.0");
        command.env("RAYON_NUM_THREADS", threads).env("LC_ALL", language).env("LANG", language);
        ended(command.env("TZ", zone).output().unwrap());
        assert_eq!(tree(&elsewhere), expected, "{threads} {language} {zone}");
        fs::remove_dir_all(elsewhere.join("out")).unwrap();
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_left_as_it_is() {
    let folder = folder();
    fs::write(folder.path().join("out"), "theirs").unwrap();
    let output = generate(folder.path(), "1.0.0").output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.contains("out"), "{told}");
    assert_eq!(fs::read_to_string(folder.path().join("out")).unwrap(), "theirs");
}
