//! The list of services that the repository keeps: `model/services.toml`.

use crate::job::{self, Job};
use anyhow::{Context, Result, anyhow, bail, ensure};
use indexmap::IndexMap;
use serde::Deserialize;
use smithwright_codegen::Options;
use smithwright_codegen::diagnostics::closest;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

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
pub fn load(root: &Path) -> Result<IndexMap<String, Service>> {
    let text =
        fs::read_to_string(root.join(FILE)).with_context(|| format!("cannot read {FILE}"))?;
    parse(&text).with_context(|| format!("{FILE} is not usable"))
}

/// The services of `listed` that `names` name, or all if it names none.
///
/// # Errors
///
/// Every name that the list does not have.
pub fn choose<'a>(
    listed: &'a IndexMap<String, Service>,
    names: &'a [String],
) -> Result<IndexMap<&'a String, &'a Service>> {
    if names.is_empty() {
        return Ok(listed.iter().collect());
    }
    let find = |name: &'a String| {
        listed.get_key_value(name).ok_or_else(|| {
            let hint = did_you_mean(name, listed.keys());
            anyhow!("there is no service {name:?} in {FILE}{hint}")
        })
    };
    Ok(all_or_every_error(names.iter().map(find))?.into_iter().collect())
}

/// The values, or all errors in one.
///
/// # Errors
///
/// When there is an error among the results.
pub fn all_or_every_error<T>(results: impl IntoIterator<Item = Result<T>>) -> Result<Vec<T>> {
    let mut good = Vec::new();
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(error) => errors.push(format!("{error:#}")),
        }
    }
    ensure!(errors.is_empty(), "{}", errors.join("\n"));
    Ok(good)
}

/// What is added to a message about a name that is not known.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a String>) -> String {
    closest(name, known.into_iter().map(String::as_str))
        .map_or_else(String::new, |close| format!(": did you mean `{close}`?"))
}

/// The crates of the services that `names` name, or of all if it names none, in the order of the list.
///
/// # Errors
///
/// When the list cannot be read, or does not have a name.
pub fn jobs(names: &[String], root: &Path) -> Result<Vec<Job>> {
    let listed = load(root)?;
    let chosen = choose(&listed, names)?;
    let chosen = listed.iter().filter(|(name, _)| chosen.contains_key(name));
    Ok(chosen.map(|(name, service)| job(name, service, root)).collect())
}

fn job(name: &str, service: &Service, root: &Path) -> Job {
    let out = root.join("generated").join(name);
    let command = format!("cargo xtask codegen {name}");
    let options = Options { command, ..job::options(service.package.clone(), &out, root) };
    Job { model: vec![root.join("model").join(name)], out, options }
}

fn parse(text: &str) -> Result<IndexMap<String, Service>> {
    let List { services } = toml::from_str(text)?;
    for (name, service) in &services {
        check_service(name, service).with_context(|| format!("in [services.{name:?}]"))?;
    }
    check_packages(&services)?;
    Ok(services)
}

fn check_service(name: &str, service: &Service) -> Result<()> {
    check_name("service", name)?;
    check_name("botocore", &service.botocore)?;
    check_name("package", &service.package)?;
    service.api_version.iter().try_for_each(|version| check_name("api_version", version))
}

/// Two services writing one crate would undo each other's work without a word.
fn check_packages(services: &IndexMap<String, Service>) -> Result<()> {
    let mut owners = HashMap::new();
    for (name, service) in services {
        if let Some(other) = owners.insert(&service.package, name) {
            bail!("services `{other}` and `{name}` have the same package `{}`", service.package);
        }
    }
    Ok(())
}

/// Names become folders and parts of upstream paths, so none may lead out of its folder.
fn check_name(what: &str, name: &str) -> Result<()> {
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
