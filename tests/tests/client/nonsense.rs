//! Servers that answer nonsense: an error or a value, never a panic, never a hang.

use aws_smithy_eventstream::frame::write_message_to;
use fixture_rpc::primitives::event_stream::{Header, HeaderValue, Message};
use serde_json::{Value, json};
use smithwright_apigatewayv2::Client;
use smithwright_apigatewayv2::error::{DisplayErrorContext, SdkError};
use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::nonsense::{anything, mutate};
use smithwright_tests::operations::{self, NAMES};
use smithwright_tests::samples::Samples;
use std::time::Duration;

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn client(status: u16, body: Vec<u8>) -> Client {
    Canned::new([Answer::json(status, body)]).client()
}

/// What reading this body as an API gives: that it was read, or why not.
async fn read(body: Vec<u8>) -> Result<Value, String> {
    let output = client(200, body).get_api().api_id("a").send().await;
    match output {
        Ok(output) => {
            assert!(format!("{output:?}").starts_with("GetApiOutput {"));
            Ok(smithwright_tests::dynamic::to_json(&output).expect("outputs are JSON"))
        }
        Err(error) => {
            assert!(matches!(error, SdkError::ServiceError(_)), "{error:?}");
            Err(DisplayErrorContext(&error).to_string())
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_answer_is_an_error() {
    let good = r#"{"apiId": "a", "tags": {"k": "v"}, "warnings": ["w"], "createdDate": "2023-11-14T22:13:20Z"}"#;
    for (body, says) in [
        (bytes("["), "expected object"),
        (bytes("[]"), "expected object"),
        (bytes("[{}]"), "expected object"),
        (bytes("\"text\""), "expected object"),
        (bytes("null"), "expected object"),
        (bytes("7"), "expected object"),
        (bytes("<html></html>"), "expected object"),
        (bytes("\u{feff}{}"), "expected object"),
        (b"\xff\xfe{\0}\0".to_vec(), "expected object"),
        (b"\0\0\0".to_vec(), "expected object"),
        (bytes("{"), ""),
        (bytes("{\"apiId\""), "expected colon"),
        (bytes("{\"apiId\":"), "expected string"),
        (bytes("{\"apiId\": \"a"), "unterminated string"),
        (bytes("{\"apiId\": \"a\""), ""),
        (bytes("{\"apiId\": \"a\",}"), ""),
        (bytes("{\"apiId\": \"a\" \"b\": 1}"), ""),
        (bytes("{apiId: \"a\"}"), "expected object key"),
        (bytes("{\"apiId\": \"\\ud800\"}"), ""),
        (bytes("{\"apiId\": \"\\x\"}"), ""),
        (bytes("{\"apiId\": \"\\"), "unterminated string"),
        (b"{\"apiId\": \"\xff\xfe\"}".to_vec(), "invalid utf-8"),
        (b"{\"\xff\": 1}".to_vec(), "invalid utf-8"),
        (bytes(&good[..good.len() - 1]), ""),
        (bytes(&good.replace(": ", " ")), "expected colon"),
    ] {
        let error = read(body.clone()).await.expect_err(&String::from_utf8_lossy(&body));
        assert!(error.contains(says), "{:?}: {error}", String::from_utf8_lossy(&body));
    }
    assert_eq!(read(bytes(good)).await.expect("it is good")["ApiId"], "a");
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
async fn a_member_of_a_wrong_type_is_an_error() {
    let values = [
        "\"x\"",
        "7",
        "-1.5",
        "true",
        "[]",
        "[\"x\"]",
        "[7]",
        "{}",
        "{\"k\": \"v\"}",
        "{\"k\": 7}",
    ];
    for (member, good) in [
        ("apiId", &["\"x\""][..]),
        ("protocolType", &["\"x\""]),
        ("apiGatewayManaged", &["true"]),
        // A time in no known form is left unset.
        ("createdDate", &["\"x\"", "7", "-1.5"]),
        ("tags", &["{}", "{\"k\": \"v\"}"]),
        ("warnings", &["[]", "[\"x\"]"]),
        ("corsConfiguration", &["{}", "{\"k\": \"v\"}", "{\"k\": 7}"]),
    ] {
        for value in values {
            let body = format!("{{\"{member}\": {value}}}");
            assert_eq!(read(bytes(&body)).await.is_ok(), good.contains(&value), "{body}");
        }
    }
}

#[tokio::test]
async fn numbers_that_do_not_fit_are_errors() {
    for number in [
        "2147483648",
        "-2147483649",
        "1e400",
        "99999999999999999999",
        "0x10",
        "1.5",
        "--1",
        "NaN",
        "\"7\"",
    ] {
        let body = bytes(&format!("{{\"corsConfiguration\": {{\"maxAge\": {number}}}}}"));
        assert!(read(body).await.is_err(), "{number}");
    }
    for time in
        ["1e400", "99999999999999999999", "\"yesterday\"", "\"2023-02-30T00:00:00Z\"", "\"\""]
    {
        let body = bytes(&format!("{{\"createdDate\": {time}}}"));
        let read = tokio::time::timeout(Duration::from_secs(60), read(body)).await;
        let outcome = read.expect("it does not hang").expect("it is left unset");
        assert_eq!(outcome.get("CreatedDate"), None, "{time}");
    }
}

#[tokio::test]
async fn what_is_odd_but_legal_is_read() {
    for (body, id) in [
        (bytes("{}"), Value::Null),
        (bytes(" \t\r\n{ \"apiId\" :\n\"a\" } \n"), json!("a")),
        (bytes(r#"{"apiId": "a", "apiId": "b"}"#), json!("b")),
        (bytes(r#"{"apiId": "\u0000\ud83d\ude80\/"}"#), json!("\0🚀/")),
        (bytes(r#"{"": 1, "apiId": ""}"#), json!("")),
        (bytes(r#"{"\u0061piId": "a"}"#), json!("a")),
    ] {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let read = read(body).await.expect(&shown);
        assert_eq!(read.get("ApiId").cloned().unwrap_or_default(), id, "{shown}");
    }
}

/// In a thread of 2 MiB, as the test harness and tokio have them, recursion as deep as the body would
/// overflow the stack.
#[tokio::test]
async fn a_hundred_thousand_brackets_are_no_abyss() {
    let deep = 100_000;
    let objects = "{\"a\":".repeat(deep);
    for body in [
        "[".repeat(deep),
        objects.clone(),
        format!("{{\"x\": {}{}}}", "[".repeat(deep), "]".repeat(deep)),
        format!("{{\"x\": {objects}1{}}}", "}".repeat(deep)),
        format!("{{\"tags\": {objects}"),
        format!("{{\"tags\": {{\"k\": {objects}"),
        format!("{{\"warnings\": {}", "[".repeat(deep)),
        format!("{{\"corsConfiguration\": {{\"x\": {objects}"),
        format!("{{\"message\": {objects}"),
        format!(
            "{{\"code\": \"NotFoundException\", \"x\": {}{}}}",
            "[".repeat(deep),
            "]".repeat(deep)
        ),
    ] {
        for status in [200, 404, 500] {
            let client = client(status, bytes(&body));
            let read = tokio::time::timeout(Duration::from_secs(60), async {
                let api = client.get_api().api_id("a").send().await.is_ok();
                let page = client.get_apis().send().await.is_ok();
                (api, page)
            });
            let (api, page) = read.await.expect("it does not hang");
            assert!(status == 200 || !(api || page), "{status}: {}", &body[..20]);
        }
    }
}

#[tokio::test]
async fn refusals_that_make_no_sense_are_refusals() {
    let bodies: [&[u8]; 14] = [
        b"",
        b"{",
        b"[]",
        b"\"\"",
        b"null",
        b"7",
        b"\xff\xfe",
        b"\0\0",
        b"<html>",
        b"{\"message\": 7}",
        b"{\"code\": {}}",
        b"{\"code\": \"\"}",
        b"{\"__type\": \"#:\"}",
        b"{\"code\": \"NotFoundException\", \"resourceType\": []}",
    ];
    let codes = ["", ":", "#", "a#", "NotFoundException", "a#b#c:d"];
    for body in bodies {
        for code in codes {
            let headers = vec![("x-amzn-errortype", code), ("x-amzn-requestid", "r")];
            let canned = Canned::new([Answer(404, headers, body.to_vec())]);
            let error =
                canned.client().get_api().api_id("a").send().await.expect_err("it is refused");
            assert!(matches!(error, SdkError::ServiceError(_)), "{error:?}");
            let shown = error.into_service_error().to_string();
            assert!(shown.starts_with("GetApi: "), "{shown}");
            assert!(shown.ends_with(" (404, request id r)"), "{shown}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_thousand_random_bodies_through_every_operation_are_values_or_errors() {
    let parts: Vec<_> = (0..4).map(|seed| tokio::spawn(random_bodies(seed, 5_000))).collect();
    let mut values = 0;
    for part in parts {
        values += part.await.expect("no body makes it panic");
    }
    assert!((2_000..18_000).contains(&values), "{values} values of 20,000 test little");
}

/// How many of so many bodies are read.
async fn random_bodies(seed: u64, count: usize) -> usize {
    let (samples, mut random) = (Samples::default(), fastrand::Rng::with_seed(seed));
    let samples: Vec<_> =
        NAMES.iter().map(|name| (*name, samples.input(name), samples.output(name).0)).collect();
    let answers: Vec<_> = (0..count)
        .map(|round| {
            let mut body = samples[round % samples.len()].2.clone().into_bytes();
            match round / samples.len() % 2 {
                0 => mutate(&mut random, &mut body),
                _ => body = anything(&mut random, 4).to_string().into_bytes(),
            }
            let status = random.choice(&[200, 200, 200, 201, 204, 400, 404, 500]);
            Answer::json(*status.expect("there are some"), body)
        })
        .collect();
    let canned = Canned::new(answers);
    let client = canned.client();
    let mut values = 0;
    for round in 0..count {
        let (name, input, _) = &samples[round % samples.len()];
        let call = operations::call(&client, name, input);
        let outcome = tokio::time::timeout(Duration::from_secs(60), call).await;
        let outcome = outcome.unwrap_or_else(|_| panic!("{name} hangs: seed {seed}, {round}"));
        values += usize::from(outcome.is_ok());
    }
    assert_eq!(canned.asked().len(), count);
    values
}

/// A client of the fixture that gets these answers, one after the other, and asks for none again.
macro_rules! answered {
    ($fixture:ident, $bodies:expr) => {{
        use $fixture::config::{BehaviorVersion, Config, Credentials, Region, retry::RetryConfig};
        let answers: Vec<_> =
            $bodies.iter().map(|body| Answer(200, vec![], body.to_vec())).collect();
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
            .retry_config(RetryConfig::disabled())
            .http_client(Canned::new(answers));
        $fixture::Client::from_conf(config.build())
    }};
}

fn broken(sample: &[u8], count: usize) -> Vec<Vec<u8>> {
    let mut random = fastrand::Rng::with_seed(9);
    let mut bodies = vec![sample.to_vec(); count];
    bodies.iter_mut().for_each(|body| mutate(&mut random, body));
    bodies
}

fn is_mixed(read: usize, count: usize) {
    assert!((count / 50..count).contains(&read), "{read} of {count} test little");
}

#[tokio::test]
async fn broken_xml_is_a_value_or_an_error() {
    let list = "<?xml version='1.0'?><Result xmlns='a'><!-- b --><Since>2022-03-04T06:15:41Z</Since>\
        <Thing a='&lt;'><Key>&#x7;<![CDATA[<]]></Key><ETag/></Thing><Thing><Key>&amp;</Key></Thing></Result>";
    let bodies = broken(list.as_bytes(), 5_000);
    let (client, mut read) = (answered!(fixture_s3, bodies), 0);
    for _ in &bodies {
        read += usize::from(client.list_things().send().await.is_ok());
    }
    is_mixed(read, bodies.len());
    let deep =
        ["<a>".repeat(100_000), format!("<a>{}", "<Thing>".repeat(127))].map(String::into_bytes);
    for body in &deep {
        answered!(fixture_s3, [body]).list_things().send().await.expect_err("it is too deep");
    }
}

#[tokio::test]
async fn broken_answers_of_rpc_are_values_or_errors() {
    let dates = br#"{"Time": "2022-03-04T06:15:41Z", "Times": [1, "a", 1e3], "Named": {"a": 1.5}, "Text": "t"}"#;
    let bodies = broken(dates, 5_000);
    let (client, mut read) = (answered!(fixture_rpc, bodies), 0);
    for _ in &bodies {
        read += usize::from(client.get_dates().send().await.is_ok());
    }
    is_mixed(read, bodies.len());
}

#[tokio::test]
async fn broken_streams_of_events_are_events_or_errors() {
    let text = |value: &'static str| HeaderValue::String(value.into());
    let frame = |event: &'static str, payload: Vec<u8>| {
        let headers = [(":message-type", text("event")), (":event-type", text(event))];
        let headers = headers.map(|(name, value)| Header::new(name, value)).to_vec();
        let mut bytes = Vec::new();
        let message = Message::new_from_parts(headers, payload);
        write_message_to(&message, &mut bytes).expect("it is short");
        bytes
    };
    // What is said is broken, and then some of the frames around it.
    let lines = broken(br#"{"Text": "t", "At": "x", "Other": [{}]}"#, 2_000);
    let mut random = fastrand::Rng::with_seed(10);
    let bodies = lines.into_iter().map(|line| {
        let mut body = frame("initial-response", br#"{"Room": "r"}"#.to_vec());
        body.extend(frame("line", line));
        if random.u8(..4) == 0 {
            mutate(&mut random, &mut body);
        }
        body
    });
    let bodies: Vec<_> = bodies.collect();
    let (client, mut read) = (answered!(fixture_rpc, bodies), 0);
    for _ in &bodies {
        let Ok(joined) = client.join().send().await else { continue };
        let mut lines = joined.lines;
        let mut next = async || {
            let next = tokio::time::timeout(Duration::from_secs(60), lines.recv()).await;
            next.expect("it does not hang")
        };
        read += usize::from(matches!(next().await, Ok(Some(_))));
        let _ = next().await;
    }
    is_mixed(read, bodies.len());
}
