//! The public APIs of the official crates, item by item.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An official crate, and the one that stands in for it.
struct Pair {
    official: &'static str,
    version: &'static str,
    ours: &'static str,
    /// How many public items the official crate has, and how many of them ours has, too.
    items: (usize, usize),
}

const PAIRS: [Pair; 3] = [
    Pair {
        official: "aws-sdk-apigatewayv2",
        version: "1.123.0",
        ours: "smithwright-apigatewayv2",
        items: (14_661, 14_661),
    },
    // What only Smithy's model of this service says, and botocore's does not, stands in its overlay: which numbers and flags
    // have defaults, what the sizes of caches are called, and what a structure cannot be built without.
    Pair {
        official: "aws-sdk-apigateway",
        version: "1.125.0",
        ours: "smithwright-apigateway",
        items: (17_207, 17_207),
    },
    Pair {
        official: "aws-sdk-apigatewaymanagement",
        version: "1.120.0",
        ours: "smithwright-apigatewaymanagementapi",
        items: (607, 607),
    },
];

const RUNTIME: &str = "smithwright-runtime";

/// Where what is made here goes: below the target folder, which its compilations share.
fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("surface")
}

/// A package of no code, through which Cargo finds the official crates.
fn peers() -> PathBuf {
    let folder = scratch().join("peers");
    let dependencies = PAIRS.map(|pair| {
        let Pair { official, version, .. } = pair;
        format!(
            "{official} = {{ version = \"={version}\", default-features = false, features = [\"rt-tokio\", \"test-util\"] }}\n"
        )
    });
    let manifest = format!(
        "[package]\nname = \"peers\"\nedition = \"2024\"\n\n[dependencies]\n{}\n[workspace]\n",
        dependencies.concat()
    );
    fs::create_dir_all(folder.join("src")).expect("it is writable");
    fs::write(folder.join("Cargo.toml"), manifest).expect("it is writable");
    fs::write(folder.join("src/lib.rs"), "").expect("it is writable");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("it is there");
    folder
}

/// What rustdoc says of a package in JSON, which it does for those who insist.
fn document(package: &str, features: &[&str], folder: &Path) -> String {
    let rustdoc = scratch().join("rustdoc");
    fs::write(&rustdoc, "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\"\n")
        .expect("it is writable");
    fs::set_permissions(&rustdoc, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let run = Command::new(env!("CARGO"))
        .args(["rustdoc", "--quiet", "--package", package])
        .args(features)
        .arg("--")
        .args(["-Z", "unstable-options", "--output-format", "json"])
        .env("RUSTDOC", rustdoc)
        .env("CARGO_TARGET_DIR", target())
        .current_dir(folder)
        .output()
        .expect("cargo runs");
    assert!(run.status.success(), "{}", said(&run).1);
    format!("{}.json", package.replace('-', "_"))
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("")
}

fn said(run: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&run.stdout), text(&run.stderr))
}

#[test]
#[ignore = "documents seven crates and needs Python: cargo xtask test"]
fn every_public_item_of_the_official_crates_is_there_and_the_same() {
    let (peers, root) = (peers(), Path::new(env!("CARGO_MANIFEST_DIR")));
    let test_util = &["--features", "test-util"];
    let runtime = document(RUNTIME, test_util, root);
    let python = std::env::var_os("SMITHWRIGHT_PYTHON").unwrap_or_else(|| "python3".into());
    for pair in PAIRS {
        let official = document(pair.official, &[], &peers);
        let ours = document(pair.ours, test_util, root);
        let run = Command::new(&python)
            .arg(root.join("python").join("api_surface.py"))
            .args([&official, &ours, &runtime])
            .current_dir(target().join("doc"))
            .output()
            .expect("Python runs");
        let (said, errors) = said(&run);
        let (items, same) = pair.items;
        let expected = format!("{same} of {items} public items are the same");
        assert_eq!(
            said.lines().last(),
            Some(expected.as_str()),
            "{}: {said}{errors}",
            pair.official
        );
    }
}
