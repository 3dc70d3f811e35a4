//! Endpoints, nonsense and listings: the client as its users see it, against canned answers.

use smithwright_apigatewayv2::Client;
use smithwright_apigatewayv2::config::{Builder, Region};
use smithwright_apigatewayv2::error::DisplayErrorContext;
use smithwright_tests::canned::{Answer, Canned};

fn client(canned: &Canned) -> Client {
    Client::from_conf(canned.config().build())
}

#[tokio::test]
async fn endpoints_follow_the_configuration_of_client_and_call() {
    async fn host(builder: Builder, canned: &Canned, over: Option<Builder>) -> String {
        let call = Client::from_conf(builder.build()).get_apis().customize();
        let call = if let Some(over) = over { call.config_override(over) } else { call };
        call.send().await.expect("it is answered");
        let uri = canned.asked().pop().expect("it was asked").uri;
        uri.trim_end_matches("/v2/apis").to_owned()
    }
    let canned = Canned::new([Answer::json(200, "{}")]);
    let config = || canned.config();
    let region = |name: &'static str| config().region(Region::from_static(name));
    assert_eq!(
        host(region("cn-north-1"), &canned, None).await,
        "https://apigateway.cn-north-1.amazonaws.com.cn"
    );
    assert_eq!(
        host(region("eu-west-1").use_fips(true), &canned, None).await,
        "https://apigateway-fips.eu-west-1.amazonaws.com"
    );
    assert_eq!(
        host(region("eu-west-1").use_dual_stack(true), &canned, None).await,
        "https://apigateway.eu-west-1.api.aws"
    );
    assert_eq!(
        host(config().endpoint_url("http://localhost:9"), &canned, None).await,
        "http://localhost:9"
    );
    let over = Builder::new().endpoint_url("http://localhost:8");
    assert_eq!(
        host(config().endpoint_url("http://localhost:9"), &canned, Some(over)).await,
        "http://localhost:8"
    );
    let over = Builder::new().region(Region::from_static("ap-east-1"));
    assert_eq!(
        host(config(), &canned, Some(over)).await,
        "https://apigateway.ap-east-1.amazonaws.com"
    );
}

#[tokio::test]
async fn nonsense_is_an_error_and_never_a_panic() {
    let deep = "[".repeat(100_000);
    let bodies: [&[u8]; 12] = [
        b"",
        b"{",
        b"[]",
        b"\"\"",
        b"null",
        b"{\"apiId\": 7}",
        b"{\"createdDate\": \"yesterday\"}",
        b"{\"tags\": []}",
        b"{\"corsConfiguration\": {\"allowOrigins\": {}}}",
        b"\xff\xfe",
        b"\0\0\0",
        deep.as_bytes(),
    ];
    for body in bodies {
        for status in [200, 404, 500] {
            let canned = Canned::new([Answer::json(status, body)]);
            let config = canned
                .config()
                .retry_config(smithwright_apigatewayv2::config::retry::RetryConfig::disabled());
            let answer = Client::from_conf(config.build()).get_api().api_id("a").send().await;
            assert!(status == 200 || answer.is_err(), "{status}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_listing_goes_through_its_pages() {
    let page =
        |items: &str, token: &str| Answer::json(200, format!(r#"{{"items": [{items}]{token}}}"#));
    let canned = Canned::new([
        page(r#"{"integrationId": "1"}"#, r#", "nextToken": "A""#),
        page("", r#", "nextToken": "B""#),
        page(r#"{"integrationId": "2"}, {"integrationId": "3"}"#, r#", "nextToken": """#),
    ]);
    let items =
        client(&canned).get_integrations().api_id("a").into_paginator().page_size(2).items().send();
    let items: Vec<_> = items.collect::<Result<Vec<_>, _>>().await.expect("all pages are answered");
    let ids: Vec<_> = items.iter().filter_map(|item| item.integration_id()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let asked: Vec<_> = canned
        .asked()
        .iter()
        .map(|asked| asked.uri.split_once('?').expect("a query").1.to_owned())
        .collect();
    assert_eq!(asked, ["maxResults=2", "maxResults=2&nextToken=A", "maxResults=2&nextToken=B"]);
}

#[tokio::test]
async fn a_listing_that_goes_in_circles_ends_with_an_error() {
    let page = |token: &str| {
        Answer::json(200, format!(r#"{{"items": [{{"apiId": "x"}}], "nextToken": "{token}"}}"#))
    };
    let canned = Canned::new([page("A"), page("B"), page("A")]);
    let mut pages = client(&canned).get_apis().into_paginator().send();
    for _ in 0..3 {
        pages.next().await.expect("a page").expect("it is answered");
    }
    let error = pages.next().await.expect("an end").expect_err("an error");
    assert!(DisplayErrorContext(&error).to_string().contains("same pagination token twice: A"));
    assert!(pages.next().await.is_none());
}
