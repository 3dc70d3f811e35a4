//! What became of each shape of the model.

use super::context::Context;
use super::plan::{OperationNames, Plan};
use crate::ir::ShapeOutcome;
use crate::model::ShapeId;
use crate::names;
use crate::select::Selection;
use std::collections::HashSet;

/// What became of each shape, by name. Those of which no type was made say what members look like.
pub fn outcomes(cx: &Context<'_>, plan: &Plan<'_>, selection: &Selection) -> Vec<ShapeOutcome> {
    let mut outcomes = emitted(cx, plan);
    let emitted: HashSet<String> =
        outcomes.iter().map(|outcome| outcome.shape().to_owned()).collect();
    let rest = cx.model.shapes.keys().filter(|id| !emitted.contains(id.name()));
    outcomes.extend(rest.map(|id| ShapeOutcome::Inlined(id.name().to_owned())));
    let why = "no operation reaches it";
    let skipped = selection.unreached.iter();
    outcomes.extend(skipped.map(|id| ShapeOutcome::Skipped(id.name().to_owned(), why.to_owned())));
    outcomes.sort_by(|a, b| a.shape().cmp(b.shape()));
    outcomes.dedup();
    outcomes
}

/// The shapes that became types, and where those are.
fn emitted(cx: &Context<'_>, plan: &Plan<'_>) -> Vec<ShapeOutcome> {
    let emitted = |shape: &ShapeId, path| ShapeOutcome::Emitted(shape.name().to_owned(), path);
    let nested = plan.nested.iter().filter_map(|shape| {
        let name = plan.name(&shape.id)?;
        Some(emitted(&shape.id, format!("types::{name}")))
    });
    let errors = plan.errors.iter().filter_map(|shape| {
        let name = plan.name(&shape.id)?;
        Some(emitted(&shape.id, format!("types::error::{name}")))
    });
    let messages = cx.model.operations.values().flat_map(|operation| {
        let named = plan.operation(&operation.id);
        let messages = [(&operation.input, "Input"), (&operation.output, "Output")];
        messages.into_iter().filter_map(move |(shape, suffix)| {
            let OperationNames { messages, module, .. } = named?;
            let name = names::suffixed(messages, suffix);
            Some(emitted(shape.as_ref()?, format!("operation::{module}::{name}")))
        })
    });
    nested.chain(errors).chain(messages).collect()
}
