//! The public API of the official crate, item by item.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// The official crate, which other tests have with `test-util`, and those that stand in for it.
const PACKAGES: [(&str, &[&str]); 3] = [
    ("aws-sdk-apigatewayv2", &[]),
    ("smithwright-apigatewayv2", &["--features", "test-util"]),
    ("smithwright-runtime", &["--features", "test-util"]),
];

/// What rustdoc says of a package in JSON, which it does for those who insist.
fn document((package, features): (&str, &[&str]), scratch: &Path) -> String {
    let rustdoc = scratch.join("rustdoc");
    fs::write(&rustdoc, "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\"\n")
        .expect("it is writable");
    fs::set_permissions(&rustdoc, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let run = Command::new(env!("CARGO"))
        .args(["rustdoc", "--quiet", "--package", package])
        .args(features)
        .arg("--")
        .args(["-Z", "unstable-options", "--output-format", "json"])
        .env("RUSTDOC", rustdoc)
        .env("CARGO_TARGET_DIR", scratch.parent().expect("it is below the target folder"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    format!("{}.json", package.replace('-', "_"))
}

#[test]
#[ignore = "documents three crates and needs Python: cargo xtask test"]
fn every_public_item_of_the_official_crate_is_there_and_the_same() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let files = PACKAGES.map(|package| document(package, scratch));
    let python = std::env::var_os("SMITHWRIGHT_PYTHON").unwrap_or_else(|| "python3".into());
    let run = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join("api_surface.py"))
        .args(files)
        .current_dir(scratch.with_file_name("doc"))
        .output()
        .expect("Python runs");
    let said = String::from_utf8_lossy(&run.stdout);
    let errors = String::from_utf8_lossy(&run.stderr);
    assert_eq!(said, "14661 of 14661 public items are the same\n", "{errors}");
}
