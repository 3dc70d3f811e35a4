//! What a service and its operations say of signatures.

use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_smithy_runtime::client::auth::no_auth::NO_AUTH_SCHEME_ID;
use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use aws_smithy_runtime_api::client::auth::http::HTTP_BEARER_AUTH_SCHEME_ID;

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
            Self::NoAuth => NO_AUTH_SCHEME_ID,
        }
    }
}

/// What a service says of signatures.
#[derive(Debug)]
pub struct Auth {
    /// The auth schemes of operations that name none, most preferred first.
    pub schemes: &'static [Scheme],
    /// Whether endpoints may ask for other schemes than these.
    pub by_endpoint: bool,
    /// Whether the path is signed as it is sent: neither encoded once more nor normalised.
    pub path_as_is: bool,
    /// Whether the hash of the body is sent in a header.
    pub content_sha256: bool,
}

impl Auth {
    /// What most services say.
    pub const SIGV4: Self = Self {
        schemes: &[Scheme::SigV4],
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
