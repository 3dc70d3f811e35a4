//! Operations that the generator cannot do yet: they are left out, and the reason is told.

use crate::model::{Kind, Model, Operation, ShapeId, traits as t};

/// Why `operation` cannot be generated, if it cannot.
pub fn reason(model: &Model, operation: &Operation) -> Option<&'static str> {
    let streams = |message: &Option<ShapeId>| {
        let shape = message.as_ref().and_then(|id| model.shapes.get(id));
        let members = shape.map(|shape| shape.members()).unwrap_or_default();
        let mut targets = members.iter().filter_map(|member| model.shapes.get(&member.target));
        targets
            .any(|target| matches!(target.kind, Kind::Union(_)) && target.traits.has(t::STREAMING))
    };
    if model.service.traits.has(t::SIGV2) {
        return Some("its requests are signed by signature version 2");
    }
    if needs_discovery(operation) {
        return Some("only another operation tells its endpoint (endpoint discovery)");
    }
    streams(&operation.input).then_some("it sends an event stream")
}

/// An endpoint that may be discovered is found by the rules as well, as in other SDKs where discovery is
/// not switched on.
fn needs_discovery(operation: &Operation) -> bool {
    let discovery = operation.traits.get(t::CLIENT_DISCOVERED_ENDPOINT);
    let required = discovery.and_then(|discovery| discovery.get("required"));
    required.and_then(serde_json::Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use crate::test_model::{messages, plan};

    const SHAPES: &str = r#""Out": {"type": "structure", "members": {"Events": {"shape": "Events"}}},
        "Events": {"type": "structure", "eventstream": true, "members": {"Rang": {"shape": "Rang"}}},
        "Rang": {"type": "structure", "event": true, "members": {}}"#;
    const OPERATIONS: &str = r#""Ring": {"http": {"method": "GET", "requestUri": "/"}},
        "Listen": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Out"}}"#;

    #[test]
    fn what_cannot_be_generated_is_left_out_with_its_reason() {
        let plan = plan(OPERATIONS, SHAPES).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(plan.operations.len(), 1);
        let listen = ("Listen".to_owned(), "it answers with an event stream".to_owned());
        assert_eq!(plan.left_out, [listen]);
    }

    #[test]
    fn discovery_is_refused_where_it_is_required() {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let operations = format!(
            r#""A": {{{http}, "endpointdiscovery": {{}}}}, "B": {{{http}, "endpointdiscovery": {{"required": true}}}}"#
        );
        let plan = plan(&operations, "").unwrap_or_else(|found| panic!("{found}"));
        let reason = "only another operation tells its endpoint (endpoint discovery)";
        assert_eq!(plan.left_out, [("B".to_owned(), reason.to_owned())]);
    }

    #[test]
    fn what_was_asked_for_by_name_is_an_error() {
        let found = crate::test_model::plan_operations(OPERATIONS, SHAPES, &["Listen"]);
        let expected = "`Listen` cannot be generated: it answers with an event stream";
        assert_eq!(messages(&found.unwrap_err()), [expected]);
    }
}
