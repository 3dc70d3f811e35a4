//! Changes as a page, for reviewers: one file that needs nothing else. It can be searched, also by what stands behind `#` in
//! its address.

use super::visible::{difference, line, text};
use crate::diff::{Change, Changes, Kind, Place, Verdict};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use std::collections::BTreeMap;

const PAGE: &str = include_str!("templates/page.html.jinja");
const STYLE: &str = include_str!("templates/page.css");
const SCRIPT: &str = include_str!("templates/page.js");

/// What browsers are told of the script, so that they run no other (Content Security Policy Level 3): the SHA-256 of what
/// stands between its tags.
const SCRIPT_HASH: &str = "sha256-dvF+QameR4v8tTCLbwSEHuDOb+PwRCztm+GobcA2ARw=";

/// The changes of services as a page of HTML.
pub fn html(services: &[Changes]) -> String {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let facts = context! {
        services => services.iter().map(service).collect::<Vec<_>>(),
        style => STYLE,
        script => SCRIPT,
        script_hash => SCRIPT_HASH,
    };
    // The template is ours and is rendered by the tests, whatever stands in a model.
    environment.render_str(PAGE, facts).unwrap_or_else(|error| panic!("the page: {error}"))
}

fn service(changes: &Changes) -> Value {
    let mut groups = BTreeMap::<&Place, Vec<&Change>>::new();
    for change in &changes.changes {
        groups.entry(&change.place).or_default().push(change);
    }
    let mut groups: Vec<_> =
        groups.into_iter().map(|(place, changes)| (verdict(&changes), place, changes)).collect();
    groups.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    context! {
        name => line(&changes.service),
        old => line(&changes.old),
        new => line(&changes.new),
        verdict => changes.verdict().as_str(),
        groups => groups.iter().map(group).collect::<Vec<_>>(),
    }
}

fn verdict(changes: &[&Change]) -> Verdict {
    changes.iter().map(|change| change.kind.verdict()).max().unwrap_or(Verdict::Same)
}

fn group((verdict, place, changes): &(Verdict, &Place, Vec<&Change>)) -> Value {
    let (sort, name) = match place {
        Place::Service => ("The service as a whole", ""),
        Place::Operation(name) => ("Operation", name.as_str()),
        Place::Type(name) => ("Type", name.as_str()),
    };
    let operations = changes.first().map(|change| change.operations.as_slice()).unwrap_or_default();
    context! {
        sort,
        name => line(name),
        verdict => verdict.as_str(),
        operations => operations.iter().map(|name| line(name)).collect::<Vec<_>>(),
        changes => changes.iter().map(|change| self::change(change)).collect::<Vec<_>>(),
    }
}

fn change(change: &Change) -> Value {
    let Change { kind, path, name, before, after, .. } = change;
    let (before, after) = match (before, after) {
        (Some(before), Some(after)) => {
            let (before, after) = difference(before, after);
            (Some(before), Some(after))
        }
        (before, after) => (before.clone(), after.clone()),
    };
    let [before, after] = [before, after].map(|value| value.map(|value| text(&value)));
    context! {
        kind => kind.name(),
        title => kind.title(),
        verdict => kind.verdict().as_str(),
        path => line(path),
        name => line(name),
        before,
        after,
        effects => effects(*kind),
    }
}

fn effects(kind: Kind) -> Vec<(&'static str, &'static str)> {
    let effects = [("Rust", kind.rust()), ("Wire", kind.wire()), ("Behaviour", kind.behaviour())];
    effects.into_iter().filter(|(_, effect)| !effect.is_empty()).collect()
}
