//! How operations are reached and signed, decided. Variants carry the names of those in the runtime
//! (`smithwright_runtime::access` and `auth`), and what they mean is told there.

use super::checksum::{RequestChecksum, ResponseChecksum};
use crate::model::{Service, traits as t};
use serde::Serialize;
use serde_json::Value;

/// What few operations say of their endpoint and of their signature.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OperationTraits {
    /// The host prefix.
    pub host: Vec<HostPrefixSegment>,
    /// Parameters of the endpoint rules, by their names there.
    pub parameters: Vec<(String, ParameterSource)>,
    /// The auth schemes, where they are not the service's.
    pub auth: Option<Vec<Scheme>>,
    /// Whether the body is left out of the signature.
    pub unsigned_payload: bool,
    /// Whether the headers of the answer come before the work is done.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub answers_early: bool,
    /// Whether large bodies are compressed.
    pub gzip: bool,
    /// Whether the operation waits for something to happen, and is called again and again.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub long_poll: bool,
    /// The checksum of requests.
    pub request_checksum: RequestChecksum,
    /// The checksum of responses.
    pub response_checksum: Option<ResponseChecksum>,
    /// What must not be logged.
    #[serde(skip_serializing_if = "Sensitivity::is_none")]
    pub sensitivity: Sensitivity,
}

/// What of an operation must not be logged.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Whether its input holds a sensitive value at any depth.
    pub input: bool,
    /// Whether its output or one of its errors does.
    pub output: bool,
    /// The headers of its answers that hold one, by names in lower case; a prefix ends in `*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
}

impl Sensitivity {
    /// Whether all of the operation may be logged.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// A segment of a host prefix.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub enum HostPrefixSegment {
    Literal(String),
    Label(String),
}

/// Where an operation takes a parameter from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub enum ParameterSource {
    Flag(bool),
    Text(String),
    Texts(Vec<String>),
    Path(Vec<Step>),
}

/// A step through an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub enum Step {
    Member(String),
    Each,
    Keys,
    Any(Vec<Vec<Step>>),
}

/// An auth scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub enum Scheme {
    SigV4,
    SigV4a,
    Bearer,
    ApiKey,
    Basic,
    Digest,
    NoAuth,
}

impl Scheme {
    /// The scheme of which this is the trait's id, if the runtime knows it and the service says all that it needs.
    pub fn of(service: &Service, id: &str) -> Option<Self> {
        match id {
            t::SIGV4 => Some(Self::SigV4),
            t::SIGV4A => Some(Self::SigV4a),
            t::HTTP_BEARER_AUTH => Some(Self::Bearer),
            t::HTTP_API_KEY_AUTH => ApiKey::of(service).map(|_| Self::ApiKey),
            t::HTTP_BASIC_AUTH => Some(Self::Basic),
            t::HTTP_DIGEST_AUTH => Some(Self::Digest),
            t::NO_AUTH => Some(Self::NoAuth),
            _ => None,
        }
    }
}

/// Where an API key goes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ApiKey {
    /// A header, or a parameter of the query.
    pub location: ApiKeyLocation,
    /// Its name.
    pub name: String,
    /// The scheme that goes before the key in a header.
    pub scheme: Option<String>,
}

impl ApiKey {
    /// What the service says of it, which the parser has checked.
    pub fn of(service: &Service) -> Option<Self> {
        let facts = service.traits.get(t::HTTP_API_KEY_AUTH)?;
        let text = |key: &str| facts.get(key).and_then(Value::as_str).map(str::to_owned);
        let location = match text("in")?.as_str() {
            "query" => ApiKeyLocation::Query,
            _ => ApiKeyLocation::Header,
        };
        Some(Self { location, name: text("name")?, scheme: text("scheme") })
    }
}

/// What carries an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub enum ApiKeyLocation {
    Header,
    Query,
}

/// How the requests of a service are signed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Auth {
    /// The schemes of operations that name none.
    pub schemes: Vec<Scheme>,
    /// Where API keys go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<ApiKey>,
    /// Whether endpoints may ask for others.
    pub by_endpoint: bool,
    /// Whether some endpoint asks for SigV4a, or the model does.
    pub sigv4a: bool,
    /// Whether some endpoint asks for the session credentials of S3 Express.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub s3_express: bool,
    /// Whether the path is signed as it is sent.
    pub path_as_is: bool,
    /// Whether the hash of the body is sent.
    pub content_sha256: bool,
}
