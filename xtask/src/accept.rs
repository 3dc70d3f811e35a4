//! `cargo xtask accept`: what the generator makes now becomes what is expected of it.

use crate::services;
use anyhow::{Context, Result, anyhow};
use smithwright::job::{self, Job};
use smithwright::list::all_or_every_error;
use smithwright::tree::Changes;
use smithwright_codegen::Files;
use smithwright_tests_generator::expected::{self, Case};
use std::path::{Path, PathBuf};

/// Accept what the generator makes now as what is expected of it.
///
/// Brings generated/, and the expected files beside the models in tests/, up to date, and says in a line for each
/// folder how many files and lines changed. Nothing is written if a model that should be generated is not, or if a
/// model in tests/errors has no error any more. Read the diff before you commit it.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// A folder, and what it is to hold.
struct Plan {
    name: String,
    folder: PathBuf,
    files: Files,
    changes: Changes,
}

/// Runs the task.
///
/// # Errors
///
/// When anything that should be generated is not: then nothing is written. Also when a folder cannot be read or
/// written.
pub fn run(_: &Args, root: &Path) -> Result<()> {
    accept(root)?.iter().for_each(|line| anstream::println!("{line}"));
    Ok(())
}

/// Brings all that is expected up to date, and gives a line for each folder that changed.
fn accept(root: &Path) -> Result<Vec<String>> {
    let jobs = services::load(root)?.jobs(&[])?;
    let cases = expected::all(&root.join("tests")).context("the cases cannot be read")?;
    let generated = jobs.iter().map(|job| generated(job, root));
    let plans = all_or_every_error(generated.chain(cases.into_iter().map(case)));
    let plans = plans.map_err(|broken| anyhow!("{broken}\n\nnothing is accepted"))?;
    let changed: Vec<_> = plans.iter().filter(|plan| !plan.changes.is_empty()).collect();
    let mut lines = Vec::new();
    for Plan { name, folder, files, changes } in &changed {
        lines.push(format!("{name}: {}", changes.summary(folder, files)?));
        changes.apply(folder, files)?;
    }
    if changed.is_empty() {
        lines.push(format!("nothing changed in {} folders", plans.len()));
    }
    Ok(lines)
}

/// The crate of a service.
fn generated(job: &Job, root: &Path) -> Result<Plan> {
    let name = job.out.strip_prefix(root).unwrap_or(&job.out).display().to_string();
    let files = job::generate(job, root).with_context(|| name.clone())?.files;
    let changes = Changes::between(&job.out, &files)?;
    Ok(Plan { name, folder: job.out.clone(), files, changes })
}

/// What is expected in a folder of the tests.
fn case(case: Case) -> Result<Plan> {
    let files = case.actual.map_err(|why| anyhow!("{}: {why}", case.name))?;
    let changes = Changes::of(&case.expected, &files);
    Ok(Plan { name: case.name, folder: case.folder, files, changes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::TempDir;

    const GOOD: &str = "tests/fixtures/toys/service-2.json";
    const BAD: &str = "tests/errors/toys/service-2.json";

    /// A repository with one service, and one case of each kind, of which nothing is generated yet.
    fn repository() -> TempDir {
        let root = tempfile::tempdir().unwrap();
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for file in ["service-2.json", "paginators-1.json"] {
            let text = fs::read_to_string(ours.join("tests/fixtures/unions").join(file)).unwrap();
            write(&root, &format!("model/toys/{file}"), &text);
            write(&root, &format!("tests/fixtures/toys/{file}"), &text);
            write(&root, &format!("tests/ir/toys/{file}"), &text);
        }
        let rules = ours.join("tests/fixtures/endpoints/endpoint-rule-set-1.json");
        let rules = fs::read_to_string(rules).unwrap();
        write(&root, "model/toys/endpoint-rule-set-1.json", &rules);
        let partitions = fs::read_to_string(ours.join("model/partitions.json")).unwrap();
        write(&root, "model/partitions.json", &partitions);
        let list = "[services.toys]\nmodel = 'toys'\nout = '../generated/toys'\npackage = 'smithwright-toys'\n";
        write(&root, "model/services.toml", list);
        write(&root, BAD, "{");
        root
    }

    fn write(root: &TempDir, path: &str, text: &str) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn replace(root: &TempDir, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(root.path().join(path)).unwrap();
        assert!(text.contains(old), "{text}");
        write(root, path, &text.replace(old, new));
    }

    fn there(root: &TempDir, path: &str) -> bool {
        root.path().join(path).exists()
    }

    #[test]
    fn everything_is_written_and_then_nothing_changes() {
        let root = repository();
        let lines = accept(root.path()).unwrap();
        let names: Vec<_> = lines.iter().map(|line| line.split_once(": ").unwrap().0).collect();
        assert_eq!(names, ["generated/toys", "fixtures/toys", "errors/toys", "ir/toys"]);
        assert!(lines[2].ends_with(" -0: expected.err"), "{lines:?}");
        assert!(there(&root, "generated/toys/src/types/circle.rs"));
        assert!(there(&root, "tests/fixtures/toys/expected/src/types/circle.rs"));
        assert_eq!(accept(root.path()).unwrap(), ["nothing changed in 4 folders"]);
    }

    #[test]
    fn what_changes_is_told_for_each_case() {
        let root = repository();
        accept(root.path()).unwrap();
        replace(&root, GOOD, "\"radius\"", "\"size\"");
        let lines = accept(root.path()).unwrap();
        let [line] = &lines[..] else { panic!("{lines:?}") };
        assert!(line.starts_with("fixtures/toys: 1 file changed, +"), "{line}");
        assert!(line.ends_with(": src/types/circle.rs"), "{line}");
        assert!(there(&root, GOOD), "the model is not one of the expected files");
    }

    #[test]
    fn what_is_not_generated_any_more_is_removed() {
        let root = repository();
        accept(root.path()).unwrap();
        let old = "tests/fixtures/toys/expected/src/old.rs";
        write(&root, old, "anything");
        assert_eq!(
            accept(root.path()).unwrap(),
            ["fixtures/toys: 1 file changed, +0 -1: src/old.rs"]
        );
        assert!(!there(&root, old));
    }

    #[test]
    fn nothing_is_accepted_while_a_case_is_broken() {
        let root = repository();
        accept(root.path()).unwrap();
        let kept = fs::read(root.path().join("generated/toys/src/types/circle.rs")).unwrap();
        replace(&root, "model/toys/service-2.json", "\"radius\"", "\"size\"");
        replace(&root, GOOD, "\"radius\": {\"shape\": \"", "\"radius\": {\"shape\": \"No");
        fs::remove_file(root.path().join(BAD)).unwrap();
        write(
            &root,
            BAD,
            &fs::read_to_string(root.path().join("model/toys/service-2.json")).unwrap(),
        );
        let error = accept(root.path()).unwrap_err().to_string();
        assert!(error.contains("fixtures/toys: error[SW0101]: "), "{error}");
        let fixed = "\nerrors/toys: nothing is wrong with this model any more\n";
        assert!(error.contains(fixed) && error.ends_with("\n\nnothing is accepted"), "{error}");
        assert_eq!(fs::read(root.path().join("generated/toys/src/types/circle.rs")).unwrap(), kept);
    }

    #[test]
    fn a_repository_without_cases_is_refused() {
        let root = repository();
        fs::remove_dir_all(root.path().join("tests/errors/toys")).unwrap();
        let error = format!("{:#}", accept(root.path()).unwrap_err());
        assert!(error.starts_with("the cases cannot be read: "), "{error}");
        assert!(!there(&root, "generated"));
    }
}
