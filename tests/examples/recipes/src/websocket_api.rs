//! A WebSocket API that answers `{"action": "ping"}` by itself and passes orders on to a web server.
//!
//! Arguments: the name of the API, and the address of the server.

use aws_config::BehaviorVersion;
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::operation::create_route::builders::CreateRouteFluentBuilder;
use aws_sdk_apigatewayv2::types::{
    IntegrationType, LoggingLevel, PassthroughBehavior, ProtocolType, RouteSettings,
};
use std::error::Error;

const SCHEMA: &str =
    r#"{"type": "object", "required": ["item"], "properties": {"item": {"type": "string"}}}"#;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, server] = &arguments[..] else { return Err("usage: NAME SERVER".into()) };
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);

    let api = client
        .create_api()
        .name(name)
        .protocol_type(ProtocolType::Websocket)
        .route_selection_expression("$request.body.action")
        .send()
        .await?;
    let api_id = api.api_id().unwrap_or_default();
    println!("created {name}, {api_id}");

    let ping = client
        .create_integration()
        .api_id(api_id)
        .integration_type(IntegrationType::Mock)
        .template_selection_expression("200")
        .request_templates("200", r#"{"statusCode": 200}"#)
        .send()
        .await?;
    let ping = ping.integration_id().unwrap_or_default();
    client
        .create_integration_response()
        .api_id(api_id)
        .integration_id(ping)
        .integration_response_key("$default")
        .template_selection_expression("200")
        .response_templates("200", r#"{"message": "pong"}"#)
        .send()
        .await?;
    two_way(&client, api_id, "ping", ping, client.create_route()).await?;

    client
        .create_model()
        .api_id(api_id)
        .name("Order")
        .content_type("application/json")
        .schema(SCHEMA)
        .send()
        .await?;
    let orders = client
        .create_integration()
        .api_id(api_id)
        .integration_type(IntegrationType::Http)
        .integration_method("POST")
        .integration_uri(server)
        .passthrough_behavior(PassthroughBehavior::Never)
        .template_selection_expression("${request.body.action}")
        .request_parameters("integration.request.header.connection", "context.connectionId")
        .request_templates("order", r#"{"item": $input.json("$.item")}"#)
        .send()
        .await?;
    let orders = orders.integration_id().unwrap_or_default();
    let answers =
        [("$default", "accepted"), (r"/4\d\d/", "refused"), (r"/5\d\d/", "try again")];
    for (key, says) in answers {
        client
            .create_integration_response()
            .api_id(api_id)
            .integration_id(orders)
            .integration_response_key(key)
            .template_selection_expression("says")
            .response_templates("says", format!(r#"{{"order": "{says}"}}"#))
            .send()
            .await?;
    }
    let checked = client.create_route().model_selection_expression("order");
    let checked = checked.request_models("order", "Order");
    two_way(&client, api_id, "order", orders, checked).await?;

    let settings = RouteSettings::builder().logging_level(LoggingLevel::Error);
    client
        .create_stage()
        .api_id(api_id)
        .stage_name("live")
        .default_route_settings(settings.data_trace_enabled(false).build())
        .send()
        .await?;
    let deployment = client.create_deployment().api_id(api_id).stage_name("live").send().await?;
    println!("deployed {}", deployment.deployment_id().unwrap_or_default());

    let responses = client.get_integration_responses().api_id(api_id).integration_id(orders);
    let mut responses = responses.into_paginator().items().send();
    while let Some(response) = responses.next().await {
        let response = response?;
        let key = response.integration_response_key().unwrap_or_default();
        let says = response.response_templates().and_then(|templates| templates.get("says"));
        println!("  {key}: {}", says.map_or("", String::as_str));
    }
    Ok(())
}

/// A route whose callers get an answer.
async fn two_way(
    client: &Client,
    api_id: &str,
    key: &str,
    integration_id: &str,
    route: CreateRouteFluentBuilder,
) -> Result<(), Box<dyn Error>> {
    let route = route
        .api_id(api_id)
        .route_key(key)
        .target(format!("integrations/{integration_id}"))
        .route_response_selection_expression("$default")
        .send()
        .await?;
    let route_id = route.route_id().unwrap_or_default();
    let response = client.create_route_response().api_id(api_id).route_id(route_id);
    response.route_response_key("$default").send().await?;
    println!("  {key} is the route {route_id}");
    Ok(())
}
