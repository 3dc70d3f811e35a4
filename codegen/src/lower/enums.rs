//! Enums and their variants.

use super::structures::deprecated;
use super::{Lowering, docs};
use crate::ir;
use crate::model::{EnumValue, Shape, traits as t};
use crate::names::Scope;

impl Lowering<'_> {
    pub(super) fn enumeration(
        &mut self,
        shape: &Shape,
        values: &[EnumValue],
        modules: &mut Scope,
    ) -> Option<ir::Enum> {
        let name = self.names.get(&shape.id)?.clone();
        let module = self.keep(modules.name(name.bare(), &shape.at, &shape.id.to_string()))?;
        self.emitted(&shape.id, format!("types::{name}"));
        let mut scope = Scope::variants();
        let mut variants = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let at = shape.at.key("enum").key(index.to_string());
            let named =
                scope.name(value.name.as_ref().unwrap_or(&value.value), &at, &shape.id.to_string());
            let Some(name) = self.keep(named) else { continue };
            variants.push(ir::Variant {
                name,
                value: value.value.clone(),
                docs: docs::variant(value),
            });
        }
        variants.sort_by(|a, b| a.name.cmp(&b.name));
        let (docs, deprecated) = (docs::enumeration(shape), deprecated(&shape.traits));
        let sensitive = shape.traits.has(t::SENSITIVE);
        Some(ir::Enum { name, module, variants, sensitive, docs, deprecated })
    }
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
        let found = enumeration(r#""*""#).unwrap_err();
        assert_eq!(messages(&found), ["`*` cannot be made a name in Rust"]);
    }
}
