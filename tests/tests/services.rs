//! What holds for every service alike: all operations, with every member set.

use serde_json::Value;
use smithwright_tests::boto3::Boto3;
use smithwright_tests::canned::{Answer, Asked, Canned};
use smithwright_tests::operations::Service;
use smithwright_tests::samples::{Request, Samples};

type HttpAndWebsocketApis = smithwright_apigatewayv2::Client;
type RestApis = smithwright_apigateway::Client;
type Connections = smithwright_apigatewaymanagementapi::Client;

/// A test of every service.
macro_rules! services {
    ($(#[$meta:meta])* $name:ident: $test:ident) => {
        mod $name {
            #[tokio::test]
            $(#[$meta])*
            async fn http_and_websocket_apis() {
                super::$test::<super::HttpAndWebsocketApis>().await;
            }

            #[tokio::test]
            $(#[$meta])*
            async fn rest_apis() {
                super::$test::<super::RestApis>().await;
            }

            #[tokio::test]
            $(#[$meta])*
            async fn connections() {
                super::$test::<super::Connections>().await;
            }
        }
    };
}

/// What an operation sends with every member set.
async fn sent<C: Service>(samples: &Samples, name: &str) -> Asked {
    let canned = Canned::new([Answer::json(200, "")]);
    C::over(canned.clone()).call(name, &samples.input(name)).await.expect(name);
    canned.only()
}

services!(every_member_is_sent_where_the_model_says: every_member_is_sent);

async fn every_member_is_sent<C: Service>() {
    let samples = Samples::of(C::NAME);
    assert_eq!(C::NAMES, samples.operations());
    for name in C::NAMES {
        let (asked, expected) = (sent::<C>(&samples, name).await, samples.request(name));
        let mut query: Vec<_> =
            asked.query().into_iter().flat_map(|query| query.split('&')).collect();
        query.sort();
        let is_expected = |(name, _): &&(String, String)| {
            expected.headers.iter().any(|(expected, _)| expected == name)
        };
        let sent = Request {
            method: asked.method.clone(),
            path: asked.path().to_owned(),
            query: query.into_iter().map(str::to_owned).collect(),
            headers: asked.headers.iter().filter(is_expected).cloned().collect(),
            body: body(&asked.body),
        };
        assert_eq!(sent, expected, "{name}");
        let content_type = sent.body.as_ref().map(|body| match body {
            Value::String(_) => "application/octet-stream",
            _ => "application/json",
        });
        assert_eq!(asked.header("content-type"), content_type, "{name}");
        assert!(asked.header("authorization").is_some(), "{name}");
    }
}

/// A body: JSON, or else a text.
fn body(text: &str) -> Option<Value> {
    let json = || serde_json::from_str(text).unwrap_or_else(|_| text.into());
    (!text.is_empty()).then(json)
}

services!(every_member_is_read_from_where_the_model_says: every_member_is_read);

async fn every_member_is_read<C: Service>() {
    let samples = Samples::of(C::NAME);
    for name in C::NAMES {
        let (body, expected) = samples.output(name);
        let mut answer = Answer::json(200, body);
        for (header, value) in samples.output_headers(name) {
            answer.1.retain(|(other, _)| !other.eq_ignore_ascii_case(header));
            answer.1.push((header, value.leak()));
        }
        let client = C::over(Canned::new([answer]));
        assert_eq!(client.call(name, &samples.input(name)).await, Ok(expected), "{name}");
    }
}

services!(
    #[ignore = "needs boto3: cargo xtask test"]
    boto3_sends_the_same: boto3_sends_the_same_too
);

async fn boto3_sends_the_same_too<C: Service>() {
    // Whole seconds, which all write alike.
    let time = (1_700_000_000.0, "2023-11-14T22:13:20Z".to_owned());
    let samples = Samples { time, ..Samples::of(C::NAME) };
    let mut boto3 = Boto3::new(C::NAME, "capture:");
    for name in C::NAMES {
        let ours = sent::<C>(&samples, name).await;
        let theirs = boto3.call(name, &samples.input(name)).expect(name);
        let sorted = |uri: &str| {
            let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
            let mut query: Vec<_> = query.split('&').map(str::to_owned).collect();
            query.sort();
            (path.to_owned(), query)
        };
        let text = |name: &str| theirs[name].as_str().unwrap_or_default();
        assert_eq!(ours.method, text("method"), "{name}");
        assert_eq!(sorted(&ours.uri), sorted(text("url")), "{name}");
        assert_eq!(body(&ours.body), body(text("body")), "{name}");
        assert_eq!(ours.header("accept"), theirs["headers"]["accept"].as_str(), "{name}");
    }
}
