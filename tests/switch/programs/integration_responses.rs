//! What a WebSocket API answers.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{ContentHandlingStrategy, IntegrationType, ProtocolType};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let chat = client.create_api().name("chat").protocol_type(ProtocolType::Websocket);
    let chat = chat.route_selection_expression("$request.body.action").send().await?;
    let api = chat.api_id().ok_or("an API has an id")?;
    let mock = client.create_integration().api_id(api).integration_type(IntegrationType::Mock);
    let mock = mock.request_templates("$default", r#"{"statusCode": 200}"#).send().await?;
    let integration = mock.integration_id().ok_or("an integration has an id")?;

    let response = client
        .create_integration_response()
        .api_id(api)
        .integration_id(integration)
        .integration_response_key("$default")
        .response_templates("application/json", r#"{"said": "$input.body"}"#)
        .content_handling_strategy(ContentHandlingStrategy::ConvertToText)
        .send()
        .await?;
    let id = response.integration_response_id().unwrap_or("none");
    writeln!(out, "{id} {:?}", response.response_templates())?;

    let ids = (api, integration, id);
    let get = client.get_integration_response().api_id(ids.0).integration_id(ids.1);
    let got = get.integration_response_id(ids.2).send().await?;
    writeln!(out, "{:?}", got.integration_response_key())?;

    let update = client.update_integration_response().api_id(ids.0).integration_id(ids.1);
    let update = update.integration_response_id(ids.2).template_selection_expression("${x}");
    writeln!(out, "{:?}", update.send().await?.template_selection_expression())?;

    let page = client.get_integration_responses().api_id(ids.0).integration_id(ids.1);
    writeln!(out, "{} of them", page.send().await?.items().len())?;
    let delete = client.delete_integration_response().api_id(ids.0).integration_id(ids.1);
    delete.integration_response_id(ids.2).send().await?;
    Ok(())
}
