//! How often a call is tried: by mode, number and a classifier of one's own.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::config::interceptors::InterceptorContext;
use aws_sdk_apigatewayv2::config::retry::{ClassifyRetry, RetryAction, RetryConfig};
use aws_sdk_apigatewayv2::config::{Builder, SharedAsyncSleep};
use aws_sdk_apigatewayv2::{Client, config};
use aws_smithy_async::rt::sleep::TokioSleep;
use std::fmt::Write;
use std::time::Duration;

#[derive(Debug)]
struct Patient;

impl ClassifyRetry for Patient {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match context.response().map(|response| response.status().as_u16()) {
            Some(404) => RetryAction::transient_error(),
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "Patient"
    }
}

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let quick = |config: RetryConfig| config.with_initial_backoff(Duration::from_millis(1));
    for (api, config) in [
        ("throttled", RetryConfig::disabled()),
        ("throttled", quick(RetryConfig::standard())),
        ("broken", quick(RetryConfig::standard()).with_max_attempts(4)),
        ("broken", quick(RetryConfig::adaptive()).with_max_attempts(2)),
        ("missing", quick(RetryConfig::standard())),
        ("forbidden", quick(RetryConfig::standard())),
    ] {
        let client = Client::from_conf(base(url).retry_config(config.clone()).build());
        let error = client.get_api().api_id(api).send().await.unwrap_err();
        writeln!(
            out,
            "{api} {}: {:?}",
            config.max_attempts(),
            error.into_service_error().meta().code()
        )?;
    }
    let patient = base(url).retry_config(quick(RetryConfig::standard())).retry_classifier(Patient);
    let client = Client::from_conf(patient.build());
    client.get_model().api_id("missing").model_id("m1").send().await.unwrap_err();
    Ok(())
}

fn base(url: &str) -> Builder {
    config::Builder::from(&sdk_config(url)).sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
}
