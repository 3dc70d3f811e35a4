//! `cargo xtask update`: imports what botocore publishes about each service, without its prose.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{ErrorKind, IsTerminal, Read},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use flate2::read::GzDecoder;
use indexmap::IndexMap;
use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::{ZipArchive, result::ZipError};

use crate::services::{self, Service};

/// Import newer facts about services from the botocore package.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Services to import, by their names in model/services.toml; all of them when none is named
    #[arg(value_name = "SERVICE")]
    pub services: Vec<String>,

    /// The botocore version to import from; the newest when left out
    #[arg(long, value_name = "V", conflicts_with = "botocore")]
    pub version: Option<String>,

    /// An unpacked botocore package folder, or a botocore wheel, to use instead of downloading
    #[arg(long, value_name = "DIR")]
    pub botocore: Option<PathBuf>,
}

/// Imports the named services below `root` into `model/<service>/`, and the partitions they all
/// share into `model/partitions.json`.
///
/// Prints one line for each folder. Running it twice changes nothing the second time.
///
/// # Errors
///
/// When a service is unknown, botocore cannot be had, or any file of it is missing or broken: every
/// such problem is told, and nothing is written. When writing fails, the folder in hand keeps its
/// old `source.json`, so that running again completes the work.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let listed = services::load(root)?;
    let chosen = choose(&listed, &args.services)?;
    let downloads = tempfile::tempdir().context("cannot make a temporary folder")?;
    let path = match &args.botocore {
        Some(path) => path.clone(),
        None => download(args.version.as_deref(), downloads.path())?,
    };
    let mut package = Package::open(&path)?;

    let mut plans = vec![plan_shared(&mut package, root)];
    plans.extend(
        chosen.iter().map(|(name, service)| plan_service(&mut package, root, name, service)),
    );
    for plan in all_or_every_error(plans)? {
        let summary = plan.write(root).with_context(|| format!("cannot write {}", plan.folder))?;
        anstream::println!("{}: {summary}", plan.folder);
    }
    Ok(())
}

fn choose<'a>(
    listed: &'a IndexMap<String, Service>,
    names: &'a [String],
) -> Result<IndexMap<&'a String, &'a Service>> {
    if names.is_empty() {
        return Ok(listed.iter().collect());
    }
    let find = |name: &'a String| {
        listed.get_key_value(name).ok_or_else(|| {
            let hint = did_you_mean(name, listed.keys());
            anyhow!("no service {name:?} in {}{hint}", services::FILE)
        })
    };
    Ok(all_or_every_error(names.iter().map(find))?.into_iter().collect())
}

fn all_or_every_error<T>(results: impl IntoIterator<Item = Result<T>>) -> Result<Vec<T>> {
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

fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a String>) -> String {
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(word, name), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map_or_else(String::new, |(_, name)| format!(": did you mean `{name}`?"))
}

// Getting botocore.

/// Downloads the wheel into `folder` and gives its path.
fn download(version: Option<&str>, folder: &Path) -> Result<PathBuf> {
    let requirement = requirement(version)?;
    let progress = Progress::start(format!("downloading {requirement}"));
    let result = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"])
        .args(["--no-deps", "--only-binary=:all:", "--dest"])
        .args([folder.as_os_str(), requirement.as_ref()])
        .output();
    drop(progress);

    let output = result.context(
        "cannot start python3, which fetches botocore with pip; --botocore DIR does without",
    )?;
    if !output.status.success() {
        bail!(pip_failure(&requirement, &String::from_utf8_lossy(&output.stderr)));
    }
    find_wheel(folder)
}

/// Only a plain version gets through, since pip reads far more than that in a requirement.
fn requirement(version: Option<&str>) -> Result<String> {
    let Some(version) = version else {
        return Ok("botocore".to_owned());
    };
    let plain = version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    ensure!(plain, "{version:?} is not a version: write it as in `--version 1.44.5`");
    Ok(format!("botocore=={version}"))
}

fn pip_failure(requirement: &str, stderr: &str) -> String {
    let offered = stderr.split_once("(from versions: ").and_then(|(_, list)| list.split_once(')'));
    match offered.map(|(versions, _)| versions.rsplit(", ").next().unwrap_or(versions)) {
        // pip offers "none" when it could not reach its index at all.
        Some(newest) if newest != "none" => {
            format!("pip finds no {requirement}; the newest it finds is {newest}")
        }
        _ => format!(
            "pip could not download {requirement}; its last lines were:\n{}",
            last_lines(stderr)
        ),
    }
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let shortened = |line: &&str| format!("  {}", line.chars().take(200).collect::<String>());
    lines[lines.len().saturating_sub(5)..].iter().map(shortened).collect::<Vec<_>>().join("\n")
}

fn find_wheel(folder: &Path) -> Result<PathBuf> {
    fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .context("pip succeeded but left no wheel")
}

/// A spinner on a terminal, one plain line elsewhere; gone when dropped.
struct Progress(ProgressBar);

impl Progress {
    fn start(message: String) -> Self {
        if !std::io::stderr().is_terminal() {
            anstream::eprintln!("{message}");
        }
        let bar = ProgressBar::new_spinner().with_message(message);
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

// Reading botocore.

/// Larger than any model by far; it stops a few compressed bytes from filling the memory.
const LARGEST_FILE: u64 = 256 << 20;

/// The botocore package. Paths inside it start with `botocore/`.
struct Package {
    version: String,
    files: Files,
}

enum Files {
    Folder(PathBuf),
    Wheel(ZipArchive<File>),
}

/// A file as upstream ships it, uncompressed.
struct Upstream {
    path: String,
    bytes: Vec<u8>,
}

impl Package {
    fn open(path: &Path) -> Result<Self> {
        let opened = if path.is_dir() { Self::open_folder(path) } else { Self::open_wheel(path) };
        opened.with_context(|| format!("{} is not a botocore package", path.display()))
    }

    fn open_folder(path: &Path) -> Result<Self> {
        let init =
            fs::read_to_string(path.join("__init__.py")).context("cannot read its __init__.py")?;
        let version = init
            .lines()
            .find_map(|line| line.strip_prefix("__version__ = "))
            .context("its __init__.py has no __version__")?;
        Ok(Self {
            version: version.trim_matches(['\'', '"']).to_owned(),
            files: Files::Folder(path.to_owned()),
        })
    }

    fn open_wheel(path: &Path) -> Result<Self> {
        let archive = ZipArchive::new(File::open(path)?)?;
        let version = wheel_version(path).context("its name is not `botocore-VERSION-….whl`")?;
        Ok(Self { version: version.to_owned(), files: Files::Wheel(archive) })
    }

    /// The file at `path`, or at `path` with `.gz`; `None` when botocore has neither.
    fn read(&mut self, path: &str) -> Result<Option<Upstream>> {
        if let Some(bytes) = self.read_as_shipped(path)? {
            return Ok(Some(Upstream { path: path.to_owned(), bytes }));
        }
        let path = format!("{path}.gz");
        let Some(compressed) = self.read_as_shipped(&path)? else {
            return Ok(None);
        };
        let bytes = read_limited(GzDecoder::new(compressed.as_slice()))
            .with_context(|| format!("cannot decompress {path}"))?;
        Ok(Some(Upstream { path, bytes }))
    }

    fn read_as_shipped(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        self.files.read(path).with_context(|| format!("cannot read {path}"))
    }

    fn has(&self, path: &str) -> bool {
        self.files.has(path) || self.files.has(&format!("{path}.gz"))
    }
}

fn wheel_version(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    let tagged = name.strip_prefix("botocore-")?.strip_suffix(".whl")?;
    tagged.split('-').next()
}

impl Files {
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        match self {
            Self::Folder(folder) => match File::open(inside(folder, path)) {
                Ok(file) => read_limited(file).map(Some),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error.into()),
            },
            Self::Wheel(archive) => match archive.by_name(path) {
                Ok(file) => read_limited(file).map(Some),
                Err(ZipError::FileNotFound) => Ok(None),
                Err(error) => Err(error.into()),
            },
        }
    }

    fn has(&self, path: &str) -> bool {
        match self {
            Self::Folder(folder) => inside(folder, path).is_file(),
            Self::Wheel(archive) => archive.index_for_name(path).is_some(),
        }
    }

    /// The names of the folders in `folder`, sorted.
    fn folders(&self, folder: &str) -> BTreeSet<String> {
        match self {
            Self::Folder(package) => fs::read_dir(inside(package, folder))
                .into_iter()
                .flatten()
                .filter_map(|entry| Some(entry.ok()?.path()).filter(|path| path.is_dir()))
                .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
                .collect(),
            Self::Wheel(archive) => archive
                .file_names()
                .filter_map(Result::ok)
                .filter_map(|name| {
                    name.strip_prefix(folder)?
                        .strip_prefix('/')?
                        .split_once('/')
                        .map(|(name, _)| name.to_owned())
                })
                .collect(),
        }
    }
}

fn read_limited(reader: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    ensure!(bytes.len() as u64 <= LARGEST_FILE, "it is larger than {LARGEST_FILE} bytes");
    Ok(bytes)
}

/// An unpacked package may have any name, so the first part of the path is not looked at.
fn inside(package: &Path, path: &str) -> PathBuf {
    package.join(path.strip_prefix("botocore/").unwrap_or(path))
}

// Planning: all that can go wrong upstream goes wrong here, before the first byte is written.

const SERVICE_FILE: &str = "service-2.json";
const SOURCE_FILE: &str = "source.json";
const DATA: &str = "botocore/data";

/// One file to import: its name, whether upstream must have it, and how its prose is taken out.
struct Kind {
    name: &'static str,
    required: bool,
    strip: fn(&mut Value),
}

const SERVICE_KINDS: &[Kind] = &[
    Kind { name: SERVICE_FILE, required: true, strip: strip_service },
    Kind { name: "paginators-1.json", required: false, strip: strip_paginators },
    Kind { name: "service-2.sdk-extras.json", required: false, strip: strip_service_extras },
    Kind { name: "paginators-1.sdk-extras.json", required: false, strip: strip_paginators_extras },
    Kind { name: "waiters-2.json", required: false, strip: strip_waiters },
    Kind { name: "endpoint-rule-set-1.json", required: false, strip: strip_rule_set },
];

const SHARED_KINDS: &[Kind] = &[Kind { name: "partitions.json", required: true, strip: |_| () }];

/// What a folder of `model/` is to hold.
struct Plan {
    folder: String,
    version: String,
    /// The files by name, `source.json` last.
    files: IndexMap<&'static str, Vec<u8>>,
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

fn plan_shared(package: &mut Package, root: &Path) -> Result<Plan> {
    plan(package, root, "model".to_owned(), DATA, SHARED_KINDS)
}

fn plan_service(package: &mut Package, root: &Path, name: &str, service: &Service) -> Result<Plan> {
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
        let bytes =
            facts(&file.bytes, kind.strip).with_context(|| format!("{} is broken", file.path))?;
        let (upstream_sha256, sha256) = (sha256(&file.bytes), sha256(&bytes));
        origins
            .insert(kind.name.to_owned(), Origin { upstream: file.path, upstream_sha256, sha256 });
        files.insert(kind.name, bytes);
    }
    let vanished = vanished(&root.join(&folder), kinds, &origins)?;
    let source = Source { botocore: package.version.clone(), files: origins };
    files.insert(SOURCE_FILE, pretty(&source)?);
    Ok(Plan { folder, version: package.version.clone(), files, vanished })
}

/// The folder in the package with the API version that the service asks for, or with its newest.
fn api_folder(package: &Package, service: &Service) -> Result<String> {
    let folder = format!("{DATA}/{}", service.botocore);
    let mut versions = package.files.folders(&folder);
    versions.retain(|version| {
        is_date(version) && package.has(&format!("{folder}/{version}/{SERVICE_FILE}"))
    });
    let Some(newest) = versions.last() else {
        let hint = did_you_mean(&service.botocore, &package.files.folders(DATA));
        bail!("botocore {} has no service {:?}{hint}", package.version, service.botocore);
    };
    let version = service.api_version.as_ref().unwrap_or(newest);
    ensure!(
        versions.contains(version),
        "botocore {} has no API version {version:?} of {:?}; it has {}",
        package.version,
        service.botocore,
        versions.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
    );
    Ok(format!("{folder}/{version}"))
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
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

fn facts(upstream: &[u8], strip: fn(&mut Value)) -> Result<Vec<u8>> {
    let mut value: Value = serde_json::from_slice(upstream).context("it is not JSON")?;
    ensure!(value.is_object(), "it is not a JSON object");
    strip(&mut value);
    pretty(&value)
}

fn pretty(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

// Writing.

impl Plan {
    /// Brings the folder below `root` to what is planned, and gives a summary.
    fn write(&self, root: &Path) -> Result<String> {
        let folder = root.join(&self.folder);
        let changed = self.changed(&folder)?;
        // Beside the folder, and so on its file system, where a rename cannot run out of space.
        let staging = tempfile::Builder::new().prefix(".update-").tempdir_in(root.join("model"))?;
        for (name, bytes) in &changed {
            fs::write(staging.path().join(name), bytes)?;
        }

        fs::create_dir_all(&folder)?;
        for name in &self.vanished {
            remove_if_there(&folder.join(name))?;
        }
        for (name, _) in &changed {
            fs::rename(staging.path().join(name), folder.join(name))?;
        }
        Ok(self.summary(changed.len()))
    }

    fn changed(&self, folder: &Path) -> Result<Vec<(&str, &[u8])>> {
        let mut changed = Vec::new();
        for (name, bytes) in &self.files {
            match fs::read(folder.join(name)) {
                Ok(old) if old == *bytes => (),
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("cannot read the old {name}"));
                }
                _ => changed.push((*name, bytes.as_slice())),
            }
        }
        Ok(changed)
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

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

// Taking the prose out. Members, shapes and operations may have any name, "documentation" too, so
// a word is removed only in the places where it is an attribute of the model.

const PROSE: &[&str] = &["documentation", "documentationUrl", "deprecatedMessage"];

/// Where a `service-2.json` has attributes; `*` is any member or element.
const SERVICE_PLACES: &[&[&str]] = &[
    &[],
    &["clientContextParams", "*"],
    &["operations", "*"],
    &["operations", "*", "input"],
    &["operations", "*", "output"],
    &["operations", "*", "errors", "*"],
    &["shapes", "*"],
    &["shapes", "*", "members", "*"],
    &["shapes", "*", "member"],
    &["shapes", "*", "key"],
    &["shapes", "*", "value"],
];

fn strip_service(model: &mut Value) {
    for place in SERVICE_PLACES {
        strip_at(model, place, PROSE);
    }
    strip_at(model, &[], &["examples"]);
}

fn strip_paginators(model: &mut Value) {
    strip_at(model, &[], PROSE);
    strip_at(model, &["pagination", "*"], PROSE);
}

fn strip_service_extras(extras: &mut Value) {
    extras.get_mut("merge").into_iter().for_each(strip_service);
}

fn strip_paginators_extras(extras: &mut Value) {
    extras.get_mut("merge").into_iter().for_each(strip_paginators);
}

fn strip_waiters(model: &mut Value) {
    for prose in [PROSE, &["description"]] {
        strip_at(model, &[], prose);
        strip_at(model, &["waiters", "*"], prose);
    }
}

fn strip_rule_set(model: &mut Value) {
    strip_at(model, &[], PROSE);
    strip_at(model, &["parameters", "*"], PROSE);
    strip_at(model, &["parameters", "*", "deprecated"], &["message"]);
    strip_rules(model);
}

/// A rule's `error` stays: it is what a caller is told, so it is behaviour.
fn strip_rules(parent: &mut Value) {
    strip_at(parent, &["rules", "*"], PROSE);
    parent.get_mut("rules").into_iter().flat_map(children).for_each(strip_rules);
}

fn strip_at(value: &mut Value, place: &[&str], words: &[&str]) {
    match place {
        [] => remove(value, words),
        ["*", rest @ ..] => {
            for child in children(value) {
                strip_at(child, rest, words);
            }
        }
        [key, rest @ ..] => {
            if let Some(child) = value.get_mut(key) {
                strip_at(child, rest, words);
            }
        }
    }
}

/// Keeps the order of what stays, which `Map::remove` does not.
fn remove(value: &mut Value, words: &[&str]) {
    let Value::Object(attributes) = value else { return };
    for word in words {
        attributes.shift_remove(*word);
    }
}

fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(elements) => elements.iter_mut().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use clap::Parser;
    use flate2::{Compression, write::GzEncoder};
    use serde_json::json;
    use tempfile::TempDir;
    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    const OLD: &str = "botocore/data/toys/2019-01-01";
    const NEW: &str = "botocore/data/toys/2020-02-02";

    /// A repository with one service, `toys`, and a made-up botocore to import it from.
    struct Bench {
        folder: TempDir,
        upstream: IndexMap<String, Vec<u8>>,
    }

    impl Bench {
        fn new() -> Self {
            let mut bench =
                Self { folder: tempfile::tempdir().unwrap(), upstream: IndexMap::new() };
            fs::create_dir(bench.path("model")).unwrap();
            bench.list("[services.toys]\nbotocore = 'toys'\npackage = 'smithwright-toys'\n");
            bench.ship("botocore/data/partitions.json", r#"{"partitions": []}"#);
            bench.ship(&format!("{OLD}/service-2.json"), r#"{"is": "old"}"#);
            bench.ship(&format!("{NEW}/service-2.json.gz"), r#"{"is": "new"}"#);
            bench.ship(&format!("{NEW}/waiters-2.json"), r#"{"waiters": {}}"#);
            // botocore has such folders: without a model they are no API version.
            bench.ship("botocore/data/toys/2021-03-03/paginators-1.json", "{}");
            bench
        }

        fn path(&self, path: &str) -> PathBuf {
            self.folder.path().join(path)
        }

        fn list(&self, services: &str) {
            fs::write(self.path(services::FILE), services).unwrap();
        }

        fn ship(&mut self, path: &str, text: &str) {
            let bytes = match path.ends_with(".gz") {
                true => gzip(text),
                false => text.as_bytes().to_vec(),
            };
            self.upstream.insert(path.to_owned(), bytes);
        }

        fn unship(&mut self, path: &str) {
            self.upstream.shift_remove(path).unwrap();
        }

        fn wheel(&self) -> PathBuf {
            let path = self.path("botocore-9.8.7-py3-none-any.whl");
            let mut writer = ZipWriter::new(File::create(&path).unwrap());
            for (name, bytes) in &self.upstream {
                writer.start_file(name, SimpleFileOptions::default()).unwrap();
                writer.write_all(bytes).unwrap();
            }
            writer.finish().unwrap();
            path
        }

        fn unpacked(&self) -> PathBuf {
            let root = self.path("unpacked");
            for (name, bytes) in &self.upstream {
                let path = inside(&root, name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
            fs::write(root.join("__init__.py"), "import os\n__version__ = '9.8.7'\n").unwrap();
            root
        }

        fn update_from(&self, botocore: PathBuf, services: &[&str]) -> Result<()> {
            let args = Args {
                services: services.iter().map(|name| (*name).to_owned()).collect(),
                version: None,
                botocore: Some(botocore),
            };
            run(&args, self.folder.path())
        }

        fn update(&self) -> Result<()> {
            self.update_from(self.wheel(), &[])
        }

        fn error(&self) -> String {
            format!("{:#}", self.update().expect_err("must fail"))
        }

        fn read(&self, path: &str) -> String {
            fs::read_to_string(self.path(path)).unwrap()
        }

        /// The paths below `model/`, sorted.
        fn files(&self) -> Vec<String> {
            fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
                for entry in fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
                    match path.is_dir() {
                        true => walk(&path, &format!("{name}/"), found),
                        false => found.push(name),
                    }
                }
            }
            let mut found = Vec::new();
            walk(&self.path("model"), "", &mut found);
            found.sort();
            found
        }
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn stripped(strip: fn(&mut Value), mut model: Value) -> String {
        strip(&mut model);
        model.to_string()
    }

    #[test]
    fn the_newest_api_version_with_a_model_is_imported() {
        let bench = Bench::new();
        bench.update().unwrap();
        assert_eq!(
            bench.files(),
            [
                "partitions.json",
                "services.toml",
                "source.json",
                "toys/service-2.json",
                "toys/source.json",
                "toys/waiters-2.json",
            ]
        );
        assert_eq!(bench.read("model/toys/service-2.json"), "{\n  \"is\": \"new\"\n}\n");
    }

    #[test]
    fn the_named_api_version_is_imported() {
        let bench = Bench::new();
        let named =
            "[services.toys]\nbotocore = 'toys'\npackage = 't'\napi_version = '2019-01-01'\n";
        bench.list(named);
        bench.update().unwrap();
        assert!(bench.read("model/toys/service-2.json").contains("old"));

        bench.list(&named.replace("2019", "2018"));
        assert_eq!(
            bench.error(),
            "cannot import `toys`: botocore 9.8.7 has no API version \"2018-01-01\" of \"toys\"; \
             it has 2019-01-01, 2020-02-02"
        );
    }

    #[test]
    fn the_source_is_recorded() {
        let bench = Bench::new();
        bench.update().unwrap();
        let source: Value = serde_json::from_str(&bench.read("model/toys/source.json")).unwrap();
        let written = bench.read("model/toys/service-2.json");
        assert_eq!(source["botocore"], "9.8.7");
        assert_eq!(
            source["files"]["service-2.json"],
            json!({
                "upstream": "botocore/data/toys/2020-02-02/service-2.json.gz",
                "upstream_sha256": sha256(br#"{"is": "new"}"#),
                "sha256": sha256(written.as_bytes()),
            })
        );
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(b""), empty);
    }

    #[test]
    fn an_unpacked_package_gives_what_the_wheel_gives() {
        let bench = Bench::new();
        bench.update().unwrap();
        let from_wheel = bench
            .files()
            .iter()
            .map(|name| bench.read(&format!("model/{name}")))
            .collect::<Vec<_>>();
        fs::remove_dir_all(bench.path("model/toys")).unwrap();
        bench.update_from(bench.unpacked(), &["toys"]).unwrap();
        let from_folder = bench
            .files()
            .iter()
            .map(|name| bench.read(&format!("model/{name}")))
            .collect::<Vec<_>>();
        assert_eq!(from_wheel, from_folder);
    }

    #[test]
    fn updating_again_touches_nothing() {
        let bench = Bench::new();
        bench.update().unwrap();
        let modified =
            || fs::metadata(bench.path("model/toys/service-2.json")).unwrap().modified().unwrap();
        let (files, first) = (bench.files(), modified());
        bench.update().unwrap();
        assert_eq!((bench.files(), modified()), (files, first));

        let mut package = Package::open(&bench.wheel()).unwrap();
        let plan = plan_shared(&mut package, bench.folder.path()).unwrap();
        let summary = plan.write(bench.folder.path()).unwrap();
        assert_eq!(summary, "2 files from botocore 9.8.7, 0 changed");
    }

    #[test]
    fn a_file_that_vanished_upstream_is_removed_and_others_are_not() {
        let mut bench = Bench::new();
        bench.update().unwrap();
        for ours in ["overlay.md", "overlay.toml", "paginators-1.json"] {
            fs::write(bench.path("model/toys").join(ours), "ours").unwrap();
        }
        // Even a record that claims them does not let an import remove our own files.
        let claimed =
            bench.read("model/toys/source.json").replace("service-2.json\":", "overlay.md\":");
        fs::write(bench.path("model/toys/source.json"), claimed).unwrap();
        bench.unship(&format!("{NEW}/waiters-2.json"));
        bench.update().unwrap();

        let left =
            bench.files().into_iter().filter(|name| name.starts_with("toys/")).collect::<Vec<_>>();
        assert_eq!(
            left,
            [
                "toys/overlay.md",
                "toys/overlay.toml",
                "toys/paginators-1.json",
                "toys/service-2.json",
                "toys/source.json",
            ]
        );
    }

    #[test]
    fn unknown_services_are_all_told_with_a_guess() {
        let bench = Bench::new();
        let error = bench.update_from(bench.wheel(), &["toyz", "toys", "../../x"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no service \"toyz\" in model/services.toml: did you mean `toys`?\n\
             no service \"../../x\" in model/services.toml"
        );
        bench.list("[services.a]\nbotocore = 'tois'\npackage = 'a'\n");
        assert_eq!(
            bench.error(),
            "cannot import `a`: botocore 9.8.7 has no service \"tois\": did you mean `toys`?"
        );
    }

    #[test]
    fn broken_files_are_named_and_nothing_is_written() {
        let mut bench = Bench::new();
        bench.ship(&format!("{NEW}/service-2.json.gz"), "{\n  \"is\": }");
        bench.ship("botocore/data/partitions.json", "[]");
        let error = bench.error();
        let service = "botocore/data/toys/2020-02-02/service-2.json.gz is broken: it is not JSON: ";
        assert!(error.contains(service) && error.contains("line 2 column 9"), "{error}");
        assert!(
            error.contains("botocore/data/partitions.json is broken: it is not a JSON object"),
            "{error}"
        );
        assert_eq!(bench.files(), ["services.toml"]);

        bench.upstream.insert(format!("{NEW}/service-2.json.gz"), b"no gzip".to_vec());
        assert!(
            bench
                .error()
                .contains("cannot decompress botocore/data/toys/2020-02-02/service-2.json.gz")
        );
        bench.unship("botocore/data/partitions.json");
        assert!(bench.error().contains("botocore 9.8.7 has no botocore/data/partitions.json"));
        assert_eq!(bench.files(), ["services.toml"]);
    }

    #[test]
    fn nesting_too_deep_is_an_error() {
        let mut bench = Bench::new();
        bench.ship(&format!("{NEW}/waiters-2.json"), &"{\"a\":".repeat(100_000));
        assert!(
            bench.error().contains("waiters-2.json is broken: it is not JSON: recursion limit")
        );
    }

    #[test]
    fn a_record_that_cannot_be_read_stops_the_import() {
        let bench = Bench::new();
        bench.update().unwrap();
        fs::write(bench.path("model/toys/source.json"), "{").unwrap();
        let error = bench.error();
        assert!(error.contains("source.json, which an earlier import wrote"), "{error}");
    }

    #[test]
    fn a_file_that_cannot_be_replaced_stops_the_import_of_its_folder() {
        let bench = Bench::new();
        fs::create_dir_all(bench.path("model/toys/waiters-2.json/in-the-way")).unwrap();
        let error = bench.error();
        assert!(
            error.starts_with("cannot write model/toys: cannot read the old waiters-2.json"),
            "{error}"
        );
        assert!(!bench.path("model/toys/service-2.json").exists());
    }

    #[test]
    fn hostile_names_are_refused() {
        let bench = Bench::new();
        for name in ["../../x", "Toys", "to ys", ""] {
            bench.list(&format!("[services.{name:?}]\nbotocore = 'toys'\npackage = 'a'\n"));
            let error = bench.error();
            assert!(error.contains(&format!("{name:?} is not a name")), "{error}");
        }
        assert_eq!(bench.files(), ["services.toml"]);
    }

    #[test]
    fn what_is_no_package_is_told() {
        let bench = Bench::new();
        let nowhere = bench.update_from(bench.path("nowhere"), &[]).unwrap_err();
        assert!(nowhere.to_string().ends_with("nowhere is not a botocore package"), "{nowhere}");
        let folder = bench.update_from(bench.path("model"), &[]).unwrap_err();
        assert!(format!("{folder:#}").contains("cannot read its __init__.py"), "{folder:#}");
    }

    #[test]
    fn prose_goes_and_members_of_that_name_stay() {
        let model = json!({
            "documentation": "x",
            "metadata": {"serviceFullName": "Toys"},
            "examples": {},
            "clientContextParams": {"documentation": {"type": "string", "documentation": "x"}},
            "operations": {"documentation": {
                "name": "documentation",
                "documentation": "x",
                "documentationUrl": "x",
                "deprecated": true,
                "deprecatedMessage": "x",
                "input": {"shape": "documentation", "documentation": "x"},
                "output": {"documentation": "x", "shape": "documentation"},
                "errors": [{"shape": "Broken", "documentation": "x"}],
            }},
            "shapes": {
                "documentation": {"type": "structure", "documentation": "x", "members": {
                    "documentation": {"documentation": "x", "shape": "S"},
                    "deprecatedMessage": {"shape": "S", "deprecated": true, "deprecatedMessage": "x"},
                    "examples": {"shape": "S"},
                }},
                "examples": {"type": "list", "member": {"shape": "S", "documentation": "x"}},
                "M": {
                    "type": "map",
                    "key": {"documentation": "x", "shape": "S"},
                    "value": {"shape": "S", "documentation": "x"},
                },
                "S": {"type": "string", "enum": ["documentation"]},
            },
        });
        let expected = json!({
            "metadata": {"serviceFullName": "Toys"},
            "clientContextParams": {"documentation": {"type": "string"}},
            "operations": {"documentation": {
                "name": "documentation",
                "deprecated": true,
                "input": {"shape": "documentation"},
                "output": {"shape": "documentation"},
                "errors": [{"shape": "Broken"}],
            }},
            "shapes": {
                "documentation": {"type": "structure", "members": {
                    "documentation": {"shape": "S"},
                    "deprecatedMessage": {"shape": "S", "deprecated": true},
                    "examples": {"shape": "S"},
                }},
                "examples": {"type": "list", "member": {"shape": "S"}},
                "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S"}},
                "S": {"type": "string", "enum": ["documentation"]},
            },
        });
        assert_eq!(stripped(strip_service, model), expected.to_string());
    }

    #[test]
    fn rules_lose_their_prose_and_keep_their_errors() {
        let model = json!({
            "parameters": {"documentation": {
                "type": "string",
                "documentation": "x",
                "deprecated": {"message": "x", "since": "2020"},
            }},
            "rules": [{"documentation": "x", "type": "tree", "rules": [
                {"type": "error", "documentation": "x", "error": "no such region"},
                {"type": "endpoint", "endpoint": {"properties": {"documentation": "kept"}}},
            ]}],
        });
        let expected = json!({
            "parameters": {"documentation": {"type": "string", "deprecated": {"since": "2020"}}},
            "rules": [{"type": "tree", "rules": [
                {"type": "error", "error": "no such region"},
                {"type": "endpoint", "endpoint": {"properties": {"documentation": "kept"}}},
            ]}],
        });
        assert_eq!(stripped(strip_rule_set, model), expected.to_string());
    }

    #[test]
    fn paginators_and_waiters_lose_their_prose() {
        let paginators =
            json!({"pagination": {"description": {"documentation": "x", "limit_key": "n"}}});
        let expected = json!({"pagination": {"description": {"limit_key": "n"}}});
        assert_eq!(stripped(strip_paginators, paginators), expected.to_string());

        let waiters = json!({"waiters": {"description": {"description": "x", "delay": 1}}});
        let expected = json!({"waiters": {"description": {"delay": 1}}});
        assert_eq!(stripped(strip_waiters, waiters), expected.to_string());
    }

    #[test]
    fn models_of_the_wrong_type_are_left_alone() {
        for model in
            [json!(null), json!([1]), json!({"shapes": 1, "operations": [2], "rules": "x"})]
        {
            for strip in [strip_service, strip_paginators, strip_waiters, strip_rule_set] {
                assert_eq!(stripped(strip, model.clone()), model.to_string());
            }
        }
    }

    /// Upstream may invent a new kind of prose any day; its length gives it away.
    #[test]
    fn the_checked_in_models_hold_no_prose() {
        const WORDY_FACTS: &[&str] = &["argument", "enum", "error", "pattern", "serviceFullName"];

        fn check(value: &Value, key: &str, file: &Path) {
            match value {
                Value::Object(members) => {
                    members.iter().for_each(|(key, value)| check(value, key, file))
                }
                Value::Array(elements) => elements.iter().for_each(|value| check(value, key, file)),
                Value::String(text) => assert!(
                    text.split_whitespace().count() < 6 || WORDY_FACTS.contains(&key),
                    "{}: `{key}` looks like prose: {text}",
                    file.display()
                ),
                _ => (),
            }
        }

        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model");
        let folders = fs::read_dir(&models).unwrap().map(|entry| entry.unwrap().path());
        let folders = folders.filter(|path| path.is_dir()).chain([models.clone()]);
        let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
        let mut checked = 0;
        for file in files.map(|entry| entry.unwrap().path()) {
            if file.extension().is_some_and(|extension| extension == "json") {
                check(&serde_json::from_slice(&fs::read(&file).unwrap()).unwrap(), "", &file);
                checked += 1;
            }
        }
        assert!(checked >= 6, "only {checked} files were found");
    }

    #[test]
    fn a_version_is_only_a_version() {
        assert_eq!(requirement(None).unwrap(), "botocore");
        assert_eq!(requirement(Some("1.44.5")).unwrap(), "botocore==1.44.5");
        for hostile in ["", "latest", "1 --pre", "1;x", "1,<2", "/x"] {
            assert!(requirement(Some(hostile)).is_err(), "{hostile}");
        }
    }

    #[test]
    fn pip_failures_are_short() {
        let versions =
            "ERROR: Could not find it (from versions: 1.0.0, 1.44.4, 1.44.5)\nERROR: No match\n";
        let unknown = pip_failure("botocore==9", versions);
        assert_eq!(unknown, "pip finds no botocore==9; the newest it finds is 1.44.5");

        let offline =
            pip_failure("botocore", "1\n2\n3\n4\n\n5\nERROR: none (from versions: none)\n");
        assert!(
            offline
                .ends_with("lines were:\n  2\n  3\n  4\n  5\n  ERROR: none (from versions: none)")
        );
        let endless = pip_failure("botocore", &"é".repeat(10_000));
        assert!(endless.chars().count() < 400);
        assert!(
            pip_failure("botocore", "No module named pip").ends_with("\n  No module named pip")
        );
    }

    #[test]
    fn the_command_line_is_sound() {
        #[derive(Parser)]
        struct Cli {
            #[command(flatten)]
            args: Args,
        }
        let args = Cli::try_parse_from(["x", "a", "b", "--version", "1.2"]).unwrap().args;
        assert_eq!(
            (args.services.as_slice(), args.version.as_deref()),
            (&["a".to_owned(), "b".to_owned()][..], Some("1.2"))
        );
        assert!(Cli::try_parse_from(["x", "--version", "1", "--botocore", "d"]).is_err());
    }
}
