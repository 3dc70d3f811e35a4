//! `smithwright diff`: what a model change means for those who use its crate.

use crate::git::Commit;
use crate::job::Job;
use crate::list::{self, List, all_or_every_error, package_name};
use crate::side::Side;
use anyhow::{Context, Result, bail, ensure};
use smithwright_codegen::diff::{Verdict, changelog, html, json, summary};
use smithwright_codegen::{Changes, Options};
use std::fs;
use std::path::{Path, PathBuf};

/// How the command is used.
pub const EXAMPLES: &str = "\
Examples:
  smithwright diff weather-1.json weather-2.json
  smithwright diff v1.2:models/weather.json models/weather.json
  smithwright diff botocore:1.40.0/s3 botocore:newest/s3 --format html --out s3.html
  smithwright diff --since origin/main --deny breaking";

/// Tell what a change of a model means: for programs that use its crate, on the wire, and for what happens.
///
/// Compares what the generator decides about two models, so each change is told with what it does to the public API of the
/// crate. The verdict is that of semantic versioning: whether the next version is a patch, a minor or a major one. A structure
/// that gets a member and an enum that gets a value break no program, since both are made for it; a member that changes its
/// type does, though the service may take both.
///
/// OLD and NEW are each a model as `generate` takes it; REVISION:PATH for what a git repository has or had, where PATH is seen
/// from its root, or from here with ./ before it; botocore:VERSION/SERVICE for what that version of botocore has, which is
/// downloaded with pip; or /dev/null for no model, so that the service is new, or gone. With --since instead, every service of
/// smithwright.toml is compared with what it was in a revision.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Args {
    /// The two models; with --since, services by their names in smithwright.toml (all if none is named).
    #[arg(value_name = "OLD NEW|SERVICE")]
    pub what: Vec<String>,
    /// Compare the services of smithwright.toml with what they were in this revision of the git repository.
    #[arg(long, value_name = "REVISION", conflicts_with_all = ["service", "operations", "name"])]
    pub since: Option<String>,
    /// The list of crates for --since; if none is given, the smithwright.toml in this folder or the nearest above it.
    #[arg(long, value_name = "FILE", requires = "since")]
    pub list: Option<PathBuf>,
    /// The shape id of the service, if the models hold several.
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,
    /// Compare only these operations, by their names in the model, and what they need.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub operations: Vec<String>,
    /// The name of the package; if none is given, one made of each service's.
    #[arg(long, value_name = "PACKAGE", value_parser = package_name)]
    pub name: Option<String>,
    /// How the changes are told: in short, as an entry of a changelog, for programs, or as a page for a browser.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// Write them into this file, in place of standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Fail if the next version has to be a major one.
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// How changes are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// In short, for a terminal.
    #[default]
    Text,
    /// As an entry of a changelog.
    Markdown,
    /// For programs: a list of services, each with its changes.
    Json,
    /// A page that needs nothing else.
    Html,
}

/// What makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Deny {
    /// Changes after which some programs do not compile.
    Breaking,
}

/// Compares what is asked for. Services are those of `list`, or of the smithwright.toml that holds for the folder `here`, to
/// which paths are relative.
///
/// # Errors
///
/// When a model cannot be had, read, or is broken; when a verdict is denied.
pub fn run(args: &Args, list: Option<&Path>, here: &Path) -> Result<()> {
    let services = compare(args, list, here)?;
    let text = render(args.format, &services)?;
    match &args.out {
        None => anstream::println!("{}", text.trim_end()),
        Some(out) => {
            fs::write(here.join(out), text)
                .with_context(|| format!("{}: cannot be written", out.display()))?;
            for changes in &services {
                anstream::println!("{}", headline(changes, out));
            }
        }
    }
    let broken = services.iter().filter(|changes| changes.verdict() == Verdict::Major);
    let broken: Vec<_> = broken.map(|changes| changes.service.escape_debug().to_string()).collect();
    ensure!(
        args.deny.is_none() || broken.is_empty(),
        "changes that break programs are denied: the next version of {} has to be a major one",
        broken.join(", ")
    );
    Ok(())
}

fn headline(changes: &Changes, out: &Path) -> String {
    let (service, verdict) = (changes.service.escape_debug(), changes.verdict());
    format!("{service}: {verdict}, {} changes: {}", changes.changes.len(), out.display())
}

fn render(format: Format, services: &[Changes]) -> Result<String> {
    Ok(match format {
        Format::Text => summary(services),
        Format::Markdown => changelog(services),
        Format::Json => serde_json::to_string_pretty(&json(services))?,
        Format::Html => html(services),
    })
}

fn compare(args: &Args, list: Option<&Path>, here: &Path) -> Result<Vec<Changes>> {
    match (&args.since, args.what.as_slice()) {
        (Some(revision), names) => since(args, revision, names, list, here),
        (None, [old, new]) => Ok(vec![pair(args, old, new, here)?]),
        (None, _) => {
            bail!("two models are expected, the old one and the new one, or --since REVISION")
        }
    }
}

fn pair(args: &Args, old: &str, new: &str, here: &Path) -> Result<Changes> {
    let options = Options {
        package: args.name.clone().unwrap_or_default(),
        service: args.service.clone().unwrap_or_default(),
        operations: args.operations.clone(),
        ..Options::default()
    };
    let side = |text: &str, which: &str| {
        let decided = Side::parse(text, here).and_then(|side| side.decide(&options, here));
        decided.with_context(|| format!("the {which} model, {text}"))
    };
    let (before, after) = (side(old, "old"), side(new, "new"));
    let [before, after] = both(before, after)?;
    ensure!(before.is_some() || after.is_some(), "there is no model on either side");
    Ok(smithwright_codegen::diff(before.as_ref(), after.as_ref()).named(old, new))
}

/// Both, or what is wrong with either. One error is kept as it is.
fn both<T>(old: Result<T>, new: Result<T>) -> Result<[T; 2]> {
    match (old, new) {
        (Ok(old), Ok(new)) => Ok([old, new]),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
        (Err(old), Err(new)) => {
            bail!("{}\n{}", crate::job::told(&old), crate::job::told(&new))
        }
    }
}

/// What changed since a revision in the services of a list.
fn since(
    args: &Args,
    revision: &str,
    names: &[String],
    list: Option<&Path>,
    here: &Path,
) -> Result<Vec<Changes>> {
    let path = args.list.as_ref().map(|path| here.join(path)).or_else(|| list.map(Path::to_owned));
    let path = path.or_else(|| list::find(here));
    let path =
        path.with_context(|| format!("there is no {} here; --list names one", list::FILE))?;
    let path = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
    let new = List::read(&path)?;
    let base = path.parent().unwrap_or(here);
    let commit = Commit::find(revision, base)?;
    let old = old_list(&commit, revision, &path)?;
    let known = old.iter().flat_map(|old| old.services.keys()).chain(new.services.keys());
    let known: Vec<_> = known.collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        let hint = list::did_you_mean(unknown, known);
        bail!("there is no service {unknown:?} in {} now or in {revision}{hint}", path.display());
    }
    let mut chosen = Vec::new();
    for name in known {
        if (names.is_empty() || names.contains(name)) && !chosen.contains(&name) {
            chosen.push(name);
        }
    }
    all_or_every_error(chosen.into_iter().map(|name| {
        let job = |list: &List| {
            let has = list.services.contains_key(name);
            has.then(|| list.jobs(std::slice::from_ref(name))).transpose()
        };
        let before = old.as_ref().map(job).transpose()?.flatten();
        let (before, after) =
            (before.map(|mut jobs| jobs.remove(0)), job(&new)?.map(|mut jobs| jobs.remove(0)));
        let before = before.map(|job| then(job, revision, &commit, base)).transpose();
        let after = after.map(|job| now(job, here)).transpose();
        let before = before.with_context(|| format!("{name} in {revision}"));
        let after = after.with_context(|| format!("{name} now"));
        let [before, after] = both(before, after)?.map(Option::flatten);
        let changes = smithwright_codegen::diff(before.as_ref(), after.as_ref());
        Ok(changes.named(revision, "now"))
    }))
}

/// The list as it was.
fn old_list(commit: &Commit<'_>, revision: &str, path: &Path) -> Result<Option<List>> {
    let at = commit.path_of(path)?;
    if commit.entry(&at)?.is_none() {
        return Ok(None);
    }
    let text = String::from_utf8(commit.read(&at)?).with_context(|| format!("{revision}:{at}"))?;
    List::parse(&text, path).map(Some).with_context(|| format!("{revision}:{at} is not usable"))
}

fn then(
    job: Job,
    revision: &str,
    commit: &Commit<'_>,
    base: &Path,
) -> Result<Option<smithwright_codegen::Decided>> {
    let paths = job.model.iter().map(|path| commit.path_of(&crate::job::folder(base, path)?));
    let paths: Result<Vec<_>> = paths.collect();
    Side::Revision(revision.to_owned(), paths?).decide(&job.options, base)
}

fn now(job: Job, here: &Path) -> Result<Option<smithwright_codegen::Decided>> {
    Side::Paths(job.model).decide(&job.options, here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use std::process::Command;
    use tempfile::TempDir;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn diff(arguments: &[&str], here: &Path) -> Result<()> {
        run(&Cli::try_parse_from([&["diff"], arguments].concat())?.args, None, here)
    }

    /// What is told of changes as JSON.
    fn told(arguments: &[&str], here: &Path) -> serde_json::Value {
        let arguments = [arguments, &["--format=json", "--out=told.json"]].concat();
        diff(&arguments, here).unwrap();
        serde_json::from_str(&fs::read_to_string(here.join("told.json")).unwrap()).unwrap()
    }

    fn kinds(service: &serde_json::Value) -> Vec<&str> {
        let changes = service["changes"].as_array().unwrap().iter();
        let mut kinds: Vec<_> = changes.map(|change| change["kind"].as_str().unwrap()).collect();
        kinds.dedup();
        kinds
    }

    /// A repository with a model in the folder `toys`, which is changed after its first commit.
    fn repository() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/smithy");
        fs::create_dir(folder.path().join("toys")).unwrap();
        for file in ["model.json", "more.json"] {
            fs::copy(model.join(file), folder.path().join("toys").join(file)).unwrap();
        }
        let list = "[services.toys]\nmodel = 'toys'\nout = 'client'\npackage = 'toys'\n";
        fs::write(folder.path().join(list::FILE), list).unwrap();
        git(&["init", "--quiet"], folder.path());
        commit(folder.path());
        let path = folder.path().join("toys/model.json");
        let text = fs::read_to_string(&path).unwrap();
        let changed = text.replacen("\"uri\": \"/tidy\"", "\"uri\": \"/tidy-up\"", 1);
        assert_ne!(text, changed);
        fs::write(path, changed).unwrap();
        folder
    }

    fn git(arguments: &[&str], here: &Path) {
        let who = ["-c", "user.name=toys", "-c", "user.email=toys@example.com"];
        let run = Command::new("git").args(who).args(arguments).current_dir(here).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    fn commit(here: &Path) {
        git(&["add", "--all"], here);
        git(&["commit", "--quiet", "--message=Toys"], here);
    }

    #[test]
    fn a_revision_is_compared_with_what_is_there() {
        let folder = repository();
        for old in ["HEAD:toys", "HEAD:./toys"] {
            let told = told(&[old, "toys"], folder.path());
            assert_eq!(kinds(&told[0]), ["http-uri-changed"], "{told}");
            assert_eq!((&told[0]["old"], &told[0]["verdict"]), (&old.into(), &"patch".into()));
        }
        let inner = folder.path().join("toys");
        assert_eq!(kinds(&told(&["HEAD:./", "."], &inner)[0]), ["http-uri-changed"]);
    }

    #[test]
    fn all_services_of_a_list_are_compared() {
        let folder = repository();
        let changed = told(&["--since=HEAD"], folder.path());
        assert_eq!(kinds(&changed[0]), ["http-uri-changed"]);
        let more = "[services.toys]\nmodel = 'toys'\nout = 'client'\npackage = 'toys'\noperations = ['GetToy']\n\
                    [services.more]\nmodel = 'toys'\nout = 'more'\npackage = 'more'\n";
        fs::write(folder.path().join(list::FILE), more).unwrap();
        let both = told(&["--since=HEAD"], folder.path());
        assert_eq!(
            (both[0]["verdict"].as_str(), both[1]["verdict"].as_str()),
            (Some("major"), Some("minor"))
        );
        assert_eq!(kinds(&both[1]), ["service-added"]);
        let error = diff(&["--since=HEAD", "toyz"], folder.path()).unwrap_err().to_string();
        assert!(error.ends_with("now or in HEAD: did you mean `toys`?"), "{error}");
        let error = diff(&["--since=HEAD", "--deny=breaking"], folder.path()).unwrap_err();
        assert!(
            error.to_string().contains("the next version of Toy Library has to be a major one")
        );
    }

    #[test]
    fn a_service_can_be_new_or_gone() {
        let folder = repository();
        let verdict = |old: &str, new: &str| told(&[old, new], folder.path())[0]["verdict"].clone();
        assert_eq!(verdict("/dev/null", "toys"), "minor");
        assert_eq!(verdict("toys", "/dev/null"), "major");
        let error = diff(&["/dev/null", "/dev/null"], folder.path()).unwrap_err().to_string();
        assert_eq!(error, "there is no model on either side");
    }

    #[test]
    fn what_is_denied_is_told_all_the_same() {
        let folder = repository();
        let page = ["--format=html", "--out=page.html", "--deny=breaking"];
        diff(&[&["HEAD:toys", "toys"][..], &page].concat(), folder.path()).unwrap();
        let error = diff(&[&["toys", "/dev/null"][..], &page].concat(), folder.path()).unwrap_err();
        assert!(error.to_string().starts_with("changes that break programs are denied"), "{error}");
        let text = fs::read_to_string(folder.path().join("page.html")).unwrap();
        assert!(text.contains("The service is gone."), "{text}");
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_side() {
        let folder = repository();
        let error =
            |arguments: &[&str]| crate::job::told(&diff(arguments, folder.path()).unwrap_err());
        let missing = error(&["nowhere.json", "toys"]);
        assert!(missing.starts_with("the old model, nowhere.json: "), "{missing}");
        assert!(missing.ends_with("there is no such file or folder"), "{missing}");
        assert!(
            error(&["toys", "v9:toys"])
                .contains("the new model, v9:toys: \"v9\" is not a revision")
        );
        assert!(error(&["HEAD:games", "toys"]).contains("there is no \"games\" in HEAD"));
        assert!(error(&["HEAD:../games", "toys"]).contains("is no path in a repository"));
        assert!(error(&["--output=x:toys", "toys"]).contains("unexpected argument"));
        for no_model in ["botocore:1.2.3", "botocore:../s3", "botocore:1.2.3/../x", "botocore:/s3"]
        {
            assert!(error(&[no_model, "toys"]).contains("is no model of botocore"), "{no_model}");
        }
        assert!(error(&["toys"]).contains("two models are expected"));
        fs::write(folder.path().join("toys/model.json"), "{").unwrap();
        let broken = error(&["HEAD:toys", "toys"]);
        assert!(broken.starts_with("the new model, toys:\nerror[SW0001]"), "{broken}");
        commit(folder.path());
        fs::write(folder.path().join("toys/more.json"), "[").unwrap();
        let both = error(&["HEAD:toys", "toys"]);
        assert!(
            both.contains("the old model, HEAD:toys") && both.contains("the new model, toys"),
            "{both}"
        );
    }
}
