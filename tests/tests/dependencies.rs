//! What a crate that depends on the client compiles with it.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, str};

/// The packages below the client, a line each: name, version and features.
fn tree(features: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--package", "smithwright-apigatewayv2", "--edges", "normal"]);
    cargo.args(["--prefix", "none", "--format", "{p} {f}"]).args(features);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The versions of a package in a tree.
fn versions(tree: &str, name: &str) -> BTreeSet<String> {
    let lines = tree.lines().filter_map(|line| line.strip_prefix(&format!("{name} v")));
    lines.filter_map(|rest| rest.split(' ').next()).map(str::to_owned).collect()
}

/// There is one version of each, and one cryptography: a program that asks rustls for the one there is gets it.
#[test]
fn there_is_one_lean_https_stack() {
    let ring = ["--no-default-features", "--features", "rustls-ring,rt-tokio"];
    for (features, cryptography) in [(&[][..], "aws-lc-rs"), (&ring[..], "ring")] {
        let tree = tree(features);
        let hyper = versions(&tree, "hyper");
        assert!(
            hyper.len() == 1 && hyper.iter().all(|version| version.starts_with("1.")),
            "{tree}"
        );
        assert_eq!(versions(&tree, "rustls").len(), 1, "{tree}");
        for name in ["aws-lc-rs", "ring"] {
            let expected = usize::from(name == cryptography);
            assert_eq!(versions(&tree, name).len(), expected, "{name}: {tree}");
        }
    }
}

/// What a program may ask of the official crate, it may ask of ours, and gets the same unasked.
#[test]
fn features_have_the_official_names() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = cargo.output().expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let features = |package: &str| {
        let packages = metadata["packages"].as_array().expect("it is a list");
        let package = packages.iter().find(|found| found["name"] == package).expect("it is there");
        package["features"].clone()
    };
    let (official, ours) = (features("aws-sdk-apigatewayv2"), features("smithwright-apigatewayv2"));
    assert_eq!(official["default"], ours["default"]);
    let official = official.as_object().expect("they have names").keys();
    let missing: Vec<_> = official.filter(|name| ours.get(name).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
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

/// What README says works: its manifest, its program, and the function that makes another client.
#[test]
#[ignore = "needs the registry"]
fn the_programs_in_the_readme_compile() {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("it is there");
    let readme = fs::read_to_string(root.join("README.md")).expect("it can be read");
    let blocks = |language: &str| -> Vec<&str> {
        let fence = format!("```{language}\n");
        let blocks = readme.split(&fence).skip(1);
        blocks.map(|rest| rest.split_once("```").expect("it ends").0).collect()
    };
    let checkout = format!("{}/", root.display());
    let dependencies = blocks("toml")[0].replace("../smithwright/", &checkout);
    let [program, library] = blocks("rust")[..] else { panic!("README has other programs") };
    let head = "[package]\nname = \"readme\"\nedition = \"2024\"\n\n[workspace]\n\n";
    let package = package("readme", &format!("{head}{dependencies}"), "main.rs", program);
    fs::write(package.join("src/lib.rs"), library).expect("it can be written");
    cargo(&package, &["check", "--quiet"]);
}

/// A minor release of a runtime crate has broken clients before: what a new user gets today, who has
/// no lock file, has to compile.
#[test]
#[ignore = "needs the registry"]
fn the_newest_versions_compile() {
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/apigatewayv2");
    let manifest = format!(
        "[package]\nname = \"afresh\"\nedition = \"2024\"\n\n\
         [dependencies]\nsmithwright-apigatewayv2.path = {client:?}\n\n[workspace]\n"
    );
    let lib = "pub use smithwright_apigatewayv2::Client;\n";
    let package = package("afresh", &manifest, "lib.rs", lib);
    for step in [&["update", "--quiet"], &["check", "--quiet"]] {
        cargo(&package, step);
    }
}

/// A package of one file, outside of the workspace.
fn package(name: &str, manifest: &str, file: &str, text: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(package.join("src")).expect("a folder can be made");
    fs::write(package.join("Cargo.toml"), manifest).expect("it can be written");
    fs::write(package.join("src").join(file), text).expect("it can be written");
    package
}

/// Runs cargo in a package, with the target folder of the workspace.
fn cargo(package: &Path, step: &[&str]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is below it");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(step).current_dir(package).env("CARGO_TARGET_DIR", target);
    let run = cargo.output().expect("cargo runs");
    let errors = str::from_utf8(&run.stderr).expect("cargo writes text");
    assert!(run.status.success(), "{step:?}: {errors}");
}
