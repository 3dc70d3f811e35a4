//! The client as its users see it, against canned answers.

use smithwright_apigatewayv2::config::{Builder, Region};
use smithwright_apigatewayv2::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use smithwright_apigatewayv2::operation::RequestId;
use smithwright_apigatewayv2::{Client, Error, types};
use smithwright_tests::canned::{Answer, Asked, Canned};

fn client(canned: &Canned) -> Client {
    Client::from_conf(canned.config().build())
}

fn only(canned: &Canned) -> Asked {
    let asked = canned.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    asked.into_iter().next().expect("there is one")
}

#[tokio::test]
async fn a_request_goes_where_the_model_says() {
    let canned = Canned::new([Answer::json(201, r#"{"integrationId": "i1"}"#)]);
    let call = client(&canned)
        .create_integration()
        .api_id("a/b é")
        .integration_type(types::IntegrationType::HttpProxy);
    let call = call
        .integration_uri("https://x.test")
        .response_parameters("200", [("k".to_owned(), "v".to_owned())].into());
    let output = call.timeout_in_millis(50).send().await.expect("it is answered");
    assert_eq!((output.integration_id(), output.request_id()), (Some("i1"), Some("req-1")));
    let asked = only(&canned);
    assert_eq!(
        (asked.method.as_str(), asked.uri.as_str()),
        ("POST", "https://apigateway.us-east-1.amazonaws.com/v2/apis/a%2Fb%20%C3%A9/integrations")
    );
    let body: serde_json::Value = serde_json::from_str(&asked.body).expect("the body is JSON");
    assert_eq!(
        body,
        serde_json::json!({"integrationType": "HTTP_PROXY", "integrationUri": "https://x.test",
            "responseParameters": {"200": {"k": "v"}}, "timeoutInMillis": 50})
    );
    assert_eq!(asked.header("content-type"), Some("application/json"));
    let authorization = asked.header("authorization").expect("it is signed");
    assert!(authorization.contains("/us-east-1/apigateway/aws4_request"), "{authorization}");
    let agent = asked.header("x-amz-user-agent").expect("it names itself");
    assert!(agent.contains("api/smithwright-apigatewayv2/0.1.0"), "{agent}");
}

#[tokio::test]
async fn query_members_are_repeated_and_encoded() {
    let canned = Canned::new([Answer::json(204, "")]);
    let call = client(&canned)
        .untag_resource()
        .resource_arn("arn:aws:apigateway:us-east-1::/apis/a")
        .tag_keys("a b")
        .tag_keys("c&d");
    call.send().await.expect("it is answered");
    let asked = only(&canned);
    let path =
        "/v2/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2Fa?tagKeys=a%20b&tagKeys=c%26d";
    assert_eq!(asked.uri, format!("https://apigateway.us-east-1.amazonaws.com{path}"));
    assert_eq!((asked.body.as_str(), asked.header("content-type")), ("", None));
}

#[tokio::test]
async fn what_a_request_needs_is_asked_for_before_it_is_sent() {
    let canned = Canned::new([]);
    let client = client(&canned);
    let label = client.get_integration().api_id("a").send().await.expect_err("a label is missing");
    assert!(matches!(label, SdkError::ConstructionFailure(_)));
    assert!(
        DisplayErrorContext(&label).to_string().contains("integration_id"),
        "{}",
        DisplayErrorContext(&label)
    );
    let query =
        client.untag_resource().resource_arn("a").send().await.expect_err("a parameter is missing");
    assert!(
        DisplayErrorContext(&query).to_string().contains("tag_keys"),
        "{}",
        DisplayErrorContext(&query)
    );
    let empty = client.get_api().api_id("").send().await.expect_err("a label is empty");
    assert!(matches!(empty, SdkError::ConstructionFailure(_)));
    assert_eq!(canned.asked(), []);
}

#[tokio::test]
async fn an_error_says_what_happened() {
    let body =
        r#"{"message": "Invalid Integration identifier specified abc", "resourceType": "x"}"#;
    let headers = vec![
        ("x-amzn-errortype", "NotFoundException:http://internal/"),
        ("x-amzn-requestid", "r-7"),
    ];
    let canned = Canned::new([Answer(404, headers, body.into())]);
    let error = client(&canned).get_integration().api_id("a").integration_id("abc").send().await;
    let error = error.expect_err("it is refused").into_service_error();
    assert_eq!(
        error.to_string(),
        "GetIntegration: NotFoundException: Invalid Integration identifier specified abc (404, request id r-7)"
    );
    assert!(error.is_not_found_exception());
    assert_eq!((error.code(), error.request_id()), (Some("NotFoundException"), Some("r-7")));
    let error = Error::from(error);
    let Error::NotFoundException(inner) = &error else { panic!("{error:?}") };
    assert_eq!(inner.resource_type(), Some("x"));
}

#[tokio::test]
async fn an_error_that_the_model_does_not_list_is_kept_whole() {
    for body in [r#"{"code": "Odd", "message": "m"}"#, r#"{"__type": "ns#Odd", "message": "m"}"#] {
        let canned = Canned::new([Answer::json(418, body)]);
        let error = client(&canned).get_api().api_id("a").send().await.expect_err("it is refused");
        let error = error.into_service_error();
        assert_eq!((error.code(), error.message()), (Some("Odd"), Some("m")));
        assert_eq!(error.to_string(), "GetApi: Odd: m (418, request id req-1)");
    }
}

#[tokio::test]
async fn throttling_is_retried_and_refusals_are_not() {
    let throttled =
        || Answer(429, vec![("x-amzn-errortype", "TooManyRequestsException")], "{}".into());
    let canned =
        Canned::new([throttled(), Answer::json(503, "{}"), Answer::json(200, r#"{"apiId": "a"}"#)]);
    let retry = smithwright_apigatewayv2::config::retry::RetryConfig::standard()
        .with_initial_backoff(std::time::Duration::from_millis(1));
    let client = Client::from_conf(canned.config().retry_config(retry).build());
    assert_eq!(
        client.get_api().api_id("a").send().await.expect("the third try").api_id(),
        Some("a")
    );
    assert_eq!(canned.asked().len(), 3);
    let ids: std::collections::BTreeSet<_> = canned
        .asked()
        .iter()
        .map(|asked| asked.header("amz-sdk-invocation-id").map(str::to_owned))
        .collect();
    assert_eq!(ids.len(), 1, "one invocation");

    let canned = Canned::new([Answer::json(400, "{}")]);
    let client = Client::from_conf(canned.config().build());
    client.get_api().api_id("a").send().await.expect_err("it is refused");
    assert_eq!(canned.asked().len(), 1);
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
