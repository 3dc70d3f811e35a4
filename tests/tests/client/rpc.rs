//! What RPC protocols do otherwise than REST, shown with the fixture `rpc`, which speaks AWS JSON 1.1: errors, times,
//! and what comes before the events of a stream.

use aws_smithy_eventstream::frame::write_message_to;
use fixture_rpc::Client;
use fixture_rpc::config::timeout::TimeoutConfig;
use fixture_rpc::config::{
    BehaviorVersion, Builder, Config, Credentials, Region, retry::RetryConfig,
};
use fixture_rpc::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use fixture_rpc::operation::get_dates::GetDatesOutput;
use fixture_rpc::primitives::DateTime;
use fixture_rpc::primitives::event_stream::{Header, HeaderValue, Message};
use fixture_rpc::types::{Line, LineStream};
use smithwright_runtime::aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::faults::{Act, Scripted, raw};
use smithwright_tests::log::Log;
use std::time::Duration;

fn time() -> DateTime {
    DateTime::from_secs(1_646_374_541)
}

fn config() -> Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .retry_config(RetryConfig::disabled())
}

fn client(canned: &Canned) -> Client {
    Client::from_conf(config().http_client(canned.clone()).build())
}

async fn dates(body: &str) -> GetDatesOutput {
    let output = client(&Canned::new([Answer::json(200, body)])).get_dates().send().await;
    output.unwrap_or_else(|error| panic!("{body}: {}", DisplayErrorContext(error)))
}

#[tokio::test]
async fn the_type_of_an_error_decides_and_not_a_member_called_code() {
    for (header, body, is_modeled, code) in [
        (
            None,
            r#"{"__type": "InvalidInputException", "code": "E7", "message": "no"}"#,
            true,
            "InvalidInputException",
        ),
        (
            None,
            r#"{"code": "E7", "__type": "a.b#InvalidInputException:http://c"}"#,
            true,
            "InvalidInputException",
        ),
        (None, r#"{"code": "InvalidInputException"}"#, true, "InvalidInputException"),
        (None, r#"{"__type": 7, "code": "E7"}"#, false, "E7"),
        (None, r#"{"__type": null, "code": "E7"}"#, false, "E7"),
        (Some("Other"), r#"{"__type": "InvalidInputException", "code": "E7"}"#, false, "Other"),
    ] {
        let headers = header.map(|code| ("x-amzn-errortype", code)).into_iter().collect();
        let canned = Canned::new([Answer(400, headers, body.into())]);
        let error = client(&canned).get_dates().send().await.expect_err("it is refused");
        let error = error.into_service_error();
        assert_eq!(
            (error.is_invalid_input_exception(), error.code()),
            (is_modeled, Some(code)),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_member_called_code_is_one() {
    let body = r#"{"__type": "InvalidInputException", "code": "E7", "message": "no"}"#;
    let error = client(&Canned::new([Answer::json(400, body)])).get_dates().send().await;
    let error = error.expect_err("it is refused").into_service_error();
    let fixture_rpc::operation::get_dates::GetDatesError::InvalidInputException(error) = error
    else {
        panic!("{error:?}")
    };
    assert_eq!((error.code.as_deref(), error.message()), (Some("E7"), Some("no")));
}

#[tokio::test]
async fn a_time_is_read_in_each_form_whatever_the_model_says() {
    for form in [
        "1646374541",
        "1646374541.0",
        "\"1646374541\"",
        "\"2022-03-04T06:15:41\"",
        "\"2022-03-04T06:15:41Z\"",
        "\"2022-03-04T07:15:41+01:00\"",
        "\"Fri, 04 Mar 2022 06:15:41 GMT\"",
    ] {
        let body = ["Time", "Date", "HttpDate"].map(|name| format!("\"{name}\": {form}")).join(",");
        let output = dates(&format!("{{{body}, \"Text\": \"t\"}}")).await;
        let all = [output.time(), output.date(), output.http_date()];
        assert_eq!((all, output.text()), ([Some(&time()); 3], Some("t")), "{form}");
    }
}

#[tokio::test]
async fn an_odd_time_costs_no_other_member_and_is_not_in_the_log() {
    let (log, _listening) = Log::start();
    let body = r#"{"Secret": "hunter2", "Time": "yesterday", "Times": [1646374541, "tomorrow", null],
        "Named": {"a": 1e999, "b": "2022-03-04T06:15:41Z"}, "Date": 99999999999999999999, "Text": "t"}"#;
    let output = dates(body).await;
    assert_eq!((output.time(), output.date(), output.text()), (None, None, Some("t")));
    assert_eq!(output.times(), [time()]);
    let named = output.named().expect("it is there");
    assert_eq!((named.len(), named.get("b")), (1, Some(&time())));
    let log = log.text();
    for member in ["Secret", "Time", "Times", "Named", "Date"] {
        assert!(log.contains(&format!("\"member\": \"{member}\"")), "{member}: {log}");
    }
    for value in ["hunter2", "yesterday", "tomorrow"] {
        assert!(!log.contains(value), "{log}");
    }
}

fn frame(event: &'static str, payload: &str) -> Vec<u8> {
    let text = |value: &'static str| HeaderValue::String(value.into());
    let headers = [(":message-type", text("event")), (":event-type", text(event))];
    let headers = headers.map(|(name, value)| Header::new(name, value)).to_vec();
    let mut bytes = Vec::new();
    let message = Message::new_from_parts(headers, payload.as_bytes().to_vec());
    write_message_to(&message, &mut bytes).expect("the frame is short");
    bytes
}

/// The head of an answer, whose body comes when it comes.
fn head() -> Act {
    raw(
        "HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\ntransfer-encoding: chunked\r\n\r\n",
    )
}

/// Sends a request to this server, wherever it should go.
fn to(server: &Scripted) -> impl Fn(&mut HttpRequest) + Send + Sync + 'static {
    let url = server.url();
    move |request| request.set_uri(url.clone()).expect("it is a URI")
}

fn chunk(bytes: &[u8]) -> Act {
    raw([format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat())
}

async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), future).await.expect("it does not wait")
}

fn line() -> LineStream {
    LineStream::Line(Line::builder().text("hi").at(time()).build())
}

const LINE: &str = r#"{"Text": "hi", "At": "2022-03-04T06:15:41"}"#;

#[tokio::test]
async fn a_stream_that_is_all_of_an_output_is_there_before_its_first_event() {
    let server = Scripted::start([vec![head(), Act::Stall]]).await;
    let tail = Client::from_conf(config().build()).tail().customize();
    let output = within(tail.mutate_request(to(&server)).send()).await;
    let output = output.expect("the headers are there");
    let mut lines = output.lines;
    let first = tokio::time::timeout(Duration::from_millis(50), lines.recv()).await;
    assert!(first.is_err(), "there is no event");
}

#[tokio::test]
async fn what_a_service_says_before_all_events_is_no_event() {
    for before in [&[][..], &frame("initial-response", "{}")] {
        let canned = Canned::new([Answer(200, vec![], [before, &frame("line", LINE)].concat())]);
        let mut lines = client(&canned).tail().send().await.expect("it is answered").lines;
        assert_eq!(lines.recv().await.expect("an event"), Some(line()));
        assert_eq!(lines.recv().await.expect("the end"), None);
    }
}

#[tokio::test]
async fn members_beside_a_stream_are_waited_for() {
    let first = frame("initial-response", r#"{"Room": "r"}"#);
    let script = vec![head(), chunk(&first), chunk(&frame("line", LINE)), raw("0\r\n\r\n")];
    let server = Scripted::start([script]).await;
    let join = Client::from_conf(config().build()).join().room("r").customize();
    let output = within(join.mutate_request(to(&server)).send()).await;
    let mut output = output.expect("it is answered");
    assert_eq!(output.room(), Some("r"));
    assert_eq!(output.lines.recv().await.expect("an event"), Some(line()));
}

#[tokio::test]
async fn what_is_waited_for_is_under_the_timeouts() {
    let short = Duration::from_millis(200);
    for timeouts in [
        TimeoutConfig::builder().operation_timeout(short),
        TimeoutConfig::builder().operation_attempt_timeout(short),
    ] {
        let server = Scripted::start([vec![head(), Act::Stall]]).await;
        let config = config().timeout_config(timeouts.build());
        let join = Client::from_conf(config.build()).join().customize();
        let error = within(join.mutate_request(to(&server)).send()).await;
        let error = error.expect_err("it takes too long");
        assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
        let shown = DisplayErrorContext(&error).to_string();
        assert!(shown.contains("200ms"), "{shown}");
    }
}
