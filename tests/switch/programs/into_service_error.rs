//! `into_service_error`, and questions about what came of it.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::error::ProvideErrorMetadata;
use aws_sdk_apigatewayv2::operation::delete_api::DeleteApiError;
use aws_sdk_apigatewayv2::operation::get_stage::{GetStageError, GetStageOutput};
use std::error::Error;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    for api in ["a1", "missing", "throttled", "forbidden"] {
        match stage(&client, api).await {
            Ok(stage) => writeln!(out, "{:?}", stage.and_then(|stage| stage.stage_name))?,
            Err(error) => writeln!(
                out,
                "{} {} {:?}",
                error.is_not_found_exception(),
                error.is_too_many_requests_exception(),
                error.code()
            )?,
        }
    }
    let gone =
        client.delete_api().api_id("missing").send().await.map_err(|e| e.into_service_error());
    if let Err(DeleteApiError::NotFoundException(gone)) = gone {
        writeln!(
            out,
            "already gone: {gone} {:?} {:?}",
            gone.source().is_some(),
            gone.meta().code()
        )?;
    }
    let nobody = Client::new(&sdk_config("http://127.0.0.1:1"));
    let never = nobody.get_apis().send().await.unwrap_err();
    let never = never.into_service_error();
    writeln!(out, "{:?} {:?}", never.code(), never.source().is_some())?;
    Ok(())
}

async fn stage(client: &Client, api: &str) -> Result<Option<GetStageOutput>, GetStageError> {
    match client.get_stage().api_id(api).stage_name("prod").send().await {
        Ok(stage) => Ok(Some(stage)),
        Err(error) => match error.into_service_error() {
            error if error.is_not_found_exception() => Ok(None),
            error => Err(error),
        },
    }
}
