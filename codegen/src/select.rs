//! The chosen operations and all they reach.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Model, ShapeId};
use crate::source::Address;
use std::collections::HashSet;

/// Leaves in `model` the operations that `chosen` names, or all if it names none, and the shapes
/// that they reach.
///
/// # Errors
///
/// A name that is no operation, and a reference to a shape that is not there.
pub fn select(model: &mut Model, chosen: &[String]) -> Result<(), Diagnostics> {
    let mut found = unknown(model, chosen);
    if !chosen.is_empty() {
        model.operations.retain(|id, _| chosen.iter().any(|name| name == id.name()));
    }
    let reached = reach(model, &mut found);
    model.unreached = model.shapes.keys().filter(|id| !reached.contains(*id)).cloned().collect();
    model.shapes.retain(|id, _| reached.contains(id));
    Diagnostics::check(found, &model.sources)
}

fn unknown(model: &Model, chosen: &[String]) -> Vec<Diagnostic> {
    let names = || model.operations.keys().map(ShapeId::name);
    let unknown = chosen.iter().filter(|name| !names().any(|known| known == *name));
    let diagnostic = |name: &String| {
        let message = format!("there is no operation `{name}` to generate");
        Diagnostic::new(&model.service.at, message).did_you_mean(name, names())
    };
    unknown.map(diagnostic).collect()
}

fn reach(model: &Model, found: &mut Vec<Diagnostic>) -> HashSet<ShapeId> {
    let mut reached = HashSet::new();
    let mut open: Vec<(ShapeId, Address, String)> = Vec::new();
    for operation in model.operations.values() {
        let referred = operation.input.iter().chain(&operation.output).chain(&operation.errors);
        open.extend(referred.map(|id| (id.clone(), operation.at.clone(), operation.id.to_string())));
    }
    while let Some((id, at, from)) = open.pop() {
        let Some(shape) = model.shapes.get(&id) else {
            let message = format!("there is no shape `{}`", id.name());
            let names = model.shapes.keys().map(ShapeId::name);
            found.push(Diagnostic::new(&at, message).of(from).did_you_mean(id.name(), names));
            continue;
        };
        if reached.insert(id.clone()) {
            let members = shape.members().into_iter();
            open.extend(members.map(|m| (m.target.clone(), m.at.key("shape"), format!("{id}${}", m.name))));
        }
    }
    found.sort_by(|a, b| a.shape.cmp(&b.shape));
    reached
}
