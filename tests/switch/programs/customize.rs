//! Requests that are changed on their way.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::config::http::HttpRequest;
use aws_sdk_apigatewayv2::error::SdkError;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let traced = client.get_api().api_id("a1").customize().mutate_request(|request| {
        request.headers_mut().insert("x-trace", "t-1");
    });
    let api = traced.send().await?;
    writeln!(out, "{:?}", api.name())?;

    let moved = client.get_apis().customize().map_request(|mut request: HttpRequest| {
        let uri = format!("{}?maxResults=9", request.uri());
        request.set_uri(uri.as_str())?;
        request.headers_mut().append("x-more", "yes");
        Ok::<_, aws_smithy_runtime_api::http::HttpError>(request)
    });
    writeln!(out, "{}", moved.send().await?.items().len())?;

    let refused = client.get_apis().customize();
    let refused = refused.map_request(|_| Err(std::io::Error::other("not today")));
    let error = refused.send().await.unwrap_err();
    writeln!(out, "{}", matches!(error, SdkError::DispatchFailure(_)))?;
    Ok(())
}
