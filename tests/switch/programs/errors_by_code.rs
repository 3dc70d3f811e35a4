//! Errors of any operation by code, in one place.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::error::{ErrorMetadata, ProvideErrorMetadata};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    for word in ["missing", "throttled", "forbidden", "broken"] {
        let api = client.get_api().api_id(word).send().await;
        writeln!(out, "{}", advice(&api.unwrap_err()))?;
        let create = client.create_stage().api_id(word).stage_name("prod").send().await;
        writeln!(out, "{}", advice(&create.unwrap_err()))?;
        let portal = client.get_portal().portal_id(word).send().await;
        writeln!(out, "{}", advice(&portal.unwrap_err().into_service_error()))?;
    }
    let metadata = ErrorMetadata::builder().code("Own").message("made here").build();
    writeln!(out, "{} {metadata}", advice(&metadata))?;
    Ok(())
}

fn advice(error: &impl ProvideErrorMetadata) -> String {
    let what = match error.code() {
        Some("NotFoundException") => "create it",
        Some("TooManyRequestsException") => "wait",
        Some(code) if code.starts_with("AccessDenied") => "ask the administrator",
        Some(_) => "read the documentation",
        None => "be puzzled",
    };
    format!("{what}: {:?} {:?}", error.code(), error.message())
}
