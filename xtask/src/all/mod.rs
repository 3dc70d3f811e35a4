//! Every model of botocore: `cargo xtask codegen --all` generates the crates in one process and on all cores, and
//! `cargo xtask test` compiles them, or some that stand for the others.

pub mod compile;
mod cover;

use crate::botocore;
use crate::job::{self, Job};
use crate::tree::Changes;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use smithwright_codegen::{Options, model_files};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use walkdir::WalkDir;

/// What became of a model.
struct Row {
    name: String,
    /// The size of the model's text, in bytes.
    size: usize,
    took: Duration,
    outcome: Result<Counts>,
}

/// What a crate holds.
struct Counts {
    operations: usize,
    left_out: Vec<(String, String)>,
}

/// A model in the botocore package.
pub struct Model {
    /// The service's name, with the model's version if there is a newer one.
    pub name: String,
    /// Where the model is.
    pub file: PathBuf,
    /// The size of its text, in bytes; a guess if it is compressed.
    pub size: usize,
}

/// Generates a crate from each model in the botocore package at `package` into a folder of its own below `out`, with a
/// workspace around them.
///
/// # Errors
///
/// When there are no models, or when one or more of them are broken.
pub fn run(package: &Path, out: &Path, root: &Path) -> Result<()> {
    generate(&models(package)?, out, root)
}

/// Generates a crate from each model. A broken model does not stop the others.
fn generate(models: &[Model], out: &Path, root: &Path) -> Result<()> {
    let start = Instant::now();
    let out = &std::path::absolute(out)?;
    fs::create_dir_all(out).with_context(|| format!("{}: cannot be made", out.display()))?;
    let mut rows = rows(models, out, root);
    write_workspace(out, root, &rows)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.size));
    anstream::println!("{}", table(&rows));
    let broken = rows.iter().filter(|row| row.outcome.is_err()).count();
    let counts: Vec<_> = rows.iter().filter_map(|row| row.outcome.as_ref().ok()).collect();
    anstream::println!(
        "{} crates, {} operations, {} left out; {broken} models broken; {:.1} s{}",
        counts.len(),
        counts.iter().map(|counts| counts.operations).sum::<usize>(),
        counts.iter().map(|counts| counts.left_out.len()).sum::<usize>(),
        start.elapsed().as_secs_f64(),
        peak_memory().map(|mb| format!(", {mb} MB of memory at most")).unwrap_or_default(),
    );
    match broken {
        0 => Ok(()),
        _ => bail!("{broken} of {} models are broken", rows.len()),
    }
}

/// The models, largest first, so that none of them is left to a single core at the end.
///
/// # Errors
///
/// When there is none, or one cannot be read.
pub fn models(package: &Path) -> Result<Vec<Model>> {
    let data = package.join("data");
    let data = if data.is_dir() { data } else { package.to_owned() };
    let mut versions: Vec<(PathBuf, PathBuf)> = Vec::new();
    for entry in WalkDir::new(&data).min_depth(2).max_depth(2) {
        let entry = entry.with_context(|| format!("{}: cannot be read", data.display()))?;
        let file = botocore::find(entry.path(), model_files::SERVICE);
        versions.extend(file.map(|file| (entry.into_path(), file)));
    }
    if versions.is_empty() {
        bail!("{}: there is no botocore model here", data.display());
    }
    versions.sort();
    let mut models = Vec::new();
    for (index, (folder, file)) in versions.iter().enumerate() {
        let service = folder.parent().and_then(Path::file_name).unwrap_or_default();
        let service = service.to_string_lossy().into_owned();
        let newest =
            versions.get(index + 1).is_none_or(|(next, _)| next.parent() != folder.parent());
        let version = folder.file_name().unwrap_or_default().to_string_lossy();
        let name = if newest { service } else { format!("{service}-{version}") };
        models.push(Model { name, size: size(file)?, file: file.clone() });
    }
    models.sort_by_key(|model| std::cmp::Reverse(model.size));
    Ok(models)
}

/// The size of a model on disk: what is compressed counts ten times, which is about how much larger it gets.
fn size(file: &Path) -> Result<usize> {
    let text = fs::metadata(file).with_context(|| format!("{}: cannot be read", file.display()))?;
    let factor = if file.extension().is_some_and(|extension| extension == "gz") { 10 } else { 1 };
    Ok(usize::try_from(text.len())? * factor)
}

fn rows(models: &[Model], out: &Path, root: &Path) -> Vec<Row> {
    let bar = ProgressBar::new(models.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(model) = models.get(next.fetch_add(1, Ordering::Relaxed)) {
            bar.set_message(model.name.clone());
            let start = Instant::now();
            let outcome = one(model, out, root);
            let (name, took) = (model.name.clone(), start.elapsed());
            let row = Row { name, size: model.size, took, outcome };
            rows.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(row);
            bar.inc(1);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    bar.finish_and_clear();
    rows.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn one(model: &Model, out: &Path, root: &Path) -> Result<Counts> {
    let out = out.join(&model.name);
    let options = Options {
        command: "cargo xtask codegen --all".to_owned(),
        ..job::options(package(&model.name), &out, root)
    };
    let job = Job { model: vec![model.file.clone()], out, options };
    let output = job::generate(&job, root)?;
    Changes::between(&job.out, &output.files)?.apply(&job.out, &output.files)?;
    Ok(Counts { operations: output.ir.operations.len(), left_out: output.ir.left_out })
}

fn package(model: &str) -> String {
    format!("smithwright-{}", model.replace('.', "-"))
}

/// One workspace, so that the crates share dependencies, in the versions that this repository is tested with.
fn write_workspace(out: &Path, root: &Path, rows: &[Row]) -> Result<()> {
    let generated = rows.iter().filter(|row| row.outcome.is_ok());
    let mut members: Vec<_> = generated.map(|row| format!("    {:?},\n", row.name)).collect();
    members.sort();
    let text = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n", members.concat());
    let (path, lock) = (out.join("Cargo.toml"), out.join("Cargo.lock"));
    fs::write(&path, text).with_context(|| format!("{}: cannot be written", path.display()))?;
    fs::copy(root.join("Cargo.lock"), &lock)
        .with_context(|| format!("{}: cannot be written", lock.display()))?;
    Ok(())
}

fn table(rows: &[Row]) -> String {
    let mut lines = vec![format!(
        "{:<36} {:>10} {:>8} {:>7} {:>7} {:>6}",
        "model, largest first", "operations", "left out", "MB", "s", "s/MB"
    )];
    for row in rows {
        let (mb, seconds) = (row.size as f64 / 1e6, row.took.as_secs_f64());
        let (operations, left_out) = match &row.outcome {
            Ok(counts) => (counts.operations.to_string(), counts.left_out.len().to_string()),
            Err(_) => ("broken".to_owned(), String::new()),
        };
        lines.push(format!(
            "{:<36} {operations:>10} {left_out:>8} {mb:>7.2} {seconds:>7.2} {:>6.2}",
            row.name,
            seconds / mb
        ));
    }
    for row in rows {
        match &row.outcome {
            Ok(counts) => lines.extend(
                counts
                    .left_out
                    .iter()
                    .map(|(o, why)| format!("{}: {o} is left out: {why}", row.name)),
            ),
            Err(error) => lines.push(format!("{}:\n{error:#}", row.name)),
        }
    }
    lines.join("\n")
}

/// The most memory that this process has held, in MB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? / 1024)
}
