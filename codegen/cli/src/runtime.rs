//! How generated crates depend on the runtime.

use crate::job::relative;
use anyhow::{Context, Result, bail, ensure};
use semver::{Version, VersionReq};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The version of this generator, and of the runtime that its crates need.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How a generated crate depends on the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runtime {
    /// By a version that is published.
    Version(String),
    /// By a folder, which whoever compiles the crate has to have.
    Folder(PathBuf),
}

impl Default for Runtime {
    /// The published runtime of the same release, so that a crate can leave the machine.
    fn default() -> Self {
        Self::Version(VERSION.to_owned())
    }
}

impl FromStr for Runtime {
    type Err = anyhow::Error;

    /// Reads a version requirement or, where it is none, the path of a folder.
    fn from_str(text: &str) -> Result<Self> {
        match VersionReq::parse(text) {
            Ok(required) => fits(&required, text).map(|()| Self::Version(text.to_owned())),
            Err(_) => Ok(Self::Folder(PathBuf::from(text))),
        }
    }
}

/// A generated crate says what the runtime of another release may not understand.
fn fits(required: &VersionReq, text: &str) -> Result<()> {
    let own = Version::parse(VERSION)?;
    ensure!(
        required.matches(&own),
        "the runtime `{text}` is not that of this generator: what smithwright {own} generates needs \
         smithwright-runtime {own}; ask for that, or install the smithwright of the runtime's version"
    );
    Ok(())
}

impl Runtime {
    /// The same, with a folder that is relative to `base` where it is not absolute.
    ///
    /// # Errors
    ///
    /// When the folder is not that of the runtime.
    pub fn from(self, base: &Path) -> Result<Self> {
        let Self::Folder(folder) = self else { return Ok(self) };
        let folder = base.join(folder);
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        let manifest: toml::Table = toml::from_str(&manifest).unwrap_or_default();
        let package = manifest.get("package").and_then(toml::Value::as_table);
        let text = |key: &str| package?.get(key)?.as_str();
        if text("name") != Some("smithwright-runtime") {
            bail!(
                "{}: this is neither a version nor the folder of smithwright-runtime, which generated crates depend on; \
                 that is codegen/runtime in Smithwright's repository",
                folder.display()
            );
        }
        if let Some(version) = text("version") {
            let required = VersionReq::parse(&format!("={version}"))
                .with_context(|| folder.display().to_string())?;
            fits(&required, version).with_context(|| folder.display().to_string())?;
        }
        Ok(Self::Folder(std::path::absolute(folder)?))
    }

    /// The dependency, as Cargo.toml in the folder `out` has it.
    pub fn dependency(&self, out: &Path) -> String {
        let quoted = |text: String| toml::Value::String(text).to_string();
        match self {
            Self::Version(version) => {
                format!("{{ version = {}, default-features = false }}", quoted(version.clone()))
            }
            Self::Folder(folder) => format!(
                "{{ version = {}, path = {}, default-features = false }}",
                quoted(VERSION.to_owned()),
                quoted(relative(folder, out))
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime")
    }

    #[test]
    fn a_published_runtime_is_the_default() {
        let expected = format!("{{ version = {VERSION:?}, default-features = false }}");
        assert_eq!(Runtime::default().dependency(Path::new("/x")), expected);
        let asked: Runtime = "^0.1".parse().unwrap();
        let expected = "{ version = \"^0.1\", default-features = false }";
        assert_eq!(asked.from(Path::new("/")).unwrap().dependency(Path::new("/x")), expected);
    }

    #[test]
    fn a_version_of_another_release_is_refused() {
        for version in ["0.2", "=0.0.9", ">=7", "1"] {
            let error = version.parse::<Runtime>().unwrap_err().to_string();
            let expected = format!("the runtime `{version}` is not that of this generator");
            assert!(error.starts_with(&expected), "{error}");
        }
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[package]\nname = \"smithwright-runtime\"\nversion = \"7.0.0\"\n";
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        let error = Runtime::Folder(folder.path().to_owned()).from(Path::new("")).unwrap_err();
        assert!(format!("{error:#}").contains("the runtime `7.0.0` is not"), "{error:#}");
    }

    #[test]
    fn a_folder_is_relative_to_the_crate() {
        let runtime = Runtime::Folder(own()).from(Path::new("/nowhere")).unwrap();
        let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("out");
        let expected = format!("version = {VERSION:?}, path = \"../../runtime\", default");
        let dependency = runtime.dependency(&out);
        assert!(dependency.contains(&expected), "{dependency}");
    }

    #[test]
    fn another_folder_is_refused() {
        let given: Runtime = "../docs".parse().unwrap();
        let error = given.from(&own()).unwrap_err().to_string();
        assert!(
            error.contains("neither a version nor the folder of smithwright-runtime"),
            "{error}"
        );
    }
}
