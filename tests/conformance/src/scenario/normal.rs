//! What may differ between our answers and boto3's, or between two runs.

use crate::body::same;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::time::{SystemTime, UNIX_EPOCH};

/// Members whose default counts as absent: our client writes no zeros that may not have been there, and boto3 does not
/// know which were.
#[derive(Debug, Default)]
pub struct Defaults(Vec<(String, Value)>);

impl FromIterator<(String, Value)> for Defaults {
    fn from_iter<T: IntoIterator<Item = (String, Value)>>(members: T) -> Self {
        Self(members.into_iter().collect())
    }
}

impl Defaults {
    /// The value without members that have their default.
    pub fn left_out(&self, value: Value) -> Value {
        match value {
            Value::Object(object) => {
                let kept = object.into_iter().filter(|(name, value)| !self.has(name, value));
                kept.map(|(name, value)| (name, self.left_out(value))).collect()
            }
            Value::Array(items) => items.into_iter().map(|item| self.left_out(item)).collect(),
            plain => plain,
        }
    }

    fn has(&self, name: &str, value: &Value) -> bool {
        self.0.iter().any(|(member, default)| {
            let same = value.as_f64().is_some() && value.as_f64() == default.as_f64();
            member == name && (same || value == default)
        })
    }
}

/// What two who read the same at once must have in common: all but points in time that the server takes from the
/// clock as it answers, and members that are random.
pub fn comparable(value: &Value, random: &BTreeSet<String>) -> Value {
    match value {
        Value::String(text) => without_time(text).into(),
        Value::Object(object) => {
            let kept =
                object.iter().filter(|(key, _)| *key != "LastActiveAt" && !random.contains(*key));
            kept.map(|(key, value)| (key.clone(), comparable(value, random))).collect()
        }
        Value::Array(items) => items.iter().map(|item| comparable(item, random)).collect(),
        plain => plain.clone(),
    }
}

/// The text without points in time such as `2026-01-31T12:34:56` and `2026-01-31T12:34:56.789`.
fn without_time(text: &str) -> String {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let is_time = |text: &str| {
        let text = text.as_bytes().iter();
        text.zip(SHAPE).all(|(a, b)| if *b == b'0' { a.is_ascii_digit() } else { a == b })
    };
    let starts = |text: &str, at: usize| text.get(at..at + SHAPE.len()).is_some_and(is_time);
    let mut text = text.to_owned();
    while let Some(at) = (0..text.len()).find(|at| starts(&text, *at)) {
        let after = &text[at + SHAPE.len()..];
        let fraction = after.strip_prefix('.').map_or("", |after| {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            &after[..end]
        });
        let length = SHAPE.len() + if fraction.is_empty() { 0 } else { fraction.len() + 1 };
        text.replace_range(at..at + length, "TIME");
    }
    text
}

/// The value as it is in every run, whoever calls:
///
/// - without numbers that are a point in time not far from now, in seconds or milliseconds;
/// - with one type of bodies that were given none: clients in Rust send it, and where boto3 sends none, S3 takes another.
pub fn repeatable(value: Value) -> Value {
    let is_time = |number: Option<f64>| number.is_some_and(is_near_now);
    match value {
        Value::Number(number) if is_time(number.as_f64()) => "TIME".into(),
        Value::String(text) if is_time(text.parse().ok()) => "TIME".into(),
        Value::String(text) if text == "binary/octet-stream" => "application/octet-stream".into(),
        Value::Object(object) => {
            let members = object.into_iter().map(|(key, value)| (key, repeatable(value)));
            members.collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(repeatable).collect(),
        plain => plain,
    }
}

fn is_near_now(number: f64) -> bool {
    const DAYS: f64 = 400.0 * 86400.0;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
    (number - now).abs() < DAYS || (number / 1000.0 - now).abs() < DAYS
}

/// Whether two errors are the same, in what ours tells. Where no service is in it, the words are each client's own.
pub fn same_error(ours: &Value, theirs: &Value) -> bool {
    let mut told = ours.as_object().into_iter().flatten();
    match (ours["Code"].as_str(), theirs["Code"].as_str()) {
        (None, None) => true,
        (code, Some(status)) if is_status(status) => code == code_of(status),
        _ => told.all(|(name, value)| same(&of_error(name, value), &of_error(name, &theirs[name]))),
    }
}

/// What an error tells under this name. Where there is no message, boto3 has an empty one.
fn of_error(name: &str, value: &Value) -> Value {
    match name {
        "Members" => without_message(value),
        "Message" if value.is_null() => "".into(),
        _ => value.clone(),
    }
}

/// Where the answer has no body, boto3 takes the status for the code.
fn is_status(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The code of an answer without a body, as the official crate of S3 has it.
fn code_of(status: &str) -> Option<&'static str> {
    match status {
        "304" => Some("NotModified"),
        "404" => Some("NotFound"),
        _ => None,
    }
}

/// The members of an error but its message: ours always has one, and boto3 only where the model names it. It is compared
/// beside the code.
fn without_message(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let others = members.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("message"));
            others.map(|(name, value)| (name.clone(), value.clone())).collect()
        }
        plain => plain.clone(),
    }
}
