//! What a service and its operations say of signatures.

use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_smithy_runtime::client::auth::no_auth::NO_AUTH_SCHEME_ID;
use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use aws_smithy_runtime_api::client::auth::http::{
    HTTP_API_KEY_AUTH_SCHEME_ID, HTTP_BASIC_AUTH_SCHEME_ID, HTTP_BEARER_AUTH_SCHEME_ID,
    HTTP_DIGEST_AUTH_SCHEME_ID,
};

/// A way to sign requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// AWS Signature Version 4.
    SigV4,
    /// Its asymmetric variant, whose signatures hold in several regions. It needs the Cargo feature
    /// `sigv4a`; without it, the next scheme is taken.
    SigV4a,
    /// A bearer token (RFC 6750).
    Bearer,
    /// A key, in a header or in the query.
    ApiKey,
    /// A name and a password (RFC 7617).
    Basic,
    /// Proof that a password is known (RFC 7616). It needs the Cargo feature `digest-auth`; without it, the next scheme is
    /// taken.
    Digest,
    /// No signature.
    NoAuth,
}

impl Scheme {
    /// The id by which the published runtime knows the scheme.
    pub fn id(self) -> AuthSchemeId {
        match self {
            Self::SigV4 => aws_runtime::auth::sigv4::SCHEME_ID,
            // The published id is there with the feature alone.
            Self::SigV4a => AuthSchemeId::new("sigv4a"),
            Self::Bearer => HTTP_BEARER_AUTH_SCHEME_ID,
            Self::ApiKey => HTTP_API_KEY_AUTH_SCHEME_ID,
            Self::Basic => HTTP_BASIC_AUTH_SCHEME_ID,
            Self::Digest => HTTP_DIGEST_AUTH_SCHEME_ID,
            Self::NoAuth => NO_AUTH_SCHEME_ID,
        }
    }

    /// The setting of the configuration that holds what its requests are authenticated with.
    pub(crate) fn setting(self) -> Option<&'static str> {
        match self {
            Self::SigV4 | Self::SigV4a => Some("credentials_provider"),
            Self::Bearer => Some("bearer_token"),
            Self::ApiKey => Some("api_key"),
            Self::Basic => Some("basic_auth_login"),
            Self::Digest => Some("digest_auth_login"),
            Self::NoAuth => None,
        }
    }
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug)]
pub struct ApiKey {
    /// A header, or a parameter of the query.
    pub location: ApiKeyLocation,
    /// Its name.
    pub name: &'static str,
    /// What goes before the key in a header, if anything does.
    pub scheme: Option<&'static str>,
}

/// What carries an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// A header.
    Header,
    /// A parameter of the query.
    Query,
}

/// What a service says of signatures.
#[derive(Debug)]
pub struct Auth {
    /// The auth schemes of operations that name none, most preferred first.
    pub schemes: &'static [Scheme],
    /// Where API keys go, if there are any.
    pub api_key: Option<ApiKey>,
    /// Whether endpoints may ask for other schemes than these.
    pub by_endpoint: bool,
    /// Whether the path is signed as it is sent: neither encoded once more nor normalised.
    pub path_as_is: bool,
    /// Whether the hash of the body is sent in a header.
    pub content_sha256: bool,
}

impl Auth {
    /// What most services say.
    pub const SIGV4: Self = Self { schemes: &[Scheme::SigV4], ..Self::NONE };

    /// What a service says whose requests are not authenticated.
    pub const NONE: Self = Self {
        schemes: &[Scheme::NoAuth],
        api_key: None,
        by_endpoint: false,
        path_as_is: false,
        content_sha256: false,
    };

    /// How requests are signed.
    pub(crate) fn signing(&self) -> SigV4OperationSigningConfig {
        let mut signing_options = SigningOptions::default();
        signing_options.double_uri_encode = !self.path_as_is;
        signing_options.normalize_uri_path = !self.path_as_is;
        signing_options.content_sha256_header = self.content_sha256;
        SigV4OperationSigningConfig { signing_options, ..Default::default() }
    }
}
