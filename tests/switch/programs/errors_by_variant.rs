//! Each modeled error by its variant, and all others by their code.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewayv2::operation::update_api::UpdateApiError;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    for api in ["a1", "missing", "taken", "malformed", "throttled", "expired", "broken"] {
        let said = rename(&client, api).await;
        writeln!(out, "{api}: {said}")?;
    }
    Ok(())
}

async fn rename(client: &Client, api: &str) -> String {
    match client.update_api().api_id(api).name("store").send().await {
        Ok(_) => "renamed".to_owned(),
        Err(SdkError::ServiceError(context)) => match context.err() {
            UpdateApiError::NotFoundException(error) => {
                format!("no {:?}: {:?}", error.resource_type(), error.message())
            }
            UpdateApiError::ConflictException(error) => format!("in use: {error}"),
            UpdateApiError::BadRequestException(error) => {
                format!("not like that: {:?}", error.message())
            }
            UpdateApiError::TooManyRequestsException(error) => {
                format!("later: {:?} {:?}", error.limit_type(), error.message)
            }
            other if other.code() == Some("ExpiredTokenException") => "log in again".to_owned(),
            other => format!("who knows: {:?} {:?}", other.code(), other.message()),
        },
        Err(other) => format!("never got there: {other:?}"),
    }
}
