//! Servers, clocks and credentials that fail: our client makes of it what the official one does, and
//! in time.

use smithwright_runtime::aws_credential_types::Credentials;
use smithwright_runtime::aws_credential_types::provider::error::CredentialsError;
use smithwright_runtime::aws_credential_types::provider::{
    ProvideCredentials, SharedCredentialsProvider, future,
};
use smithwright_runtime::aws_smithy_runtime::client::identity::IdentityCache;
use smithwright_runtime::aws_smithy_types::DateTime;
use smithwright_runtime::aws_smithy_types::date_time::Format;
use smithwright_runtime::aws_smithy_types::retry::RetryConfig;
use smithwright_runtime::aws_smithy_types::timeout::TimeoutConfig;
use smithwright_runtime::aws_types::sdk_config::{
    Builder, SdkConfig, StalledStreamProtectionConfig,
};
use smithwright_tests::faults::{Act, Script, Scripted, Seen, answer, json, raw};
use smithwright_tests::server::nobody;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};
use switch_ours::{Probe, Told};
use tokio::time::timeout;

/// The official crate's probe and ours.
const PROBES: [Probe; 2] = [switch_official::probe, switch_ours::probe];

/// Far more than any limit that is set here.
const AN_AGE: Duration = Duration::from_secs(5);

const SHORT: Duration = Duration::from_millis(60);

/// The names of operations.
type Calls = &'static [&'static str];

/// Sets limits, for servers that would never end.
type Limits = fn(Builder) -> Builder;

/// What the server does when GetApi is called, how often it is asked, and a part of what the caller is
/// told.
struct Fault {
    name: &'static str,
    limits: Limits,
    scripts: Vec<Script>,
    asked: usize,
    told: &'static str,
}

fn none(config: Builder) -> Builder {
    config
}

fn read(config: Builder) -> Builder {
    config.timeout_config(TimeoutConfig::builder().read_timeout(SHORT).build())
}

fn attempt(config: Builder) -> Builder {
    config.timeout_config(TimeoutConfig::builder().operation_attempt_timeout(SHORT).build())
}

fn operation(config: Builder) -> Builder {
    config.timeout_config(TimeoutConfig::builder().operation_timeout(SHORT).build())
}

fn protected(config: Builder) -> Builder {
    let protection = StalledStreamProtectionConfig::enabled().grace_period(SHORT);
    config.stalled_stream_protection(protection.build())
}

fn config(url: &str) -> Builder {
    let quick = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
    switch_ours::sdk_config(url).into_builder().retry_config(quick)
}

async fn told(probe: Probe, calls: Calls, config: SdkConfig) -> Told {
    timeout(AN_AGE, probe(calls, config)).await.expect("it ends in time")
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n";
const HALF: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\n{\"apiId\"";
const GOOD: &str = r#"{"apiId": "a1"}"#;

// What callers are told.
const FINE: &str = r#"api_id: Some("a1")"#;
const BARE: &str = "api_id: None";
const CUT: &str = "not sent: io; None";
const ODD: &str = "not sent: other; None";
const SILENT: &str = "not sent: timeout; None";
const LATE: &str = "late; None";
const HALVED: &str = "no answer; Some(200)";
const UNREADABLE: &str = "refused: -, -, None; Some(200)";

/// Connections that end, or do not.
fn connections() -> Vec<Fault> {
    use Act::{Close, Drip, Reset, Stall};
    let fault = |name, limits, script, asked, told| Fault {
        name,
        limits,
        scripts: vec![script],
        asked,
        told,
    };
    let slowly = |bytes: &str| Drip(bytes.into(), Duration::from_millis(3));
    let again = |fault: Fault| Fault {
        name: "and then all is well",
        scripts: [fault.scripts, vec![vec![json(200, GOOD)]]].concat(),
        asked: 2,
        told: FINE,
        ..fault
    };
    vec![
        fault("closed at once", none, vec![Close], 3, ODD),
        again(fault("closed at once", none, vec![Close], 3, ODD)),
        fault("reset at once", none, vec![Reset], 3, CUT),
        again(fault("reset at once", none, vec![Reset], 3, CUT)),
        fault("closed amid the headers", none, vec![raw(HEAD), Close], 3, ODD),
        fault("reset amid the headers", none, vec![raw(HEAD), Reset], 3, CUT),
        fault("closed amid the body", none, vec![raw(HALF), Close], 3, HALVED),
        fault("reset amid the body", none, vec![raw(HALF), Reset], 3, HALVED),
        again(fault("reset amid the body", none, vec![raw(HALF), Reset], 3, HALVED)),
        fault("silent, reads are limited", read, vec![Stall], 3, SILENT),
        again(fault("silent, reads are limited", read, vec![Stall], 3, SILENT)),
        fault("silent, attempts are limited", attempt, vec![Stall], 3, LATE),
        again(fault("silent, attempts are limited", attempt, vec![Stall], 3, LATE)),
        fault("silent, the operation is limited", operation, vec![Stall], 1, LATE),
        fault("stalled amid the headers, reads", read, vec![raw(HEAD), Stall], 3, SILENT),
        fault("stalled amid the body, attempts", attempt, vec![raw(HALF), Stall], 3, LATE),
        fault("stalled amid the body, operation", operation, vec![raw(HALF), Stall], 1, LATE),
        fault("stalled amid the body, protected", protected, vec![raw(HALF), Stall], 3, HALVED),
        fault("dripping", none, vec![raw(HEAD), slowly("\r\n"), slowly(GOOD)], 1, FINE),
        fault("dripping slower than allowed", operation, vec![slowly(HEAD)], 1, LATE),
    ]
}

/// Bytes that are not quite HTTP, then the end; and some that are.
fn bytes() -> Vec<Fault> {
    let fault = |name, bytes: String, asked, told| Fault {
        name,
        limits: none,
        scripts: vec![vec![raw(bytes), Act::Close]],
        asked,
        told,
    };
    let full = |bytes: &str| bytes.replace("HEAD", HEAD).replace("GOOD", GOOD);
    let chunked =
        |chunks: &str| format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}");
    let (many, long) = ("a: b\r\n".repeat(200), "b".repeat(1_000_000));
    vec![
        fault("no HTTP", full("SSH-2.0-OpenSSH\r\n\r\n"), 1, ODD),
        fault("HTTP 1.0", full("HTTP/1.0 200 OK\r\n\r\nGOOD"), 1, FINE),
        fault("no length", full("HTTP/1.1 200 OK\r\n\r\nGOOD"), 1, FINE),
        fault(
            "no length that is one",
            full("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n"),
            1,
            ODD,
        ),
        fault("no status that is one", full("HTTP/1.1 2000 OK\r\n\r\n"), 1, ODD),
        fault("too many headers", full(&format!("HEAD{many}\r\nGOOD")), 1, ODD),
        fault("a header of a megabyte", full(&format!("HEADa: {long}\r\n\r\nGOOD")), 1, ODD),
        fault("more than its length", full("HEAD\r\nGOODHTTP/1.1 500 No\r\n\r\n"), 1, FINE),
        fault("continue first", full("HTTP/1.1 100 Continue\r\n\r\nHEAD\r\nGOOD"), 1, FINE),
        fault("hints first", full("HTTP/1.1 103 Hints\r\nlink: </a>\r\n\r\nHEAD\r\nGOOD"), 1, FINE),
        fault("204", full("HTTP/1.1 204 No Content\r\n\r\n"), 1, BARE),
        fault("in chunks", chunked("4\r\n{\"ap\r\nb\r\niId\": \"a1\"}\r\n0\r\n\r\n"), 1, FINE),
        fault("no chunk that is one", chunked("many\r\n{}"), 3, HALVED),
        fault("a chunk too few", chunked("4\r\n{\"ap\r\n"), 3, HALVED),
    ]
}

/// Faults after which our error still has the code or the message that could be read. The official
/// crate forgets both, and so cannot see that it is throttled.
const FORGOTTEN: &[&str] = &[
    "a message without a code",
    "nonsense",
    "a message of a wrong type",
    "a type of a wrong type",
    "throttled with nonsense",
];

/// Whole answers: status, headers, body.
fn answers() -> Vec<Fault> {
    let fault = |name, status, headers: &[&str], body: &str, asked, told| Fault {
        name,
        limits: none,
        scripts: vec![vec![answer(status, headers, body)]],
        asked,
        told,
    };
    const SLOWER: &str = "x-amzn-errortype: TooManyRequestsException";
    const GONE: &str = "x-amzn-errortype: NotFoundException";
    const THROTTLED: &str =
        "refused: TooManyRequestsException, no, None; Some(429); TooManyRequests";
    const MISSING: &str = r#"NotFoundException(NotFoundException { message: Some("gone")"#;
    const REDIRECTED: &str = "refused: -, -, None; Some(30";
    const BLANK: &str = "NotFoundException(NotFoundException { message: None";
    const IN_HTML: &str = "content-type: text/html";
    const THERE: &str = "location: /v2/apis/other";
    const NO: &str = r#"{"message": "no"}"#;
    const LOST: &str = r#"{"message": "gone", "resourceType": "Api"}"#;
    vec![
        fault("throttled", 429, &[SLOWER], NO, 3, THROTTLED),
        fault("throttled for a while", 429, &[SLOWER, "retry-after: 1"], NO, 3, THROTTLED),
        fault("throttled without a code", 429, &[], "{}", 1, "refused: -, -, None; Some(429)"),
        fault("throttled with nonsense", 429, &[SLOWER], "<html>", 3, "refused: TooMany"),
        fault(
            "throttled with 400",
            400,
            &["x-amzn-errortype: Throttling"],
            NO,
            3,
            "Throttling, no",
        ),
        fault("500", 500, &["x-amzn-errortype: InternalFailure"], NO, 3, "InternalFailure, no"),
        fault("500 and nothing", 500, &[], "", 3, "refused: -, -, None; Some(500)"),
        fault("a message without a code", 500, &[], NO, 3, "refused: -, no, None; Some(500)"),
        fault("501", 501, &[], "{}", 1, "refused: -, -, None; Some(501)"),
        fault("502 in HTML", 502, &[IN_HTML], "<html>", 3, "refused: -, -, None; Some(502)"),
        fault("503", 503, &[], "{}", 3, "refused: -, -, None; Some(503)"),
        fault("504", 504, &[], "{}", 3, "refused: -, -, None; Some(504)"),
        fault("505", 505, &[], "{}", 1, "refused: -, -, None; Some(505)"),
        fault("301", 301, &[THERE], "", 1, REDIRECTED),
        fault("302", 302, &[THERE], "", 1, REDIRECTED),
        fault("303", 303, &[THERE], "", 1, REDIRECTED),
        fault("304", 304, &[], "", 1, REDIRECTED),
        fault("307", 307, &[THERE], "", 1, REDIRECTED),
        fault("308", 308, &[THERE], "", 1, REDIRECTED),
        fault("408", 408, &[], "{}", 1, "refused: -, -, None; Some(408)"),
        fault("too late", 400, &["x-amzn-errortype: RequestTimeout"], NO, 3, "RequestTimeout, no"),
        fault("gone", 404, &["x-amzn-errortype: NotFoundException:http://in"], LOST, 1, MISSING),
        fault("gone, says the body", 404, &[], r#"{"code": "a#NotFoundException"}"#, 1, BLANK),
        fault("gone, says a type", 404, &[], r#"{"__type": "NotFoundException"}"#, 1, BLANK),
        fault("gone, or not", 404, &[GONE], r#"{"code": "ConflictException"}"#, 1, BLANK),
        fault("gone and nothing", 404, &[GONE], "", 1, BLANK),
        fault("a message in upper case", 404, &[GONE], r#"{"Message": "gone"}"#, 1, MISSING),
        fault("a message in another", 404, &[GONE], r#"{"errorMessage": "gone"}"#, 1, MISSING),
        fault(
            "nonsense",
            404,
            &[GONE],
            "<html>",
            1,
            "refused: NotFoundException, -, None; Some(404)",
        ),
        fault(
            "a message of a wrong type",
            404,
            &[GONE],
            r#"{"message": 7}"#,
            1,
            "NotFoundException, -",
        ),
        fault(
            "a type of a wrong type",
            404,
            &[GONE],
            r#"{"resourceType": 7}"#,
            1,
            "NotFoundException, -",
        ),
        fault(
            "not of this operation",
            409,
            &["x-amzn-errortype: ConflictException"],
            NO,
            1,
            "ConflictException, no",
        ),
        fault(
            "expired credentials",
            403,
            &["x-amzn-errortype: ExpiredTokenException"],
            NO,
            1,
            "ExpiredTokenException, no",
        ),
        fault(
            "an expired token",
            400,
            &["x-amzn-errortype: ExpiredToken"],
            NO,
            1,
            "ExpiredToken, no",
        ),
        fault(
            "unknown credentials",
            403,
            &["x-amzn-errortype: UnrecognizedClientException"],
            NO,
            1,
            "UnrecognizedClientException, no",
        ),
        fault("another type of content", 200, &[IN_HTML], GOOD, 1, FINE),
        fault("HTML", 200, &[IN_HTML], "<html>", 1, UNREADABLE),
        fault("compressed", 200, &["content-encoding: gzip"], "\x1f\u{8b}\x08", 1, UNREADABLE),
        fault("nothing", 200, &[], "", 1, BARE),
        fault("201", 201, &[], GOOD, 1, FINE),
        fault("a refusal with 200", 200, &[GONE], LOST, 1, BARE),
        fault("truncated", 200, &[], &GOOD[..10], 1, UNREADABLE),
        fault("malformed", 200, &[], "{apiId}", 1, UNREADABLE),
    ]
}

/// What a crate made of it, and how often it asked.
async fn verdict(probe: Probe, fault: &Fault) -> (String, usize) {
    let server = Scripted::start(fault.scripts.as_slice()).await;
    let config = (fault.limits)(config(&server.url())).build();
    let told = told(probe, &["GetApi"], config).await;
    (told.concat(), server.seen().len())
}

#[tokio::test]
async fn a_fault_has_the_same_verdict_with_either_crate() {
    let faults: Vec<_> = [connections(), bytes(), answers()].into_iter().flatten().collect();
    let mut wrong = String::new();
    for fault in &faults {
        let [official, ours] = PROBES;
        let (official, ours) = (verdict(official, fault).await, verdict(ours, fault).await);
        let expected = ours.1 == fault.asked && ours.0.contains(fault.told);
        let agreed = match FORGOTTEN.contains(&fault.name) {
            true => official != ours && official.0.starts_with("refused: -, -"),
            false => official == ours,
        };
        if !(expected && agreed) {
            writeln!(wrong, "{}: {official:#?} {ours:#?}", fault.name).expect("it takes all");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(faults.len(), 77);
}

#[tokio::test]
async fn where_nobody_listens_nothing_is_sent_with_either_crate() {
    let url = nobody().await;
    for probe in PROBES {
        let told = told(probe, &["GetApi", "Unbuilt"], config(&url).build()).await;
        assert_eq!(told, ["not sent: io; None; Unhandled", "not built; None; Unhandled"]);
    }
}

/// What a crate is told by a server that answers like this, and what the server saw.
async fn exchange(probe: Probe, calls: Calls, answer: Act) -> (Told, Vec<Seen>) {
    let server = Scripted::start([vec![answer]]).await;
    let told = told(probe, calls, config(&server.url()).build()).await;
    (told, server.seen())
}

#[tokio::test]
async fn a_server_that_names_a_delay_is_given_it_or_not_by_either_crate() {
    const SLOWER: &str = "x-amzn-errortype: TooManyRequestsException";
    for (header, waits) in [("retry-after: 1", false), ("x-amz-retry-after: 200", true)] {
        for probe in PROBES {
            let (_, seen) =
                exchange(probe, &["GetApi"], answer(429, &[SLOWER, header], "{}")).await;
            assert_eq!(seen.len(), 3, "{header}");
            let waited = seen[2].0 - seen[0].0;
            assert_eq!(waited >= Duration::from_millis(400), waits, "{header}: {waited:?}");
        }
    }
}

/// How many minutes ahead of the first request's each request's signature is.
fn shifts(seen: &[Seen]) -> Vec<i64> {
    let signed = |(_, asked): &Seen| {
        let date = asked.headers.iter().find(|(name, _)| name == "x-amz-date");
        let date = &date.expect("it is signed").1;
        let parts =
            [&date[..4], "-", &date[4..6], "-", &date[6..11], ":", &date[11..13], ":", &date[13..]];
        DateTime::from_str(&parts.concat(), Format::DateTime).expect("it is a time").secs()
    };
    seen.iter().map(|one| (signed(one) - signed(&seen[0]) + 30).div_euclid(60)).collect()
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_corrected_as_the_official_crate_does() {
    for (code, minutes, expected) in [
        ("RequestTimeTooSkewed", 60, &[0, 60, 60, 60, 60, 60][..]),
        ("RequestTimeTooSkewed", -60, &[0, -60, -60, -60, -60, -60]),
        ("SignatureDoesNotMatch", 60, &[0, 60, 60, 60, 60, 60]),
        ("InvalidSignatureException", 60, &[0, 60, 60, 60, 60, 60]),
        ("InvalidSignatureException", 1, &[0, 1]),
        ("AccessDeniedException", 60, &[0, 60, 60, 60, 60, 60]),
        ("AccessDeniedException", 0, &[0, 0]),
        ("RequestExpired", 60, &[0, 60]),
        ("ConflictException", 60, &[0, 60]),
    ] {
        let mut verdicts = Vec::new();
        for probe in PROBES {
            let date = DateTime::from_secs(DateTime::from(SystemTime::now()).secs() + minutes * 60);
            let date = format!("date: {}", date.fmt(Format::HttpDate).expect("it is a date"));
            let refusal = answer(403, &[&format!("x-amzn-errortype: {code}"), &date], "{}");
            let (told, seen) = exchange(probe, &["GetApi", "GetApi"], refusal).await;
            verdicts.push((told, shifts(&seen)));
        }
        assert_eq!(verdicts[0], verdicts[1], "{code} {minutes}");
        assert_eq!(verdicts[1].1, expected, "{code} {minutes}");
    }
}

/// Credentials that are of no use, and how often somebody asked for them.
#[derive(Clone, Debug)]
struct Vault(Opening, Arc<AtomicUsize>);

#[derive(Clone, Copy, Debug)]
enum Opening {
    Good,
    Expired,
    Expiring,
    Locked,
    Broken,
    Stuck,
}

impl ProvideCredentials for Vault {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        self.1.fetch_add(1, Ordering::Relaxed);
        let until = |until| Credentials::new("AKID", "secret", None, until, "Vault");
        let (now, hour) = (SystemTime::now(), Duration::from_secs(3600));
        future::ProvideCredentials::ready(match self.0 {
            Opening::Good => Ok(until(None)),
            Opening::Expired => Ok(until(Some(now - hour))),
            Opening::Expiring => Ok(until(Some(now + Duration::from_secs(5)))),
            Opening::Locked => Err(CredentialsError::not_loaded("it is locked")),
            Opening::Broken => Err(CredentialsError::provider_error("it is broken")),
            Opening::Stuck => return future::ProvideCredentials::new(std::future::pending()),
        })
    }
}

#[tokio::test]
async fn credentials_that_are_of_no_use_have_the_same_verdict_with_either_crate() {
    let refused = answer(403, &["x-amzn-errortype: ExpiredTokenException"], "{}");
    for (opening, asked, expected) in [
        (Opening::Good, 1, "refused: ExpiredTokenException"),
        (Opening::Expired, 2, "refused: ExpiredTokenException"),
        (Opening::Expiring, 2, "refused: ExpiredTokenException"),
        (Opening::Locked, 2, ODD),
        (Opening::Broken, 2, ODD),
        (Opening::Stuck, 2, ODD),
    ] {
        let mut verdicts = Vec::new();
        for probe in PROBES {
            let server = Scripted::start([vec![refused.clone()]]).await;
            let vault = Vault(opening, Arc::default());
            let config = config(&server.url())
                .credentials_provider(SharedCredentialsProvider::new(vault.clone()))
                .identity_cache(IdentityCache::lazy().load_timeout(SHORT).build());
            let told = told(probe, &["GetApi", "GetApi"], config.build()).await;
            verdicts.push((told, server.seen().len(), vault.1.load(Ordering::Relaxed)));
        }
        assert_eq!(verdicts[0], verdicts[1], "{opening:?}");
        let (told, _, count) = &verdicts[1];
        assert!(told.iter().all(|told| told.starts_with(expected)), "{opening:?}: {told:?}");
        assert_eq!(*count, asked, "{opening:?}");
    }
}

/// Odd bodies, and a part of what they are read as.
const BODIES: &[(&str, &str, &str)] = &[
    ("GetApi", r#"{"apiId": "a", "apiId": "b"}"#, r#"api_id: Some("b")"#),
    ("GetApi", r#"{"tags": {"k": "a", "k": "b"}}"#, r#"tags: Some({"k": "b"})"#),
    ("GetApi", r#"{"tags": {"k": "a"}, "tags": {"l": "b"}}"#, r#"tags: Some({"l": "b"})"#),
    ("GetApi", r#"{"warnings": ["a"], "warnings": ["b"]}"#, r#"warnings: Some(["b"])"#),
    ("GetApi", r#"{"more": {"apiId": [1, {}]}, "apiId": "a"}"#, r#"api_id: Some("a")"#),
    ("GetApi", r#"{"apiId": null, "tags": null, "corsConfiguration": null}"#, "tags: None"),
    ("GetApi", r#"{"warnings": [], "tags": {}}"#, "tags: Some({})"),
    ("GetApi", r#"{"corsConfiguration": {}}"#, "cors_configuration: Some(Cors {"),
    ("GetApi", r#"{"ApiId": "a"}"#, "api_id: None"),
    ("GetApi", r#"{"protocolType": "SMOKE"}"#, "SMOKE"),
    ("GetApi", r#"{"protocolType": ""}"#, "protocol_type: Some("),
    ("GetApi", r#"{"protocolType": 7}"#, UNREADABLE),
    ("GetApi", r#"{"apiId": 7}"#, UNREADABLE),
    ("GetApi", r#"{"apiId": true}"#, UNREADABLE),
    ("GetApi", r#"{"apiId": {}}"#, UNREADABLE),
    ("GetApi", r#"{"tags": []}"#, UNREADABLE),
    ("GetApi", r#"{"tags": {"k": 7}}"#, UNREADABLE),
    ("GetApi", r#"{"warnings": {}}"#, UNREADABLE),
    ("GetApi", r#"{"warnings": "w"}"#, UNREADABLE),
    ("GetApi", r#"{"apiGatewayManaged": "true"}"#, UNREADABLE),
    ("GetApi", r#"{"apiGatewayManaged": 1}"#, UNREADABLE),
    ("GetApi", r#"{"corsConfiguration": {"maxAge": 7.5}}"#, UNREADABLE),
    ("GetApi", r#"{"corsConfiguration": {"maxAge": 7.0}}"#, "Some(7)"),
    ("GetApi", r#"{"corsConfiguration": {"maxAge": 1e3}}"#, "Some(1000)"),
    ("GetApi", r#"{"corsConfiguration": {"maxAge": +7}}"#, UNREADABLE),
    ("GetApi", r#"{"more": 01}"#, ""),
    ("GetApi", r#"{"corsConfiguration": {"maxAge": -0}}"#, ""),
    ("GetApi", r#"{"corsConfiguration": {"maxAge": 007}}"#, ""),
    ("GetApi", r#"{"corsConfiguration": {"maxAge": 2147483648}}"#, UNREADABLE),
    ("GetApi", r#"{"corsConfiguration": {"maxAge": "7"}}"#, UNREADABLE),
    ("GetStage", r#"{"defaultRouteSettings": {"throttlingRateLimit": 7}}"#, "Some(7.0)"),
    ("GetStage", r#"{"defaultRouteSettings": {"throttlingRateLimit": "NaN"}}"#, ""),
    ("GetStage", r#"{"defaultRouteSettings": {"throttlingRateLimit": "7"}}"#, ""),
    ("GetStage", r#"{"createdDate": "2023-11-14T22:13:20Z"}"#, "created_date: Some(2023"),
    ("GetStage", r#"{"createdDate": "2023-11-14T22:13:20+01:00"}"#, ""),
    ("GetStage", r#"{"createdDate": "2023-11-14t22:13:20z"}"#, ""),
    ("GetStage", r#"{"createdDate": "2023-11-14T22:13:20.123456789123Z"}"#, ""),
    ("GetApis", r#"{"items": {}}"#, UNREADABLE),
    ("GetApis", r#"{"nextToken": ""}"#, r#"next_token: Some("")"#),
    ("GetDomainName", r#"{"domainNameConfigurations": [{"certificateArn": null}]}"#, ""),
    (
        "GetIntegration",
        r#"{"responseParameters": {"200": {"k": "v"}}, "timeoutInMillis": 7}"#,
        "Some(7)",
    ),
    (
        "GetAuthorizer",
        r#"{"identitySource": ["a", "a"], "jwtConfiguration": {"audience": []}}"#,
        "Some",
    ),
    ("GetApi", r#"{"apiId": "\ud800"}"#, UNREADABLE),
    ("GetApi", r#"{"apiId": "\u00e9\ud83d\ude80"}"#, "é🚀"),
    ("GetApi", r#"{"apiId": "a"} "#, r#"api_id: Some("a")"#),
    ("GetApi", r#"{"apiId": "a"}{}"#, UNREADABLE),
    ("GetApi", r#"{"apiId": "a"},"#, UNREADABLE),
    ("GetApi", r#"{"apiId": "a",}"#, UNREADABLE),
    ("GetApi", r#"{"more": nul}"#, UNREADABLE),
    ("GetApi", r#"{"more": [1, 2"#, UNREADABLE),
    ("GetApi", "\u{feff}{}", UNREADABLE),
    ("GetApi", "null", UNREADABLE),
    ("GetApi", "[]", UNREADABLE),
    ("ExportApi", "anything", "body: Some(Blob"),
    ("ExportApi", "", ""),
    ("DeleteApi", "anything", "DeleteApiOutput {"),
    ("CreateApi", r#"{"apiId": "a"}"#, r#"api_id: Some("a")"#),
];

/// Bodies that the official crate reads in another way: what it gives, and what we give.
///
/// It fills in what a nested structure misses, and refuses null in a list; we are less strict about
/// numbers, times, blanks and line breaks, and stricter about escapes in what nobody reads.
const DIFFERING: &[(&str, &str, &str, &str)] = &[
    (
        "GetStage",
        r#"{"defaultRouteSettings": {"throttlingRateLimit": 1e400}}"#,
        UNREADABLE,
        "Some(inf)",
    ),
    ("GetStage", r#"{"createdDate": "2023-11-14 22:13:20Z"}"#, UNREADABLE, "2023-11-14T22:13:20Z"),
    ("GetStage", r#"{"createdDate": "2023-11-14"}"#, UNREADABLE, "2023-11-14T00:00:00Z"),
    (
        "GetStage",
        r#"{"createdDate": "Tue, 14 Nov 2023 22:13:20 GMT"}"#,
        UNREADABLE,
        "2023-11-14T22:13:20Z",
    ),
    ("GetStage", r#"{"createdDate": "1700000000"}"#, UNREADABLE, "2023-11-14T22:13:20Z"),
    ("GetStage", r#"{"createdDate": ""}"#, UNREADABLE, "created_date: None"),
    ("GetStage", r#"{"createdDate": 1700000000}"#, UNREADABLE, "2023-11-14T22:13:20Z"),
    ("GetStage", r#"{"createdDate": 1700000000.5}"#, UNREADABLE, "2023-11-14T22:13:20.5Z"),
    ("GetApis", r#"{"items": [{}]}"#, r#"name: Some("")"#, "name: None"),
    ("GetApis", r#"{"items": [null]}"#, UNREADABLE, "items: Some([])"),
    ("GetApis", r#"{"items": [null, {"apiId": "a"}]}"#, UNREADABLE, r#"api_id: Some("a")"#),
    (
        "GetRoutingRule",
        r#"{"actions": [{}], "conditions": [{}]}"#,
        r#"api_id: Some("")"#,
        "invoke_api: None",
    ),
    (
        "GetPortal",
        r#"{"authorization": {}, "endpointConfiguration": {}, "portalContent": {}}"#,
        r#"display_name: Some("")"#,
        "display_name: None",
    ),
    ("GetApi", "{\"apiId\": \"a\nb\"}", UNREADABLE, r#"api_id: Some("a\nb")"#),
    ("GetApi", r#"{"more": "\x"}"#, BARE, UNREADABLE),
    ("GetApi", " ", UNREADABLE, BARE),
];

#[tokio::test]
async fn odd_bodies_are_read_as_the_official_crate_does_with_known_exceptions() {
    let mut wrong = String::new();
    let same = BODIES.iter().map(|(operation, body, told)| (operation, body, [told; 2]));
    let differing = DIFFERING.iter().map(|(operation, body, a, b)| (operation, body, [a, b]));
    for (operation, body, expected) in same.chain(differing) {
        let mut told = Vec::new();
        for probe in PROBES {
            let calls = std::slice::from_ref(operation);
            told.push(exchange(probe, calls, json(200, body)).await.0.concat());
        }
        let agreed = (told[0] == told[1]) == (expected[0] == expected[1]);
        if !agreed || !told[0].contains(expected[0]) || !told[1].contains(expected[1]) {
            writeln!(wrong, "{operation} {body}:\n{}\n{}", told[0], told[1]).expect("it takes all");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// `levels` brackets within each other.
fn nested(open: &str, close: &str, levels: usize) -> String {
    [open.repeat(levels), "1".to_owned(), close.repeat(levels)].concat()
}

#[tokio::test]
async fn deep_and_large_bodies_are_read_as_the_official_crate_does() {
    let mut bodies = vec![
        ("50 MB that nobody knows", format!(r#"{{"more": "{}"}}"#, "a".repeat(50_000_000)), BARE),
        ("50 MB of blanks", " ".repeat(50_000_000) + GOOD, FINE),
        (
            "500,000 things",
            format!(r#"{{"warnings": [{}"w"]}}"#, r#""w","#.repeat(499_999)),
            r#"warnings: Some(["w", "w","#,
        ),
    ];
    for (levels, told) in [(100, BARE), (1_000, UNREADABLE), (100_000, UNREADABLE)] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = nested(open, close, levels);
            bodies.push(("unknown", format!(r#"{{"more": {deep}}}"#), told));
            bodies.push(("known", format!(r#"{{"warnings": {deep}}}"#), UNREADABLE));
            bodies.push(("known", format!(r#"{{"corsConfiguration": {deep}}}"#), ""));
        }
    }
    for (name, body, expected) in &bodies {
        let mut texts = Vec::new();
        for probe in PROBES {
            texts.push(exchange(probe, &["GetApi"], json(200, body)).await.0.concat());
        }
        let shown = |text: &String| text.chars().take(200).collect::<String>();
        assert!(
            texts[0] == texts[1],
            "{name}, {}: {:?}",
            body.len(),
            texts.iter().map(shown).collect::<Vec<_>>()
        );
        assert!(texts[1].contains(expected), "{name}, {}: {}", body.len(), shown(&texts[1]));
    }
    assert_eq!(bodies.len(), 3 + 3 * 2 * 3);
}
