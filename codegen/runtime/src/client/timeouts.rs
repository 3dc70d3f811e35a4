//! The timeouts of an operation, where it waits for what comes before its events.
//!
//! The published orchestrator has returned by then, and its timeouts with it.

use aws_smithy_async::future::timeout::Timeout;
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::timeout::TimeoutConfig;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// When the time is up, and how long that was.
type Limit = Option<(Pin<Box<dyn Future<Output = ()> + Send>>, Duration)>;

/// What limits a call.
pub(super) struct Timeouts {
    sleep: Option<SharedAsyncSleep>,
    attempt: Option<Duration>,
    operation: Limit,
}

impl Timeouts {
    /// The limits of a call with these plugins, which begins now.
    pub(super) fn begin(plugins: &RuntimePlugins) -> Result<Self, BoxError> {
        let mut cfg = ConfigBag::base();
        let client = plugins.apply_client_configuration(&mut cfg)?;
        let operation = plugins.apply_operation_configuration(&mut cfg)?;
        let sleep = operation.sleep_impl().or(client.sleep_impl());
        let config = cfg.load::<TimeoutConfig>();
        let whole = config.and_then(TimeoutConfig::operation_timeout);
        let attempt = config.and_then(TimeoutConfig::operation_attempt_timeout);
        Ok(Self { operation: limit(sleep.as_ref(), whole), sleep, attempt })
    }

    /// Waits for the end of an attempt, as long as the limits allow.
    pub(super) async fn wait<T, E, R>(
        self,
        end: impl Future<Output = Result<T, SdkError<E, R>>>,
    ) -> Result<T, SdkError<E, R>> {
        let attempt = limit(self.sleep.as_ref(), self.attempt);
        within(self.operation, within(attempt, end)).await
    }
}

fn limit(sleep: Option<&SharedAsyncSleep>, duration: Option<Duration>) -> Limit {
    let (sleep, duration) = (sleep?, duration?);
    Some((Box::pin(sleep.sleep(duration)), duration))
}

async fn within<T, E, R>(
    limit: Limit,
    end: impl Future<Output = Result<T, SdkError<E, R>>>,
) -> Result<T, SdkError<E, R>> {
    let Some((up, duration)) = limit else { return end.await };
    Timeout::new(Box::pin(end), up).await.unwrap_or_else(|_| {
        let message = "the operation waited for what comes before its events, and timed out after";
        Err(SdkError::timeout_error(format!("{message} {duration:?}")))
    })
}
