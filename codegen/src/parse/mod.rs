//! Text to [`Model`]: one parser a dialect.

mod botocore;
mod node;
pub mod pagination;
mod waiters;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Located, Model};
use crate::source::{Address, Source, Sources};
use crate::{Input, json};
use serde_json::Value;

/// Reads a model and the files beside it.
///
/// # Errors
///
/// What is no JSON, has a wrong type, or is no attribute that this parser knows.
pub fn parse(input: Input) -> Result<Model, Diagnostics> {
    let mut sources = Sources::default();
    let mut found = Vec::new();
    let mut read = |source: Source| located(source, &mut sources, &mut found);
    let service = read(input.service);
    let paginators = input.paginators.and_then(&mut read);
    let waiters = input.waiters.and_then(&mut read);
    let endpoint_rules = input.endpoint_rules.and_then(&mut read);
    let partitions = input.partitions.and_then(&mut read);
    let overlay = input.overlay.map(|overlay| sources.add(overlay));
    let facts = input.facts.map(|facts| sources.add(facts));

    let Some(service) = service else {
        return Err(Diagnostics::new(found, sources));
    };
    let mut parser = botocore::Parser::new(found);
    let mut model = parser.model(&service, paginators.as_ref());
    if let Some(model) = &mut model {
        waiters::read(model, waiters.as_ref(), &mut parser.found);
    }
    match (model, parser.found.is_empty()) {
        (Some(parsed), true) => {
            Ok(Model { endpoint_rules, partitions, overlay, facts, sources, ..parsed })
        }
        _ => Err(Diagnostics::new(parser.found, sources)),
    }
}

fn located(source: Source, sources: &mut Sources, found: &mut Vec<Diagnostic>) -> Option<Located> {
    let ix = sources.add(source);
    let text = sources.get(ix).map_or("", |source| &source.text);
    match json::parse(text, ix) {
        Ok(value @ Value::Object(_)) => Some(Located { value, at: Address::root(ix) }),
        Ok(_) => {
            found.push(Diagnostic::new(
                &Address::root(ix),
                "this is no model: a JSON object is expected",
            ));
            None
        }
        Err(error) => {
            found.push(error);
            None
        }
    }
}
