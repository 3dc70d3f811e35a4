//! Retries and timeouts.

use smithwright_apigatewayv2::config::retry::{
    ClassifyRetry, RetryAction, RetryConfig, RetryPartition, TokenBucket,
};
use smithwright_apigatewayv2::config::timeout::TimeoutConfig;
use smithwright_apigatewayv2::config::{
    BehaviorVersion, Builder, Credentials, Region, SharedAsyncSleep, StalledStreamProtectionConfig,
};
use smithwright_apigatewayv2::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use smithwright_apigatewayv2::operation::get_api::{GetApiError, GetApiOutput};
use smithwright_apigatewayv2::{Client, config};
use smithwright_runtime::aws_smithy_async::time::SharedTimeSource;
use smithwright_runtime::aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use smithwright_runtime::aws_smithy_types::retry::RetrySpec;
use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::clock::Clock;
use smithwright_tests::server::{Server, nobody};
use std::collections::BTreeSet;
use std::time::Duration;

type Result = std::result::Result<GetApiOutput, SdkError<GetApiError>>;

fn quick() -> RetryConfig {
    RetryConfig::standard().with_initial_backoff(Duration::from_millis(1))
}

/// Asks with a retry budget that no other test spends.
async fn get(config: Builder) -> Result {
    let unlimited = RetryPartition::custom("unlimited").token_bucket(TokenBucket::unlimited());
    let config = config.retry_partition(unlimited.build());
    Client::from_conf(config.build()).get_api().api_id("a").send().await
}

fn refusal(status: u16, code: &'static str) -> Answer {
    Answer(status, vec![("x-amzn-errortype", code)], b"{}".to_vec())
}

/// How often is asked when everything is refused like this.
async fn attempts(answer: Answer) -> usize {
    let canned = Canned::new([answer]);
    get(canned.config().retry_config(quick())).await.expect_err("it is refused");
    canned.asked().len()
}

#[tokio::test]
async fn a_server_in_trouble_is_asked_three_times() {
    for status in [500, 502, 503, 504] {
        assert_eq!(attempts(Answer::json(status, "{}")).await, 3, "{status}");
        assert_eq!(attempts(Answer::json(status, "<html>")).await, 3, "{status}");
        assert_eq!(attempts(Answer::json(status, "")).await, 3, "{status}");
    }
}

#[tokio::test]
async fn throttling_is_asked_again_whatever_its_status() {
    assert_eq!(attempts(refusal(429, "TooManyRequestsException")).await, 3);
    for code in ["ThrottlingException", "Throttling", "RequestLimitExceeded", "SlowDown"] {
        assert_eq!(attempts(refusal(400, code)).await, 3, "{code}");
    }
}

#[tokio::test]
async fn a_refusal_is_final() {
    for (status, code) in [
        (400, "BadRequestException"),
        (403, "AccessDeniedException"),
        (404, "NotFoundException"),
        (409, "ConflictException"),
        (501, "Odd"),
    ] {
        assert_eq!(attempts(refusal(status, code)).await, 1, "{status} {code}");
    }
    assert_eq!(attempts(Answer::json(200, r#"{"apiId": 7}"#)).await, 1);
}

#[tokio::test]
async fn attempts_are_counted_under_one_invocation_id() {
    let throttled = refusal(429, "TooManyRequestsException");
    let fine = Answer::json(200, r#"{"apiId": "a"}"#);
    let canned = Canned::new([throttled, Answer::json(503, ""), Answer::json(500, "{}"), fine]);
    let config = canned.config().retry_config(quick().with_max_attempts(5));
    let output = get(config).await.expect("the fourth attempt succeeds");
    assert_eq!(output.api_id(), Some("a"));
    let asked = canned.asked();
    let counts: Vec<_> = asked.iter().filter_map(|asked| asked.header("amz-sdk-request")).collect();
    assert_eq!(
        counts,
        ["attempt=1; max=5", "attempt=2; max=5", "attempt=3; max=5", "attempt=4; max=5"]
    );
    let id = |asked: &smithwright_tests::canned::Asked| {
        asked.header("amz-sdk-invocation-id").map(str::to_owned)
    };
    let ids: BTreeSet<_> = asked.iter().map(id).collect();
    assert_eq!(ids.len(), 1, "{ids:?}");

    get(canned.config()).await.expect("it is answered");
    assert!(!ids.contains(&id(&canned.asked()[4])), "another call is another invocation");
}

#[tokio::test]
async fn a_retried_request_has_the_same_body() {
    let canned = Canned::new([Answer::json(503, ""), Answer::json(201, "{}")]);
    let client = Client::from_conf(canned.config().retry_config(quick()).build());
    client.create_api().name("n").send().await.expect("the second attempt succeeds");
    let bodies: Vec<_> = canned.asked().into_iter().map(|asked| asked.body).collect();
    assert_eq!(bodies, [r#"{"name":"n"}"#, r#"{"name":"n"}"#]);
}

#[tokio::test]
async fn the_last_refusal_is_the_one_that_is_told() {
    let canned = Canned::new([Answer::json(503, ""), refusal(404, "NotFoundException")]);
    let error = get(canned.config().retry_config(quick())).await.expect_err("it is refused");
    assert_eq!(error.code(), Some("NotFoundException"));
    assert_eq!(canned.asked().len(), 2);
}

#[tokio::test]
async fn retries_are_as_many_as_configured() {
    for (retry, expected) in [
        (RetryConfig::disabled(), 1),
        (quick().with_max_attempts(1), 1),
        (quick().with_max_attempts(2), 2),
        (quick().with_max_attempts(4), 4),
    ] {
        let canned = Canned::new([Answer::json(500, "")]);
        get(canned.config().retry_config(retry)).await.expect_err("it is refused");
        assert_eq!(canned.asked().len(), expected);
    }
}

#[tokio::test]
async fn a_retry_budget_is_spent_by_all_clients_of_a_partition() {
    let canned = Canned::new([Answer::json(500, "")]);
    let bucket = TokenBucket::builder().capacity(10).retry_cost(10).refill_rate(0.0).build();
    let partition = RetryPartition::custom("small").token_bucket(bucket).build();
    let config = canned.config().retry_config(quick()).retry_partition(partition);
    let (one, other) =
        (Client::from_conf(config.clone().build()), Client::from_conf(config.build()));
    one.get_apis().send().await.expect_err("it is refused");
    assert_eq!(canned.asked().len(), 2, "there is enough for one retry");
    other.get_apis().send().await.expect_err("it is refused");
    assert_eq!(canned.asked().len(), 3, "and for no other");
}

#[tokio::test]
async fn one_call_has_its_own_number_of_retries() {
    let canned = Canned::new([Answer::json(500, "")]);
    let client = Client::from_conf(canned.config().retry_config(quick()).build());
    let call = client.get_api().api_id("a").customize();
    let over = config::Config::builder().retry_config(RetryConfig::disabled());
    call.config_override(over).send().await.expect_err("it is refused");
    assert_eq!(canned.asked().len(), 1);
    client.get_api().api_id("a").send().await.expect_err("it is refused");
    assert_eq!(canned.asked().len(), 4);
}

/// How long a call sleeps that there is no quota to try again, and how often it asks.
macro_rules! without_quota {
    ($operation:ident, $spec:expr) => {{
        let (canned, clock) = (Canned::new([Answer::json(500, "{}")]), Clock::default());
        let empty = RetryPartition::custom("empty").token_bucket(TokenBucket::new(0)).build();
        let retries = RetryConfig::standard().with_use_static_exponential_base(true);
        let config = fixture_smithy::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
            .retry_config(retries.with_retry_spec($spec))
            .retry_partition(empty)
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .sleep_impl(SharedAsyncSleep::new(clock.clone()))
            .time_source(SharedTimeSource::new(clock.clone()))
            .http_client(canned.clone());
        let client = fixture_smithy::Client::from_conf(config.build());
        client.$operation().send().await.expect_err("it is refused");
        (clock.slept(), canned.asked().len())
    }};
}

#[tokio::test]
async fn who_waits_for_work_backs_off_also_without_a_quota() {
    let pause = Duration::from_millis(50);
    assert_eq!(without_quota!(tidy, RetrySpec::v2_1()), (vec![pause], 1));
    assert_eq!(without_quota!(list_toys, RetrySpec::v2_1()), (vec![], 1));
    assert_eq!(without_quota!(tidy, RetrySpec::v2_0()), (vec![], 1));
}

#[derive(Debug)]
struct RetryConflicts;

impl ClassifyRetry for RetryConflicts {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = context.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        match error.as_operation_error().and_then(|error| error.downcast_ref::<GetApiError>()) {
            Some(error) if error.code() == Some("Conflict") => RetryAction::server_error(),
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "RetryConflicts"
    }
}

#[tokio::test]
async fn a_classifier_of_the_user_sees_the_operations_own_error() {
    let canned = Canned::new([refusal(409, "Conflict"), Answer::json(200, "{}")]);
    let config = canned.config().retry_config(quick()).retry_classifier(RetryConflicts);
    get(config).await.expect("the second attempt succeeds");
    assert_eq!(canned.asked().len(), 2);
}

/// A configuration of the client's own HTTP client, without retries.
fn against(url: &str) -> Builder {
    let config = Canned::new([]).config().retry_config(RetryConfig::disabled());
    let mut config = config.endpoint_url(url);
    config.set_http_client(None);
    config
}

#[tokio::test]
async fn a_server_that_is_silent_ends_an_attempt() {
    let server = Server::silent().await;
    let timeouts = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_millis(20));
    let error = get(against(&server.url()).timeout_config(timeouts.build())).await;
    let error = error.expect_err("nobody answers");
    assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
    let shown = DisplayErrorContext(&error).to_string();
    assert!(
        shown.contains("operation attempt timeout (single attempt) occurred after 20ms"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_server_that_is_silent_ends_an_operation() {
    let server = Server::silent().await;
    let timeouts = TimeoutConfig::builder().operation_timeout(Duration::from_millis(20)).build();
    let config = against(&server.url()).retry_config(quick()).timeout_config(timeouts);
    let error = get(config).await.expect_err("nobody answers");
    assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
    let shown = DisplayErrorContext(&error).to_string();
    assert!(
        shown.contains("operation timeout (all attempts including retries) occurred after 20ms"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_server_that_is_silent_ends_a_read() {
    let server = Server::silent().await;
    let timeouts = TimeoutConfig::builder().read_timeout(Duration::from_millis(20)).build();
    let error = get(against(&server.url()).timeout_config(timeouts)).await;
    let error = error.expect_err("nobody answers");
    let SdkError::DispatchFailure(failure) = &error else { panic!("{error:?}") };
    assert!(failure.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn one_call_has_its_own_timeout() {
    let server = Server::silent().await;
    let client = Client::from_conf(against(&server.url()).build());
    let timeouts = TimeoutConfig::builder().operation_timeout(Duration::from_millis(20)).build();
    let call = client.get_api().api_id("a").customize();
    let call = call.config_override(config::Config::builder().timeout_config(timeouts));
    let error = call.send().await.expect_err("nobody answers");
    assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
}

#[tokio::test]
async fn a_refused_connection_is_a_dispatch_failure() {
    let error = get(against(&nobody().await)).await.expect_err("nobody listens");
    let SdkError::DispatchFailure(failure) = &error else { panic!("{error:?}") };
    assert!(failure.is_io(), "{error:?}");
    let shown = DisplayErrorContext(&error).to_string();
    assert!(shown.contains("Connection refused"), "{shown}");
    assert!(!shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_an_error_and_not_a_hang() {
    for bytes in [
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"apiId\": \"a\"}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\n{\"apiId\"",
        "SSH-2.0-OpenSSH\r\n",
    ] {
        let server = Server::answering(bytes).await;
        let error = get(against(&server.url())).await.expect_err("half an answer is none");
        match &error {
            SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => {}
            other => panic!("{bytes:?}: {other:?}"),
        }
        assert!(error.as_service_error().is_none());
    }
}

#[tokio::test]
async fn a_whole_answer_over_a_socket_is_read() {
    let bytes =
        "HTTP/1.1 200 OK\r\nx-amzn-requestid: r\r\ncontent-length: 14\r\n\r\n{\"apiId\": \"a\"}";
    let server = Server::answering(bytes).await;
    let protection = StalledStreamProtectionConfig::disabled();
    let config = against(&server.url()).stalled_stream_protection(protection);
    let output = get(config).await.expect("it is answered");
    assert_eq!(output.api_id(), Some("a"));
}
