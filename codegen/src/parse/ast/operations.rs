//! Operations of the model.

use super::auth;
use super::closure::Closure;
use super::definition::{Definition, Reference};
use super::prelude;
use super::rename::Names;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::pagination::{Expression, Origin, Pagination};
use crate::model::{Operation, Shape, ShapeId, Traits, traits as t};
use crate::read::node::Node;
use indexmap::IndexMap;

/// The operations of a service.
pub fn operations(
    service: &Definition<'_>,
    closure: &Closure<'_, '_>,
    names: &Names<'_>,
    shapes: &IndexMap<ShapeId, Shape>,
    diagnostics: &mut Vec<Diagnostic>,
) -> IndexMap<ShapeId, Operation> {
    let errors = service.references("errors", diagnostics);
    let mut operations = IndexMap::new();
    for definition in &closure.operations {
        let mut message = |key: &str| {
            let reference = definition.reference(key, diagnostics);
            reference.filter(|to| to.id != prelude::UNIT).map(|to| names.id(to.id))
        };
        let (input, output) = (message("input"), message("output"));
        let mut thrown = definition.references("errors", diagnostics);
        let own: Vec<_> = thrown.iter().map(|error| error.id).collect();
        thrown.extend(errors.iter().filter(|error| !own.contains(&error.id)).cloned());
        auth::check_listed(service, definition, diagnostics);
        if let Some(http) = definition.trait_node(t::HTTP, diagnostics) {
            check_http(&http, input.as_ref().and_then(|id| shapes.get(id)), diagnostics);
        }
        let operation = Operation {
            id: names.id(definition.id),
            input,
            input_traits: Traits::default(),
            output,
            errors: thrown.iter().map(|error: &Reference<'_>| names.id(error.id)).collect(),
            pagination: pagination(service, definition, diagnostics),
            waiters: Vec::new(),
            traits: definition.traits.traits(),
            at: definition.at.clone(),
        };
        operations.insert(operation.id.clone(), operation);
    }
    operations
}

/// What the trait `http` must say, and that each of its labels is a member of the input.
fn check_http(node: &Node<'_>, input: Option<&Shape>, diagnostics: &mut Vec<Diagnostic>) {
    node.only(&["method", "uri", "code"], diagnostics);
    node.required_text("method", diagnostics);
    if let Some(code) = node.get("code")
        && !code.as_u64().is_some_and(|code| (100..600).contains(&code))
    {
        let diagnostic =
            Diagnostic::new(Code::HTTP, &node.at.key("code"), "an HTTP status is expected here");
        diagnostics.push(diagnostic.of(&node.shape));
    }
    let Some(uri) = node.required_text("uri", diagnostics) else { return };
    let bound: Vec<_> = input
        .map(Shape::members)
        .unwrap_or_default()
        .into_iter()
        .filter(|member| member.traits.has(t::HTTP_LABEL))
        .map(|member| member.name.as_str())
        .collect();
    for label in uri.split('{').skip(1).filter_map(|part| part.split_once('}')) {
        let name = label.0.trim_end_matches('+');
        if !bound.contains(&name) {
            let message = format!("no member of the input is bound to the label `{{{}}}`", label.0);
            let diagnostic =
                Diagnostic::new(Code::HTTP, &node.at.key("uri"), message).of(&node.shape);
            diagnostics.push(diagnostic.did_you_mean(name, bound.iter().copied()));
        }
    }
}

/// What the trait `paginated` says of an operation, completed by what it says of the service
/// ("paginated trait" of the Smithy specification).
fn pagination(
    service: &Definition<'_>,
    operation: &Definition<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Pagination> {
    let own = operation.trait_node(t::PAGINATED, diagnostics)?;
    let common = service.trait_node(t::PAGINATED, diagnostics);
    let nodes = [Some(&own), common.as_ref()];
    nodes.into_iter().flatten().for_each(|node| node.ignore_others(&KEYS, diagnostics));
    let mut text = |key: &str| {
        let node = nodes.into_iter().flatten().find(|node| node.get(key).is_some())?;
        Some((node.text(key, diagnostics)?, node.at.key(key)))
    };
    let [input, output, items, limit] = KEYS.map(&mut text);
    let mut path = |(text, at): (&str, _)| {
        let refuse = |refusal| {
            let message = format!("`{text}` is not the path of a member");
            let hint = format!("{refusal}; members are joined with `.`");
            diagnostics
                .push(Diagnostic::new(Code::BINDING, &own.at, message).of(operation.id).hint(hint));
        };
        Expression::path(text, at).map_err(refuse).ok()
    };
    let (output, items) = (output.map(&mut path), items.map(&mut path));
    for (key, missing) in [(KEYS[0], input.is_none()), (KEYS[1], output.is_none())] {
        if missing {
            diagnostics.push(own.lacks(key));
        }
    }
    Some(Pagination {
        tokens: vec![(input?.0.to_owned(), output??)],
        more: None,
        results: items.into_iter().flatten().collect(),
        constant: Vec::new(),
        limit: limit.map(|(name, _)| name.to_owned()),
        origin: Origin::Declared,
        at: own.at.clone(),
    })
}

const KEYS: [&str; 4] = ["inputToken", "outputToken", "items", "pageSize"];
