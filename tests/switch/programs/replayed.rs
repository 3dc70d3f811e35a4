//! A test with replayed traffic: a VPC link that becomes available while the program waits.

use crate::Outcome;
use aws_sdk_apigatewayv2::types::VpcLinkStatus;
use aws_sdk_apigatewayv2::{Client, Config};
use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
use aws_smithy_types::body::SdkBody;
use std::fmt::Write;
use std::time::Duration;

pub async fn run(_: &str, out: &mut String) -> Outcome {
    let states = ["PENDING", "PENDING", "AVAILABLE", "DELETING", "MELTING"];
    let events = states.iter().map(|state| event(state)).collect::<Outcome<_>>()?;
    let replay = StaticReplayClient::new(events);
    let config = Config::builder()
        .behavior_version_latest()
        .with_test_defaults_v2()
        .region(aws_sdk_apigatewayv2::config::Region::new("us-east-1"))
        .http_client(replay.clone());
    let client = Client::from_conf(config.build());
    writeln!(out, "{:?} after waiting", wait(&client).await?)?;
    writeln!(out, "{:?}", wait(&client).await.map_err(|error| error.to_string()))?;
    writeln!(out, "{:?}", wait(&client).await.map_err(|error| error.to_string()))?;
    replay.assert_requests_match(&[
        "authorization",
        "x-amz-date",
        "user-agent",
        "x-amz-user-agent",
    ]);
    for request in replay.actual_requests() {
        let version = request.headers().get("authorization").map(|value| value.len());
        writeln!(out, "{} {} {version:?}", request.method(), request.uri())?;
    }
    Ok(())
}

async fn wait(client: &Client) -> Outcome<VpcLinkStatus> {
    loop {
        let link = client.get_vpc_link().vpc_link_id("v1").send().await?;
        match link.vpc_link_status().ok_or("it has no status")? {
            VpcLinkStatus::Pending => tokio::time::sleep(Duration::from_millis(1)).await,
            VpcLinkStatus::Available => return Ok(VpcLinkStatus::Available),
            VpcLinkStatus::Deleting | VpcLinkStatus::Failed => return Err("it is lost".into()),
            other => return Err(format!("it is {other}").into()),
        }
    }
}

fn event(state: &str) -> Outcome<ReplayEvent> {
    let request = http::Request::builder()
        .uri("https://apigateway.us-east-1.amazonaws.com/v2/vpclinks/v1")
        .body(SdkBody::empty())?;
    let body = format!(r#"{{"vpcLinkId": "v1", "vpcLinkStatus": "{state}", "new": [{{}}]}}"#);
    let response = http::Response::builder().status(200).body(SdkBody::from(body))?;
    Ok(ReplayEvent::new(request, response))
}
