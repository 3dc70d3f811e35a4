//! The walk in `docs/own-service.md` holds what it shows, and the bookshop's model is the same in Smithy's IDL and in JSON.

use serde_json::Value;
use smithwright_tests_generator::models::folder;
use std::collections::BTreeSet;
use std::fs;

fn read(path: &str) -> String {
    fs::read_to_string(folder("..").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The blocks of code in a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    let blocks = text.split(fence.as_str()).skip(1);
    blocks.map(|block| block.split("```").next().unwrap_or_default()).collect()
}

#[test]
fn the_walk_shows_what_is_there() {
    let (walk, idl) = (read("docs/own-service.md"), read("docs/bookshop.smithy"));
    let program = read("tests/examples/bookshop.rs");
    for (language, whole, expected) in [("smithy", &idl, 2), ("rust", &program, 3)] {
        let blocks = blocks(&walk, language);
        assert_eq!(blocks.len(), expected, "{language}");
        for block in blocks {
            assert!(whole.contains(block), "{block}");
        }
    }
    for json in blocks(&walk, "json") {
        let build: Value = serde_json::from_str(json).expect("it is JSON");
        assert!(build["maven"]["dependencies"].is_array(), "{json}");
    }
    let cli = read("codegen/cli/src/commands/generate.rs");
    let commands = blocks(&walk, "sh").concat();
    let options = commands.split_whitespace().filter_map(|word| word.strip_prefix("--"));
    let options: Vec<_> = options.collect();
    assert_eq!(options, ["out", "name", "runtime"]);
    for option in options {
        assert!(cli.contains(&format!("pub {option}: ")), "{option}");
    }
}

/// What the JSON says of a shape, if the IDL declares it by itself.
struct Declared<'a> {
    name: &'a str,
    kind: &'a str,
    members: Vec<&'a str>,
    traits: Vec<&'a str>,
}

fn short(id: &str) -> &str {
    id.rsplit(['#', '$']).next().unwrap_or(id)
}

fn keys<'a>(shape: &'a Value, key: &str) -> Vec<&'a str> {
    shape[key].as_object().into_iter().flatten().map(|(key, _)| short(key)).collect()
}

/// The shapes of the JSON. Inputs and outputs stand within their operations in the IDL, and an applied trait where the member
/// is.
fn declared(model: &Value) -> Vec<Declared<'_>> {
    let shapes = model["shapes"].as_object().expect("there are shapes").iter();
    let declared = shapes.map(|(id, shape)| Declared {
        name: short(id),
        kind: shape["type"].as_str().expect("it has a type"),
        members: keys(shape, "members"),
        traits: keys(shape, "traits"),
    });
    let inline = |shape: &Declared<'_>| {
        shape.kind == "apply" || ["input", "output"].iter().any(|role| shape.traits.contains(role))
    };
    declared.filter(|shape| !inline(shape)).collect()
}

/// The declarations of the IDL: each with its traits before it and its members within its braces.
fn declarations(idl: &str) -> Vec<(&str, &str, &str, &str)> {
    let paragraphs = idl.split("\n\n").filter(|paragraph| !paragraph.is_empty());
    let starts = |paragraph: &&str| !paragraph.starts_with([' ', '}']);
    let mut declarations = Vec::new();
    for paragraph in paragraphs.filter(starts) {
        let lines =
            paragraph.lines().find(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        let Some((kind, rest)) = lines.and_then(|line| line.split_once(' ')) else { continue };
        let name = rest.split([' ', '{']).next().unwrap_or_default();
        let at = idl.find(&format!("\n{kind} {name}")).unwrap_or_default();
        let body = idl[at..].split("\n}").next().unwrap_or_default();
        declarations.push((kind, name, paragraph, body));
    }
    declarations.retain(|(kind, ..)| !["namespace", "use"].contains(kind));
    declarations
}

#[test]
fn the_bookshop_is_the_same_in_both_forms() {
    let idl = read("docs/bookshop.smithy");
    let model: Value =
        serde_json::from_str(&read("tests/fixtures/bookshop/model.json")).expect("it is JSON");
    let (declared, declarations) = (declared(&model), declarations(&idl));
    let names: BTreeSet<_> = declared.iter().map(|shape| (shape.kind, shape.name)).collect();
    let written: BTreeSet<_> = declarations.iter().map(|(kind, name, ..)| (*kind, *name)).collect();
    assert_eq!(names, written);
    for Declared { name, kind, members, traits } in declared {
        let found = declarations.iter().find(|(_, written, ..)| *written == name);
        let (_, _, head, body) = found.expect("it was there");
        for one in traits {
            let written = match one {
                "documentation" => "///".to_owned(),
                one => format!("@{one}"),
            };
            assert!(head.contains(&written), "{kind} {name}: {written}");
        }
        for member in members {
            let says = [format!("{member}:"), format!("{member} ="), format!("    {member}\n")];
            let ends = body.ends_with(&format!("    {member}"));
            assert!(ends || says.iter().any(|says| body.contains(says)), "{name}${member}");
        }
    }
    let shapes = model["shapes"].as_object().expect("there are shapes").values();
    let bindings = shapes.filter_map(|shape| shape["traits"].get("smithy.api#http"));
    let bindings: Vec<_> = bindings.collect();
    assert!(bindings.len() > 10);
    for http in bindings {
        let (method, uri) = (&http["method"], &http["uri"]);
        let code = match &http["code"] {
            code if *code == 200 => String::new(),
            code => format!(", code: {code}"),
        };
        let written = format!("@http(method: {method}, uri: {uri}{code})");
        assert!(idl.contains(&written), "{written}");
    }
}
