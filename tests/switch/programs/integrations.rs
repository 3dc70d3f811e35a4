//! Backends of every kind.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{ConnectionType, IntegrationType, TlsConfigInput};
use std::collections::HashMap;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let function = client
        .create_integration()
        .api_id("a1")
        .integration_type(IntegrationType::AwsProxy)
        .integration_uri("arn:aws:lambda:eu-west-1:123456789012:function:shop")
        .payload_format_version("2.0")
        .timeout_in_millis(29_000)
        .send()
        .await?;
    writeln!(out, "{:?} {:?}", function.integration_id(), function.integration_type())?;

    let private = client
        .create_integration()
        .api_id("a1")
        .integration_type(IntegrationType::HttpProxy)
        .connection_type(ConnectionType::VpcLink)
        .connection_id("v1")
        .integration_method("ANY")
        .request_parameters("overwrite:path", "$request.path")
        .response_parameters("500", HashMap::from([("append:x".to_owned(), "1".to_owned())]))
        .tls_config(TlsConfigInput::builder().server_name_to_verify("in.example.com").build())
        .send()
        .await?;
    writeln!(out, "{:?} {:?}", private.connection_type(), private.response_parameters())?;

    let queue = client.create_integration().api_id("a1").integration_subtype("SQS-SendMessage");
    let queue = queue.integration_type(IntegrationType::AwsProxy).send().await?;
    writeln!(out, "{:?} {:?}", queue.integration_subtype(), queue.tls_config())?;

    let got = client.get_integration().api_id("a1").integration_id("i/2 ü").send().await?;
    writeln!(out, "{:?} after {:?} ms", got.integration_uri(), got.timeout_in_millis())?;

    let update = client.update_integration().api_id("a1").integration_id("i2");
    let updated = update.description("").timeout_in_millis(50).send().await?;
    writeln!(out, "{:?} {:?}", updated.description(), updated.request_templates())?;

    let page = client.get_integrations().api_id("a1").max_results("100").send().await?;
    let methods = page.items().iter().map(|integration| integration.integration_method());
    writeln!(out, "{:?}", methods.collect::<Vec<_>>())?;
    client.delete_integration().api_id("a1").integration_id("i2").send().await?;
    Ok(())
}
