//! What is read.

use super::{Both, Differences};
use serde_json::{Value, json};
use smithwright_tests::canned::Answer;
use smithwright_tests::samples::{Members, Samples, errors, most_choices, operations};
use std::collections::HashSet;

const TEXTS: &[&str] = &[
    "",
    "é e\u{301} 日本語 🚀👩‍👩‍👧 \u{2028}\u{feff}\u{10ffff}",
    "\"\\/\u{0}\u{8}\t\r\n\u{1f}\u{7f}",
    "\\u0041",
    "null",
];

const TIMES: &[&str] = &[
    "1970-01-01T00:00:00Z",
    "2023-11-14T22:13:20Z",
    "2023-11-14T22:13:20.000000001Z",
    "2023-11-14T22:13:20.123456789123Z",
    "2023-11-14T22:13:20+01:00",
    "2023-11-14t22:13:20z",
    "2023-11-14 22:13:20Z",
    "2023-11-14T22:13:20",
    "2023-11-14",
    "2016-12-31T23:59:60Z",
    "1969-12-31T23:59:59.5Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "10000-01-01T00:00:00Z",
    "Tue, 14 Nov 2023 22:13:20 GMT",
    "yesterday",
];

/// The types that this service's answers are made of.
const TYPES: &[&str] =
    &["structure", "list", "map", "string", "boolean", "integer", "double", "timestamp"];

/// What stands where each of the types is due, as JSON.
const ODD: &str = r#"[
    null, true, false, 0, -1, 7.0, 7.5, -0.0, 2147483647, 2147483648, -2147483649, 1e3, 1e40,
    1700000000.25, 18446744073709551616, "", "7", "true", "NaN", "Infinity", "-Infinity",
    [], [null], ["text"], [[]], {}, {"text": null}, {"text": "text"}, {"text": {}}
]"#;

/// Bodies that are no JSON, or no object.
const BODIES: &[&str] = &[
    "", " ", "null", "[]", "7", "\"text\"", "{", "{}x", "{} {}", "{\"", " {} \n", "{,}", "<html>",
];

/// Ways to fill an answer, each with what it is about.
fn variants() -> Vec<(String, Samples)> {
    let plain = Samples::default;
    let text = |text: &str| Samples { text: text.to_owned(), ..plain() };
    let mut variants = vec![
        ("every member".to_owned(), plain()),
        ("required members".to_owned(), Samples { members: Members::Required, ..plain() }),
        ("no member".to_owned(), Samples { members: Members::None, ..plain() }),
        ("empty lists and maps".to_owned(), Samples { length: 0, ..plain() }),
        ("false".to_owned(), Samples { boolean: false, ..plain() }),
        ("unknown members".to_owned(), Samples { unknown: true, ..plain() }),
        ("unknown values".to_owned(), Samples { choice: None, ..text("Une valeur, inconnue") }),
        ("long text".to_owned(), text(&"long, long".repeat(1000))),
    ];
    variants.extend(TEXTS.iter().map(|it| (format!("text {it:?}"), text(it))));
    let choices = 1..most_choices();
    variants
        .extend(choices.map(|it| (format!("value {it}"), Samples { choice: Some(it), ..plain() })));
    variants.extend(TIMES.iter().map(|it| {
        let time = (0.0, (*it).to_owned());
        (format!("time {it}"), Samples { time, ..plain() })
    }));
    let odd: Vec<Value> = serde_json::from_str(ODD).expect("it is JSON");
    variants.extend(TYPES.iter().flat_map(|kind| {
        odd.iter().map(move |it| {
            (
                format!("{it} for {kind}"),
                Samples { odd: Some((kind, it.clone())), ..Samples::default() },
            )
        })
    }));
    variants
}

/// The different bodies that `operation` is answered with.
fn bodies(operation: &str, variants: &[(String, Samples)]) -> Vec<(String, String)> {
    let filled =
        variants.iter().map(|(about, samples)| (about.clone(), samples.output(operation).0));
    let bare = BODIES.iter().map(|it| (format!("body {it:?}"), (*it).to_owned()));
    let mut seen = HashSet::new();
    filled.chain(bare).filter(|(_, body)| seen.insert(body.clone())).collect()
}

/// Why the official crate could not read an answer, if so. Of a refusal it then forgets code and
/// message, which our crate keeps.
fn unread(official: &Value) -> Option<&str> {
    official["Operation"].as_str().filter(|shown| shown.contains("source: DeserializeError"))
}

/// What our crate reads and the official one does not: nulls in lists and maps, which are left out; numbers and texts
/// as points in time, where a text that tells none is left out; and blank bodies.
fn reads_more(about: &str, why: &str) -> bool {
    let is_time = |value: &str| value.starts_with('"') || value.parse::<f64>().is_ok();
    why.contains("cannot contain null values")
        || about.strip_suffix(" for timestamp").is_some_and(is_time)
        || about.starts_with("time ") && why.contains("failed to parse timestamp")
        || about == "body \" \"" && why.contains("expected StartObject")
}

/// Where a structure inside an answer lacks a member that the model requires, the official crate makes up a
/// value: an empty text, the year 1970, a status `no value was set`. Ours leaves it unset.
fn makes_up(about: &str, ours: &Value, official: &Value) -> bool {
    let lacking = about.ends_with(" for structure") || about.starts_with("null for ");
    lacking && is_part(&ours["Output"], &official["Output"])
}

/// Whether the two are equal but for what is null in `part`.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Null, _) => true,
        (Value::Object(part), Value::Object(whole)) => {
            part.len() == whole.len() && part.iter().all(|(key, it)| is_part(it, &whole[key]))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(a, b)| is_part(a, b))
        }
        (part, whole) => part == whole,
    }
}

/// What an answer is about that is no output.
const REFUSAL: &str = "a refusal";

fn is_unhandled(outcome: &Value) -> bool {
    outcome["Operation"].as_str().is_some_and(|shown| shown.starts_with("Unhandled("))
}

/// Whether both made the same of an answer.
fn same(about: &str, ours: &Value, official: &Value) -> bool {
    let expected = match (unread(official), ours.get("Output")) {
        (Some(why), Some(_)) => reads_more(about, why),
        (Some(why), None) => !reads_more(about, why) && (about == REFUSAL || is_unhandled(ours)),
        (None, None) => ours == official,
        (None, Some(_)) => ours == official || makes_up(about, ours, official),
    };
    expected && ours["RequestId"] == official["RequestId"]
}

#[tokio::test]
async fn equal_answers_are_read_as_the_same_values() {
    let (both, variants, samples) = (Both::new(), variants(), Samples::default());
    let (mut equal, mut unread, mut odd, mut differences) = (0, 0, 0, Differences::default());
    for operation in operations() {
        let input = samples.input(operation);
        for (about, body) in bodies(operation, &variants) {
            let answer = Answer::json(200, body);
            let ((_, ours), (_, official)) = both.call(operation, &input, &answer).await;
            *match [&ours, &official].map(|it| it.get("Output").is_some()) {
                [false, false] => &mut unread,
                _ if ours == official => &mut equal,
                _ => &mut odd,
            } += 1;
            if !same(&about, &ours, &official) {
                differences.add(&format!("{operation}, {about}"), ours, official);
            }
        }
    }
    differences.assert_none();
    println!("{equal} answers were read alike, {unread} by neither, {odd} as described above");
    assert!(equal > 2_500 && unread > 7_000 && odd < 1_500, "{equal} {unread} {odd}");
}

/// Ways to say `CODE`, as a header or in a body.
const NAMES: &[&str] = &[
    "CODE",
    "CODE:http://internal.amazon.com/coral/",
    "com.amazonaws.apigatewayv2#CODE",
    "aws.protocoltests#CODE:http://internal/",
];

/// Refusals with this code, said in many ways.
fn refusals(code: &str) -> Vec<(Option<String>, String)> {
    let header = |name: String, body: &Value| (Some(name), body.to_string());
    let message =
        |key: &str| json!({ key: "é 🚀", "resourceType": "r", "limitType": "l", "unknown": [1] });
    let mut refusals = Vec::new();
    for name in NAMES.iter().map(|name| name.replace("CODE", code)) {
        for key in ["__type", "code"] {
            let mut body = message("message");
            body[key] = name.as_str().into();
            refusals.push((None, body.to_string()));
        }
        refusals.push(header(name, &message("message")));
    }
    for key in ["Message", "errorMessage", "nothing"] {
        refusals.push(header(code.to_owned(), &message(key)));
    }
    for value in [json!(null), json!(7), json!("")] {
        refusals.push(header(code.to_owned(), &json!({ "message": value, "resourceType": value })));
    }
    refusals
}

#[tokio::test]
async fn equal_refusals_are_read_as_the_same_errors() {
    let (both, samples) = (Both::new(), Samples::default());
    let (mut modeled, mut unhandled, mut differences) = (0, 0, Differences::default());
    for operation in operations() {
        let input = samples.input(operation);
        let bare = BODIES.iter().flat_map(|body| {
            [Some("NotFoundException".to_owned()), None].map(|header| (header, (*body).to_owned()))
        });
        let codes = errors(operation).chain(["GoneException", ""]);
        for (header, body) in codes.flat_map(refusals).chain(bare) {
            let about = format!("{operation}, {header:?} {body}");
            let mut answer = Answer(400, vec![("x-amzn-requestid", "req-1")], body.into());
            answer.1.extend(header.map(|code| ("x-amzn-errortype", &*code.leak())));
            let ((_, ours), (_, official)) = both.call(operation, &input, &answer).await;
            *(if is_unhandled(&official) { &mut unhandled } else { &mut modeled }) += 1;
            if !same(REFUSAL, &ours, &official) {
                differences.add(&about, ours, official);
            }
        }
    }
    differences.assert_none();
    println!("{modeled} modeled errors, {unhandled} others");
    assert!(modeled > 5_000 && unhandled > 3_000, "{modeled} {unhandled}");
}
