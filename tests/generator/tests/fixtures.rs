//! Small models and the complete crates that they become: a folder a case. The crates are members of
//! the workspace, so that they also compile.
//!
//! `UPDATE=1` rewrites the crates.

use smithwright_codegen::{Files, Options, generate};
use smithwright_tests_generator::models;
use std::path::Path;

fn crate_of(case: &Path) -> Files {
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    let options = Options {
        package: format!("fixture-{name}"),
        version: "0.1.0".to_owned(),
        command: "UPDATE=1 cargo test -p smithwright-tests-generator".to_owned(),
        runtime: "{ version = \"0.1.0\", path = \"../../../../codegen/runtime\", default-features = false }".to_owned(),
        ..Options::default()
    };
    match generate(models::input(case), &options) {
        Ok(output) => output.files,
        Err(found) => panic!("{name}:\n{found}"),
    }
}

fn difference(name: &str, expected: &Files, actual: &Files) -> Option<String> {
    let text = |files: &Files| files.get(name).cloned().unwrap_or_default();
    let (old, new) = (text(expected), text(actual));
    let diff = similar::TextDiff::from_lines(&old, &new);
    (old != new).then(|| diff.unified_diff().header(name, name).to_string())
}

#[test]
fn models_become_the_expected_crates() {
    let mut wrong = Vec::new();
    for case in models::cases("fixtures") {
        let (folder, actual) = (case.join("expected"), crate_of(&case));
        if models::update() {
            models::write(&folder, &actual).expect("the folder is writable");
        }
        let expected = models::read(&folder).expect("the expected crate can be read");
        let names: std::collections::BTreeSet<_> = expected.keys().chain(actual.keys()).collect();
        wrong.extend(names.into_iter().filter_map(|name| difference(name, &expected, &actual)));
    }
    assert!(wrong.is_empty(), "{}\n`UPDATE=1` accepts what is right", wrong.join("\n"));
}

#[test]
fn the_same_model_gives_the_same_crate() {
    for case in models::cases("fixtures") {
        assert!(crate_of(&case) == crate_of(&case), "{}", case.display());
    }
}
