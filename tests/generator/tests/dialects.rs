//! API Gateway V2 through Smithy's AST and through botocore's model, both cut to the operations that they share: the
//! same decisions, but for what the two data sets say differently. And the other models in Smithy's AST that we have.
//!
//! The AST files are not ours: they are read from `../shared/smithy` beside the repository.

use serde_json::Value;
use smithwright_codegen::ir::{Crate, ShapeOutcome};
use smithwright_codegen::{Input, Options, Source, plan};
use smithwright_tests_generator::models;
use smithwright_tests_generator::undocumented::undocument;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const API_GATEWAY: &str = "apigatewayv2-2018-11-29.json";

/// What the two data sets say differently of API Gateway V2: the ends of places in the IR, and why.
const EXPECTED: [(&str, &str); 7] = [
    (
        ".service.shape_name",
        "botocore keeps it only where the protocol sends it; else its title stands in",
    ),
    (
        ".paginator.origin",
        "this AST declares none; those that botocore declares are inferred, and equal",
    ),
    (".fields.domain_name_arn", "a member that is newer than this AST"),
    (".fields.routing_mode", "a member that is newer than this AST"),
    (".enums.RoutingMode", "the type of that member"),
    (".gates.types.RoutingMode", "the features that have that type"),
    (".shapes.RoutingMode", "the shape of that type"),
];

/// The AST files, by name.
///
/// # Panics
///
/// When there is none: a test that looks at no model has passed for nothing.
fn files() -> Vec<PathBuf> {
    let folder = models::folder("../../shared/smithy");
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds no models", folder.display());
    files
}

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Source { name, text: fs::read_to_string(path).expect("the model can be read") }
}

fn decided(input: Input, operations: &BTreeSet<String>) -> Value {
    let options = Options {
        package: "apigatewayv2".to_owned(),
        operations: operations.iter().cloned().collect(),
        ..Options::default()
    };
    let mut ir: Crate = plan(input, &options).unwrap_or_else(|found| panic!("{found}"));
    undocument(&mut ir);
    // What is not reached is no decision.
    ir.shapes.retain(|outcome| !matches!(outcome, ShapeOutcome::Skipped(..)));
    serde_json::to_value(&ir).expect("the IR is plain data")
}

/// The names of the operations in an AST.
fn operations(text: &str) -> BTreeSet<String> {
    let model: Value = serde_json::from_str(text).expect("the model is JSON");
    let shapes = model["shapes"].as_object().into_iter().flatten();
    let operations = shapes.filter(|(_, shape)| shape["type"] == "operation");
    operations.filter_map(|(id, _)| Some(id.split_once('#')?.1.to_owned())).collect()
}

/// The parts of a value by name, in their order: an object's entries, or a list's items if each has a name of its own.
fn parts(value: &Value) -> Option<Vec<(&str, &Value)>> {
    let parts: Vec<_> = match value {
        Value::Object(object) => object.iter().map(|(key, value)| (key.as_str(), value)).collect(),
        Value::Array(items) => {
            items.iter().map(|item| Some((name(item)?, item))).collect::<Option<_>>()?
        }
        _ => return None,
    };
    let names: BTreeSet<_> = parts.iter().map(|(name, _)| name).collect();
    (names.len() == parts.len()).then_some(parts)
}

/// What an item of the IR is called.
fn name(item: &Value) -> Option<&str> {
    let own = item.get("name").or_else(|| item.pointer("/structure/name"));
    let outcome = || item.get("Inlined").or_else(|| item.pointer("/Emitted/0"));
    own.or_else(outcome)?.as_str()
}

/// The places at which two values differ, and how.
fn compare(place: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    match (parts(old), parts(new)) {
        _ if old == new => {}
        (Some(old), Some(new)) => compare_parts(place, &old, &new, found),
        _ => found.push(format!("{place}: {old} is {new} in the AST")),
    }
}

fn compare_parts(
    place: &str,
    old: &[(&str, &Value)],
    new: &[(&str, &Value)],
    found: &mut Vec<String>,
) {
    let find =
        |parts: &[(&str, &'_ Value)], name: &str| parts.iter().any(|(known, _)| *known == name);
    let common = |parts: &[(&str, &Value)], others: &[(&str, &Value)]| -> Vec<String> {
        let names = parts.iter().map(|(name, _)| (*name).to_owned());
        names.filter(|name| find(others, name)).collect()
    };
    if common(old, new) != common(new, old) {
        found.push(format!("{place}: in another order"));
    }
    for (name, value) in old {
        let place = format!("{place}.{name}");
        match new.iter().find(|(other, _)| other == name) {
            Some((_, other)) => compare(&place, value, other, found),
            None => found.push(format!("{place}: only in botocore")),
        }
    }
    let added = new.iter().filter(|(name, _)| !find(old, name));
    found.extend(added.map(|(name, _)| format!("{place}.{name}: only in the AST")));
}

/// `cargo xtask test` runs these where there is such a folder, and knows them by the name of this module.
mod shared_smithy {
    use super::*;

    #[test]
    #[ignore = "needs ../shared/smithy: cargo xtask test"]
    fn both_dialects_give_the_same_decisions() {
        let ast = files().into_iter().find(|file| file.ends_with(API_GATEWAY));
        let ast = source(&ast.expect("the model of API Gateway V2 is there"));
        let botocore = models::input(&models::folder("../model/apigatewayv2"));
        let shared = operations(&ast.text);
        assert!(shared.len() > 70, "{} operations are not API Gateway V2", shared.len());
        let ast =
            Input { service: ast, partitions: botocore.partitions.clone(), ..Input::default() };
        let (old, new) = (decided(botocore, &shared), decided(ast, &shared));
        let mut found = Vec::new();
        compare("", &old, &new, &mut found);

        let explains = |end: &str, line: &str| {
            line.split_once(": ").is_some_and(|(place, _)| place.ends_with(end))
        };
        let unexplained: Vec<_> = found
            .iter()
            .filter(|line| !EXPECTED.iter().any(|(end, _)| explains(end, line)))
            .collect();
        assert!(unexplained.is_empty(), "{unexplained:#?}");
        for (end, why) in EXPECTED {
            let differs = found.iter().any(|line| explains(end, line));
            assert!(differs, "`{end}` does not differ any more, so this is over: {why}");
        }
    }

    /// Every AST becomes a crate, of all operations but those that are left out for a reason.
    #[test]
    #[ignore = "needs ../shared/smithy: cargo xtask test"]
    fn every_ast_is_planned() {
        for file in files() {
            let ast = source(&file);
            let (name, known) = (ast.name.clone(), operations(&ast.text));
            let input = Input {
                partitions: models::input(&models::folder("../model")).partitions,
                service: ast,
                ..Input::default()
            };
            let ir =
                plan(input, &Options::default()).unwrap_or_else(|found| panic!("{name}:\n{found}"));
            let generated = ir.operations.iter().map(|operation| operation.model_name.clone());
            let left_out = ir.left_out.iter().map(|(operation, _)| operation.clone());
            assert_eq!(generated.chain(left_out).collect::<BTreeSet<_>>(), known, "{name}");
        }
    }

    /// All files are one model of several services, of which one is chosen.
    #[test]
    #[ignore = "needs ../shared/smithy: cargo xtask test"]
    fn one_service_is_chosen_of_many_files() {
        let files: Vec<_> = files().iter().map(|file| source(file)).collect();
        let partitions = models::input(&models::folder("../model")).partitions;
        let input = || Input {
            service: files[0].clone(),
            more: files[1..].to_vec(),
            partitions: partitions.clone(),
            ..Input::default()
        };
        let found = plan(input(), &Options::default()).expect_err("there are several services");
        let message = format!("there are {} services in this model", files.len());
        assert_eq!(found.as_slice()[0].message, message);
        let service = "com.amazonaws.sqs#AmazonSQS".to_owned();
        let ir = plan(input(), &Options { service, ..Options::default() });
        assert_eq!(ir.unwrap_or_else(|found| panic!("{found}")).service.sdk_id, "SQS");
    }
}
