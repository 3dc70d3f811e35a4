//! botocore's facts about pagination, which our overlay writes in the same words.

use super::node::Node;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::pagination::{Expression, Origin, Pagination};
use crate::source::Address;
use serde_json::Value;

const KEYS: [&str; 6] = [
    "input_token",
    "output_token",
    "result_key",
    "limit_key",
    "more_results",
    "non_aggregate_keys",
];

/// Reads the facts about one operation.
pub fn facts(
    value: &Value,
    at: &Address,
    operation: &str,
    origin: Origin,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Pagination> {
    let node = Node::new(value, at.clone(), operation, diagnostics)?;
    node.ignore_others(&KEYS, diagnostics);
    for key in ["input_token", "output_token", "result_key"] {
        if node.get(key).is_none() {
            diagnostics.push(node.lacks(key));
        }
    }
    let inputs = texts(&node, "input_token", diagnostics);
    let outputs = expressions(&node, "output_token", diagnostics);
    let (takes, gives) = (count(node.get("input_token")), count(node.get("output_token")));
    if takes != gives && takes.min(gives) > 0 {
        let message = format!("{takes} input tokens cannot be taken from {gives} output tokens");
        diagnostics.push(
            Diagnostic::new(Code::PAGINATION, &at.key("output_token"), message).of(operation),
        );
    }
    Some(Pagination {
        tokens: inputs.into_iter().map(|(name, _)| name).zip(outputs).collect(),
        more: expressions(&node, "more_results", diagnostics).into_iter().next(),
        results: expressions(&node, "result_key", diagnostics),
        constant: expressions(&node, "non_aggregate_keys", diagnostics),
        limit: node.text("limit_key", diagnostics).map(str::to_owned),
        origin,
        at: at.clone(),
    })
}

fn count(texts: Option<&Value>) -> usize {
    texts.map_or(0, |texts| texts.as_array().map_or(1, Vec::len))
}

/// A string, or each of an array of strings.
fn texts(node: &Node<'_>, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Address)> {
    let values = match node.get(key) {
        Some(Value::Array(_)) => node.items(key, diagnostics),
        Some(value) => vec![(value, node.at.key(key))],
        None => Vec::new(),
    };
    let mut texts = Vec::new();
    for (value, at) in values {
        match value.as_str() {
            Some(text) => texts.push((text.to_owned(), at)),
            None => {
                diagnostics.push(super::node::wrong_type(&at, "a string", value).of(&node.shape))
            }
        }
    }
    texts
}

fn expressions(node: &Node<'_>, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Expression> {
    let mut expressions = Vec::new();
    for (text, at) in texts(node, key, diagnostics) {
        match Expression::parse(&text, at.clone()) {
            Ok(expression) => expressions.push(expression),
            Err(refusal) => {
                let message = format!("`{text}` is not a path that is supported");
                let known = "members are joined with `.`, `[-1]` is the last of a list, and `||` \
                             stands between paths of which the first that has something counts";
                let hint = format!("{refusal}; {known}");
                diagnostics.push(
                    Diagnostic::new(Code::PAGINATION, &at, message).of(&node.shape).hint(hint),
                );
            }
        }
    }
    expressions
}
