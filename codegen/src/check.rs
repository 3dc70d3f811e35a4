//! Nothing slips through: each shape of the model is emitted, inlined, or skipped for a reason, and so
//! is each operation.

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir;
use crate::model::Model;
use std::collections::{HashMap, HashSet};

/// Compares what went in with what came out.
///
/// # Errors
///
/// A shape or operation of which the crate says nothing: a mistake of this program, not of the model.
pub fn check(model: &Model, lowered: &ir::Crate) -> Result<(), Diagnostics> {
    let outcomes: HashMap<&str, &ir::ShapeOutcome> =
        lowered.shapes.iter().map(|outcome| (outcome.shape(), outcome)).collect();
    let mut diagnostics = Vec::new();
    for shape in model.shapes.values() {
        match outcomes.get(shape.id.name()) {
            Some(ir::ShapeOutcome::Inlined(_)) if shape.is_typed() => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::INTERNAL,
                        &shape.at,
                        "no type was generated for this shape",
                    )
                    .of(&shape.id),
                );
            }
            Some(_) => {}
            None => diagnostics.push(
                Diagnostic::new(
                    Code::INTERNAL,
                    &shape.at,
                    "this shape is missing from the generated crate",
                )
                .of(&shape.id),
            ),
        }
    }
    let names = lowered.operations.iter().map(|lowered| lowered.model_name.as_str());
    let names: HashSet<_> = names.collect();
    for operation in model.operations.values() {
        if !names.contains(operation.id.name()) {
            diagnostics.push(
                Diagnostic::new(
                    Code::INTERNAL,
                    &operation.at,
                    "this operation is missing from the generated crate",
                )
                .of(&operation.id),
            );
        }
    }
    Diagnostics::check(diagnostics, &model.sources, &mut Vec::new())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::ir::ShapeOutcome;
    use crate::test_model::{messages, model_with, plan};

    const OPERATIONS: &str =
        r#""GetToy": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Toy"}}"#;
    const SHAPES: &str = r#""Toy": {"type": "structure", "members": {"Name": {"shape": "S"}}}, "S": {"type": "string"}"#;

    #[test]
    fn what_was_lost_is_told() {
        let model = model_with(OPERATIONS, SHAPES).unwrap();
        let mut lowered = plan(OPERATIONS, SHAPES).unwrap();
        assert!(check(&model, &lowered).is_ok());
        lowered.operations.clear();
        lowered.shapes = vec![ShapeOutcome::Inlined("Toy".to_owned())];
        let diagnostics = check(&model, &lowered).unwrap_err();
        let expected = [
            "no type was generated for this shape",
            "this shape is missing from the generated crate",
            "this operation is missing from the generated crate",
        ];
        assert_eq!(messages(&diagnostics), expected);
    }
}
