//! Rust types of members.

use super::context::Context;
use super::direction::Direction;
use super::plan::Plan;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::{EventStreamKind, Ty};
use crate::model::{Kind, Member, Shape, ShapeId, Simple, traits as t};

/// How deep lists and maps may nest without a structure in between: far deeper than any model does.
const MAX_DEPTH: usize = 16;

/// The type of `member` of `owner`.
pub fn ty(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    owner: &ShapeId,
    member: &Member,
    direction: Direction,
) -> Option<Ty> {
    let target = cx.shape(&member.target)?;
    let ty = if is_stream(member, target) {
        Ty::ByteStream
    } else if target.is_event_stream() {
        event_stream(cx, plan, owner, member, direction)?
    } else {
        target_ty(cx, plan, &member.target, &mut Vec::new())?
    };
    check_unit(cx, owner, member, &ty);
    Some(if plan.is_boxed(owner, member) { Ty::Box(Box::new(ty)) } else { ty })
}

/// A member that is nothing means something only where being there does: in a union ("Unit type" of the Smithy
/// specification).
fn check_unit(cx: &Context<'_>, owner: &ShapeId, member: &Member, ty: &Ty) {
    let in_union = cx.shape(owner).is_some_and(|owner| matches!(owner.kind, Kind::Union(_)));
    let listed = matches!(ty, Ty::List(of) | Ty::Map(_, of) if **of == Ty::Unit);
    if listed || (*ty == Ty::Unit && !in_union) {
        let message = "only a member of a union can be of the type `smithy.api#Unit`";
        let diagnostic = Diagnostic::new(Code::SHAPE_KIND, &member.at, message);
        cx.report(diagnostic.of(format!("{owner}${}", member.name)));
    }
}

/// Whether the member is a body that comes piece by piece.
fn is_stream(member: &Member, target: &Shape) -> bool {
    let is_blob = matches!(target.kind, Kind::Simple(Simple::Blob | Simple::String));
    is_blob && (member.traits.has(t::STREAMING) || target.traits.has(t::STREAMING))
}

/// The type of a member that is a stream of events.
fn event_stream(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    owner: &ShapeId,
    member: &Member,
    direction: Direction,
) -> Option<Ty> {
    let kind = match direction {
        Direction::Request => EventStreamKind::Sender,
        Direction::Response => EventStreamKind::Receiver,
        Direction::Nested => {
            let message = "only an operation's input or output can have a stream of events";
            let of = format!("{owner}${}", member.name);
            cx.report(Diagnostic::new(Code::SHAPE_KIND, &member.at, message).of(of));
            return None;
        }
    };
    let (union, error) = (plan.type_id(&member.target)?, plan.event_error(&member.target)?);
    Some(Ty::EventStream(kind, union, error.clone()))
}

fn target_ty(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    id: &ShapeId,
    through: &mut Vec<ShapeId>,
) -> Option<Ty> {
    let shape = cx.shape(id)?;
    if let Some(message) = endless(id, through) {
        let hint = "put a structure in between";
        cx.report(Diagnostic::new(Code::ENDLESS, &shape.at, message).of(id).hint(hint));
        return None;
    }
    through.push(id.clone());
    let ty = match &shape.kind {
        Kind::Simple(simple) => simple_ty(*simple),
        Kind::List(member) => {
            Ty::List(Box::new(sparse(shape, target_ty(cx, plan, &member.target, through)?)))
        }
        Kind::Map(key, value) => {
            let key = key_ty(cx, plan, id, key);
            let value = sparse(shape, target_ty(cx, plan, &value.target, through)?);
            Ty::Map(Box::new(key?), Box::new(value))
        }
        Kind::Enum(_) => Ty::Enum(plan.type_id(id)?),
        // A client takes any number: the service may have learnt a new one.
        Kind::IntEnum(_) => Ty::I32,
        Kind::Structure(_) => Ty::Structure(plan.type_id(id)?),
        Kind::Union(_) => Ty::Union(plan.type_id(id)?),
    };
    through.pop();
    Some(ty)
}

/// Why the list or map `id` cannot be a type in these others.
fn endless(id: &ShapeId, through: &[ShapeId]) -> Option<String> {
    if through.contains(id) {
        return Some("this list or map contains itself, without a structure in between".to_owned());
    }
    let deep = || format!("lists and maps nest deeper than {MAX_DEPTH} levels here");
    (through.len() > MAX_DEPTH).then(deep)
}

/// The type of the keys of a map.
fn key_ty(cx: &Context<'_>, plan: &Plan<'_>, map: &ShapeId, key: &Member) -> Option<Ty> {
    match cx.shape(&key.target).map(|shape| &shape.kind) {
        Some(Kind::Simple(Simple::String)) => Some(Ty::String),
        Some(Kind::Enum(_)) => Some(Ty::Enum(plan.type_id(&key.target)?)),
        _ => {
            let message = "the keys of a map must be strings";
            cx.report(Diagnostic::new(Code::MAP_KEY, &key.at, message).of(format!("{map}$key")));
            None
        }
    }
}

fn simple_ty(simple: Simple) -> Ty {
    match simple {
        Simple::Blob => Ty::Blob,
        Simple::Boolean => Ty::Bool,
        Simple::String => Ty::String,
        Simple::Byte => Ty::I8,
        Simple::Short => Ty::I16,
        Simple::Integer => Ty::I32,
        Simple::Long => Ty::I64,
        Simple::Float => Ty::F32,
        Simple::Double => Ty::F64,
        Simple::BigInteger => Ty::BigInteger,
        Simple::BigDecimal => Ty::BigDecimal,
        Simple::Timestamp => Ty::DateTime,
        Simple::Document => Ty::Document,
        Simple::Unit => Ty::Unit,
    }
}

/// The items of a sparse collection may be null.
fn sparse(collection: &Shape, item: Ty) -> Ty {
    if collection.traits.has(t::SPARSE) { Ty::Option(Box::new(item)) } else { item }
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Diagnostics;
    use crate::ir::{Crate, SimpleTarget, Target, Ty};
    use crate::test_model::{messages, plan};

    /// A request whose member `M` is as given.
    fn planned(member: &str, shapes: &str) -> Result<Crate, Diagnostics> {
        let operation = r#""PutToy": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Toy"}}"#;
        let toy = format!(
            r#""Toy": {{"type": "structure", "required": ["M"], "members": {{"M": {member}}}}}"#
        );
        plan(operation, &format!("{toy}, {shapes}"))
    }

    fn field(member: &str, shapes: &str) -> crate::ir::Field {
        let mut plan =
            planned(member, shapes).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        plan.operations.remove(0).input.fields.remove(0)
    }

    #[test]
    fn each_simple_type_has_its_counterpart() {
        let types = [
            ("blob", Ty::Blob, SimpleTarget::Blob),
            ("boolean", Ty::Bool, SimpleTarget::Boolean),
            ("string", Ty::String, SimpleTarget::String),
            ("character", Ty::String, SimpleTarget::String),
            ("byte", Ty::I8, SimpleTarget::Byte),
            ("short", Ty::I16, SimpleTarget::Short),
            ("integer", Ty::I32, SimpleTarget::Integer),
            ("long", Ty::I64, SimpleTarget::Long),
            ("float", Ty::F32, SimpleTarget::Float),
            ("double", Ty::F64, SimpleTarget::Double),
            ("timestamp", Ty::DateTime, SimpleTarget::Timestamp),
        ];
        for (name, ty, target) in types {
            let field = field(r#"{"shape": "T"}"#, &format!(r#""T": {{"type": "{name}"}}"#));
            assert_eq!((field.ty, field.member.target), (ty, Target::Simple(target)), "{name}");
        }
    }

    #[test]
    fn lists_and_maps_are_spelled_out() {
        let shapes = r#""L": {"type": "list", "member": {"shape": "M"}}, "S": {"type": "string"},
            "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S", "locationName": "v"}}"#;
        let field = field(r#"{"shape": "L"}"#, shapes);
        assert_eq!(
            field.ty,
            Ty::List(Box::new(Ty::Map(Box::new(Ty::String), Box::new(Ty::String))))
        );
        let Target::List(element) = field.member.target else { panic!("no list") };
        let Target::Map(key, value) = element.target else { panic!("no map") };
        assert_eq!(
            (element.name.as_str(), key.name.as_str(), value.name.as_str()),
            ("member", "key", "value")
        );
    }

    #[test]
    fn maps_that_cannot_be_are_told() {
        let shapes = r#""M": {"type": "map", "key": {"shape": "M"}, "value": {"shape": "M"}}"#;
        let diagnostics = planned(r#"{"shape": "M"}"#, shapes).unwrap_err();
        assert_eq!(
            messages(&diagnostics),
            [
                "the keys of a map must be strings",
                "this list or map contains itself, without a structure in between",
            ]
        );
    }
}
