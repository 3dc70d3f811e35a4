//! Waiters: Smithy's trait `waitable`, and botocore's `waiters-2.json`, which becomes the same.

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, unless_many};
use crate::model::waiters::{Acceptor, Expected, MAX_DELAY, Matcher, PathMatcher, State, Waiter};
use crate::model::{Located, Model, Operation, traits as t};
use crate::read::node::{Node, wrong_type};
use crate::source::Address;
use serde_json::Value;

const SMITHY_KEYS: [&str; 6] =
    ["documentation", "acceptors", "minDelay", "maxDelay", "deprecated", "tags"];
const BOTOCORE_KEYS: [&str; 5] = ["operation", "delay", "maxAttempts", "acceptors", "description"];

/// The delay where the trait names none, in seconds.
const MIN_DELAY: u32 = 2;

/// Reads the waiters that operations have by their trait, and those of botocore's file.
pub fn read(model: &mut Model, file: Option<&Located>, diagnostics: &mut Vec<Diagnostic>) {
    for operation in model.operations.values_mut() {
        if let Some(value) = operation.traits.get(t::WAITABLE) {
            let at = operation.at.key("traits").key(t::WAITABLE);
            operation.waiters = waitable(value, &at, &operation.id.to_string(), diagnostics);
        }
    }
    if let Some(file) = file {
        botocore(model, file, diagnostics);
    }
}

/// The waiters of an operation, as the trait `waitable` has them.
fn waitable(
    value: &Value,
    at: &Address,
    operation: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Waiter> {
    let Some(node) = Node::new(value, at.clone(), operation, diagnostics) else {
        return Vec::new();
    };
    let mut waiters = Vec::new();
    for (name, value) in node.object {
        let Some(node) = Node::new(value, at.key(name), operation, diagnostics) else { continue };
        node.ignore_others(&SMITHY_KEYS, diagnostics);
        let min_delay = seconds(&node, "minDelay", diagnostics).unwrap_or(MIN_DELAY);
        let max_delay = seconds(&node, "maxDelay", diagnostics).unwrap_or(MAX_DELAY.max(min_delay));
        if min_delay > max_delay {
            let message =
                format!("the delay cannot be at least {min_delay} s and at most {max_delay} s");
            let hint = "`minDelay` must not be greater than `maxDelay`, which is 120 unless set";
            diagnostics
                .push(Diagnostic::new(Code::WAITER, &node.at, message).of(operation).hint(hint));
        }
        waiters.push(Waiter {
            name: name.clone(),
            documentation: node.text("documentation", diagnostics).map(str::to_owned),
            deprecated: node.flag("deprecated", diagnostics),
            acceptors: acceptors(&node, smithy_matcher, diagnostics),
            min_delay,
            max_delay,
            max_attempts: None,
            at: node.at,
        });
    }
    waiters
}

/// The waiters of a service, as botocore has them. Its delay is always the same; Smithy's begins with it.
fn botocore(model: &mut Model, file: &Located, diagnostics: &mut Vec<Diagnostic>) {
    let Some(root) = Node::new(&file.value, file.at.clone(), "waiters", diagnostics) else {
        return;
    };
    root.only(&["version", "waiters"], diagnostics);
    if root.get("version").and_then(Value::as_u64) != Some(2) {
        let message = "these waiters are not of version 2";
        diagnostics.push(Diagnostic::new(Code::VERSION, &root.at.key("version"), message));
        return;
    }
    for (name, value, at) in root.entries("waiters", diagnostics) {
        let Some(node) = Node::new(value, at, name, diagnostics) else { continue };
        node.ignore_others(&BOTOCORE_KEYS, diagnostics);
        let Some(operation) = operation(model, &node, diagnostics) else { continue };
        let min_delay = seconds(&node, "delay", diagnostics).unwrap_or(MIN_DELAY);
        operation.waiters.push(Waiter {
            name: name.clone(),
            documentation: node.text("description", diagnostics).map(str::to_owned),
            deprecated: false,
            acceptors: acceptors(&node, botocore_matcher, diagnostics),
            min_delay,
            max_delay: MAX_DELAY.max(min_delay),
            max_attempts: seconds(&node, "maxAttempts", diagnostics),
            at: node.at,
        });
    }
}

fn operation<'m>(
    model: &'m mut Model,
    node: &Node<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'m mut Operation> {
    let name = node.required_text("operation", diagnostics)?;
    let place = model.operations.keys().position(|id| id.name() == name);
    if place.is_none() {
        let known = unless_many(diagnostics, model.operations.keys().map(|id| id.name()));
        let known: Vec<_> = known.collect();
        let message = format!("there is no operation `{name}`");
        let diagnostic =
            Diagnostic::new(Code::WAITER, &node.at.key("operation"), message).of(&node.shape);
        diagnostics.push(diagnostic.did_you_mean(name, known));
    }
    Some(model.operations.get_index_mut(place?)?.1)
}

/// A whole number above zero.
fn seconds(node: &Node<'_>, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<u32> {
    let value = node.get(key)?;
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    let number = number.filter(|number| *number > 0);
    if number.is_none() {
        let diagnostic = match value {
            Value::Number(number) => Diagnostic::new(
                Code::WAITER,
                &node.at.key(key),
                format!("`{number}` cannot be the `{key}`"),
            ),
            other => wrong_type(&node.at.key(key), "a whole number", other),
        };
        diagnostics.push(diagnostic.of(&node.shape).hint("whole numbers from 1 are allowed"));
    }
    number
}

type ReadMatcher = fn(&Node<'_>, &mut Vec<Diagnostic>) -> Option<Matcher>;

fn acceptors(
    node: &Node<'_>,
    matcher: ReadMatcher,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Acceptor> {
    if node.get("acceptors").is_none() {
        diagnostics.push(node.lacks("acceptors"));
    }
    let mut acceptors = Vec::new();
    for (value, at) in node.items("acceptors", diagnostics) {
        let Some(node) = Node::new(value, at, &node.shape, diagnostics) else { continue };
        let (state, matcher) = (state(&node, diagnostics), matcher(&node, diagnostics));
        if let (Some(state), Some(matcher)) = (state, matcher) {
            acceptors.push(Acceptor { state, matcher, at: node.at });
        }
    }
    acceptors
}

fn state(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<State> {
    let state = node.required_text("state", diagnostics)?;
    match state {
        "success" => Some(State::Success),
        "failure" => Some(State::Failure),
        "retry" => Some(State::Retry),
        other => {
            let message = format!("`{}` is not a state of a waiter", other.escape_debug());
            let diagnostic =
                Diagnostic::new(Code::WAITER, &node.at.key("state"), message).of(&node.shape);
            diagnostics.push(diagnostic.hint("allowed are `success`, `failure` and `retry`"));
            None
        }
    }
}

fn smithy_matcher(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Matcher> {
    node.only(&["state", "matcher"], diagnostics);
    let Some(value) = node.get("matcher") else {
        diagnostics.push(node.lacks("matcher"));
        return None;
    };
    let matcher = Node::new(value, node.at.key("matcher"), &node.shape, diagnostics)?;
    matcher.only(&["success", "errorType", "output", "inputOutput"], diagnostics);
    let mut keys = matcher.object.keys();
    let (Some(key), None) = (keys.next(), keys.next()) else {
        let message = "a matcher is one of `success`, `errorType`, `output` and `inputOutput`";
        diagnostics.push(Diagnostic::new(Code::WAITER, &matcher.at, message).of(&node.shape));
        return None;
    };
    match key.as_str() {
        "success" => Some(Matcher::Success(matcher.flag(key, diagnostics))),
        "errorType" => {
            let name = matcher.text(key, diagnostics)?;
            // The namespace of an absolute id says nothing about what services answer.
            let name = name.rsplit_once('#').map_or(name, |(_, name)| name);
            Some(Matcher::ErrorType(name.to_owned()))
        }
        "output" => smithy_path(&matcher, key, diagnostics).map(Matcher::Output),
        "inputOutput" => smithy_path(&matcher, key, diagnostics).map(Matcher::InputOutput),
        _ => None,
    }
}

fn smithy_path(
    matcher: &Node<'_>,
    key: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PathMatcher> {
    let value = matcher.get(key)?;
    let node = Node::new(value, matcher.at.key(key), &matcher.shape, diagnostics)?;
    node.only(&["path", "expected", "comparator"], diagnostics);
    let path = node.required_text("path", diagnostics);
    let text = node.required_text("expected", diagnostics);
    let comparator = node.required_text("comparator", diagnostics)?;
    let (path, text) = (path?, text?.to_owned());
    let expected = match (comparator, text.as_str()) {
        ("stringEquals", _) => Expected::Text(text),
        ("allStringEquals", _) => Expected::All(text),
        ("anyStringEquals", _) => Expected::Any(text),
        ("booleanEquals", "true" | "false") => Expected::Boolean(text == "true"),
        ("booleanEquals", _) => {
            let message = format!("`{}` is not a boolean", text.escape_debug());
            let diagnostic =
                Diagnostic::new(Code::WAITER, &node.at.key("expected"), message).of(&node.shape);
            diagnostics.push(diagnostic.hint("allowed are `true` and `false`"));
            return None;
        }
        (other, _) => {
            let message = format!("`{}` is not a comparator", other.escape_debug());
            let diagnostic =
                Diagnostic::new(Code::WAITER, &node.at.key("comparator"), message).of(&node.shape);
            let hint = "allowed are `stringEquals`, `booleanEquals`, `allStringEquals` and \
                        `anyStringEquals`";
            diagnostics.push(diagnostic.hint(hint));
            return None;
        }
    };
    Some(PathMatcher {
        path: path.to_owned(),
        path_at: node.at.key("path"),
        expected,
        expected_at: node.at.key("expected"),
    })
}

fn botocore_matcher(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Matcher> {
    node.only(&["state", "matcher", "argument", "expected"], diagnostics);
    let kind = node.required_text("matcher", diagnostics)?;
    let Some(expected) = node.get("expected") else {
        diagnostics.push(node.lacks("expected"));
        return None;
    };
    let wrong = |what: &str| wrong_type(&node.at.key("expected"), what, expected).of(&node.shape);
    match (kind, expected) {
        ("path" | "pathAll" | "pathAny", expected) => {
            let path = node.required_text("argument", diagnostics)?.to_owned();
            let expected = match (kind, expected) {
                ("path", Value::String(text)) => Expected::Text(text.clone()),
                ("pathAll", Value::String(text)) => Expected::All(text.clone()),
                ("pathAny", Value::String(text)) => Expected::Any(text.clone()),
                // One waiter asks whether all of a comparison are true, which has but one result.
                (_, Value::Bool(expected)) => Expected::Boolean(*expected),
                _ => {
                    diagnostics.push(wrong("a string, true or false"));
                    return None;
                }
            };
            let (path_at, expected_at) = (node.at.key("argument"), node.at.key("expected"));
            Some(Matcher::Output(PathMatcher { path, path_at, expected, expected_at }))
        }
        ("error", Value::String(name)) => Some(Matcher::ErrorType(name.clone())),
        ("error", Value::Bool(error)) => Some(Matcher::Success(!error)),
        ("error", _) => {
            diagnostics.push(wrong("an error's code, true or false"));
            None
        }
        ("status", status) => {
            let status = status.as_u64().and_then(|status| u16::try_from(status).ok());
            let status = status.filter(|status| (100..600).contains(status));
            if status.is_none() {
                let message = format!("`{expected}` is not an HTTP status");
                diagnostics.push(
                    Diagnostic::new(Code::WAITER, &node.at.key("expected"), message)
                        .of(&node.shape)
                        .hint("a whole number from 100 to 599 is expected"),
                );
            }
            status.map(Matcher::Status)
        }
        (other, _) => {
            let message = format!("`{}` is not a matcher", other.escape_debug());
            let diagnostic =
                Diagnostic::new(Code::WAITER, &node.at.key("matcher"), message).of(&node.shape);
            let hint = "allowed are `path`, `pathAll`, `pathAny`, `status` and `error`";
            diagnostics.push(diagnostic.hint(hint));
            None
        }
    }
}
