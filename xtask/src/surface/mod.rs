//! `cargo xtask surface`: our public APIs beside those of the official crates.

pub mod compare;
mod official;
mod reasons;
pub mod rustdoc;

use crate::services;
use anyhow::{Context, Result, anyhow, ensure};
use compare::{Comparison, Difference, Kind};
use official::Wanted;
use reasons::Reasons;
use smithwright::commands::replace::Models;
use smithwright::job::{self, Job};
use smithwright::list::{all_or_every_error, did_you_mean};
use smithwright::tree::Changes;
use smithwright_codegen::Options;
use std::fs;
use std::path::{Path, PathBuf};
use std::slice;

/// Below the repository's root, whose target folder the compilations share.
const FOLDER: &str = "target/surface";
/// Whose items our crates show as their own.
const RUNTIME: &str = "smithwright-runtime";
/// What official crates have for tests is compared, too.
const TESTING: &[&str] = &["--features", "test-util"];

const EXAMPLES: &str = "\
Examples:
  cargo xtask surface
  cargo xtask surface apigatewayv2@1.123.0
  cargo xtask surface --models ../api-models-aws s3 sqs
  cargo xtask surface --models botocore/data --differences ec2";

/// Compare public APIs with those of the official crates.
///
/// Generates a crate from the model of each service, documents it and the official crate to rustdoc's JSON, and compares
/// their public items. A table tells how many the official crate has, how many of them ours has with the same signature,
/// how many it lacks or has otherwise, and for how many of these tests/surface/reasons.toml has a reason. What has none
/// is listed, and is an error.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The services, by the names of their official crates, `s3` or `aws-sdk-s3`; with a version as in `s3@1.112.0`, or
    /// else the newest. All that the folder of models has, if none is named.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
    /// The folder of models: what `cargo xtask replace` takes. model/, if none is given.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// List each difference, with its reason if it has one, and all that ours adds.
    #[arg(long)]
    differences: bool,
}

/// A service that was compared.
struct Row {
    package: String,
    version: String,
    comparison: Comparison,
}

/// Runs the task.
///
/// # Errors
///
/// When something cannot be generated or documented, or differs without a reason.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let folder = args.models.clone().unwrap_or_else(|| root.join("model"));
    let models = Models::below(&folder)?;
    let reasons = Reasons::load(root)?;
    let named = args.services.iter().map(|name| Wanted::parse(name));
    let all = models.packages().map(|package| Wanted::parse(package));
    let wanted: Vec<_> = if args.services.is_empty() { all.collect() } else { named.collect() };
    let sources = all_or_every_error(wanted.iter().map(|wanted| model(wanted, &models)))?;
    let ours = generate(&wanted, &sources, root)?;
    let rows = compare(&wanted, &ours, root, |row| report(row, &reasons, args.differences))?;
    let unexplained: usize = rows.iter().map(|row| unexplained(row, &reasons).count()).sum();
    anstream::println!("{}", table(&rows, &reasons));
    ensure!(unexplained == 0, "{unexplained} items are not the same, without a reason");
    Ok(())
}

fn model<'a>(wanted: &Wanted, models: &'a Models) -> Result<&'a Path> {
    let package = &wanted.package;
    models.find(package).map_err(|_| {
        anyhow!(
            "{package}: there is not one model of it{}",
            did_you_mean(package, models.packages())
        )
    })
}

/// Generates the crates into a workspace, and gives its folder.
fn generate(wanted: &[Wanted], sources: &[&Path], root: &Path) -> Result<PathBuf> {
    let folder = root.join(FOLDER).join("ours");
    for (Wanted { package, .. }, model) in wanted.iter().zip(sources) {
        let out = folder.join(package);
        let command = "cargo xtask surface".to_owned();
        let options = Options { command, ..services::options(package.clone(), &out, root) };
        let job = Job { model: vec![(*model).to_owned()], out, options };
        let output = job::generate(&job, root).with_context(|| package.clone())?;
        Changes::between(&job.out, &output.files)?.apply(&job.out, &output.files)?;
    }
    let members: Vec<_> = wanted.iter().map(|wanted| &wanted.package).collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    fs::write(folder.join("Cargo.toml"), manifest).context("cannot write below target/")?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))
        .context("cannot copy Cargo.lock")?;
    Ok(folder)
}

/// Documents both crates of each service, and tells of each as soon as it is compared.
fn compare(wanted: &[Wanted], ours: &Path, root: &Path, tell: impl Fn(&Row)) -> Result<Vec<Row>> {
    let official = root.join(FOLDER).join("official");
    let versions = official::prepare(wanted, &official, root)?;
    let out = |whose: &str| root.join(FOLDER).join("doc").join(whose);
    let runtime = rustdoc::json(RUNTIME, &["--all-features"], root, &out("runtime"), root)?;
    let row = |(Wanted { package, .. }, version): (&Wanted, String)| {
        let theirs = rustdoc::json(package, &[], &official, &out("official"), root)?;
        let stand_in = rustdoc::json(package, TESTING, ours, &out("ours"), root)?;
        let comparison = compare::compare(&theirs, &stand_in, slice::from_ref(&runtime), root)?;
        let row = Row { package: package.clone(), version, comparison };
        tell(&row);
        Ok(row)
    };
    wanted.iter().zip(versions).map(row).collect()
}

/// What the official crate has and ours has not, or otherwise, for no reason that is known.
fn unexplained<'a>(row: &'a Row, reasons: &'a Reasons) -> impl Iterator<Item = &'a Difference> {
    let missed =
        row.comparison.differences.iter().filter(|difference| difference.kind != Kind::Adds);
    missed.filter(|difference| reasons.of(&row.package, difference).is_none())
}

/// Lists the differences, or those that have no reason.
fn report(row: &Row, reasons: &Reasons, all: bool) {
    let listed: Vec<_> = match all {
        true => row.comparison.differences.iter().collect(),
        false => unexplained(row, reasons).collect(),
    };
    for difference in listed {
        let Difference { kind, path, signature } = difference;
        let why = reasons.of(&row.package, difference);
        let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
        anstream::println!("{}: {kind} {path}: {signature}{why}", row.package);
    }
}

fn table(rows: &[Row], reasons: &Reasons) -> String {
    let head = format!(
        "{:<40} {:>8} {:>8} {:>7} {:>9} {:>7} {:>10} {:>7}",
        "official crate", "items", "same", "missing", "different", "added", "reasons", "same, %"
    );
    let line = |row: &Row| {
        let Row { package, version, comparison } = row;
        let (items, same) = (comparison.items, comparison.same);
        let [missing, different, added] =
            [Kind::Lacks, Kind::Differs, Kind::Adds].map(|kind| comparison.count(kind));
        let explained = missing + different - unexplained(row, reasons).count();
        let percent = 100.0 * same as f64 / items.max(1) as f64;
        let name = format!("{package} {version}");
        format!(
            "{name:<40} {items:>8} {same:>8} {missing:>7} {different:>9} {added:>7} {explained:>10} {percent:>7.2}"
        )
    };
    std::iter::once(head).chain(rows.iter().map(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        let difference = |kind, path: &str| Difference {
            kind,
            path: path.to_owned(),
            signature: "struct".to_owned(),
        };
        let differences = vec![
            difference(Kind::Lacks, "crate::a"),
            difference(Kind::Differs, "crate::b"),
            difference(Kind::Adds, "crate::c"),
        ];
        let comparison = Comparison { items: 200, same: 198, differences };
        Row { package: "aws-sdk-s3".to_owned(), version: "1.2.3".to_owned(), comparison }
    }

    #[test]
    fn what_has_no_reason_is_counted() {
        let none = Reasons::parse("").unwrap();
        assert_eq!(unexplained(&row(), &none).count(), 2);
        let one = Reasons::parse("[[reason]]\nitems = 'crate::b'\nwhy = 'so'").unwrap();
        assert_eq!(unexplained(&row(), &one).count(), 1);
        let table = table(&[row()], &one);
        let numbers: Vec<_> = table.lines().last().unwrap().split_whitespace().collect();
        assert_eq!(numbers, ["aws-sdk-s3", "1.2.3", "200", "198", "1", "1", "1", "1", "99.00"]);
    }
}
