//! What a folder of `model/` is to hold. All that can go wrong upstream goes wrong here, before the first byte is
//! written.

use super::prose;
use anyhow::{Context, Result, bail, ensure};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use smithwright::botocore::{DATA, Package};
use smithwright::list::Service;
use smithwright::tree;
use smithwright_codegen::model_files;
use std::fs;
use std::path::Path;

const SOURCE_FILE: &str = "source.json";

/// One file to import: its name, whether upstream must have it, and how its prose is taken out.
struct Kind {
    name: &'static str,
    required: bool,
    strip: fn(&mut Value),
}

impl Kind {
    const fn required(name: &'static str, strip: fn(&mut Value)) -> Self {
        Self { name, required: true, strip }
    }

    const fn optional(name: &'static str, strip: fn(&mut Value)) -> Self {
        Self { name, required: false, strip }
    }
}

const SERVICE_KINDS: &[Kind] = &[
    Kind::required(model_files::SERVICE, prose::strip_service),
    Kind::optional(model_files::PAGINATORS, prose::strip_paginators),
    Kind::optional(model_files::SERVICE_EXTRAS, prose::strip_service_extras),
    Kind::optional(model_files::PAGINATORS_EXTRAS, prose::strip_paginators_extras),
    Kind::optional(model_files::WAITERS, prose::strip_waiters),
    Kind::optional(model_files::ENDPOINT_RULES, prose::strip_rule_set),
];

const SHARED_KINDS: &[Kind] = &[Kind::required(model_files::PARTITIONS, |_| ())];

/// What a folder of `model/` is to hold.
pub struct Plan {
    /// The folder, below the repository's root.
    pub folder: String,
    version: String,
    /// The files by name, `source.json` last.
    files: IndexMap<&'static str, String>,
    /// Files of an earlier import that upstream no longer ships.
    vanished: Vec<&'static str>,
}

/// `source.json`: where the files beside it came from.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    /// The botocore version.
    botocore: String,
    files: IndexMap<String, Origin>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Origin {
    /// The path in the botocore package.
    upstream: String,
    /// The hash of the upstream file, uncompressed.
    upstream_sha256: String,
    /// The hash of the file beside.
    sha256: String,
}

/// Plans the partitions that all services share.
///
/// # Errors
///
/// When upstream's file is missing or broken.
pub fn plan_shared(package: &mut Package, root: &Path) -> Result<Plan> {
    plan(package, root, "model".to_owned(), DATA, SHARED_KINDS)
}

/// Plans the files of a service.
///
/// # Errors
///
/// When botocore does not have the service, or a file of it is missing or broken.
pub fn plan_service(
    package: &mut Package,
    root: &Path,
    name: &str,
    service: &Service,
) -> Result<Plan> {
    let upstream =
        api_folder(package, service).with_context(|| format!("cannot import `{name}`"))?;
    plan(package, root, format!("model/{name}"), &upstream, SERVICE_KINDS)
}

fn plan(
    package: &mut Package,
    root: &Path,
    folder: String,
    upstream: &str,
    kinds: &[Kind],
) -> Result<Plan> {
    let mut files = IndexMap::new();
    let mut origins = IndexMap::new();
    for kind in kinds {
        let Some(file) = package.read(&format!("{upstream}/{}", kind.name))? else {
            ensure!(!kind.required, "botocore {} has no {upstream}/{}", package.version, kind.name);
            continue;
        };
        let text =
            facts(&file.bytes, kind.strip).with_context(|| format!("{} is broken", file.path))?;
        let (upstream_sha256, sha256) = (sha256(&file.bytes), sha256(text.as_bytes()));
        origins
            .insert(kind.name.to_owned(), Origin { upstream: file.path, upstream_sha256, sha256 });
        files.insert(kind.name, text);
    }
    let vanished = vanished(&root.join(&folder), kinds, &origins)?;
    let source = Source { botocore: package.version.clone(), files: origins };
    files.insert(SOURCE_FILE, pretty(&source)?);
    Ok(Plan { folder, version: package.version.clone(), files, vanished })
}

/// The folder in the package with the API version that the service asks for, or with its newest.
fn api_folder(package: &Package, service: &Service) -> Result<String> {
    let Some(botocore) = &service.botocore else {
        bail!(
            "the list does not say where its model comes from; its key `botocore` names the folder in {DATA}"
        );
    };
    package.api_folder(botocore, service.api_version.as_deref())
}

fn vanished(
    folder: &Path,
    kinds: &[Kind],
    shipped: &IndexMap<String, Origin>,
) -> Result<Vec<&'static str>> {
    let path = folder.join(SOURCE_FILE);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let earlier = read_source(&path).with_context(|| {
        format!("cannot read {}, which an earlier import wrote", path.display())
    })?;
    let gone = |name: &&str| earlier.files.contains_key(*name) && !shipped.contains_key(*name);
    Ok(kinds.iter().map(|kind| kind.name).filter(gone).collect())
}

fn read_source(path: &Path) -> Result<Source> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

fn facts(upstream: &[u8], strip: fn(&mut Value)) -> Result<String> {
    let mut value: Value = serde_json::from_slice(upstream).context("it is not JSON")?;
    ensure!(value.is_object(), "it is not a JSON object");
    strip(&mut value);
    pretty(&value)
}

fn pretty(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// The hash of `bytes`, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Plan {
    /// Brings the folder below `root` to what is planned, and gives a summary.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read or written.
    pub fn write(&self, root: &Path) -> Result<String> {
        let folder = root.join(&self.folder);
        let mut changed = Vec::new();
        for (name, text) in &self.files {
            if tree::read(&folder.join(name))?.as_deref() != Some(text) {
                changed.push((*name, text.as_str()));
            }
        }
        let vanished: Vec<_> =
            self.vanished.iter().filter(|name| folder.join(name).exists()).copied().collect();
        tree::replace(&folder, &changed, &vanished)?;
        Ok(self.summary(changed.len()))
    }

    fn summary(&self, changed: usize) -> String {
        let removed = match self.vanished.len() {
            0 => String::new(),
            count => format!(", {count} removed"),
        };
        format!(
            "{} files from botocore {}, {changed} changed{removed}",
            self.files.len(),
            self.version
        )
    }
}
