//! Unions.

use super::context::Context;
use super::direction::Direction;
use super::plan::{self, Plan};
use super::{docs, errors, members, types};
use crate::ir;
use crate::model::{Kind, Member, Shape};
use crate::names::{self, Scope};
use indexmap::IndexMap;

/// The unions of the module `types`, by name.
pub fn unions(cx: &Context<'_>, plan: &Plan<'_>) -> Vec<ir::Union> {
    let unions = plan.nested.iter().filter_map(|shape| match &shape.kind {
        Kind::Union(members) => union(cx, plan, shape, members),
        _ => None,
    });
    let mut unions: Vec<_> = unions.collect();
    unions.sort_by(|a, b| a.name.cmp(&b.name));
    unions
}

fn union(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    shape: &Shape,
    members: &IndexMap<String, Member>,
) -> Option<ir::Union> {
    let (name, module) = (plan.name(&shape.id)?.clone(), plan.module(&shape.id)?.clone());
    let error = event_error(cx, plan, shape);
    let mut scope = Scope::choices();
    let events = members.values().filter(|member| error.is_none() || !plan::is_error(cx, member));
    let members = events.filter_map(|member| union_member(cx, plan, shape, member, &mut scope));
    let members = members.collect();
    Some(ir::Union {
        name,
        module,
        namespace: shape.id.namespace().to_owned(),
        model_name: shape.id.name().to_owned(),
        traits: members::shape_traits(cx.protocol, &shape.traits),
        members,
        error,
        docs: docs::structure(shape),
        deprecated: docs::deprecated(&shape.traits),
    })
}

/// The error that may end a stream of events: its members that are errors are variants of that, and not of the union.
fn event_error(cx: &Context<'_>, plan: &Plan<'_>, shape: &Shape) -> Option<ir::EventError> {
    let name = plan.event_error(&shape.id)?.clone();
    let exceptions = plan::exceptions(cx, shape);
    let variants = errors::variants(cx, plan, exceptions.iter().map(|member| &member.target));
    let exception = |member: &&Member| {
        let variant = plan.name(&member.target)?.clone();
        let place = variants.iter().position(|other| other.name == variant)?;
        Some(ir::EventException { member: member.name.clone(), variant, place })
    };
    let members = exceptions.iter().filter_map(exception).collect();
    Some(ir::EventError { name, variants, members })
}

fn union_member(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    shape: &Shape,
    member: &Member,
    scope: &mut Scope,
) -> Option<ir::UnionMember> {
    let name = scope.name(&member.name, &member.at, &format!("{}${}", shape.id, member.name));
    let name = cx.report_err(name)?;
    let method = names::snake(&name);
    Some(ir::UnionMember {
        is: names::prefixed("is_", &method),
        as_: names::prefixed("as_", &method),
        ty: types::ty(cx, plan, &shape.id, member, Direction::Nested)?,
        member: members::member(cx, member, Direction::Nested)?,
        docs: docs::member(
            member,
            cx.shape(&member.target)?,
            plan.name(&member.target),
            Direction::Nested,
        ),
        name,
    })
}

#[cfg(test)]
mod tests {
    use crate::ir::{EventStreamKind, Feature, SimpleTarget, Target, Trait, Ty, Union};
    use crate::test_model::{messages, plan};

    fn union(members: &str) -> Union {
        let operation = r#""PutToy": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Toy"}}"#;
        let shapes = format!(
            r#""S": {{"type": "string"}}, "Toy": {{"type": "structure", "members": {{"Part": {{"shape": "Part"}}}}}},
            "Part": {{"type": "structure", "union": true, "members": {{{members}}}}}"#
        );
        plan(operation, &shapes)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
            .unions
            .remove(0)
    }

    #[test]
    fn a_member_is_a_variant_and_two_methods() {
        let union = union(r#""wheelCount": {"shape": "S"}, "unknown": {"shape": "S"}"#);
        let members = union.members.iter();
        let names: Vec<_> =
            members.map(|m| (m.name.as_str(), m.is.as_str(), m.as_.as_str())).collect();
        let unknown = ("UnknownValue", "is_unknown_value", "as_unknown_value");
        assert_eq!(names, [("WheelCount", "is_wheel_count", "as_wheel_count"), unknown]);
    }

    #[test]
    fn a_member_may_have_no_value() {
        let ty = |unit: &str| {
            let operation = r#""PutToy": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Toy"}}"#;
            let shapes = format!(
                r#""Toy": {{"type": "structure", "members": {{"Part": {{"shape": "Part"}}}}}}, "Unit": {{"type": "structure", {unit}}},
                "Part": {{"type": "structure", "union": true, "members": {{"all": {{"shape": "Unit"}}}}}}, "S": {{"type": "string"}}"#
            );
            let mut plan = plan(operation, &shapes).unwrap_or_else(|found| panic!("{found}"));
            let member = plan.unions.remove(0).members.remove(0);
            assert_eq!(member.member.target, Target::Simple(SimpleTarget::Structure));
            (member.ty, plan.structures.len())
        };
        assert_eq!(ty(r#""members": {}"#), (Ty::Unit, 0));
        let own = [
            r#""members": {}, "documentation": "It is the service's own.""#,
            r#""members": {"A": {"shape": "S"}}"#,
        ];
        for unit in own {
            assert!(matches!(ty(unit), (Ty::Structure(_), 1)), "{unit}");
        }
    }

    #[test]
    fn a_union_that_contains_itself_is_boxed() {
        let union = union(r#""next": {"shape": "Part"}, "more": {"shape": "S"}"#);
        assert!(matches!(union.members[0].ty, Ty::Box(_)));
        assert_eq!(union.members[0].member.target, Target::Simple(SimpleTarget::Union));
    }

    const EVENTS: &str = r#""S": {"type": "string"}, "Out": {"type": "structure", "payload": "Events", "members": {"Events": {"shape": "Rings"}}},
        "Rings": {"type": "structure", "eventstream": true, "members": {"rang": {"shape": "Rang"}, "lost": {"shape": "Gone"}}},
        "Rang": {"type": "structure", "event": true, "members": {"How": {"shape": "S", "eventheader": true}, "What": {"shape": "S", "eventpayload": true}}},
        "Gone": {"type": "structure", "exception": true, "members": {}}"#;

    fn planned(messages: &str, shapes: &str) -> Result<crate::ir::Crate, crate::Diagnostics> {
        let http = r#"{"method": "POST", "requestUri": "/"}"#;
        plan(&format!(r#""Ring": {{"http": {http}, {messages}}}"#), shapes)
    }

    #[test]
    fn errors_among_events_are_those_that_end_the_stream() {
        let both = r#""input": {"shape": "Out"}, "output": {"shape": "Out"}"#;
        let plan = planned(both, EVENTS).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let union = &plan.unions[0];
        assert_eq!(union.members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["Rang"]);
        let error = union.error.as_ref().expect("it is a union of events");
        assert_eq!(error.name.as_str(), "RingsError");
        let variants = error.variants.iter().map(|v| (v.name.as_str(), v.is.as_str()));
        assert_eq!(variants.collect::<Vec<_>>(), [("Gone", "is_gone")]);
        let members =
            error.members.iter().map(|e| (e.member.as_str(), e.variant.as_str(), e.place));
        assert_eq!(members.collect::<Vec<_>>(), [("lost", "Gone", 0)]);
        assert_eq!(plan.errors.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), ["Gone"]);
        let traits: Vec<_> =
            plan.structures[0].fields.iter().map(|field| field.member.traits.clone()).collect();
        assert_eq!(traits, [[Trait::EventHeader], [Trait::EventPayload]]);
    }

    #[test]
    fn which_way_a_stream_goes_is_its_type() {
        let both = r#""input": {"shape": "Out"}, "output": {"shape": "Out"}"#;
        let plan = planned(both, EVENTS).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let operation = &plan.operations[0];
        let kind = |message: &crate::ir::Structure| message.stream().and_then(|f| f.ty.events());
        assert_eq!(kind(&operation.input), Some(EventStreamKind::Sender));
        assert_eq!(kind(&operation.output), Some(EventStreamKind::Receiver));
        assert_eq!(
            plan.service.event_streams,
            [EventStreamKind::Receiver, EventStreamKind::Sender]
        );
        assert_eq!(plan.service.features, [Feature::EventStream]);
        let none = planned(r#""documentation": """#, "")
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        assert!(none.service.features.is_empty() && none.service.event_streams.is_empty());
    }

    #[test]
    fn only_messages_have_streams_of_events() {
        let shapes = format!(
            r#"{EVENTS}, "In": {{"type": "structure", "members": {{"Out": {{"shape": "Out"}}}}}}"#
        );
        let diagnostics = planned(r#""input": {"shape": "In"}"#, &shapes).unwrap_err();
        let expected = "only an operation's input or output can have a stream of events";
        assert_eq!(messages(&diagnostics), [expected]);
    }

    #[test]
    fn the_error_of_a_stream_has_a_name_of_its_own() {
        let shapes = EVENTS.replace("Gone", "RingsError");
        let diagnostics = planned(r#""output": {"shape": "Out"}"#, &shapes).unwrap_err();
        let expected = "`RingsError` and `RingsError` would both be called `RingsError`";
        assert_eq!(messages(&diagnostics), [expected]);
    }
}
