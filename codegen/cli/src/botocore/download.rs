//! Getting botocore: pip downloads its wheel.

use anyhow::{Context, Result, bail, ensure};
use indicatif::ProgressBar;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Downloads botocore's wheel, of `version` or else the newest, into `folder`, and gives its path.
///
/// # Errors
///
/// When the version cannot be one, or pip cannot be started or fails.
pub fn download(version: Option<&str>, folder: &Path) -> Result<PathBuf> {
    download_from(&[], version, folder)
}

/// As [`download`], from the index that these options of pip name.
fn download_from(index: &[&str], version: Option<&str>, folder: &Path) -> Result<PathBuf> {
    let requirement = requirement(version)?;
    let progress = Progress::start(format!("downloading {requirement}"));
    let result = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"])
        .args(["--no-deps", "--only-binary=:all:"])
        .args(index)
        .arg("--dest")
        .args([folder.as_os_str(), requirement.as_ref()])
        .output();
    drop(progress);

    let output = result.context(
        "cannot start python3, which fetches botocore with pip; a folder or wheel of it does without",
    )?;
    if !output.status.success() {
        bail!(pip_failure(&requirement, &String::from_utf8_lossy(&output.stderr)));
    }
    find_wheel(folder, version)
}

/// Only a plain version gets through, since pip reads far more than that in a requirement.
fn requirement(version: Option<&str>) -> Result<String> {
    let Some(version) = version else {
        return Ok("botocore".to_owned());
    };
    let plain = version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    ensure!(plain, "{version:?} is not a version: write it as in `1.44.5`");
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

/// The wheel that pip left, in a folder that may have those of other versions.
fn find_wheel(folder: &Path, version: Option<&str>) -> Result<PathBuf> {
    let begin = version.map_or("botocore-".to_owned(), |version| format!("botocore-{version}-"));
    let is_wheel = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&begin) && name.ends_with(".whl")
    };
    let paths = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    paths.into_iter().find(is_wheel).context("pip succeeded but left no wheel")
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

#[cfg(test)]
mod tests {
    use super::*;

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

    /// What pip does with these options, and whether it leaves anything in the folder that it downloads to.
    fn failure(index: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let error = download_from(index, Some("9.8.7"), folder.path()).unwrap_err().to_string();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{error}");
        error
    }

    #[test]
    fn what_cannot_be_downloaded_whole_is_not_there() {
        let offline = ["--index-url", "http://127.0.0.1:9/simple", "--retries", "0"];
        let error = failure(&offline);
        assert!(error.starts_with("pip could not download botocore==9.8.7; its last"), "{error}");

        let folder = tempfile::tempdir().unwrap();
        let wheel = "botocore-9.8.7-py3-none-any.whl";
        fs::write(folder.path().join(wheel), "PK\u{3}\u{4} and no more").unwrap();
        let page = folder.path().join("index.html");
        let page_of = |fragment: &str| {
            fs::write(&page, format!("<a href=\"{wheel}{fragment}\">{wheel}</a>")).unwrap();
            failure(&["--no-index", "--find-links", &page.display().to_string()])
        };
        let wrong_hash = page_of(&format!("#sha256={}", "0".repeat(64)));
        assert!(wrong_hash.contains("could not download botocore==9.8.7"), "{wrong_hash}");
        assert!(wrong_hash.to_lowercase().contains("hash"), "{wrong_hash}");
        let truncated = page_of("");
        assert!(truncated.contains("could not download botocore==9.8.7"), "{truncated}");
    }
}
