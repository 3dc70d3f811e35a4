//! Nothing slips through: each shape of the model is emitted, inlined, or skipped for a reason, and so
//! is each operation.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir;
use crate::model::{Kind, Model};
use std::collections::HashMap;

/// Compares what went in with what came out.
///
/// # Errors
///
/// A shape or operation of which the crate says nothing: a mistake of this program, not of the model.
pub fn check(model: &Model, lowered: &ir::Crate) -> Result<(), Diagnostics> {
    let fates: HashMap<&str, &ir::Fate> =
        lowered.shapes.iter().map(|fate| (fate.shape(), fate)).collect();
    let mut found = Vec::new();
    for shape in model.shapes.values() {
        let needs_a_type =
            matches!(shape.kind, Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_));
        match fates.get(shape.id.name()) {
            Some(ir::Fate::Inlined(_)) if needs_a_type => {
                found.push(
                    Diagnostic::new(&shape.at, "no type was made of this shape").of(&shape.id),
                );
            }
            Some(_) => {}
            None => found.push(Diagnostic::new(&shape.at, "this shape was lost").of(&shape.id)),
        }
    }
    for operation in model.operations.values() {
        if !lowered.operations.iter().any(|lowered| lowered.wire == operation.id.name()) {
            found.push(Diagnostic::new(&operation.at, "this operation was lost").of(&operation.id));
        }
    }
    Diagnostics::check(found, &model.sources)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::ir::Fate;
    use crate::test_model::{messages, model_with, plan};

    const OPERATIONS: &str =
        r#""GetToy": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Toy"}}"#;
    const SHAPES: &str = r#""Toy": {"type": "structure", "members": {"Name": {"shape": "S"}}}, "S": {"type": "string"}"#;

    #[test]
    fn what_was_lost_is_told() {
        let model = model_with(OPERATIONS, SHAPES, "").unwrap();
        let mut lowered = plan(OPERATIONS, SHAPES).unwrap();
        assert!(check(&model, &lowered).is_ok());
        lowered.operations.clear();
        lowered.shapes = vec![Fate::Inlined("Toy".to_owned())];
        let found = check(&model, &lowered).unwrap_err();
        let expected =
            ["no type was made of this shape", "this shape was lost", "this operation was lost"];
        assert_eq!(messages(&found), expected);
    }
}
