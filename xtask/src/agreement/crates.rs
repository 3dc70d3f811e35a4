//! A botocore release's services as crates, and what rustdoc says of them.

use crate::surface::rustdoc;
use crate::{cargo, services};
use anyhow::{Context, Result, ensure};
use smithwright::botocore::{DATA, Package, download};
use smithwright::job::Job;
use smithwright::tree::Changes;
use smithwright::{inputs, side};
use smithwright_codegen::diff::Verdict;
use smithwright_codegen::{Decided, Options};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where all of this happens, below the repository's root.
const FOLDER: &str = "target/agreement";

/// A crate that was made of one service's model.
pub struct Made {
    /// What was decided about it.
    pub decided: Decided,
    /// What rustdoc says of it.
    pub rustdoc: PathBuf,
    /// Its Cargo features.
    pub features: BTreeSet<String>,
}

/// A release of botocore, downloaded once.
///
/// # Errors
///
/// When pip cannot download it.
pub fn release(version: &str, root: &Path) -> Result<Package> {
    let folder = root.join(FOLDER).join("wheels").join(version);
    let present =
        fs::read_dir(&folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let present = present.into_iter().find(|path| path.extension().is_some_and(|e| e == "whl"));
    let wheel = match present {
        Some(wheel) => wheel,
        None => {
            fs::create_dir_all(&folder).context("cannot write below target/")?;
            download(Some(version), &folder)?
        }
    };
    Package::open(&wheel)
}

/// The services of a release, by their folders.
pub fn services(package: &Package) -> BTreeSet<String> {
    let mut services = package.folders(DATA);
    services.retain(|service| package.api_folder(service, None).is_ok());
    services
}

/// Where a crate's model comes from.
pub enum Model<'a> {
    /// A service of a release of botocore.
    Botocore(&'a mut Package, &'a str),
    /// A model of AWS's.
    Smithy(&'a Path),
}

/// Makes a crate of the model of a service, in the folder `label`, and has it documented.
///
/// # Errors
///
/// When the model cannot be generated, or the crate not be documented.
pub fn make(model: Model<'_>, service: &str, label: &str, root: &Path) -> Result<Made> {
    let package = &format!("smithwright-{service}");
    let workspace = root.join(FOLDER).join(label);
    let out = workspace.join(package);
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let model = match model {
        Model::Botocore(release, service) => side::unpack(release, service, None, folder.path())?,
        Model::Smithy(model) => model.to_owned(),
    };
    let options = services::options(package.to_owned(), &out, root);
    let options = Options { command: "cargo xtask agreement".to_owned(), ..options };
    let job = Job { model: vec![model], out, options };
    let decided = Decided::new(inputs::read(&job.model, folder.path())?, &job.options)?;
    let files = smithwright_codegen::print(&decided.ir);
    Changes::between(&job.out, &files)?.apply(&job.out, &files)?;
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{package:?}]\n");
    fs::write(workspace.join("Cargo.toml"), manifest).context("cannot write below target/")?;
    fs::copy(root.join("Cargo.lock"), workspace.join("Cargo.lock"))
        .context("cannot copy Cargo.lock")?;
    let features = features(&files)?;
    // The other features add nothing to the public API that a model decides.
    let presigning = features.contains("presigning").then_some("--features=presigning");
    let arguments: Vec<_> = ["--no-default-features"].into_iter().chain(presigning).collect();
    let said =
        rustdoc::json(package, &arguments, &workspace, &root.join(FOLDER).join("doc"), root)?;
    // The next crate of the same name is documented in the same place.
    let kept = workspace.join(format!("{package}.json"));
    fs::rename(&said, &kept).context("cannot write below target/")?;
    Ok(Made { decided, rustdoc: kept, features })
}

fn features(files: &smithwright_codegen::Files) -> Result<BTreeSet<String>> {
    let manifest: toml::Table =
        files.get("Cargo.toml").map(String::as_str).unwrap_or_default().parse()?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    Ok(features.into_iter().flatten().map(|(name, _)| name.clone()).collect())
}

/// What cargo-semver-checks says the next version has to be.
///
/// # Errors
///
/// When it is not installed, or does not know what this rustdoc writes.
pub fn semver_checks(old: &Made, new: &Made, root: &Path) -> Result<Verdict> {
    for release in [Verdict::Patch, Verdict::Minor] {
        let run = cargo::command(root)
            .args(["semver-checks", "--release-type", release.as_str(), "--baseline-rustdoc"])
            .arg(&old.rustdoc)
            .arg("--current-rustdoc")
            .arg(&new.rustdoc)
            .output()
            .context("cargo cannot be started")?;
        let said = String::from_utf8_lossy(&run.stderr);
        let said = format!("{}{said}", String::from_utf8_lossy(&run.stdout));
        let ran = said.contains("Checked") || said.contains("Summary");
        ensure!(
            ran,
            "cargo-semver-checks did not run: {}",
            said.lines().next().unwrap_or_default()
        );
        if run.status.success() {
            return Ok(release);
        }
    }
    Ok(Verdict::Major)
}
