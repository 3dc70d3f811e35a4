//! Whether what is generated compiles, and is documented, without a warning.

use super::{Model, cover, package, run};
use crate::cargo;
use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use smithwright::report::Report;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Below the repository's root, whose target folder and profiles the crates share.
const FOLDER: &str = "target/services";
/// Documentation is looked at by nobody, and much: it is removed when it is done.
const DOCS: &str = "target/services/docs";
/// How many crates are documented before their documentation is removed.
const BATCH: usize = 16;

/// What the compiler said of each crate that it said anything of.
type Warnings = BTreeMap<String, Vec<String>>;

/// Compiles and documents a crate of each protocol.
///
/// # Errors
///
/// When a model is broken, or there is a warning.
pub fn chosen(botocore: &Path, root: &Path) -> Result<()> {
    every(&cover::chosen(super::botocore_models(botocore)?, root)?, root)
}

/// Compiles and documents a crate of every model.
///
/// # Errors
///
/// When a model is broken, or there is a warning.
pub fn every(models: &[Model], root: &Path) -> Result<()> {
    let start = Instant::now();
    let folder = root.join(FOLDER);
    run(models, &folder, &Report::default(), root)?;
    let packages: Vec<_> = models.iter().map(|model| package(&model.name)).collect();
    let bar = ProgressBar::new(2 * packages.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed} {msg}") {
        bar.set_style(style);
    }
    let mut warnings = Warnings::new();
    bar.set_message("compiling");
    cargo::run(&folder, &["check", "--workspace", "--keep-going"], |message| {
        note(message, &mut warnings);
        let target = message["target"]["name"].as_str().unwrap_or_default();
        if message["reason"] == "compiler-artifact" && target.starts_with("smithwright_") {
            bar.inc(1);
        }
    })?;
    bar.set_message("documenting");
    for batch in packages.chunks(BATCH) {
        document(batch, root, &mut warnings)?;
        bar.inc(batch.len() as u64);
    }
    bar.finish_and_clear();
    report(models.len(), &warnings)?;
    let minutes = start.elapsed().as_secs_f64() / 60.0;
    anstream::println!(
        "{} crates compile and are documented without a warning, {minutes:.1} min",
        models.len()
    );
    Ok(())
}

/// Generates a crate of each model, and documents it.
///
/// # Errors
///
/// When a model is broken, or there is a warning.
pub fn documented(models: &[Model], root: &Path) -> Result<()> {
    let start = Instant::now();
    run(models, &root.join(FOLDER), &Report::default(), root)?;
    let mut warnings = Warnings::new();
    let packages: Vec<_> = models.iter().map(|model| package(&model.name)).collect();
    for batch in packages.chunks(BATCH) {
        document(batch, root, &mut warnings)?;
    }
    report(models.len(), &warnings)?;
    let seconds = start.elapsed().as_secs_f64();
    anstream::println!("{} crates are documented without a warning, {seconds:.0} s", models.len());
    Ok(())
}

fn document(packages: &[String], root: &Path, warnings: &mut Warnings) -> Result<()> {
    // What is compiled stays in the shared folder.
    let settings = [
        format!("build.build-dir={:?}", root.join("target").display().to_string()),
        format!("build.target-dir={:?}", root.join(DOCS).display().to_string()),
    ];
    let mut arguments = vec!["doc", "--no-deps", "--keep-going"];
    arguments.extend(settings.iter().flat_map(|setting| ["--config", setting]));
    arguments.extend(packages.iter().flat_map(|package| ["--package", package.as_str()]));
    cargo::run(&root.join(FOLDER), &arguments, |message| note(message, warnings))?;
    match fs::remove_dir_all(root.join(DOCS)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Notes what the compiler says of a crate: a warning is as bad as an error.
fn note(message: &Value, warnings: &mut Warnings) {
    let report = &message["message"];
    let bad = matches!(report["level"].as_str(), Some("warning" | "error"));
    if message["reason"] == "compiler-message" && bad {
        let target = message["target"]["name"].as_str().unwrap_or_default();
        let text = report["rendered"].as_str().unwrap_or_default();
        warnings.entry(target.to_owned()).or_default().push(text.to_owned());
    }
}

/// How much is shown of each crate.
const SHOWN: usize = 3;

fn report(of: usize, warnings: &Warnings) -> Result<()> {
    for (name, said) in warnings {
        anstream::println!("{name}: {} warnings or errors, such as", said.len());
        said.iter().take(SHOWN).for_each(|text| anstream::println!("{text}"));
    }
    match warnings.is_empty() {
        true => Ok(()),
        false => bail!("{} of {of} crates do not compile without a warning", warnings.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn warnings_are_kept_by_crate() {
        let mut warnings = Warnings::new();
        let mut compiler = |reason: &str, level: &str| {
            let said = json!({"level": level, "rendered": level});
            let target = json!({"name": "smithwright_toy"});
            note(&json!({"reason": reason, "target": target, "message": said}), &mut warnings);
        };
        compiler("compiler-message", "note");
        compiler("compiler-artifact", "warning");
        compiler("compiler-message", "warning");
        compiler("compiler-message", "error");
        assert_eq!(warnings["smithwright_toy"], ["warning", "error"]);
        assert!(report(3, &warnings).unwrap_err().to_string().starts_with("1 of 3 crates"));
        assert!(report(3, &Warnings::new()).is_ok());
    }
}
