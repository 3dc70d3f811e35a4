//! `cargo xtask agreement`: whether the verdicts of `diff` are those of the compiler.

mod crates;

use crate::surface::compare::{self, Comparison, Kind};
use anyhow::{Context, Result, ensure};
use crates::{Made, Model, make, release, semver_checks, services};
use serde_json::Value;
use smithwright::botocore::Package;
use smithwright::commands::replace::Models;
use smithwright_codegen::Diagnostics;
use smithwright_codegen::diff::{self, Verdict};
use smithwright_codegen::model_files::SERVICE;
use std::path::{Path, PathBuf};

/// Releases of botocore from the first whose partitions are read to the newest that was there when they were chosen, about as
/// far from each other.
const RELEASES: [&str; 10] = [
    "1.33.0", "1.34.0", "1.34.80", "1.35.0", "1.35.60", "1.37.0", "1.39.0", "1.41.0", "1.43.0",
    "1.44.5",
];

/// How many differences are told of a pair of crates.
const TOLD: usize = 4;

const EXAMPLES: &str = "\
Examples:
  cargo xtask agreement --services sqs,apigatewayv2
  cargo xtask agreement --most 20
  cargo xtask agreement --services sts --versions 1.34.0,1.44.5 --semver-checks
  cargo xtask agreement --models ../api-models-aws --services sqs,sts --versions 1.44.5";

/// Compare the verdicts of `diff` with what becomes of the public APIs.
///
/// Makes crates of services as releases of botocore have them, documents each with rustdoc, and compares the public items and
/// the Cargo features of each crate with those of the release before: what is gone or different makes a major version, what
/// is new a minor one. A table has that verdict beside that of `diff`, for each pair; where they are not the same, the items
/// and the changes are listed, and it is an error. With --models, AWS's Smithy models are compared with the last of the
/// releases. It takes a minute or more for each crate.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The services, by their folders in botocore.
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "most")]
    services: Vec<String>,
    /// The services of which most shapes and operations changed from the first release to the last, so many of them.
    #[arg(long, value_name = "N", default_value = "20")]
    most: usize,
    /// The releases of botocore, the oldest first.
    #[arg(long, value_name = "V,W", value_delimiter = ',', default_values = RELEASES)]
    versions: Vec<String>,
    /// A folder of AWS's models in Smithy's JSON AST, to compare with the last release.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Ask cargo-semver-checks as well, which must be installed: it may ask for less than `diff`, and not for more.
    #[arg(long)]
    semver_checks: bool,
}

/// Two crates of a service, and what is said of the change between them.
struct Row {
    service: String,
    from: String,
    to: String,
    /// The verdict of `diff` on the API.
    ours: Verdict,
    /// That of the comparison of the public items and of the features.
    items: Verdict,
    /// What cargo-semver-checks says, if it is asked.
    semver_checks: Option<Verdict>,
    /// What the verdicts stand on.
    details: Vec<String>,
}

/// Runs the task.
///
/// # Errors
///
/// When a crate cannot be made, or verdicts are not the same.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let releases = args.versions.iter().map(|version| release(version, root));
    let mut releases: Vec<Package> = releases.collect::<Result<_>>()?;
    ensure!(!releases.is_empty(), "no version is named");
    let chosen = match args.services.as_slice() {
        [] => most_changed(&mut releases, args.most)?,
        named => named.to_vec(),
    };
    let models = args.models.as_ref().map(|folder| Models::below(folder)).transpose()?;
    let mut rows = Vec::new();
    for service in &chosen {
        let mut pairs = Pairs { service, args, root, rows: &mut rows };
        let first =
            models.as_ref().map(|models| pairs.smithy(models, &mut releases)).transpose()?;
        let through =
            if models.is_some() { releases.len() - 1..releases.len() } else { 0..releases.len() };
        pairs.botocore(first.flatten(), &mut releases[through])?;
    }
    anstream::println!("\n{}", table(&rows));
    let apart = rows.iter().filter(|row| !row.agrees()).count();
    ensure!(apart == 0, "{apart} of {} verdicts are not those of the public items", rows.len());
    Ok(())
}

/// The pairs of crates of a service.
struct Pairs<'a> {
    service: &'a str,
    args: &'a Args,
    root: &'a Path,
    rows: &'a mut Vec<Row>,
}

impl Pairs<'_> {
    /// The crate of AWS's model.
    fn smithy(&self, models: &Models, releases: &mut [Package]) -> Result<Option<(String, Made)>> {
        let Some(last) = releases.last_mut() else { return Ok(None) };
        let folder = last.api_folder(self.service, None)?;
        let text =
            last.read(&format!("{folder}/{SERVICE}"))?.context("the service has no model")?;
        let sdk_id =
            smithwright_codegen::model_files::sdk_id(&String::from_utf8_lossy(&text.bytes));
        let package =
            smithwright_codegen::official_package(&sdk_id.context("the service has no name")?);
        let model = models
            .find(&package)
            .map_err(|_| anyhow::anyhow!("{package}: there is not one model of it"))?;
        let made = make(Model::Smithy(model), self.service, "smithy", self.root)?;
        Ok(Some(("Smithy".to_owned(), made)))
    }

    /// Goes through the releases that have the service, and compares each with the one before.
    fn botocore(&mut self, first: Option<(String, Made)>, releases: &mut [Package]) -> Result<()> {
        let mut before = first;
        for release in releases {
            if release.api_folder(self.service, None).is_err() {
                continue;
            }
            let version = release.version.clone();
            let made =
                make(Model::Botocore(release, self.service), self.service, &version, self.root);
            let made = match made {
                Ok(made) => made,
                // What older models have that is not supported, others have not.
                Err(error) if error.is::<Diagnostics>() => {
                    anstream::println!("{:<28} {version:>8}: it cannot be generated", self.service);
                    continue;
                }
                Err(error) => {
                    return Err(error.context(format!("{} of botocore {version}", self.service)));
                }
            };
            if let Some((from, old)) = before {
                let row = self.row((&from, &old), (&version, &made))?;
                anstream::println!("{}", row.line());
                row.details.iter().for_each(|detail| anstream::println!("    {detail}"));
                self.rows.push(row);
            }
            before = Some((version, made));
        }
        Ok(())
    }

    fn row(&self, (from, old): (&str, &Made), (to, new): (&str, &Made)) -> Result<Row> {
        let changes = smithwright_codegen::diff(Some(&old.decided), Some(&new.decided));
        let comparison = compare::compare(&old.rustdoc, &new.rustdoc, &[], self.root)?;
        let ours = compiled(&changes);
        let items = of_items(&comparison, old, new);
        let checked =
            self.args.semver_checks.then(|| semver_checks(old, new, self.root)).transpose()?;
        let details = if ours == items { Vec::new() } else { details(&changes, &comparison) };
        let (service, from, to) = (self.service.to_owned(), from.to_owned(), to.to_owned());
        Ok(Row { service, from, to, ours, items, semver_checks: checked, details })
    }
}

/// What `diff` says of what can be seen in the public items: not that something is deprecated, and not what is there only
/// if some operations are selected. Nothing and a patch are the same to them.
fn compiled(changes: &diff::Changes) -> Verdict {
    let unseen = [diff::Kind::DeprecationAdded, diff::Kind::TypeGated];
    let seen = changes.changes.iter().filter(|change| !unseen.contains(&change.kind));
    seen.map(|change| change.kind.api_verdict()).max().unwrap_or(Verdict::Same).max(Verdict::Patch)
}

fn of_items(comparison: &Comparison, old: &Made, new: &Made) -> Verdict {
    let gone = comparison.count(Kind::Lacks) + comparison.count(Kind::Differs);
    let added = comparison.count(Kind::Adds);
    let has_more = |of: &Made, than: &Made| of.features.difference(&than.features).next().is_some();
    match (gone > 0 || has_more(old, new), added > 0 || has_more(new, old)) {
        (true, _) => Verdict::Major,
        (false, true) => Verdict::Minor,
        (false, false) => Verdict::Patch,
    }
}

/// What either verdict stands on.
fn details(changes: &diff::Changes, comparison: &Comparison) -> Vec<String> {
    let deciding = changes.deciding().take(TOLD);
    let deciding = deciding.map(|change| format!("diff: {} {}", change.kind, change.path));
    let mut items: Vec<_> = comparison.differences.iter().collect();
    items.sort_by_key(|difference| difference.kind);
    let items = items.into_iter().take(TOLD);
    let items = items.map(|item| format!("items: {} {} {}", item.kind, item.path, item.signature));
    deciding.chain(items).collect()
}

/// The services of which most changed from the first release to the last.
fn most_changed(releases: &mut [Package], most: usize) -> Result<Vec<String>> {
    let [first, .., last] = releases else { return Ok(Vec::new()) };
    let mut counted = Vec::new();
    for service in services(first).intersection(&services(last)) {
        counted.push((changed(&model(first, service)?, &model(last, service)?), service.clone()));
    }
    counted.sort_by(|a, b| b.cmp(a));
    Ok(counted.into_iter().take(most).map(|(_, service)| service).collect())
}

fn model(package: &mut Package, service: &str) -> Result<Value> {
    let folder = package.api_folder(service, None)?;
    let file = package.read(&format!("{folder}/{SERVICE}"))?;
    let file = file.with_context(|| format!("{service} has no model"))?;
    serde_json::from_slice(&file.bytes).with_context(|| format!("the model of {service}"))
}

/// How many shapes and operations are not as they were.
fn changed(old: &Value, new: &Value) -> usize {
    let differ = |key: &str| {
        let [old, new] =
            [old, new].map(|model| model[key].as_object().cloned().unwrap_or_default());
        let changed = new.iter().filter(|(name, value)| old.get(*name) != Some(value)).count();
        changed + old.keys().filter(|name| !new.contains_key(*name)).count()
    };
    differ("shapes") + differ("operations")
}

impl Row {
    /// cargo-semver-checks looks neither at items that are new nor at the types in signatures, so that it may ask for less.
    fn agrees(&self) -> bool {
        let checked = self.semver_checks.is_none_or(|checked| checked <= self.ours);
        self.ours == self.items && checked
    }

    fn line(&self) -> String {
        let Row { service, from, to, ours, items, semver_checks, .. } = self;
        let checked = semver_checks.map_or("", Verdict::as_str);
        let agrees = if self.agrees() { "same" } else { "NOT THE SAME" };
        format!("{service:<28} {from:>8} {to:>8} {ours:>6} {items:>6} {checked:>8} {agrees}")
    }
}

fn table(rows: &[Row]) -> String {
    let head = format!(
        "{:<28} {:>8} {:>8} {:>6} {:>6} {:>8}",
        "service", "from", "to", "diff", "items", "checks"
    );
    let same = rows.iter().filter(|row| row.agrees()).count();
    let count = |verdict| rows.iter().filter(|row| row.items == verdict).count();
    let [major, minor, patch] = [Verdict::Major, Verdict::Minor, Verdict::Patch].map(count);
    let sum = format!(
        "{same} of {} verdicts are the same; of the public items, {major} are major, {minor} minor, {patch} patch",
        rows.len()
    );
    let lines = rows.iter().map(Row::line);
    std::iter::once(head).chain(lines).chain([sum]).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(ours: Verdict, items: Verdict, semver_checks: Option<Verdict>) -> Row {
        let text = |text: &str| text.to_owned();
        Row {
            service: text("toys"),
            from: text("1"),
            to: text("2"),
            ours,
            items,
            semver_checks,
            details: Vec::new(),
        }
    }

    #[test]
    fn verdicts_that_are_not_the_same_are_marked() {
        assert!(row(Verdict::Minor, Verdict::Minor, None).agrees());
        for checked in [Verdict::Patch, Verdict::Minor] {
            assert!(row(Verdict::Minor, Verdict::Minor, Some(checked)).agrees());
        }
        assert!(!row(Verdict::Minor, Verdict::Minor, Some(Verdict::Major)).agrees());
        assert!(!row(Verdict::Patch, Verdict::Patch, Some(Verdict::Minor)).agrees());
        let rows =
            [row(Verdict::Minor, Verdict::Major, None), row(Verdict::Patch, Verdict::Patch, None)];
        let table = table(&rows);
        assert!(table.lines().nth(1).unwrap().ends_with("NOT THE SAME"), "{table}");
        let sum =
            "1 of 2 verdicts are the same; of the public items, 1 are major, 0 minor, 1 patch";
        assert!(table.ends_with(sum), "{table}");
    }

    #[test]
    fn what_changed_is_counted_by_name() {
        let old = json!({"shapes": {"A": 1, "B": 2}, "operations": {"X": 1}});
        let new = json!({"shapes": {"A": 1, "B": 3, "C": 4}, "operations": {}});
        assert_eq!(changed(&old, &new), 3);
        assert_eq!(changed(&new, &new), 0);
    }
}
