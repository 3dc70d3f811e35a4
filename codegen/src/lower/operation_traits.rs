//! What operations say of their endpoint, their signature, their bodies and their secrets ("Rules engine parameters",
//! "endpoint trait" and "Authentication traits" of the Smithy specification, among others).

use super::context::Context;
use super::endpoints::path::{self, Ends};
use super::plan::Plan;
use super::{auth, bodies, sensitivity};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::Structure;
use crate::ir::endpoints::{Endpoints, Kind};
use crate::ir::operation_traits::{HostPrefixSegment, OperationTraits, ParameterSource, Step};
use crate::model::{Operation, Traits, traits as t};
use crate::source::Address;
use serde_json::{Map, Value};

/// What the operation says, if it is out of the ordinary. `endpoints` are there unless something is wrong with them.
pub fn operation_traits<'m>(
    cx: &Context<'m>,
    plan: &Plan<'m>,
    operation: &'m Operation,
    input: &Structure,
    endpoints: Option<&Endpoints>,
) -> Option<OperationTraits> {
    let parameters = parameters(cx, operation);
    if let Some(endpoints) = endpoints {
        for (name, source) in &parameters {
            check_parameter(cx, operation, endpoints, name, source);
        }
    }
    let (request_checksum, response_checksum) = bodies::checksums(cx, operation, input);
    let traits = OperationTraits {
        host: host_prefix(cx, operation),
        parameters,
        auth: auth::of_operation(&cx.model.service, operation),
        unsigned_payload: operation.traits.has(t::UNSIGNED_PAYLOAD),
        answers_early: operation.traits.has(t::ANSWERS_EARLY),
        gzip: bodies::gzip(cx, operation),
        long_poll: operation.traits.has(t::LONG_POLL),
        request_checksum,
        response_checksum,
        sensitivity: sensitivity::of_operation(cx, &plan.sensitive, operation),
    };
    (traits != OperationTraits::default()).then_some(traits)
}

/// The host prefix. A label that is a parameter of the rules as well is put into the host by them,
/// and not a second time: botocore and the official SDK leave such prefixes out too.
fn host_prefix<'m>(cx: &Context<'m>, operation: &'m Operation) -> Vec<HostPrefixSegment> {
    let prefix = operation.traits.get(t::ENDPOINT).and_then(|value| value.get("hostPrefix"));
    let Some(prefix) = prefix.and_then(Value::as_str) else { return Vec::new() };
    let labels = cx.input_members(operation).filter(|member| member.traits.has(t::HOST_LABEL));
    let labels: Vec<_> = labels.collect();
    if labels.iter().any(|label| label.traits.has(t::CONTEXT_PARAM)) {
        return Vec::new();
    }
    let at = operation.at.key("endpoint").key("hostPrefix");
    let segments = segments(prefix).filter(|segments| segments.iter().all(is_part_of_a_host));
    let Some(segments) = segments else {
        let message = format!("`{}` is not a host prefix", prefix.escape_debug());
        let hint = "letters, digits, dots, hyphens and labels in braces are expected";
        cx.report(Diagnostic::new(Code::BINDING, &at, message).of(&operation.id).hint(hint));
        return Vec::new();
    };
    for segment in &segments {
        if let HostPrefixSegment::Label(name) = segment
            && !labels.iter().any(|label| label.name == *name)
        {
            let message = format!("no member of the input is the host label `{{{name}}}`");
            let names = labels.iter().map(|label| label.name.as_str());
            cx.report(
                Diagnostic::new(Code::BINDING, &at, message)
                    .of(&operation.id)
                    .did_you_mean(name, names),
            );
        }
    }
    segments
}

/// A host prefix in its segments, if its braces match.
fn segments(prefix: &str) -> Option<Vec<HostPrefixSegment>> {
    let literal =
        |text: &str| (!text.is_empty()).then(|| HostPrefixSegment::Literal(text.to_owned()));
    let mut pieces = prefix.split('{');
    let mut segments = Vec::from_iter(literal(pieces.next()?));
    for piece in pieces {
        let (label, text) = piece.split_once('}')?;
        segments.push(HostPrefixSegment::Label(label.to_owned()));
        segments.extend(literal(text));
    }
    Some(segments)
}

fn is_part_of_a_host(segment: &HostPrefixSegment) -> bool {
    use HostPrefixSegment::{Label, Literal};
    let (Literal(text) | Label(text)) = segment;
    let mark = |c: char| matches!((segment, c), (Literal(_), '-' | '.') | (Label(_), '_'));
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || mark(c))
}

/// The parameters of the endpoint rules that the operation sets, those that are the same for all requests first: they
/// go before those of the input.
fn parameters<'m>(cx: &Context<'m>, operation: &'m Operation) -> Vec<(String, ParameterSource)> {
    let mut parameters = Vec::new();
    for (name, value, at) in entries(&operation.traits, t::STATIC_CONTEXT_PARAMS, operation) {
        match constant(value.get("value").unwrap_or(&Value::Null)) {
            Some(source) => parameters.push((name.clone(), source)),
            None => {
                let message = "a string, a boolean or a list of strings is expected here";
                cx.report(
                    Diagnostic::new(Code::ENDPOINT_RULES, &at.key("value"), message)
                        .of(&operation.id),
                );
            }
        }
    }
    for member in cx.input_members(operation) {
        let parameter = member.traits.get(t::CONTEXT_PARAM).and_then(|value| value.get("name"));
        if let Some(parameter) = parameter.and_then(Value::as_str) {
            let path = vec![Step::Member(member.name.clone())];
            parameters.push((parameter.to_owned(), ParameterSource::Path(path)));
        }
    }
    for (name, value, at) in entries(&operation.traits, t::OPERATION_CONTEXT_PARAMS, operation) {
        let text = value.get("path").and_then(Value::as_str).unwrap_or_default();
        match path::parse(text) {
            Ok(path) => parameters.push((name.clone(), ParameterSource::Path(path))),
            Err(refusal) => {
                let message = format!("the path `{}` is not supported", text.escape_debug());
                let known = "members, `[*]`, `[]`, `keys(…)` and lists of paths in brackets are";
                let diagnostic = Diagnostic::new(Code::ENDPOINT_RULES, &at.key("path"), message)
                    .of(&operation.id);
                cx.report(diagnostic.hint(format!("{refusal}; {known}")));
            }
        }
    }
    parameters
}

/// The entries of a trait that is an object: name, value and address.
fn entries<'a>(
    traits: &'a Traits,
    id: &str,
    operation: &Operation,
) -> Vec<(&'a String, &'a Value, Address)> {
    let key = id.rsplit('#').next().unwrap_or_default();
    let entries = traits.get(id).and_then(Value::as_object).into_iter().flat_map(Map::iter);
    entries.map(|(name, value)| (name, value, operation.at.key(key).key(name))).collect()
}

/// What the operation says of a parameter must be a value of the parameter's type.
fn check_parameter(
    cx: &Context<'_>,
    operation: &Operation,
    endpoints: &Endpoints,
    name: &str,
    source: &ParameterSource,
) {
    let report =
        |message| Diagnostic::new(Code::ENDPOINT_RULES, &operation.at, message).of(&operation.id);
    let known = endpoints.parameters.iter().find(|known| known.rule_name == name);
    let Some(parameter) = known else {
        let known = endpoints.parameters.iter().map(|known| known.rule_name.as_str());
        let message = format!("`{name}` is not a parameter of the endpoint rules");
        return cx.report(report(message).did_you_mean(name, known));
    };
    match kind(cx, operation, source) {
        Ok(kind) if kind == parameter.kind => {}
        Ok(kind) => {
            let declared = parameter.kind;
            cx.report(report(format!(
                "`{name}` is a {declared:?} in the endpoint rules, not a {kind:?}"
            )));
        }
        Err(message) => {
            cx.report(report(format!("the endpoint parameter `{name}` cannot be read: {message}")));
        }
    }
}

fn kind(cx: &Context<'_>, operation: &Operation, source: &ParameterSource) -> Result<Kind, String> {
    let ends = match source {
        ParameterSource::Flag(_) => return Ok(Kind::Bool),
        ParameterSource::Text(_) => return Ok(Kind::String),
        ParameterSource::Texts(_) => return Ok(Kind::StringArray),
        ParameterSource::Path(path) => {
            path::ends(&cx.model.shapes, operation.input.as_ref(), path)?
        }
    };
    Ok(match ends {
        Ends { many: true, .. } => Kind::StringArray,
        Ends { flag: true, .. } => Kind::Bool,
        Ends { .. } => Kind::String,
    })
}

fn constant(value: &Value) -> Option<ParameterSource> {
    match value {
        Value::Bool(flag) => Some(ParameterSource::Flag(*flag)),
        Value::String(text) => Some(ParameterSource::Text(text.clone())),
        Value::Array(texts) => {
            let texts = texts.iter().map(|text| text.as_str().map(str::to_owned));
            texts.collect::<Option<_>>().map(ParameterSource::Texts)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir;
    use crate::test_model::{messages, plan_with_rules};

    const HTTP: &str = r#""http": {"method": "GET", "requestUri": "/"}"#;
    const SHAPES: &str = r#""S": {"type": "string"}, "B": {"type": "boolean"}, "L": {"type": "list", "member": {"shape": "T"}},
        "T": {"type": "structure", "members": {"Name": {"shape": "S"}}},
        "In": {"type": "structure", "members": {
            "Id": {"shape": "S", "hostLabel": true},
            "Bucket": {"shape": "S", "contextParam": {"name": "Bucket"}},
            "Account": {"shape": "S", "hostLabel": true},
            "Things": {"shape": "L"}, "Flag": {"shape": "B"}}},
        "Both": {"type": "structure", "members": {
            "Id": {"shape": "S", "hostLabel": true, "contextParam": {"name": "Bucket"}}}}"#;
    const RULES: &str = r#"{"version": "1.0", "parameters": {
            "Region": {"type": "string", "builtIn": "AWS::Region"}, "Bucket": {"type": "string"},
            "Accelerate": {"type": "boolean", "builtIn": "AWS::S3::Accelerate"},
            "UseArnRegion": {"type": "boolean", "builtIn": "AWS::S3::UseArnRegion"},
            "Names": {"type": "stringArray"}, "Kind": {"type": "string"}, "Fast": {"type": "boolean"}},
        "rules": [{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://a.test"}}]}"#;

    fn planned(operation: &str) -> Result<ir::Crate, Vec<String>> {
        planned_with(
            operation,
            r#""Kind": {"type": "string", "documentation": "<p>What kind.</p>"}"#,
        )
    }

    fn planned_with(operation: &str, client: &str) -> Result<ir::Crate, Vec<String>> {
        let operation = format!(r#""A": {{{HTTP}, "input": {{"shape": "In"}} {operation}}}"#);
        plan_with_rules(&operation, SHAPES, RULES, client)
            .map_err(|diagnostics| messages(&diagnostics).into_iter().map(str::to_owned).collect())
    }

    fn traits(operation: &str) -> OperationTraits {
        planned(operation).unwrap().operations[0].traits.clone().unwrap_or_default()
    }

    #[test]
    fn host_prefixes_are_taken_apart() {
        let host = traits(r#", "endpoint": {"hostPrefix": "data-{Id}.{Account}."}"#).host;
        let (text, label) = (
            |text: &str| HostPrefixSegment::Literal(text.into()),
            |name: &str| HostPrefixSegment::Label(name.into()),
        );
        assert_eq!(host, [text("data-"), label("Id"), text("."), label("Account"), text(".")]);
    }

    #[test]
    fn broken_host_prefixes_are_told() {
        let diagnostics = |prefix: &str| {
            planned(&format!(r#", "endpoint": {{"hostPrefix": "{prefix}"}}"#)).unwrap_err()
        };
        assert_eq!(diagnostics("a/b."), ["`a/b.` is not a host prefix"]);
        assert_eq!(diagnostics("{Id."), ["`{Id.` is not a host prefix"]);
        assert_eq!(diagnostics("{Idd}."), ["no member of the input is the host label `{Idd}`"]);
    }

    #[test]
    fn a_label_that_the_rules_know_is_left_to_them() {
        let operation = format!(
            r#""A": {{{HTTP}, "input": {{"shape": "Both"}}, "endpoint": {{"hostPrefix": "{{Id}}."}}}}"#
        );
        let plan = plan_with_rules(&operation, SHAPES, RULES, "").unwrap();
        let traits = plan.operations[0].traits.clone().unwrap_or_default();
        assert_eq!(traits.host, []);
        assert_eq!(traits.parameters[0].0, "Bucket");
    }

    #[test]
    fn what_is_the_same_for_all_requests_goes_before_the_input() {
        let parameters = traits(
            r#", "staticContextParams": {"Bucket": {"value": "b"}, "Fast": {"value": true}},
            "operationContextParams": {"Names": {"path": "Things[*].Name"}}"#,
        )
        .parameters;
        let member = |name: &str| Step::Member(name.to_owned());
        assert_eq!(
            parameters,
            [
                ("Bucket".to_owned(), ParameterSource::Text("b".into())),
                ("Fast".to_owned(), ParameterSource::Flag(true)),
                ("Bucket".to_owned(), ParameterSource::Path(vec![member("Bucket")])),
                (
                    "Names".to_owned(),
                    ParameterSource::Path(vec![member("Things"), Step::Each, member("Name")])
                ),
            ]
        );
    }

    #[test]
    fn bound_parameters_and_settings_are_marked() {
        let plan = planned(r#", "staticContextParams": {"Fast": {"value": true}}"#).unwrap();
        let bound: Vec<_> = plan.endpoints.parameters.iter().filter(|p| p.bound).collect();
        let names: Vec<_> = bound.iter().map(|p| p.rule_name.as_str()).collect();
        assert_eq!(names, ["Bucket", "Accelerate", "UseArnRegion", "Kind", "Fast"]);
        let settings: Vec<_> =
            plan.service.endpoint_settings.iter().map(|s| (s.name.as_str(), s.shared)).collect();
        let shared = Some(("AWS_S3_USE_ARN_REGION", "s3_use_arn_region"));
        assert_eq!(settings, [("accelerate", None), ("use_arn_region", shared), ("kind", None)]);
        assert_eq!(plan.service.endpoint_settings[2].docs.summary, "What kind.");
    }

    #[test]
    fn parameters_must_fit_the_rules() {
        let diagnostics = |operation: &str| planned(operation).unwrap_err();
        let of = |parameters: &str| {
            diagnostics(&format!(r#", "operationContextParams": {{{parameters}}}"#))
        };
        assert_eq!(
            diagnostics(
                r#", "staticContextParams": {"Fats": {"value": true}, "Kind": {"value": 1}}"#
            ),
            [
                "a string, a boolean or a list of strings is expected here",
                "`Fats` is not a parameter of the endpoint rules"
            ]
        );
        assert_eq!(
            of(r#""Names": {"path": "Bucket"}"#),
            ["`Names` is a StringArray in the endpoint rules, not a String"]
        );
        assert_eq!(
            of(r#""Fast": {"path": "Things[*].Name"}"#),
            ["`Fast` is a Bool in the endpoint rules, not a StringArray"]
        );
        assert_eq!(
            of(r#""Kind": {"path": "Things.Name"}"#),
            ["the endpoint parameter `Kind` cannot be read: `L` is not a structure"]
        );
        assert_eq!(of(r#""Kind": {"path": "a || b"}"#), ["the path `a || b` is not supported"]);
        assert_eq!(
            planned_with("", r#""Kind": {"type": "boolean"}, "Other": {"type": "string"}"#)
                .unwrap_err(),
            [
                "`Kind` is a String in the endpoint rules, not `boolean`",
                "`Other` is not a parameter of the endpoint rules"
            ]
        );
    }
}
