//! Small made-up models for unit tests.

use crate::diagnostics::Diagnostics;
use crate::infer::Unpaged;
use crate::input::{Input, Options};
use crate::ir;
use crate::model::Model;
use crate::parse::Parsed;
use crate::select::Selection;
use crate::source::Source;

const METADATA: &str = r#""metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "toy", "protocol": "rest-json",
    "serviceId": "Toy", "serviceFullName": "Toy Service", "signatureVersion": "v4"}"#;

/// A model of these shapes and no operation.
pub fn model(shapes: &str) -> Model {
    let text = format!(r#"{{{METADATA}, "operations": {{}}, "shapes": {{{shapes}}}}}"#);
    let parsed = crate::parse::parse(input(text), "", &mut Vec::new());
    parsed.unwrap_or_else(|error| panic!("{error}")).model
}

/// As [`model`], of a service that speaks XML.
pub fn xml_model(shapes: &str) -> Model {
    let metadata = METADATA.replace("rest-json", "rest-xml");
    let text = format!(r#"{{{metadata}, "operations": {{}}, "shapes": {{{shapes}}}}}"#);
    let parsed = crate::parse::parse(input(text), "", &mut Vec::new());
    parsed.unwrap_or_else(|error| panic!("{error}")).model
}

/// What becomes of a model of these operations and shapes.
pub fn plan(operations: &str, shapes: &str) -> Result<ir::Crate, Diagnostics> {
    let text = format!(r#"{{{METADATA}, "operations": {{{operations}}}, "shapes": {{{shapes}}}}}"#);
    crate::plan(input(text), &Options { package: "toy".to_owned(), ..Options::default() })
}

/// As [`plan`], of chosen operations.
pub fn plan_operations(
    operations: &str,
    shapes: &str,
    chosen: &[&str],
) -> Result<ir::Crate, Diagnostics> {
    let text = format!(r#"{{{METADATA}, "operations": {{{operations}}}, "shapes": {{{shapes}}}}}"#);
    let operations = chosen.iter().map(|name| (*name).to_owned()).collect();
    crate::plan(input(text), &Options { operations, ..Options::default() })
}

/// As [`plan`], with pagination facts of the operation `ListToys`.
pub fn plan_pages(operations: &str, shapes: &str, facts: &str) -> Result<ir::Crate, Diagnostics> {
    let text = format!(r#"{{{METADATA}, "operations": {{{operations}}}, "shapes": {{{shapes}}}}}"#);
    let paginators = format!(r#"{{"pagination": {{"ListToys": {facts}}}}}"#);
    let paginators = Some(Source { name: "pages.json".to_owned(), text: paginators });
    crate::plan(Input { paginators, ..input(text) }, &Options::default())
}

/// As [`plan`], with botocore's waiters.
pub fn plan_waiters(
    operations: &str,
    shapes: &str,
    waiters: &str,
) -> Result<ir::Crate, Diagnostics> {
    let text = format!(r#"{{{METADATA}, "operations": {{{operations}}}, "shapes": {{{shapes}}}}}"#);
    let waiters = format!(r#"{{"version": 2, "waiters": {{{waiters}}}}}"#);
    let waiters = Some(Source { name: "waiters.json".to_owned(), text: waiters });
    crate::plan(Input { waiters, ..input(text) }, &Options::default())
}

/// As [`plan`], where each operation has this trait `waitable`.
pub fn plan_with_waitable(
    operations: &str,
    shapes: &str,
    waitable: &str,
) -> Result<ir::Crate, Diagnostics> {
    let mut model = model_with(operations, shapes)?;
    let waitable: serde_json::Value = serde_json::from_str(waitable).expect("it is JSON");
    for operation in model.operations.values_mut() {
        operation.traits.add(crate::model::traits::WAITABLE, waitable.clone());
    }
    let mut diagnostics = Vec::new();
    crate::parse::waiters::read(&mut model, None, &mut diagnostics);
    let mut warnings = Vec::new();
    Diagnostics::check(diagnostics, &model.sources, &mut warnings)?;
    let (nothing, options) = (Selection::default(), Options::default());
    crate::lower::lower(&model, &nothing, &Unpaged::new(), &options, &mut warnings)
}

/// As [`plan`], with an overlay's facts.
pub fn plan_facts(operations: &str, shapes: &str, facts: &str) -> Result<ir::Crate, Diagnostics> {
    let text = format!(r#"{{{METADATA}, "operations": {{{operations}}}, "shapes": {{{shapes}}}}}"#);
    let facts = Some(Source { name: "overlay.toml".to_owned(), text: facts.to_owned() });
    crate::plan(Input { facts, ..input(text) }, &Options::default())
}

/// As [`model`], with operations and an overlay.
pub fn parsed(operations: &str, shapes: &str, overlay: &str) -> Result<Parsed, Diagnostics> {
    let text = format!(r#"{{{METADATA}, "operations": {{{operations}}}, "shapes": {{{shapes}}}}}"#);
    let overlay = Some(Source { name: "overlay.md".to_owned(), text: overlay.to_owned() });
    crate::parse::parse(Input { overlay, ..input(text) }, "", &mut Vec::new())
}

/// As [`model`], with operations.
pub fn model_with(operations: &str, shapes: &str) -> Result<Model, Diagnostics> {
    parsed(operations, shapes, "").map(|parsed| parsed.model)
}

/// What becomes of a service that speaks these protocols.
pub fn plan_with_protocols(protocols: &[&str]) -> Result<ir::Crate, Diagnostics> {
    let protocols = format!(r#""protocols": {protocols:?}, "protocol":"#);
    let metadata = METADATA.replace("\"protocol\":", &protocols);
    crate::plan(
        input(format!(r#"{{{metadata}, "operations": {{}}, "shapes": {{}}}}"#)),
        &Options::default(),
    )
}

/// What becomes of a service with more metadata.
pub fn plan_with_metadata(metadata: &str) -> Result<ir::Crate, Diagnostics> {
    let metadata = METADATA.replace("\"protocol\":", &format!("{metadata} \"protocol\":"));
    crate::plan(
        input(format!(r#"{{{metadata}, "operations": {{}}, "shapes": {{}}}}"#)),
        &Options::default(),
    )
}

/// What is odd about a service with more metadata and these operations.
pub fn warnings(metadata: &str, operations: &str) -> Diagnostics {
    let metadata = METADATA.replace("\"protocol\":", &format!("{metadata} \"protocol\":"));
    warnings_with(&metadata, operations)
}

/// As [`warnings`], of a service that says by its signature version how it is called.
pub fn warnings_of_version(version: &str, operations: &str) -> Diagnostics {
    warnings_with(&METADATA.replace("v4", version), operations)
}

fn warnings_with(metadata: &str, operations: &str) -> Diagnostics {
    let text = format!(r#"{{{metadata}, "operations": {{{operations}}}, "shapes": {{}}}}"#);
    match crate::generate(input(text), &Options::default()) {
        Ok(output) => output.warnings,
        Err(found) => panic!("{found}"),
    }
}

/// As [`plan`], of the service that SDKs call `sdk_id`, which speaks `protocol`.
pub fn plan_of_service(
    sdk_id: &str,
    protocol: &str,
    operations: &str,
    shapes: &str,
) -> Result<ir::Crate, Diagnostics> {
    let metadata = METADATA.replace("\"Toy\"", &format!("{sdk_id:?}"));
    let metadata = metadata.replace("rest-json", protocol);
    crate::plan(
        input(format!(r#"{{{metadata}, "operations": {{{operations}}}, "shapes": {{{shapes}}}}}"#)),
        &Options::default(),
    )
}

/// As [`plan`], with endpoint rules and the parameters that the client's configuration sets.
pub fn plan_with_rules(
    operations: &str,
    shapes: &str,
    rules: &str,
    client: &str,
) -> Result<ir::Crate, Diagnostics> {
    let text = format!(
        r#"{{{METADATA}, "operations": {{{operations}}}, "shapes": {{{shapes}}}, "clientContextParams": {{{client}}}}}"#
    );
    let rules = Some(Source { name: "rules.json".to_owned(), text: rules.to_owned() });
    crate::plan(Input { endpoint_rules: rules, ..input(text) }, &Options::default())
}

/// What becomes of a service in Smithy's AST with these traits, beside that of its protocol, and an operation `a#Put`. It
/// takes the structure `a#In`, if that is among the shapes.
pub fn plan_ast(traits: &str, shapes: &str) -> Result<ir::Crate, Diagnostics> {
    let takes = match shapes {
        "" => "",
        _ => r#""input": {"target": "a#In"},"#,
    };
    let more = if shapes.is_empty() { String::new() } else { format!(", {shapes}") };
    let text = format!(
        r#"{{"smithy": "2.0", "shapes": {{
        "a#Toys": {{"type": "service", "version": "1", "operations": [{{"target": "a#Put"}}],
            "traits": {{"aws.protocols#restJson1": {{}}{traits}}}}},
        "a#Put": {{"type": "operation", {takes} "traits": {{"smithy.api#http": {{"method": "PUT", "uri": "/"}}}}}}{more}}}}}"#
    );
    let service = Source { name: "model.json".to_owned(), text };
    crate::plan(Input { service, ..Input::default() }, &Options::default())
}

/// The messages of what is wrong.
pub fn messages(diagnostics: &Diagnostics) -> Vec<&str> {
    diagnostics.as_slice().iter().map(|diagnostics| diagnostics.message.as_str()).collect()
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
