//! Unit tests with `aws-smithy-mocks`.

use crate::Outcome;
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::config::http::HttpResponse;
use aws_sdk_apigatewayv2::operation::get_api::{GetApiError, GetApiOutput};
use aws_sdk_apigatewayv2::operation::get_apis::GetApisOutput;
use aws_sdk_apigatewayv2::types::Api;
use aws_sdk_apigatewayv2::types::error::NotFoundException;
use aws_smithy_mocks::{RuleMode, mock, mock_client};
use aws_smithy_types::body::SdkBody;
use std::fmt::Write;

pub async fn run(_: &str, out: &mut String) -> Outcome {
    let found = mock!(Client::get_api)
        .match_requests(|input| input.api_id() == Some("a1"))
        .then_output(|| GetApiOutput::builder().name("shop").build());
    let lost = mock!(Client::get_api).then_error(|| {
        GetApiError::NotFoundException(NotFoundException::builder().message("no").build())
    });
    let listed = mock!(Client::get_apis).then_output(|| {
        GetApisOutput::builder().items(Api::builder().name("shop").build()).build()
    });
    let client = mock_client!(aws_sdk_apigatewayv2, RuleMode::MatchAny, [&found, &lost, &listed]);
    for id in ["a1", "b2", "a1"] {
        writeln!(out, "{:?}", name(&client, id).await)?;
    }
    writeln!(out, "{:?}", client.get_apis().send().await?.items())?;
    writeln!(out, "{} {} {}", found.num_calls(), lost.num_calls(), listed.num_calls())?;

    let sequence = mock!(Client::get_api)
        .sequence()
        .http_status(500, None)
        .http_response(|| HttpResponse::new(200.try_into().expect("a status"), SdkBody::from("{}")))
        .output(|| GetApiOutput::builder().name("late").build())
        .build();
    let client = mock_client!(aws_sdk_apigatewayv2, RuleMode::Sequential, [&sequence]);
    for _ in 0..2 {
        writeln!(out, "{:?}", name(&client, "a1").await)?;
    }
    Ok(())
}

async fn name(client: &Client, id: &str) -> Result<Option<String>, String> {
    match client.get_api().api_id(id).send().await {
        Ok(api) => Ok(api.name),
        Err(error) => match error.into_service_error() {
            GetApiError::NotFoundException(error) => Err(error.to_string()),
            other => Err(format!("{other:?}")),
        },
    }
}
