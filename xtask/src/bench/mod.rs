//! `cargo xtask bench`: ours beside the official crate, in one run.

mod build;
mod calls;
mod choice;
mod generate;
mod peer;
mod program;
mod table;

use crate::python;
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use peer::Peer;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is measured is written to a section of this file for each part.
const FILE: &str = "BENCHMARKS.md";
/// Where models are, as seen from the repository.
const MODELS: &str = "../shared/smithy";

/// Measure, beside the official crate.
///
/// Measures ours and the official crates in one run, and writes the medians to BENCHMARKS.md, where each part has a
/// section.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to measure; everything, if nothing is named.
    #[arg(value_enum, value_name = "PART")]
    parts: Vec<Part>,
    /// How often each is measured.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=99))]
    runs: u32,
    /// The models of which crates are generated that are not in the repository, as AWS publishes them; ../shared/smithy if
    /// no folder is given. What it has no model of stays the official crate in programs, and its calls are not measured.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// The botocore package of which models are generated; that of the test environment, if no folder is given.
    #[arg(long, value_name = "DIR")]
    botocore: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Compiling the service crate alone, its dependencies built before.
    Build,
    /// The same with only some of the operations of three services.
    Choice,
    /// Compiling a program of several services from nothing, with what `replace` puts in place of the official crates.
    Program,
    /// Calls without a network: how many a second, and what they allocate.
    Calls,
    /// Generating the crates of models, large and small: seconds a megabyte of model, and memory.
    Generate,
}

const PARTS: [Part; 5] = [Part::Build, Part::Choice, Part::Program, Part::Calls, Part::Generate];

impl Part {
    /// The title of its section.
    fn title(self) -> &'static str {
        match self {
            Part::Build => "The service crate alone",
            Part::Choice => "Only some operations",
            Part::Program => "A program of several services",
            Part::Calls => "Calls",
            Part::Generate => "The generator",
        }
    }

    /// What is said of its figures.
    fn head(self, runs: u32) -> String {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        match self {
            Part::Generate => format!(
                "A process for each model, which reads it and writes its crate. Medians of {runs}: memory, and seconds of \
                 CPU of all cores together, which other work on the machine hardly disturbs."
            ),
            _ => format!(
                "Medians of {runs} or more, both measured in turn in one run, on {cores} cores."
            ),
        }
    }
}

/// What the parts share.
struct Bench {
    peers: [Peer; 2],
    runs: u32,
    bar: ProgressBar,
}

impl Bench {
    fn both<T>(&self, measure: impl Fn(&Peer) -> Result<T>) -> Result<[T; 2]> {
        self.both_of(&self.peers, measure)
    }

    fn both_of<T>(
        &self,
        [ours, theirs]: &[Peer; 2],
        measure: impl Fn(&Peer) -> Result<T>,
    ) -> Result<[T; 2]> {
        Ok([measure(ours)?, measure(theirs)?])
    }

    fn say(&self, what: impl Into<String>) {
        self.bar.set_message(what.into());
    }
}

/// Runs the measurement.
///
/// # Errors
///
/// When something does not compile or run, or a folder cannot be written.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{spinner} {elapsed} {msg}")?);
    bar.enable_steady_tick(Duration::from_millis(200));
    let bench = Bench { peers: peer::both(root), runs: args.runs, bar };
    let parts = if args.parts.is_empty() { PARTS.as_slice() } else { &args.parts };
    let models = args.models.clone().unwrap_or_else(|| root.join(MODELS));
    let path = root.join(FILE);
    for part in parts {
        let one = |measured| table::markdown(&measured);
        let table = match part {
            Part::Build => one(build::measured(&bench)?),
            Part::Choice => one(choice::measured(&bench, &models, root)?),
            Part::Program => one(program::measured(&bench, &models, root)?),
            Part::Calls => {
                let tables = calls::measured(&bench, &models, root)?.into_iter().map(one);
                tables.collect::<Vec<_>>().join("\n")
            }
            Part::Generate => {
                let botocore = args.botocore.clone().map_or_else(|| python::botocore(root), Ok)?;
                generate::measured(&bench, &botocore)?
            }
        };
        bench.bar.suspend(|| anstream::print!("{table}"));
        let old = fs::read_to_string(&path).unwrap_or_default();
        let text =
            table::file(&old, &PARTS.map(Part::title), part.title(), &part.head(args.runs), &table);
        fs::write(&path, text).with_context(|| format!("{FILE}: cannot be written"))?;
    }
    bench.bar.finish_and_clear();
    Ok(())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![9.0, 1.0, 5.0]), 5.0);
        assert_eq!(median(vec![3.0]), 3.0);
    }

    #[test]
    fn the_readme_quotes_the_newest_figures() {
        let read = |name: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
            fs::read_to_string(path).expect("it is there")
        };
        let (readme, measured) = (read("README.md"), read(FILE));
        let table = readme.lines().skip_while(|line| !line.starts_with("| | ours |"));
        let rows: Vec<_> = table.take_while(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 5, "a head and three rows: {rows:#?}");
        for row in rows {
            let quoted = measured.lines().any(|line| line == row);
            assert!(quoted, "the README says what {FILE} does not: {row}");
        }
    }
}
