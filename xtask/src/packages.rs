//! What is to be published, packed and compiled as from a registry.

use crate::cargo;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// What is to be published, in an order in which each depends on those before it.
const PACKAGES: [&str; 6] = [
    "smithwright-codegen",
    "smithwright-runtime",
    "smithwright",
    "smithwright-apigateway",
    "smithwright-apigatewaymanagementapi",
    "smithwright-apigatewayv2",
];

/// Packs everything, and compiles it. What is not committed yet is packed, too.
///
/// # Errors
///
/// When something is not fit to be published.
pub fn run(root: &Path) -> Result<()> {
    forget(root)?;
    let mut command = cargo::command(root);
    command.args(["package", "--quiet", "--locked", "--allow-dirty"]);
    command.args(PACKAGES.iter().flat_map(|package| ["-p", package]));
    let status = command.status().context("cargo cannot be started")?;
    ensure!(status.success(), "a package is not fit to be published");
    Ok(())
}

/// Makes Cargo forget the packages of an earlier run. They stand in a temporary registry for those that depend on them, and a
/// version of a registry is unpacked once and compiled once, whatever is in it the next time.
fn forget(root: &Path) -> Result<()> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registries = entries(&home.unwrap_or_default().join("registry/src"));
    let unpacked = registries
        .filter(|registry| is_temporary(registry))
        .flat_map(|registry| entries(&registry));
    let target = root.join("target/debug");
    let compiled = entries(&target.join("deps")).filter_map(|file| {
        let name = file.file_stem()?.to_str()?.to_owned();
        let hash = name.strip_prefix("smithwright").and_then(|name| name.rsplit('-').next())?;
        let sources =
            fs::read_to_string(&file).ok().filter(|_| file.extension() == Some("d".as_ref()))?;
        sources.contains("registry/src/-").then(|| hash.to_owned())
    });
    let compiled = compiled.flat_map(|hash| {
        PACKAGES.map(|package| target.join(".fingerprint").join(format!("{package}-{hash}")))
    });
    for folder in unpacked.filter(|folder| is_ours(folder)).chain(compiled) {
        if folder.is_dir() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("{}: cannot be removed", folder.display()))?;
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    folder.read_dir().into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()))
}

/// A registry that is a folder has no host before the hash in its name.
fn is_temporary(registry: &Path) -> bool {
    registry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('-'))
}

fn is_ours(unpacked: &Path) -> bool {
    unpacked.file_name().is_some_and(|name| name.to_string_lossy().starts_with("smithwright"))
}
