//! Presigned requests, and for how long they hold.
//!
//! A presigned request has its signature in the query, so that whoever is given it can send it, without credentials, until
//! it expires. `presigned` of a fluent builder makes one, where the operation can be presigned.

use crate::operation::Descriptor;
use crate::operation::presigning::Presigning;
use crate::redaction::REDACTED;
use crate::serde::{InQuery, OperationInput};
use aws_runtime::auth::{HttpSignatureType, PayloadSigningOverride};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_smithy_async::time::{SharedTimeSource, StaticTimeSource};
use aws_smithy_runtime::client::retries::strategy::NeverRetryStrategy;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::disable_interceptor;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_schema::header_omit_settings::{HeaderOmitSettings, SharedHeaderOmitSettings};
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerializableStruct;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use std::fmt;
use std::time::{Duration, SystemTime};

/// The longest time for which a signature holds: a week ("Authenticating Requests: Using Query Parameters" of the S3 API
/// reference).
const LONGEST: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// For how long a presigned request holds, and from when on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PresigningConfig {
    start_time: SystemTime,
    expires_in: Duration,
}

impl PresigningConfig {
    /// A request that holds for `expires_in` from now on, and no longer than the credentials that sign it.
    ///
    /// # Errors
    ///
    /// When that is longer than a week.
    pub fn expires_in(expires_in: Duration) -> Result<PresigningConfig, PresigningConfigError> {
        Self::builder().expires_in(expires_in).build()
    }

    /// Starts a [`PresigningConfigBuilder`].
    pub fn builder() -> PresigningConfigBuilder {
        PresigningConfigBuilder::default()
    }

    /// For how long the request holds.
    pub fn expires(&self) -> Duration {
        self.expires_in
    }

    /// From when on the request holds.
    pub fn start_time(&self) -> SystemTime {
        self.start_time
    }
}

/// Builds a [`PresigningConfig`].
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct PresigningConfigBuilder {
    start_time: Option<SystemTime>,
    expires_in: Option<Duration>,
}

impl PresigningConfigBuilder {
    /// Sets from when on the request holds: from now on, unless set.
    pub fn start_time(mut self, start_time: SystemTime) -> Self {
        self.set_start_time(Some(start_time));
        self
    }

    /// Sets or clears from when on the request holds.
    pub fn set_start_time(&mut self, start_time: Option<SystemTime>) {
        self.start_time = start_time;
    }

    /// Sets for how long the request holds; required. It holds no longer than the credentials that sign it.
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.set_expires_in(Some(expires_in));
        self
    }

    /// Sets or clears for how long the request holds.
    pub fn set_expires_in(&mut self, expires_in: Option<Duration>) {
        self.expires_in = expires_in;
    }

    /// The finished configuration.
    ///
    /// # Errors
    ///
    /// When no duration is set, or one of more than a week.
    pub fn build(self) -> Result<PresigningConfig, PresigningConfigError> {
        let expires_in = self.expires_in.ok_or(Wrong::Missing)?;
        if expires_in > LONGEST {
            return Err(Wrong::TooLong.into());
        }
        Ok(PresigningConfig {
            start_time: self.start_time.unwrap_or_else(SystemTime::now),
            expires_in,
        })
    }
}

/// Why a [`PresigningConfig`] cannot be built.
#[derive(Debug)]
pub struct PresigningConfigError(Wrong);

#[derive(Debug)]
enum Wrong {
    Missing,
    TooLong,
}

impl From<Wrong> for PresigningConfigError {
    fn from(wrong: Wrong) -> Self {
        Self(wrong)
    }
}

impl fmt::Display for PresigningConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Wrong::Missing => "`expires_in` is required",
            Wrong::TooLong => "`expires_in` must be no longer than one week",
        })
    }
}

impl std::error::Error for PresigningConfigError {}

/// A request that is signed and can be sent by anyone: its method, its URI, and the headers that have to go with it. It has
/// no body.
#[derive(Clone)]
#[non_exhaustive]
pub struct PresignedRequest {
    uri: String,
    headers: Headers,
    request: http::Request<()>,
}

impl PresignedRequest {
    pub(crate) fn new(request: HttpRequest) -> Result<Self, BoxError> {
        let (uri, headers) = (request.uri().to_owned(), request.headers().clone());
        let request = request.try_into_http1x()?.map(|_| ());
        Ok(Self { uri, headers, request })
    }

    /// The method.
    pub fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// The URI, with the signature in its query.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The headers that have to go with the request, except for `Host`, which an HTTP client sets.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter()
    }

    /// The request with this body, for HTTP clients that know version 0.2 of the crate `http`.
    ///
    /// # Panics
    ///
    /// When that version does not allow the URI.
    #[deprecated = "use `make_http_1x_request`"]
    pub fn make_http_02x_request<B>(&self, body: B) -> http_02x::Request<B> {
        let request = http_02x::Request::builder().method(self.method()).uri(self.uri());
        let request =
            self.headers().fold(request, |request, (name, value)| request.header(name, value));
        request.body(body).expect("version 0.2 of the crate `http` allows this URI")
    }

    /// The request with this body, for HTTP clients that know version 0.2 of the crate `http`.
    ///
    /// # Panics
    ///
    /// When that version does not allow the URI.
    #[deprecated = "use `into_http_1x_request`"]
    #[allow(deprecated)]
    pub fn into_http_02x_request<B>(self, body: B) -> http_02x::Request<B> {
        self.make_http_02x_request(body)
    }

    /// The request with this body.
    pub fn make_http_1x_request<B>(&self, body: B) -> http::Request<B> {
        self.clone().into_http_1x_request(body)
    }

    /// The request with this body.
    pub fn into_http_1x_request<B>(self, body: B) -> http::Request<B> {
        self.request.map(|()| body)
    }
}

/// Shows neither query nor headers: the signature is as good as credentials.
impl fmt::Debug for PresignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.uri.split('?').next().unwrap_or_default();
        f.debug_struct("PresignedRequest")
            .field("method", &self.method())
            .field("uri", &format_args!("{path}?{REDACTED}"))
            .finish_non_exhaustive()
    }
}

/// The request of a call that is presigned, which has no body.
///
/// # Errors
///
/// When the input cannot be written.
pub(super) fn request(
    input: OperationInput<'_>,
    protocol: &SharedClientProtocol,
    cfg: &ConfigBag,
) -> Result<Option<HttpRequest>, BoxError> {
    let Some(presigning) = cfg.load::<Presigning>() else { return Ok(None) };
    let has_bindings = input.schema().http().is_some();
    if *presigning == Presigning::Query && has_bindings {
        let input = InQuery(input);
        return Ok(Some(protocol.serialize_request(&input, input.schema(), "", cfg)?));
    }
    let mut request = protocol.serialize_request(&input, input.schema(), "", cfg)?;
    let body = std::mem::replace(request.body_mut(), SdkBody::empty());
    if *presigning == Presigning::Query {
        let form = body.bytes().map(String::from_utf8_lossy).unwrap_or_default();
        request.set_method("GET")?;
        request.set_uri(format!("/?{form}"))?;
        request.headers_mut().remove("content-type");
        request.headers_mut().remove("content-length");
    }
    Ok(Some(request))
}

/// A request that is presigned says only what the caller set.
#[derive(Debug)]
struct OmitDefaultHeaders;

impl HeaderOmitSettings for OmitDefaultHeaders {
    fn should_omit_default_content_type(&self) -> bool {
        true
    }

    fn should_omit_default_content_length(&self) -> bool {
        true
    }
}

/// Presigns the requests of a call, and leaves out of them what is of one sending alone.
pub(crate) fn plugin(
    operation: &Descriptor,
    presigning: Presigning,
    config: &PresigningConfig,
) -> StaticRuntimePlugin {
    let mut layer = Layer::new("presigning");
    let mut signing = operation.service.auth.signing();
    signing.signing_options.signature_type = HttpSignatureType::HttpRequestQueryParams;
    signing.signing_options.expires_in = Some(config.expires());
    if presigning == Presigning::UnsignedPayload {
        let payload = PayloadSigningOverride::unsigned_payload().to_signable_body();
        signing.signing_options.payload_override = Some(payload);
    }
    layer.store_put(signing).store_put(presigning);
    layer.store_put(SharedHeaderOmitSettings::new(OmitDefaultHeaders));
    layer.store_put(disable_interceptor::<InvocationIdInterceptor>("presigning"));
    layer.store_put(disable_interceptor::<RequestInfoInterceptor>("presigning"));
    layer.store_put(disable_interceptor::<UserAgentInterceptor>("presigning"));
    let time_source = SharedTimeSource::new(StaticTimeSource::new(config.start_time()));
    let components = RuntimeComponentsBuilder::new("presigning")
        .with_time_source(Some(time_source))
        .with_retry_strategy(Some(NeverRetryStrategy::new()));
    StaticRuntimePlugin::new().with_config(layer.freeze()).with_runtime_components(components)
}

#[cfg(all(test, feature = "xml"))]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::*;
    use crate::protocol::Protocol;
    use crate::serde::idempotency_token::IdempotencyTokenProvider;
    use aws_smithy_runtime_api::client::orchestrator::Metadata;
    use aws_smithy_schema::protocol::ServiceVersion;

    struct Who {
        name: Option<String>,
    }

    struct WhoBuilder {
        inner: Who,
    }

    crate::structure!(Who, builder: WhoBuilder, fields: [(name, set_name, get_name, String)],
        table: "example#Who\nName string"
    );

    #[test]
    fn a_form_becomes_a_query() {
        let who = Who { name: Some("a b&c".to_owned()) };
        let cfg = |presigning: Option<Presigning>| {
            let mut layer = Layer::new("test");
            layer.store_put(Metadata::new("GetCallerIdentity", "STS"));
            layer.store_put(ServiceVersion::new("2011-06-15"));
            layer.store_or_unset(presigning);
            ConfigBag::of_layers(vec![layer])
        };
        let protocol = Protocol::AwsQuery.client();
        let request = |presigning| {
            let tokens = &IdempotencyTokenProvider::NEW;
            let input = OperationInput { structure: &who, tokens };
            request(input, &protocol, &cfg(presigning)).expect("it can be written")
        };
        assert!(request(None).is_none(), "it is sent");
        let presigned = request(Some(Presigning::Query)).expect("it is presigned");
        assert_eq!(presigned.method(), "GET");
        assert_eq!(presigned.uri(), "/?Action=GetCallerIdentity&Version=2011-06-15&Name=a%20b%26c");
        assert_eq!((presigned.headers().len(), presigned.body().bytes()), (0, Some(&b""[..])));
    }
}
