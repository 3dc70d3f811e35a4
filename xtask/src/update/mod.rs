//! `cargo xtask update`: imports what botocore publishes about each service, without its prose.

mod plan;
mod prose;
#[cfg(test)]
mod tests;

use crate::services;
use anyhow::{Context, Result};
use plan::{plan_service, plan_shared};
use smithwright::botocore::{Package, download};
use smithwright::list::all_or_every_error;
use std::path::{Path, PathBuf};

/// Import newer models from the botocore package.
///
/// Imports what botocore publishes about every service in model/services.toml, or about those that are named. It takes
/// botocore's newest version, or --version. The package is fetched with pip, so Python 3 must be installed; --botocore
/// uses an unpacked package, or a wheel, instead.
///
/// Only facts are kept: upstream's prose is left out, and overlay.md and overlay.toml beside a model, which hold our
/// own documentation and facts, are never touched. source.json records the botocore version, and the upstream path and
/// the hashes of each file. Nothing is written when anything upstream is missing or broken, and running it twice
/// changes nothing.
///
/// Then read `git diff model/`, run `cargo xtask codegen`, and commit both.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// The services to import, by their names in model/services.toml; all if none is named.
    #[arg(value_name = "SERVICE")]
    pub services: Vec<String>,

    /// The botocore version to import from, such as 1.44.5; the newest if none is given.
    #[arg(long, value_name = "V", conflicts_with = "botocore")]
    pub version: Option<String>,

    /// An unpacked botocore package, or a wheel, to use instead of downloading one.
    #[arg(long, value_name = "DIR")]
    pub botocore: Option<PathBuf>,
}

/// Imports the named services below `root` into `model/<service>/`, and the partitions they all
/// share into `model/partitions.json`.
///
/// Prints one line for each folder. Running it twice changes nothing the second time.
///
/// # Errors
///
/// When a service is unknown, botocore cannot be had, or any file of it is missing or broken: every
/// such problem is told, and nothing is written. When writing fails, the folder in hand keeps its
/// old `source.json`, so that running again completes the work.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let listed = services::load(root)?;
    let chosen = listed.choose(&args.services)?;
    let downloads = tempfile::tempdir().context("cannot make a temporary folder")?;
    let path = match &args.botocore {
        Some(path) => path.clone(),
        None => download(args.version.as_deref(), downloads.path())?,
    };
    let mut package = Package::open(&path)?;

    let mut plans = vec![plan_shared(&mut package, root)];
    plans.extend(
        chosen.iter().map(|(name, service)| plan_service(&mut package, root, name, service)),
    );
    for plan in all_or_every_error(plans)? {
        let summary = plan.write(root).with_context(|| format!("cannot write {}", plan.folder))?;
        anstream::println!("{}: {summary}", plan.folder);
    }
    Ok(())
}
