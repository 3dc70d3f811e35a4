//! Servers, clocks and credentials that fail: our client makes of it what the official one does, and
//! in time.

use smithwright_runtime::aws_smithy_types::retry::RetryConfig;
use smithwright_runtime::aws_smithy_types::timeout::TimeoutConfig;
use smithwright_runtime::aws_types::sdk_config::{
    Builder, SdkConfig, StalledStreamProtectionConfig,
};
use smithwright_tests::faults::{Act, Script, Scripted, answer, json, raw};
use smithwright_tests::server::nobody;
use std::fmt::Write;
use std::time::Duration;
use switch_ours::{Probe, Told};
use tokio::time::timeout;

/// The official crate's probe and ours.
const PROBES: [Probe; 2] = [switch_official::probe, switch_ours::probe];

/// Far more than any limit that is set here.
const AN_AGE: Duration = Duration::from_secs(5);

const SHORT: Duration = Duration::from_millis(60);

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

async fn told(probe: Probe, operations: &'static [&'static str], config: SdkConfig) -> Told {
    timeout(AN_AGE, probe(operations, config)).await.expect("it ends in time")
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
