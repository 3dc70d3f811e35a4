//! Each kind of change, by a model and what is changed in it.

use super::{Changes, Kind, Verdict, changelog, html, json, summary};
use crate::{Decided, Input, Options, Source, diff};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A file of this folder. It is read when the test runs, so that a case is soon tried.
fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diff/tests").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Partitions for it.
const PARTITIONS: &str = r#"{"version": "1.1", "partitions": [{"id": "aws", "regionRegex": "^eu-\\w+-\\d+$", "regions": {"eu-west-1": {}},
    "outputs": {"dnsSuffix": "toys.test", "dualStackDnsSuffix": "toys.test", "implicitGlobalRegion": "eu-west-1", "name": "aws",
    "supportsDualStack": true, "supportsFIPS": true}}]}"#;

/// Places in a model of toys (`base.json`), which has something of everything, and what they are to hold: nothing at all, if it
/// is null. A place that begins with `@` is elsewhere: a file, or an option.
type Patches = IndexMap<String, Value>;

/// What is changed in the model, and the kinds of change that this is; and those of taking it back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What is changed before.
    #[serde(default)]
    given: Patches,
    patches: Patches,
    there: Vec<String>,
    back: Vec<String>,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(&file("cases.json")).unwrap()
}

fn model(patches: &Patches) -> String {
    let mut model: Value = serde_json::from_str(&file("base.json")).unwrap();
    for (place, value) in patches.iter().filter(|(place, _)| !place.starts_with('@')) {
        let (parent, key) = place.rsplit_once('/').unwrap();
        // Names of shapes stand for their ids.
        let (parent, key) = match parent.is_empty() {
            true => ("/shapes".to_owned(), format!("toys#{key}")),
            false => (parent.replacen('/', "/shapes/toys#", 1), key.to_owned()),
        };
        let parent = model.pointer_mut(&parent).unwrap_or_else(|| panic!("there is no {place}"));
        match (parent, value.clone()) {
            (Value::Object(object), Value::Null) => drop(object.shift_remove(&key)),
            (Value::Object(object), value) => drop(object.insert(key, value)),
            (Value::Array(array), Value::Null) => drop(array.remove(key.parse().unwrap())),
            (Value::Array(array), value) => array.push(value),
            (other, _) => panic!("{place} is not in {other}"),
        }
    }
    model.to_string()
}

/// The crate of the model with these patches.
fn decided(patches: &Patches) -> Result<Decided, String> {
    let other = |name: &str| patches.get(name).and_then(Value::as_str).map(str::to_owned);
    let source = |name: &str, text: String| Source { name: name.to_owned(), text };
    let partitions = other("@partitions").unwrap_or(PARTITIONS.to_owned());
    let input = Input {
        service: source("model.json", model(patches)),
        facts: other("@facts").map(|text| source("overlay.toml", text)),
        partitions: Some(source("partitions.json", partitions)),
        ..Input::default()
    };
    let package = other("@package").unwrap_or("toys".to_owned());
    Decided::new(input, &Options { package, ..Options::default() })
        .map_err(|error| error.to_string())
}

/// The model as it is.
fn toys() -> Decided {
    decided(&Patches::new()).unwrap()
}

/// What changes when the model is patched.
fn patched(patches: Value) -> Changes {
    let patches = serde_json::from_value(patches).unwrap();
    diff(Some(&toys()), Some(&decided(&patches).unwrap()))
}

fn kinds(changes: &Changes) -> Vec<Kind> {
    let kinds: BTreeSet<_> = changes.changes.iter().map(|change| change.kind).collect();
    kinds.into_iter().collect()
}

fn parsed(kinds: &[String]) -> Vec<Kind> {
    let parsed = kinds
        .iter()
        .map(|kind| kind.parse().unwrap_or_else(|()| panic!("there is no kind {kind}")));
    parsed.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What is wrong about a case.
fn wrong(case: &Case) -> Result<(), String> {
    let Case { given, patches, there, back } = case;
    let mut all = given.clone();
    all.extend(patches.clone());
    let (old, new) = (decided(given)?, decided(&all)?);
    for (old, new, expected) in [(&old, &new, there), (&new, &old, back)] {
        let (changes, expected) = (diff(Some(old), Some(new)), parsed(expected));
        if kinds(&changes) != expected {
            return Err(format!(
                "expected {expected:?}, found {:?}:\n{}",
                kinds(&changes),
                summary(&[changes])
            ));
        }
        assert_eq!(Some(changes.verdict()), expected.iter().map(|kind| kind.verdict()).max());
    }
    Ok(())
}

#[test]
fn each_kind_of_change_is_found_there_and_back() {
    let wrong = cases().into_iter().filter_map(|case| {
        Some(format!("{}: {}", serde_json::to_string(&case.patches).unwrap(), wrong(&case).err()?))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn no_kind_is_without_a_test() {
    let tested = cases()
        .iter()
        .flat_map(|case| [parsed(&case.there), parsed(&case.back)].concat())
        .collect::<BTreeSet<_>>();
    // Those of a whole service have a test of their own.
    let own = [Kind::ServiceAdded, Kind::ServiceRemoved];
    let missed = Kind::ALL.iter().filter(|kind| !tested.contains(kind) && !own.contains(kind));
    assert_eq!(missed.collect::<Vec<_>>(), [&Kind::ServiceAdded; 0]);
}

#[test]
fn a_whole_service_comes_and_goes() {
    let toys = toys();
    let (new, gone) = (diff(None, Some(&toys)), diff(Some(&toys), None));
    assert_eq!((kinds(&new), new.verdict()), (vec![Kind::ServiceAdded], Verdict::Minor));
    assert_eq!((kinds(&gone), gone.verdict()), (vec![Kind::ServiceRemoved], Verdict::Major));
    assert_eq!((new.changes.len(), gone.changes.len()), (1, 1));
    assert_eq!((&*new.service, &*gone.service), ("Toy Library", "Toy Library"));
}

#[test]
fn nothing_changes_between_a_model_and_itself() {
    let changes = diff(Some(&toys()), Some(&toys()));
    assert_eq!((&changes.changes, changes.verdict()), (&Vec::new(), Verdict::Same));
}

#[test]
fn kinds_have_names_and_effects() {
    let names: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(names.len(), Kind::ALL.len());
    for kind in Kind::ALL {
        assert_eq!(kind.name().parse(), Ok(*kind));
        let effects = [kind.rust(), kind.wire(), kind.behaviour()];
        assert!(effects.iter().any(|effect| !effect.is_empty()), "{kind} does nothing");
        for text in effects.iter().chain([&kind.title()]).filter(|text| !text.is_empty()) {
            assert!(
                text.ends_with('.') && text.starts_with(|c: char| c.is_uppercase() || c == '`'),
                "{kind}: {text}"
            );
        }
        // What does not compile any more does so because of the API.
        assert!(kind.verdict() != Verdict::Major || !kind.rust().is_empty(), "{kind}");
    }
}

/// A little of everything: what breaks programs, what is new, what is sent otherwise, and words.
fn mixed() -> Changes {
    let patches = serde_json::from_str(&file("mixed.json")).unwrap();
    patched(patches).named("toys 1", "toys 2")
}

#[test]
fn a_summary_tells_what_decides_first() {
    insta::assert_snapshot!(summary(&[mixed()]));
}

#[test]
fn an_entry_of_a_changelog_has_sections() {
    insta::assert_snapshot!(changelog(&[mixed()]));
}

#[test]
fn programs_are_told_everything() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&json(&[mixed()])).unwrap());
}

#[test]
fn a_page_has_everything() {
    insta::assert_snapshot!(html(&[mixed()]));
}

#[test]
fn without_changes_little_is_said() {
    let none = patched(Value::Object(Default::default()));
    assert_eq!(none.changelog_entry(), "");
    assert!(summary(std::slice::from_ref(&none)).ends_with("nothing changes"));
    assert!(html(&[none]).contains("<p>Nothing changes.</p>"));
}

/// Text that would become markup, turn itself around, or end what it stands in.
const HOSTILE: &str = "`x` ``y`` </code></pre></script><script>alert(1)</script><img src=x onerror=alert(2)> [a](javascript:alert(3)) \u{202e}evil\u{0} {{ 7*7 }} {% for %} &amp;\n\n# Heading\n- item";

fn hostile() -> Changes {
    patched(serde_json::json!({
        "/Toy/members/name/traits": {"smithy.api#documentation": HOSTILE.replace('<', "&lt;"), "smithy.api#deprecated": {"message": HOSTILE}},
        "/Size/members/EVIL": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": HOSTILE}},
        "/Bill/traits": {"smithy.api#pattern": HOSTILE},
    }))
    .named(HOSTILE, HOSTILE)
}

#[test]
fn no_text_of_a_model_becomes_html() {
    let page = html(&[hostile()]);
    let ours = html(&[mixed()]);
    for tag in ["<script", "</script", "<img", "<pre", "</pre", "<bdi", "<h1"] {
        let count = |page: &str| page.matches(tag).count();
        let expected = match tag {
            "<pre" | "</pre" => 2 * page.matches("<div class=\"values\">").count(),
            "<bdi" => 1,
            _ => count(&ours),
        };
        assert_eq!(count(&page), expected, "{tag}");
    }
    assert!(!page.contains('\u{202e}') && page.contains("\\u{202e}evil\\u{0}"), "{page}");
    assert!(page.contains("{{ 7*7 }}"), "{page}");
}

#[test]
fn no_text_of_a_model_becomes_markdown() {
    use pulldown_cmark::{Event, Parser, Tag};
    let text = changelog(&[hostile()]);
    for event in Parser::new(&text) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html}\n{text}"),
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                panic!("{event:?}\n{text}")
            }
            Event::Start(Tag::Heading { level, .. }) => assert!(level as usize > 1, "{text}"),
            _ => {}
        }
    }
    assert!(!text.contains('\u{202e}') && !text.contains('\0'), "{text}");
    let shown = summary(&[hostile()]);
    assert!(!shown.contains(['\u{202e}', '\0', '\u{1b}']), "{shown}");
}

#[test]
fn the_page_runs_our_script_alone() {
    let page = html(&[mixed()]);
    let script = page.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    let hash = base64::Engine::encode(
        &base64::prelude::BASE64_STANDARD,
        <sha2::Sha256 as sha2::Digest>::digest(script),
    );
    assert!(
        page.contains(&format!("script-src 'sha256-{hash}'")),
        "the hash of the script is {hash}"
    );
}
