//! Enums and their variants.

use super::context::Context;
use super::docs;
use super::plan::Plan;
use crate::ir;
use crate::model::{EnumValue, Kind, Shape, traits as t};
use crate::names::Scope;

/// The enums of the module `types`, by name.
pub fn enums(cx: &Context<'_>, plan: &Plan<'_>) -> Vec<ir::Enum> {
    let enums = plan.nested.iter().filter_map(|shape| match &shape.kind {
        Kind::Enum(values) => enumeration(cx, plan, shape, values),
        _ => None,
    });
    let mut enums: Vec<_> = enums.collect();
    enums.sort_by(|a, b| a.name.cmp(&b.name));
    enums
}

fn enumeration(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    shape: &Shape,
    values: &[EnumValue],
) -> Option<ir::Enum> {
    let (name, module) = (plan.name(&shape.id)?.clone(), plan.module(&shape.id)?.clone());
    let mut scope = Scope::variants();
    let variants = values.iter().enumerate().filter_map(|(index, value)| {
        let at = shape.at.key("enum").key(index.to_string());
        let name = value.name.as_ref().unwrap_or(&value.value);
        let name = cx.report_err(scope.name(name, &at, &shape.id.to_string()))?;
        Some(ir::Variant { name, value: value.value.clone(), docs: docs::variant(value) })
    });
    let mut variants: Vec<_> = variants.collect();
    variants.sort_by(|a, b| a.name.cmp(&b.name));
    let (docs, deprecated) = (docs::structure(shape), docs::deprecated(&shape.traits));
    let sensitive = shape.traits.has(t::SENSITIVE);
    Some(ir::Enum { name, module, variants, sensitive, docs, deprecated })
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Diagnostics;
    use crate::ir::Enum;
    use crate::test_model::{messages, plan};

    fn enumeration(values: &str) -> Result<Enum, Diagnostics> {
        let operation = r#""PutToy": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Toy"}}"#;
        let shapes = format!(
            r#""Toy": {{"type": "structure", "members": {{"Kind": {{"shape": "ToyKind"}}}}}},
            "ToyKind": {{"type": "string", "enum": [{values}]}}"#
        );
        plan(operation, &shapes).map(|mut plan| plan.enums.remove(0))
    }

    #[test]
    fn variants_are_sorted_by_name_and_keep_their_values() {
        let e = enumeration(r#""TLS_1_2", "b-c", "a""#).unwrap();
        assert_eq!((e.name.as_str(), e.module.as_str()), ("ToyKind", "toy_kind"));
        let variants = e.variants.iter().map(|v| (v.name.as_str(), v.value.as_str()));
        assert_eq!(variants.collect::<Vec<_>>(), [("A", "a"), ("BC", "b-c"), ("Tls12", "TLS_1_2")]);
    }

    #[test]
    fn values_that_would_have_one_name_are_numbered() {
        let e = enumeration(r#""a-b", "a_b", "A B""#).unwrap();
        let variants = e.variants.iter().map(|v| (v.name.as_str(), v.value.as_str()));
        assert_eq!(variants.collect::<Vec<_>>(), [("AB", "a-b"), ("AB2", "a_b"), ("AB3", "A B")]);
    }

    #[test]
    fn a_value_that_cannot_be_a_name_is_told() {
        let diagnostics = enumeration(r#""*""#).unwrap_err();
        assert_eq!(messages(&diagnostics), ["`*` cannot be turned into a name in Rust"]);
    }
}
