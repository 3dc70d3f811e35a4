//! What botocore says of endpoints and signatures, in Smithy's traits.

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::traits::{self as t, Traits};
use crate::read::node::{Node, wrong_type};
use serde_json::{Value, json};

/// Attributes of operations that [`operation`] reads, or [`service`]: `endpointoperation` marks the operation that tells
/// endpoints.
pub const OPERATION: [&str; 8] = [
    "auth",
    "authtype",
    "endpoint",
    "endpointdiscovery",
    "endpointoperation",
    "operationContextParams",
    "staticContextParams",
    "unsignedPayload",
];

/// Attributes of members that [`member`] reads.
pub const MEMBER: [&str; 2] = ["contextParam", "hostLabel"];

/// Which signature versions of botocore are which auth schemes.
const SIGNATURES: [(&str, &str); 5] = [
    ("v2", t::SIGV2),
    ("v4", t::SIGV4),
    ("s3", t::SIGV4),
    ("s3v4", t::SIGV4),
    ("bearer", t::HTTP_BEARER_AUTH),
];

/// Traits of the service. A list of auth schemes says more than the one signature version, which is
/// all that older models have.
pub fn service(
    root: &Node<'_>,
    metadata: &Node<'_>,
    traits: &mut Traits,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut schemes = metadata.texts("auth", diagnostics);
    let version = metadata.text("signatureVersion", diagnostics);
    if schemes.is_empty() {
        let version = version.unwrap_or("v4");
        match SIGNATURES.iter().find(|(known, _)| *known == version) {
            Some((_, scheme)) => schemes.push(scheme),
            None => {
                let message = format!("the signature version `{version}` is not supported");
                let known = SIGNATURES.map(|(known, _)| known).join("`, `");
                let at = metadata.at.key("signatureVersion");
                diagnostics.push(
                    Diagnostic::new(Code::AUTH, &at, message)
                        .of("service")
                        .hint(format!("known are `{known}`")),
                );
            }
        }
    }
    auth(&schemes, traits);
    for scheme in schemes {
        traits.mark(scheme);
    }
    copy(root, "clientContextParams", t::CLIENT_CONTEXT_PARAMS, traits, diagnostics);
    let operations = root.object.get("operations").and_then(Value::as_object);
    let telling = operations
        .into_iter()
        .flatten()
        .find(|(_, facts)| facts.get("endpointoperation").and_then(Value::as_bool) == Some(true));
    if let Some((name, _)) = telling {
        traits.add(t::CLIENT_ENDPOINT_DISCOVERY, json!({ "operation": name }));
    }
}

/// Traits of an operation.
pub fn operation(node: &Node<'_>, traits: &mut Traits, diagnostics: &mut Vec<Diagnostic>) {
    copy(node, "endpoint", t::ENDPOINT, traits, diagnostics);
    copy(node, "staticContextParams", t::STATIC_CONTEXT_PARAMS, traits, diagnostics);
    copy(node, "operationContextParams", t::OPERATION_CONTEXT_PARAMS, traits, diagnostics);
    copy(node, "endpointdiscovery", t::CLIENT_DISCOVERED_ENDPOINT, traits, diagnostics);
    if node.object.contains_key("auth") {
        auth(&node.texts("auth", diagnostics), traits);
    }
    match node.text("authtype", diagnostics) {
        None | Some("v4") => {}
        Some("none") => traits.mark(t::OPTIONAL_AUTH),
        Some("v4-unsigned-body") => traits.mark(t::UNSIGNED_PAYLOAD),
        Some(other) => {
            let message = format!("`{other}` is not an auth type");
            let diagnostic =
                Diagnostic::new(Code::AUTH, &node.at.key("authtype"), message).of(&node.shape);
            diagnostics.push(diagnostic.hint("allowed are `none`, `v4` and `v4-unsigned-body`"));
        }
    }
    if node.flag("unsignedPayload", diagnostics) {
        traits.mark(t::UNSIGNED_PAYLOAD);
    }
}

/// Traits of a member.
pub fn member(node: &Node<'_>, traits: &mut Traits, diagnostics: &mut Vec<Diagnostic>) {
    copy(node, "contextParam", t::CONTEXT_PARAM, traits, diagnostics);
    if node.flag("hostLabel", diagnostics) {
        traits.mark(t::HOST_LABEL);
    }
}

/// Smithy says that nothing is to be signed by an empty list.
fn auth(schemes: &[&str], traits: &mut Traits) {
    let schemes: Vec<_> = schemes.iter().filter(|scheme| **scheme != t::NO_AUTH).collect();
    traits.add(t::AUTH, json!(schemes));
}

/// An attribute that has the same value in both formats.
fn copy(
    node: &Node<'_>,
    key: &str,
    id: &str,
    traits: &mut Traits,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match node.get(key) {
        None => {}
        Some(value @ Value::Object(_)) => traits.add(id, value.clone()),
        Some(other) => {
            diagnostics.push(wrong_type(&node.at.key(key), "an object", other).of(&node.shape));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Address, SourceIx};
    use crate::test_model::{messages, model, model_with};

    fn node(value: &Value) -> Node<'_> {
        let object = value.as_object().expect("an object");
        Node { object, at: Address::root(SourceIx::default()), shape: "S".to_owned() }
    }

    fn service_of(root: Value, metadata: Value) -> (Traits, Vec<String>) {
        let (mut traits, mut diagnostics) = (Traits::default(), Vec::new());
        service(&node(&root), &node(&metadata), &mut traits, &mut diagnostics);
        (traits, diagnostics.into_iter().map(|diagnostics| diagnostics.message).collect())
    }

    #[test]
    fn a_list_of_schemes_goes_before_the_signature_version() {
        let (traits, _) = service_of(
            json!({}),
            json!({"auth": ["aws.auth#sigv4a", "aws.auth#sigv4"], "signatureVersion": "v2"}),
        );
        assert_eq!(traits.get(t::AUTH), Some(&json!([t::SIGV4A, t::SIGV4])));
        assert!(traits.has(t::SIGV4A) && traits.has(t::SIGV4));
        let (traits, _) = service_of(json!({}), json!({"signatureVersion": "bearer"}));
        assert_eq!(traits.get(t::AUTH), Some(&json!([t::HTTP_BEARER_AUTH])));
        let (_, diagnostics) = service_of(json!({}), json!({"signatureVersion": "v1"}));
        assert_eq!(diagnostics, ["the signature version `v1` is not supported"]);
    }

    #[test]
    fn attributes_of_operations_become_traits() {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let attributes = r#""auth": ["smithy.api#noAuth"], "authtype": "none", "endpoint": {"hostPrefix": "a."},
            "staticContextParams": {"A": {"value": true}}, "operationContextParams": {"B": {"path": "C"}},
            "endpointdiscovery": {}, "endpointoperation": true"#;
        let model = model_with(
            &format!(r#""A": {{{http}, {attributes}}}, "B": {{{http}, "authtype": "v4-unsigned-body", "unsignedPayload": true}}"#),
            "",
        )
        .unwrap();
        let ids = |index: usize| model.operations[index].traits.ids().collect::<Vec<_>>();
        let expected = [
            t::ENDPOINT,
            t::STATIC_CONTEXT_PARAMS,
            t::OPERATION_CONTEXT_PARAMS,
            t::CLIENT_DISCOVERED_ENDPOINT,
            t::AUTH,
            t::OPTIONAL_AUTH,
            t::HTTP,
        ];
        assert_eq!(ids(0), expected);
        assert_eq!(model.operations[0].traits.get(t::AUTH), Some(&json!([])));
        assert_eq!(ids(1), [t::UNSIGNED_PAYLOAD, t::HTTP]);
        let telling = model.service.traits.get(t::CLIENT_ENDPOINT_DISCOVERY);
        assert_eq!(telling, Some(&json!({"operation": "A"})));
    }

    #[test]
    fn attributes_of_members_become_traits() {
        let model = model(
            r#""S": {"type": "string"}, "A": {"type": "structure", "members": {
                "M": {"shape": "S", "hostLabel": true, "contextParam": {"name": "X"}}}}"#,
        );
        let member = model.shapes[1].members()[0];
        assert_eq!(member.traits.ids().collect::<Vec<_>>(), [t::CONTEXT_PARAM, t::HOST_LABEL]);
    }

    #[test]
    fn odd_attributes_are_told() {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let operation = format!(r#""A": {{{http}, "authtype": "v9", "endpoint": 1}}"#);
        let diagnostics = model_with(&operation, "").unwrap_err();
        assert_eq!(
            messages(&diagnostics),
            ["an object is expected here, not a number", "`v9` is not an auth type"]
        );
    }
}
