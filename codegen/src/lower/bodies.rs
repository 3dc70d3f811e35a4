//! What is done with bodies: compression and checksums.

use super::context::Context;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::checksum::{InputMember, RequestChecksum, ResponseChecksum};
use crate::ir::operation_traits::OperationTraits;
use crate::ir::{self, ChecksumAlgorithm, Feature, SettingGroup, Structure, Trait};
use crate::model::{Kind, Operation, Shape, traits as t};
use crate::source::Address;
use serde_json::Value;

/// The encoding that the runtime knows.
const GZIP: &str = "gzip";

/// Whether the requests of an operation are compressed ("requestCompression trait" of the Smithy specification): not if
/// the length of a stream must be known before it is sent. Events are signed as they stand.
pub fn gzip(cx: &Context<'_>, operation: &Operation) -> bool {
    let encodings = operation.traits.get(t::REQUEST_COMPRESSION);
    let encodings = encodings.and_then(|facts| facts.get("encodings")?.as_array());
    let known = encodings.is_some_and(|list| list.iter().any(|encoding| encoding == GZIP));
    let fixed = |stream: &Shape| stream.traits.has(t::REQUIRES_LENGTH) || is_union(stream);
    known && !stream(cx, operation).is_some_and(fixed)
}

/// What the input of an operation holds that comes piece by piece.
fn stream<'m>(cx: &Context<'m>, operation: &Operation) -> Option<&'m Shape> {
    let input = cx.shape(operation.input.as_ref()?)?;
    input.members().into_iter().find_map(|member| {
        let target = cx.shape(&member.target)?;
        let streams = [&member.traits, &target.traits].map(|traits| traits.has(t::STREAMING));
        streams.contains(&true).then_some(target)
    })
}

/// The checksums of requests and of responses ("httpChecksumRequired trait" and "httpChecksum trait").
pub fn checksums(
    cx: &Context<'_>,
    operation: &Operation,
    input: &Structure,
) -> (RequestChecksum, Option<ResponseChecksum>) {
    let Some(facts) = operation.traits.get(t::HTTP_CHECKSUM) else {
        let known = [
            (t::HTTP_CHECKSUM_REQUIRED, RequestChecksum::Md5),
            (t::TREE_HASH, RequestChecksum::TreeHash),
        ];
        let request = known.into_iter().find(|(id, _)| operation.traits.has(id));
        return (request.map_or(RequestChecksum::Plain, |(_, request)| request), None);
    };
    let required = facts.get("requestChecksumRequired") == Some(&Value::Bool(true));
    let algorithm = input_member(cx, operation, facts, "requestAlgorithmMember", input);
    let request = match (required, &algorithm) {
        (false, None) => RequestChecksum::Plain,
        _ if stream(cx, operation).is_some_and(is_union) => RequestChecksum::Plain,
        _ => RequestChecksum::Chosen { required, algorithm },
    };
    // Without a mode there is nothing to ask by, and the answer to HEAD has the checksum of a body that is not there.
    let mode = input_member(cx, operation, facts, "requestValidationModeMember", input);
    let head = input.traits.iter().any(|t| matches!(t, Trait::Http(m, ..) if m == "HEAD"));
    let algorithms = algorithms(facts);
    let response = mode
        .filter(|_| !head && !algorithms.is_empty())
        .map(|mode| ResponseChecksum { mode, algorithms });
    (request, response)
}

/// The member of the input that the trait names under `key`.
fn input_member(
    cx: &Context<'_>,
    operation: &Operation,
    facts: &Value,
    key: &str,
    input: &Structure,
) -> Option<InputMember> {
    let name = facts.get(key)?.as_str()?;
    let field = input.fields.iter().find(|field| field.member.name == name);
    if field.is_none() {
        let at = operation.at.key("httpChecksum").key(key);
        cx.report(no_member(&at, operation, name, input));
    }
    let header = field?.member.traits.iter().find_map(|t| match t {
        Trait::HttpHeader(header) => Some(header.to_lowercase()),
        _ => None,
    });
    Some(InputMember { name: name.to_owned(), header })
}

fn no_member(at: &Address, operation: &Operation, name: &str, input: &Structure) -> Diagnostic {
    let message = format!("the input has no member `{name}`");
    let members: Vec<_> = input.fields.iter().map(|field| field.member.name.as_str()).collect();
    let diagnostic = Diagnostic::new(Code::BODY, at, message).of(&operation.id);
    match members[..] {
        [] => diagnostic.hint("it has no members"),
        _ => diagnostic.hint(format!("its members are `{}`", members.join("`, `"))),
    }
}

/// A stream that is one is a stream of events.
fn is_union(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::Union(_))
}

/// The algorithms of responses that the runtime knows.
fn algorithms(facts: &Value) -> Vec<ChecksumAlgorithm> {
    let listed = facts.get("responseAlgorithms").and_then(Value::as_array);
    let listed = || listed.into_iter().flatten().filter_map(Value::as_str);
    let known = ChecksumAlgorithm::ALL.iter().copied();
    known.filter(|known| listed().any(|name| name.eq_ignore_ascii_case(known.as_str()))).collect()
}

/// Whether some operation has what is asked for.
fn any(operations: &[ir::Operation], has: fn(&OperationTraits) -> bool) -> bool {
    operations.iter().filter_map(|operation| operation.traits.as_ref()).any(has)
}

/// Cargo features of the runtime that the operations need.
pub fn features(operations: &[ir::Operation]) -> Vec<Feature> {
    let summed_up = |traits: &OperationTraits| {
        traits.request_checksum != RequestChecksum::Plain || traits.response_checksum.is_some()
    };
    let features = [
        (any(operations, |traits| traits.gzip), Feature::Compression),
        (any(operations, summed_up), Feature::Checksums),
    ];
    features.into_iter().filter(|(there, _)| *there).map(|(_, feature)| feature).collect()
}

/// The groups of settings that go with what the operations say.
pub fn settings(operations: &[ir::Operation]) -> Vec<SettingGroup> {
    let chosen = |traits: &OperationTraits| {
        matches!(traits.request_checksum, RequestChecksum::Chosen { .. })
            || traits.response_checksum.is_some()
    };
    let groups = [
        (any(operations, |traits| traits.gzip), SettingGroup::Compression),
        (any(operations, chosen), SettingGroup::Checksum),
        (operations.iter().any(takes_chunks), SettingGroup::Chunk),
    ];
    groups.into_iter().filter(|(there, _)| *there).map(|(_, group)| group).collect()
}

/// Whether a body that comes piece by piece is sent with its checksum.
fn takes_chunks(operation: &ir::Operation) -> bool {
    let checksum = operation.traits.as_ref().map(|traits| &traits.request_checksum);
    let chosen = matches!(checksum, Some(RequestChecksum::Chosen { .. }));
    chosen && operation.input.stream().is_some_and(|stream| stream.ty == ir::Ty::ByteStream)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_model::{messages, plan};

    const SHAPES: &str = r#""S": {"type": "string"}, "B": {"type": "blob"},
        "In": {"type": "structure", "payload": "Body", "members": {
            "Algorithm": {"shape": "S", "location": "header", "locationName": "X-Sum"},
            "Mode": {"shape": "S", "location": "querystring", "locationName": "mode"},
            "Body": {"shape": "B", "streaming": true}}},
        "L": {"type": "blob", "streaming": true, "requiresLength": true},
        "Long": {"type": "structure", "payload": "Body", "members": {"Body": {"shape": "L"}}}"#;

    fn planned(method: &str, input: &str, attributes: &str) -> ir::Crate {
        let http = format!(r#""http": {{"method": "{method}", "requestUri": "/"}}"#);
        let operation =
            format!(r#""A": {{{http}, "input": {{"shape": "{input}"}}, {attributes}}}"#);
        plan(&operation, SHAPES).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    }

    fn traits(attributes: &str) -> Option<OperationTraits> {
        planned("PUT", "In", attributes).operations.remove(0).traits
    }

    fn algorithm() -> InputMember {
        InputMember { name: "Algorithm".to_owned(), header: Some("x-sum".to_owned()) }
    }

    #[test]
    fn most_operations_say_nothing() {
        let plan = planned("PUT", "In", r#""httpChecksumRequired": false"#);
        assert_eq!(plan.operations[0].traits, None);
        assert!(plan.service.features.is_empty() && plan.service.settings.is_empty());
        assert_eq!(traits(r#""httpChecksum": {"requestChecksumRequired": false}"#), None);
    }

    #[test]
    fn gzip_is_the_one_encoding_that_is_known() {
        let gzip = Some(OperationTraits { gzip: true, ..OperationTraits::default() });
        assert_eq!(traits(r#""requestcompression": {"encodings": ["zstd", "gzip"]}"#), gzip);
        assert_eq!(traits(r#""requestcompression": {"encodings": ["zstd"]}"#), None);
        let attributes = r#""requestcompression": {"encodings": ["gzip"]}"#;
        let plan = planned("PUT", "In", attributes);
        assert_eq!(plan.service.features, [Feature::Compression]);
        assert_eq!(plan.service.settings, [SettingGroup::Compression]);
    }

    #[test]
    fn a_stream_whose_length_must_be_known_is_not_compressed() {
        let attributes = r#""requestcompression": {"encodings": ["gzip"]}"#;
        assert_eq!(planned("PUT", "Long", attributes).operations[0].traits, None);
    }

    #[test]
    fn a_required_checksum_is_md5_unless_it_can_be_chosen() {
        let md5 = Some(OperationTraits {
            request_checksum: RequestChecksum::Md5,
            ..OperationTraits::default()
        });
        assert_eq!(traits(r#""httpChecksumRequired": true"#), md5);
        let plan = planned("PUT", "In", r#""httpChecksumRequired": true"#);
        assert_eq!(
            (plan.service.features, plan.service.settings),
            (vec![Feature::Checksums], vec![])
        );

        let request_checksum =
            RequestChecksum::Chosen { required: true, algorithm: Some(algorithm()) };
        let chosen = r#""httpChecksumRequired": true, "httpChecksum":
            {"requestAlgorithmMember": "Algorithm", "requestChecksumRequired": true}"#;
        assert_eq!(
            traits(chosen),
            Some(OperationTraits { request_checksum, ..OperationTraits::default() })
        );
        let plan = planned("PUT", "In", chosen);
        assert_eq!(plan.service.features, [Feature::Checksums]);
        assert_eq!(plan.service.settings, [SettingGroup::Checksum, SettingGroup::Chunk]);
    }

    #[test]
    fn responses_are_held_against_what_is_known_quickest_first() {
        let facts = r#""httpChecksum": {"requestValidationModeMember": "Mode",
            "responseAlgorithms": ["SHA256", "XXHASH64", "CRC32"]}"#;
        let mode = InputMember { name: "Mode".to_owned(), header: None };
        let response_checksum = Some(ResponseChecksum {
            mode,
            algorithms: vec![ChecksumAlgorithm::Crc32, ChecksumAlgorithm::Sha256],
        });
        assert_eq!(
            traits(facts),
            Some(OperationTraits { response_checksum, ..OperationTraits::default() })
        );
        assert_eq!(planned("HEAD", "In", facts).operations[0].traits, None);
    }

    #[test]
    fn members_that_are_named_must_be_there() {
        let operation = r#""A": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "In"},
            "httpChecksum": {"requestAlgorithmMember": "Algorism"}}"#;
        let diagnostics = plan(operation, SHAPES).unwrap_err();
        assert_eq!(messages(&diagnostics), ["the input has no member `Algorism`"]);
        let hint = diagnostics.as_slice()[0].hint.as_deref();
        assert_eq!(hint, Some("its members are `Algorithm`, `Mode`, `Body`"));
    }
}
