//! What SDKs do for single services in code, and no model says.
//!
//! Smithy's models say that a bucket's location stands bare in its document, and botocore's do not; that a
//! hosted zone's id is given as `/hostedzone/Z1` and wanted as `Z1`, neither says. Each such fact is a line of
//! [`CUSTOM`], with the traits that it becomes; the rest of the generator knows no service by name.
//!
//! Not done, though other SDKs do it:
//!
//! - presigned URLs inside requests that copy between regions (EC2's CopySnapshot; RDS, Neptune, DocumentDB);
//! - the endpoint of Machine Learning's Predict, which is in its input;
//! - SSO OIDC's `error_description` as the message of errors;
//! - MD5 sums of SQS's messages and of S3's customer keys, which the caller computes;
//! - `encoding-type=url` of S3's listings, which the caller asks for and decodes;
//! - base64 of EC2's user data and JSON inside of answers, which are handed on as they are.

use crate::model::{Kind, Member, Model, Operation, Shape, ShapeId, Simple, Traits, traits as t};
use Fact::{AlsoText, BuiltIn, Header, InEndpoint, LastSegment, Marked, RetryDefaults, Retryable};
use Fact::{Service, Transient, Unset, Unwrapped, Without};
use indexmap::IndexMap;
use serde_json::{Value, json};

/// Something that a service needs.
enum Fact {
    /// All requests carry this header, in lower case, unless an input sets it. A value that is empty stands
    /// for the API version.
    Header(&'static str, &'static str),
    /// The output of the operation has one member, which is the text of the root element.
    Unwrapped(&'static str),
    /// Inputs that leave the member unset send this text.
    Unset(&'static str, &'static str),
    /// Of members of inputs that target one of these shapes, what follows the last slash is sent.
    LastSegment(&'static [&'static str]),
    /// The service has the trait.
    Service(&'static str),
    /// The operation has the trait.
    Marked(&'static str, &'static str),
    /// The member is a time. Outputs have it as text, too, and as a time only where it is one.
    AlsoText(&'static str, &'static str),
    /// Inputs have no such member.
    Without(&'static str),
    /// The endpoint rules put the member into the host, or else into the path of the endpoint: as a label at the
    /// beginning of a URI it would be there twice.
    InEndpoint(&'static str),
    /// The parameter of the endpoint rules is this built-in.
    BuiltIn(&'static str, &'static str),
    /// The error, which is the service's fault, may pass.
    Retryable(&'static str),
    /// Errors with this code may pass, whether an operation lists them or not.
    Transient(&'static str),
    /// By default there are so many attempts, and so many milliseconds before the second, under the retry behavior that
    /// SDKs have from 2026 on.
    RetryDefaults(u32, u64),
}

/// Services by the names that SDKs use, and their facts.
const CUSTOM: [(&str, &[Fact]); 16] = [
    // Without it the service answers in HAL (application/hal+json), which has lists and links below other names.
    ("API Gateway", &[Header("accept", "application/json")]),
    // Of the source's region an SDK makes a URL with a signature, which ours does not; the service does not know it.
    ("DocDB", &[Without("SourceRegion")]),
    // Answers take a few milliseconds ("Retry behavior" of the AWS SDKs and Tools reference guide).
    ("DynamoDB", &[RetryDefaults(4, 25)]),
    ("DynamoDB Streams", &[RetryDefaults(4, 25)]),
    ("Neptune", &[Without("SourceRegion")]),
    ("RDS", &[Without("SourceRegion")]),
    // A hyphen stands for the account that signs.
    (
        "Glacier",
        &[
            Header("x-amz-glacier-version", ""),
            Unset("accountId", "-"),
            Marked("UploadArchive", t::TREE_HASH),
            Marked("UploadMultipartPart", t::TREE_HASH),
        ],
    ),
    // A function runs for up to a quarter of an hour.
    ("Lambda", &[Marked("Invoke", t::ANSWERS_EARLY), Marked("InvokeAsync", t::ANSWERS_EARLY)]),
    // A player is given the URL.
    ("Polly", &[Marked("SynthesizeSpeech", t::PRESIGNED_QUERY)]),
    // Answers have `/hostedzone/Z1` where requests want `Z1`.
    ("Route 53", &[LastSegment(&["ResourceId", "DelegationSetId", "ChangeId"])]),
    (
        "S3",
        &[
            Service(t::S3_ERRORS),
            Transient("InternalError"),
            // Objects may be called `a//b` ("Signature Calculations for the Authorization Header" of the S3 API reference).
            Service(t::PATH_AS_IS),
            Service(t::CONTENT_SHA256),
            // Buckets may be open to everybody.
            Service(t::OPTIONAL_AUTH),
            Service(t::PRESIGNED_UNSIGNED),
            Unwrapped("GetBucketLocation"),
            InEndpoint("Bucket"),
            BuiltIn("DisableS3ExpressSessionAuth", "AWS::S3::DisableExpressSessionAuth"),
            Marked("CreateSession", t::CREATES_SESSION),
            // Whoever uploads an object may say anything here, and must not keep others from reading it.
            AlsoText("Expires", "ExpiresString"),
            // What is copied or put together is large.
            Marked("CopyObject", t::ANSWERS_EARLY),
            Marked("UploadPartCopy", t::ANSWERS_EARLY),
            Marked("CompleteMultipartUpload", t::ANSWERS_EARLY),
        ],
    ),
    ("S3 Control", &[Service(t::CONTENT_SHA256), Service(t::ANSWERS_BREAK_OFF)]),
    (
        "STS",
        &[
            // Another service could not be reached, which the documentation says is often a matter of time.
            Retryable("IDPCommunicationErrorException"),
            Transient("IDPCommunicationError"),
            // Whoever is given the URL learns from STS who made it, as Amazon EKS does.
            Marked("GetCallerIdentity", t::PRESIGNED_QUERY),
        ],
    ),
    // Whoever waits for work asks again at once, which must not make an outage worse.
    ("SFN", &[Marked("GetActivityTask", t::LONG_POLL)]),
    ("SQS", &[Marked("ReceiveMessage", t::LONG_POLL)]),
    (
        "SWF",
        &[Marked("PollForActivityTask", t::LONG_POLL), Marked("PollForDecisionTask", t::LONG_POLL)],
    ),
];

/// Adds to `model` what its service needs beyond what it says.
pub fn customize(model: &mut Model) {
    let facts = CUSTOM.iter().find(|(service, _)| *service == model.service.sdk_id);
    for fact in facts.into_iter().flat_map(|(_, facts)| *facts) {
        apply(fact, model);
    }
}

fn apply(fact: &Fact, model: &mut Model) {
    match fact {
        Header(name, value) => {
            let value = if value.is_empty() { model.service.version.as_str() } else { value };
            model.service.traits.extend(t::HEADERS, [((*name).to_owned(), Value::from(value))]);
        }
        Unwrapped(operation) => {
            let id = ShapeId::new(model.service.id.namespace(), operation);
            let output = model.operations.get(&id).and_then(|operation| operation.output.as_ref());
            if let Some(output) = output.and_then(|id| model.shapes.get_mut(id)) {
                output.traits.mark(t::XML_UNWRAPPED);
            }
        }
        Unset(member, value) => {
            for member in inputs(model).filter(|input| input.name == *member) {
                member.traits.remove(t::REQUIRED);
                member.traits.add(t::SENT_IF_UNSET, *value);
            }
        }
        LastSegment(targets) => {
            for member in inputs(model).filter(|input| targets.contains(&input.target.name())) {
                member.traits.mark(t::LAST_SEGMENT);
            }
        }
        Service(id) => model.service.traits.mark(id),
        Marked(operation, id) => {
            let name = ShapeId::new(model.service.id.namespace(), operation);
            if let Some(operation) = model.operations.get_mut(&name) {
                operation.traits.mark(id);
            }
        }
        Transient(code) => model.service.traits.add(t::TRANSIENT_ERRORS, json!([code])),
        RetryDefaults(attempts, millis) => {
            let facts = json!({ "attempts": attempts, "backoffMillis": millis });
            model.service.traits.add(t::RETRY_DEFAULTS, facts);
        }
        AlsoText(name, text) => also_text(model, name, text),
        InEndpoint(name) => in_endpoint(model, name),
        Without(name) => {
            for members in structures(model, |operation| operation.input.as_ref()) {
                members.shift_remove(*name);
            }
        }
        BuiltIn(parameter, built_in) => {
            let rules = model.endpoint_rules.as_mut();
            let parameters = rules.and_then(|rules| rules.value.get_mut("parameters"));
            if let Some(parameter) = parameters.and_then(|all| all.get_mut(parameter)) {
                parameter["builtIn"] = (*built_in).into();
            }
        }
        Retryable(error) => {
            let id = ShapeId::new(model.service.id.namespace(), error);
            if let Some(error) = model.shapes.get_mut(&id) {
                error.traits.add(t::RETRYABLE, json!({}));
                error.traits.add(t::ERROR, "server");
            }
        }
    }
}

fn also_text(model: &mut Model, name: &str, text: &str) {
    let id = ShapeId::new(model.service.id.namespace(), text);
    let mut times = Vec::new();
    for members in structures(model, |operation| operation.output.as_ref()) {
        let Some((index, _, member)) = members.get_full_mut(name) else { continue };
        times.push(member.target.clone());
        let copy = Member {
            name: text.to_owned(),
            target: id.clone(),
            traits: member.traits.clone(),
            at: member.at.clone(),
        };
        let message = format!("`{text}` has what the service sent, whatever it is");
        member.traits.add(t::DEPRECATED, json!({ "message": message }));
        member.traits.mark(t::IGNORE_UNPARSABLE);
        members.shift_insert(index + 1, text.to_owned(), copy);
    }
    for time in &times {
        let Some(time) = model.shapes.get_mut(time) else { continue };
        time.kind = Kind::Simple(Simple::Timestamp);
        let (traits, at) = (Traits::default(), time.at.clone());
        let kind = Kind::Simple(Simple::String);
        model.shapes.insert(id.clone(), Shape { id: id.clone(), kind, traits, at });
    }
}

fn in_endpoint(model: &mut Model, name: &str) {
    let Model { operations, shapes, .. } = model;
    for operation in operations.values_mut() {
        let input = operation.input.as_ref().and_then(|id| shapes.get(id));
        let Some(Kind::Structure(members)) = input.map(|shape| &shape.kind) else { continue };
        let known = members.get(name).is_some_and(|member| member.traits.has(t::CONTEXT_PARAM));
        let Some(http) = operation.traits.get(t::HTTP).filter(|_| known) else { continue };
        let uri = http.get("uri").and_then(Value::as_str);
        let Some(rest) = uri.and_then(|uri| uri.strip_prefix(&format!("/{{{name}}}"))) else {
            continue;
        };
        let mut http = http.clone();
        http["uri"] = format!("/{}", rest.trim_start_matches('/')).into();
        operation.traits.add(t::HTTP, http);
    }
}

/// The members of all inputs.
fn inputs(model: &mut Model) -> impl Iterator<Item = &mut Member> {
    structures(model, |operation| operation.input.as_ref()).flat_map(IndexMap::values_mut)
}

/// The members of the inputs, or else of the outputs, of all operations.
fn structures(
    model: &mut Model,
    which: fn(&Operation) -> Option<&ShapeId>,
) -> impl Iterator<Item = &mut IndexMap<String, Member>> {
    let ids: Vec<_> = model.operations.values().filter_map(which).cloned().collect();
    let shapes = model.shapes.values_mut().filter(move |shape| ids.contains(&shape.id));
    shapes.filter_map(|shape| match &mut shape.kind {
        Kind::Structure(members) => Some(members),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::ir::checksum::RequestChecksum;
    use crate::ir::operation_traits::Scheme;
    use crate::ir::{
        Crate, Feature, Operation, Presigning, Protocol, RetryDefaults, Retryable, Role, Trait, Ty,
    };
    use crate::test_model::plan_of_service;

    const SHAPES: &str = r#""S": {"type": "string"}, "ResourceId": {"type": "string"},
        "In": {"type": "structure", "required": ["accountId"], "members": {
            "accountId": {"shape": "S", "location": "uri"},
            "zone": {"shape": "ResourceId"}, "nested": {"shape": "Nested"}}},
        "Nested": {"type": "structure", "members": {"zone": {"shape": "ResourceId"}}},
        "Out": {"type": "structure", "members": {"zone": {"shape": "ResourceId"}}},
        "IDPCommunicationErrorException": {"type": "structure", "exception": true, "members": {}}"#;

    fn planned(service: &str, protocol: &str) -> Crate {
        let operation = r#""GetBucketLocation": {"http": {"method": "GET", "requestUri": "/{accountId}"},
            "input": {"shape": "In"}, "output": {"shape": "Out"},
            "errors": [{"shape": "IDPCommunicationErrorException"}]}"#;
        plan_of_service(service, protocol, operation, SHAPES)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    }

    fn operation(service: &str, protocol: &str) -> Operation {
        planned(service, protocol).operations.remove(0)
    }

    fn traits_of<'o>(operation: &'o Operation, name: &str) -> &'o [Trait] {
        let fields = operation.input.fields.iter();
        let mut named = fields.filter(|field| field.member.name == name);
        named.next().map_or(&[], |field| &field.member.traits)
    }

    #[test]
    fn other_services_are_left_alone() {
        let plan = planned("Toy", "rest-xml");
        assert!(plan.service.headers.is_empty() && plan.errors[0].retryable.is_none());
        let operation = &plan.operations[0];
        assert!(!operation.output.traits.contains(&Trait::XmlUnwrapped));
        assert_eq!(traits_of(operation, "accountId"), [Trait::HttpLabel, Trait::Required]);
        assert_eq!(traits_of(operation, "zone"), []);
    }

    #[test]
    fn glacier_has_an_account_and_a_version() {
        let plan = planned("Glacier", "rest-json");
        let version = ("x-amz-glacier-version".to_owned(), "2020-01-01".to_owned());
        assert_eq!(plan.service.headers, [version]);
        let field = &plan.operations[0].input.fields[0];
        let unset = Trait::SentIfUnset("-".to_owned());
        assert_eq!(field.member.traits, [Trait::HttpLabel, unset]);
        assert!(field.docs.summary.ends_with("If it is not set, `-` is sent."), "{:?}", field.docs);
    }

    #[test]
    fn archives_have_a_tree_hash() {
        let http = r#""http": {"method": "POST", "requestUri": "/"}"#;
        let operations = format!(r#""UploadArchive": {{{http}}}, "Other": {{{http}}}"#);
        let plan = plan_of_service("Glacier", "rest-json", &operations, "");
        let operations = plan.unwrap_or_else(|diagnostics| panic!("{diagnostics}")).operations;
        let sums = operations.iter().map(|o| Some(&o.traits.as_ref()?.request_checksum));
        assert_eq!(sums.collect::<Vec<_>>(), [None, Some(&RequestChecksum::TreeHash)]);
    }

    #[test]
    fn route_53_takes_the_ids_that_it_gives() {
        let operation = operation("Route 53", "rest-xml");
        assert_eq!(traits_of(&operation, "zone"), [Trait::LastSegment]);
        assert_eq!(traits_of(&operation, "accountId"), [Trait::HttpLabel, Trait::Required]);
        assert_eq!(operation.output.fields[0].member.traits, []);
    }

    #[test]
    fn a_location_of_s3_stands_bare() {
        let output = operation("S3", "rest-xml").output;
        assert_eq!(output.traits, [Trait::XmlUnwrapped]);
    }

    #[test]
    fn s3_has_errors_of_its_own() {
        let protocol = |service: &str| planned(service, "rest-xml").service.protocol;
        let protocols = ["S3", "S3 Control", "Toy"].map(protocol);
        assert_eq!(protocols, [Protocol::S3, Protocol::S3Control, Protocol::RestXml]);
    }

    #[test]
    fn s3_has_a_signature_of_its_own() {
        let auth = |service: &str| {
            let auth = planned(service, "rest-xml").service.auth;
            (auth.path_as_is, auth.content_sha256)
        };
        assert_eq!([auth("S3"), auth("S3 Control")], [(true, true), (false, true)]);
        assert_eq!(auth("Toy"), (false, false));
    }

    #[test]
    fn buckets_may_be_open_to_everybody() {
        let schemes = |service: &str| planned(service, "rest-xml").service.auth.schemes;
        assert_eq!(schemes("S3"), [Scheme::SigV4, Scheme::NoAuth]);
        assert_eq!(schemes("S3 Control"), [Scheme::SigV4]);
    }

    #[test]
    fn some_requests_can_be_presigned() {
        let presigned = |service: &str, protocol: &str, operation: &str| {
            let http = r#"{"http": {"method": "POST", "requestUri": "/"}}"#;
            let operations = format!(r#""{operation}": {http}, "Other": {http}"#);
            let plan = plan_of_service(service, protocol, &operations, "");
            let plan = plan.unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
            let of = |name: &str| {
                let mut operations = plan.operations.iter();
                operations.find(|o| o.model_name == name).and_then(|o| o.presigning)
            };
            let feature = plan.service.features.contains(&Feature::Presigning);
            (of(operation), of("Other"), feature)
        };
        let query = Some(Presigning::Query);
        assert_eq!(presigned("Polly", "rest-json", "SynthesizeSpeech"), (query, None, true));
        assert_eq!(presigned("STS", "query", "GetCallerIdentity"), (query, None, true));
        let unsigned = Some(Presigning::UnsignedPayload);
        assert_eq!(presigned("S3", "rest-xml", "GetObject"), (unsigned, unsigned, true));
        assert_eq!(presigned("Toy", "rest-xml", "GetObject"), (None, None, false));
    }

    #[test]
    fn answers_of_s3_have_two_request_ids() {
        let role = |service: &str| operation(service, "rest-xml").output.role;
        assert_eq!((role("S3"), role("S3 Control")), (Role::S3Output, Role::Output));
    }

    #[test]
    fn s3_tells_as_text_when_an_object_expires() {
        let shapes = r#""Expires": {"type": "string"}, "Other": {"type": "string"},
            "In": {"type": "structure", "members": {"Expires": {"shape": "Expires"}}},
            "Out": {"type": "structure", "members": {
                "Expires": {"shape": "Expires", "location": "header", "locationName": "Expires"},
                "Other": {"shape": "Other"}}}"#;
        let get = r#""Get": {"http": {"method": "GET", "requestUri": "/"}, "input": {"shape": "In"},
            "output": {"shape": "Out"}}"#;
        let plan = |service: &str| {
            let plan = plan_of_service(service, "rest-xml", get, shapes);
            plan.unwrap_or_else(|diagnostics| panic!("{diagnostics}")).operations.remove(0)
        };
        let Operation { input, output, .. } = plan("S3");
        let fields = |structure: &crate::ir::Structure| {
            let fields = structure.fields.iter();
            fields.map(|field| (field.name.to_string(), field.ty.clone())).collect::<Vec<_>>()
        };
        let named = |name: &str, ty: Ty| (name.to_owned(), ty);
        let expires = named("expires", Ty::DateTime);
        let [text, other] = ["expires_string", "other"].map(|name| named(name, Ty::String));
        assert_eq!(fields(&input), std::slice::from_ref(&expires));
        assert_eq!(fields(&output), [expires, text, other]);
        let header = Trait::HttpHeader("Expires".to_owned());
        assert_eq!(output.fields[0].member.traits, [header.clone(), Trait::IgnoreUnparsable]);
        assert_eq!(output.fields[1].member.traits, [header]);
        assert!(output.fields[0].deprecated.is_some() && output.fields[1].deprecated.is_none());
        assert_eq!(fields(&plan("Toy").output)[0], named("expires", Ty::String));
    }

    #[test]
    fn a_region_to_copy_from_is_not_sent() {
        let shapes = r#""S": {"type": "string"},
            "In": {"type": "structure", "members": {"SourceRegion": {"shape": "S"}}}"#;
        let copy =
            r#""Copy": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}}"#;
        let fields = |service: &str| {
            let plan = plan_of_service(service, "query", copy, shapes);
            plan.unwrap_or_else(|diagnostics| panic!("{diagnostics}")).operations[0]
                .input
                .fields
                .len()
        };
        assert_eq!((fields("RDS"), fields("Toy")), (0, 1));
    }

    #[test]
    fn a_bucket_that_the_rules_know_is_left_to_them() {
        let uri = |service: &str, uri: &str, context: &str| {
            let operations = format!(
                r#""Get": {{"http": {{"method": "GET", "requestUri": "{uri}"}}, "input": {{"shape": "In"}}}}"#
            );
            let shapes = format!(
                r#""S": {{"type": "string"}}, "In": {{"type": "structure", "required": ["Bucket"], "members":
                    {{"Bucket": {{"shape": "S", "location": "uri", "locationName": "Bucket"{context}}}}}}}"#
            );
            let mut model = crate::test_model::model_with(&operations, &shapes)
                .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
            service.clone_into(&mut model.service.sdk_id);
            super::customize(&mut model);
            model.operations[0].traits.http().unwrap().uri.to_owned()
        };
        let known = r#", "contextParam": {"name": "Bucket"}"#;
        assert_eq!(uri("S3", "/{Bucket}", known), "/");
        assert_eq!(uri("S3", "/{Bucket}?location", known), "/?location");
        assert_eq!(uri("S3", "/{Bucket}/x?y", known), "/x?y");
        assert_eq!(uri("S3", "/{Bucket}/x", ""), "/{Bucket}/x", "the rules do not know it");
        assert_eq!(uri("S3 Control", "/{Bucket}/x", known), "/{Bucket}/x");
    }

    #[test]
    fn an_identity_provider_may_be_back_soon() {
        let mut plan = planned("STS", "query");
        assert_eq!(plan.errors.remove(0).retryable, Some(Retryable::Server));
        assert_eq!(plan.service.retries.transient_errors, ["IDPCommunicationError"]);
    }

    #[test]
    fn quick_services_are_soon_tried_again() {
        let defaults = |service: &str| planned(service, "json").service.retries.defaults;
        let quick = Some(RetryDefaults { attempts: 4, backoff_millis: 25 });
        assert_eq!(["DynamoDB", "DynamoDB Streams", "Toy"].map(defaults), [quick, quick, None]);
    }

    #[test]
    fn who_waits_for_work_asks_again() {
        let plan = |service: &str| {
            let http = r#""http": {"method": "POST", "requestUri": "/"}"#;
            let operations = format!(r#""ReceiveMessage": {{{http}}}, "Other": {{{http}}}"#);
            let plan = plan_of_service(service, "json", &operations, "");
            let operations = plan.unwrap_or_else(|diagnostics| panic!("{diagnostics}")).operations;
            let polls = operations.iter().map(|o| o.traits.as_ref().is_some_and(|t| t.long_poll));
            polls.collect::<Vec<_>>()
        };
        assert_eq!((plan("SQS"), plan("Toy")), (vec![false, true], vec![false, false]));
    }

    #[test]
    fn api_gateway_is_asked_for_plain_json() {
        let headers = planned("API Gateway", "rest-json").service.headers;
        assert_eq!(headers, [("accept".to_owned(), "application/json".to_owned())]);
    }
}
