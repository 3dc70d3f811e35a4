//! What a folder of `model/` is to hold. All that can go wrong upstream goes wrong here, before the first byte is
//! written.

use super::prose;
use crate::botocore::{DATA, Package};
use crate::list::{List, Service};
use crate::{inputs, tree};
use anyhow::{Context, Result, bail, ensure};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use similar::{ChangeTag, TextDiff};
use smithwright_codegen::model_files;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The record of where the files beside it came from.
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

/// What files of a folder are to hold.
pub struct Plan {
    /// The folder.
    pub folder: PathBuf,
    /// Where what is there came from, if that is known.
    pub from: Option<String>,
    /// Where what is planned comes from.
    pub to: String,
    /// The files by name, the record last; those that are to go have no text.
    pub files: IndexMap<String, Option<String>>,
}

/// `source.json`: where the files beside it came from.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    /// The botocore version, if they came from there.
    #[serde(skip_serializing_if = "Option::is_none")]
    botocore: Option<String>,
    /// The revision of the place that they were copied from, if they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<String>,
    files: IndexMap<String, Origin>,
}

impl Source {
    fn shown(&self) -> String {
        match (&self.botocore, &self.revision) {
            (Some(version), _) => format!("botocore {version}"),
            (None, Some(revision)) => format!("revision {revision}"),
            (None, None) => "an unknown place".to_owned(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Origin {
    /// The path in the botocore package, or where the file was copied from.
    upstream: String,
    /// The hash of the upstream file, uncompressed.
    upstream_sha256: String,
    /// The hash of the file beside.
    sha256: String,
}

/// Plans the partitions that the services share whose models stand in `folder`.
///
/// # Errors
///
/// When upstream's file is missing or broken.
pub fn plan_shared(package: &mut Package, folder: &Path) -> Result<Plan> {
    plan_botocore(package, folder, DATA, SHARED_KINDS, true)
}

/// Plans the files of a service.
///
/// # Errors
///
/// When the place that the model comes from does not have it, or a file of it is missing or broken.
pub fn plan_service(
    package: Option<&mut Package>,
    list: &List,
    name: &str,
    service: &Service,
) -> Result<Plan> {
    let plan = || match (package, &service.from) {
        (Some(package), _) if service.botocore.is_some() => {
            let botocore = service.botocore.as_deref().unwrap_or_default();
            let upstream = package.api_folder(botocore, service.api_version.as_deref())?;
            let folder = one_model(list, service)?;
            plan_botocore(package, &folder, &upstream, SERVICE_KINDS, list.facts_only(service))
        }
        (_, Some(from)) => plan_copy(&list.folder().join(from), list, service),
        _ => bail!(
            "the list does not say where its model comes from; its key `botocore` names the folder in {DATA}, and its key \
             `from` a file or folder"
        ),
    };
    plan().with_context(|| format!("cannot import `{name}`"))
}

/// Where the model of a service is.
fn one_model(list: &List, service: &Service) -> Result<PathBuf> {
    let mut model = service.model.from(list.folder());
    ensure!(model.len() == 1, "only a model that is one file or folder can be updated");
    Ok(model.swap_remove(0))
}

fn plan_botocore(
    package: &mut Package,
    folder: &Path,
    upstream: &str,
    kinds: &[Kind],
    facts_only: bool,
) -> Result<Plan> {
    let (mut files, mut origins) = (IndexMap::new(), IndexMap::new());
    for kind in kinds {
        let Some(file) = package.read(&format!("{upstream}/{}", kind.name))? else {
            ensure!(!kind.required, "botocore {} has no {upstream}/{}", package.version, kind.name);
            continue;
        };
        let strip = if facts_only { kind.strip } else { |_: &mut Value| () };
        let text = taken(&file.bytes, strip).with_context(|| format!("{} is broken", file.path))?;
        let (upstream_sha256, sha256) = (sha256(&file.bytes), sha256(text.as_bytes()));
        origins
            .insert(kind.name.to_owned(), Origin { upstream: file.path, upstream_sha256, sha256 });
        files.insert(kind.name.to_owned(), text);
    }
    let known: Vec<_> = kinds.iter().map(|kind| kind.name.to_owned()).collect();
    let source = Source { botocore: Some(package.version.clone()), revision: None, files: origins };
    plan(folder, SOURCE_FILE, files, source, &known)
}

/// Plans a model that is a copy of another: of a file, or of the files in Smithy's AST of a folder.
fn plan_copy(from: &Path, list: &List, service: &Service) -> Result<Plan> {
    let model = one_model(list, service)?;
    let is_file = from.is_file();
    let theirs = match is_file {
        true => vec![from.to_owned()],
        false => ast_files(from)?,
    };
    ensure!(!theirs.is_empty(), "{}: there is no model in Smithy's JSON AST here", from.display());
    let to_file = model.extension().is_some_and(|extension| extension == "json");
    ensure!(is_file || !to_file, "{}: this is not a file, as `model` is", from.display());
    let file_name =
        |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = if to_file { model.parent().unwrap_or(&model) } else { &model };
    let strip = if list.facts_only(service) { prose::strip_ast } else { |_: &mut Value| () };
    let (mut files, mut origins) = (IndexMap::new(), IndexMap::new());
    for path in theirs {
        let bytes =
            fs::read(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
        let text = taken(&bytes, strip).with_context(|| format!("{} is broken", path.display()))?;
        ensure!(inputs::is_ast(&text), "{}: this is not in Smithy's JSON AST", path.display());
        let name = file_name(if to_file { &model } else { &path });
        let name = name.trim_end_matches(".gz").to_owned();
        let upstream = crate::job::relative(&path, list.folder());
        let (upstream_sha256, sha256) = (sha256(&bytes), sha256(text.as_bytes()));
        origins.insert(name.clone(), Origin { upstream, upstream_sha256, sha256 });
        files.insert(name, text);
    }
    let record = match to_file {
        true => file_name(&model.with_extension(SOURCE_FILE)),
        false => SOURCE_FILE.to_owned(),
    };
    let revision = Some(revision(from, &files));
    plan(folder, &record, files, Source { botocore: None, revision, files: origins }, &[])
}

fn ast_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("{}: there is no such file or folder", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.is_file() && inputs::is_json(path));
    files.sort();
    let text =
        |path: &PathBuf| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    files.retain(|path| inputs::is_ast(&text(path)));
    Ok(files)
}

/// What the place is at: the last commit that changed it, or else the beginning of a hash of what it holds.
fn revision(from: &Path, files: &IndexMap<String, String>) -> String {
    let (folder, name) = match from.is_dir() {
        true => (from, Path::new(".")),
        false => (from.parent().unwrap_or(from), from.file_name().map_or(from, Path::new)),
    };
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["log", "-1", "--format=%h", "--"]).arg(name);
    let commit = git.output().ok().filter(|output| output.status.success());
    let commit = commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let hash = || sha256(files.values().cloned().collect::<String>().as_bytes())[..12].to_owned();
    commit.filter(|commit| !commit.is_empty()).unwrap_or_else(hash)
}

/// The plan for these files. Of those that an earlier import wrote and upstream has no more, the ones whose names are
/// `known`, or any if none is, are to go: a record does not make the command remove what is not upstream's.
fn plan(
    folder: &Path,
    record: &str,
    texts: IndexMap<String, String>,
    source: Source,
    known: &[String],
) -> Result<Plan> {
    let earlier = earlier(&folder.join(record))?;
    let (from, to) = (earlier.as_ref().map(Source::shown), source.shown());
    let is_known = |name: &str| match known.is_empty() {
        true => name.ends_with(".json") && !name.contains(['/', '\\']),
        false => known.iter().any(|known| known == name),
    };
    let mut files: IndexMap<_, _> =
        texts.into_iter().map(|(name, text)| (name, Some(text))).collect();
    for name in earlier.into_iter().flat_map(|earlier| earlier.files.into_keys()) {
        if is_known(&name) && !files.contains_key(&name) {
            files.insert(name, None);
        }
    }
    files.insert(record.to_owned(), Some(pretty(&source)?));
    Ok(Plan { folder: folder.to_owned(), from, to, files })
}

fn earlier(record: &Path) -> Result<Option<Source>> {
    if !record.exists() {
        return Ok(None);
    }
    let source = read_source(record).with_context(|| {
        format!("cannot read {}, which an earlier import wrote", record.display())
    })?;
    Ok(Some(source))
}

fn read_source(path: &Path) -> Result<Source> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// The text of a model, without what `strip` takes out.
fn taken(upstream: &[u8], strip: fn(&mut Value)) -> Result<String> {
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

/// A file that is to change.
pub struct Changed {
    /// Its path.
    pub path: PathBuf,
    /// What it is to hold; nothing, if it is to go.
    pub text: Option<String>,
    /// How it changes.
    pub how: String,
}

impl Plan {
    /// The files that do not hold what they are to hold.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub fn changed(&self) -> Result<Vec<Changed>> {
        let mut changed = Vec::new();
        for (name, text) in &self.files {
            let path = self.folder.join(name);
            let old = tree::read(&path)?;
            if old != *text {
                let how = how(old.as_deref(), text.as_deref());
                changed.push(Changed { path, text: text.clone(), how });
            }
        }
        Ok(changed)
    }
}

/// How a file changes, in a few words.
fn how(old: Option<&str>, new: Option<&str>) -> String {
    let (Some(old), Some(new)) = (old, new) else {
        return if new.is_some() { "new" } else { "removed" }.to_owned();
    };
    let (mut added, mut removed) = (0, 0);
    for change in TextDiff::from_lines(old, new).iter_all_changes() {
        match change.tag() {
            ChangeTag::Insert => added += 1,
            ChangeTag::Delete => removed += 1,
            ChangeTag::Equal => {}
        }
    }
    format!("changed, +{added} -{removed} lines")
}
