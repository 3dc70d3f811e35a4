//! What a service crate costs to compile of which only some operations are wanted, its dependencies built before.

use super::build::{self, MODES};
use super::peer::{Cost, Package};
use super::table::{Measured, Row};
use super::{Bench, median};
use crate::{python, services};
use anyhow::{Context, Result};
use smithwright::commands::replace::Models;
use smithwright::job::{self, Job};
use smithwright::tree::Changes;
use std::path::{Path, PathBuf};

/// How many features of operations are turned on.
const COUNTS: [usize; 2] = [1, 10];

/// A service: its name, and the version of the official crate, where that can be compiled in a moment. The versions of
/// what measurements compare with are fixed.
const SERVICES: [(&str, Option<&str>); 3] =
    [("apigatewayv2", Some("1.123.0")), ("s3", Some("1.157.0")), ("ec2", None)];

/// A crate to compile: a package that depends on it alone.
struct Compiled {
    krate: String,
    package: Package,
}

/// Measures crates of models in the folder `models`, or else of botocore's.
pub fn measured(bench: &Bench, models: &Path, root: &Path) -> Result<Measured> {
    let mut rows = Vec::new();
    for (service, version) in SERVICES {
        let Ours { folder, operations, features } = generated(service, models, root)?;
        let theirs = version.map(|version| official(service, version, root)).transpose()?;
        let all = format!("all {operations} operations");
        let mut choices = vec![(all, Vec::new())];
        for count in COUNTS {
            let chosen = (0..count.min(features.len())).map(|place| place * features.len() / count);
            let chosen: Vec<_> = chosen.map(|place| features[place].clone()).collect();
            choices.push((
                format!("{count} of its features"),
                [vec!["selected".to_owned()], chosen].concat(),
            ));
        }
        for (mode, arguments, _) in MODES {
            let whole =
                theirs.as_ref().map(|theirs| cost(bench, theirs, mode, arguments)).transpose()?;
            for (what, features) in &choices {
                let ours = ours(service, &folder, features, root)?;
                let ours = cost(bench, &ours, mode, arguments)?;
                let name = format!("{service}, {what}: {mode}");
                let figures = |figure: &dyn Fn(&[f64; 2]) -> f64| {
                    [figure(&ours), whole.as_ref().map_or(f64::NAN, figure)]
                };
                rows.push(Row::less(name.clone(), "s", figures(&|cost| cost[0])));
                if mode == "check" {
                    rows.push(Row::less(
                        format!("{name}, peak memory"),
                        "MB",
                        figures(&|cost| cost[1]),
                    ));
                }
            }
        }
    }
    let official = SERVICES
        .iter()
        .filter_map(|(service, version)| Some(format!("aws-sdk-{service} {}", (*version)?)));
    Ok(Measured { official: official.collect::<Vec<_>>().join(", "), rows })
}

/// A crate of ours.
struct Ours {
    folder: PathBuf,
    operations: usize,
    features: Vec<String>,
}

/// Our crate of a service: of the model in the repository, in the folder `models`, or botocore's.
fn generated(service: &str, models: &Path, root: &Path) -> Result<Ours> {
    let package = format!("aws-sdk-{service}");
    let found = |folder: &Path| Some(Models::below(folder).ok()?.find(&package).ok()?.to_owned());
    let model = match found(&root.join("model")).or_else(|| found(models)) {
        Some(model) => model,
        None => found(&python::botocore(root)?.join("data").join(service))
            .with_context(|| format!("no model is of {service}"))?,
    };
    let out = root.join("target/bench/choice").join(service);
    let job = Job { model: vec![model], options: services::options(package, &out, root), out };
    let output = job::generate(&job, root)?;
    Changes::between(&job.out, &output.files)?.apply(&job.out, &output.files)?;
    let features = output.ir.gates.features().into_iter().map(str::to_owned).collect();
    Ok(Ours { folder: job.out, operations: output.ir.operations.len(), features })
}

fn ours(service: &str, krate: &Path, features: &[String], root: &Path) -> Result<Compiled> {
    let dependency =
        format!("{{ path = {:?}, features = {features:?} }}", krate.display().to_string());
    compiled(service, "ours", &dependency, root)
}

fn official(service: &str, version: &str, root: &Path) -> Result<Compiled> {
    compiled(service, "official", &format!("\"={version}\""), root)
}

fn compiled(service: &str, whose: &str, dependency: &str, root: &Path) -> Result<Compiled> {
    let krate = format!("aws-sdk-{service}");
    let folder = root.join("target/bench/choice").join(format!("{service}-{whose}"));
    let name = format!("{service}-{whose}");
    let package =
        Package::new(folder, &name, "fn main() {}\n", &format!("{krate} = {dependency}\n"))?;
    Ok(Compiled { krate, package })
}

/// The median of the seconds, and the most memory in MB, that the crate takes, and nothing else.
fn cost(bench: &Bench, compiled: &Compiled, mode: &str, arguments: &[&str]) -> Result<[f64; 2]> {
    let Compiled { krate, package } = compiled;
    bench.say(format!("{krate}: {mode}"));
    package.cargo(&build::with_package(arguments, krate))?;
    let (mut walls, mut peak) = (Vec::new(), 0.0_f64);
    for _ in 0..bench.runs {
        let Cost { wall, peak: most, .. } = build::compile(package, krate, arguments)?;
        walls.push(wall.as_secs_f64());
        peak = peak.max(most as f64 / 1e6);
    }
    Ok([median(walls), peak])
}
