//! A client of LocalStack, without any shared configuration.

use crate::{Outcome, http_client};
use aws_sdk_apigatewayv2::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_apigatewayv2::types::ProtocolType;
use aws_sdk_apigatewayv2::{Client, Config};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    for endpoint in [url.to_owned(), format!("{url}/")] {
        let client = Client::from_conf(config(&endpoint));
        let api =
            client.create_api().name("local").protocol_type(ProtocolType::Http).send().await?;
        writeln!(out, "{:?}", api.api_endpoint())?;
    }
    Ok(())
}

fn config(endpoint: &str) -> Config {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Some(Region::from_static("us-east-1")))
        .credentials_provider(Credentials::from_keys("test", "test", None))
        .endpoint_url(endpoint)
        .http_client(http_client())
        .build()
}
