//! Request ids for the support desk, of successes and failures, and the raw response.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::operation::RequestId;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let api = client.get_api().api_id("a1").send().await?;
    writeln!(out, "{:?}", api.request_id())?;
    let deleted = client.delete_api().api_id("a1").send().await?;
    writeln!(out, "{:?} {deleted:?}", deleted.request_id())?;
    let error = client.get_api().api_id("missing").send().await.unwrap_err();
    writeln!(out, "{:?}", error.request_id())?;
    if let Some(response) = error.raw_response() {
        let kind = response.headers().get("x-amzn-errortype");
        let body = response.body().bytes().map(String::from_utf8_lossy);
        writeln!(out, "{} {kind:?} {body:?}", response.status())?;
    }
    let error = error.into_service_error();
    writeln!(out, "{:?} {:?}", error.request_id(), error.meta().request_id())?;
    Ok(())
}
