//! What a person sees whose model is wrong: a folder a case, the model beside the message.

use serde_json::Value;
use smithwright_codegen::{Files, Input, Source, generate};
use smithwright_tests_generator::expected::{self, ACCEPT, options};
use smithwright_tests_generator::models;
use std::fs;

#[test]
fn messages_say_where_what_and_what_would_be_right() {
    let wrong: Vec<_> =
        expected::of("errors").iter().filter_map(|case| case.check().err()).collect();
    assert!(wrong.is_empty(), "{}\n`{ACCEPT}` accepts what is right", wrong.join("\n"));
}

/// Changes one thing in `value`, or below it: takes it away, gives it another type or another name.
fn mutate(value: &mut Value, random: &mut fastrand::Rng) {
    let below = match value {
        Value::Object(object) if !object.is_empty() => {
            let index = random.usize(..object.len());
            let key = object.keys().nth(index).cloned().unwrap_or_default();
            match random.u8(..40) {
                0 => return drop(object.shift_remove(&key)),
                1 => {
                    let moved = object.shift_remove(&key).unwrap_or_default();
                    object.insert(other_text(random, &key), moved);
                    return;
                }
                _ => object.get_mut(&key),
            }
        }
        Value::Array(items) if !items.is_empty() && random.u8(..20) > 0 => {
            let index = random.usize(..items.len());
            items.get_mut(index)
        }
        _ => None,
    };
    match below {
        Some(below) => mutate(below, random),
        None => *value = other(random, value),
    }
}

fn other(random: &mut fastrand::Rng, old: &Value) -> Value {
    let text = old.as_str().unwrap_or_default();
    match random.u8(..8) {
        0 => Value::Null,
        1 => Value::Bool(random.bool()),
        2 => Value::from(random.i64(..)),
        3 => Value::Array(vec![old.clone(); 2]),
        4 => serde_json::json!({ "shape": old, "type": old }),
        _ => Value::String(other_text(random, text)),
    }
}

/// Words that mean something to a parser, to Rust or to a file system.
fn other_text(random: &mut fastrand::Rng, old: &str) -> String {
    let words = [
        "",
        "Api",
        "smithy.api#Unit",
        "toys.api#Toy",
        "toys.api#GetToy",
        "__string",
        "structure",
        "list",
        "map",
        "uri",
        "../../x",
        "\";}",
        "🧸",
        "\u{202E}",
        "*/",
        "Self",
        "type",
        "Unknown",
        "/{a",
        "/{+}",
        "}{",
        "{",
        "POST",
        "shape",
        "a\0b",
        "r#fn",
        "é",
    ];
    match random.u8(..4) {
        0 => old.to_uppercase(),
        1 => old.chars().skip(1).collect(),
        _ => random.choice(words).unwrap_or_default().to_owned(),
    }
}

fn text_of(model: &Value, random: &mut fastrand::Rng) -> String {
    let mut text = serde_json::to_string_pretty(model).expect("a value is JSON");
    if random.u8(..24) == 0 {
        let end = random.usize(..text.len());
        text.truncate((0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default());
    }
    text
}

/// A part of the model that the mutations stay in reach of: all of it is too slow to generate 300 times.
const OPERATIONS: [&str; 5] =
    ["GetApis", "CreateRoute", "ExportApi", "TagResource", "CreateRoutingRule"];

#[test]
fn no_model_makes_the_generator_panic() {
    let folder = models::folder("../model/apigatewayv2");
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(folder.join(name)).expect("the model is there");
        serde_json::from_str(&text).expect("the model is JSON")
    };
    let (service, rules) = (read("service-2.json"), read("endpoint-rule-set-1.json"));
    let pages = serde_json::json!({ "pagination": { "GetApis": read("paginators-1.json")["pagination"]["GetApis"] } });
    let mut random = fastrand::Rng::with_seed(14);
    let (mut sound, mut broken) = (0, 0);
    for _ in 0..300 {
        let mut files = [part(&service), pages.clone(), rules.clone()];
        for _ in 0..random.usize(1..3) {
            let file = [0, 0, 0, 1, 2][random.usize(..5)];
            mutate(&mut files[file], &mut random);
        }
        let mut source = |name: &str, value: &Value| Source {
            name: name.to_owned(),
            text: text_of(value, &mut random),
        };
        let input = Input {
            service: source("service-2.json", &files[0]),
            paginators: Some(source("paginators-1.json", &files[1])),
            endpoint_rules: Some(source("endpoint-rule-set-1.json", &files[2])),
            ..models::input(&folder)
        };
        match generate(Input { overlay: None, facts: None, ..input }, &options()) {
            Ok(output) => {
                sound += 1;
                check_files(&output.files);
            }
            Err(found) => {
                broken += 1;
                assert!(!found.render(true).is_empty());
            }
        }
    }
    assert!(sound > 20 && broken > 100, "{sound} sound and {broken} broken models test little");
}

#[test]
fn no_ast_makes_the_generator_panic() {
    let folder = models::folder("fixtures/smithy");
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(folder.join(name)).expect("the model is there");
        serde_json::from_str(&text).expect("the model is JSON")
    };
    let files = [read("model.json"), read("more.json")];
    let mut random = fastrand::Rng::with_seed(5);
    let (mut sound, mut broken) = (0, 0);
    for _ in 0..300 {
        let mut files = files.clone();
        for _ in 0..random.usize(1..3) {
            let file = [0, 0, 0, 1][random.usize(..4)];
            mutate(&mut files[file], &mut random);
        }
        let mut source = |name: &str, value: &Value| Source {
            name: name.to_owned(),
            text: text_of(value, &mut random),
        };
        let input = Input {
            service: source("model.json", &files[0]),
            more: vec![source("more.json", &files[1])],
            ..models::input(&folder)
        };
        match generate(input, &options()) {
            Ok(output) => {
                sound += 1;
                check_files(&output.files);
            }
            Err(found) => {
                broken += 1;
                assert!(!found.render(true).is_empty());
            }
        }
    }
    assert!(sound > 20 && broken > 100, "{sound} sound and {broken} broken models test little");
}

/// The model with a few of its operations, and all shapes.
fn part(service: &Value) -> Value {
    let mut part = service.clone();
    if let Some(operations) = part["operations"].as_object_mut() {
        operations.retain(|name, _| OPERATIONS.contains(&name.as_str()));
    }
    part
}

/// Files stay inside the crate, and are Rust.
fn check_files(files: &Files) {
    for (path, text) in files {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-/.".contains(c);
        assert!(
            path.chars().all(plain) && !path.contains("..") && !path.starts_with('/'),
            "{path}"
        );
        assert!(!text.starts_with("compile_error!"), "{path}: {text}");
    }
}
