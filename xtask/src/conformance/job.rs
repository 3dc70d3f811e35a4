//! What the driver is told of a case: where it belongs, and how it is to be read.

use super::cases::{Case, Suite};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What has no order in the bodies of a suite.
pub struct Reading {
    entries: Value,
    keys: Value,
}

impl Reading {
    /// That of a suite.
    pub fn of(suite: &Suite) -> Self {
        Self { entries: json!(entries(suite)), keys: json!(keys(suite)) }
    }
}

/// The job of a protocol case.
pub fn protocol(suite: &Suite, case: &Value, module: &str, reading: &Reading) -> Value {
    let token = members(suite, &case["given"]["input"])
        .any(|(name, member)| member["idempotencyToken"] == true && case["params"][name].is_null());
    let errors = case["given"]["errors"].as_array().into_iter().flatten();
    let error_members: BTreeSet<_> =
        errors.flat_map(|error| members(suite, error)).map(|(name, _)| name).collect();
    json!({
        "service": module,
        "operation": case["given"]["name"],
        "endpoint": suite.endpoint,
        "reading": {
            "format": format(suite, case),
            "entries": reading.entries,
            "keys": reading.keys,
        },
        "token": token,
        "error_members": error_members,
        "case": case,
    })
}

fn members<'a>(
    suite: &'a Suite,
    reference: &Value,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let shape = reference["shape"].as_str().and_then(|name| suite.shapes.get(name));
    shape.and_then(|shape| shape["members"].as_object()).into_iter().flatten()
}

/// What bodies of the suite's protocol are, but for payloads of letters and bytes.
fn format(suite: &Suite, case: &Value) -> &'static str {
    let input = &case["given"]["input"];
    let shape = input["shape"].as_str().map_or(&Value::Null, |name| &suite.shapes[name]);
    let payload = members(suite, input).find(|(name, _)| shape["payload"] == name.as_str());
    let payload = payload.and_then(|(_, member)| member["shape"].as_str());
    let payload = payload.and_then(|name| suite.shapes[name]["type"].as_str());
    match (payload, suite.metadata["protocol"].as_str()) {
        (Some("string" | "blob" | "character"), _) => "text",
        (_, Some("json" | "rest-json")) => "json",
        (_, Some("rest-xml")) => "xml",
        (_, Some("query" | "ec2")) => "form",
        (_, Some("smithy-rpc-v2-cbor")) => "cbor",
        _ => "text",
    }
}

fn maps(suite: &Suite) -> impl Iterator<Item = (&String, &Value)> {
    let shapes = suite.shapes.as_object().into_iter().flatten();
    shapes.filter(|(_, shape)| shape["type"] == "map")
}

/// What XML calls the entries of maps: `entry`, and the name of the member if the map is flattened.
fn entries(suite: &Suite) -> BTreeSet<&str> {
    let shapes = suite.shapes.as_object().into_iter().flatten();
    let members = shapes.flat_map(|(_, shape)| shape["members"].as_object().into_iter().flatten());
    let flattened = members.filter(|(_, member)| {
        let map = maps(suite).find(|(name, _)| member["shape"] == name.as_str());
        map.is_some_and(|(_, map)| member["flattened"] == true || map["flattened"] == true)
    });
    let names =
        flattened.map(|(name, member)| member["locationName"].as_str().unwrap_or(name.as_str()));
    names.chain(["entry"]).collect()
}

/// What maps call their keys and values.
fn keys(suite: &Suite) -> BTreeSet<(&str, &str)> {
    maps(suite)
        .map(|(_, map)| {
            (
                map["key"]["locationName"].as_str().unwrap_or("key"),
                map["value"]["locationName"].as_str().unwrap_or("value"),
            )
        })
        .collect()
}

/// The job of an endpoint case.
pub fn endpoint(case: &Case, module: &str) -> Value {
    json!({
        "service": module,
        "operation": "",
        "endpoint": null,
        "reading": {"format": "text", "entries": [], "keys": []},
        "token": false,
        "error_members": [],
        "case": case.value,
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{input, operation, suite_of, suites};
    use super::*;

    fn job(protocol: &str, shapes: Value, params: Value) -> Value {
        let suite = &suites(json!([suite_of(protocol, shapes, &[])]))[0];
        let case = json!({"given": operation("A", "/"), "params": params});
        super::protocol(suite, &case, "m", &Reading::of(suite))
    }

    #[test]
    fn the_driver_is_told_what_bodies_are() {
        let shapes = |payload: Value| {
            let mut shapes = input(json!({"shape": "S"}));
            shapes["In"]["payload"] = payload;
            shapes
        };
        let format =
            |protocol, shapes| job(protocol, shapes, json!({}))["reading"]["format"].clone();
        for (protocol, wanted) in [
            ("json", "json"),
            ("rest-json", "json"),
            ("rest-xml", "xml"),
            ("query", "form"),
            ("ec2", "form"),
            ("smithy-rpc-v2-cbor", "cbor"),
            ("other", "text"),
        ] {
            assert_eq!(format(protocol, shapes(Value::Null)), wanted);
        }
        assert_eq!(format("rest-xml", shapes(json!("A"))), "text", "a payload of letters");
        let mut structure = shapes(json!("A"));
        structure["S"] = json!({"type": "structure", "members": {}});
        assert_eq!(format("rest-xml", structure), "xml");
    }

    #[test]
    fn the_driver_is_told_what_has_no_order() {
        let mut shapes = input(json!({"shape": "M", "flattened": true, "locationName": "Item"}));
        shapes["M"] = json!({"type": "map", "key": {"shape": "S", "locationName": "K"}, "value": {"shape": "S"}});
        let reading = job("rest-xml", shapes, json!({}))["reading"].clone();
        assert_eq!(reading["entries"], json!(["Item", "entry"]));
        assert_eq!(reading["keys"], json!([["K", "value"]]));
    }

    #[test]
    fn the_driver_is_told_what_errors_have() {
        let suite = &suites(json!([suite_of("json", input(json!({"shape": "S"})), &[])]))[0];
        let given = json!({"name": "A", "errors": [{"shape": "In"}]});
        assert_eq!(
            protocol(suite, &json!({"given": given}), "m", &Reading::of(suite))["error_members"],
            json!(["A"])
        );
    }

    #[test]
    fn the_driver_is_told_whether_a_token_is_made_up() {
        let shapes = || input(json!({"shape": "S", "idempotencyToken": true}));
        assert_eq!(job("json", shapes(), json!({}))["token"], true);
        assert_eq!(job("json", shapes(), json!({"A": "mine"}))["token"], false);
        assert_eq!(job("json", input(json!({"shape": "S"})), json!({}))["token"], false);
    }
}
