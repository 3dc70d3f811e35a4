//! What a program of several services costs to compile from nothing: with the official crates, and with those that
//! `replace` puts in their place, below aws-config, too.

use super::peer::Package;
use super::table::{Measured, Row};
use super::{Bench, median};
use crate::services;
use anyhow::{Context, Result, ensure};
use clap::Parser;
use smithwright::commands::replace;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

const NAME: &str = "program";

/// What the program stands on. The versions of what measurements compare with are fixed.
const DEPENDENCIES: &str = r#"aws-config = "=1.13.0"
aws-sdk-dynamodb = "=1.136.0"
aws-sdk-s3 = "=1.157.0"
aws-sdk-sqs = "=1.119.0"
tokio = { version = "1", features = ["macros", "rt"] }
"#;

/// A way to compile: its name, and the arguments of cargo.
const MODES: [(&str, &[&str]); 2] =
    [("debug build", &["build"]), ("release build", &["build", "--release"])];

/// Measures the program, with crates from the models in the folder `models` in place of the official ones of these
/// services.
pub fn measured(bench: &Bench, models: &Path, root: &Path) -> Result<Measured> {
    let folder = |peer: &str| root.join("target/bench").join(peer).join(NAME);
    let main = include_str!("programs/program.rs");
    bench.say("program: what it depends on");
    // With the manifest of an earlier run, Cargo would keep ours in the lock.
    let theirs = Package::new(folder("official"), NAME, main, DEPENDENCIES)?;
    theirs.cargo(&["generate-lockfile"])?;
    let ours = Package::new(folder("ours"), NAME, main, DEPENDENCIES)?;
    fs::copy(theirs.lock(), ours.lock()).context("cannot write below target/")?;
    let replaced = bench.bar.suspend(|| put_ours(&ours, models, root))?;
    let packages = [&ours, &theirs];
    for package in packages {
        package.cargo(&["fetch"])?;
    }
    let mut rows = Vec::new();
    for (mode, arguments) in MODES {
        rows.extend(building(bench, mode, arguments, &packages)?);
    }
    rows.push(Row::less("program: crates", "", [ours.crates()?, theirs.crates()?]));
    let binary = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
    let sizes = [ours.size(&binary)?, theirs.size(&binary)?];
    rows.push(Row::less("program: release binary", "MB", sizes));
    Ok(Measured { official: replaced.join(", "), rows })
}

fn building(
    bench: &Bench,
    mode: &str,
    arguments: &[&str],
    packages: &[&Package; 2],
) -> Result<[Row; 3]> {
    let (mut walls, mut cpus) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    let mut peaks = [0.0_f64; 2];
    for _ in 0..bench.runs {
        for (index, package) in packages.iter().enumerate() {
            bench.say(format!("program: {mode} from nothing"));
            package.clean()?;
            let cost = package.cargo(arguments)?;
            walls[index].push(cost.wall.as_secs_f64());
            cpus[index].push(cost.cpu.as_secs_f64());
            peaks[index] = peaks[index].max(cost.peak as f64 / 1e6);
        }
    }
    Ok([
        Row::less(format!("program: {mode} from nothing"), "s", walls.map(median)),
        Row::less(format!("program: {mode}, CPU"), "s", cpus.map(median)),
        Row::less(format!("program: {mode}, peak memory"), "MB", peaks),
    ])
}

/// The arguments of `replace`, as its command line has them.
#[derive(Parser)]
struct Replace {
    #[command(flatten)]
    args: replace::Args,
}

/// Puts our crates in place of the official ones of which there is a model, and gives the names and versions of these.
fn put_ours(package: &Package, models: &Path, root: &Path) -> Result<Vec<String>> {
    let lock = fs::read_to_string(package.lock()).context("there is no lock")?;
    let known = replace::Models::below(models)?;
    let replaced: Vec<_> =
        known.packages().filter_map(|name| Some((name, locked(&lock, name)?))).collect();
    ensure!(!replaced.is_empty(), "{}: no model of a service is here", models.display());
    let (lock, out) = (package.lock(), package.folder().join("aws"));
    let options = [OsStr::new("replace"), OsStr::new("--write")].into_iter().chain([
        OsStr::new("--lock"),
        lock.as_os_str(),
        OsStr::new("--models"),
        models.as_os_str(),
        OsStr::new("--out"),
        out.as_os_str(),
    ]);
    let names = replaced.iter().map(|(name, _)| OsStr::new(name.as_str()));
    let Replace { args } = Replace::try_parse_from(options.chain(names))?;
    replace::run(&args, &services::runtime(root), "cargo xtask bench", root)?;
    Ok(replaced.into_iter().map(|(name, version)| format!("{name} {version}")).collect())
}

/// The version of a package in a lock file.
fn locked<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_the_lock() {
        let lock = "[[package]]\nname = \"aws-sdk-s3-tables\"\nversion = \"2.0.0\"\n\n\
                    [[package]]\nname = \"aws-sdk-s3\"\nversion = \"1.2.3\"\nsource = \"x\"\n";
        assert_eq!(locked(lock, "aws-sdk-s3"), Some("1.2.3"));
        assert_eq!(locked(lock, "aws-sdk-sqs"), None);
    }
}
