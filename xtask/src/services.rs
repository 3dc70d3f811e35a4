//! The list of services that the repository keeps: `model/services.toml`.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, bail, ensure};
use indexmap::IndexMap;
use serde::Deserialize;

/// Where the list is, below the repository's root.
pub const FILE: &str = "model/services.toml";

/// One service of the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The service's folder under `botocore/data`.
    pub botocore: String,
    /// The name of the generated crate.
    pub package: String,
    /// The API version to import, such as `2018-11-29`; the newest when it is left out.
    pub api_version: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    services: IndexMap<String, Service>,
}

/// Reads `model/services.toml` below `root`: the services by name, in the file's order.
///
/// # Errors
///
/// When the file is missing, is not TOML, has an unknown or missing key, a name that is not
/// `[a-z0-9-]+`, or two services that would be generated as the same package.
pub fn load(root: &Path) -> anyhow::Result<IndexMap<String, Service>> {
    let text =
        fs::read_to_string(root.join(FILE)).with_context(|| format!("cannot read {FILE}"))?;
    parse(&text).with_context(|| format!("{FILE} is not usable"))
}

fn parse(text: &str) -> anyhow::Result<IndexMap<String, Service>> {
    let List { services } = toml::from_str(text)?;
    for (name, service) in &services {
        check_service(name, service).with_context(|| format!("in [services.{name:?}]"))?;
    }
    check_packages(&services)?;
    Ok(services)
}

fn check_service(name: &str, service: &Service) -> anyhow::Result<()> {
    check_name("service", name)?;
    check_name("botocore", &service.botocore)?;
    check_name("package", &service.package)?;
    service.api_version.iter().try_for_each(|version| check_name("api_version", version))
}

/// Two services writing one crate would undo each other's work without a word.
fn check_packages(services: &IndexMap<String, Service>) -> anyhow::Result<()> {
    let mut owners = HashMap::new();
    for (name, service) in services {
        if let Some(other) = owners.insert(&service.package, name) {
            bail!("services `{other}` and `{name}` have the same package `{}`", service.package);
        }
    }
    Ok(())
}

/// Names become folders and parts of upstream paths, so none may lead out of its folder.
fn check_name(what: &str, name: &str) -> anyhow::Result<()> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure!(
        !name.is_empty() && name.chars().all(allowed),
        "{what} {name:?} is not a name: use lower-case letters, digits and hyphens"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[services.b]\nbotocore = 'b'\npackage = 'smithwright-b'\n\
                        api_version = '2020-01-02'\n\
                        [services.a]\nbotocore = 'a'\npackage = 'smithwright-a'\n";

    fn error(text: &str) -> String {
        format!("{:#}", parse(text).expect_err("must be refused"))
    }

    #[test]
    fn the_order_of_the_file_is_kept() {
        let services = parse(GOOD).unwrap();
        assert_eq!(services.keys().collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(services["b"].api_version.as_deref(), Some("2020-01-02"));
        assert_eq!(services["a"].api_version, None);
    }

    #[test]
    fn the_checked_in_list_loads() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        assert!(load(&root).unwrap().contains_key("apigatewayv2"));
    }

    #[test]
    fn a_missing_list_is_named() {
        let root = tempfile::tempdir().unwrap();
        let error = format!("{:#}", load(root.path()).unwrap_err());
        assert!(error.contains("cannot read model/services.toml"), "{error}");
    }

    #[test]
    fn unknown_and_missing_keys_are_told() {
        let unknown = error(&GOOD.replace("api_version", "apiversion"));
        assert!(
            unknown.contains("line 4") && unknown.contains("unknown field `apiversion`"),
            "{unknown}"
        );
        let missing = error("[services.a]\nbotocore = 'a'\n");
        assert!(missing.contains("missing field `package`"), "{missing}");
    }

    #[test]
    fn names_that_could_leave_the_folder_are_refused() {
        for name in ["../../x", "", "A", "a b", "a/b", ".", "é"] {
            let as_service =
                error(&format!("[services.{name:?}]\nbotocore = 'a'\npackage = 'a'\n"));
            assert!(
                as_service.contains(&format!("service {name:?} is not a name")),
                "{as_service}"
            );
            let as_folder = error(&format!("[services.a]\nbotocore = {name:?}\npackage = 'a'\n"));
            assert!(as_folder.contains(&format!("botocore {name:?} is not a name")), "{as_folder}");
        }
    }

    #[test]
    fn a_package_belongs_to_one_service() {
        let error = error(&GOOD.replace("smithwright-a", "smithwright-b"));
        assert!(error.contains("`b` and `a` have the same package `smithwright-b`"), "{error}");
    }
}
