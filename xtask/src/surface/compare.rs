//! What one crate offers in public and another lacks.

use crate::python;
use anyhow::{Context, Result, ensure};
use std::fmt;
use std::path::{Path, PathBuf};

/// The program that compares what rustdoc says of two crates.
const PROGRAM: &str = "tests/python/api_surface.py";

/// How an item of two crates is not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Only the official crate has it.
    Lacks,
    /// Both have it, with another signature.
    Differs,
    /// Only ours has it.
    Adds,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lacks => "lacks",
            Self::Differs => "differs",
            Self::Adds => "adds",
        })
    }
}

/// An item that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// How.
    pub kind: Kind,
    /// Its path.
    pub path: String,
    /// What it is, and what it is in ours if that differs.
    pub signature: String,
}

/// How two crates compare.
#[derive(Debug, PartialEq, Eq)]
pub struct Comparison {
    /// How many public items the official crate has.
    pub items: usize,
    /// How many of them ours has, too.
    pub same: usize,
    /// All that is not the same.
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// How many differences there are of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.differences.iter().filter(|difference| difference.kind == kind).count()
    }
}

/// Compares what rustdoc said of the official crate with what it said of ours, which may show items of `others`.
///
/// # Errors
///
/// When Python cannot be set up, or one of them is not in the format that is expected.
pub fn compare(
    official: &Path,
    ours: &Path,
    others: &[PathBuf],
    root: &Path,
) -> Result<Comparison> {
    let mut command = python::program(PROGRAM, None, root)?;
    let run = command.arg(official).arg(ours).args(others).output();
    let run = run.context("Python cannot be started")?;
    let errors = String::from_utf8_lossy(&run.stderr);
    ensure!(run.status.success(), "{PROGRAM} failed:\n{errors}");
    parse(&String::from_utf8_lossy(&run.stdout))
        .with_context(|| format!("{PROGRAM} said something else"))
}

/// Reads what the program prints: a line for each difference, then a line with the numbers.
fn parse(said: &str) -> Option<Comparison> {
    let (differences, numbers) = said.trim_end().rsplit_once('\n').unwrap_or(("", said.trim_end()));
    let (same, items) = numbers.strip_suffix(" public items are the same")?.split_once(" of ")?;
    let differences: Option<Vec<_>> = differences.lines().map(difference).collect();
    Some(Comparison {
        items: items.parse().ok()?,
        same: same.parse().ok()?,
        differences: differences?,
    })
}

fn difference(line: &str) -> Option<Difference> {
    let (kind, item) = line.split_once(' ')?;
    let (path, signature) = item.split_once(" | ")?;
    let kinds = [Kind::Lacks, Kind::Differs, Kind::Adds];
    let kind = kinds.into_iter().find(|known| known.to_string() == kind)?;
    Some(Difference { kind, path: path.trim().to_owned(), signature: signature.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_prints_is_read() {
        let said = "lacks   crate::a | struct\ndiffers crate::b | fn() -> A | ours: fn() -> B\n\
                    adds    crate::c: Clone | impl\n7 of 9 public items are the same\n";
        let found = parse(said).unwrap();
        assert_eq!((found.items, found.same), (9, 7));
        let [lacks, differs, adds] = &found.differences[..] else { panic!("{found:?}") };
        assert_eq!(
            (lacks.kind, &*lacks.path, &*lacks.signature),
            (Kind::Lacks, "crate::a", "struct")
        );
        assert_eq!(
            (differs.kind, &*differs.signature),
            (Kind::Differs, "fn() -> A | ours: fn() -> B")
        );
        assert_eq!((adds.kind, &*adds.path), (Kind::Adds, "crate::c: Clone"));
        assert_eq!(found.count(Kind::Adds), 1);
        assert!(parse("9 of 9 public items are the same\n").unwrap().differences.is_empty());
        assert_eq!(parse("Traceback\n"), None);
    }
}
