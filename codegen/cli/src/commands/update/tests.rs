//! Updates from a made-up botocore, and from copies, of a repository with a service or two.

use super::*;
use crate::botocore::inside;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Parser;
use flate2::Compression;
use flate2::write::GzEncoder;
use indexmap::IndexMap;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use tempfile::TempDir;
use walkdir::WalkDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const OLD: &str = "botocore/data/toys/2019-01-01";
const NEW: &str = "botocore/data/toys/2020-02-02";
const LIST: &str = "smithwright.toml";
const RULES: &str = r#"{"version": "1.0", "parameters": {}, "rules": [
    {"type": "endpoint", "conditions": [], "endpoint": {"url": "https://toy.test"}}]}"#;

/// A repository with one service, `toys`, and a made-up botocore to import it from.
struct Bench {
    folder: TempDir,
    version: &'static str,
    upstream: IndexMap<String, Vec<u8>>,
}

impl Bench {
    fn new() -> Self {
        let mut bench = Self {
            folder: tempfile::tempdir().unwrap(),
            version: "9.8.7",
            upstream: IndexMap::new(),
        };
        bench.list(&entry("toys", "toys"));
        bench.ship("botocore/data/partitions.json", r#"{"partitions": [], "version": "1.1"}"#);
        bench.ship(&format!("{OLD}/service-2.json"), &toys("2019-01-01", &["Name"]));
        bench.ship(&format!("{NEW}/service-2.json.gz"), &toys("2020-02-02", &["Name", "Size"]));
        for version in [OLD, NEW] {
            bench.ship(&format!("{version}/endpoint-rule-set-1.json"), RULES);
        }
        bench.ship(&format!("{NEW}/waiters-2.json"), r#"{"version": 2, "waiters": {}}"#);
        // botocore has such folders: without a model they are not an API version.
        bench.ship("botocore/data/toys/2021-03-03/paginators-1.json", "{}");
        bench
    }

    /// The same after a first update, and with words for what the model has.
    fn updated() -> Self {
        let bench = Self::new();
        bench.update().unwrap();
        fs::write(bench.path("models/toys/overlay.md"), OVERLAY).unwrap();
        bench.update().unwrap();
        bench
    }

    /// botocore's next version, in which toys have these members.
    fn release(&mut self, members: &[&str]) {
        self.version = "9.8.8";
        self.ship(&format!("{NEW}/service-2.json.gz"), &toys("2020-02-02", members));
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn list(&self, services: &str) {
        fs::write(self.path(LIST), format!("facts_only = true\n{services}")).unwrap();
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

    /// The package, which says that its files have the hashes of `claimed`.
    fn wheel_claiming(&self, claimed: &IndexMap<String, Vec<u8>>) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("botocore-{}-py3-none-any.whl", self.version));
        let mut writer = ZipWriter::new(File::create(&path).unwrap());
        let line = |(name, bytes): (&String, &Vec<u8>)| {
            let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(bytes));
            format!("{name},sha256={hash},{}\n", bytes.len())
        };
        let record = claimed.iter().map(line).collect::<String>();
        let record_path = format!("botocore-{}.dist-info/RECORD", self.version);
        let files = self.upstream.iter().map(|(name, bytes)| (name.clone(), bytes.clone()));
        for (name, bytes) in files.chain([(record_path, record.into_bytes())]) {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&bytes).unwrap();
        }
        writer.finish().unwrap();
        (folder, path)
    }

    fn unpacked(&self) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("unpacked");
        for (name, bytes) in &self.upstream {
            let path = inside(&root, name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let init = format!("import os\n__version__ = '{}'\n", self.version);
        fs::write(root.join("__init__.py"), init).unwrap();
        (folder, root)
    }

    fn args(&self, botocore: &Path) -> Args {
        Args { botocore: Some(botocore.to_owned()), ..Args::default() }
    }

    fn update_with(&self, change: impl FnOnce(&mut Args)) -> Result<Vec<String>> {
        let (_folder, wheel) = self.wheel_claiming(&self.upstream);
        let mut args = self.args(&wheel);
        change(&mut args);
        updated(&args, self.folder.path())
    }

    fn update(&self) -> Result<Vec<String>> {
        self.update_with(|_| ())
    }

    fn error(&self) -> String {
        format!("{:#}", self.update().expect_err("must fail"))
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// All files of the repository.
    fn all(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = WalkDir::new(self.folder.path()).into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().is_file());
        files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
    }

    /// The paths below `models/`, sorted.
    fn models(&self) -> Vec<String> {
        let models = self.path("models");
        let paths = self.all().into_keys();
        let below = paths.filter_map(|path| Some(path.strip_prefix(&models).ok()?.to_owned()));
        below.map(|path| path.to_str().unwrap().to_owned()).collect()
    }
}

const OVERLAY: &str =
    "# Toys\n\nAll.\n\n## Toy\n\nA toy.\n\n### Name\n\nIts name.\n\n### Size\n\nIts size.\n";

/// A model of toys that have these members.
fn toys(api_version: &str, members: &[&str]) -> String {
    let member = |name: &&str| {
        ((*name).to_owned(), json!({"shape": "S", "documentation": "<p>Theirs.</p>"}))
    };
    let members: serde_json::Map<_, _> = members.iter().map(member).collect();
    json!({
        "version": "2.0",
        "metadata": {
            "apiVersion": api_version, "endpointPrefix": "toys", "protocol": "rest-json", "protocols": ["rest-json"],
            "serviceFullName": "Toys", "serviceId": "Toys", "signatureVersion": "v4", "signingName": "toys",
            "uid": format!("toys-{api_version}"), "auth": ["aws.auth#sigv4"],
        },
        "operations": {"GetToy": {
            "name": "GetToy", "http": {"method": "GET", "requestUri": "/toy"}, "output": {"shape": "Answer"},
        }},
        "shapes": {
            "S": {"type": "string"},
            "Answer": {"type": "structure", "members": {"Toy": {"shape": "Toy"}}},
            "Toy": {"type": "structure", "members": members},
        },
    })
    .to_string()
}

/// The list's table of a service that comes from a folder of botocore.
fn entry(name: &str, botocore: &str) -> String {
    format!(
        "[services.{name}]\nmodel = 'models/toys'\nout = 'clients/toys'\npackage = 'toys'\nbotocore = '{botocore}'\n"
    )
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn said(told: &[String], what: &str) -> bool {
    told.iter().any(|line| line.contains(what))
}

#[test]
fn the_newest_api_version_with_a_model_is_imported_and_its_crate_generated() {
    let bench = Bench::new();
    let told = bench.update().unwrap();
    let expected = [
        "partitions.json",
        "source.json",
        "toys/CHANGELOG.md",
        "toys/endpoint-rule-set-1.json",
        "toys/service-2.json",
        "toys/source.json",
        "toys/waiters-2.json",
    ];
    assert_eq!(bench.models(), expected);
    let model = bench.read("models/toys/service-2.json");
    assert!(model.contains("\"Size\"") && !model.contains("Theirs"), "{model}");
    assert!(bench.read("clients/toys/src/types/toy.rs").contains("pub size"));
    assert!(said(&told, "toys: to botocore 9.8.7"), "{told:#?}");
    assert!(said(&told, "  models/toys/service-2.json: new"), "{told:#?}");
    assert!(
        said(&told, "  has no words: GetToy, Answer$Toy, Toy, Toy$Name, Toy$Size"),
        "{told:#?}"
    );
}

#[test]
fn sentences_are_kept_where_the_list_does_not_refuse_them() {
    let bench = Bench::new();
    fs::write(bench.path(LIST), entry("toys", "toys")).unwrap();
    let told = bench.update().unwrap();
    assert!(bench.read("models/toys/service-2.json").contains("<p>Theirs.</p>"));
    assert!(said(&told, "  has no words: GetToy, Answer$Toy, Toy"), "{told:#?}");
}

#[test]
fn the_named_api_version_is_imported() {
    let bench = Bench::new();
    let named = entry("toys", "toys") + "api_version = '2019-01-01'\n";
    bench.list(&named);
    bench.update().unwrap();
    assert!(bench.read("models/toys/service-2.json").contains("2019-01-01"));

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
    let source: Value = serde_json::from_str(&bench.read("models/toys/source.json")).unwrap();
    let written = bench.read("models/toys/waiters-2.json");
    assert_eq!(source["botocore"], "9.8.7");
    assert_eq!(
        source["files"]["waiters-2.json"],
        json!({
            "upstream": "botocore/data/toys/2020-02-02/waiters-2.json",
            "upstream_sha256": plan::sha256(br#"{"version": 2, "waiters": {}}"#),
            "sha256": plan::sha256(written.as_bytes()),
        })
    );
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(plan::sha256(b""), empty);
}

#[test]
fn an_unpacked_package_gives_what_the_wheel_gives() {
    let bench = Bench::new();
    bench.update().unwrap();
    let from_wheel = bench.all();
    fs::remove_dir_all(bench.path("models")).unwrap();
    fs::remove_dir_all(bench.path("clients")).unwrap();
    let (_folder, unpacked) = bench.unpacked();
    updated(&bench.args(&unpacked), bench.folder.path()).unwrap();
    assert_eq!(bench.all(), from_wheel);
}

#[test]
fn updating_again_touches_nothing() {
    let bench = Bench::updated();
    let modified =
        || fs::metadata(bench.path("models/toys/service-2.json")).unwrap().modified().unwrap();
    let (files, first) = (bench.all(), modified());
    let told = bench.update().unwrap();
    assert_eq!((bench.all(), modified()), (files, first));
    assert!(said(&told, "toys: still botocore 9.8.7"), "{told:#?}");
    assert!(said(&told, "0 new, 0 changed, 0 removed"), "{told:#?}");
}

#[test]
fn a_file_that_vanished_upstream_is_removed_and_others_are_not() {
    let mut bench = Bench::new();
    bench.update().unwrap();
    fs::write(bench.path("models/toys/overlay.md"), "# Toys\n").unwrap();
    fs::write(bench.path("models/toys/notes.json"), "ours").unwrap();
    // Even a record that claims them does not let an import remove our own files.
    let claimed =
        bench.read("models/toys/source.json").replace("service-2.json\":", "overlay.md\":");
    fs::write(bench.path("models/toys/source.json"), claimed).unwrap();
    bench.unship(&format!("{NEW}/waiters-2.json"));
    let told = bench.update().unwrap();
    assert!(said(&told, "models/toys/waiters-2.json: removed"), "{told:#?}");
    let left: Vec<_> =
        bench.models().into_iter().filter(|name| name.starts_with("toys/")).collect();
    let expected = [
        "toys/CHANGELOG.md",
        "toys/endpoint-rule-set-1.json",
        "toys/notes.json",
        "toys/overlay.md",
        "toys/service-2.json",
        "toys/source.json",
    ];
    assert_eq!(left, expected);
}

#[test]
fn an_update_says_what_it_means_and_the_changelog_grows() {
    let mut bench = Bench::updated();
    bench.release(&["Name", "Size", "Colour"]);
    let told = bench.update().unwrap();
    assert!(said(&told, "toys: from botocore 9.8.7 to botocore 9.8.8"), "{told:#?}");
    assert!(said(&told, "models/toys/service-2.json: changed, +3 -0 lines"), "{told:#?}");
    assert!(said(&told, "has no words: GetToy, Answer$Toy, Toy$Colour"), "{told:#?}");
    assert!(said(&told, "version 0.1.1 after 0.1.0 is proposed"), "{told:#?}");
    let log = bench.read("models/toys/CHANGELOG.md");
    assert!(
        log.starts_with(
            "# Changelog\n\n## 0.1.1 (not released)\n\n### botocore 9.8.7 to 9.8.8\n\n"
        ),
        "{log}"
    );
    assert!(log.to_lowercase().contains("colour"), "{log}");
    let copy = bench.read("clients/toys/CHANGELOG.md");
    assert!(
        copy.starts_with("<!-- Generated by `smithwright generate toys`") && copy.ends_with(&log),
        "{copy}"
    );
    assert!(bench.read("clients/toys/Cargo.toml").contains("version = \"0.1.0\""));

    let told = bench.update_with(|args| args.write_version = true).unwrap();
    assert!(said(&told, "version 0.1.1 after 0.1.0 is written"), "{told:#?}");
    assert!(bench.read(LIST).contains("version = \"0.1.1\""), "{}", bench.read(LIST));
    assert!(bench.read("models/toys/CHANGELOG.md").contains("\n## 0.1.1\n"));
    assert!(bench.read("clients/toys/Cargo.toml").contains("version = \"0.1.1\""));
    let all = bench.all();
    bench.update_with(|args| args.write_version = true).unwrap();
    assert_eq!(bench.all(), all);
}

#[test]
fn what_breaks_asks_for_a_breaking_version_until_it_is_released() {
    let mut bench = Bench::updated();
    bench.release(&["Name"]);
    assert!(said(&bench.update().unwrap(), "version 0.2.0 after 0.1.0 is proposed"));
    bench.version = "9.8.9";
    bench.release(&["Name", "Colour"]);
    bench.version = "9.8.9";
    assert!(said(&bench.update().unwrap(), "version 0.2.0 after 0.1.0 is proposed"));
    let log = bench.read("models/toys/CHANGELOG.md");
    let (first, second) =
        (log.find("### botocore 9.8.8 to 9.8.9"), log.find("### botocore 9.8.7 to 9.8.8"));
    assert!(first.unwrap() < second.unwrap() && log.matches("not released").count() == 1, "{log}");
}

#[test]
fn words_about_what_is_gone_are_kept_until_they_are_dropped() {
    let mut bench = Bench::updated();
    bench.release(&["Name"]);
    let told = bench.update().unwrap();
    assert!(said(&told, "`smithwright update --drop-gone` is run: Toy$Size"), "{told:#?}");
    let overlay = bench.read("models/toys/overlay.md");
    assert!(
        overlay.contains("# Gone\n") && overlay.ends_with("### Size\n\nIts size.\n"),
        "{overlay}"
    );
    bench.release(&["Name", "Size"]);
    let told = bench.update().unwrap();
    assert!(said(&told, "is there again, and so are its words: Toy$Size"), "{told:#?}");
    assert_eq!(bench.read("models/toys/overlay.md"), OVERLAY);
    bench.release(&["Name"]);
    bench.update().unwrap();
    let drop = Args { drop_gone: true, ..Args::default() };
    let told = updated(&drop, bench.folder.path()).unwrap();
    assert_eq!(told.len(), 1, "{told:#?}");
    let left = bench.read("models/toys/overlay.md");
    assert_eq!(left, OVERLAY.split("\n### Size").next().unwrap());
    assert_eq!(
        updated(&drop, bench.folder.path()).unwrap(),
        ["no overlay says anything about what is gone"]
    );
}

#[test]
fn a_copy_is_updated_from_its_place() {
    for (model, from) in [("models/a.json", "up/a.json"), ("models/a", "up")] {
        let folder = tempfile::tempdir().unwrap();
        let path = |path: &str| folder.path().join(path);
        fs::create_dir(path("up")).unwrap();
        let ast = |more: &str| {
            format!(
                r#"{{"smithy": "2.0", "shapes": {{
                    "a#Toys": {{"type": "service", "version": "1", "operations": [{{"target": "a#Get"}}],
                        "traits": {{"aws.protocols#restJson1": {{}}, "smithy.api#documentation": "Theirs."}}}},
                    "a#Get": {{"type": "operation", "output": {{"target": "a#Answer"}},
                        "traits": {{"smithy.api#http": {{"method": "GET", "uri": "/"}}, "smithy.api#readonly": {{}}}}}},
                    "a#Answer": {{"type": "structure", "members": {{"name": {{"target": "smithy.api#String"}}{more}}}}}}}}}"#
            )
        };
        fs::write(path("up/a.json"), ast("")).unwrap();
        let list = format!(
            "[services.toys]\nmodel = '{model}'\nout = 'client'\npackage = 'toys'\nfrom = '{from}'\n"
        );
        fs::write(path(LIST), list).unwrap();
        updated(&Args::default(), folder.path()).unwrap();
        let first = fs::read_to_string(path("client/src/operation/get.rs")).unwrap();
        assert!(first.contains("pub name") && !first.contains("pub size"));
        fs::write(path("up/a.json"), ast(r#", "size": {"target": "smithy.api#String"}"#)).unwrap();
        let told = updated(&Args::default(), folder.path()).unwrap();
        assert!(said(&told, "toys: from revision ") && said(&told, " to revision "), "{told:#?}");
        assert!(said(&told, &format!("  {model}")), "{told:#?}");
        assert!(
            fs::read_to_string(path("client/src/operation/get.rs")).unwrap().contains("pub size")
        );
        assert!(path("client/CHANGELOG.md").is_file());
        crate::commands::generate::check(
            &crate::commands::generate::Args::default(),
            folder.path(),
        )
        .unwrap();
        fs::write(path("up/a.json"), "{}").unwrap();
        let error = format!("{:#}", updated(&Args::default(), folder.path()).unwrap_err());
        assert!(
            error.contains("cannot import `toys`: ") && error.contains("Smithy's JSON AST"),
            "{error}"
        );
    }
}

#[test]
fn unknown_services_are_all_told_with_a_guess() {
    let bench = Bench::new();
    let services = ["toyz", "toys", "../../x"].map(str::to_owned);
    let error = bench.update_with(|args| args.services = services.to_vec()).unwrap_err();
    let list = bench.path(LIST).display().to_string();
    assert_eq!(
        error.to_string().replace(&list, LIST),
        "there is no service \"toyz\" in smithwright.toml: did you mean `toys`?\n\
         there is no service \"../../x\" in smithwright.toml"
    );
    bench.list(&entry("a", "tois"));
    assert_eq!(
        bench.error(),
        "cannot import `a`: botocore 9.8.7 has no service \"tois\": did you mean `toys`?"
    );
    bench.list("[services.toys]\nmodel = 'm'\nout = 'o'\npackage = 'a'\n");
    assert!(bench.error().contains("says of no model where it comes from"), "{}", bench.error());
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
    assert_eq!(bench.all().len(), 1);

    bench.upstream.insert(format!("{NEW}/service-2.json.gz"), b"no gzip".to_vec());
    assert!(
        bench.error().contains("cannot decompress botocore/data/toys/2020-02-02/service-2.json.gz")
    );
    bench.unship("botocore/data/partitions.json");
    assert!(bench.error().contains("botocore 9.8.7 has no botocore/data/partitions.json"));
    bench.ship(&format!("{NEW}/service-2.json.gz"), &toys("2020-02-02", &[]));
    bench.ship(&format!("{NEW}/waiters-2.json"), &"{\"a\":".repeat(100_000));
    assert!(bench.error().contains("waiters-2.json is broken: it is not JSON: recursion limit"));
    assert_eq!(bench.all().len(), 1);
}

#[test]
fn a_broken_download_leaves_everything_as_it_was() {
    let mut bench = Bench::updated();
    let before = bench.all();
    bench.release(&["Name"]);
    let update = |wheel: &Path| {
        let error = updated(&bench.args(wheel), bench.folder.path()).unwrap_err();
        assert_eq!(bench.all(), before);
        format!("{error:#}")
    };
    let (folder, wheel) = bench.wheel_claiming(&bench.upstream);
    let bytes = fs::read(&wheel).unwrap();
    for cut in [0, 10, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&wheel, &bytes[..cut]).unwrap();
        let error = update(&wheel);
        assert!(error.contains("it is broken, or was not loaded to its end"), "{error}");
    }
    fs::write(&wheel, "<html>Sign in</html>").unwrap();
    assert!(update(&wheel).contains("is not a botocore package"));
    drop(folder);

    let mut claimed = bench.upstream.clone();
    claimed.insert(format!("{NEW}/service-2.json.gz"), b"another".to_vec());
    let (_folder, wheel) = bench.wheel_claiming(&claimed);
    let error = update(&wheel);
    assert!(error.contains("its hash is not the one that the package says it has"), "{error}");

    assert!(update(&bench.path("nowhere")).contains("nowhere is not a botocore package"));
    assert!(update(&bench.path("models")).contains("cannot read its __init__.py"));
}

#[test]
fn a_model_of_which_no_crate_can_be_made_leaves_everything_as_it_was() {
    let mut bench = Bench::updated();
    let before = bench.all();
    bench.release(&["Name"]);
    let broken = toys("2020-02-02", &["Name"]).replace("\"shape\":\"Toy\"", "\"shape\":\"Tow\"");
    bench.ship(&format!("{NEW}/service-2.json.gz"), &broken);
    let error = bench.error();
    assert!(error.contains("models/toys/service-2.json") && error.contains("Tow"), "{error}");
    assert_eq!(bench.all(), before);
}

/// A disk that does what it is told a number of times, and then fails: once, as one that is full, or ever after, as one of
/// a process that was killed.
struct Failing {
    left: Cell<usize>,
    once: bool,
}

impl Failing {
    fn go(&self) -> io::Result<()> {
        let left = self.left.get();
        self.left.set(match left {
            0 if self.once => usize::MAX,
            left => left.saturating_sub(1),
        });
        if left == 0 { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

impl Disk for Failing {
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.go().and_then(|()| Native.create_dir_all(path))
    }

    fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        self.go().and_then(|()| Native.write(path, text))
    }

    fn keep(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.go().and_then(|()| Native.keep(from, to))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.go().and_then(|()| Native.rename(from, to))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.go().and_then(|()| Native.remove_file(path))
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.go().and_then(|()| Native.remove_dir(path))
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.go().and_then(|()| Native.remove_dir_all(path))
    }
}

/// What there is after a disk failed at each of its operations, some apart, and the update was run again if it was `killed`.
fn after_each_failure(once: bool, check: impl Fn(&Bench, &Path, Result<Vec<String>>)) -> usize {
    for failing in (0..).step_by(7) {
        let mut bench = Bench::updated();
        bench.release(&["Name"]);
        let (_folder, wheel) = bench.wheel_claiming(&bench.upstream);
        let disk = Failing { left: Cell::new(failing), once };
        let ended = updated_on(&disk, &bench.args(&wheel), bench.folder.path());
        if once && disk.left.get() > 0 && disk.left.get() < usize::MAX / 2
            || !once && disk.left.get() > 0
        {
            ended.unwrap();
            return failing;
        }
        check(&bench, &wheel, ended);
    }
    0
}

/// The files of the repository by their paths in it.
fn inner(bench: &Bench) -> BTreeMap<PathBuf, Vec<u8>> {
    let short = |path: PathBuf| path.strip_prefix(bench.folder.path()).unwrap().to_owned();
    bench.all().into_iter().map(|(path, bytes)| (short(path), bytes)).collect()
}

#[test]
fn a_disk_that_fails_at_any_write_leaves_everything_as_it_was() {
    let before = inner(&Bench::updated());
    let mut whole = Bench::updated();
    whole.release(&["Name"]);
    whole.update().unwrap();
    let after = inner(&whole);
    let operations = after_each_failure(true, |bench, _, ended| {
        // What fails once all is done only leaves something for the next time.
        let expected = if ended.is_ok() { &after } else { &before };
        let left = inner(bench).into_iter().filter(|(path, _)| !path.starts_with(WORK));
        assert_eq!(&left.collect::<BTreeMap<_, _>>(), expected);
    });
    assert!(operations > 40, "{operations}");
}

#[test]
fn an_update_that_was_killed_is_completed_by_the_next() {
    let mut whole = Bench::updated();
    whole.release(&["Name"]);
    whole.update().unwrap();
    let expected = inner(&whole);
    let operations = after_each_failure(false, |bench, wheel, _| {
        updated(&bench.args(wheel), bench.folder.path()).unwrap();
        assert_eq!(inner(bench), expected);
    });
    assert!(operations > 40, "{operations}");
}

#[test]
fn two_updates_do_not_mix() {
    let bench = Bench::new();
    let _held = Held::wait(&Native, bench.folder.path()).unwrap();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| bench.update().map(drop));
        std::thread::sleep(std::time::Duration::from_millis(300));
        assert!(!other.is_finished());
        assert_eq!(bench.all().len(), 1, "it waits");
        drop(_held);
        other.join().unwrap().unwrap();
    });
}

#[test]
fn a_record_that_cannot_be_read_stops_the_update() {
    let bench = Bench::updated();
    fs::write(bench.path("models/toys/source.json"), "{").unwrap();
    let error = bench.error();
    assert!(error.contains("source.json, which an earlier import wrote"), "{error}");
}

#[test]
fn what_is_in_the_way_stops_the_update() {
    let bench = Bench::new();
    fs::create_dir_all(bench.path("models/toys/waiters-2.json/in-the-way")).unwrap();
    assert!(bench.error().contains("waiters-2.json: cannot be read"), "{}", bench.error());
    assert!(!bench.path("models/toys/service-2.json").exists());
    let bench = Bench::new();
    fs::create_dir_all(bench.path("clients/toys")).unwrap();
    fs::write(bench.path("clients/toys/Cargo.toml"), "mine").unwrap();
    assert!(bench.error().contains("this file was not generated and is in the way"));
    assert!(!bench.path("models").exists());
}

#[test]
fn hostile_names_are_refused() {
    let bench = Bench::new();
    for name in ["../../x", "Toys", "to ys", ""] {
        bench.list(&entry(&format!("{name:?}"), "toys"));
        let error = bench.error();
        assert!(error.contains(&format!("{name:?} is not a name")), "{error}");
    }
    assert_eq!(bench.all().len(), 1);
}

#[test]
fn the_list_keeps_what_people_wrote_in_it() {
    let list = "# Ours.\nlicense = 'MIT'\n\n[services.a]  # the first\nmodel = 'm'\n\n[services.b]\nversion = '1.0.0' # old\n";
    let versions =
        [("a".to_owned(), Version::new(0, 2, 0)), ("b".to_owned(), Version::new(1, 1, 0))];
    let written = with_versions(list, &versions).unwrap();
    let expected = "# Ours.\nlicense = 'MIT'\n\n[services.a]  # the first\nmodel = 'm'\nversion = \"0.2.0\"\n\n\
                    [services.b]\nversion = \"1.1.0\"\n";
    assert_eq!(written, expected);
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
    assert!(Cli::try_parse_from(["x", "--drop-gone", "--write-version"]).is_err());
}
