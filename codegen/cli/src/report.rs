//! How what is found and done is told: for people, or as JSON.

use crate::job;
use crate::tree::Changes;
use anyhow::Result;
use serde_json::{Value, json};
use smithwright_codegen::diagnostics::listed;
use smithwright_codegen::ir::{Origin, ShapeOutcome};
use smithwright_codegen::{Diagnostics, Output};
use std::process::ExitCode;

/// What makes a command fail that otherwise does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Deny {
    /// All warnings.
    Warnings,
}

/// How messages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs: an object a line, on standard output.
    Json,
}

/// How a command tells what it finds.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Report {
    /// Fail if there are warnings, and write nothing of the crates that have some.
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// How messages are written; `json` is an object a line, on standard output.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

impl Report {
    /// Whether these warnings make the command fail.
    pub fn denies(&self, warnings: &Diagnostics) -> bool {
        self.deny.is_some() && !warnings.is_empty()
    }

    /// Tells what was found about a model.
    pub fn found(&self, found: &Diagnostics) {
        match self.format {
            Format::Human if found.is_empty() => {}
            Format::Human => anstream::eprintln!("{}", job::shown(found)),
            Format::Json => objects(found).iter().for_each(|object| anstream::println!("{object}")),
        }
    }

    /// Tells of an error that ends a command.
    pub fn failed(&self, error: &anyhow::Error) {
        match (self.format, error.downcast_ref()) {
            (Format::Human, _) => anstream::eprintln!("{}", job::told(error)),
            (Format::Json, Some(found)) => self.found(found),
            (Format::Json, None) => {
                let message = format!("{error:#}");
                anstream::println!("{}", json!({"kind": "error", "message": message}));
            }
        }
    }

    /// Tells of a crate that was generated, in the folder that is `shown`, with a difference if there is one to show.
    pub fn generated(&self, shown: &str, output: &Output, changes: &Changes, diff: Option<&str>) {
        match self.format {
            Format::Json => anstream::println!("{}", summary(shown, output, changes, diff)),
            Format::Human => {
                diff.into_iter().for_each(|diff| anstream::println!("{diff}"));
                anstream::println!("{}", inventory(output));
                anstream::println!(
                    "{shown}: {} files: {} new, {} changed, {} removed, {} the same",
                    output.files.len(),
                    changes.new.len(),
                    changes.changed.len(),
                    changes.stale.len(),
                    changes.same,
                );
                if !changes.kept.is_empty() {
                    let kept: Vec<_> = changes.kept.iter().map(String::as_str).collect();
                    anstream::println!(
                        "{shown}: kept, as nobody generated them: {}",
                        listed(&kept)
                    );
                }
            }
        }
    }
}

/// Messages, an object each.
fn objects(found: &Diagnostics) -> Vec<Value> {
    let object = |message: smithwright_codegen::diagnostics::Message<'_>| {
        json!({
            "kind": if message.is_error { "error" } else { "warning" },
            "code": message.code.to_string(),
            "message": message.text,
            "file": message.file,
            "line": message.line,
            "column": message.column,
            "shape": message.shape,
            "hint": message.hint,
        })
    };
    found.messages().map(object).collect()
}

fn summary(folder: &str, output: &Output, changes: &Changes, diff: Option<&str>) -> Value {
    json!({
        "kind": "crate",
        "package": output.ir.package.name,
        "version": output.ir.package.version,
        "folder": folder,
        "operations": output.ir.operations.len(),
        "left_out": output.ir.left_out,
        "files": {
            "new": changes.new,
            "changed": changes.changed,
            "removed": changes.stale,
            "same": changes.same,
            "kept": changes.kept,
        },
        "diff": diff,
    })
}

/// What the crate holds, and which paginators were inferred or left out.
fn inventory(output: &Output) -> String {
    let ir = &output.ir;
    let paginated: Vec<_> = ir
        .operations
        .iter()
        .filter_map(|o| o.paginator.as_ref().map(|p| (&o.model_name, p)))
        .collect();
    let inferred = paginated.iter().filter(|(_, paginator)| paginator.origin == Origin::Inferred);
    let inferred: Vec<_> = inferred.map(|(name, _)| name.as_str()).collect();
    let skipped =
        ir.shapes.iter().filter(|outcome| matches!(outcome, ShapeOutcome::Skipped(..))).count();
    let mut lines = vec![format!(
        "{}: {} operations ({} in pages), {} structures, {} enums, {} errors; \
         {skipped} shapes that no operation reaches are left out",
        ir.package.name,
        ir.operations.len(),
        paginated.len(),
        ir.structures.len(),
        ir.enums.len() + ir.int_enums.len(),
        ir.errors.len(),
    )];
    if !inferred.is_empty() {
        lines.push(format!("paginators that nobody declares, inferred: {}", inferred.join(", ")));
    }
    let unpaged = ir.operations.iter().filter_map(|o| Some((&o.model_name, o.unpaged.as_ref()?)));
    lines.extend(unpaged.map(|(name, why)| format!("no paginator for {name}: {why}")));
    lines.join("\n")
}

/// How a command ends: what failed is told.
pub fn ended(result: Result<()>, report: &Report) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report.failed(&error);
            ExitCode::FAILURE
        }
    }
}
