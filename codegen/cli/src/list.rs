//! The list of crates that a repository keeps: `smithwright.toml`.
//!
//! ```toml
//! # What holds for all crates that say nothing else.
//! runtime = "0.1"
//! license = "MIT"
//!
//! [services.weather]
//! model = "models/weather.json"
//! out = "clients/weather"
//! package = "weather-client"
//! operations = ["GetForecast"]
//! ```

use crate::job::{self, Job};
use crate::runtime::Runtime;
use crate::tree;
use anyhow::{Context, Result, anyhow, bail, ensure};
use indexmap::IndexMap;
use serde::Deserialize;
use smithwright_codegen::Options;
use smithwright_codegen::diagnostics::closest;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What the list is called in most repositories.
pub const FILE: &str = "smithwright.toml";

/// The crates that a repository keeps.
#[derive(Debug)]
pub struct List {
    /// The file.
    path: PathBuf,
    /// The services by name, in the file's order.
    pub services: IndexMap<String, Service>,
    /// What to type to generate them: the words before a service's name. It stands at the head of each generated file.
    command: String,
    /// What holds for the crates that say nothing else.
    defaults: Package,
    /// Whether updates take facts alone, where a service says nothing else.
    facts_only: bool,
}

/// One service of the list. Paths are relative to the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The model: a file or a folder, or several that are one model.
    pub model: Paths,
    /// The folder of the generated crate.
    pub out: PathBuf,
    /// The name of the generated package.
    pub package: String,
    /// The id of the service in a model of several.
    #[serde(default)]
    pub service: String,
    /// The operations to generate; all, if none is named.
    #[serde(default)]
    pub operations: Vec<String>,
    /// The service's folder under `botocore/data`, if that is where its model comes from.
    pub botocore: Option<String>,
    /// The API version to import from there, such as `2018-11-29`; the newest when it is left out.
    pub api_version: Option<String>,
    /// The file or folder that the model is a copy of, such as one in a checkout of the models that AWS publishes.
    pub from: Option<PathBuf>,
    /// Whether updates leave out what upstream says in sentences, and take facts alone.
    pub facts_only: Option<bool>,
    /// The version of the generated package.
    pub version: Option<String>,
    /// Its licence, as an SPDX expression.
    pub license: Option<String>,
    /// What it is, in a line.
    pub description: Option<String>,
    /// Where its sources are.
    pub repository: Option<String>,
    /// The runtime: a version requirement, or the path of its folder.
    pub runtime: Option<String>,
}

/// One path, or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "expected a path, or a list of paths")]
pub enum Paths {
    /// One.
    One(PathBuf),
    /// Several.
    Several(Vec<PathBuf>),
}

impl Paths {
    /// The paths, which are relative to `base`.
    pub fn from(&self, base: &Path) -> Vec<PathBuf> {
        let paths = match self {
            Self::One(path) => std::slice::from_ref(path),
            Self::Several(paths) => paths,
        };
        paths.iter().map(|path| base.join(path)).collect()
    }
}

/// What the packages of a list have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Package {
    version: Option<String>,
    license: Option<String>,
    repository: Option<String>,
    runtime: Option<String>,
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    command: Option<String>,
    version: Option<String>,
    license: Option<String>,
    repository: Option<String>,
    runtime: Option<String>,
    #[serde(default)]
    facts_only: bool,
    services: IndexMap<String, Service>,
}

/// The list that holds for `folder`: the nearest, in it or above it.
pub fn find(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file())
}

impl List {
    /// Reads the list at `path`.
    ///
    /// # Errors
    ///
    /// When the file is missing or is not TOML; when it has an unknown key, lacks one, or has a value that cannot be
    /// meant: a name that is none, or two crates of one name or in one folder.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text, path).with_context(|| format!("{} is not usable", path.display()))
    }

    /// Reads the list that `text` is, as if it stood at `path`.
    ///
    /// # Errors
    ///
    /// As [`List::read`].
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        let File { command, version, license, repository, runtime, facts_only, services } =
            toml::from_str(text)?;
        let list = Self {
            path: path.to_owned(),
            services,
            command: command.unwrap_or_else(|| "smithwright generate".to_owned()),
            defaults: Package { version, license, repository, runtime },
            facts_only,
        };
        ensure!(!list.services.is_empty(), "it names no service: add a table [services.NAME]");
        list.check_shared()?;
        let services = list.services.iter();
        all_or_every_error(services.map(|(name, service)| {
            check_service(name, service).with_context(|| format!("in [services.{name}]"))
        }))?;
        list.check_clashes()?;
        Ok(list)
    }

    fn check_shared(&self) -> Result<()> {
        self.defaults.version.as_deref().map_or(Ok(()), check_version)?;
        self.defaults.runtime.as_deref().map_or(Ok(()), check_runtime)
    }

    /// Two services writing one crate would undo each other's work without a word.
    fn check_clashes(&self) -> Result<()> {
        let (mut packages, mut folders) = (HashMap::new(), HashMap::new());
        for (name, service) in &self.services {
            if let Some(other) = packages.insert(&service.package, name) {
                bail!(
                    "services `{other}` and `{name}` have the same package `{}`",
                    service.package
                );
            }
            if let Some(other) = folders.insert(&service.out, name) {
                let out = service.out.display();
                bail!("services `{other}` and `{name}` have the same folder `{out}`");
            }
        }
        Ok(())
    }

    /// The services that `names` name, or all if it names none, in the order of the list.
    ///
    /// # Errors
    ///
    /// Every name that the list does not have.
    pub fn choose(&self, names: &[String]) -> Result<IndexMap<&String, &Service>> {
        let known = |name: &String| match self.services.contains_key(name) {
            true => Ok(()),
            false => {
                let hint = did_you_mean(name, self.services.keys());
                Err(anyhow!("there is no service {name:?} in {}{hint}", self.path.display()))
            }
        };
        all_or_every_error(names.iter().map(known))?;
        let chosen = |name: &String| names.is_empty() || names.contains(name);
        Ok(self.services.iter().filter(|(name, _)| chosen(name)).collect())
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that the paths of a service are relative to.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Where the changelog of a crate is kept: beside its model, since all that stands in the crate's folder is generated.
    pub fn changelog(&self, service: &Service) -> PathBuf {
        let model = service.model.from(self.folder()).swap_remove(0);
        match model.extension().is_some_and(|extension| extension == "json") {
            true => model.with_extension("changelog.md"),
            false => model.join("CHANGELOG.md"),
        }
    }

    /// Whether updates of a service take facts alone.
    pub fn facts_only(&self, service: &Service) -> bool {
        service.facts_only.unwrap_or(self.facts_only)
    }

    /// The crates of the services that `names` name, or of all if it names none, in the order of the list.
    ///
    /// # Errors
    ///
    /// When the list does not have a name, or the runtime is not where it should be.
    pub fn jobs(&self, names: &[String]) -> Result<Vec<Job>> {
        all_or_every_error(self.choose(names)?.into_iter().map(|(name, service)| {
            self.job(name, service)
                .with_context(|| format!("[services.{name}] of {}", self.path.display()))
        }))
    }

    /// The crate of a service.
    ///
    /// # Errors
    ///
    /// When the runtime is not where it should be, or the changelog cannot be read.
    pub fn job(&self, name: &str, service: &Service) -> Result<Job> {
        let base = self.folder();
        let either = |own: &Option<String>, default: &Option<String>| {
            own.clone().or_else(|| default.clone())
        };
        let defaults = &self.defaults;
        let runtime = match either(&service.runtime, &defaults.runtime) {
            Some(runtime) => runtime.parse::<Runtime>()?.from(base)?,
            None => Runtime::default(),
        };
        let out = job::folder(base, &service.out)?;
        let options = Options {
            package: service.package.clone(),
            version: either(&service.version, &defaults.version)
                .unwrap_or_else(|| FIRST_VERSION.to_owned()),
            license: either(&service.license, &defaults.license).unwrap_or_default(),
            description: service.description.clone().unwrap_or_default(),
            repository: either(&service.repository, &defaults.repository).unwrap_or_default(),
            command: format!("{} {name}", self.command),
            runtime: runtime.dependency(&out),
            service: service.service.clone(),
            operations: service.operations.clone(),
            changelog: tree::read(&self.changelog(service))?.unwrap_or_default(),
        };
        Ok(Job { model: service.model.from(base), out, options })
    }
}

/// The version of a package of which nothing else is said.
pub const FIRST_VERSION: &str = "0.1.0";

/// The values, or all errors in one.
///
/// # Errors
///
/// When there is an error among the results. One that is alone is kept as it is.
pub fn all_or_every_error<T>(results: impl IntoIterator<Item = Result<T>>) -> Result<Vec<T>> {
    let (mut good, mut errors) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(error) => errors.push(error),
        }
    }
    match errors.len() {
        0 => Ok(good),
        1 => Err(errors.remove(0)),
        _ => {
            let errors: Vec<_> = errors.iter().map(|error| format!("{error:#}")).collect();
            bail!("{}", errors.join("\n"))
        }
    }
}

/// What is added to a message about a name that is not known.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a String>) -> String {
    closest(name, known.into_iter().map(String::as_str))
        .map_or_else(String::new, |close| format!(": did you mean `{close}`?"))
}

/// A name that Cargo takes, and that stays inside its folder.
///
/// # Errors
///
/// When it is none.
pub fn package_name(name: &str) -> Result<String, String> {
    let bad = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
    match name.contains(bad) || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => Err("a letter is expected, then letters, digits, `-` and `_`".to_owned()),
        false => Ok(name.to_owned()),
    }
}

fn check_service(name: &str, service: &Service) -> Result<()> {
    check_name("service", name)?;
    if let Err(why) = package_name(&service.package) {
        bail!("package {:?} is not a name: {why}", service.package);
    }
    ensure!(service.model != Paths::Several(Vec::new()), "model names no file");
    service.botocore.iter().try_for_each(|name| check_name("botocore", name))?;
    service.api_version.iter().try_for_each(|version| check_name("api_version", version))?;
    ensure!(
        service.botocore.is_none() || service.from.is_none(),
        "a model comes from one place: `botocore` and `from` are two"
    );
    service.version.as_deref().map_or(Ok(()), check_version)?;
    service.runtime.as_deref().map_or(Ok(()), check_runtime)
}

fn check_version(version: &str) -> Result<()> {
    let version = semver::Version::parse(version).map(drop);
    version.context("version is not one: three numbers are expected, such as 1.2.3")
}

fn check_runtime(runtime: &str) -> Result<()> {
    runtime.parse::<Runtime>().map(drop)
}

/// Names become parts of commands and of upstream paths, so none may lead out of its folder.
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

    const GOOD: &str = "\
runtime = '0.1'
license = 'MIT'

[services.b]
model = 'models/b.json'
out = 'clients/b'
package = 'b-client'
botocore = 'b'
api_version = '2020-01-02'
version = '1.2.3'
operations = ['A']

[services.a]
model = ['models/a.json', 'models/more.json']
out = 'clients/a'
package = 'a-client'
license = 'Apache-2.0'
";

    fn list(text: &str) -> Result<List> {
        List::parse(text, Path::new("/repo/smithwright.toml"))
    }

    fn error(text: &str) -> String {
        format!("{:#}", list(text).expect_err("must be refused"))
    }

    #[test]
    fn the_order_of_the_file_is_kept_and_defaults_hold() {
        let jobs = list(GOOD).unwrap().jobs(&[]).unwrap();
        let [b, a] = jobs.as_slice() else { panic!("{jobs:?}") };
        assert_eq!((b.options.package.as_str(), b.options.version.as_str()), ("b-client", "1.2.3"));
        assert_eq!((b.options.license.as_str(), a.options.license.as_str()), ("MIT", "Apache-2.0"));
        assert_eq!(
            (a.options.version.as_str(), &*b.options.operations),
            ("0.1.0", &["A".to_owned()][..])
        );
        assert_eq!(a.options.command, "smithwright generate a");
        assert_eq!(
            a.model,
            [Path::new("/repo/models/a.json"), Path::new("/repo/models/more.json")]
        );
        assert_eq!(b.out, Path::new("/repo/clients/b"));
        assert_eq!(b.options.runtime, "{ version = \"0.1\", default-features = false }");
        let one = list(GOOD).unwrap().jobs(&["a".to_owned()]).unwrap();
        assert_eq!(one.len(), 1);
    }

    #[test]
    fn services_that_are_not_there_are_told() {
        let names = ["a", "bb", "x/y"].map(str::to_owned);
        let error = list(GOOD).unwrap().jobs(&names).unwrap_err().to_string();
        let expected = "there is no service \"bb\" in /repo/smithwright.toml: did you mean `b`?\n\
                        there is no service \"x/y\" in /repo/smithwright.toml";
        assert_eq!(error, expected);
    }

    #[test]
    fn the_checked_in_list_loads() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../model/services.toml");
        assert!(List::read(&path).unwrap().services.contains_key("apigatewayv2"));
    }

    #[test]
    fn the_nearest_list_is_found_from_any_folder() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("a/b");
        fs::create_dir_all(&inner).unwrap();
        assert_eq!(find(&inner), None);
        fs::write(root.path().join(FILE), GOOD).unwrap();
        assert_eq!(find(&inner), Some(root.path().join(FILE)));
        fs::write(root.path().join("a").join(FILE), GOOD).unwrap();
        assert_eq!(find(&inner), Some(root.path().join("a").join(FILE)));
    }

    #[test]
    fn a_missing_list_is_named() {
        let error = format!("{:#}", List::read(Path::new("nowhere/services.toml")).unwrap_err());
        assert!(error.starts_with("cannot read nowhere/services.toml: "), "{error}");
    }

    #[test]
    fn every_kind_of_mistake_is_told_with_its_place() {
        let with = |old: &str, new: &str| error(&GOOD.replacen(old, new, 1));
        for (text, parts) in [
            (error("services = 1"), ["line 1", "invalid type: integer `1`"]),
            (error("a = ["), ["line 1", "unclosed array"]),
            (error(""), ["is not usable", "missing field `services`"]),
            (error("[services]"), ["it names no service", "add a table [services.NAME]"]),
            (with("api_version", "apiversion"), ["line 9", "unknown field `apiversion`"]),
            (with("license = 'MIT'", "licence = 'MIT'"), ["line 2", "unknown field `licence`"]),
            (with("package = 'b-client'\n", ""), ["line 4", "missing field `package`"]),
            (with("model = 'models/b.json'\n", ""), ["line 4", "missing field `model`"]),
            (with("out = 'clients/b'\n", ""), ["line 4", "missing field `out`"]),
            (with("'models/b.json'", "1"), ["line 5", "expected a path, or a list of paths"]),
            (with("'models/b.json'", "[]"), ["in [services.b]", "model names no file"]),
            (with("services.b]", "services.'../b']"), ["in [services.../b]", "is not a name"]),
            (
                with("'b-client'", "'b client'"),
                ["in [services.b]", "package \"b client\" is not a name"],
            ),
            (with("'1.2.3'", "'1.2'"), ["in [services.b]", "three numbers are expected"]),
            (with("'0.1'", "'0.2'"), ["the runtime `0.2`", "is not that of this generator"]),
            (with("'a-client'", "'b-client'"), ["`b` and `a`", "have the same package `b-client`"]),
            (
                with("'clients/a'", "'clients/b'"),
                ["`b` and `a`", "have the same folder `clients/b`"],
            ),
            (with("= 'b'", "= '../b'"), ["in [services.b]", "botocore \"../b\" is not a name"]),
            (with("[services.a]", "[services.b]"), ["line 13", "duplicate key"]),
        ] {
            let text = format!("X is not usable: {text}");
            assert!(parts.iter().all(|part| text.contains(part)), "{parts:?}: {text}");
        }
    }

    #[test]
    fn all_mistakes_of_services_are_told_at_once() {
        let text = GOOD.replace("-client'", " client'");
        let error = error(&text);
        assert!(error.contains("in [services.b]") && error.contains("in [services.a]"), "{error}");
    }
}
