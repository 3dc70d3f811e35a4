//! `capture_request`, and a signature that is the same every time.

use crate::Outcome;
use aws_sdk_apigatewayv2::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_apigatewayv2::{Client, Config};
use aws_smithy_async::time::StaticTimeSource;
use aws_smithy_http_client::test_util::capture_request;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use std::fmt::Write;
use std::time::{Duration, UNIX_EPOCH};

const SHOWN: &[&str] = &["host", "content-type", "content-length", "x-amz-date"];

pub async fn run(_: &str, out: &mut String) -> Outcome {
    let (http_client, captured) = capture_request(None);
    let now = StaticTimeSource::new(UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::for_tests_with_session_token())
        .time_source(now)
        .http_client(http_client)
        .build();
    let client = Client::from_conf(config);
    let create = client.create_api_mapping().domain_name("api.example.com/#?").api_id("a1");
    let call = create.stage("é").customize().mutate_request(|request| {
        request.headers_mut().remove("amz-sdk-invocation-id");
        request.headers_mut().remove("x-amz-user-agent");
    });
    call.send().await.ok();
    let request = captured.expect_request();
    writeln!(out, "{} {}", request.method(), request.uri())?;
    for name in SHOWN {
        writeln!(out, "{name}: {:?}", request.headers().get(name))?;
    }
    writeln!(out, "{:?}", request.body().bytes().map(String::from_utf8_lossy))?;
    writeln!(out, "{}", signed_headers(&request))?;
    Ok(())
}

fn signed_headers(request: &HttpRequest) -> &str {
    let authorization = request.headers().get("authorization").unwrap_or_default();
    authorization.split(", Signature").next().unwrap_or_default()
}
