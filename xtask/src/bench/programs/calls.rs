//! Calls an operation again and again, without a network, and prints seconds and allocations of a
//! call: `calls small COUNT` reads an API, `calls page COUNT` lists 500 integrations.

use aws_sdk_apigatewayv2::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_apigatewayv2::{Client, Config};
use aws_smithy_http_client::test_util::infallible_client_fn;
use aws_smithy_types::body::SdkBody;
use std::time::Instant;

fn integration(index: usize) -> String {
    format!(
        r#"{{"apiGatewayManaged":false,"connectionType":"INTERNET","contentHandlingStrategy":"CONVERT_TO_TEXT",
        "credentialsArn":"arn:aws:iam::123456789012:role/gateway-{index}","description":"number {index}",
        "integrationId":"i{index:06}","integrationMethod":"POST","integrationType":"AWS_PROXY",
        "integrationUri":"arn:aws:lambda:us-east-1:123456789012:function:backend-{index}",
        "passthroughBehavior":"WHEN_NO_MATCH","payloadFormatVersion":"2.0",
        "requestParameters":{{"append:header.one":"$request.path.one","overwrite:path":"/items/{index}"}},
        "responseParameters":{{"500":{{"overwrite:statuscode":"503"}}}},"timeoutInMillis":29000}}"#
    )
}

fn client(body: String) -> Client {
    let http = infallible_client_fn(move |_| {
        let response = http::Response::builder().header("x-amzn-requestid", "r1");
        let response = response.header("content-type", "application/json");
        response.body(SdkBody::from(body.as_str())).expect("it is a response")
    });
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "SECRET", None, None, "calls"))
        .http_client(http);
    Client::from_conf(config.build())
}

async fn small(client: &Client) {
    let api = client.get_api().api_id("a1b2c3").send().await.expect("an answer");
    assert_eq!(api.name(), Some("shop"));
}

async fn page(client: &Client) {
    let page = client.get_integrations().api_id("a1b2c3").send().await.expect("an answer");
    assert_eq!(page.items().len(), 500);
}

fn measure(count: usize, call: impl AsyncFn()) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio");
    for _ in 0..count / 10 + 2 {
        runtime.block_on(call());
    }
    let allocations = allocation_counter::measure(|| runtime.block_on(call())).count_total;
    let start = Instant::now();
    for _ in 0..count {
        runtime.block_on(call());
    }
    println!("{} {allocations}", start.elapsed().as_secs_f64() / count as f64);
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().expect("`small` or `page`");
    let count = arguments.next().and_then(|count| count.parse().ok()).expect("a count");
    if what == "small" {
        let body = r#"{"apiId":"a1b2c3","name":"shop","protocolType":"HTTP","createdDate":"2024-05-06T07:08:09Z",
            "routeSelectionExpression":"$request.method $request.path","tags":{"team":"shop"}}"#;
        let client = client(body.to_owned());
        measure(count, async || small(&client).await);
    } else {
        let items: Vec<_> = (0..500).map(integration).collect();
        let client = client(format!(r#"{{"items":[{}]}}"#, items.join(",")));
        measure(count, async || page(&client).await);
    }
}
