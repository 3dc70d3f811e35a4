//! What a newcomer does first: an HTTP API with an integration, a WebSocket API with an integration
//! response, a listing page by page, and tidying up.
//!
//! `cargo xtask example` runs it against moto; `-- URL` against another server.

use smithwright_apigatewayv2::Client;
use smithwright_apigatewayv2::config::{BehaviorVersion, Config, Credentials, Region};
use smithwright_apigatewayv2::types::{ContentHandlingStrategy, IntegrationType, ProtocolType};
use smithwright_tests::boto3::Moto;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1);
    let moto = if url.is_none() { Some(Moto::start()) } else { None };
    let url = url.or(moto.as_ref().map(Moto::url)).unwrap_or_default();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "example"))
        .endpoint_url(url)
        .build();
    let client = Client::from_conf(config);

    let pets = client.create_api().name("pets").protocol_type(ProtocolType::Http).send().await?;
    let pets = pets.api_id().unwrap_or_default();
    println!("created the HTTP API {pets}");
    for path in ["cats", "dogs", "fish"] {
        let integration = client
            .create_integration()
            .api_id(pets)
            .integration_type(IntegrationType::HttpProxy)
            .integration_method("GET")
            .integration_uri(format!("https://pets.example.com/{path}"))
            .payload_format_version("1.0")
            .send()
            .await?;
        println!("  with the integration {}", integration.integration_id().unwrap_or_default());
    }

    let chat = client
        .create_api()
        .name("chat")
        .protocol_type(ProtocolType::Websocket)
        .route_selection_expression("$request.body.action")
        .send()
        .await?;
    let chat = chat.api_id().unwrap_or_default();
    println!("created the WebSocket API {chat}");
    let mock = client
        .create_integration()
        .api_id(chat)
        .integration_type(IntegrationType::Mock)
        .send()
        .await?;
    let mock = mock.integration_id().unwrap_or_default();
    let response = client
        .create_integration_response()
        .api_id(chat)
        .integration_id(mock)
        .integration_response_key("/200/")
        .response_templates("application/json", r#"{"message": "hello"}"#)
        .content_handling_strategy(ContentHandlingStrategy::ConvertToText)
        .send()
        .await?;
    let response = response.integration_response_id().unwrap_or_default();
    println!("  with the integration response {response}");

    println!("the integrations of {pets}:");
    let mut integrations =
        client.get_integrations().api_id(pets).into_paginator().page_size(2).items().send();
    while let Some(integration) = integrations.next().await {
        let integration = integration?;
        let (method, uri) = (integration.integration_method(), integration.integration_uri());
        println!("  {} {}", method.unwrap_or("ANY"), uri.unwrap_or("nowhere"));
    }

    for api in [pets, chat] {
        client.delete_api().api_id(api).send().await?;
        println!("deleted {api}");
    }
    let gone = client.get_api().api_id(pets).send().await.expect_err("it was deleted");
    println!("and now: {}", gone.into_service_error());
    Ok(())
}
