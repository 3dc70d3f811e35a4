//! Values of sensitive members stay out of logs ("sensitive trait" of the Smithy specification).
//!
//! The published crates log requests, answers and events as `Debug` shows them, and a program may show the answer that an
//! error keeps. For an operation that carries sensitive values,
//!
//! - bodies are put where `Debug` does not show them and `bytes()` does;
//! - paths, queries and headers that hold one, or the token of a session, are withheld while a message is logged: from the last interceptor before a
//!   request is handed to the HTTP client until that client has it, and from an answer's arrival until interceptors see it;
//! - nothing is logged while such a request is signed, or one is presigned, and while events are framed.

use super::around::{Around, around};
use crate::operation::Descriptor;
use crate::operation::traits::Sensitivity;
use crate::redaction::{REDACTED, SensitiveInput, unheard};
use crate::schema::Shape;
use aws_runtime::auth::{
    HttpSignatureType, SigV4OperationSigningConfig, SigV4SessionTokenNameOverride,
};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{
    AuthScheme, AuthSchemeEndpointConfig, AuthSchemeId, Sign,
};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::identity::{Identity, SharedIdentityResolver};
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
    FinalizerInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, SensitiveOutput};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::{
    GetIdentityResolver, RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::{Order, RuntimePlugin, RuntimePlugins};
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_schema::Schema;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Layer, Storable, StoreReplace};
use std::borrow::Cow;

/// Configures what the published crates, and event streams, ask about.
pub(crate) fn configure(operation: &Descriptor, layer: &mut Layer) {
    let Sensitivity { input, output, .. } = operation.traits.sensitivity;
    if input {
        layer.store_put(SensitiveInput);
    }
    if output {
        layer.store_put(SensitiveOutput);
    }
}

/// The plugins of a call that carries sensitive values, or the token of a session. The HTTP client may be the client's or the
/// call's own.
pub(crate) fn plugins(operation: &Descriptor, plugins: RuntimePlugins) -> RuntimePlugins {
    let may_have_session = cfg!(feature = "s3-express") && operation.service.auth.by_endpoint;
    match operation.traits.sensitivity {
        Sensitivity { input: false, output: false, .. } if !may_have_session => plugins,
        sensitivity => plugins
            .with_client_plugin(Withholding { sensitivity, intercepts: false })
            .with_operation_plugin(Withholding { sensitivity, intercepts: true }),
    }
}

/// The header with the token of a session of S3 Express, of which the published crates do not know that it is a secret.
pub(super) const SESSION_TOKEN: &str = "x-amz-s3session-token";

/// Puts a body where `Debug` does not show it. What is in memory can still be asked for by `bytes()`.
fn conceal(body: &mut SdkBody) {
    if body.bytes().is_some() {
        let shown = std::mem::replace(body, SdkBody::taken());
        *body = shown.map_preserve_contents(SdkBody::from_body_1_x);
    }
}

/// What of the head of a request holds sensitive values.
#[derive(Clone, Debug, Default, PartialEq)]
struct SensitiveHead {
    /// What stands for path and query.
    path: Option<String>,
    headers: Vec<String>,
}

impl Storable for SensitiveHead {
    type Storer = StoreReplace<Self>;
}

/// Prepares a request for being logged, whose input is of this shape.
pub(crate) fn prepare(request: &mut HttpRequest, input: &Shape, cfg: &mut ConfigBag) {
    if cfg.load::<SensitiveInput>().is_none() {
        return;
    }
    conceal(request.body_mut());
    let head = sensitive_head(request.headers(), input);
    if head != SensitiveHead::default() {
        cfg.interceptor_state().store_put(head);
    }
}

fn sensitive_head(headers: &Headers, input: &Shape) -> SensitiveHead {
    let schema = input.schema();
    let secrets = || {
        let members = input.members().iter().zip(schema.members());
        members.filter(|(member, _)| member.is_sensitive()).map(|(_, schema)| *schema)
    };
    let in_uri = |member: &Schema<'_>| {
        member.http_label().is_some()
            || member.http_query().is_some()
            || member.http_query_params().is_some()
    };
    let hides = |header: &str| {
        let begins = |name: &str| {
            header.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
        };
        secrets().any(|member| {
            member.http_header().is_some_and(|name| header.eq_ignore_ascii_case(name.value()))
                || member.http_prefix_headers().is_some_and(|prefix| begins(prefix.value()))
        })
    };
    // The braces of labels are not allowed in a URI.
    let template = || {
        let path = schema.http().map_or("/", |http| http.uri());
        path.split('?').next().unwrap_or_default().replace('{', "*").replace("+}", "*")
    };
    SensitiveHead {
        path: secrets().any(in_uri).then(|| template().replace('}', "*")),
        headers: names_of(headers, hides),
    }
}

fn names_of(headers: &Headers, is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    headers.iter().map(|(name, _)| name).filter(|name| is_meant(name)).map(str::to_owned).collect()
}

/// What was taken out of the head of a message, to be put back.
#[derive(Clone, Default)]
struct Withheld {
    uri: Option<String>,
    headers: Headers,
}

/// Puts [`REDACTED`] in the place of these headers.
fn withhold_headers(headers: &mut Headers, names: &[String]) -> Headers {
    let withheld = headers.clone();
    for name in names {
        headers.insert(name.clone(), REDACTED);
    }
    withheld
}

fn withhold_head(request: &mut HttpRequest, head: &SensitiveHead) -> Result<(), BoxError> {
    let mut withheld = Withheld::default();
    if let Some(path) = &head.path {
        let uri = request.uri().to_owned();
        let authority = uri.find("://").map_or(0, |scheme| scheme + "://".len());
        let end = uri[authority..].find(['/', '?']).map_or(uri.len(), |path| authority + path);
        request.set_uri(format!("{}{path}", &uri[..end]))?;
        withheld.uri = Some(uri);
    }
    withheld.headers = withhold_headers(request.headers_mut(), &head.headers);
    request.add_extension(withheld);
    Ok(())
}

/// Puts back what was withheld while a request is logged.
///
/// # Errors
///
/// When an interceptor made the URI what is none.
pub(crate) fn restore_head(request: &mut HttpRequest) -> Result<(), BoxError> {
    if let Some(Withheld { uri, headers }) = request.extension::<Withheld>().cloned() {
        if let Some(uri) = uri {
            request.set_uri(uri)?;
        }
        *request.headers_mut() = headers;
    }
    Ok(())
}

/// Wraps the HTTP client that is configured beside it, and intercepts.
#[derive(Clone, Copy, Debug)]
struct Withholding {
    sensitivity: Sensitivity,
    intercepts: bool,
}

impl RuntimePlugin for Withholding {
    fn order(&self) -> Order {
        Order::NestedComponents
    }

    fn runtime_components(
        &self,
        current: &RuntimeComponentsBuilder,
    ) -> Cow<'_, RuntimeComponentsBuilder> {
        let wrapped = around(current, Sending(self.sensitivity));
        let components = RuntimeComponentsBuilder::new("Withholding").with_http_client(wrapped);
        Cow::Owned(match self.intercepts {
            true => components.with_interceptor(*self),
            false => components,
        })
    }
}

#[dyn_dispatch_hint]
impl Intercept for Withholding {
    fn name(&self) -> &'static str {
        "Withholding"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut head = cfg.load::<SensitiveHead>().cloned().unwrap_or_default();
        head.headers.extend(has_session(cfg).then(|| SESSION_TOKEN.to_owned()));
        match head == SensitiveHead::default() {
            true => Ok(()),
            false => withhold_head(context.request_mut(), &head),
        }
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response_mut();
        if let Some(Withheld { headers, .. }) = response.extension::<Withheld>().cloned() {
            *response.headers_mut() = headers;
        }
        Ok(())
    }

    /// An error keeps the answer as it is now.
    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let failed = context.output_or_error().is_some_and(|answer| answer.is_err());
        if let Some(response) = context.response_mut().filter(|_| failed) {
            conceal_answer(response, self.sensitivity);
        }
        Ok(())
    }
}

/// Sends what was withheld from the log, and withholds what is answered.
#[derive(Clone, Copy)]
struct Sending(Sensitivity);

impl Around for Sending {
    fn send(&self, client: &SharedHttpConnector, mut request: HttpRequest) -> HttpConnectorFuture {
        if let Err(error) = restore_head(&mut request) {
            return HttpConnectorFuture::ready(Err(ConnectorError::user(error)));
        }
        let (answer, sensitivity) = (client.call(request), self.0);
        HttpConnectorFuture::new(async move {
            let mut response = answer.await?;
            if let Some(headers) = conceal_answer(&mut response, sensitivity) {
                response.add_extension(Withheld { uri: None, headers });
            }
            Ok(response)
        })
    }
}

/// Conceals what an answer holds that is sensitive, and gives its headers as they were if some are.
fn conceal_answer(response: &mut HttpResponse, sensitivity: Sensitivity) -> Option<Headers> {
    if !sensitivity.output {
        return None;
    }
    conceal(response.body_mut());
    // A name that ends in `*` stands for all that begin so.
    let is_meant = |header: &str| {
        sensitivity.headers.iter().any(|name| match name.strip_suffix('*') {
            Some(prefix) => header.starts_with(prefix),
            None => header == *name,
        })
    };
    let names = names_of(response.headers(), is_meant);
    (!names.is_empty()).then(|| withhold_headers(response.headers_mut(), &names))
}

/// An auth scheme that logs nothing about requests whose head holds sensitive values, and nothing about signatures and
/// session tokens in a URI.
#[derive(Debug)]
pub(crate) struct Unheard<S>(pub S);

impl<S: AuthScheme> AuthScheme for Unheard<S> {
    fn scheme_id(&self) -> AuthSchemeId {
        self.0.scheme_id()
    }

    fn identity_resolver(
        &self,
        resolvers: &dyn GetIdentityResolver,
    ) -> Option<SharedIdentityResolver> {
        self.0.identity_resolver(resolvers)
    }

    fn signer(&self) -> &dyn Sign {
        self
    }
}

impl<S: AuthScheme> Sign for Unheard<S> {
    fn sign_http_request(
        &self,
        request: &mut HttpRequest,
        identity: &Identity,
        endpoint: AuthSchemeEndpointConfig<'_>,
        components: &RuntimeComponents,
        cfg: &ConfigBag,
    ) -> Result<(), BoxError> {
        let sign =
            || self.0.signer().sign_http_request(request, identity, endpoint, components, cfg);
        let sensitive = cfg.load::<SensitiveHead>().is_some();
        match sensitive || is_presigned(cfg) || has_session(cfg) {
            true => unheard(sign),
            false => sign(),
        }
    }
}

fn is_presigned(cfg: &ConfigBag) -> bool {
    let signing = cfg.load::<SigV4OperationSigningConfig>();
    signing.is_some_and(|signing| {
        signing.signing_options.signature_type == HttpSignatureType::HttpRequestQueryParams
    })
}

/// Whether there is a token of a session.
fn has_session(cfg: &ConfigBag) -> bool {
    cfg.load::<SigV4SessionTokenNameOverride>().is_some()
}
