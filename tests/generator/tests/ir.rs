//! What is decided: about small models, one a feature, one decision a line; and about all of API Gateway V2, in
//! numbers.

use smithwright_codegen::ir::{Crate, Origin, ShapeOutcome};
use smithwright_codegen::plan;
use smithwright_tests_generator::expected::{self, ACCEPT};
use smithwright_tests_generator::models;
use std::sync::LazyLock;

#[test]
fn models_lead_to_the_expected_decisions() {
    let wrong: Vec<_> = expected::of("ir").iter().filter_map(|case| case.check().err()).collect();
    assert!(wrong.is_empty(), "{}\n`{ACCEPT}` accepts what is right", wrong.join("\n"));
}

/// A snapshot that nobody can read is no help: a feature has a model that shows just that.
#[test]
fn the_decisions_about_a_feature_can_be_read() {
    for case in expected::of("ir") {
        let lines: usize = case.expected.values().map(|text| text.lines().count()).sum();
        assert!((20..300).contains(&lines), "{}: {lines} lines", case.name);
    }
}

static API_GATEWAY_V2: LazyLock<Crate> = LazyLock::new(|| {
    let input = models::input(&models::folder("../model/apigatewayv2"));
    plan(input, &expected::options()).unwrap_or_else(|found| panic!("{found}"))
});

#[test]
fn a_whole_service_is_decided() {
    let ir = &*API_GATEWAY_V2;
    let messages = ir.operations.iter().flat_map(|o| [&o.input, &o.output]);
    let counts = [
        ("operations", ir.operations.len()),
        ("operations left out", ir.left_out.len()),
        ("fields of inputs and outputs", messages.map(|message| message.fields.len()).sum()),
        ("structures", ir.structures.len()),
        ("fields of structures", ir.structures.iter().map(|s| s.fields.len()).sum()),
        ("unions", ir.unions.len()),
        ("enums", ir.enums.len()),
        ("variants of enums", ir.enums.iter().map(|e| e.variants.len()).sum()),
        ("errors", ir.errors.len()),
        ("errors of operations", ir.operations.iter().map(|o| o.errors.len()).sum()),
        ("endpoint parameters", ir.endpoints.parameters.len()),
    ];
    let expected = [
        ("operations", 103),
        ("operations left out", 0),
        ("fields of inputs and outputs", 944),
        ("structures", 52),
        ("fields of structures", 248),
        ("unions", 0),
        ("enums", 20),
        ("variants of enums", 59),
        ("errors", 5),
        ("errors of operations", 334),
        ("endpoint parameters", 4),
    ];
    assert_eq!(counts, expected);
}

#[test]
fn every_listing_of_a_whole_service_has_a_paginator() {
    let paginated = |origin: Option<Origin>| -> Vec<&str> {
        let operations = API_GATEWAY_V2.operations.iter();
        let paginated = operations.filter_map(|o| Some((&o.model_name, o.paginator.as_ref()?)));
        let wanted = paginated.filter(|(_, p)| origin.is_none_or(|origin| p.origin == origin));
        wanted.map(|(name, _)| name.as_str()).collect()
    };
    assert_eq!(paginated(None).len(), 17);
    assert_eq!(paginated(Some(Origin::Inferred)), ["GetApiMappings", "GetVpcLinks"]);
    assert!(API_GATEWAY_V2.operations.iter().all(|operation| operation.unpaged.is_none()));
}

#[test]
fn the_shapes_of_a_whole_service_go_somewhere() {
    let count =
        |is: fn(&ShapeOutcome) -> bool| API_GATEWAY_V2.shapes.iter().filter(|f| is(f)).count();
    let emitted = count(|outcome| matches!(outcome, ShapeOutcome::Emitted(..)));
    let inlined = count(|outcome| matches!(outcome, ShapeOutcome::Inlined(..)));
    let skipped = count(|outcome| matches!(outcome, ShapeOutcome::Skipped(..)));
    assert_eq!((emitted, inlined, skipped), (259, 86, 77));
    let reasons = API_GATEWAY_V2.shapes.iter().filter_map(|outcome| match outcome {
        ShapeOutcome::Skipped(_, why) => Some(why.as_str()),
        _ => None,
    });
    assert!(reasons.into_iter().all(|why| why == "no operation reaches it"));
}
