//! One call with a configuration of its own.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::config::retry::RetryConfig;
use aws_sdk_apigatewayv2::config::{AppName, Credentials, Region};
use aws_sdk_apigatewayv2::{Client, Config, config};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config("http://127.0.0.1:1"));
    let other = Credentials::new("OTHER", "secret", Some("session".to_owned()), None, "override");
    let over = Config::builder()
        .endpoint_url(url)
        .region(Region::from_static("us-west-2"))
        .credentials_provider(other);
    client.get_apis().customize().config_override(over).send().await?;

    let named = config::Builder::new().endpoint_url(url).app_name(AppName::new("night-job")?);
    let named = named.retry_config(RetryConfig::standard().with_max_attempts(5));
    let api = client.get_api().api_id("a1").customize().config_override(named).send().await?;
    writeln!(out, "{:?}", api.api_id())?;

    let without = client.get_apis().send().await;
    writeln!(out, "without: {}", without.is_err())?;
    writeln!(out, "{:?}", client.config().region())?;
    Ok(())
}
