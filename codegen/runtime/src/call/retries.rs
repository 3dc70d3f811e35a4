//! What services and operations say of retries beyond what holds for all.

use crate::operation::service::{Retries, RetryDefaults};
use aws_runtime::retries::classifiers::TRANSIENT_ERRORS;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::{RetryConfig, RetrySpec};
use std::borrow::Cow;
use std::time::Duration;

/// The codes of errors that may pass, whatever their status.
pub(crate) fn transient_errors(retries: &Retries) -> Cow<'static, [&'static str]> {
    match retries.transient_errors {
        [] => TRANSIENT_ERRORS.into(),
        more => [TRANSIENT_ERRORS, more].concat().into(),
    }
}

/// The configuration with what the service says, where it follows the retry behavior of 2026. Attempts that the user
/// chose stay.
pub(crate) fn with_defaults(
    retries: &Retries,
    config: RetryConfig,
    is_chosen: bool,
) -> RetryConfig {
    let Some(RetryDefaults { attempts, backoff_millis }) = retries.defaults else { return config };
    if !is_new(&config) {
        return config;
    }
    let backoff = Duration::from_millis(backoff_millis);
    let spec = RetrySpec::v2_1().with_non_throttling_initial_backoff(backoff);
    let config = config.with_retry_spec(spec);
    if is_chosen { config } else { config.with_max_attempts(attempts) }
}

/// Whether the configuration follows the retry behavior of 2026.
fn is_new(config: &RetryConfig) -> bool {
    config.retry_spec().is_some_and(|spec| spec.is_at_least(RetrySpec::V2_1))
}

/// Has an operation that waits for something to happen back off also when there is no quota for another attempt, as its
/// caller calls it again at once.
#[derive(Debug)]
pub(crate) struct LongPoll;

#[dyn_dispatch_hint]
impl Intercept for LongPoll {
    fn name(&self) -> &'static str {
        "LongPoll"
    }

    fn modify_before_retry_loop(
        &self,
        _context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let config = cfg.load::<RetryConfig>().filter(|config| is_new(config)).cloned();
        if let Some(config) = config
            && let Some(spec) = config.retry_spec().cloned()
        {
            let spec = spec.with_long_polling(true);
            cfg.interceptor_state().store_put(config.with_retry_spec(spec));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_may_have_errors_of_its_own_that_pass() {
        assert_eq!(transient_errors(&Retries::USUAL), TRANSIENT_ERRORS);
        let more = Retries { transient_errors: &["Later"], ..Retries::USUAL };
        assert_eq!(transient_errors(&more), [TRANSIENT_ERRORS, &["Later"]].concat());
    }

    #[test]
    fn a_service_may_have_defaults_that_the_new_behavior_takes() {
        let defaults = Some(RetryDefaults { attempts: 4, backoff_millis: 25 });
        let quick = Retries { defaults, ..Retries::USUAL };
        let (old, new) = (
            RetryConfig::standard(),
            RetryConfig::standard().with_retry_spec(RetrySpec::v2_1()).with_max_attempts(2),
        );
        let of = |retries: &Retries, config: &RetryConfig, is_chosen| {
            let config = with_defaults(retries, config.clone(), is_chosen);
            let backoff = config.retry_spec().map(RetrySpec::non_throttling_initial_backoff);
            (config.max_attempts(), backoff.map(|backoff| backoff.as_millis()))
        };
        assert_eq!(of(&quick, &new, false), (4, Some(25)));
        assert_eq!(of(&quick, &new, true), (2, Some(25)));
        assert_eq!(of(&quick, &old, false), (3, None));
        assert_eq!(of(&Retries::USUAL, &new, false), (2, Some(50)));
    }
}
