//! Small made-up models for unit tests.

use crate::diagnostics::Diagnostics;
use crate::model::Model;
use crate::source::Source;
use crate::{Input, Options, ir};

const METADATA: &str = r#""metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "toy", "protocol": "rest-json",
    "serviceId": "Toy", "serviceFullName": "Toy Service", "signatureVersion": "v4"}"#;

/// A model of these shapes and no operation.
pub fn model(shapes: &str) -> Model {
    let text = format!(r#"{{{METADATA}, "operations": {{}}, "shapes": {{{shapes}}}}}"#);
    crate::parse::parse(input(text)).unwrap_or_else(|error| panic!("{error}"))
}

/// What becomes of a model of these operations and shapes.
pub fn plan(operations: &str, shapes: &str) -> Result<ir::Crate, Diagnostics> {
    let text = format!(r#"{{{METADATA}, "operations": {{{operations}}}, "shapes": {{{shapes}}}}}"#);
    crate::plan(input(text), &Options { package: "toy".to_owned(), ..Options::default() })
}

fn input(text: String) -> Input {
    let source = |name: &str, text: &str| Source { name: name.to_owned(), text: text.to_owned() };
    let rules = r#"{"version": "1.0", "parameters": {}, "rules": [
        {"type": "endpoint", "conditions": [], "endpoint": {"url": "https://toy.test"}}]}"#;
    Input {
        service: source("toy.json", &text),
        endpoint_rules: Some(source("rules.json", rules)),
        ..Input::default()
    }
}
