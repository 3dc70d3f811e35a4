//! Which official crates a project's Cargo.lock has.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// How the names of official crates begin.
const OFFICIAL: &str = "aws-sdk-";

/// A package of the lock.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The version that is locked.
    pub version: String,
    /// Where it comes from; nothing if that is a folder, as of a package that a patch has replaced.
    source: Option<String>,
    /// What it depends on.
    #[serde(default)]
    dependencies: Vec<String>,
}

/// What `[patch.crates-io]` does not reach, or what has another API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It comes from another registry, or from Git.
    NotFromCratesIo,
    /// Version 1.0 was another.
    BeforeOne,
}

impl Package {
    /// Why a generated crate cannot stand in for the package, if it cannot.
    pub fn unfit(&self) -> Option<Unfit> {
        let crates_io = |source: &String| {
            source.starts_with("registry+https://github.com/rust-lang/crates.io-index")
                || source.starts_with("sparse+https://index.crates.io")
        };
        if !self.source.as_ref().is_none_or(crates_io) {
            return Some(Unfit::NotFromCratesIo);
        }
        self.version.starts_with("0.").then_some(Unfit::BeforeOne)
    }

    /// Whether it is called as official crates of services are, and does not stand on one itself, as
    /// `aws-sdk-s3-transfer-manager` does.
    fn is_official(&self) -> bool {
        let official = |name: &String| name.starts_with(OFFICIAL);
        official(&self.name) && !self.dependencies.iter().any(official)
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.source.is_none()
    }
}

impl Unfit {
    /// What is said of such a package.
    pub fn why(self) -> &'static str {
        match self {
            Self::NotFromCratesIo => "it is not from crates.io",
            Self::BeforeOne => "its public API is another than that of the versions since 1.0",
        }
    }
}

/// The official crates of services in the lock file that reads `text`, in its order.
///
/// # Errors
///
/// When the text is no lock file.
pub fn official(text: &str) -> Result<Vec<Package>> {
    #[derive(Deserialize)]
    struct Lock {
        #[serde(default)]
        package: Vec<Package>,
    }
    let expected = "this is not a Cargo.lock: `cargo generate-lockfile` writes one";
    let Lock { package } = toml::from_str(text).context(expected)?;
    ensure!(!package.is_empty(), expected);
    Ok(package.into_iter().filter(Package::is_official).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str, source: &str) -> String {
        let source =
            if source.is_empty() { String::new() } else { format!("source = {source:?}\n") };
        format!("[[package]]\nname = {name:?}\nversion = {version:?}\n{source}checksum = \"ab\"\n")
    }

    const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

    #[test]
    fn official_crates_are_found_with_their_versions() {
        let text = package("aws-config", "1.8.0", CRATES_IO)
            + &package("aws-sdk-s3", "1.112.0", CRATES_IO)
            + &package("aws-sdk-sts", "1.1.0", "")
            + &package("aws-sdk-s3-transfer-manager", "0.3.1", CRATES_IO)
            + "dependencies = [\"aws-sdk-s3\"]\n";
        let found = official(&format!("version = 4\n\n{text}")).unwrap();
        let found: Vec<_> = found.iter().map(|p| (&*p.name, &*p.version, p.is_folder())).collect();
        assert_eq!(found, [("aws-sdk-s3", "1.112.0", false), ("aws-sdk-sts", "1.1.0", true)]);
    }

    #[test]
    fn what_cannot_be_replaced_is_known() {
        let text = package("aws-sdk-a", "1.2.0", CRATES_IO)
            + &package("aws-sdk-b", "0.34.0", CRATES_IO)
            + &package("aws-sdk-c", "1.2.0", "git+https://example.com/c#ab")
            + &package("aws-sdk-d", "1.2.0", "")
            + &package("aws-sdk-e", "1.2.0", "sparse+https://index.crates.io/");
        let unfit: Vec<_> = official(&text).unwrap().iter().map(Package::unfit).collect();
        let expected = [None, Some(Unfit::BeforeOne), Some(Unfit::NotFromCratesIo), None, None];
        assert_eq!(unfit, expected);
    }

    #[test]
    fn what_is_no_lock_is_refused() {
        for text in
            ["", "[package]\nname = \"a\"\n", "{", "package = 1\n", "[[package]]\nname = \"a\"\n"]
        {
            let error = format!("{:#}", official(text).unwrap_err());
            assert!(
                error.starts_with("this is not a Cargo.lock: `cargo generate-lockfile`"),
                "{error}"
            );
        }
    }
}
