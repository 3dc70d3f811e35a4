//! Builders: set, got, cloned, compared, built apart and sent later.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::operation::create_route::CreateRouteInput;
use aws_sdk_apigatewayv2::operation::get_apis::builders::GetApisInputBuilder;
use aws_sdk_apigatewayv2::types::builders::CorsBuilder;
use aws_sdk_apigatewayv2::types::{AuthorizationType, Cors, RouteSettings};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let half = client.create_route().api_id("a1").route_key("GET /");
    let other = half.clone().set_authorization_type(Some(AuthorizationType::AwsIam));
    writeln!(out, "{:?} {:?}", half.get_authorization_type(), other.get_route_key())?;
    writeln!(out, "{:?}", other.as_input().clone().build()?)?;
    other.send().await?;

    let input = CreateRouteInput::builder().api_id("a1").route_key("POST /").build()?;
    writeln!(out, "{:?} {:?}", input.route_key(), input == input.clone())?;
    let page = GetApisInputBuilder::default().max_results("1").send_with(&client).await?;
    writeln!(out, "{:?}", page.next_token())?;

    let cors: Cors = CorsBuilder::default().allow_headers("a").set_allow_headers(None).build();
    writeln!(out, "{:?} {:?} {:?}", cors, cors.allow_headers(), cors == Cors::builder().build())?;
    let settings = RouteSettings::builder().data_trace_enabled(true);
    writeln!(out, "{:?} {:?}", settings.get_data_trace_enabled(), settings.clone().build())?;
    Ok(())
}
