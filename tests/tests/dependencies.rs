//! What a crate that depends on the client compiles with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::{fs, str};

fn tree() -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "tree",
        "--package",
        "smithwright-apigatewayv2",
        "--edges",
        "normal",
        "--prefix",
        "none",
    ]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn there_is_one_lean_https_stack() {
    let tree = tree();
    let versions = |name: &str| {
        let lines = tree.lines().filter_map(|line| line.strip_prefix(&format!("{name} v")));
        let versions = lines.filter_map(|rest| rest.split(' ').next());
        versions.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    assert_eq!(versions("aws-lc-sys").len(), 0, "{tree}");
    assert_eq!(versions("hyper").len(), 1, "{tree}");
    assert!(versions("hyper").iter().all(|version| version.starts_with("1.")), "{tree}");
    assert_eq!(versions("rustls").len(), 1, "{tree}");
    assert_eq!(versions("ring").len(), 1, "{tree}");
}

/// The versions of each package that a lock file names.
fn locked(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let text = fs::read_to_string(&path).expect("it can be read");
    let lock: toml::Table = text.parse().expect("it is TOML");
    let mut locked = BTreeMap::<String, BTreeSet<String>>::new();
    for package in lock["package"].as_array().expect("it lists packages") {
        let text = |key: &str| package[key].as_str().expect("it is a text").to_owned();
        locked.entry(text("name")).or_default().insert(text("version"));
    }
    locked
}

#[test]
fn the_two_workspaces_lock_the_same_versions() {
    let (ours, xtask) = (locked("Cargo.lock"), locked("xtask/Cargo.lock"));
    let shared: Vec<_> = xtask.keys().filter(|name| ours.contains_key(*name)).collect();
    assert!(shared.len() > 20, "{shared:?}");
    for name in shared {
        let odd: Vec<_> = xtask[name].symmetric_difference(&ours[name]).collect();
        let known = xtask[name].is_subset(&ours[name]) || ours[name].is_subset(&xtask[name]);
        assert!(known, "{name} is locked twice ({odd:?}), which compiles it twice");
    }
}

/// A minor release of a runtime crate has broken clients before: what a new user gets today, who has
/// no lock file, has to compile.
#[test]
#[ignore = "needs the registry"]
fn the_newest_versions_compile() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let package = scratch.join("afresh");
    fs::create_dir_all(&package).expect("a folder can be made");
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/apigatewayv2");
    let manifest = format!(
        "[package]\nname = \"afresh\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\nsmithwright-apigatewayv2.path = {client:?}\n\n[workspace]\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("it can be written");
    fs::write(package.join("lib.rs"), "pub use smithwright_apigatewayv2::Client;\n")
        .expect("it can be written");
    for step in [&["update", "--quiet"], &["check", "--quiet"]] {
        let run = Command::new(env!("CARGO"))
            .args(step)
            .current_dir(&package)
            .env("CARGO_TARGET_DIR", scratch.parent().expect("it is below the target folder"))
            .output()
            .expect("cargo runs");
        let errors = str::from_utf8(&run.stderr).expect("cargo writes text");
        assert!(run.status.success(), "{step:?}: {errors}");
    }
}
