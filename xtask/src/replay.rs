//! `cargo xtask replay`: what would have been told of a service, release by release.

use anyhow::{Context, Result};
use smithwright::botocore::download;
use smithwright::commands::update::{self, Args as Update};
use smithwright_codegen::model_files;
use std::fs;
use std::path::{Path, PathBuf};

/// Releases of botocore from a year, about one a month.
const VERSIONS: [&str; 13] = [
    "1.41.0", "1.42.10", "1.42.30", "1.42.50", "1.42.70", "1.42.97", "1.43.20", "1.43.40",
    "1.43.60", "1.43.80", "1.43.100", "1.43.127", "1.44.5",
];

/// Where the releases are kept, and the repository that follows them, below the root.
const FOLDER: &str = "target/replay";

/// Replay the updates of a service through releases of botocore.
///
/// Makes a repository that follows the service, with the overlay that is kept here, and updates it from each release in
/// turn, as its maintainer would, who takes every version that is proposed. Tells what each update tells, and at the end
/// the changelog of the crate. Releases are fetched with pip, and kept in target/replay.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The service: its folder in botocore's data.
    #[arg(default_value = "apigatewayv2")]
    service: String,
    /// The releases, the oldest first; if none is named, a year of them, about one a month.
    versions: Vec<String>,
}

/// Runs the task.
///
/// # Errors
///
/// When a release cannot be had, or an update fails.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let folder = root.join(FOLDER);
    let repository = folder.join("repository");
    let _ = fs::remove_dir_all(&repository);
    let list = prepare(&args.service, &repository, root)?;
    let versions: Vec<_> = match args.versions.is_empty() {
        true => VERSIONS.map(str::to_owned).to_vec(),
        false => args.versions.clone(),
    };
    for version in &versions {
        let botocore = Some(wheel(version, &folder)?);
        let update =
            Update { list: Some(list.clone()), botocore, write_version: true, ..Update::default() };
        for line in update::updated(&update, &repository)? {
            anstream::println!("{line}");
        }
        anstream::println!("");
    }
    let changelog = repository.join("client/CHANGELOG.md");
    anstream::print!("{}", fs::read_to_string(&changelog).context("there is no changelog")?);
    Ok(())
}

/// A repository that follows the service, and its list.
fn prepare(service: &str, repository: &Path, root: &Path) -> Result<PathBuf> {
    let model = repository.join("models").join(service);
    fs::create_dir_all(&model).context("cannot write below target/")?;
    let overlay = root.join("model").join(service).join(model_files::OVERLAY);
    if overlay.is_file() {
        fs::copy(overlay, model.join(model_files::OVERLAY))
            .context("cannot write below target/")?;
    }
    let list = repository.join("smithwright.toml");
    let text = format!(
        "facts_only = true\nruntime = {:?}\n\n[services.{service}]\nmodel = \"models/{service}\"\nout = \"client\"\n\
         package = \"{service}-client\"\nbotocore = \"{service}\"\n",
        root.join("codegen/runtime").display().to_string()
    );
    fs::write(&list, text).context("cannot write below target/")?;
    Ok(list)
}

/// The wheel of a release, which is fetched once.
fn wheel(version: &str, folder: &Path) -> Result<PathBuf> {
    let kept = folder.join(format!("botocore-{version}-py3-none-any.whl"));
    match kept.is_file() {
        true => Ok(kept),
        false => download(Some(version), folder),
    }
}
