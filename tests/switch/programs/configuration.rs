//! A configuration that is read, changed and used again.

use crate::{Outcome, http_client, sdk_config};
use aws_sdk_apigatewayv2::config::retry::{ReconnectMode, RetryConfig, RetryMode};
use aws_sdk_apigatewayv2::config::timeout::TimeoutConfig;
use aws_sdk_apigatewayv2::config::{
    AppName, BehaviorVersion, Config, Region, SharedAsyncSleep, StalledStreamProtectionConfig,
};
use aws_sdk_apigatewayv2::{Client, meta};
use aws_smithy_async::rt::sleep::TokioSleep;
use std::fmt::Write;
use std::time::Duration;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let timeouts = TimeoutConfig::builder().connect_timeout(Duration::from_secs(3)).build();
    let mut builder = Config::new(&sdk_config(url)).to_builder();
    builder.set_retry_config(Some(RetryConfig::standard().with_max_attempts(7)));
    builder.set_timeout_config(Some(timeouts)).set_app_name(Some(AppName::new("nightly")?));
    builder.set_sleep_impl(Some(SharedAsyncSleep::new(TokioSleep::new())));
    builder.set_use_fips(Some(false)).set_http_client(Some(http_client()));
    builder.set_behavior_version(Some(BehaviorVersion::latest()));
    let disabled = StalledStreamProtectionConfig::disabled();
    let config = builder.stalled_stream_protection(disabled).build();

    let retry = config.retry_config().ok_or("it is set")?;
    writeln!(out, "{} {:?}", retry.max_attempts(), retry.mode() == RetryMode::Standard)?;
    writeln!(out, "{}", retry.reconnect_mode() == ReconnectMode::ReconnectOnTransientError)?;
    writeln!(out, "{:?} {:?}", config.region(), config.app_name())?;
    writeln!(out, "{:?}", config.timeout_config())?;
    writeln!(out, "{} {}", config.signing_name(), config.interceptors().count())?;
    writeln!(out, "{:?} {}", config.time_source().is_some(), meta::PKG_VERSION.is_empty())?;
    writeln!(out, "{:?}", config.stalled_stream_protection().map(|s| s.is_enabled()))?;

    let client = Client::from_conf(config.to_builder().region(Region::new("us-east-2")).build());
    client.get_apis().send().await?;
    Client::from_conf(client.config().clone()).get_apis().max_results("1").send().await?;
    writeln!(out, "{:?}", client.config().region())?;
    Ok(())
}
