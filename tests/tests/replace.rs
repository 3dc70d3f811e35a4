//! A project that knows nothing of us, and the crates that it depends on, take ours in place of the official ones.

use smithwright_tests::boto3::Moto;
use smithwright_tests::models::folder;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A copy of the project in `replace/`, in which nothing is compiled or generated yet.
fn project() -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("replace");
    if copy.exists() {
        fs::remove_dir_all(&copy).expect("what an earlier run left can be removed");
    }
    fs::create_dir_all(copy.join("src")).expect("it is writable");
    for file in ["Cargo.toml", "Cargo.lock", "src/main.rs"] {
        fs::copy(folder("replace").join(file), copy.join(file)).expect("it is there");
    }
    copy
}

/// Runs Cargo in `folder`, and gives what it printed.
fn cargo(arguments: &[&str], folder: &Path, variables: &[(&str, &str)]) -> String {
    let target =
        Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is below the target folder");
    let run = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .envs(variables.iter().copied())
        .output()
        .expect("cargo runs");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// The packages of a lock file that are official crates of services: each with its version, and whether it is from a
/// registry.
fn official(lock: &Path) -> Vec<(String, String, bool)> {
    let lock = fs::read_to_string(lock).expect("it is there");
    let lock: toml::Table = lock.parse().expect("it is a lock file");
    let packages = lock["package"].as_array().expect("it has packages");
    let text =
        |package: &toml::Value, key: &str| package[key].as_str().expect("it is a text").to_owned();
    let official = packages.iter().filter(|package| text(package, "name").starts_with("aws-sdk-"));
    official
        .map(|package| {
            (text(package, "name"), text(package, "version"), package.get("source").is_some())
        })
        .collect()
}

/// What is replaced: the official crates whose models are in `../shared/smithy`.
const REPLACED: [&str; 2] = ["aws-sdk-sqs", "aws-sdk-sts"];

mod shared_smithy {
    use super::*;

    #[test]
    #[ignore = "needs ../shared/smithy and Python with moto, and compiles a project: cargo xtask test"]
    fn a_project_takes_ours_in_place_of_the_official_crates() {
        let project = project();
        let path = |below: &str| project.join(below).display().to_string();
        let before = official(&project.join("Cargo.lock"));
        assert!(before.len() > 2 && before.iter().all(|(.., registry)| *registry), "{before:?}");
        let models = folder("../../shared/smithy").display().to_string();
        let (lock, out) = (path("Cargo.lock"), path("aws"));
        let replace =
            ["xtask", "replace", "--lock", &lock, "--models", &models, "--out", &out, "--write"];
        let replace = [&replace[..], &REPLACED].concat();
        cargo(&replace, &folder(".."), &[]);

        let moto = Moto::start();
        let variables = [
            ("AWS_ACCESS_KEY_ID", "id"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ENDPOINT_URL", &moto.url()),
        ];
        let printed = cargo(&["run", "--quiet"], &project, &variables);
        let expected = "\
            Some(Order { customer: \"Ada\", items: [\"item 1\"] })\n\
            Some(Order { customer: \"Ada\", items: [\"item 2\", \"item 2\"] })\n\
            Some(Order { customer: \"Ada\", items: [\"item 3\", \"item 3\", \"item 3\"] })\n\
            Some(\"AWS.SimpleQueueService.NonExistentQueue\")\n\
            true\n";
        assert_eq!(printed, expected);

        let kept = |name: &str| !REPLACED.contains(&name);
        let after = before.into_iter().map(|(name, version, _)| {
            let kept = kept(&name);
            (name, version, kept)
        });
        assert_eq!(official(&project.join("Cargo.lock")), after.collect::<Vec<_>>());
        let again = cargo(&replace, &folder(".."), &[]);
        assert!(again.trim_end().ends_with("official crates already"), "{again}");

        let used = cargo(&[&replace[..], &["--used"]].concat(), &folder(".."), &[]);
        let operations = |told: &str, package: &str| -> usize {
            let line = told.lines().find(|line| line.starts_with(package)).expect("it is told");
            let count = line.split(": ").nth(1).and_then(|rest| rest.split(' ').next());
            count.and_then(|count| count.parse().ok()).expect("it counts operations")
        };
        for package in REPLACED {
            let (some, all) = (operations(&used, package), operations(&again, package));
            assert!(0 < some && some < all, "{package}: {some} of {all}");
        }
        assert_eq!(cargo(&["run", "--quiet"], &project, &variables), expected);
    }
}
