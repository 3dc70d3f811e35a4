//! What was read against the `result`, or the `error`, of a case, and endpoints against its `expect`.

use crate::Difference;
use crate::body::same;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What became of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Called {
    /// The operation's output.
    Output {
        /// Its members.
        value: Value,
        /// The member that is a stream, if that is empty: as good as an empty text, and as nothing.
        empty_stream: Option<String>,
    },
    /// The operation's error.
    Error {
        /// Its code.
        code: Option<String>,
        /// Its message.
        message: Option<String>,
        /// The members of the modeled error, if it is one.
        modeled: Option<Value>,
        /// All that it says.
        shown: String,
    },
    /// Whatever else stopped it.
    Failed(String),
}

/// What differs from what the case wants. Members of an error that the model does not have, such as the
/// `message` that every error gets, are nothing that a case could want.
pub fn differences(
    case: &Value,
    called: &Called,
    error_members: &BTreeSet<String>,
) -> Vec<Difference> {
    let wants_error =
        ["error", "errorCode", "errorMessage"].iter().any(|key| case.get(key).is_some());
    let difference = match (wants_error, called) {
        (false, Called::Output { value: output, empty_stream }) => {
            let mut wanted = case["result"].clone();
            if let (Some(name), Some(wanted)) = (empty_stream, wanted.as_object_mut()) {
                wanted.retain(|key, value| key != name || value != "");
            }
            value("output", &wanted, output)
        }
        (true, Called::Error { code, message, modeled, shown }) => {
            let modeled = modeled.as_ref().map(|modeled| only(modeled, error_members));
            return error(case, [code, message], modeled.as_ref(), shown);
        }
        (true, Called::Output { value, .. }) => {
            Some(Difference::trouble("answer", "an error", value))
        }
        (false, Called::Error { shown, .. }) => {
            Some(Difference::trouble("answer", "an output", shown))
        }
        (_, Called::Failed(why)) => Some(Difference::trouble("answer", "a readable one", why)),
    };
    difference.into_iter().collect()
}

fn error(
    case: &Value,
    [code, message]: [&Option<String>; 2],
    modeled: Option<&Value>,
    shown: &str,
) -> Vec<Difference> {
    let text = |what: &str, key: &str, actual: &Option<String>| {
        let wanted = case[key].as_str()?;
        let actual = actual.as_deref().unwrap_or("(none)");
        Difference::between(what, wanted, actual)
    };
    let members = case.get("error").and_then(|wanted| match modeled {
        Some(modeled) => value("error", wanted, modeled),
        None => Some(Difference::trouble("error", "a modeled error", shown)),
    });
    [text("code", "errorCode", code), text("message", "errorMessage", message), members]
        .into_iter()
        .flatten()
        .collect()
}

fn only(structure: &Value, members: &BTreeSet<String>) -> Value {
    let known = structure.as_object().into_iter().flatten();
    let known = known.filter(|(name, _)| members.contains(*name));
    known.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn value(what: &str, wanted: &Value, found: &Value) -> Option<Difference> {
    let found = with_parsed_json(wanted, found);
    match same(wanted, &found) {
        true => None,
        false => Some(Difference::trouble(what, &wanted.to_string(), found)),
    }
}

/// JSON in a text is a text in Rust, but may be given as what it says.
fn with_parsed_json(wanted: &Value, found: &Value) -> Value {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            let member = |(name, value): (&String, &Value)| {
                let wanted = wanted.get(name).unwrap_or(&Value::Null);
                (name.clone(), with_parsed_json(wanted, value))
            };
            found.iter().map(member).collect()
        }
        (Value::Object(_) | Value::Array(_), Value::String(text)) => {
            serde_json::from_str(text).unwrap_or_else(|_| found.clone())
        }
        _ => found.clone(),
    }
}

/// What an endpoint, or the error instead of one, has that the case does not want, or lacks.
pub fn endpoint_differences(expect: &Value, found: &Result<Value, String>) -> Vec<Difference> {
    let difference = match (expect.get("endpoint"), expect["error"].as_str(), found) {
        (Some(endpoint), _, Ok(found)) => value("endpoint", &complete(endpoint), found),
        (_, Some(message), Err(found)) => Difference::between("error", message, found.as_str()),
        (_, Some(message), Ok(found)) => Some(Difference::trouble("error", message, found)),
        (Some(endpoint), _, Err(found)) => {
            Some(Difference::trouble("endpoint", &endpoint.to_string(), format!("error: {found}")))
        }
        (None, None, _) => Some(Difference::trouble("case", "`endpoint` or `error`", expect)),
    };
    difference.into_iter().collect()
}

/// Cases leave out headers and properties if there are none.
fn complete(endpoint: &Value) -> Value {
    let part = |key: &str| match &endpoint[key] {
        Value::Null => Value::Object(Map::new()),
        there => there.clone(),
    };
    json!({ "url": endpoint["url"], "headers": part("headers"), "properties": part("properties") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused() -> Called {
        Called::Error {
            code: Some("Gone".to_owned()),
            message: Some("it is".to_owned()),
            modeled: Some(json!({"Message": "it is", "made_up": 1})),
            shown: "Gone: it is".to_owned(),
        }
    }

    fn read(value: Value) -> Called {
        Called::Output { value, empty_stream: None }
    }

    fn whats(case: Value, called: &Called) -> Vec<String> {
        let members = ["Message".to_owned()].into();
        differences(&case, called, &members).into_iter().map(|difference| difference.what).collect()
    }

    #[test]
    fn outputs_are_compared() {
        let called = read(json!({"A": 1.0, "B": {"C": ["x"]}}));
        assert_eq!(whats(json!({"result": {"B": {"C": ["x"]}, "A": 1}}), &called), [""; 0]);
        for wrong in [
            json!({}),
            json!({"A": 1}),
            json!({"A": 2, "B": {"C": ["x"]}}),
            json!({"A": 1, "B": {"C": ["x", "x"]}}),
            json!({"A": 1, "B": {"C": ["x"]}, "D": 0}),
        ] {
            assert_eq!(whats(json!({"result": wrong}), &called), ["output"], "{wrong}");
        }
        assert_eq!(whats(json!({"error": {}}), &called), ["answer"]);
        assert_eq!(whats(json!({"result": {}}), &refused()), ["answer"]);
        assert_eq!(whats(json!({"result": {}}), &Called::Failed("no".to_owned())), ["answer"]);
    }

    #[test]
    fn an_empty_stream_is_as_good_as_none() {
        let empty_stream = Some("Body".to_owned());
        let called = Called::Output { value: json!({"A": 1}), empty_stream };
        assert_eq!(whats(json!({"result": {"A": 1}}), &called), [""; 0]);
        assert_eq!(whats(json!({"result": {"A": 1, "Body": ""}}), &called), [""; 0]);
        assert_eq!(whats(json!({"result": {"A": 1, "Body": "x"}}), &called), ["output"]);
        assert_eq!(whats(json!({"result": {"A": 1, "B": ""}}), &called), ["output"]);
    }

    #[test]
    fn json_in_a_text_is_compared_as_what_it_says() {
        let called = read(json!({"A": "{\"x\": [1]}", "B": "true"}));
        assert_eq!(whats(json!({"result": {"A": {"x": [1]}, "B": "true"}}), &called), [""; 0]);
        assert_eq!(whats(json!({"result": {"A": {"x": [2]}, "B": "true"}}), &called), ["output"]);
        assert_eq!(whats(json!({"result": {"A": {"x": [1]}, "B": true}}), &called), ["output"]);
    }

    #[test]
    fn errors_are_compared() {
        let case = |code: &str, message: &str, error: Value| json!({"errorCode": code, "errorMessage": message, "error": error});
        let members = json!({"Message": "it is"});
        assert_eq!(whats(case("Gone", "it is", members.clone()), &refused()), [""; 0]);
        assert_eq!(whats(case("Lost", "it is", members.clone()), &refused()), ["code"]);
        assert_eq!(whats(case("Gone", "it was", members), &refused()), ["message"]);
        assert_eq!(whats(case("Gone", "it is", json!({})), &refused()), ["error"]);
        let unmodeled = Called::Error {
            code: Some("Gone".to_owned()),
            message: None,
            modeled: None,
            shown: "?".to_owned(),
        };
        assert_eq!(whats(json!({"errorCode": "Gone", "error": {}}), &unmodeled), ["error"]);
        assert_eq!(whats(json!({"errorCode": "Gone"}), &unmodeled), [""; 0]);
        assert_eq!(whats(json!({"errorMessage": "it is"}), &unmodeled), ["message"]);
    }

    #[test]
    fn endpoints_are_compared() {
        let found = Ok(json!({"url": "https://a", "headers": {"x": ["1"]}, "properties":
            {"authSchemes": [{"name": "sigv4", "signingRegion": "r"}]}}));
        let good = json!({"endpoint": {"url": "https://a", "headers": {"x": ["1"]}, "properties":
            {"authSchemes": [{"name": "sigv4", "signingRegion": "r"}]}}});
        assert_eq!(endpoint_differences(&good, &found), []);
        for (pointer, wrong) in [
            ("/endpoint/url", json!("https://b")),
            ("/endpoint/headers", Value::Null),
            ("/endpoint/headers/x", json!(["2"])),
            ("/endpoint/properties", Value::Null),
            ("/endpoint/properties/authSchemes/0/name", json!("sigv4a")),
            ("/endpoint/properties/authSchemes/0/signingRegion", json!("s")),
            ("/endpoint/properties/authSchemes/0", json!({"name": "sigv4"})),
        ] {
            let mut case = good.clone();
            *case.pointer_mut(pointer).unwrap() = wrong;
            assert_eq!(endpoint_differences(&case, &found).len(), 1, "{pointer}");
        }
        let bare = Ok(json!({"url": "u", "headers": {}, "properties": {}}));
        assert_eq!(endpoint_differences(&json!({"endpoint": {"url": "u"}}), &bare), []);
    }

    #[test]
    fn errors_instead_of_endpoints_are_compared() {
        let case = json!({"error": "no region"});
        let endpoint = Ok(json!({"url": "u", "headers": {}, "properties": {}}));
        assert_eq!(endpoint_differences(&case, &Err("no region".to_owned())), []);
        assert_eq!(endpoint_differences(&case, &Err("no".to_owned())).len(), 1);
        assert_eq!(endpoint_differences(&case, &endpoint).len(), 1);
        let wanted = json!({"endpoint": {"url": "u"}});
        assert_eq!(endpoint_differences(&wanted, &Err("no".to_owned())).len(), 1);
        assert_eq!(endpoint_differences(&json!({}), &endpoint).len(), 1);
    }
}
