//! `cargo xtask selected`: crates of which only some operations are wanted.

use crate::{cargo, services};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use smithwright::job;
use std::path::Path;

/// Compile crates with single features of operations, and with pairs of them.
///
/// For each service, checks its crate with the feature `selected` and one feature of an operation, for each of these,
/// and then with pairs of them, spread over all pairs. A warning of the compiler is an error.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The services, by their names in model/services.toml; all if none is named.
    #[arg(value_name = "SERVICE")]
    pub services: Vec<String>,
    /// How many single features of each service are tried at most, spread over all.
    #[arg(long, value_name = "N")]
    pub single: Option<usize>,
    /// How many pairs are tried, of all services together.
    #[arg(long, value_name = "N", default_value = "200")]
    pub pairs: usize,
}

impl Args {
    /// Few enough for every run of the tests.
    pub fn sample() -> Self {
        Self { services: Vec::new(), single: Some(12), pairs: 24 }
    }
}

/// A crate, and features to turn on together.
struct Choice {
    package: String,
    features: Vec<String>,
}

/// Runs the task.
///
/// # Errors
///
/// When a crate cannot be generated, or there is a warning or an error of the compiler.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let mut crates = Vec::new();
    for job in services::load(root)?.jobs(&args.services)? {
        let gates = job::generate(&job, root)?.ir.gates;
        let features: Vec<_> = gates.features().into_iter().map(str::to_owned).collect();
        crates.push((job.options.package, features));
    }
    let choices: Vec<_> = single(&crates, args.single).chain(pairs(&crates, args.pairs)).collect();
    let bar = ProgressBar::new(choices.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed} {msg}")?);
    let mut told = Vec::new();
    for choice in &choices {
        bar.set_message(format!("{} {}", choice.package, choice.features.join(" ")));
        told.extend(check(choice, root)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    match told.is_empty() {
        true => {
            anstream::println!("{} choices of operations compile without a warning", choices.len())
        }
        false => bail!("{}", told.join("\n\n")),
    }
    Ok(())
}

/// No operation, and each alone.
fn single(crates: &[(String, Vec<String>)], most: Option<usize>) -> impl Iterator<Item = Choice> {
    crates.iter().flat_map(move |(package, features)| {
        let chosen = spread(features.len(), most.unwrap_or(features.len()));
        let alone = chosen.map(|place| vec![features[place].clone()]);
        let choices = std::iter::once(Vec::new()).chain(alone);
        choices.map(|features| Choice { package: package.clone(), features })
    })
}

/// Pairs, of all crates in turn.
fn pairs(crates: &[(String, Vec<String>)], count: usize) -> impl Iterator<Item = Choice> {
    let crates: Vec<_> = crates.iter().filter(|(_, features)| features.len() > 1).collect();
    let count = if crates.is_empty() { 0 } else { count };
    (0..count).map(move |number| {
        let (package, features) = crates[number % crates.len()];
        let first = (number * 31) % features.len();
        // Never the first one itself, and another distance each time round.
        let second = (first + 1 + (number * 17) % (features.len() - 1)) % features.len();
        let features = [first, second].map(|place| features[place].clone()).to_vec();
        Choice { package: package.clone(), features }
    })
}

/// So many places of `all`, at equal distances.
fn spread(all: usize, count: usize) -> impl Iterator<Item = usize> {
    let count = count.min(all);
    (0..count).map(move |number| number * all / count)
}

/// What the compiler says, if anything.
fn check(Choice { package, features }: &Choice, root: &Path) -> Result<Option<String>> {
    let features = [&["selected".to_owned()], features.as_slice()].concat().join(",");
    let mut command = cargo::command(root);
    command.args(["check", "--quiet", "-p", package, "--features", &features]);
    let checked = command.output().context("cargo cannot be started")?;
    let said = String::from_utf8_lossy(&checked.stderr).trim().to_owned();
    let silent = checked.status.success() && said.is_empty();
    Ok((!silent).then(|| format!("{package} with {features}:\n{said}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crates() -> Vec<(String, Vec<String>)> {
        let features = |count: usize| (0..count).map(|number| number.to_string()).collect();
        vec![
            ("a".to_owned(), features(3)),
            ("b".to_owned(), features(1)),
            ("c".to_owned(), features(40)),
        ]
    }

    fn chosen(choices: impl Iterator<Item = Choice>) -> Vec<String> {
        choices.map(|choice| format!("{} {}", choice.package, choice.features.join("+"))).collect()
    }

    #[test]
    fn every_operation_is_tried_alone() {
        let all = chosen(single(&crates(), None));
        assert_eq!(all.len(), 3 + 3 + 1 + 40);
        assert_eq!(all[..5], ["a ", "a 0", "a 1", "a 2", "b "]);
        assert_eq!(chosen(single(&crates(), Some(2)))[5..], ["c ", "c 0", "c 20"]);
    }

    #[test]
    fn pairs_are_of_two_and_seldom_the_same() {
        let pairs = chosen(pairs(&crates(), 60));
        let different: std::collections::BTreeSet<_> = pairs.iter().collect();
        assert!(pairs.len() == 60 && different.len() > 30, "{different:?}");
        let twice = |pair: &&String| {
            pair.split_once(' ').unwrap().1.split_once('+').is_none_or(|(a, b)| a == b)
        };
        assert_eq!(pairs.iter().find(twice), None);
    }
}
