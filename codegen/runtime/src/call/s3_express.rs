//! Session credentials of S3 Express ("Authorizing Zonal endpoint API operations with CreateSession" of the S3 user
//! guide).
//!
//! Where an endpoint asks for the scheme `sigv4-s3express`, a request is signed with the credentials of a session with
//! its bucket. An operation of the service gives them for those of the client. They are kept until they expire, for the
//! buckets that were used last.

use super::secrets::{SESSION_TOKEN, Unheard};
use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_runtime::auth::sigv4::SigV4Signer;
use aws_runtime::auth::{
    HttpSignatureType, SigV4OperationSigningConfig, SigV4SessionTokenNameOverride,
};
use aws_smithy_async::future::BoxFuture;
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime::expiring_cache::ExpiringCache;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{
    AuthScheme, AuthSchemeId, AuthSchemeOption, SharedAuthScheme, Sign,
};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::identity::{
    Identity, IdentityCacheLocation, IdentityFuture, ResolveCachedIdentity, ResolveIdentity,
    SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::runtime_components::{GetIdentityResolver, RuntimeComponents};
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer};
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// The auth scheme, by the name that endpoints know.
pub(crate) const SCHEME_ID: AuthSchemeId = AuthSchemeId::new("sigv4-s3express");

/// How many sessions are kept.
const KEPT: usize = 100;

/// How long before it expires a session is not used any more.
const EARLY: Duration = Duration::from_secs(10);

/// How a service makes sessions.
#[derive(Clone, Copy, Debug)]
pub struct Sessions {
    /// The bucket of the call that runs.
    pub bucket: fn(&ConfigBag) -> Option<&str>,
    /// Begins a session.
    pub create: for<'a> fn(Call<'a>) -> BoxFuture<'a, Credentials, BoxError>,
}

/// The call for which a session begins.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Its components.
    pub components: &'a RuntimeComponents,
    /// Its configuration.
    pub cfg: &'a ConfigBag,
    /// The client's generation of defaults.
    pub behavior_version: BehaviorVersion,
    /// Its bucket.
    pub bucket: &'a str,
}

/// The credentials of a session out of what a service tells, in members that a model may require or not.
///
/// # Errors
///
/// When something is missing, or it expires at a time that this system has no word for.
pub fn session(
    access_key_id: impl Into<Option<String>>,
    secret_access_key: impl Into<Option<String>>,
    session_token: impl Into<Option<String>>,
    expiration: impl Into<Option<DateTime>>,
) -> Result<Credentials, BoxError> {
    let missing = |what: &str| format!("the credentials of the session have no {what}");
    let id = access_key_id.into().ok_or_else(|| missing("access key id"))?;
    let secret = secret_access_key.into().ok_or_else(|| missing("secret access key"))?;
    let token = session_token.into().ok_or_else(|| missing("session token"))?;
    let expiration = expiration.into().ok_or_else(|| missing("expiration"))?;
    let expiry = SystemTime::try_from(expiration)?;
    let mut credentials = Credentials::new(id, secret, Some(token), Some(expiry), "s3express");
    let features = credentials.get_property_mut_or_default::<Vec<AwsCredentialFeature>>();
    features.push(AwsCredentialFeature::S3ExpressBucket);
    Ok(credentials)
}

/// The auth scheme.
pub(crate) fn scheme() -> SharedAuthScheme {
    SharedAuthScheme::new(Unheard(Scheme(SigV4Signer::new())))
}

#[derive(Debug)]
struct Scheme(SigV4Signer);

impl AuthScheme for Scheme {
    fn scheme_id(&self) -> AuthSchemeId {
        SCHEME_ID
    }

    fn identity_resolver(
        &self,
        resolvers: &dyn GetIdentityResolver,
    ) -> Option<SharedIdentityResolver> {
        resolvers.identity_resolver(self.scheme_id())
    }

    fn signer(&self) -> &dyn Sign {
        &self.0
    }
}

/// The scheme for a request: the token of its session has a name of its own.
pub(super) fn option() -> Result<AuthSchemeOption, BoxError> {
    let name = |cfg: &ConfigBag| {
        let signing = cfg.load::<SigV4OperationSigningConfig>();
        match signing.map(|signing| signing.signing_options.signature_type) {
            Some(HttpSignatureType::HttpRequestQueryParams) => "X-Amz-S3session-Token",
            _ => SESSION_TOKEN,
        }
    };
    let token = SigV4SessionTokenNameOverride::new(move |_, cfg| Ok(Some(name(cfg))));
    let mut properties = Layer::new("S3 Express");
    properties.store_put(token);
    let properties: FrozenLayer = properties.freeze();
    Ok(AuthSchemeOption::builder().scheme_id(SCHEME_ID).properties(properties).build()?)
}

/// Gives the credentials of sessions, and keeps them.
pub(crate) struct SessionCredentials {
    sessions: Sessions,
    behavior_version: BehaviorVersion,
    time: SharedTimeSource,
    /// Those that were used last go first.
    kept: Mutex<Vec<(Key, Cache)>>,
}

type Cache = ExpiringCache<Identity, BoxError>;

/// What a session is known by: its bucket and the credentials that it was begun with.
#[derive(Clone, PartialEq)]
struct Key {
    bucket: String,
    access_key_id: String,
    secret_access_key: String,
}

impl fmt::Debug for SessionCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionCredentials")
    }
}

impl SessionCredentials {
    pub(crate) fn new(
        sessions: Sessions,
        behavior_version: BehaviorVersion,
        time: SharedTimeSource,
    ) -> Self {
        Self { sessions, behavior_version, time, kept: Mutex::default() }
    }

    /// What is kept of a session.
    fn cache(&self, key: Key) -> Cache {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|(known, _)| *known == key);
        let entry = match place {
            Some(place) => kept.remove(place),
            None => (key, ExpiringCache::new(EARLY)),
        };
        let cache = entry.1.clone();
        kept.insert(0, entry);
        kept.truncate(KEPT);
        cache
    }

    async fn identity(
        &self,
        components: &RuntimeComponents,
        cfg: &ConfigBag,
    ) -> Result<Identity, BoxError> {
        let bucket = (self.sessions.bucket)(cfg).ok_or("the endpoint has no bucket")?;
        let own = components
            .identity_resolver(aws_runtime::auth::sigv4::SCHEME_ID)
            .ok_or("no credentials are configured, which a session would begin with")?;
        let cached = components.identity_cache();
        let own = cached.resolve_cached_identity(own, components, cfg).await?;
        let own = own.data::<Credentials>().ok_or("the identity is no credentials")?;
        let cache = self.cache(Key {
            bucket: bucket.to_owned(),
            access_key_id: own.access_key_id().to_owned(),
            secret_access_key: own.secret_access_key().to_owned(),
        });
        if let Some(identity) = cache.yield_or_clear_if_expired(self.time.now()).await {
            return Ok(identity);
        }
        let behavior_version = self.behavior_version;
        let begin = || async move {
            let call = Call { components, cfg, behavior_version, bucket };
            let credentials = (self.sessions.create)(call).await?;
            let expiry = credentials.expiry().ok_or("the session never expires")?;
            Ok((Identity::from(credentials), expiry))
        };
        cache.get_or_load(begin).await
    }
}

impl ResolveIdentity for SessionCredentials {
    fn resolve_identity<'a>(
        &'a self,
        components: &'a RuntimeComponents,
        cfg: &'a ConfigBag,
    ) -> IdentityFuture<'a> {
        IdentityFuture::new(self.identity(components, cfg))
    }

    fn cache_location(&self) -> IdentityCacheLocation {
        IdentityCacheLocation::IdentityResolver
    }
}
