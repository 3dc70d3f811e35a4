//! Taking upstream's prose out of models. Members, shapes and operations may have any name, "documentation" too, so a
//! word is removed only where it is an attribute of the model.

use serde_json::Value;

const PROSE: &[&str] = &["documentation", "documentationUrl", "deprecatedMessage"];

/// Where a `service-2.json` has attributes; `*` is any member or element.
const SERVICE_PLACES: &[&[&str]] = &[
    &[],
    &["clientContextParams", "*"],
    &["operations", "*"],
    &["operations", "*", "input"],
    &["operations", "*", "output"],
    &["operations", "*", "errors", "*"],
    &["shapes", "*"],
    &["shapes", "*", "members", "*"],
    &["shapes", "*", "member"],
    &["shapes", "*", "key"],
    &["shapes", "*", "value"],
];

/// Strips a `service-2.json`.
pub fn strip_service(model: &mut Value) {
    for place in SERVICE_PLACES {
        strip_at(model, place, PROSE);
    }
    strip_at(model, &[], &["examples"]);
}

/// The traits of Smithy's AST that hold sentences, or examples of them.
const PROSE_TRAITS: &[&str] = &[
    "smithy.api#documentation",
    "smithy.api#externalDocumentation",
    "smithy.api#examples",
    "smithy.rules#endpointTests",
    "smithy.test#smokeTests",
];

/// Where shapes of Smithy's AST have traits.
const AST_PLACES: &[&[&str]] = &[
    &["shapes", "*", "traits"],
    &["shapes", "*", "members", "*", "traits"],
    &["shapes", "*", "member", "traits"],
    &["shapes", "*", "key", "traits"],
    &["shapes", "*", "value", "traits"],
];

/// Strips a model in Smithy's AST.
pub fn strip_ast(model: &mut Value) {
    for place in AST_PLACES {
        strip_at(model, place, PROSE_TRAITS);
        let deprecated: Vec<_> = place.iter().copied().chain(["smithy.api#deprecated"]).collect();
        strip_at(model, &deprecated, &["message"]);
    }
}

/// Strips a `paginators-1.json`.
pub fn strip_paginators(model: &mut Value) {
    strip_at(model, &[], PROSE);
    strip_at(model, &["pagination", "*"], PROSE);
}

/// Strips what is laid over a `service-2.json`.
pub fn strip_service_extras(extras: &mut Value) {
    extras.get_mut("merge").into_iter().for_each(strip_service);
}

/// Strips what is laid over a `paginators-1.json`.
pub fn strip_paginators_extras(extras: &mut Value) {
    extras.get_mut("merge").into_iter().for_each(strip_paginators);
}

/// Strips a `waiters-2.json`.
pub fn strip_waiters(model: &mut Value) {
    for prose in [PROSE, &["description"]] {
        strip_at(model, &[], prose);
        strip_at(model, &["waiters", "*"], prose);
    }
}

/// Strips an `endpoint-rule-set-1.json`.
pub fn strip_rule_set(model: &mut Value) {
    strip_at(model, &[], PROSE);
    strip_at(model, &["parameters", "*"], PROSE);
    strip_at(model, &["parameters", "*", "deprecated"], &["message"]);
    strip_rules(model);
}

/// A rule's `error` stays: it is what a caller is told, so it is behaviour.
fn strip_rules(parent: &mut Value) {
    strip_at(parent, &["rules", "*"], PROSE);
    parent.get_mut("rules").into_iter().flat_map(children).for_each(strip_rules);
}

fn strip_at(value: &mut Value, place: &[&str], words: &[&str]) {
    match place {
        [] => remove(value, words),
        ["*", rest @ ..] => {
            for child in children(value) {
                strip_at(child, rest, words);
            }
        }
        [key, rest @ ..] => {
            if let Some(child) = value.get_mut(key) {
                strip_at(child, rest, words);
            }
        }
    }
}

/// Keeps the order of what stays, which `Map::remove` does not.
fn remove(value: &mut Value, words: &[&str]) {
    let Value::Object(attributes) = value else { return };
    for word in words {
        attributes.shift_remove(*word);
    }
}

fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(elements) => elements.iter_mut().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::fs;
    use std::path::Path;

    fn stripped(strip: fn(&mut Value), mut model: Value) -> String {
        strip(&mut model);
        model.to_string()
    }

    #[test]
    fn prose_goes_and_members_of_that_name_stay() {
        let model = json!({
            "documentation": "x",
            "metadata": {"serviceFullName": "Toys"},
            "examples": {},
            "clientContextParams": {"documentation": {"type": "string", "documentation": "x"}},
            "operations": {"documentation": {
                "name": "documentation",
                "documentation": "x",
                "documentationUrl": "x",
                "deprecated": true,
                "deprecatedMessage": "x",
                "input": {"shape": "documentation", "documentation": "x"},
                "output": {"documentation": "x", "shape": "documentation"},
                "errors": [{"shape": "Broken", "documentation": "x"}],
            }},
            "shapes": {
                "documentation": {"type": "structure", "documentation": "x", "members": {
                    "documentation": {"documentation": "x", "shape": "S"},
                    "deprecatedMessage": {"shape": "S", "deprecated": true, "deprecatedMessage": "x"},
                    "examples": {"shape": "S"},
                }},
                "examples": {"type": "list", "member": {"shape": "S", "documentation": "x"}},
                "M": {
                    "type": "map",
                    "key": {"documentation": "x", "shape": "S"},
                    "value": {"shape": "S", "documentation": "x"},
                },
                "S": {"type": "string", "enum": ["documentation"]},
            },
        });
        let expected = json!({
            "metadata": {"serviceFullName": "Toys"},
            "clientContextParams": {"documentation": {"type": "string"}},
            "operations": {"documentation": {
                "name": "documentation",
                "deprecated": true,
                "input": {"shape": "documentation"},
                "output": {"shape": "documentation"},
                "errors": [{"shape": "Broken"}],
            }},
            "shapes": {
                "documentation": {"type": "structure", "members": {
                    "documentation": {"shape": "S"},
                    "deprecatedMessage": {"shape": "S", "deprecated": true},
                    "examples": {"shape": "S"},
                }},
                "examples": {"type": "list", "member": {"shape": "S"}},
                "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S"}},
                "S": {"type": "string", "enum": ["documentation"]},
            },
        });
        assert_eq!(stripped(strip_service, model), expected.to_string());
    }

    #[test]
    fn rules_lose_their_prose_and_keep_their_errors() {
        let model = json!({
            "parameters": {"documentation": {
                "type": "string",
                "documentation": "x",
                "deprecated": {"message": "x", "since": "2020"},
            }},
            "rules": [{"documentation": "x", "type": "tree", "rules": [
                {"type": "error", "documentation": "x", "error": "no such region"},
                {"type": "endpoint", "endpoint": {"properties": {"documentation": "kept"}}},
            ]}],
        });
        let expected = json!({
            "parameters": {"documentation": {"type": "string", "deprecated": {"since": "2020"}}},
            "rules": [{"type": "tree", "rules": [
                {"type": "error", "error": "no such region"},
                {"type": "endpoint", "endpoint": {"properties": {"documentation": "kept"}}},
            ]}],
        });
        assert_eq!(stripped(strip_rule_set, model), expected.to_string());
    }

    #[test]
    fn an_ast_keeps_its_facts() {
        let model = json!({"smithy": "2.0", "shapes": {"a#smithy.api": {
            "type": "structure",
            "traits": {"smithy.api#documentation": "x", "smithy.api#deprecated": {"message": "x", "since": "2"}},
            "members": {"smithy.api#documentation": {
                "target": "a#B",
                "traits": {"smithy.api#documentation": "x", "smithy.api#required": {}},
            }},
        }}});
        let expected = json!({"smithy": "2.0", "shapes": {"a#smithy.api": {
            "type": "structure",
            "traits": {"smithy.api#deprecated": {"since": "2"}},
            "members": {"smithy.api#documentation": {
                "target": "a#B",
                "traits": {"smithy.api#required": {}},
            }},
        }}});
        assert_eq!(stripped(strip_ast, model), expected.to_string());
    }

    #[test]
    fn paginators_and_waiters_lose_their_prose() {
        let paginators =
            json!({"pagination": {"description": {"documentation": "x", "limit_key": "n"}}});
        let expected = json!({"pagination": {"description": {"limit_key": "n"}}});
        assert_eq!(stripped(strip_paginators, paginators), expected.to_string());

        let waiters = json!({"waiters": {"description": {"description": "x", "delay": 1}}});
        let expected = json!({"waiters": {"description": {"delay": 1}}});
        assert_eq!(stripped(strip_waiters, waiters), expected.to_string());
    }

    #[test]
    fn models_of_the_wrong_type_are_left_alone() {
        for model in
            [json!(null), json!([1]), json!({"shapes": 1, "operations": [2], "rules": "x"})]
        {
            for strip in [strip_service, strip_paginators, strip_waiters, strip_rule_set] {
                assert_eq!(stripped(strip, model.clone()), model.to_string());
            }
        }
    }

    /// Upstream may invent a new kind of prose any day; its length gives it away.
    #[test]
    fn the_checked_in_models_hold_no_prose() {
        const WORDY_FACTS: &[&str] = &["argument", "enum", "error", "pattern", "serviceFullName"];

        fn check(value: &Value, key: &str, file: &Path) {
            match value {
                Value::Object(members) => {
                    members.iter().for_each(|(key, value)| check(value, key, file))
                }
                Value::Array(elements) => elements.iter().for_each(|value| check(value, key, file)),
                Value::String(text) => assert!(
                    text.split_whitespace().count() < 6 || WORDY_FACTS.contains(&key),
                    "{}: `{key}` looks like prose: {text}",
                    file.display()
                ),
                _ => (),
            }
        }

        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../model");
        let folders = fs::read_dir(&models).unwrap().map(|entry| entry.unwrap().path());
        let folders = folders.filter(|path| path.is_dir()).chain([models.clone()]);
        let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
        let mut checked = 0;
        for file in files.map(|entry| entry.unwrap().path()) {
            if file.extension().is_some_and(|extension| extension == "json") {
                check(&serde_json::from_slice(&fs::read(&file).unwrap()).unwrap(), "", &file);
                checked += 1;
            }
        }
        assert!(checked >= 6, "only {checked} files were found");
    }
}
