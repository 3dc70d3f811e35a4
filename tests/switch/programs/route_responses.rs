//! Route responses.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::ParameterConstraints;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let created = client
        .create_route_response()
        .api_id("a1")
        .route_id("r3")
        .route_response_key("$default")
        .response_models("application/json", "Answer")
        .response_parameters("x", ParameterConstraints::builder().build())
        .send()
        .await?;
    writeln!(out, "{:?} {:?}", created.route_response_id(), created.response_models())?;

    let get = client.get_route_response().api_id("a1").route_id("r3").route_response_id("p4");
    writeln!(out, "{:?}", get.send().await?.route_response_key())?;
    let update = client.update_route_response().api_id("a1").route_id("r3").route_response_id("p4");
    let updated = update.model_selection_expression("$default").send().await?;
    writeln!(out, "{:?}", updated.model_selection_expression())?;
    let page = client.get_route_responses().api_id("a1").route_id("r3").send().await?;
    writeln!(out, "{:?}", page.items.unwrap_or_default())?;
    let delete = client.delete_route_response().api_id("a1").route_id("r3");
    delete.route_response_id("p4").send().await?;
    Ok(())
}
