//! Text to [`Model`]: one parser a dialect.

mod ast;
mod botocore;
mod extras;
mod operation_traits;
pub mod waiters;

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::input::Input;
use crate::model::{Located, Model};
use crate::read::json;
use crate::source::{Address, Source, SourceIx, Sources};
use serde_json::Value;

/// What was parsed.
#[derive(Debug)]
pub struct Parsed {
    /// The model, as upstream wrote it.
    pub model: Model,
    /// Our documentation, in Markdown.
    pub documentation: Option<SourceIx>,
    /// Facts that we add or correct, in TOML.
    pub facts: Option<SourceIx>,
}

/// Reads a model and the files beside it. `chosen` is the id of the service, if a model may have several.
///
/// # Errors
///
/// What is no JSON, has a wrong type, or is no attribute that the dialect's parser knows.
pub fn parse(
    input: Input,
    chosen: &str,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Parsed, Diagnostics> {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let mut read = |source: Source| located(source, &mut sources, &mut diagnostics);
    let files: Option<Vec<_>> = [vec![input.service], input.more]
        .into_iter()
        .flatten()
        .map(&mut read)
        // Each is read, so that everything that is no JSON is told at once.
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    let paginators = input.paginators.and_then(&mut read);
    let service_extras = input.service_extras.and_then(&mut read);
    let paginators_extras = input.paginators_extras.and_then(&mut read);
    let waiters = input.waiters.and_then(&mut read);
    let endpoint_rules = input.endpoint_rules.and_then(&mut read);
    let partitions = input.partitions.and_then(&mut read);
    let documentation = input.overlay.map(|overlay| sources.add(overlay));
    let facts = input.facts.map(|facts| sources.add(facts));

    let (mut files, mut paginators) = (files, paginators);
    if let Some(service) = files.as_mut().and_then(|files| files.first_mut()) {
        extras::lay(service_extras, service, &mut diagnostics);
    }
    if let Some(paginators) = &mut paginators {
        extras::lay(paginators_extras, paginators, &mut diagnostics);
    }
    let mut model =
        files.and_then(|files| model(&files, paginators.as_ref(), chosen, &mut diagnostics));
    if let Some(model) = &mut model {
        waiters::read(model, waiters.as_ref(), &mut diagnostics);
    }
    Diagnostics::check(diagnostics, &sources, warnings)?;
    match model {
        Some(parsed) => {
            let endpoint_rules = parsed.endpoint_rules.or(endpoint_rules);
            let model = Model { endpoint_rules, partitions, sources, ..parsed };
            Ok(Parsed { model, documentation, facts })
        }
        None => Err(Diagnostics::new(std::mem::take(warnings), sources)),
    }
}

/// Each dialect has its own parser; Smithy's AST tells its version in `smithy`.
fn model(
    files: &[Located],
    paginators: Option<&Located>,
    chosen: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Model> {
    match files {
        [file] if !ast::is_ast(file) => {
            let mut parser = botocore::Parser::new(std::mem::take(diagnostics));
            let model = parser.model(file, paginators);
            *diagnostics = parser.diagnostics;
            model
        }
        files => ast::model(files, chosen, diagnostics),
    }
}

fn located(
    source: Source,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Located> {
    let ix = sources.add(source);
    let (name, text) = sources.get(ix).map_or(("", ""), |s| (s.name.as_str(), s.text.as_str()));
    if is_idl(name, text) {
        let message = "this is a model in Smithy's IDL, and not in its JSON AST";
        let hint = "convert it with the Smithy CLI: `smithy ast model.smithy > model.json`";
        diagnostics
            .push(Diagnostic::new(Code::NOT_A_MODEL, &Address::root(ix), message).hint(hint));
        return None;
    }
    match json::parse(text, ix) {
        Ok(value @ Value::Object(_)) => Some(Located { value, at: Address::root(ix) }),
        Ok(_) => {
            diagnostics.push(Diagnostic::new(
                Code::NOT_A_MODEL,
                &Address::root(ix),
                "this is not a model: a JSON object is expected",
            ));
            None
        }
        Err(error) => {
            diagnostics.push(error);
            None
        }
    }
}

/// Whether this is a text in Smithy's IDL ("IDL" of the Smithy specification): by its name, or because it begins like one.
fn is_idl(name: &str, text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with("//")).unwrap_or_default();
    name.ends_with(".smithy")
        || first.starts_with("$version")
        || first.strip_prefix("namespace").is_some_and(|rest| rest.starts_with(' '))
}
