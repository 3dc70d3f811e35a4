//! What a service and its operations say of signatures.
//!
//! Schemes are the operation's or else the service's, in the model's order. Where some endpoint asks for another scheme
//! than SigV4, the endpoint is found first, and its `authSchemes` go before the model's.
//!
//! SigV4a brings elliptic curves, so it is the Cargo feature `sigv4a`: on by default in crates whose model or rules ask
//! for it, and absent from others. Bearer tokens come from `token_provider`, or from `AWS_BEARER_TOKEN_BEDROCK` and its
//! like.

use crate::operation::auth::Scheme;
use crate::operation::{CurrentOperation, Descriptor};
use aws_runtime::auth::PayloadSigningOverride;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{AuthSchemeId, AuthSchemeOption};
use aws_smithy_runtime_api::client::endpoint::{EndpointResolverParams, ResolveEndpoint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::Document;
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use aws_smithy_types::endpoint::Endpoint;
use std::borrow::Cow;

/// Configures how an operation's requests are signed, if otherwise than those of its service. That the
/// body is not signed must stand in a header, or the service would check its hash.
pub(crate) fn configure(operation: &Descriptor, layer: &mut Layer) {
    if operation.traits.unsigned_payload {
        let mut signing = operation.service.auth.signing();
        signing.signing_options.content_sha256_header = true;
        layer.store_put(signing);
        layer.store_put(PayloadSigningOverride::unsigned_payload());
    }
}

/// The schemes that the operation that runs may be signed with, most preferred first.
///
/// # Errors
///
/// When the endpoint decides and cannot be found, or asks for what is not supported.
pub(crate) async fn options(
    cfg: &ConfigBag,
    components: &RuntimeComponents,
) -> Result<Vec<AuthSchemeOption>, BoxError> {
    let Some(CurrentOperation(operation)) = cfg.load::<CurrentOperation>() else {
        return Ok(vec![Scheme::SigV4.id().into()]);
    };
    let modeled = operation.schemes();
    let mut options: Vec<AuthSchemeOption> =
        modeled.iter().map(|scheme| scheme.id().into()).collect();
    let signed = modeled.iter().any(|scheme| *scheme != Scheme::NoAuth);
    if let Some(params) = cfg.load::<EndpointResolverParams>()
        && operation.service.auth.by_endpoint
        && signed
    {
        let endpoint = components.endpoint_resolver().resolve_endpoint(params).await?;
        prefer(&mut options, asked_by(&endpoint)?);
    }
    Ok(options)
}

/// Puts the schemes that the endpoint asks for before those that the model has.
fn prefer(options: &mut Vec<AuthSchemeOption>, asked: Vec<AuthSchemeOption>) {
    options.retain(|option| !asked.iter().any(|asked| asked.scheme_id() == option.scheme_id()));
    options.splice(..0, asked);
}

/// The schemes that the endpoint asks for, most preferred first. A resolver of the user may name them in a document, as
/// those of older official crates do.
fn asked_by(endpoint: &Endpoint) -> Result<Vec<AuthSchemeOption>, BoxError> {
    let asked = endpoint.auth_schemes();
    if !asked.is_empty() {
        return asked.iter().map(|scheme| option(scheme.name())).collect();
    }
    let Some(Document::Array(asked)) = endpoint.properties().get("authSchemes") else {
        return Ok(Vec::new());
    };
    asked.iter().filter_map(name).map(option).collect()
}

fn name(scheme: &Document) -> Option<&str> {
    scheme.as_object()?.get("name")?.as_string()
}

fn option(name: &str) -> Result<AuthSchemeOption, BoxError> {
    #[cfg(feature = "s3-express")]
    if name == super::s3_express::SCHEME_ID.inner() {
        return super::s3_express::option();
    }
    let known = [Scheme::SigV4, Scheme::SigV4a].map(Scheme::id);
    let known = known.into_iter().find(|id| id.inner() == name);
    Ok(known.unwrap_or_else(|| AuthSchemeId::from(Cow::Owned(name.to_owned()))).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::auth::Auth;
    use aws_smithy_types::endpoint::{Builder, EndpointAuthScheme};
    use std::collections::HashMap;

    fn endpoint(schemes: &[&'static str]) -> Endpoint {
        let endpoint = Endpoint::builder().url("https://a.test");
        let schemes = schemes.iter().map(|name| EndpointAuthScheme::with_capacity(*name, 0));
        schemes.fold(endpoint, Builder::auth_scheme).build()
    }

    fn endpoint_of_older_crates(schemes: &[&str]) -> Endpoint {
        let scheme = |name: &&str| {
            let fields = HashMap::from([("name".to_owned(), Document::from(name.to_string()))]);
            Document::Object(fields)
        };
        let schemes: Vec<_> = schemes.iter().map(scheme).collect();
        Endpoint::builder().url("https://a.test").property("authSchemes", schemes).build()
    }

    #[test]
    fn an_endpoint_asks_for_schemes_in_its_order() {
        let ids = |options: &[AuthSchemeOption]| {
            let ids = options.iter().map(|option| option.scheme_id().inner().to_owned());
            ids.collect::<Vec<_>>()
        };
        let asked = asked_by(&endpoint_of_older_crates(&["sigv4a", "mine"])).expect("supported");
        assert_eq!(ids(&asked), ["sigv4a", "mine"]);
        let asked = asked_by(&endpoint(&["sigv4a", "sigv4"])).expect("supported");
        assert_eq!(ids(&asked), ["sigv4a", "sigv4"]);
        let silent = Endpoint::builder().url("https://a.test").build();
        assert!(asked_by(&silent).expect("supported").is_empty());
        // What the model has remains, for those who prefer it.
        let modeled = [Scheme::SigV4, Scheme::Bearer, Scheme::NoAuth];
        let mut options = modeled.map(|scheme| scheme.id().into()).to_vec();
        prefer(&mut options, asked);
        assert_eq!(ids(&options), ["sigv4a", "sigv4", "httpBearerAuth", "noAuth"]);
    }

    #[cfg(feature = "s3-express")]
    #[test]
    fn the_token_of_a_session_has_a_name_of_its_own() {
        use aws_runtime::auth::SigV4SessionTokenNameOverride;
        let asked = asked_by(&endpoint(&["sigv4-s3express", "sigv4"])).expect("supported");
        let named = asked.into_iter().map(|option| {
            let properties = option.properties();
            properties.is_some_and(|p| p.load::<SigV4SessionTokenNameOverride>().is_some())
        });
        assert_eq!(named.collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn paths_are_encoded_twice_unless_the_service_wants_them_as_they_are() {
        let usual = Auth::SIGV4.signing().signing_options;
        assert!(usual.double_uri_encode && usual.normalize_uri_path);
        assert!(!usual.content_sha256_header);
        let s3 = Auth { path_as_is: true, content_sha256: true, ..Auth::SIGV4 };
        let s3 = s3.signing().signing_options;
        assert!(!s3.double_uri_encode && !s3.normalize_uri_path && s3.content_sha256_header);
    }

    #[test]
    fn schemes_are_known_by_the_published_ids() {
        use Scheme::{ApiKey, Basic, Bearer, Digest, NoAuth, SigV4, SigV4a};
        let ids = [SigV4, SigV4a, Bearer, ApiKey, Basic, Digest, NoAuth]
            .map(|scheme| scheme.id().inner().to_owned());
        let expected = [
            "sigv4",
            "sigv4a",
            "httpBearerAuth",
            "httpApiKeyAuth",
            "httpBasicAuth",
            "httpDigestAuth",
            "noAuth",
        ];
        assert_eq!(ids, expected);
    }
}
