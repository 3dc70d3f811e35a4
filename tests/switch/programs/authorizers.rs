//! Authorizers: tokens, and functions.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{AuthorizerType, JwtConfiguration};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let issuer = JwtConfiguration::builder().audience("shop").issuer("https://id.example.com");
    let token = client
        .create_authorizer()
        .api_id("a1")
        .name("token")
        .authorizer_type(AuthorizerType::Jwt)
        .identity_source("$request.header.Authorization")
        .jwt_configuration(issuer.build())
        .send()
        .await?;
    let audience = token.jwt_configuration().map(JwtConfiguration::audience);
    writeln!(out, "{:?} {audience:?}", token.authorizer_id())?;

    let update = client.update_authorizer().api_id("a1").authorizer_id("z9");
    let updated = update
        .authorizer_type(AuthorizerType::Request)
        .authorizer_payload_format_version("2.0")
        .enable_simple_responses(true)
        .authorizer_result_ttl_in_seconds(0)
        .set_identity_source(Some(Vec::new()))
        .send()
        .await?;
    writeln!(out, "{:?} {:?}", updated.identity_source(), updated.enable_simple_responses())?;
    let got = client.get_authorizer().api_id("a1").authorizer_id("z9").send().await?;
    writeln!(out, "{:?}", got.authorizer_type().map(AuthorizerType::as_str))?;
    let all = client.get_authorizers().api_id("a1").send().await?;
    writeln!(out, "{:?}", all.items().iter().map(|a| a.name()).collect::<Vec<_>>())?;
    client.delete_authorizer().api_id("a1").authorizer_id("z9").send().await?;
    Ok(())
}
