//! What shapes are called in a service, which can rename those of other namespaces ("rename" of the
//! Smithy specification's service).

use super::closure::Closure;
use super::definition::{Definition, shape_id, split};
use super::files::is_identifier;
use crate::codes::Code;
use crate::diagnostics::{Diagnostic, unless_many};
use crate::model::{Shape, ShapeId};
use crate::read::node::wrong_type;
use crate::source::Address;
use indexmap::IndexMap;
use std::collections::{HashMap, HashSet};

/// The shapes that the service renames, with their names in it.
pub struct Names<'a>(HashMap<&'a str, &'a str>);

/// Reads what `service` renames.
pub fn names<'a>(
    service: &Definition<'a>,
    closure: &Closure<'_, 'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Names<'a> {
    let mut names = HashMap::new();
    let owners = closure.operations.iter().chain(&closure.resources).map(|owner| owner.id);
    let fixed: HashSet<_> = owners.chain([service.id]).collect();
    let known: HashSet<_> = closure.shapes.iter().map(|shape| shape.id).collect();
    for layer in &service.layers {
        for (id, value, at) in layer.entries("rename", diagnostics) {
            let Some(name) = value.as_str() else {
                diagnostics.push(wrong_type(&at, "a string", value).of(service.id));
                continue;
            };
            if let Some(problem) = problem(id, name, &fixed, &known) {
                let problem = match fixed.contains(id.as_str()) || known.contains(id.as_str()) {
                    true => problem,
                    false => {
                        let near = unless_many(diagnostics, known.iter().copied());
                        problem.did_you_mean(id, near)
                    }
                };
                diagnostics.push(Diagnostic { at, ..problem.of(service.id) });
            }
            names.insert(id.as_str(), name);
        }
    }
    Names(names)
}

/// Why a shape cannot have this name in a service, if it cannot.
fn problem(
    id: &str,
    name: &str,
    fixed: &HashSet<&str>,
    known: &HashSet<&str>,
) -> Option<Diagnostic> {
    let wrong = |message: String| Some(Diagnostic::new(Code::RENAME, &Address::default(), message));
    if fixed.contains(id) {
        wrong("operations, resources and services cannot be renamed".to_owned())
    } else if !known.contains(id) {
        wrong(format!("the service has no shape `{id}` to rename"))
    } else if !is_identifier(name) {
        wrong(format!("`{}` is not the name of a shape", name.escape_debug()))
    } else if split(id).1 == name {
        wrong(format!("`{id}` is renamed to what it is called anyway"))
    } else {
        None
    }
}

impl Names<'_> {
    /// The id of a shape in the service.
    pub fn id(&self, id: &str) -> ShapeId {
        match self.0.get(id) {
            Some(name) => ShapeId::new(split(id).0, name),
            None => shape_id(id),
        }
    }

    /// The name that a shape had before, if it is renamed.
    pub fn original<'i>(&self, id: &'i str) -> Option<&'i str> {
        self.0.contains_key(id).then(|| split(id).1)
    }
}

/// In a service each name stands for one shape, upper and lower case being the same. Simple shapes,
/// lists and maps have no type of their own here, so that theirs do not matter.
pub fn check(shapes: &IndexMap<ShapeId, Shape>, diagnostics: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<String, &Shape> = HashMap::new();
    for shape in shapes.values().filter(|shape| shape.is_typed()) {
        if let Some(other) = taken.insert(shape.id.name().to_lowercase(), shape) {
            let message =
                format!("`{}` and `{}` have the same name in this service", other.id, shape.id);
            let hint = "`rename` in the service gives one of them another";
            diagnostics
                .push(Diagnostic::new(Code::RENAME, &shape.at, message).of(&shape.id).hint(hint));
        }
    }
}
