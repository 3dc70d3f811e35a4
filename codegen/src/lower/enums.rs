//! Enums and their variants.

use super::structures::deprecated;
use super::{Lowering, docs};
use crate::ir;
use crate::model::{EnumValue, Shape};
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
            let named = scope.name(&value.value, &at, &shape.id.to_string());
            let Some(name) = self.keep(named) else { continue };
            variants.push(ir::Variant { name, value: value.value.clone(), docs: docs::variant(value) });
        }
        variants.sort_by(|a, b| a.name.cmp(&b.name));
        let (docs, deprecated) = (docs::enumeration(shape), deprecated(&shape.traits));
        Some(ir::Enum { name, module, variants, docs, deprecated })
    }
}
