//! What rustdoc says of a package in JSON.

use crate::cargo;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Documents `package` of the workspace in `folder`, with the features that `arguments` tell, below `out`, and gives
/// the file. What is compiled for it stays in the repository's target folder.
///
/// # Errors
///
/// When Cargo or rustdoc fails.
pub fn json(
    package: &str,
    arguments: &[&str],
    folder: &Path,
    out: &Path,
    root: &Path,
) -> Result<PathBuf> {
    let build_dir = root.join("target").display().to_string();
    let run = cargo::command(folder)
        .args(["rustdoc", "--quiet", "--lib", "--package", package])
        .args(arguments)
        .args(["--config", &format!("build.build-dir={build_dir:?}")])
        .arg("--target-dir")
        .arg(out)
        .args(["--", "-Z", "unstable-options", "--output-format", "json", "--cap-lints", "allow"])
        .env("RUSTDOC", rustdoc(root)?)
        .output()
        .context("cargo cannot be started")?;
    let said = String::from_utf8_lossy(&run.stderr);
    ensure!(run.status.success(), "{package} cannot be documented:\n{said}");
    Ok(out.join("doc").join(format!("{}.json", package.replace('-', "_"))))
}

/// rustdoc, which gives JSON to those who insist.
fn rustdoc(root: &Path) -> Result<PathBuf> {
    let script = root.join("target/surface/rustdoc");
    let text = "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\"\n";
    if fs::read_to_string(&script).is_ok_and(|present| present == text) {
        return Ok(script);
    }
    fs::create_dir_all(root.join("target/surface")).context("cannot write below target/")?;
    fs::write(&script, text).context("cannot write below target/")?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    Ok(script)
}
