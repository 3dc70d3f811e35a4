//! What was sent against the `serialized` of a case.

use crate::Difference;
use crate::body::{self, Reading};
use crate::wire::Asked;
use serde_json::Value;
use std::collections::BTreeMap;

/// The token that cases want where the caller sets none; a client makes up another each time.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// What differs. With `token`, any UUID of version 4 is as good as the one in the case.
pub fn differences(
    wanted: &Value,
    asked: &Asked,
    reading: &Reading,
    token: bool,
) -> Vec<Difference> {
    let asked = match token {
        true => with_fixed_tokens(asked),
        false => asked.clone(),
    };
    let found = [
        method(wanted, &asked),
        target(wanted, &asked),
        host(wanted, &asked),
        body(wanted, &asked, reading),
    ];
    found.into_iter().flatten().chain(headers(wanted, &asked)).collect()
}

fn method(wanted: &Value, asked: &Asked) -> Option<Difference> {
    Difference::between("method", wanted["method"].as_str()?, &asked.method)
}

/// The path letter by letter, and the parameters of the query, of which only those of one name have
/// an order.
fn target(wanted: &Value, asked: &Asked) -> Option<Difference> {
    let wanted = wanted["uri"].as_str()?;
    let (_, actual) = authority_and_target(&asked.uri);
    let split = |target: &str| {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut parameters: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            parameters.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        (path.to_owned(), parameters)
    };
    match split(wanted) == split(actual) {
        true => None,
        false => Difference::between("uri", wanted, actual),
    }
}

/// The host of a case may go on with the path of the endpoint.
fn host(wanted: &Value, asked: &Asked) -> Option<Difference> {
    let wanted = wanted["host"].as_str()?;
    let (authority, target) = authority_and_target(&asked.uri);
    match wanted.split_once('/') {
        None => Difference::between("host", wanted, authority),
        Some((_, path)) => {
            let all = format!("{authority}{target}");
            let below = all.strip_prefix(wanted).is_some_and(|rest| {
                path.is_empty() || rest.is_empty() || rest.starts_with(['/', '?'])
            });
            if below { None } else { Difference::between("host", wanted, &all) }
        }
    }
}

fn authority_and_target(uri: &str) -> (&str, &str) {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    rest.find(['/', '?']).map_or((rest, ""), |start| rest.split_at(start))
}

fn headers(wanted: &Value, asked: &Asked) -> Vec<Difference> {
    let sent = |name: &str| {
        let values = asked.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let values: Vec<_> = values.map(|(_, value)| value.as_str()).collect();
        // What has several values may also say them one by one (RFC 9110, 5.3).
        (!values.is_empty()).then(|| values.join(", "))
    };
    let mut found = Vec::new();
    for (name, value) in wanted["headers"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        if sent(name).as_deref() != Some(value) {
            let actual = sent(name).unwrap_or_else(|| "(none)".to_owned());
            found.push(Difference::trouble(&format!("header {name}"), value, actual));
        }
    }
    let names = |key: &str| -> Vec<String> {
        let names = wanted[key].as_array().into_iter().flatten();
        names.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    for name in names("requireHeaders") {
        // The HTTP client adds it to a body whose length it knows.
        let added = name.eq_ignore_ascii_case("content-length") && asked.sized;
        if sent(&name).is_none() && !added {
            found.push(Difference::trouble(&format!("header {name}"), "(any)", "(none)"));
        }
    }
    for name in names("forbidHeaders") {
        if let Some(value) = sent(&name) {
            found.push(Difference::trouble(&format!("header {name}"), "(none)", value));
        }
    }
    found
}

fn body(wanted: &Value, asked: &Asked, reading: &Reading) -> Option<Difference> {
    let wanted = wanted["body"].as_str()?;
    let actual = String::from_utf8_lossy(&asked.body);
    let expected = match reading.bytes(wanted).and_then(|bytes| reading.read(&bytes)) {
        Ok(value) => value,
        Err(error) => return Some(Difference::trouble("body of the case", "a body", error)),
    };
    match reading.read(&asked.body) {
        Ok(found) if body::same(&expected, &found) => None,
        Ok(found) => Some(Difference::trouble("body", &expected.to_string(), found)),
        Err(error) => Some(Difference::trouble("body", wanted, format!("{actual} ({error})"))),
    }
}

/// The request with [`TOKEN`] instead of every UUID of version 4.
fn with_fixed_tokens(asked: &Asked) -> Asked {
    let text = |text: &str| String::from_utf8_lossy(&fix(text.as_bytes())).into_owned();
    let header = |(name, value): &(String, String)| (name.clone(), text(value));
    Asked {
        uri: text(&asked.uri),
        headers: asked.headers.iter().map(header).collect(),
        body: fix(&asked.body),
        ..asked.clone()
    }
}

fn fix(bytes: &[u8]) -> Vec<u8> {
    let mut fixed = bytes.to_vec();
    for start in 0..=bytes.len().saturating_sub(TOKEN.len()) {
        if let Some(place) = fixed.get_mut(start..start + TOKEN.len()).filter(|p| is_uuid4(p)) {
            place.copy_from_slice(TOKEN.as_bytes());
        }
    }
    fixed
}

fn is_uuid4(text: &[u8]) -> bool {
    text.iter().enumerate().all(|(position, byte)| match position {
        8 | 13 | 18 | 23 => *byte == b'-',
        14 => *byte == b'4',
        19 => b"89ab".contains(byte),
        _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Format;
    use serde_json::json;

    fn asked() -> Asked {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Asked {
            method: "PUT".to_owned(),
            uri: "http://a.example.com/x/%20y?b=1&a=2&a=3&c".to_owned(),
            headers: vec![header("x-one", "1"), header("x-list", "a"), header("X-List", "b")],
            body: br#"{"A": 1}"#.to_vec(),
            sized: false,
        }
    }

    fn found(wanted: Value) -> Vec<String> {
        let reading = Reading { format: Format::Json, ..Reading::default() };
        let found = differences(&wanted, &asked(), &reading, false);
        found.into_iter().map(|d| format!("{}: {} / {}", d.what, d.expected, d.actual)).collect()
    }

    #[test]
    fn what_is_as_it_should_be_is_no_difference() {
        let wanted = json!({
            "method": "PUT", "uri": "/x/%20y?a=2&c=&b=1&a=3", "host": "a.example.com",
            "headers": {"X-One": "1", "X-List": "a, b"}, "requireHeaders": ["X-ONE"],
            "forbidHeaders": ["X-Two"], "body": "{ \"A\": 1.0 }",
        });
        assert_eq!(found(wanted), [""; 0]);
        assert_eq!(found(json!({})), [""; 0], "what the case does not say does not matter");
    }

    #[test]
    fn each_part_is_compared() {
        let one = |wanted| {
            let found = found(wanted);
            assert_eq!(found.len(), 1, "{found:?}");
            found[0].clone()
        };
        assert_eq!(one(json!({"method": "put"})), "method: put / PUT");
        for uri in [
            "/x/ y?b=1&a=2&a=3&c",
            "/x/%20y",
            "/x/%20y?b=1&a=3&a=2&c",
            "/x/%20y?b=1&a=2&a=3",
            "/x/%20y?b=1&a=2&a=3&c&c",
            "/x/%20y?b=%31&a=2&a=3&c",
            "",
        ] {
            assert!(one(json!({"uri": uri})).starts_with("uri: "), "{uri}");
        }
        assert_eq!(one(json!({"host": "example.com"})), "host: example.com / a.example.com");
        assert!(one(json!({"host": "a.example.com/y"})).starts_with("host: "));
        assert!(one(json!({"host": "a.example.com/x/%2"})).starts_with("host: "));
        assert_eq!(one(json!({"headers": {"X-One": "2"}})), "header X-One: 2 / 1");
        assert_eq!(one(json!({"headers": {"X-List": "a"}})), "header X-List: a / a, b");
        assert_eq!(one(json!({"headers": {"X-Two": ""}})), "header X-Two:  / (none)");
        assert_eq!(one(json!({"requireHeaders": ["X-Two"]})), "header X-Two: (any) / (none)");
        assert_eq!(
            one(json!({"requireHeaders": ["Content-Length"]})),
            "header Content-Length: (any) / (none)"
        );
        assert_eq!(one(json!({"forbidHeaders": ["X-One"]})), "header X-One: (none) / 1");
        assert!(one(json!({"body": "{\"A\": 2}"})).starts_with("body: "));
        assert!(one(json!({"body": ""})).starts_with("body: null / "));
        assert!(one(json!({"body": "{"})).starts_with("body of the case: "));
    }

    #[test]
    fn a_host_may_have_a_path() {
        assert_eq!(found(json!({"host": "a.example.com/x"})), [""; 0]);
    }

    #[test]
    fn the_length_of_a_body_that_is_known_is_told_by_the_http_client() {
        let asked = Asked { sized: true, ..asked() };
        let wanted = json!({"requireHeaders": ["Content-Length"]});
        assert_eq!(differences(&wanted, &asked, &Reading::default(), false), []);
    }

    #[test]
    fn only_tokens_of_version_4_count_and_only_where_none_was_set() {
        let sent = |token: &str, made_up| {
            let asked = Asked { uri: format!("http://h/?t={token}&n=1"), ..asked() };
            let wanted = json!({ "uri": format!("/?t={TOKEN}&n=1") });
            differences(&wanted, &asked, &Reading::default(), made_up).is_empty()
        };
        let token = "0f1e2d3c-4b5a-4678-9abc-def012345678";
        assert!(sent(token, true) && sent(TOKEN, false));
        assert!(!sent(token, false));
        assert!(!sent("0f1e2d3c-4b5a-1678-9abc-def012345678", true), "version 1");
        assert!(!sent("", true));
        assert!(!sent("0f1e2d3c", true));
    }
}
