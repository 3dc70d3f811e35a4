//! Endpoints that an operation of the service tells ("client endpoint discovery" of the Smithy specification).

use super::Core;
use aws_smithy_async::future::BoxFuture;
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint, SharedEndpointResolver,
};
use aws_smithy_types::endpoint::Endpoint;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, SystemTime};

/// How long before it expires an endpoint is asked for again.
const EARLY: Duration = Duration::from_secs(120);

/// How often it is looked whether an endpoint expires.
const INTERVAL: Duration = Duration::from_secs(60);

/// An endpoint that was told: its host, and for how many minutes it holds.
pub type Told = (String, i64);

/// Asks for the endpoint of a client again, before the one that is known expires.
#[must_use = "the client's endpoint expires unless it is asked for again: spawn `reload_task`"]
pub struct ReloadEndpoint {
    ask: Box<dyn Fn() -> BoxFuture<'static, Told, BoxError> + Send + Sync>,
    cache: Weak<Mutex<Cached>>,
    sleep: SharedAsyncSleep,
    time: SharedTimeSource,
}

/// What was told, and when it expires; and why nothing was told when it was last asked for.
#[derive(Debug, Default)]
struct Cached {
    endpoint: Option<(Endpoint, SystemTime)>,
    error: Option<BoxError>,
}

/// A resolver that knows what was told. The task that asks again ends when it is dropped.
#[derive(Debug)]
struct Discovered(Arc<Mutex<Cached>>);

impl fmt::Debug for ReloadEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReloadEndpoint")
    }
}

impl ReloadEndpoint {
    /// Asks for the endpoint.
    pub async fn reload_once(&self) {
        let told = (self.ask)().await;
        let Some(cache) = self.cache.upgrade() else { return };
        let mut cache = lock(&cache);
        match told {
            Ok((host, minutes)) => {
                let seconds = u64::try_from(minutes).unwrap_or_default().saturating_mul(60);
                let now = self.time.now();
                let expiry = now.checked_add(Duration::from_secs(seconds)).unwrap_or(now);
                let endpoint = Endpoint::builder().url(format!("https://{host}")).build();
                cache.endpoint = Some((endpoint, expiry));
            }
            Err(error) => cache.error = Some(error),
        }
    }

    /// Asks for the endpoint whenever the one that is known expires, until the client is dropped.
    pub async fn reload_task(self) {
        while let Some(cache) = self.cache.upgrade() {
            let expires = is_expiring(&lock(&cache), self.time.now());
            drop(cache);
            if expires {
                self.reload_once().await;
            }
            self.sleep.sleep(INTERVAL).await;
        }
    }
}

fn is_expiring(cached: &Cached, now: SystemTime) -> bool {
    let left = cached.endpoint.as_ref().and_then(|(_, expiry)| expiry.duration_since(now).ok());
    left.is_none_or(|left| left < EARLY)
}

/// Nothing that panics holds the lock.
fn lock(cache: &Mutex<Cached>) -> MutexGuard<'_, Cached> {
    cache.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ResolveEndpoint for Discovered {
    fn resolve_endpoint<'a>(&'a self, _: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::ready(self.endpoint())
    }
}

impl Discovered {
    fn endpoint(&self) -> Result<Endpoint, BoxError> {
        let mut cached = lock(&self.0);
        match &cached.endpoint {
            Some((endpoint, _)) => Ok(endpoint.clone()),
            None => Err(cached.error.take().unwrap_or_else(|| "no endpoint is known".into())),
        }
    }
}

/// Asks for an endpoint. Gives what finds it, and what asks for it again.
///
/// # Errors
///
/// When there is no answer, or nothing that sleeps is configured.
pub async fn discover<A, F>(
    core: &Core,
    ask: A,
) -> Result<(SharedEndpointResolver, ReloadEndpoint), BoxError>
where
    A: Fn() -> F + Send + Sync + 'static,
    F: Future<Output = Result<Told, BoxError>> + Send + 'static,
{
    let components = core.time_components()?;
    let cache = Discovered(Arc::default());
    let reload = ReloadEndpoint {
        ask: Box::new(move || Box::pin(ask())),
        cache: Arc::downgrade(&cache.0),
        sleep: components.sleep_impl().ok_or("endpoint discovery needs a sleep implementation")?,
        time: components.time_source().unwrap_or_default(),
    };
    reload.reload_once().await;
    cache.endpoint()?;
    Ok((SharedEndpointResolver::new(cache), reload))
}

/// What was told, of members that a model may require or not. An endpoint without a time holds for none.
pub fn told<'a>(host: impl Into<Option<&'a str>>, minutes: impl Into<Option<i64>>) -> Option<Told> {
    Some((host.into()?.to_owned(), minutes.into().unwrap_or_default()))
}
