//! A repository that follows three models, as its people and its CI use the command: `tests/examples/follows-models`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A copy of the example in a git repository.
struct Repository(TempDir);

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/examples/follows-models")
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().map(Result::unwrap) {
        let path = to.join(entry.path().strip_prefix(from).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(path).unwrap(),
            false => drop(fs::copy(entry.path(), path).unwrap()),
        }
    }
}

impl Repository {
    /// The repository as it is before the pull request.
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        copy(&example(), repository.0.path());
        fs::remove_dir_all(repository.0.path().join("pull-request")).unwrap();
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.done(&["update", "--botocore", "upstream/botocore"]);
        repository.done(&["generate"]);
        repository.commit();
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let identity = [
            "-c",
            "user.name=Toys",
            "-c",
            "user.email=toys@example.com",
            "-c",
            "commit.gpgsign=false",
        ];
        let ended =
            Command::new("git").current_dir(self.0.path()).args(identity).args(arguments).output();
        let ended = ended.unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=x"]);
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_smithwright"));
        command.current_dir(self.0.path()).env("NO_COLOR", "1").args(arguments).output().unwrap()
    }

    /// What a command says that ends well.
    fn done(&self, arguments: &[&str]) -> String {
        let Output { status, stdout, stderr } = self.run(arguments);
        let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8_lossy(&stderr));
        assert!(status.success(), "{arguments:?}: {out}\n{err}");
        out
    }

    /// What a command says, on standard output and on standard error, that fails.
    fn failed(&self, arguments: &[&str]) -> (String, String) {
        let Output { status, stdout, stderr } = self.run(arguments);
        let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
        assert!(!status.success(), "{arguments:?}: {out}\n{err}");
        (out, err)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

#[test]
fn a_pull_request_is_checked_told_and_completed() {
    let repository = Repository::new();
    repository.done(&["check", "--format", "github", "--deny", "warnings"]);
    repository.done(&["diff", "--since", "HEAD", "--deny", "breaking"]);

    // Somebody changes the model that is the repository's own, and leaves the crate as it was.
    copy(&example().join("pull-request"), repository.0.path());
    let (out, _) = repository.failed(&["check", "--format", "github"]);
    let stale = "::error title=stale,file=clients/weather/src/operation/get_forecast.rs,line=1::";
    assert!(out.lines().any(|line| line.starts_with(stale)), "{out}");
    assert!(!out.contains("file=clients/queues"), "{out}");

    // That change breaks programs.
    let markdown = repository.done(&["diff", "--since", "main", "--format", "markdown", "weather"]);
    assert!(markdown.contains("(major)") && markdown.contains("degrees"), "{markdown}");
    let (_, err) = repository.failed(&["diff", "--since", "main", "--deny", "breaking"]);
    assert!(err.contains("the next version of Weather has to be a major one"), "{err}");

    // Newer models are taken from where they came.
    let told = repository.done(&["update", "--botocore", "upstream/botocore", "--write-version"]);
    for line in [
        "connections: from botocore 1.0.0 to botocore 1.1.0",
        "  models/connections/service-2.json: changed, ",
        "  version 0.1.1 after 0.1.0 is written",
        "queues: from revision ",
        "  models/queues.json: changed, ",
    ] {
        assert!(told.lines().any(|told| told.starts_with(line)), "{line}:\n{told}");
    }
    let log = repository.read("models/connections/CHANGELOG.md");
    assert!(
        log.contains("## 0.1.1\n\n### botocore 1.0.0 to 1.1.0\n")
            && log.contains("delete_connection"),
        "{log}"
    );
    assert!(repository.read("clients/connections/CHANGELOG.md").ends_with(&log));
    assert!(repository.read("models/queues.changelog.md").contains("received"));
    assert!(repository.read("clients/queues/Cargo.toml").contains("version = \"0.1.1\""));

    repository.done(&["generate"]);
    repository.done(&["check", "--format", "github", "--deny", "warnings"]);
    repository.commit();
    let again = repository.done(&["update", "--botocore", "upstream/botocore"]);
    assert!(again.contains("connections: still botocore 1.1.0"), "{again}");
}

#[test]
fn a_broken_model_is_shown_at_its_line() {
    let repository = Repository::new();
    let path = repository.0.path().join("models/weather.json");
    let broken = fs::read_to_string(&path).unwrap().replacen(
        "#GetForecastInput\"",
        "#GetForecastInputs\"",
        1,
    );
    fs::write(path, broken).unwrap();
    let (out, _) = repository.failed(&["check", "--format", "github"]);
    assert!(
        out.lines()
            .any(|line| line.starts_with("::error title=SW0101,file=models/weather.json,line=")),
        "{out}"
    );
}

#[test]
fn what_ci_runs_is_what_the_command_has() {
    let repository = Repository(tempfile::tempdir().unwrap());
    for system in ["github", "shell"] {
        let text = repository.done(&["ci", system]);
        let commands = text.lines().filter_map(|line| Some(line.split_once("smithwright ")?.1));
        let commands = commands.filter(|command| !command.starts_with("--"));
        for command in commands.collect::<Vec<_>>() {
            let name = command.split_whitespace().next().unwrap();
            let help = repository.done(&[name, "--help"]);
            let options = command.split_whitespace().filter(|word| word.starts_with("--"));
            for option in options {
                assert!(help.contains(option), "{system}: {command}: {option}");
            }
        }
    }
}
