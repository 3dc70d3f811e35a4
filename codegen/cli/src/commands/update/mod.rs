//! `smithwright update`: newer models from where they came, and what that means for the crates of them.
//!
//! `plan` says what upstream has, and `mirror` what the crates will be. All of it is written at once, or nothing.

mod changelog;
mod compare;
mod mirror;
mod plan;
mod prose;
#[cfg(test)]
mod tests;
mod version;

use crate::botocore::{Package, download};
use crate::list::{self, List, Service, all_or_every_error};
use crate::writing::{Disk, Held, Native, Step, WORK};
use crate::{inputs, job, tree};
use anyhow::{Context, Result, anyhow, ensure};
use compare::{Comparison, compare};
use mirror::Mirror;
use plan::{Changed, Plan, plan_service, plan_shared};
use semver::Version;
use smithwright_codegen::{Documentation, Options, model_files};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use toml_edit::{DocumentMut, value};

/// How the command is used.
pub const EXAMPLES: &str = "\
Examples:
  smithwright update
  smithwright update weather
  smithwright update sqs --version 1.44.5 --write-version
  smithwright update --drop-gone";

/// How many names a line has.
const NAMES: usize = 12;

/// Take newer models from where they came, and generate their crates again.
///
/// For each crate that smithwright.toml lists, or for those that are named: takes its model from botocore, in the newest
/// version or the one of --version, where the key `botocore` says that it comes from there, or copies it from the place
/// that the key `from` names. Then tells which files changed and how, what the change means for those who use the crate,
/// and what has no words in the overlay; adds that to the changelog beside the model, which the crate has a copy of; and
/// proposes the next version of the crate. What the overlay says about things that are gone is moved below a heading
/// where it is not read.
///
/// botocore is fetched with pip, so Python 3 must be installed; --botocore takes an unpacked package, or a wheel, instead.
/// Facts alone are kept where the list says `facts_only`. Overlays and their words are never lost. Nothing at all is
/// written if anything is missing or broken, upstream or here: the command line, the models, a crate or the disk. Running
/// it twice changes nothing.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Args {
    /// The services to update, by their names in the list; all whose models come from somewhere, if none is named.
    #[arg(value_name = "SERVICE")]
    pub services: Vec<String>,
    /// The list of crates; if none is given, the smithwright.toml in this folder or the nearest above it.
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// The botocore version to import from, such as 1.44.5; the newest if none is given.
    #[arg(long, value_name = "V", conflicts_with = "botocore")]
    pub version: Option<String>,
    /// An unpacked botocore package, or a wheel, to use instead of downloading one.
    #[arg(long, value_name = "DIR")]
    pub botocore: Option<PathBuf>,
    /// Write the proposed version into the list, and take what the changelog has for released.
    #[arg(long)]
    pub write_version: bool,
    /// Update nothing; drop from the overlays what they say about things that are gone.
    #[arg(long, conflicts_with_all = ["version", "botocore", "write_version"])]
    pub drop_gone: bool,
}

impl Args {
    /// The same for the list at `path`, if they name none.
    #[must_use]
    pub fn of(&self, path: &Path) -> Self {
        Self { list: Some(self.list.clone().unwrap_or_else(|| path.to_owned())), ..self.clone() }
    }
}

/// Updates models and crates. Paths are relative to the folder `here`.
///
/// # Errors
///
/// When a service is unknown, its model cannot be had, or anything about it is missing or broken: every such problem is
/// told, and nothing is written. Nor is anything when the disk fails.
pub fn run(args: &Args, here: &Path) -> Result<()> {
    for line in updated(args, here)? {
        anstream::println!("{line}");
    }
    Ok(())
}

/// Does what [`run`] does, and gives what it tells.
///
/// # Errors
///
/// As [`run`].
pub fn updated(args: &Args, here: &Path) -> Result<Vec<String>> {
    updated_on(&Native, args, here)
}

fn updated_on(disk: &dyn Disk, args: &Args, here: &Path) -> Result<Vec<String>> {
    let list = list(args, here)?;
    let root = root(&list)?;
    // What was interrupted is undone before anything is read, and nobody else writes meanwhile.
    let held = Held::wait(disk, &root)?;
    for service in list.services.values() {
        let out = job::folder(list.folder(), &service.out)?;
        if out.join(WORK).exists() {
            drop(Held::wait(disk, &out)?);
        }
    }
    let (changes, told) = planned(args, here)?;
    let steps = changes.iter().map(|(path, text)| {
        let below = path.strip_prefix(&root).ok().and_then(Path::to_str);
        let below = below
            .with_context(|| format!("{}: this is not below {}", path.display(), root.display()))?;
        Ok(match text {
            Some(text) => Step::Put(below, text),
            None => Step::Remove(below),
        })
    });
    held.take(&steps.collect::<Result<Vec<_>>>()?).context("nothing is updated")?;
    Ok(told)
}

/// The folder that the list, the models and the crates have in common.
fn root(list: &List) -> Result<PathBuf> {
    let base = job::folder(Path::new(""), list.folder())?;
    let services = list.services.values();
    let paths = services.flat_map(|service| {
        let outer = service.model.from(&base).into_iter();
        let folders = outer.filter_map(|model| model.parent().map(Path::to_owned));
        folders.chain([base.join(&service.out)]).collect::<Vec<_>>()
    });
    let common = paths.into_iter().try_fold(base.clone(), |common, path| {
        let path = job::folder(&base, &path)?;
        let parts =
            common.components().zip(path.components()).take_while(|(one, other)| one == other);
        anyhow::Ok(parts.map(|(part, _)| part).collect::<PathBuf>())
    })?;
    ensure!(
        common.parent().is_some(),
        "{}, the models and the crates have no folder in common",
        list.path().display()
    );
    Ok(common)
}

/// The texts that files are to have, in their order; those that are to go have none.
type Changes = Vec<(PathBuf, Option<String>)>;

fn planned(args: &Args, here: &Path) -> Result<(Changes, Vec<String>)> {
    let list = list(args, here)?;
    let chosen = chosen(&list, &args.services)?;
    if args.drop_gone {
        return drop_gone(&list, &chosen, here);
    }
    let downloads = tempfile::tempdir().context("cannot make a temporary folder")?;
    let mut package = match chosen.iter().any(|(_, service)| service.botocore.is_some()) {
        true => Some(package(args, downloads.path())?),
        false => None,
    };
    let plans = plans(package.as_mut(), &list, &chosen)?;
    let mirror = Mirror::new()?;
    for plan in plans.shared.iter().chain(&plans.services) {
        mirror.copy(&plan.folder)?;
        for (name, text) in &plan.files {
            mirror.set(&plan.folder.join(name), text.as_deref())?;
        }
    }
    let around = Around { list: &list, mirror: &mirror, args, here };
    let updates = chosen.iter().zip(&plans.services).map(|((name, service), plan)| {
        around.update(name, service, plan).map_err(|error| anyhow!("{name}: {}", job::told(&error)))
    });
    let updates = all_or_every_error(updates).context("nothing is updated")?;
    around.all(&plans.shared, updates)
}

fn list(args: &Args, here: &Path) -> Result<List> {
    let path = match &args.list {
        Some(path) => here.join(path),
        None => list::find(here).with_context(|| {
            format!("neither {} nor a folder above it has a {}", here.display(), list::FILE)
        })?,
    };
    List::read(&path)
}

/// The services that are named, or else those whose models come from somewhere.
fn chosen<'l>(list: &'l List, names: &[String]) -> Result<Vec<(&'l String, &'l Service)>> {
    let chosen = list.choose(names)?.into_iter();
    let comes = |service: &Service| service.botocore.is_some() || service.from.is_some();
    let chosen: Vec<_> =
        chosen.filter(|(_, service)| !names.is_empty() || comes(service)).collect();
    ensure!(
        !chosen.is_empty(),
        "{} says of no model where it comes from: the key `botocore` names a folder of botocore's data, and the key `from` a \
         file or folder",
        list.path().display()
    );
    Ok(chosen)
}

fn package(args: &Args, downloads: &Path) -> Result<Package> {
    let path = match &args.botocore {
        Some(path) => path.clone(),
        None => download(args.version.as_deref(), downloads)?,
    };
    Package::open(&path)
}

struct Plans {
    /// What the models of several services have in common.
    shared: Vec<Plan>,
    /// One for each service.
    services: Vec<Plan>,
}

fn plans(
    mut package: Option<&mut Package>,
    list: &List,
    chosen: &[(&String, &Service)],
) -> Result<Plans> {
    let services: Vec<Result<Plan>> = chosen
        .iter()
        .map(|(name, service)| plan_service(package.as_deref_mut(), list, name, service))
        .collect();
    let of_botocore = chosen.iter().filter(|(_, service)| service.botocore.is_some());
    let folders: BTreeSet<_> = of_botocore
        .filter_map(|(_, service)| {
            Some(service.model.from(list.folder()).first()?.parent()?.to_owned())
        })
        .collect();
    let shared: Vec<Result<Plan>> = match package {
        Some(package) => folders.iter().map(|folder| plan_shared(package, folder)).collect(),
        None => Vec::new(),
    };
    let count = shared.len();
    let mut all = all_or_every_error(shared.into_iter().chain(services))?;
    let services = all.split_off(count);
    Ok(Plans { shared: all, services })
}

/// What an update of a service comes to.
struct Update {
    /// What changes besides the files from upstream.
    files: Vec<Changed>,
    /// The files from upstream that change. They are written after all others, since they say what is done.
    upstream: Vec<Changed>,
    /// The version to write into the list.
    version: Option<(String, Version)>,
    /// What is told.
    told: Vec<String>,
}

/// What the updates of all services share.
struct Around<'a> {
    list: &'a List,
    mirror: &'a Mirror,
    args: &'a Args,
    here: &'a Path,
}

impl Around<'_> {
    fn update(&self, name: &str, service: &Service, plan: &Plan) -> Result<Update> {
        let job = self.list.job(name, service)?;
        let mut told = vec![format!(
            "{name}: {}",
            match &plan.from {
                Some(from) if *from == plan.to => format!("still {from}"),
                Some(from) => format!("from {from} to {}", plan.to),
                None => format!("to {}", plan.to),
            }
        )];
        let mut files = Vec::new();
        let mut new = self.mirror.read(&job.model, self.here)?;
        let Documentation { overlay, gone, back, wordless } =
            smithwright_codegen::documentation(new.clone(), &job.options)?;
        if let (Some(overlay), Some(source)) = (overlay, &mut new.overlay)
            && source.text != overlay
        {
            source.text.clone_from(&overlay);
            let path = self.here.join(&source.name);
            files.push(Changed { path, text: Some(overlay), how: "sorted".to_owned() });
        }
        let old = self.is_there(&job.model).then(|| inputs::read(&job.model, self.here));
        let comparison = match old.transpose()? {
            Some(old) => {
                let from = plan.from.as_deref().unwrap_or("an unknown place");
                compare(old, new.clone(), &job.options, [from, &plan.to])?
            }
            None => Comparison::first(),
        };
        let step = match &plan.from {
            Some(from) => format!("{from} to {}", plan.to.trim_start_matches("botocore ")),
            None => plan.to.clone(),
        };
        let current: Version = job.options.version.parse()?;
        let (log, proposed) = self.changelog(&job.options, &step, &comparison, &current);
        let version = (proposed != current && self.args.write_version)
            .then(|| (name.to_owned(), proposed.clone()));
        if log != job.options.changelog {
            let path = self.list.changelog(service);
            let how = if job.options.changelog.is_empty() { "new" } else { "grown" };
            files.push(Changed { path, text: Some(log.clone()), how: how.to_owned() });
        }
        let version_written = version.as_ref().map_or(&current, |(_, version)| version);
        let options =
            Options { changelog: log, version: version_written.to_string(), ..job.options.clone() };
        let output = smithwright_codegen::generate(new, &options)?;
        let crate_changes = tree::Changes::between(&job.out, &output.files)?;
        files.extend(crate_changes.steps(&job.out, &output.files).into_iter().map(|step| {
            let (path, text) = match step {
                Step::Put(path, text) => (path, Some(text.to_owned())),
                Step::Remove(path) => (path, None),
            };
            Changed { path: job.out.join(path), text, how: String::new() }
        }));
        let shown =
            |path: &Path| path.strip_prefix(self.here).unwrap_or(path).display().to_string();
        let upstream = plan.changed()?;
        let listed = files.iter().chain(&upstream).filter(|file| !file.how.is_empty());
        told.extend(listed.map(|file| format!("  {}: {}", shown(&file.path), file.how)));
        told.push(format!(
            "  {}: {} files: {} new, {} changed, {} removed",
            shown(&job.out),
            output.files.len(),
            crate_changes.new.len(),
            crate_changes.changed.len(),
            crate_changes.stale.len()
        ));
        told.extend(names("has no words", &wordless));
        let drop = "is gone, and so are its words in the overlay once `smithwright update --drop-gone` is run";
        told.extend(names(drop, &gone));
        told.extend(names("is there again, and so are its words", &back));
        told.extend(comparison.told.iter().map(|line| format!("  {line}").trim_end().to_owned()));
        if proposed != current {
            let written = match self.args.write_version {
                true => "is written",
                false => "is proposed: --write-version writes it",
            };
            told.push(format!("  version {proposed} after {current} {written}"));
        }
        Ok(Update { files, upstream, version, told })
    }

    fn is_there(&self, model: &[PathBuf]) -> bool {
        let is_json = |path: PathBuf| path.is_file() && inputs::is_json(&path);
        let holds_json = |path: &PathBuf| {
            let entries = path.read_dir().into_iter().flatten();
            entries.filter_map(Result::ok).any(|entry| is_json(entry.path()))
        };
        model.iter().all(|path| path.is_file() || holds_json(path))
    }

    /// The changelog as it will be, and the version that the crate has next.
    fn changelog(
        &self,
        options: &Options,
        step: &str,
        comparison: &Comparison,
        current: &Version,
    ) -> (String, Version) {
        let log = &options.changelog;
        let waiting = changelog::unreleased(log).unwrap_or_else(|| current.clone());
        let proposed = version::next(current, comparison.verdict).max(waiting);
        let entry = changelog::Entry { step, text: &comparison.entry };
        let log = match comparison.entry.is_empty() {
            true => log.clone(),
            false => changelog::grown(log, &proposed, &entry),
        };
        match self.args.write_version {
            true => (changelog::released(&log), proposed),
            false => (log, proposed),
        }
    }

    /// All changes, and what is told of them.
    fn all(&self, shared: &[Plan], updates: Vec<Update>) -> Result<(Changes, Vec<String>)> {
        let (mut changes, mut told) = (Changes::new(), Vec::new());
        let versions: Vec<_> = updates.iter().filter_map(|update| update.version.clone()).collect();
        if !versions.is_empty() {
            let text = tree::read(self.list.path())?.unwrap_or_default();
            changes.push((self.list.path().to_owned(), Some(with_versions(&text, &versions)?)));
        }
        let mut last = Vec::new();
        for plan in shared {
            for file in plan.changed()? {
                let path = file.path.strip_prefix(self.here).unwrap_or(&file.path).display();
                told.push(format!("{path}: {}", file.how));
                last.push(file);
            }
        }
        for Update { files, upstream, told: lines, .. } in updates {
            changes.extend(files.into_iter().map(|file| (file.path, file.text)));
            last.extend(upstream);
            told.extend(lines);
        }
        changes.extend(last.into_iter().map(|file| (file.path, file.text)));
        for (path, _) in &mut changes {
            *path = job::folder(self.here, path)?;
        }
        Ok((changes, told))
    }
}

/// The list with these versions, and all else as it was.
fn with_versions(list: &str, versions: &[(String, Version)]) -> Result<String> {
    let mut document: DocumentMut = list.parse()?;
    for (name, version) in versions {
        document["services"][name]["version"] = value(version.to_string());
    }
    Ok(document.to_string())
}

/// A line with names, of which the first are told.
fn names(what: &str, names: &[String]) -> Option<String> {
    let first = names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => None,
        count if count > NAMES => Some(format!("  {what}: {first}, and {} more", count - NAMES)),
        _ => Some(format!("  {what}: {first}")),
    }
}

/// Drops from overlays what they say about things that are gone.
fn drop_gone(
    list: &List,
    chosen: &[(&String, &Service)],
    here: &Path,
) -> Result<(Changes, Vec<String>)> {
    let (mut changes, mut told) = (Changes::new(), Vec::new());
    let models = chosen.iter().flat_map(|(_, service)| service.model.from(list.folder()));
    let folders: BTreeSet<_> = models
        .map(|model| match model.is_dir() {
            true => model,
            false => model.parent().unwrap_or(&model).to_owned(),
        })
        .collect();
    for folder in folders {
        let path = folder.join(model_files::OVERLAY);
        let Some(text) = tree::read(&path)? else { continue };
        if let Some(kept) = smithwright_codegen::without_gone(&text) {
            let lines = text.lines().count() - kept.lines().count();
            let shown = path.strip_prefix(here).unwrap_or(&path).display().to_string();
            told.push(format!("{shown}: {lines} lines are dropped"));
            changes.push((job::folder(here, &path)?, Some(kept)));
        }
    }
    if told.is_empty() {
        told.push("no overlay says anything about what is gone".to_owned());
    }
    Ok((changes, told))
}
