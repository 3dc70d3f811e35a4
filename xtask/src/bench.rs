//! `cargo xtask bench build`: what the service crate costs to compile, beside the official one.

use anyhow::{Context, Result, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Measure, beside the official crate, in one run.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Time and size of compiling the service crate alone, its dependencies built before.
    Build {
        /// How often each is compiled; the medians are compared.
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=99))]
        runs: u32,
    },
}

/// The crate to compare with.
const OFFICIAL: (&str, &str) = ("aws-sdk-apigatewayv2", "1.123.0");
const OURS: &str = "smithwright-apigatewayv2";

/// A way to compile: its name and the arguments of cargo.
const MODES: [(&str, &[&str]); 3] =
    [("check", &["check"]), ("debug", &["build"]), ("release", &["build", "--release"])];

/// Runs the measurement.
///
/// # Errors
///
/// When something does not compile or a folder cannot be written.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let What::Build { runs } = &args.what;
    let target = root.join("target").join("bench");
    let official = scratch_package(&target)?;
    let subjects =
        [Subject::new(OURS, root, &target)?, Subject::new(OFFICIAL.0, &official, &target)?];

    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?;
    let bar = ProgressBar::new(u64::from(*runs) * 6).with_style(style);
    let mut rows = Vec::new();
    for (mode, cargo) in MODES {
        let mut times = [Vec::new(), Vec::new()];
        for subject in &subjects {
            bar.set_message(format!("{} {mode}: dependencies", subject.package));
            subject.cargo(cargo)?;
        }
        for _ in 0..*runs {
            for (subject, times) in subjects.iter().zip(&mut times) {
                bar.set_message(format!("{} {mode}", subject.package));
                times.push(subject.compile(cargo)?);
                bar.inc(1);
            }
        }
        let [ours, theirs] = times.map(|times| median(times).as_secs_f64());
        rows.push((format!("{mode} (s)"), ours, theirs));
    }
    bar.finish_and_clear();
    let [ours, theirs] = subjects.each_ref().map(Subject::release_size);
    rows.push(("release rlib (MB)".to_owned(), ours?, theirs?));
    anstream::println!(
        "{:<20}{:>10}{:>12}{:>9}",
        "service crate alone",
        "ours",
        OFFICIAL.1,
        "ratio"
    );
    for (row, ours, theirs) in rows {
        anstream::println!("{row:<20}{ours:>10.2}{theirs:>12.2}{:>8.1}x", theirs / ours);
    }
    Ok(())
}

/// A package that depends on the official crate.
fn scratch_package(target: &Path) -> Result<PathBuf> {
    let folder = target.join("official");
    let (name, version) = OFFICIAL;
    let manifest = format!(
        "[package]\nname = \"official\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\n{name} = \"={version}\"\n\n[workspace]\n"
    );
    fs::create_dir_all(&folder)
        .with_context(|| format!("{}: cannot be created", folder.display()))?;
    fs::write(folder.join("Cargo.toml"), manifest).context("cannot write below target/")?;
    fs::write(folder.join("lib.rs"), "").context("cannot write below target/")?;
    Ok(folder)
}

/// A package that is compiled again and again.
struct Subject {
    package: &'static str,
    folder: PathBuf,
    target: PathBuf,
}

impl Subject {
    fn new(package: &'static str, folder: &Path, target: &Path) -> Result<Self> {
        let subject = Self {
            package,
            folder: folder.to_owned(),
            target: target.join(format!("{package}-target")),
        };
        subject.cargo(&["fetch"]).map(|()| subject)
    }

    /// Incremental compilation would measure what changed since the last run: nothing.
    fn cargo(&self, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.folder).args(arguments).arg("--quiet");
        if arguments != ["fetch"] {
            command.args(["--package", self.package]);
        }
        command.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0");
        let output = command.stdin(Stdio::null()).output().context("cargo cannot be started")?;
        match output.status.success() {
            true => Ok(()),
            false => bail!(
                "{} {arguments:?}:\n{}",
                self.package,
                String::from_utf8_lossy(&output.stderr)
            ),
        }
    }

    /// Compiles the package alone, and says how long that took.
    fn compile(&self, cargo: &[&str]) -> Result<Duration> {
        let clean: &[&str] =
            if cargo.contains(&"--release") { &["clean", "--release"] } else { &["clean"] };
        self.cargo(clean)?;
        let start = Instant::now();
        self.cargo(cargo)?;
        Ok(start.elapsed())
    }

    fn release_size(&self) -> Result<f64> {
        let file = format!("lib{}.rlib", self.package.replace('-', "_"));
        let path = self.target.join("release").join(file);
        let size = fs::metadata(&path)
            .with_context(|| format!("{}: cannot be read", path.display()))?
            .len();
        ensure!(size > 0, "{}: is empty", path.display());
        Ok(size as f64 / 1e6)
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        let seconds = |list: &[u64]| list.iter().map(|s| Duration::from_secs(*s)).collect();
        assert_eq!(median(seconds(&[9, 1, 5])), Duration::from_secs(5));
        assert_eq!(median(seconds(&[3])), Duration::from_secs(3));
    }
}
