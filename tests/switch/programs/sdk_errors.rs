//! Every variant of `SdkError`, and what each carries.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::config::timeout::TimeoutConfig;
use aws_sdk_apigatewayv2::config::{HttpClient, SharedHttpClient};
use aws_sdk_apigatewayv2::error::{DisplayErrorContext, SdkError};
use aws_sdk_apigatewayv2::operation::get_api::GetApiError;
use aws_sdk_apigatewayv2::{Client, Config};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_http_client::test_util::{NeverClient, ReplayEvent, StaticReplayClient};
use aws_smithy_types::body::SdkBody;
use std::fmt::Write;
use std::time::Duration;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let nobody = Client::new(&sdk_config("http://127.0.0.1:1"));
    let late = TimeoutConfig::builder().operation_timeout(Duration::from_millis(10)).build();
    let late = with(url, NeverClient::new()).to_builder().timeout_config(late).build();
    for client in [nobody, Client::from_conf(late), Client::new(&sdk_config(url))] {
        let error = client.get_api().api_id("missing").send().await.unwrap_err();
        writeln!(out, "{}", kind(&error))?;
        writeln!(out, "  answered: {:?}", error.raw_response().map(|r| r.status().as_u16()))?;
        writeln!(
            out,
            "  refused: {:?}",
            error.as_service_error().map(GetApiError::is_not_found_exception)
        )?;
        writeln!(out, "  explained: {}", !DisplayErrorContext(&error).to_string().is_empty())?;
    }
    let unbuilt = Client::new(&sdk_config(url)).get_api().send().await.unwrap_err();
    writeln!(out, "{} {:?}", kind(&unbuilt), unbuilt.raw_response().is_some())?;
    let nonsense = Client::from_conf(with(url, replay("this is not JSON")?));
    let error = nonsense.get_api().api_id("a1").send().await.unwrap_err();
    writeln!(out, "{}", kind(&error))?;
    writeln!(out, "{:?}", error.raw_response().map(|response| response.status().as_u16()))?;
    writeln!(out, "{:?}", error.into_service_error().is_not_found_exception())?;
    Ok(())
}

fn kind(error: &SdkError<GetApiError>) -> String {
    match error {
        SdkError::ConstructionFailure(_) => "it could not be built".to_owned(),
        SdkError::TimeoutError(_) => "it took too long".to_owned(),
        SdkError::DispatchFailure(failure) => {
            format!("it was not sent: {} {}", failure.is_io(), failure.is_timeout())
        }
        SdkError::ResponseError(_) => "nobody understands the answer".to_owned(),
        SdkError::ServiceError(context) => format!("refused with {}", context.raw().status()),
        _ => "something new".to_owned(),
    }
}

fn with(url: &str, client: impl HttpClient + 'static) -> Config {
    let shared = sdk_config(url);
    let config = aws_sdk_apigatewayv2::config::Builder::from(&shared);
    let sleep = SharedAsyncSleep::new(TokioSleep::new());
    config.http_client(SharedHttpClient::new(client)).sleep_impl(sleep).build()
}

fn replay(body: &str) -> Outcome<StaticReplayClient> {
    let request = http::Request::builder().body(SdkBody::empty())?;
    let response = http::Response::builder().status(200).body(SdkBody::from(body))?;
    Ok(StaticReplayClient::new(vec![ReplayEvent::new(request, response)]))
}
