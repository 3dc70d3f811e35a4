//! Official crates, of which rustdoc is to tell.

use crate::cargo;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What their default features turn on that takes long to compile, and adds nothing to their public API.
const CONNECTIONS: [&str; 2] = ["rustls", "default-https-client"];
/// What is turned on beside their default features.
const TESTING: &str = "test-util";

/// An official crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub package: String,
    /// Its version; the newest, if none is wanted.
    pub version: Option<String>,
}

impl Wanted {
    /// Reads `s3`, `aws-sdk-s3` or either with `@1.2.3`.
    pub fn parse(text: &str) -> Self {
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version.to_owned())),
            None => (text, None),
        };
        let name = name.strip_prefix("aws-sdk-").unwrap_or(name);
        Self { package: format!("aws-sdk-{name}"), version }
    }
}

/// Makes a package of no code in `folder` that depends on the crates, and gives the version of each.
///
/// # Errors
///
/// When Cargo does not find one of them.
pub fn prepare(wanted: &[Wanted], folder: &Path, root: &Path) -> Result<Vec<String>> {
    fs::create_dir_all(folder.join("src")).context("cannot write below target/")?;
    fs::write(folder.join("src/lib.rs"), "").context("cannot write below target/")?;
    // What is compiled for the tests is not compiled again.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))
        .context("cannot copy Cargo.lock")?;
    let write = |features: &BTreeMap<String, Vec<String>>| {
        fs::write(folder.join("Cargo.toml"), manifest(wanted, features))
            .context("cannot write below target/")
    };
    write(&BTreeMap::new())?;
    let known = packages(folder)?;
    let found = |wanted: &Wanted| {
        known
            .iter()
            .find(|package| package.name == wanted.package)
            .with_context(|| format!("Cargo did not find {}", wanted.package))
    };
    let found: Vec<_> = wanted.iter().map(found).collect::<Result<_>>()?;
    write(
        &found.iter().map(|package| (package.name.clone(), package.wanted_features())).collect(),
    )?;
    Ok(found.into_iter().map(|package| package.version.clone()).collect())
}

fn manifest(wanted: &[Wanted], features: &BTreeMap<String, Vec<String>>) -> String {
    let mut text =
        "[package]\nname = \"official\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n"
            .to_owned();
    for Wanted { package, version } in wanted {
        let version = version.as_ref().map_or("1".to_owned(), |version| format!("={version}"));
        let features = features.get(package).map(Vec::as_slice).unwrap_or_default();
        // A String takes all that is written to it.
        let _ = writeln!(
            text,
            "{package} = {{ version = {version:?}, default-features = false, features = {features:?} }}"
        );
    }
    text
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    features: BTreeMap<String, Vec<String>>,
}

impl Package {
    fn wanted_features(&self) -> Vec<String> {
        let default = self.features.get("default").into_iter().flatten();
        let default = default.filter(|feature| !CONNECTIONS.contains(&feature.as_str()));
        default.cloned().chain([TESTING.to_owned()]).collect()
    }
}

fn packages(folder: &Path) -> Result<Vec<Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let run = cargo::command(folder).args(["metadata", "--format-version", "1"]).output();
    let run = run.context("cargo cannot be started")?;
    if !run.status.success() {
        bail!("Cargo does not find the official crates:\n{}", String::from_utf8_lossy(&run.stderr));
    }
    let Metadata { packages } = serde_json::from_slice(&run.stdout).context("cargo metadata")?;
    Ok(packages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_may_have_a_version() {
        let wanted = |text: &str| {
            let Wanted { package, version } = Wanted::parse(text);
            (package, version)
        };
        assert_eq!(wanted("s3"), ("aws-sdk-s3".to_owned(), None));
        assert_eq!(
            wanted("aws-sdk-sts@1.2.3"),
            ("aws-sdk-sts".to_owned(), Some("1.2.3".to_owned()))
        );
    }

    #[test]
    fn default_features_but_those_of_connections_are_turned_on() {
        let default =
            ["sigv4a", "rustls", "default-https-client", "rt-tokio"].map(str::to_owned).to_vec();
        let features = BTreeMap::from([("default".to_owned(), default)]);
        let package =
            Package { name: "aws-sdk-s3".to_owned(), version: "1.2.3".to_owned(), features };
        let features = package.wanted_features();
        assert_eq!(features, ["sigv4a", "rt-tokio", "test-util"]);
        let wanted = ["s3@1.2.3", "sts"].map(Wanted::parse);
        let manifest = manifest(&wanted, &BTreeMap::from([(package.name, features)]));
        let expected = "aws-sdk-s3 = { version = \"=1.2.3\", default-features = false, features = [\"sigv4a\", \"rt-tokio\", \"test-util\"] }\n\
                        aws-sdk-sts = { version = \"1\", default-features = false, features = [] }\n";
        assert!(manifest.ends_with(expected), "{manifest}");
    }
}
