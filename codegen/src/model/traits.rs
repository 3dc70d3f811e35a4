//! Traits, by their ids, and typed ways to read those that the generator knows.

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// Documentation, as upstream wrote it: HTML in AWS models.
pub const DOCUMENTATION: &str = "smithy.api#documentation";
/// Documentation of ours, in Markdown.
pub const OVERLAY: &str = "smithwright#documentation";
/// The name of a shape before its service renamed it.
pub const ORIGINAL_NAME: &str = "smithwright#originalName";
/// What SDKs call a service, and other facts about it.
pub const SERVICE: &str = "aws.api#service";
/// A service whose requests are signed by signature version 2, for which Smithy has no trait: its id is ours.
pub const SIGV2: &str = "aws.auth#sigv2";
/// How requests are signed.
pub const SIGV4: &str = "aws.auth#sigv4";
/// A service's name in full.
pub const TITLE: &str = "smithy.api#title";
/// The rules by which endpoints are found, as a binary decision diagram.
pub const ENDPOINT_BDD: &str = "smithy.rules#endpointBdd";
/// The rules by which endpoints are found.
pub const ENDPOINT_RULE_SET: &str = "smithy.rules#endpointRuleSet";
/// A shape that others take their members and traits from.
pub const MIXIN: &str = "smithy.api#mixin";
/// How an operation answers in pages.
pub const PAGINATED: &str = "smithy.api#paginated";
/// The values of a string.
pub const ENUM: &str = "smithy.api#enum";
/// The value of an enum's member.
pub const ENUM_VALUE: &str = "smithy.api#enumValue";
/// Headers that all requests to a service need, by name: a fact of ours.
pub const HEADERS: &str = "smithwright#headers";
/// Method, URI and status of an operation.
pub const HTTP: &str = "smithy.api#http";
/// Status and code of an error.
pub const HTTP_ERROR: &str = "smithy.api#httpError";
/// A member in the URI.
pub const HTTP_LABEL: &str = "smithy.api#httpLabel";
/// A member in the query string.
pub const HTTP_QUERY: &str = "smithy.api#httpQuery";
/// A member that holds the rest of the query string.
pub const HTTP_QUERY_PARAMS: &str = "smithy.api#httpQueryParams";
/// A member in a header.
pub const HTTP_HEADER: &str = "smithy.api#httpHeader";
/// A member in all headers of a prefix.
pub const HTTP_PREFIX_HEADERS: &str = "smithy.api#httpPrefixHeaders";
/// The member that is the body.
pub const HTTP_PAYLOAD: &str = "smithy.api#httpPayload";
/// The member that holds the status.
pub const HTTP_RESPONSE_CODE: &str = "smithy.api#httpResponseCode";
/// A structure that is an error: `client` or `server`.
pub const ERROR: &str = "smithy.api#error";
/// An error that may pass.
pub const RETRYABLE: &str = "smithy.api#retryable";
/// The key of a member in JSON.
pub const JSON_NAME: &str = "smithy.api#jsonName";
/// How a timestamp is written.
pub const TIMESTAMP_FORMAT: &str = "smithy.api#timestampFormat";
/// A member that must be there.
pub const REQUIRED: &str = "smithy.api#required";
/// The value of a member that is absent.
pub const DEFAULT: &str = "smithy.api#default";
/// A member that may be absent for a client, whatever else is said of it.
pub const CLIENT_OPTIONAL: &str = "smithy.api#clientOptional";
/// A structure that is the input of one operation and nothing else.
pub const INPUT: &str = "smithy.api#input";
/// How a member that was set once is unset again: a fact of ours.
pub const CLEARED: &str = "smithwright#cleared";
/// A text that is sent where the caller sets none: a fact of ours.
pub const SENT_IF_UNSET: &str = "smithwright#sentIfUnset";
/// A member of which only what follows the last slash is sent: a fact of ours.
pub const LAST_SEGMENT: &str = "smithwright#lastSegment";
/// A member that is left unset where what came cannot be read: a fact of ours.
pub const IGNORE_UNPARSABLE: &str = "smithwright#ignoreUnparsable";
/// What must not be logged.
pub const SENSITIVE: &str = "smithy.api#sensitive";
/// What is not to be used any more.
pub const DEPRECATED: &str = "smithy.api#deprecated";
/// A member that the client fills in.
pub const IDEMPOTENCY_TOKEN: &str = "smithy.api#idempotencyToken";
/// An operation that may be repeated.
pub const IDEMPOTENT: &str = "smithy.api#idempotent";
/// Bounds of a length.
pub const LENGTH: &str = "smithy.api#length";
/// Bounds of a number.
pub const RANGE: &str = "smithy.api#range";
/// A regular expression.
pub const PATTERN: &str = "smithy.api#pattern";
/// The media type of a blob or string.
pub const MEDIA_TYPE: &str = "smithy.api#mediaType";
/// The name of a member's or structure's element in XML.
pub const XML_NAME: &str = "smithy.api#xmlName";
/// The XML namespace of an element.
pub const XML_NAMESPACE: &str = "smithy.api#xmlNamespace";
/// A member that is an attribute in XML.
pub const XML_ATTRIBUTE: &str = "smithy.api#xmlAttribute";
/// A list or map without an element of its own around it.
pub const XML_FLATTENED: &str = "smithy.api#xmlFlattened";
/// An output that is the text of the root element.
pub const XML_UNWRAPPED: &str = "aws.customizations#s3UnwrappedXmlOutput";
/// The key of a member in an EC2 query.
pub const EC2_QUERY_NAME: &str = "aws.protocols#ec2QueryName";
/// Code and status of an error in the query protocol.
pub const AWS_QUERY_ERROR: &str = "aws.protocols#awsQueryError";
/// A service that once spoke the query protocol, and still tells its error codes.
pub const AWS_QUERY_COMPATIBLE: &str = "aws.protocols#awsQueryCompatible";
/// A REST XML service that has no element around its errors.
pub const NO_ERROR_WRAPPING: &str = "smithwright#noErrorWrapping";
/// A service whose errors are those of Amazon S3: a fact of ours.
pub const S3_ERRORS: &str = "smithwright#s3Errors";
/// A service that begins to answer before it knows how it ends, as Amazon S3 does: a fact of ours.
pub const ANSWERS_BREAK_OFF: &str = "smithwright#answersBreakOff";
/// A blob or union that comes piece by piece.
pub const STREAMING: &str = "smithy.api#streaming";
/// A stream whose length must be known before it is sent.
pub const REQUIRES_LENGTH: &str = "smithy.api#requiresLength";
/// The member that is the whole payload of an event.
pub const EVENT_PAYLOAD: &str = "smithy.api#eventPayload";
/// A member that is a header of an event.
pub const EVENT_HEADER: &str = "smithy.api#eventHeader";
/// A list or map that may hold nulls.
pub const SPARSE: &str = "smithy.api#sparse";
/// Checksums of requests and responses.
pub const HTTP_CHECKSUM: &str = "aws.protocols#httpChecksum";
/// An operation whose request carries a checksum.
pub const HTTP_CHECKSUM_REQUIRED: &str = "smithy.api#httpChecksumRequired";
/// An operation whose request carries Amazon Glacier's tree hash: a fact of ours.
pub const TREE_HASH: &str = "smithwright#treeHash";
/// An operation that sends the headers of its answer before it has done its work, and the body minutes later: a fact of
/// ours.
pub const ANSWERS_EARLY: &str = "smithwright#answersEarly";
/// The paths of requests are signed as they are sent: a fact of ours.
pub const PATH_AS_IS: &str = "smithwright#pathAsIs";
/// Requests carry the hash of their body in a header: a fact of ours.
pub const CONTENT_SHA256: &str = "smithwright#contentSha256";
/// Codes of errors that may pass, whatever their status: a fact of ours.
pub const TRANSIENT_ERRORS: &str = "smithwright#transientErrors";
/// How often and how soon requests are tried again under the retry behavior that SDKs have from 2026 on: a fact of ours.
pub const RETRY_DEFAULTS: &str = "smithwright#retryDefaults";
/// An operation that waits for something to happen, and is called again and again.
pub const LONG_POLL: &str = "aws.api#longPoll";
/// A service whose requests can be presigned, without their body: a fact of ours.
pub const PRESIGNED_UNSIGNED: &str = "smithwright#presignedUnsigned";
/// An operation whose requests can be presigned, as a GET with all members in the query: a fact of ours.
pub const PRESIGNED_QUERY: &str = "smithwright#presignedQuery";
/// What can be waited for by asking an operation again and again.
pub const WAITABLE: &str = "smithy.waiters#waitable";
/// Encodings in which a request may be compressed.
pub const REQUEST_COMPRESSION: &str = "smithy.api#requestCompression";
/// What an operation puts before the endpoint's host.
pub const ENDPOINT: &str = "smithy.api#endpoint";
/// A member that is part of that.
pub const HOST_LABEL: &str = "smithy.api#hostLabel";
/// A member that is a parameter of the endpoint rules.
pub const CONTEXT_PARAM: &str = "smithy.rules#contextParam";
/// Parameters of the endpoint rules that an operation sets for all requests.
pub const STATIC_CONTEXT_PARAMS: &str = "smithy.rules#staticContextParams";
/// Parameters of the endpoint rules that an operation takes from its input, by JMESPath.
pub const OPERATION_CONTEXT_PARAMS: &str = "smithy.rules#operationContextParams";
/// Parameters of the endpoint rules that the client's configuration sets.
pub const CLIENT_CONTEXT_PARAMS: &str = "smithy.rules#clientContextParams";
/// A service whose requests are signed by SigV4a.
pub const SIGV4A: &str = "aws.auth#sigv4a";
/// A service whose requests carry a bearer token.
pub const HTTP_BEARER_AUTH: &str = "smithy.api#httpBearerAuth";
/// A service whose requests carry an API key, in a header or in the query.
pub const HTTP_API_KEY_AUTH: &str = "smithy.api#httpApiKeyAuth";
/// A service whose requests carry a name and a password (RFC 7617).
pub const HTTP_BASIC_AUTH: &str = "smithy.api#httpBasicAuth";
/// A service whose requests prove a password without telling it (RFC 7616).
pub const HTTP_DIGEST_AUTH: &str = "smithy.api#httpDigestAuth";
/// The auth scheme that is none.
pub const NO_AUTH: &str = "smithy.api#noAuth";
/// The auth schemes of a service or operation, most preferred first. Every service has it once it is parsed.
pub const AUTH: &str = "smithy.api#auth";
/// An operation that may be called without any; on a service, all of them that list none.
pub const OPTIONAL_AUTH: &str = "smithy.api#optionalAuth";
/// An operation whose body is left out of the signature.
pub const UNSIGNED_PAYLOAD: &str = "aws.auth#unsignedPayload";
/// An operation that gives credentials for a session with a bucket: a fact of ours.
pub const CREATES_SESSION: &str = "smithwright#createsSession";
/// The operation of a service that tells endpoints.
pub const CLIENT_ENDPOINT_DISCOVERY: &str = "aws.api#clientEndpointDiscovery";
/// An operation whose endpoint another operation tells.
pub const CLIENT_DISCOVERED_ENDPOINT: &str = "aws.api#clientDiscoveredEndpoint";

/// Traits of a shape or member: id and value.
#[derive(Clone, Debug, Default)]
pub struct Traits(IndexMap<String, Value>);

impl Traits {
    /// Adds a trait.
    pub fn add(&mut self, id: &str, value: impl Into<Value>) {
        self.0.insert(id.to_owned(), value.into());
    }

    /// Adds a trait that says all by being there.
    pub fn mark(&mut self, id: &str) {
        self.add(id, Value::Object(Map::new()));
    }

    /// Adds entries to a trait that is an object; those that it has stay, unless they are among `more`.
    pub fn extend(&mut self, id: &str, more: impl IntoIterator<Item = (String, Value)>) {
        let object = self.0.entry(id.to_owned()).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(object) = object {
            object.extend(more);
        }
    }

    /// Takes a trait away.
    pub fn remove(&mut self, id: &str) {
        self.0.shift_remove(id);
    }

    /// Whether the trait is there.
    pub fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The trait's value.
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.0.get(id)
    }

    /// The trait's value, if it is a string.
    pub fn text(&self, id: &str) -> Option<&str> {
        self.0.get(id)?.as_str()
    }

    /// The ids of the traits.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The trait `http`.
    pub fn http(&self) -> Option<Http<'_>> {
        let http = self.get(HTTP)?;
        Some(Http {
            method: http.get("method")?.as_str()?,
            uri: http.get("uri")?.as_str()?,
            code: http
                .get("code")
                .and_then(Value::as_u64)
                .and_then(|c| c.try_into().ok())
                .unwrap_or(200),
        })
    }

    /// Whether the endpoint of an operation must be discovered. One that may be is found by the rules as well, as in other
    /// SDKs where discovery is not switched on.
    pub fn needs_discovery(&self) -> bool {
        let discovery = self.get(CLIENT_DISCOVERED_ENDPOINT);
        let required = discovery.and_then(|discovery| discovery.get("required"));
        required.and_then(Value::as_bool) == Some(true)
    }

    /// The operation that tells the endpoints of a service, by its name.
    pub fn endpoint_operation(&self) -> Option<&str> {
        let id = self.get(CLIENT_ENDPOINT_DISCOVERY)?.get("operation")?.as_str()?;
        id.rsplit('#').next()
    }

    /// The trait's value on a member that has these traits, or else on its target.
    pub fn get_or<'a>(&'a self, target: &'a Self, id: &str) -> Option<&'a Value> {
        self.get(id).or_else(|| target.get(id))
    }
}

/// The bounds that the value of the trait `length` or `range` gives.
pub fn bounds(value: &Value) -> (Option<&Value>, Option<&Value>) {
    (value.get("min"), value.get("max"))
}

/// The trait `http` ("http trait" of the Smithy specification).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Http<'a> {
    /// The method.
    pub method: &'a str,
    /// The path, with labels in braces by the members' names, and constant query parameters.
    pub uri: &'a str,
    /// The status of a success.
    pub code: u16,
}
