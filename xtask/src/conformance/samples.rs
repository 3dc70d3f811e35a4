//! Suites for tests.

use super::cases::{Case, Outcome, Suite};
use serde_json::{Value, json};

/// Suites, as files have them.
pub fn suites(json: Value) -> Vec<Suite> {
    let suite = |suite: &Value| Suite {
        metadata: suite["metadata"].clone(),
        shapes: suite["shapes"].clone(),
        endpoint: None,
        cases: suite["cases"].as_array().unwrap().iter().map(case).collect(),
    };
    json.as_array().unwrap().iter().map(suite).collect()
}

fn case(value: &Value) -> Case {
    let outcome = Outcome::Skipped(String::new());
    Case { place: String::new(), value: value.clone(), job: None, outcome }
}

/// A suite with a case for each operation.
pub fn suite_of(protocol: &str, shapes: Value, operations: &[Value]) -> Value {
    let case = |given: &Value| json!({"given": given, "params": {}});
    let cases: Vec<_> = operations.iter().map(case).collect();
    json!({"metadata": {"protocol": protocol}, "shapes": shapes, "cases": cases})
}

/// An operation whose input is `In`.
pub fn operation(name: &str, uri: &str) -> Value {
    json!({"name": name, "http": {"method": "POST", "requestUri": uri}, "input": {"shape": "In"}})
}

/// `In` with the member `A`, and what that may target.
pub fn input(member: Value) -> Value {
    json!({"In": {"type": "structure", "members": {"A": member}}, "S": {"type": "string"},
        "N": {"type": "integer"}})
}
