//! How what is found and done is told: for people, or as JSON.

use crate::job;
use crate::tree::Changes;
use anyhow::Result;
use serde_json::{Value, json};
use smithwright_codegen::diagnostics::{Message, listed};
use smithwright_codegen::ir::{Origin, ShapeOutcome};
use smithwright_codegen::{Diagnostics, Output};
use std::process::ExitCode;

/// How many annotations a crate has: GitHub shows no more of a step.
const ANNOTATIONS: usize = 10;

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
    /// For GitHub Actions: an annotation a line, on standard output.
    Github,
}

/// How a command tells what it finds.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Report {
    /// Fail if there are warnings, and write nothing of the crates that have some.
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// How messages are written; `json` is an object a line, and `github` an annotation of GitHub Actions, on standard output.
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
            Format::Github => {
                found.messages().for_each(|message| anstream::println!("{}", annotation(&message)))
            }
            Format::Json => objects(found).iter().for_each(|object| anstream::println!("{object}")),
        }
    }

    /// Tells of an error that ends a command.
    pub fn failed(&self, error: &anyhow::Error) {
        match (self.format, error.downcast_ref()) {
            (Format::Human, _) => anstream::eprintln!("{}", job::told(error)),
            (Format::Json | Format::Github, Some(found)) => self.found(found),
            (Format::Github, None) => {
                let message = data(&format!("{error:#}"));
                anstream::println!("::error title=smithwright::{message}");
            }
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
            Format::Human | Format::Github => {
                if self.format == Format::Github && diff.is_some() {
                    stale(shown, changes).iter().for_each(|line| anstream::println!("{line}"));
                }
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

/// A message as GitHub shows it at its line ("Workflow commands for GitHub Actions").
fn annotation(message: &Message<'_>) -> String {
    let kind = if message.is_error { "error" } else { "warning" };
    let mut properties = vec![format!("title={}", property(&message.code.to_string()))];
    properties.extend(message.file.map(|file| format!("file={}", property(file))));
    properties.extend(message.line.map(|line| format!("line={line}")));
    properties.extend(message.column.map(|column| format!("col={column}")));
    let shape = message.shape.map(|shape| format!("{shape}: ")).unwrap_or_default();
    let hint = message.hint.map(|hint| format!("\n{hint}")).unwrap_or_default();
    format!(
        "::{kind} {}::{}",
        properties.join(","),
        data(&format!("{shape}{}{hint}", message.text))
    )
}

/// An annotation for each file of a crate, up to so many, that is not what it should be.
fn stale(shown: &str, changes: &Changes) -> Vec<String> {
    let all = [
        (&changes.changed, "is not what its model says"),
        (&changes.new, "is not there"),
        (&changes.stale, "is no longer generated"),
    ];
    let files = all.iter().flat_map(|(files, what)| files.iter().map(move |file| (file, what)));
    let line = |(file, what): (&String, &&str)| {
        let file = format!("{shown}/{file}");
        format!(
            "::error title=stale,file={},line=1::this file {what}: run `smithwright generate`",
            property(&file)
        )
    };
    files.take(ANNOTATIONS).map(line).collect()
}

/// Text of an annotation.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of an annotation.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Messages, an object each.
fn objects(found: &Diagnostics) -> Vec<Value> {
    let object = |message: Message<'_>| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_stay_in_their_lines() {
        assert_eq!(property("a:b,c%\n::error::x"), "a%3Ab%2Cc%25%0A%3A%3Aerror%3A%3Ax");
        assert_eq!(data("50%\r\n::error::x"), "50%25%0D%0A::error::x");
    }

    #[test]
    fn a_message_is_shown_at_its_line() {
        let service = smithwright_codegen::Source {
            name: "models/a,b.json".to_owned(),
            text: "{\n  \"smithy\": \"2.0\",\n  \"shapes\": 1\n}".to_owned(),
        };
        let input = smithwright_codegen::Input { service, ..Default::default() };
        let options = smithwright_codegen::Options::default();
        let found = smithwright_codegen::generate(input, &options).unwrap_err();
        let lines: Vec<_> = found.messages().map(|message| annotation(&message)).collect();
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(
            line.starts_with("::error title=SW0004,file=models/a%2Cb.json,line=3,col="),
            "{line}"
        );
    }

    #[test]
    fn what_is_stale_is_shown_in_its_file() {
        let changed = ["src/lib.rs".to_owned()].into();
        let new = (0..20).map(|number| format!("src/{number}.rs")).collect();
        let lines = stale("clients/toys", &Changes { changed, new, ..Changes::default() });
        let first = "::error title=stale,file=clients/toys/src/lib.rs,line=1::this file is not what its model says: \
                     run `smithwright generate`";
        assert_eq!((lines[0].as_str(), lines.len()), (first, ANNOTATIONS));
    }
}
