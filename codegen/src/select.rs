//! The chosen operations and all they reach.

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Diagnostics, unless_many};
use crate::model::{Model, Operation, ShapeId, traits as t};
use crate::source::Address;
use crate::unsupported;
use std::collections::HashSet;

/// What was not selected.
#[derive(Debug, Default)]
pub struct Selection {
    /// Operations that cannot be generated, and why.
    pub left_out: Vec<(String, String)>,
    /// The shapes that no selected operation reaches.
    pub unreached: Vec<ShapeId>,
}

/// Leaves in `model` the operations that `chosen` names, or all if it names none, and the shapes
/// that they reach. Gives what is no longer there.
///
/// # Errors
///
/// A name that is no operation, or one that cannot be generated, and a reference to a shape that is not there.
pub fn select(
    model: &mut Model,
    chosen: &[String],
    warnings: &mut Vec<Diagnostic>,
) -> Result<Selection, Diagnostics> {
    let mut diagnostics = unknown(model, chosen);
    if !chosen.is_empty() {
        let helping = helping(model, chosen);
        let is_chosen = |id: &ShapeId| chosen.iter().any(|name| name == id.name());
        model.operations.retain(|id, _| is_chosen(id) || helping.contains(id));
    }
    let left_out = leave_out_unsupported(model, chosen, &mut diagnostics);
    diagnostics.extend(unsupported::dropped_schemes(model));
    let reached = reach(model, &mut diagnostics);
    let unreached = model.shapes.keys().filter(|id| !reached.contains(*id)).cloned().collect();
    model.shapes.retain(|id, _| reached.contains(id));
    Diagnostics::check(diagnostics, &model.sources, warnings)?;
    Ok(Selection { left_out, unreached })
}

/// The operations without which clients cannot send the chosen ones: one that gives the credentials of sessions, and one that
/// tells endpoints.
fn helping(model: &Model, chosen: &[String]) -> HashSet<ShapeId> {
    let sessions =
        model.operations.values().filter(|operation| operation.traits.has(t::CREATES_SESSION));
    let chosen =
        model.operations.values().filter(|o| chosen.iter().any(|name| name == o.id.name()));
    let discovers = chosen.into_iter().any(|operation| operation.traits.needs_discovery());
    let telling = model.service.traits.endpoint_operation().filter(|_| discovers);
    let telling =
        model.operations.values().filter(|operation| Some(operation.id.name()) == telling);
    sessions.chain(telling).map(|operation| operation.id.clone()).collect()
}

/// Takes operations away that cannot be generated, with a warning; that is an error for those that were chosen by their
/// names.
fn leave_out_unsupported(
    model: &mut Model,
    chosen: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, String)> {
    let reasons = model.operations.values();
    let reasons =
        reasons.filter_map(|o| Some((o.id.clone(), o.at.clone(), unsupported::reason(model, o)?)));
    let mut left_out = Vec::new();
    for (id, at, reason) in reasons.collect::<Vec<_>>() {
        model.operations.shift_remove(&id);
        left_out.push((id.name().to_owned(), at, reason));
    }
    diagnostics.extend(match chosen {
        [] => unsupported::left_out(&left_out),
        _ => left_out.iter().map(|(name, at, reason)| refused(name, at, reason)).collect(),
    });
    left_out.into_iter().map(|(name, _, reason)| (name, reason)).collect()
}

fn refused(operation: &str, at: &Address, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::LEFT_OUT, at, format!("`{operation}` cannot be generated: {reason}"))
        .of(operation)
}

fn unknown(model: &Model, chosen: &[String]) -> Vec<Diagnostic> {
    let names = || model.operations.keys().map(ShapeId::name);
    let unknown = chosen.iter().filter(|name| !names().any(|known| known == *name));
    let diagnostic = |name: &String| {
        let message = format!("there is no operation `{name}` to generate");
        Diagnostic::new(Code::NO_OPERATION, &model.service.at, message).did_you_mean(name, names())
    };
    unknown.map(diagnostic).collect()
}

fn reach(model: &Model, diagnostics: &mut Vec<Diagnostic>) -> HashSet<ShapeId> {
    let mut reached = HashSet::new();
    let mut open: Vec<(ShapeId, Address, String)> = Vec::new();
    for operation in model.operations.values() {
        open.extend(
            referred(operation)
                .map(|(id, at)| (id.clone(), at.key("shape"), operation.id.to_string())),
        );
    }
    while let Some((id, at, from)) = open.pop() {
        let Some(shape) = model.shapes.get(&id) else {
            let message = format!("there is no shape `{}`", id.name());
            let names = unless_many(diagnostics, model.shapes.keys().map(ShapeId::name));
            let names: Vec<_> = names.collect();
            diagnostics.push(
                Diagnostic::new(Code::NO_SHAPE, &at, message)
                    .of(from)
                    .did_you_mean(id.name(), names),
            );
            continue;
        };
        if reached.insert(id.clone()) {
            let members = shape.members().into_iter();
            open.extend(
                members.map(|m| (m.target.clone(), m.at.key("shape"), format!("{id}${}", m.name))),
            );
        }
    }
    reached
}

/// The shapes that an operation names, and where it does.
fn referred(operation: &Operation) -> impl Iterator<Item = (&ShapeId, Address)> {
    let at = &operation.at;
    let input = operation.input.iter().map(|id| (id, at.key("input")));
    let output = operation.output.iter().map(|id| (id, at.key("output")));
    let errors = operation.errors.iter().enumerate();
    let errors = errors.map(|(index, id)| (id, at.key("errors").key(index.to_string())));
    input.chain(output).chain(errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_model::{messages, model_with};

    fn id(model: &Model, name: &str) -> ShapeId {
        model.operations.keys().find(|id| id.name() == name).unwrap().clone()
    }

    const OPERATIONS: &str = r#""GetToy": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Toy"}, "errors": [{"shape": "Gone"}]},
        "BuyToy": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Other"}}"#;
    const SHAPES: &str = r#""Toy": {"type": "structure", "members": {"Names": {"shape": "Names"}}}, "S": {"type": "string"},
        "Names": {"type": "list", "member": {"shape": "S"}}, "Gone": {"type": "structure", "members": {}, "exception": true},
        "Other": {"type": "structure", "members": {}}, "Unused": {"type": "structure", "members": {"Broken": {"shape": "Missing"}}}"#;

    #[test]
    fn the_chosen_operations_stay_with_all_they_reach() {
        let mut model = model_with(OPERATIONS, SHAPES).unwrap();
        let selection = select(&mut model, &["GetToy".to_owned()], &mut Vec::new()).unwrap();
        assert_eq!(model.operations.keys().map(|id| id.name()).collect::<Vec<_>>(), ["GetToy"]);
        assert_eq!(
            model.shapes.keys().map(|id| id.name()).collect::<Vec<_>>(),
            ["Toy", "S", "Names", "Gone"]
        );
        assert_eq!(
            selection.unreached.iter().map(|id| id.name()).collect::<Vec<_>>(),
            ["Other", "Unused"]
        );
    }

    #[test]
    fn operations_that_clients_need_stay_too() {
        let mut model = model_with(OPERATIONS, SHAPES).unwrap();
        let (toy, other) = (id(&model, "GetToy"), id(&model, "BuyToy"));
        model.operations[&other].traits.add(t::CREATES_SESSION, true);
        select(&mut model, &["GetToy".to_owned()], &mut Vec::new()).unwrap();
        assert_eq!(model.operations.keys().collect::<Vec<_>>(), [&toy, &other]);

        let chosen = |required: bool| {
            let mut model = model_with(OPERATIONS, SHAPES).unwrap();
            let telling = serde_json::json!({"operation": "toys#BuyToy"});
            model.service.traits.add(t::CLIENT_ENDPOINT_DISCOVERY, telling);
            let discovered = serde_json::json!({"required": required});
            model.operations[&toy].traits.add(t::CLIENT_DISCOVERED_ENDPOINT, discovered);
            select(&mut model, &["GetToy".to_owned()], &mut Vec::new()).unwrap();
            model.operations.len()
        };
        assert_eq!((chosen(true), chosen(false)), (2, 1));
    }

    #[test]
    fn all_operations_are_chosen_by_choosing_none() {
        let mut model = model_with(OPERATIONS, SHAPES).unwrap();
        select(&mut model, &[], &mut Vec::new()).unwrap();
        assert_eq!(model.operations.len(), 2);
    }

    #[test]
    fn an_unknown_operation_is_told() {
        let mut model = model_with(OPERATIONS, SHAPES).unwrap();
        let diagnostics = select(&mut model, &["GetTow".to_owned()], &mut Vec::new()).unwrap_err();
        assert_eq!(messages(&diagnostics), ["there is no operation `GetTow` to generate"]);
        assert_eq!(diagnostics.as_slice()[0].hint.as_deref(), Some("did you mean `GetToy`?"));
    }
}
