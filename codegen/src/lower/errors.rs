//! Modeled errors.

use super::structures::Wanted;
use super::types::Direction;
use super::{Lowering, docs};
use crate::diagnostics::Diagnostic;
use crate::ir;
use crate::model::{Shape, traits as t};
use crate::names::{self, Scope};

impl<'m> Lowering<'m> {
    pub(super) fn error(&mut self, shape: &'m Shape) -> Option<ir::Error> {
        if !shape.traits.has(t::ERROR) {
            let message = "an operation lists this as an error, but it is none";
            let hint = "errors have the trait `error` (in botocore: `\"exception\": true`)";
            self.found.push(Diagnostic::new(&shape.at, message).of(&shape.id).hint(hint));
            return None;
        }
        let name = self.names.get(&shape.id)?.clone();
        self.emitted(&shape.id, format!("types::error::{name}"));
        let wanted = Wanted {
            name,
            shape: Some(shape),
            id: shape.id.clone(),
            direction: Direction::Other,
            docs: docs::error(shape),
        };
        let mut structure = self.structure(wanted);
        if !structure.fields.iter().any(|field| field.name.bare() == "message") {
            structure.fields.extend(message());
        }
        Some(ir::Error { structure, code: shape.id.name().to_owned(), retryable: retryable(shape) })
    }

    /// The variants of an operation's error, by name.
    pub(super) fn error_variants(&mut self, errors: &[crate::model::ShapeId]) -> Vec<ir::ErrorVariant> {
        let mut variants: Vec<_> = errors
            .iter()
            .filter_map(|id| {
                let name = self.names.get(id)?.clone();
                let is = names::prefixed("is_", &names::snake(&name));
                Some(ir::ErrorVariant { is, name, docs: docs::error(self.shape(id)?) })
            })
            .collect();
        variants.sort_by(|a, b| a.name.cmp(&b.name));
        variants.dedup();
        variants
    }
}

/// Every error can be asked for its message, also one whose model does not mention it.
fn message() -> Option<ir::Field> {
    let name = Scope::fields().name("message", &Default::default(), "").ok()?;
    Some(ir::Field {
        set: names::prefixed("set_", &name),
        get: names::prefixed("get_", &name),
        name,
        ty: ir::Ty::String,
        member: ir::Member {
            name: "message".to_owned(),
            target: ir::Target::Simple("STRING"),
            traits: Vec::new(),
        },
        docs: ir::Docs { summary: "What went wrong.".to_owned(), details: Vec::new() },
        deprecated: None,
    })
}

/// What the trait `retryable` makes of an error ("retryable trait" of the Smithy specification).
fn retryable(shape: &Shape) -> Option<&'static str> {
    let throttling = shape.traits.get(t::RETRYABLE)?.get("throttling");
    Some(match throttling.and_then(serde_json::Value::as_bool) {
        Some(true) => "ThrottlingError",
        _ if shape.traits.text(t::ERROR) == Some("server") => "ServerError",
        _ => "ClientError",
    })
}
