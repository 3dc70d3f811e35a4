//! Every model of botocore, or of a folder: `cargo xtask codegen --all` generates the crates in one process and on all cores, and
//! `cargo xtask test` compiles them, or some that stand for the others.

pub mod compile;
mod cover;

use crate::services;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use smithwright::job::{self, Job};
use smithwright::report::Report;
use smithwright::tree::Changes;
use smithwright::{gzip, inputs};
use smithwright_codegen::{Diagnostics, Options, Output, model_files, official_package};
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
    left_out: usize,
    warnings: Diagnostics,
}

/// One of the models.
#[derive(Clone)]
pub struct Model {
    /// The service's name, with the model's version if there is a newer one.
    pub name: String,
    /// Where the model is.
    pub file: PathBuf,
    /// The size of its text, in bytes; a guess if it is compressed.
    pub size: usize,
}

/// Generates a crate from each model into a folder of its own below `out`, with a workspace around them. A broken model
/// does not stop the others.
///
/// # Errors
///
/// When one or more of the models are broken, or have warnings that are denied.
pub fn run(models: &[Model], out: &Path, report: &Report, root: &Path) -> Result<()> {
    let start = Instant::now();
    let out = &std::path::absolute(out)?;
    fs::create_dir_all(out).with_context(|| format!("{}: cannot be made", out.display()))?;
    let mut rows = rows(models, out, report, root);
    write_workspace(out, root, &rows)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.size));
    anstream::println!("{}", table(&rows));
    let broken = rows.iter().filter(|row| row.outcome.is_err()).count();
    let counts: Vec<_> = rows.iter().filter_map(|row| row.outcome.as_ref().ok()).collect();
    anstream::println!(
        "{} crates, {} operations, {} left out; {broken} models broken; {:.1} s{}",
        counts.len(),
        counts.iter().map(|counts| counts.operations).sum::<usize>(),
        counts.iter().map(|counts| counts.left_out).sum::<usize>(),
        start.elapsed().as_secs_f64(),
        peak_memory().map(|mb| format!(", {mb} MB of memory at most")).unwrap_or_default(),
    );
    match broken {
        0 => Ok(()),
        _ => bail!("{broken} of {} models are broken", rows.len()),
    }
}

/// A model, and what it is a version of.
struct Found {
    service: String,
    version: String,
    file: PathBuf,
    size: usize,
}

/// The models of the botocore package at `package`, largest first, so that none of them is left to a single core at the
/// end.
///
/// # Errors
///
/// When there are none, or they cannot be read.
pub fn botocore_models(package: &Path) -> Result<Vec<Model>> {
    let data = package.join("data");
    let data = if data.is_dir() { data } else { package.to_owned() };
    let mut found = Vec::new();
    for entry in WalkDir::new(&data).min_depth(2).max_depth(2) {
        let entry = entry.with_context(|| format!("{}: cannot be read", data.display()))?;
        let Some(file) = gzip::find(entry.path(), model_files::SERVICE) else { continue };
        let service = last(entry.path().parent());
        found.push(Found { service, version: last(Some(entry.path())), size: size(&file)?, file });
    }
    match found.is_empty() {
        true => bail!("{}: there is no botocore model here", data.display()),
        false => Ok(named(found)),
    }
}

/// The models in Smithy's JSON AST below `folder`, largest first. They are called as in the names of the official crates,
/// or, if they are of no AWS service, by their files. AWS publishes them in folders named by their versions.
///
/// # Errors
///
/// When there are none, or they cannot be read.
pub fn ast_models(folder: &Path, root: &Path) -> Result<Vec<Model>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("{}: cannot be read", folder.display()))?;
        if !entry.file_type().is_file() || !inputs::is_json(entry.path()) {
            continue;
        }
        let source = inputs::source(entry.path(), root)?;
        if inputs::is_ast(&source.text) {
            let service = official_name(&source.text).unwrap_or_else(|| stem(entry.path()));
            let version = last(entry.path().parent());
            found.push(Found {
                service,
                version,
                size: source.text.len(),
                file: entry.into_path(),
            });
        }
    }
    match found.is_empty() {
        true => bail!("{}: there is no model in Smithy's JSON AST here", folder.display()),
        false => Ok(named(found)),
    }
}

/// What follows `aws-sdk-` in the name of the official crate.
fn official_name(model: &str) -> Option<String> {
    let package = official_package(&model_files::sdk_id(model)?);
    package.strip_prefix("aws-sdk-").map(str::to_owned)
}

fn stem(file: &Path) -> String {
    last(Some(file)).split('.').next().unwrap_or_default().to_owned()
}

fn last(path: Option<&Path>) -> String {
    let name = path.and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The models by names of their own: the newest of a service has the service's name alone.
fn named(mut found: Vec<Found>) -> Vec<Model> {
    found.sort_by(|a, b| (&a.service, &a.version).cmp(&(&b.service, &b.version)));
    let newer: Vec<_> = found.windows(2).map(|two| two[0].service == two[1].service).collect();
    let newer = newer.into_iter().chain([false]);
    let model = |(Found { service, version, file, size }, newer)| {
        let name = if newer { format!("{service}-{version}") } else { service };
        Model { name, size, file }
    };
    let mut models: Vec<_> = found.into_iter().zip(newer).map(model).collect();
    models.sort_by_key(|model| std::cmp::Reverse(model.size));
    models
}

/// The size of a model on disk: what is compressed counts ten times, which is about how much larger it gets.
fn size(file: &Path) -> Result<usize> {
    let text = fs::metadata(file).with_context(|| format!("{}: cannot be read", file.display()))?;
    let factor = if file.extension().is_some_and(|extension| extension == "gz") { 10 } else { 1 };
    Ok(usize::try_from(text.len())? * factor)
}

fn rows(models: &[Model], out: &Path, report: &Report, root: &Path) -> Vec<Row> {
    let bar = ProgressBar::new(models.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(model) = models.get(next.fetch_add(1, Ordering::Relaxed)) {
            bar.set_message(model.name.clone());
            let start = Instant::now();
            let outcome = one(model, out, report, root);
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

fn one(model: &Model, out: &Path, report: &Report, root: &Path) -> Result<Counts> {
    let out = out.join(&model.name);
    let options = Options {
        command: "cargo xtask codegen --all".to_owned(),
        ..services::options(package(&model.name), &out, root)
    };
    let job = Job { model: vec![model.file.clone()], out, options };
    let Output { files, ir, warnings } = job::generate(&job, root)?;
    if report.denies(&warnings) {
        bail!("{}", job::shown(&warnings));
    }
    Changes::between(&job.out, &files)?.apply(&job.out, &files)?;
    let (operations, left_out) = (ir.operations.len(), ir.left_out.len());
    Ok(Counts { operations, left_out, warnings })
}

fn package(model: &str) -> String {
    format!("smithwright-{}", model.replace('.', "-"))
}

/// One workspace, so that the crates share dependencies, in the versions that this repository is tested with.
fn write_workspace(out: &Path, root: &Path, rows: &[Row]) -> Result<()> {
    let generated = rows.iter().filter(|row| row.outcome.is_ok());
    write_members(out, root, &generated.map(|row| row.name.clone()).collect::<Vec<_>>())
}

/// A workspace of these folders, with the versions that this repository is tested with.
///
/// # Errors
///
/// When it cannot be written.
pub fn write_members(out: &Path, root: &Path, members: &[String]) -> Result<()> {
    let mut members: Vec<_> = members.iter().map(|name| format!("    {name:?},\n")).collect();
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
            Ok(counts) => (counts.operations.to_string(), counts.left_out.to_string()),
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
            Ok(counts) if counts.warnings.is_empty() => {}
            Ok(counts) => lines.push(format!("{}:\n{}", row.name, job::shown(&counts.warnings))),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_in_smithys_ast_are_found_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let names = || {
            let models = ast_models(folder.path(), folder.path()).map_err(|e| e.to_string())?;
            Ok(models.into_iter().map(|model| model.name).collect::<Vec<_>>())
        };
        write("package.json", "{}");
        let nothing: Result<_, String> = names();
        assert!(nothing.unwrap_err().ends_with("there is no model in Smithy's JSON AST here"));
        let toys = r#"{"smithy": "2.0", "shapes": {"a#Toys":
            {"type": "service", "traits": {"aws.api#service": {"sdkId": "Toy Service"}}}}}"#;
        write("toys/service/2019-01-01/toys-2019-01-01.json", toys);
        write("toys/service/2020-01-01/toys-2020-01-01.json", &toys.replace("Toys", "ToyBox"));
        write("games.json", r#"{"smithy": "2.0"}"#);
        assert_eq!(names().unwrap(), ["toy", "toy-2019-01-01", "games"]);
    }
}
