//! What boto3 would send. Its requests are equivalent and not the same bytes: it orders members and escapes
//! texts as Python does.

use super::requests::inputs;
use super::{Differences, asked};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use smithwright_runtime::aws_smithy_types::{DateTime, date_time::Format};
use smithwright_tests::boto3::Boto3;
use smithwright_tests::canned::{Answer, Asked, Canned};

/// Numbers that have no word in JSON, by which boto3 is told its inputs; and a year that Python writes with
/// one digit.
const SKIPPED: &[&str] = &["NaN", "inf", "-inf", "-62135596800.0 seconds"];

/// Parts of the path, and parameters of the query, as they are meant.
fn meaning(uri: &str) -> (Vec<String>, Vec<String>) {
    let decode = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let mut query: Vec<_> = query.split('&').map(decode).collect();
    query.sort();
    (path.split('/').map(decode).collect(), query)
}

/// Whether both are the same JSON. `1` and `1.0` are; and so are points in time to the microsecond, which is
/// all that Python knows.
fn equivalent(ours: &Value, theirs: &Value) -> bool {
    let time = |text: &str| DateTime::from_str(text, Format::DateTimeWithOffset).ok();
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let same = |(key, a)| b.get(key).is_some_and(|b| equivalent(a, b));
            a.len() == b.len() && a.iter().all(same)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equivalent(a, b))
        }
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::String(a), Value::String(b)) => match (time(a), time(b)) {
            (Some(a), Some(b)) => (a.as_secs_f64() - b.as_secs_f64()).abs() < 2e-6,
            _ => a == b,
        },
        (a, b) => a == b,
    }
}

fn is_equivalent(ours: &Asked, theirs: &Value) -> bool {
    let body = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
    ours.method == theirs["method"]
        && meaning(&ours.uri) == meaning(theirs["url"].as_str().unwrap_or_default())
        && equivalent(&body(&ours.body), &body(theirs["body"].as_str().unwrap_or_default()))
        && ours.header("content-type") == theirs["headers"]["content-type"].as_str()
}

#[tokio::test]
#[ignore = "needs boto3: cargo xtask test"]
async fn equal_inputs_are_sent_as_equivalent_requests() {
    let (http, mut boto3) = (Canned::new([]), Boto3::new("apigatewayv2", "capture:"));
    let client = peer_ours::client(http.clone());
    let (mut sent, mut refused, mut differences) = (0, 0, Differences::default());
    for (operation, about, input) in inputs() {
        if SKIPPED.contains(&about.as_str()) {
            continue;
        }
        http.answer_with(Answer::json(200, "{}"));
        peer_ours::call(&client, operation, &input).await;
        let theirs = boto3.call(operation, &input);
        match (asked(&http).first(), theirs) {
            (Some(ours), Ok(theirs)) if is_equivalent(ours, &theirs) => sent += 1,
            // boto3 sends empty labels, which name another resource.
            (None, _) => refused += 1,
            (ours, theirs) => {
                let about = format!("{operation}, {about}");
                let ours = ours.map(|it| format!("{} {} {}", it.method, it.uri, it.body));
                differences.add(&about, format!("{ours:?}"), format!("{theirs:?}"));
            }
        }
    }
    differences.assert_none();
    println!("{sent} inputs were sent, {refused} were refused by ours");
    assert!(sent > 4_000 && refused < 250, "{sent} {refused}");
}
