//! `cargo xtask examples`: the examples in the documentation of generated crates.

use crate::{all, cargo, services};
use anyhow::{Context, Result, bail};
use smithwright::job::{self, Job};
use smithwright::tree::Changes;
use smithwright_codegen::Files;
use std::fs;
use std::path::Path;

/// Compile the examples that documentation has.
///
/// Generates the crates of model/services.toml once more, below target/, and one of a service that is not AWS's, with tests of
/// documentation turned on: in generated crates they are off, as whoever tests a workspace with such a crate in it would
/// compile them. None of them is run. aws-config is a stand-in with the same function, as the real one stands on clients of
/// three more services; the programs in tests/switch are compiled with it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The services, by their names in model/services.toml; all, and the one that is not AWS's, if none is named.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
}

impl Args {
    /// All of them.
    pub fn all() -> Self {
        Self { services: Vec::new() }
    }
}

/// Below the repository's root, whose target folder and profiles the crates share.
const FOLDER: &str = "target/examples";

/// The service that is not AWS's.
const OWN: (&str, &str) = ("bookshop", "tests/fixtures/bookshop/model.json");

/// What examples use that the crates do not depend on.
const AIDS: &str = r#"
[dev-dependencies]
aws-config = { path = "../aws-config" }
"#;

/// The stand-in for aws-config.
const AWS_CONFIG: [(&str, &str); 2] = [
    (
        "Cargo.toml",
        r#"[package]
name = "aws-config"
version = "1.0.0"
edition = "2024"

[lib]
doctest = false

[dependencies]
aws-smithy-runtime-api = { version = "1", features = ["client"] }
aws-types = "1"
"#,
    ),
    (
        "src/lib.rs",
        r#"pub use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;

pub async fn load_defaults(version: BehaviorVersion) -> aws_types::SdkConfig {
    aws_types::SdkConfig::builder().behavior_version(version).build()
}
"#,
    ),
];

/// Runs the task.
///
/// # Errors
///
/// When a crate cannot be generated, or an example does not compile.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let folder = root.join(FOLDER);
    let mut members = vec!["aws-config".to_owned()];
    for job in services::load(root)?.jobs(&args.services)? {
        members.push(write(&job.options.package, job.model, &folder, root)?);
    }
    if args.services.is_empty() {
        members.push(write(OWN.0, vec![root.join(OWN.1)], &folder, root)?);
    }
    let stand_in = AWS_CONFIG.map(|(path, text)| (path.to_owned(), text.to_owned()));
    put(&folder.join("aws-config"), &stand_in.into())?;
    all::write_members(&folder, root, &members)?;
    let mut command = cargo::command(&folder);
    let status = command
        .args(["test", "--doc", "--workspace", "--features", "test-util", "--quiet"])
        .status();
    match status.context("cargo cannot be started")?.success() {
        true => Ok(()),
        false => bail!("an example does not compile"),
    }
}

/// Writes a crate whose examples are tests, and gives the name of its folder.
fn write(
    package: &str,
    model: Vec<std::path::PathBuf>,
    folder: &Path,
    root: &Path,
) -> Result<String> {
    let out = folder.join(package);
    let options = services::options(package.to_owned(), &out, root);
    let mut files = job::generate(&Job { model, out: out.clone(), options }, root)?.files;
    let manifest = files.get_mut("Cargo.toml").context("there is no manifest")?;
    *manifest = tested(manifest)?;
    put(&out, &files)?;
    Ok(package.to_owned())
}

/// The manifest of a crate whose examples are tests.
fn tested(manifest: &str) -> Result<String> {
    let off = "\n[lib]\ndoctest = false\n";
    if !manifest.contains(off) {
        bail!("the manifest does not turn tests of documentation off:\n{manifest}");
    }
    Ok(manifest.replace(off, "") + AIDS)
}

fn put(folder: &Path, files: &Files) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    Changes::between(folder, files)?.apply(folder, files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_of_documentation_are_turned_on() {
        let manifest =
            "[package]\nname = \"a\"\n\n[lib]\ndoctest = false\n\n[dependencies]\nb = \"1\"\n";
        let tested = tested(manifest).unwrap();
        assert!(tested.starts_with(
            "[package]\nname = \"a\"\n\n[dependencies]\nb = \"1\"\n\n[dev-dependencies]\n"
        ));
        assert!(super::tested("[package]").is_err());
    }
}
