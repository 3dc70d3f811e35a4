//! Imports of a made-up botocore into a repository with one service.

use super::plan::{plan_shared, sha256};
use super::*;
use clap::Parser;
use flate2::Compression;
use flate2::write::GzEncoder;
use indexmap::IndexMap;
use serde_json::{Value, json};
use smithwright::botocore::inside;
use std::fs::{self, File};
use std::io::Write;
use tempfile::TempDir;
use walkdir::WalkDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const OLD: &str = "botocore/data/toys/2019-01-01";
const NEW: &str = "botocore/data/toys/2020-02-02";

/// A repository with one service, `toys`, and a made-up botocore to import it from.
struct Bench {
    folder: TempDir,
    upstream: IndexMap<String, Vec<u8>>,
}

impl Bench {
    fn new() -> Self {
        let mut bench = Self { folder: tempfile::tempdir().unwrap(), upstream: IndexMap::new() };
        fs::create_dir(bench.path("model")).unwrap();
        bench.list(&entry("toys", "toys"));
        bench.ship("botocore/data/partitions.json", r#"{"partitions": []}"#);
        bench.ship(&format!("{OLD}/service-2.json"), r#"{"is": "old"}"#);
        bench.ship(&format!("{NEW}/service-2.json.gz"), r#"{"is": "new"}"#);
        bench.ship(&format!("{NEW}/waiters-2.json"), r#"{"waiters": {}}"#);
        // botocore has such folders: without a model they are not an API version.
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
        let model = self.path("model");
        let entries = WalkDir::new(&model).into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().is_file());
        let name = |entry: walkdir::DirEntry| {
            entry.path().strip_prefix(&model).unwrap().to_str().unwrap().to_owned()
        };
        let mut found: Vec<_> = files.map(name).collect();
        found.sort();
        found
    }
}

/// The list's table of a service that comes from a folder of botocore.
fn entry(name: &str, botocore: &str) -> String {
    format!("[services.{name}]\nmodel = 'm'\nout = 'o'\npackage = 'a'\nbotocore = '{botocore}'\n")
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
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
    let named = entry("toys", "toys") + "api_version = '2019-01-01'\n";
    bench.list(&named);
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
    let from_wheel =
        bench.files().iter().map(|name| bench.read(&format!("model/{name}"))).collect::<Vec<_>>();
    fs::remove_dir_all(bench.path("model/toys")).unwrap();
    bench.update_from(bench.unpacked(), &["toys"]).unwrap();
    let from_folder =
        bench.files().iter().map(|name| bench.read(&format!("model/{name}"))).collect::<Vec<_>>();
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
    let list = bench.path(services::FILE).display().to_string();
    assert_eq!(
        error.to_string().replace(&list, "model/services.toml"),
        "there is no service \"toyz\" in model/services.toml: did you mean `toys`?\n\
         there is no service \"../../x\" in model/services.toml"
    );
    bench.list(&entry("a", "tois"));
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
        bench.error().contains("cannot decompress botocore/data/toys/2020-02-02/service-2.json.gz")
    );
    bench.unship("botocore/data/partitions.json");
    assert!(bench.error().contains("botocore 9.8.7 has no botocore/data/partitions.json"));
    assert_eq!(bench.files(), ["services.toml"]);
}

#[test]
fn nesting_too_deep_is_an_error() {
    let mut bench = Bench::new();
    bench.ship(&format!("{NEW}/waiters-2.json"), &"{\"a\":".repeat(100_000));
    assert!(bench.error().contains("waiters-2.json is broken: it is not JSON: recursion limit"));
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
        error.starts_with("cannot write model/toys: ")
            && error.contains("model/toys/waiters-2.json: cannot be read"),
        "{error}"
    );
    assert!(!bench.path("model/toys/service-2.json").exists());
}

#[test]
fn hostile_names_are_refused() {
    let bench = Bench::new();
    for name in ["../../x", "Toys", "to ys", ""] {
        bench.list(&entry(&format!("{name:?}"), "toys"));
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
