//! `smithwright generate` and `smithwright check`.

use crate::job::{self, Job};
use crate::list::{self, FIRST_VERSION, List, package_name};
use crate::report::Report;
use crate::runtime::Runtime;
use crate::tree::Changes;
use anyhow::{Context, Result, bail, ensure};
use smithwright_codegen::Options;
use std::path::{Path, PathBuf};

/// How much of a difference is shown before it is cut.
const DIFF_LINES: usize = 200;

/// What is generated, and how it is told.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Args {
    /// With --out, the model; otherwise services, by their names in smithwright.toml (all if none is named).
    ///
    /// A model is a file or a folder of files in Smithy's JSON AST, 1.0 or 2.0, or a botocore folder or its
    /// service-2.json. Several are one model. The AST's endpoint rules and pagination are its traits; partitions.json,
    /// overlay.md and overlay.toml are read beside either.
    #[arg(value_name = "MODEL|SERVICE")]
    pub what: Vec<PathBuf>,
    /// The list of crates; if none is given, the smithwright.toml in this folder or the nearest above it.
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub list: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub package: Package,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub report: Report,
}

/// The crate of a model that no list has.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Package {
    /// Where to write the crate.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The name of its package; if none is given, one made of the service's.
    #[arg(long, value_name = "PACKAGE", requires = "out", value_parser = package_name)]
    pub name: Option<String>,
    /// Its version.
    #[arg(long, value_name = "V", requires = "out", value_parser = version)]
    pub crate_version: Option<String>,
    /// Its licence, an SPDX expression such as MIT.
    #[arg(long, value_name = "L", requires = "out")]
    pub license: Option<String>,
    /// What it is, in a line; if none is given, a client of its service.
    #[arg(long, value_name = "TEXT", requires = "out")]
    pub description: Option<String>,
    /// Where its sources are.
    #[arg(long, value_name = "URL", requires = "out")]
    pub repository: Option<String>,
    /// The runtime that it depends on: a version requirement, or the path of the folder; if none is given, the published
    /// version of this release.
    #[arg(long, value_name = "REQ|DIR", requires = "out")]
    pub runtime: Option<String>,
    /// The shape id of the service, if the model holds several.
    #[arg(long, value_name = "ID", requires = "out")]
    pub service: Option<String>,
    /// Generate only these operations, by their names in the model, and what they need.
    #[arg(long, value_name = "A,B", value_delimiter = ',', requires = "out")]
    pub operations: Vec<String>,
}

fn version(text: &str) -> Result<String, String> {
    let version = semver::Version::parse(text).map(|version| version.to_string());
    version.map_err(|_| "three numbers are expected, such as 1.2.3".to_owned())
}

/// Generates what is asked for. Paths are relative to the folder `here`.
///
/// # Errors
///
/// When a model, a list or a folder is broken; when there are warnings that are denied.
pub fn generate(args: &Args, here: &Path) -> Result<()> {
    each(&jobs(args, here)?, &args.report, here, |made| {
        made.changes.apply(&made.job.out, &made.output.files)?;
        args.report.generated(&made.shown, &made.output, &made.changes, None);
        Ok(())
    })
}

/// Tells what [`generate`] would change, and changes nothing.
///
/// # Errors
///
/// As [`generate`]; also when there is anything to change.
pub fn check(args: &Args, here: &Path) -> Result<()> {
    each(&jobs(args, here)?, &args.report, here, |made| {
        let Made { job, shown, output, changes } = made;
        let diff = changes.diff(&job.out, &output.files, DIFF_LINES)?;
        let stale = (!changes.is_empty()).then_some(diff.as_str());
        args.report.generated(shown, output, changes, stale);
        ensure!(changes.is_empty(), "{shown} is stale: run `{}`", job.options.command);
        Ok(())
    })
}

/// A crate that is generated and not written.
pub struct Made<'a> {
    /// What it is generated from.
    pub job: &'a Job,
    /// Its folder, as it is told.
    pub shown: String,
    /// What is generated.
    pub output: smithwright_codegen::Output,
    /// What that changes.
    pub changes: Changes,
}

/// Generates each crate, tells its warnings, and goes on with it. What goes wrong with one does not stop the others.
///
/// # Errors
///
/// All that goes wrong, in one error.
pub fn each(
    jobs: &[Job],
    report: &Report,
    here: &Path,
    then: impl Fn(&Made<'_>) -> Result<()>,
) -> Result<()> {
    let results = jobs.iter().map(|job| {
        let shown = job.out.strip_prefix(here).unwrap_or(&job.out).display().to_string();
        let output = job::generate(job, here)?;
        report.found(&output.warnings);
        ensure!(!report.denies(&output.warnings), "{shown}: warnings are denied");
        let changes = Changes::between(&job.out, &output.files)?;
        then(&Made { job, shown, output, changes })
    });
    list::all_or_every_error(results).map(drop)
}

fn jobs(args: &Args, here: &Path) -> Result<Vec<Job>> {
    match &args.package.out {
        Some(out) => Ok(vec![single(args, out, "smithwright generate", here)?]),
        None => {
            let names: Vec<_> = args.what.iter().map(|name| name.display().to_string()).collect();
            list_for(args, here)?.jobs(&names)
        }
    }
}

fn list_for(args: &Args, here: &Path) -> Result<List> {
    if let Some(path) = &args.list {
        return List::read(&here.join(path));
    }
    let path = list::find(here).with_context(|| {
        format!(
            "neither {} nor a folder above it has a {}, which lists the crates to generate; write one, or name a model \
             and, with --out, the folder of its crate",
            here.display(),
            list::FILE
        )
    })?;
    List::read(&path)
}

/// The crate of a model that no list has. `command` are the first words of what generates it.
///
/// # Errors
///
/// When there is no model, or the runtime is not where it should be.
pub fn single(args: &Args, out: &Path, command: &str, here: &Path) -> Result<Job> {
    if args.what.is_empty() {
        bail!("no model is named to generate a crate in {} from", out.display());
    }
    let package = &args.package;
    let runtime = match &package.runtime {
        Some(runtime) => runtime.parse::<Runtime>()?.from(here)?,
        None => Runtime::default(),
    };
    let out = job::folder(here, out)?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let options = Options {
        package: text(&package.name),
        version: package.crate_version.clone().unwrap_or_else(|| FIRST_VERSION.to_owned()),
        license: text(&package.license),
        description: text(&package.description),
        repository: text(&package.repository),
        command: format!("{command} {}", repeated(args).join(" ")),
        runtime: runtime.dependency(&out),
        service: text(&package.service),
        operations: package.operations.clone(),
        changelog: String::new(),
    };
    let model = args.what.iter().map(|path| here.join(path)).collect();
    Ok(Job { model, out, options })
}

/// The arguments that repeat a command, as they were given.
fn repeated(args: &Args) -> Vec<String> {
    let Package {
        out,
        name,
        crate_version,
        license,
        description,
        repository,
        runtime,
        service,
        operations,
    } = &args.package;
    let out = out.as_ref().map(|out| out.display().to_string());
    let operations = (!operations.is_empty()).then(|| operations.join(","));
    let options = [
        ("--out", &out),
        ("--name", name),
        ("--crate-version", crate_version),
        ("--license", license),
        ("--description", description),
        ("--repository", repository),
        ("--runtime", runtime),
        ("--service", service),
        ("--operations", &operations),
    ];
    let options = options.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let options = options.flat_map(|(name, value)| [name.to_owned(), quoted(value)]);
    let what = args.what.iter().map(|path| quoted(&path.display().to_string()));
    what.chain(options).collect()
}

/// A word as a shell takes it. Backticks and line breaks would end what stands around it in a generated file.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./,:=@+^~<>*# $".contains(c);
    let word: String = word.chars().map(|c| if plain(c) { c } else { '?' }).collect();
    match word.is_empty() || word.contains([' ', '#', '$', '<', '>', '*', '~', '?', '^']) {
        true => format!("'{word}'"),
        false => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use std::fs;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn args(arguments: &[&str]) -> Args {
        Cli::try_parse_from([&["generate"], arguments].concat()).unwrap().args
    }

    /// A folder with a model in Smithy's JSON AST, in the folder `toys`.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/smithy");
        fs::create_dir(folder.path().join("toys")).unwrap();
        for file in ["model.json", "more.json"] {
            fs::copy(model.join(file), folder.path().join("toys").join(file)).unwrap();
        }
        folder
    }

    fn manifest(folder: &Path) -> toml::Table {
        toml::from_str(&fs::read_to_string(folder.join("Cargo.toml")).unwrap()).unwrap()
    }

    #[test]
    fn a_crate_has_what_it_is_told_and_says_how_to_repeat_it() {
        let folder = folder();
        let arguments = [
            "toys",
            "--out=a/toys",
            "--name=toys",
            "--crate-version=1.2.3",
            "--license=MIT",
            "--description=Toys, and `more`",
            "--repository=https://example.com/toys",
            "--operations=GetToy",
        ];
        generate(&args(&arguments), folder.path()).unwrap();
        let out = folder.path().join("a/toys");
        let manifest = manifest(&out);
        let package = manifest["package"].as_table().unwrap();
        for (key, value) in [
            ("name", "toys"),
            ("version", "1.2.3"),
            ("license", "MIT"),
            ("description", "Toys, and `more`"),
            ("repository", "https://example.com/toys"),
        ] {
            assert_eq!(package[key].as_str(), Some(value), "{key}");
        }
        let runtime = manifest["dependencies"]["smithwright-runtime"].as_table().unwrap();
        assert_eq!(runtime["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
        assert!(!runtime.contains_key("path"), "{runtime}");
        let head = fs::read_to_string(out.join("src/lib.rs")).unwrap();
        let expected = "// Generated by `smithwright generate toys --out a/toys --name toys --crate-version 1.2.3 \
                        --license MIT --description 'Toys, and ?more?' --repository https://example.com/toys \
                        --operations GetToy`. Do not edit.";
        assert_eq!(head.lines().next(), Some(expected));
        assert!(out.join("src/operation/get_toy.rs").is_file());
        assert!(!out.join("src/operation/put_toy.rs").exists());
        check(&args(&arguments), folder.path()).unwrap();
        let error = check(&args(&arguments[..7]), folder.path()).unwrap_err().to_string();
        assert!(error.starts_with("a/toys is stale: run `smithwright generate toys "), "{error}");
        assert!(!out.join("src/operation/put_toy.rs").exists());
    }

    #[test]
    fn a_list_is_followed_from_any_folder() {
        let folder = folder();
        let list =
            "license = 'MIT'\n[services.toys]\nmodel = 'toys'\nout = 'client'\npackage = 'toys'\n";
        fs::write(folder.path().join(list::FILE), list).unwrap();
        let inner = folder.path().join("some/where");
        fs::create_dir_all(&inner).unwrap();
        assert!(check(&args(&[]), &inner).is_err());
        generate(&args(&["toys"]), &inner).unwrap();
        check(&args(&[]), &inner).unwrap();
        let head = fs::read_to_string(folder.path().join("client/Cargo.toml")).unwrap();
        assert!(head.starts_with("# Generated by `smithwright generate toys`."), "{head}");
        let error = generate(&args(&["toyz"]), &inner).unwrap_err().to_string();
        assert!(error.contains("did you mean `toys`?"), "{error}");
    }

    #[test]
    fn what_is_missing_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let error = |arguments: &[&str]| {
            format!("{:#}", generate(&args(arguments), folder.path()).unwrap_err())
        };
        assert!(error(&[]).contains("has a smithwright.toml, which lists the crates"));
        assert!(error(&["--out=x"]).contains("no model is named"));
        assert!(error(&["y.json", "--out=x"]).contains("y.json: there is no such file or folder"));
        assert!(
            error(&["y.json", "--out=x", "--runtime=9"])
                .contains("the runtime `9` is not that of this generator")
        );
        assert!(
            error(&["y.json", "--out=x", "--runtime=./z"])
                .contains("neither a version nor the folder")
        );
        assert!(!folder.path().join("x").exists());
    }

    #[test]
    fn denied_warnings_leave_everything_as_it_was() {
        let folder = folder();
        let path = folder.path().join("toys/model.json");
        let text = fs::read_to_string(&path).unwrap();
        let odd = text.replacen(
            "\"smithy.api#httpHeader\"",
            "\"toys#odd\": {}, \"smithy.api#httpHeader\"",
            1,
        );
        let odd = odd.replacen("toys#odd", "smithy.api#requird", 1);
        assert_ne!(odd, text);
        fs::write(&path, odd).unwrap();
        let error = generate(&args(&["toys", "--out=x", "--deny=warnings"]), folder.path());
        assert_eq!(error.unwrap_err().to_string(), "x: warnings are denied");
        assert!(!folder.path().join("x").exists());
        generate(&args(&["toys", "--out=x"]), folder.path()).unwrap();
    }
}
