//! API keys and digest authentication ("Authentication traits" of the Smithy specification).
//!
//! A signature of these schemes is a secret, or depends on what the service answers. So signing only says with what a request
//! is to be authenticated ([`Credential`]), and what is around the HTTP client does it, where neither logs nor interceptors
//! see it. Bearer tokens and basic authentication are the published runtime's, whose logs leave out the header
//! `authorization`.

#[cfg(feature = "digest-auth")]
mod challenge;
#[cfg(feature = "digest-auth")]
mod digest;

use super::around::{Around, around};
use crate::operation::Descriptor;
use crate::operation::auth::{ApiKey, ApiKeyLocation, Scheme};
use crate::operation::service::Provider;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{
    AuthScheme, AuthSchemeEndpointConfig, AuthSchemeId, Sign,
};
use aws_smithy_runtime_api::client::http::{HttpConnectorFuture, SharedHttpConnector};
#[cfg(feature = "digest-auth")]
use aws_smithy_runtime_api::client::identity::http::Login;
use aws_smithy_runtime_api::client::identity::http::Token;
use aws_smithy_runtime_api::client::identity::{Identity, SharedIdentityResolver};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::{
    GetIdentityResolver, RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::{Order, RuntimePlugin, RuntimePlugins};
use aws_smithy_schema::http_protocol::percent_encode;
use aws_smithy_types::config_bag::ConfigBag;
use std::borrow::Cow;
use std::fmt;
#[cfg(feature = "digest-auth")]
use {digest::Challenges, std::sync::Arc};

/// How a scheme makes a credential of an identity.
#[derive(Clone, Debug)]
enum Way {
    ApiKey(ApiKey),
    #[cfg(feature = "digest-auth")]
    Digest(Arc<Challenges>),
}

/// A scheme whose credential is put into a request when it leaves.
#[derive(Debug)]
pub(crate) struct LateScheme {
    id: AuthSchemeId,
    way: Way,
}

/// API keys that go where the service says.
pub(crate) fn api_key(key: ApiKey) -> LateScheme {
    LateScheme { id: Scheme::ApiKey.id(), way: Way::ApiKey(key) }
}

/// Digest authentication, with what the services have asked so far.
#[cfg(feature = "digest-auth")]
pub(crate) fn digest() -> LateScheme {
    LateScheme { id: Scheme::Digest.id(), way: Way::Digest(Arc::default()) }
}

impl AuthScheme for LateScheme {
    fn scheme_id(&self) -> AuthSchemeId {
        self.id.clone()
    }

    fn identity_resolver(
        &self,
        resolvers: &dyn GetIdentityResolver,
    ) -> Option<SharedIdentityResolver> {
        resolvers.identity_resolver(self.scheme_id())
    }

    fn signer(&self) -> &dyn Sign {
        self
    }
}

impl Sign for LateScheme {
    fn sign_http_request(
        &self,
        request: &mut HttpRequest,
        identity: &Identity,
        _endpoint: AuthSchemeEndpointConfig<'_>,
        _components: &RuntimeComponents,
        _cfg: &ConfigBag,
    ) -> Result<(), BoxError> {
        let credential = match &self.way {
            Way::ApiKey(key) => {
                let token = identity.data::<Token>().ok_or("an API key is a `Token`")?;
                Credential::ApiKey(*key, token.clone())
            }
            #[cfg(feature = "digest-auth")]
            Way::Digest(challenges) => {
                let login =
                    identity.data::<Login>().ok_or("digest authentication takes a `Login`")?;
                Credential::Digest(challenges.clone(), login.clone())
            }
        };
        request.add_extension(credential);
        Ok(())
    }
}

/// What authenticates a request when it leaves.
#[derive(Clone)]
enum Credential {
    ApiKey(ApiKey, Token),
    #[cfg(feature = "digest-auth")]
    Digest(Arc<Challenges>, Login),
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}

/// The plugins of a call that these schemes may authenticate. The HTTP client may be the client's or the call's own.
pub(crate) fn plugins(operation: &Descriptor, plugins: RuntimePlugins) -> RuntimePlugins {
    let is_late = |scheme: &Scheme| matches!(scheme, Scheme::ApiKey | Scheme::Digest);
    match operation.service.provider {
        Provider::Aws if !operation.schemes().iter().any(is_late) => plugins,
        _ => plugins.with_client_plugin(Authenticating).with_operation_plugin(Authenticating),
    }
}

/// Authenticates requests when they leave.
#[derive(Clone, Copy, Debug)]
struct Authenticating;

impl RuntimePlugin for Authenticating {
    fn order(&self) -> Order {
        Order::NestedComponents
    }

    fn runtime_components(
        &self,
        current: &RuntimeComponentsBuilder,
    ) -> Cow<'_, RuntimeComponentsBuilder> {
        let components = RuntimeComponentsBuilder::new("Authenticating");
        Cow::Owned(components.with_http_client(around(current, *self)))
    }
}

impl Around for Authenticating {
    fn send(&self, client: &SharedHttpConnector, mut request: HttpRequest) -> HttpConnectorFuture {
        use aws_smithy_runtime_api::client::http::HttpConnector;
        match request.extension::<Credential>().cloned() {
            None => client.call(request),
            Some(Credential::ApiKey(key, token)) => match add_key(&mut request, key, &token) {
                Ok(()) => client.call(request),
                Err(error) => HttpConnectorFuture::ready(Err(ConnectorError::user(error))),
            },
            #[cfg(feature = "digest-auth")]
            Some(Credential::Digest(challenges, login)) => {
                let client = client.clone();
                HttpConnectorFuture::new(async move {
                    digest::send(&client, request, &challenges, &login).await
                })
            }
        }
    }
}

fn add_key(request: &mut HttpRequest, key: ApiKey, token: &Token) -> Result<(), BoxError> {
    match key.location {
        ApiKeyLocation::Header => {
            let value = match key.scheme {
                Some(scheme) => format!("{scheme} {}", token.token()),
                None => token.token().to_owned(),
            };
            let headers = request.headers_mut();
            let added = headers.try_insert(key.name.to_ascii_lowercase(), value);
            // The error of the published crate may tell the key.
            added.map_err(|_| "the API key has characters that no header can hold")?;
        }
        ApiKeyLocation::Query => {
            let and = if request.uri().contains('?') { '&' } else { '?' };
            let (name, value) = (percent_encode(key.name), percent_encode(token.token()));
            request.set_uri(format!("{}{and}{name}={value}", request.uri()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(location: ApiKeyLocation, scheme: Option<&'static str>, key: &str) -> HttpRequest {
        let mut request = HttpRequest::get("https://a.test/books?q=1").expect("it is a URI");
        let place = ApiKey { location, name: "X-Key", scheme };
        add_key(&mut request, place, &Token::new(key, None)).expect("the key is sound");
        request
    }

    #[test]
    fn a_key_goes_into_its_header() {
        let plain = sent(ApiKeyLocation::Header, None, "k1");
        assert_eq!(plain.headers().get("x-key"), Some("k1"));
        let with_scheme = sent(ApiKeyLocation::Header, Some("Key"), "k1");
        assert_eq!(with_scheme.headers().get("x-key"), Some("Key k1"));
        assert_eq!(with_scheme.uri(), "https://a.test/books?q=1");
    }

    #[test]
    fn a_key_goes_into_the_query_as_it_is_read_there() {
        let sent = sent(ApiKeyLocation::Query, None, "a&b=c d/e");
        assert_eq!(sent.uri(), "https://a.test/books?q=1&X-Key=a%26b%3Dc%20d%2Fe");
        assert_eq!(sent.headers().get("x-key"), None);
    }

    #[test]
    fn a_key_that_no_header_can_hold_is_not_told() {
        let mut request = HttpRequest::get("https://a.test/").expect("it is a URI");
        let place = ApiKey { location: ApiKeyLocation::Header, name: "X-Key", scheme: None };
        let error = add_key(&mut request, place, &Token::new("top\nsecret", None)).unwrap_err();
        assert_eq!(error.to_string(), "the API key has characters that no header can hold");
    }

    #[test]
    fn a_credential_does_not_show_its_secret() {
        let place = ApiKey { location: ApiKeyLocation::Header, name: "X-Key", scheme: None };
        let credential = Credential::ApiKey(place, Token::new("secret", None));
        assert_eq!(format!("{credential:?}"), "Credential");
    }
}
