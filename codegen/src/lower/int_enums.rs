//! Enums of integers and their constants.

use super::context::Context;
use super::docs;
use super::plan::Plan;
use crate::ir;
use crate::model::{IntEnumValue, Kind, Shape};
use crate::names::Scope;

/// The enums of integers of the module `types`, by name.
pub fn int_enums(cx: &Context<'_>, plan: &Plan<'_>) -> Vec<ir::IntEnum> {
    let enums = plan.nested.iter().filter_map(|shape| match &shape.kind {
        Kind::IntEnum(values) => int_enum(cx, plan, shape, values),
        _ => None,
    });
    let mut enums: Vec<_> = enums.collect();
    enums.sort_by(|a, b| a.name.cmp(&b.name));
    enums
}

fn int_enum(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    shape: &Shape,
    values: &[IntEnumValue],
) -> Option<ir::IntEnum> {
    let (name, module) = (plan.name(&shape.id)?.clone(), plan.module(&shape.id)?.clone());
    let mut scope = Scope::constants();
    let constants = values.iter().filter_map(|IntEnumValue { name, value, traits }| {
        let at = shape.at.key("members").key(name);
        let constant = cx.report_err(scope.name(name, &at, &shape.id.to_string()))?;
        let docs = docs::constant(name, *value, traits);
        Some(ir::IntConstant { name: constant, model_name: name.clone(), value: *value, docs })
    });
    let mut constants: Vec<_> = constants.collect();
    constants.sort_by_key(|constant| constant.value);
    let (docs, deprecated) = (docs::int_enum(shape), docs::deprecated(&shape.traits));
    Some(ir::IntEnum { name, module, constants, docs, deprecated })
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Diagnostics;
    use crate::ir;
    use crate::test_model::{messages, plan_ast};

    fn planned(values: &str) -> Result<ir::Crate, Diagnostics> {
        let shapes = format!(
            r#""a#In": {{"type": "structure", "members": {{"Stars": {{"target": "a#Stars"}}}}}},
            "a#Stars": {{"type": "intEnum", "members": {{{values}}}}}"#
        );
        plan_ast("", &shapes)
    }

    fn value(name: &str, traits: &str) -> String {
        format!(r#""{name}": {{"target": "smithy.api#Unit", "traits": {{{traits}}}}}"#)
    }

    #[test]
    fn constants_are_sorted_by_value_and_members_are_numbers() {
        let number = |name: &str, n: i32| value(name, &format!(r#""smithy.api#enumValue": {n}"#));
        let values = [number("twoStars", 2), number("ONE", 1), number("NONE_2", -1)].join(", ");
        let plan = planned(&values).unwrap();
        let stars = &plan.int_enums[0];
        assert_eq!((stars.name.as_str(), stars.module.as_str()), ("Stars", "stars"));
        let constants = stars.constants.iter().map(|c| (c.name.as_str(), c.value));
        assert_eq!(constants.collect::<Vec<_>>(), [("NONE_2", -1), ("ONE", 1), ("TWO_STARS", 2)]);
        let field = &plan.operations[0].input.fields[0];
        assert_eq!(field.ty, ir::Ty::I32);
        assert!(field.docs.summary.contains("[`Stars`](crate::types::Stars)"), "{:?}", field.docs);
    }

    #[test]
    fn values_need_numbers() {
        let diagnostics = planned(&value("ONE", "")).unwrap_err();
        let expected = "a value of an enum of integers lacks the trait `smithy.api#enumValue`";
        assert_eq!(messages(&diagnostics), [expected]);
        let text = planned(&value("ONE", r#""smithy.api#enumValue": "one""#)).unwrap_err();
        assert_eq!(messages(&text), ["an integer of 32 bits is expected here, not a string"]);
        let large = planned(&value("ONE", r#""smithy.api#enumValue": 3000000000"#)).unwrap_err();
        assert_eq!(messages(&large), ["an integer of 32 bits is expected here, not a number"]);
    }
}
