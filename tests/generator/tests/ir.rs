//! What is decided about API Gateway V2, one decision a line. What is said about it in documentation
//! stands in `generated/` alone: here it would hide the decisions.

use serde::Serialize;
use smithwright_codegen::ir::Crate;
use smithwright_codegen::{Options, plan};
use smithwright_tests_generator::models;
use smithwright_tests_generator::undocumented::undocument;
use std::sync::LazyLock;

static IR: LazyLock<Crate> = LazyLock::new(|| {
    let options = Options { package: "smithwright-apigatewayv2".to_owned(), ..Options::default() };
    let mut ir = plan(models::input(&models::folder("../model/apigatewayv2")), &options)
        .unwrap_or_else(|found| panic!("{found}"));
    undocument(&mut ir);
    ir
});

/// `values`, with what is nested deeper than `depth` on one line, and without what says nothing.
fn shown(values: &impl Serialize, depth: usize) -> String {
    let config = ron::ser::PrettyConfig::new().depth_limit(depth).indentor("  ");
    let config = config.extensions(ron::extensions::Extensions::UNWRAP_NEWTYPES);
    let text = ron::ser::to_string_pretty(values, config).expect("the IR is plain data");
    let text = text.replace(", docs: (summary: \"\")", "").replace(", deprecated: None", "");
    let indents = (1..5).map(|level| "  ".repeat(level));
    indents.fold(text, |text, indent| {
        let text = text.replace(&format!("\n{indent}docs: (summary: \"\"),"), "");
        let text = text.replace(&format!("\n{indent}deprecated: None,"), "");
        text.replace(&format!("\n{indent}docs: (\n{indent}  summary: \"\",\n{indent}),"), "")
    })
}

#[test]
fn operations_are_decided() {
    let mut operations = IR.operations.clone();
    for operation in &mut operations {
        operation.input.fields.clear();
        operation.output.fields.clear();
    }
    insta::assert_snapshot!("operations", shown(&operations, 2));
}

#[test]
fn inputs_and_outputs_are_decided() {
    let messages: Vec<_> = IR.operations.iter().flat_map(|o| [&o.input, &o.output]).collect();
    insta::assert_snapshot!("messages", shown(&messages, 3));
}

#[test]
fn structures_are_decided() {
    insta::assert_snapshot!("structures", shown(&IR.structures, 3));
}

#[test]
fn enums_are_decided() {
    insta::assert_snapshot!("enums", shown(&IR.enums, 3));
}

#[test]
fn errors_are_decided() {
    insta::assert_snapshot!("errors", shown(&IR.errors, 4));
}

#[test]
fn the_service_is_decided() {
    insta::assert_snapshot!("service", shown(&(&IR.package, &IR.service, &IR.endpoints), 4));
}

#[test]
fn shapes_go_somewhere() {
    insta::assert_snapshot!("shapes", shown(&IR.shapes, 1));
}
