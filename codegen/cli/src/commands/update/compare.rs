//! What a newer model means for those who use its crate.

use anyhow::Result;
use smithwright_codegen::diff::{Verdict, summary};
use smithwright_codegen::{Decided, Input, Options, diff};

/// What changes from one model to another.
#[derive(Debug)]
pub struct Comparison {
    /// What that asks of the crate's version.
    pub verdict: Verdict,
    /// The entry of the changelog, in Markdown; nothing, where nothing changes.
    pub entry: String,
    /// What is told.
    pub told: Vec<String>,
}

impl Comparison {
    /// Where there was no model before.
    pub fn first() -> Self {
        let entry = "The first model.".to_owned();
        Self { verdict: Verdict::Same, entry, told: Vec::new() }
    }
}

/// Compares two models, which are from places called so.
///
/// # Errors
///
/// When the newer one is broken.
pub fn compare(
    old: Input,
    new: Input,
    options: &Options,
    [from, to]: [&str; 2],
) -> Result<Comparison> {
    let new = Decided::new(new, options)?;
    // What is there is broken: whatever it was, it is mended, and nobody knows what changes.
    let Ok(old) = Decided::new(old, options) else {
        let entry = format!("The model is that of {to}; the one before could not be read.");
        return Ok(Comparison { verdict: Verdict::Major, entry, told: Vec::new() });
    };
    let changes = diff(Some(&old), Some(&new)).named(from, to);
    // They stand below a heading of the third level.
    let demoted = |line: &str| match line.starts_with("### ") {
        true => format!("#{line}\n"),
        false => format!("{line}\n"),
    };
    Ok(Comparison {
        verdict: changes.verdict(),
        entry: changes.changelog_entry().lines().map(demoted).collect(),
        told: match changes.is_empty() {
            true => vec!["nothing changes for those who use the crate".to_owned()],
            false => summary(&[changes]).lines().map(str::to_owned).collect(),
        },
    })
}
