//! Modeled errors.

use super::context::Context;
use super::plan::Plan;
use super::structures::{StructureSpec, structure};
use super::{docs, fields};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::{self, Presence, Retryable, Role, SimpleTarget, Target, Ty};
use crate::model::{Shape, ShapeId, traits as t};
use crate::names;

/// The errors of the module `types::error`, by name.
pub fn errors<'m>(cx: &Context<'m>, plan: &Plan<'m>) -> Vec<ir::Error> {
    plan.errors.iter().filter_map(|shape| error(cx, plan, shape)).collect()
}

fn error<'m>(cx: &Context<'m>, plan: &Plan<'m>, shape: &'m Shape) -> Option<ir::Error> {
    if !shape.traits.has(t::ERROR) {
        let message = "an operation lists this as an error, but it is not one";
        let hint = "errors have the trait `error` (in botocore: `\"exception\": true`)";
        cx.report(Diagnostic::new(Code::ERROR_SHAPE, &shape.at, message).of(&shape.id).hint(hint));
        return None;
    }
    let spec = StructureSpec {
        name: plan.name(&shape.id)?.clone(),
        role: Role::Error,
        module: None,
        shape: Some(shape),
        id: shape.id.clone(),
        docs: docs::error(shape),
    };
    let structure = structure(cx, plan, spec);
    let code = shape.original_name().to_owned();
    let query_code = shape.traits.get(t::AWS_QUERY_ERROR).and_then(|error| error.get("code"));
    let query_code = query_code.and_then(|code| code.as_str()).filter(|other| *other != code);
    let query_code = query_code.map(str::to_owned);
    let structure = with_message(cx, structure, shape);
    Some(ir::Error { structure, code, query_code, retryable: retryable(shape) })
}

/// The variants of an error that is one of these, by name.
pub fn variants<'a>(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    errors: impl IntoIterator<Item = &'a ShapeId>,
) -> Vec<ir::ErrorVariant> {
    let variants = errors.into_iter().filter_map(|id| {
        let name = plan.name(id)?.clone();
        let is = names::prefixed("is_", &names::snake(&name));
        Some(ir::ErrorVariant { is, name, docs: docs::error(cx.shape(id)?) })
    });
    let mut variants: Vec<_> = variants.collect();
    variants.sort_by(|a, b| a.name.cmp(&b.name));
    variants.dedup();
    variants
}

/// Every error can be asked for its message, also one whose model does not mention it.
fn with_message(cx: &Context<'_>, structure: ir::Structure, shape: &Shape) -> ir::Structure {
    match structure.fields.iter().find(|field| field.name.bare() == "message") {
        None => {
            let fields = structure.fields.into_iter().chain([message()]).collect();
            ir::Structure { fields, ..structure }
        }
        Some(message) => {
            if message.ty != Ty::String {
                let message = "the message of an error must be a string";
                cx.report(Diagnostic::new(Code::ERROR_SHAPE, &shape.at, message).of(&shape.id));
            }
            structure
        }
    }
}

fn message() -> ir::Field {
    let name = names::known("message");
    let (ty, presence) = (Ty::String, Presence::Optional);
    let storage = fields::storage(&ty, &presence);
    ir::Field {
        set: names::prefixed("set_", &name),
        get: names::prefixed("get_", &name),
        name,
        getter: fields::getter(&ty, storage),
        setter: fields::setter(&ty),
        ty,
        presence,
        storage,
        member: ir::Member {
            name: "message".to_owned(),
            target: Target::Simple(SimpleTarget::String),
            traits: Vec::new(),
        },
        docs: ir::Docs { summary: "What went wrong.".to_owned(), details: Vec::new() },
        deprecated: None,
    }
}

/// What the trait `retryable` makes of an error ("retryable trait" of the Smithy specification).
fn retryable(shape: &Shape) -> Option<Retryable> {
    let throttling = shape.traits.get(t::RETRYABLE)?.get("throttling");
    Some(match throttling.and_then(serde_json::Value::as_bool) {
        Some(true) => Retryable::Throttling,
        _ if shape.traits.text(t::ERROR) == Some("server") => Retryable::Server,
        _ => Retryable::Client,
    })
}

#[cfg(test)]
mod tests {
    use crate::ir::{Crate, Retryable};
    use crate::test_model::plan;

    const S: &str = r#""S": {"type": "string"}"#;

    fn planned(errors: &[&str], shapes: &str) -> Crate {
        let errors: Vec<_> =
            errors.iter().map(|name| format!(r#"{{"shape": "{name}"}}"#)).collect();
        let errors = errors.join(", ");
        let operation = format!(
            r#""GetToy": {{"http": {{"method": "GET", "requestUri": "/"}}, "errors": [{errors}]}}"#
        );
        plan(&operation, &format!("{S}, {shapes}"))
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    }

    fn error(attributes: &str) -> crate::ir::Error {
        let shape = format!(r#""Gone": {{"type": "structure", "members": {{}}, {attributes}}}"#);
        planned(&["Gone"], &shape).errors.remove(0)
    }

    #[test]
    fn an_error_can_be_asked_for_its_message() {
        let error = error(r#""exception": true"#);
        let fields: Vec<_> = error
            .structure
            .fields
            .iter()
            .map(|f| (f.name.as_str(), f.member.name.as_str()))
            .collect();
        assert_eq!((error.code.as_str(), fields), ("Gone", vec![("message", "message")]));
    }

    #[test]
    fn a_message_in_the_model_stays_the_only_one() {
        let plan = planned(
            &["Gone"],
            r#""Gone": {"type": "structure", "exception": true, "members": {"Message": {"shape": "S"}}}"#,
        );
        let fields: Vec<_> =
            plan.errors[0].structure.fields.iter().map(|f| f.member.name.as_str()).collect();
        assert_eq!(fields, ["Message"]);
    }

    #[test]
    fn the_model_says_which_errors_may_pass() {
        assert_eq!(error(r#""exception": true"#).retryable, None);
        assert_eq!(
            error(r#""exception": true, "retryable": {"throttling": true}"#).retryable,
            Some(Retryable::Throttling)
        );
        assert_eq!(
            error(r#""exception": true, "retryable": {"throttling": false}"#).retryable,
            Some(Retryable::Client)
        );
        assert_eq!(
            error(r#""exception": true, "fault": true, "retryable": {}"#).retryable,
            Some(Retryable::Server)
        );
        let by_status = r#""exception": true, "error": {"httpStatusCode": 503}, "retryable": {}"#;
        assert_eq!(error(by_status).retryable, Some(Retryable::Server));
    }

    #[test]
    fn variants_are_sorted_and_stand_once() {
        let shape = |name: &str| {
            format!(r#""{name}": {{"type": "structure", "exception": true, "members": {{}}}}"#)
        };
        let plan = planned(
            &["NotThere", "Gone", "NotThere"],
            &[shape("NotThere"), shape("Gone")].join(", "),
        );
        let variants = plan.operations[0].errors.iter().map(|v| (v.name.as_str(), v.is.as_str()));
        assert_eq!(
            variants.collect::<Vec<_>>(),
            [("Gone", "is_gone"), ("NotThere", "is_not_there")]
        );
        assert_eq!(plan.errors.len(), 2);
    }
}
