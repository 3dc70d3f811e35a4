//! Holding the things of two crates against each other.

use super::Change;
use super::kinds::Kind;
use super::thing::{Aspect, Place, Thing, Things};
use crate::ir::{Crate, Reach};
use crate::names::Ident;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What is not told of a thing if another fact of it is told, from which it follows.
const IMPLIED: [(Aspect, &[Aspect]); 3] = [
    (
        Aspect::Type,
        &[
            Aspect::ElementForm,
            Aspect::TimestampFormat,
            Aspect::Length,
            Aspect::Range,
            Aspect::Pattern,
            Aspect::Sensitive,
        ],
    ),
    (Aspect::Binding, &[Aspect::WireName]),
    (Aspect::Presigning, &[Aspect::PresigningByFeature]),
];

/// What is not told of any thing if the protocol is another, from which it follows.
const OF_PROTOCOL: [Kind; 11] = [
    Kind::HttpMethodChanged,
    Kind::HttpUriChanged,
    Kind::HttpStatusChanged,
    Kind::BodyChanged,
    Kind::BindingChanged,
    Kind::WireNameChanged,
    Kind::XmlFormChanged,
    Kind::ElementFormChanged,
    Kind::TimestampFormatChanged,
    Kind::HandlingChanged,
    Kind::ErrorCodeChanged,
];

/// All changes between two sets of things, those of the whole service first.
pub fn changes(old: &Things, new: &Things) -> Vec<Change> {
    let gone: Vec<_> = old.iter().filter(|(path, _)| !new.contains_key(*path)).collect();
    let fresh: Vec<_> = new.iter().filter(|(path, _)| !old.contains_key(*path)).collect();
    let moved = moved(&gone, &fresh);
    let replaced: HashSet<_> = new
        .iter()
        .filter(|(path, thing)| old.get(*path).is_some_and(|old| old.sort.is_other(thing.sort)))
        .map(|(path, _)| path.as_str())
        .collect();
    let is_told_above = |thing: &Thing, there: &Things, elsewhere: &Things| {
        ancestors(thing, there)
            .any(|parent| !elsewhere.contains_key(parent) || replaced.contains(parent))
    };
    let mut changes = Vec::new();
    for (path, thing) in gone.iter().filter(|(_, thing)| !is_told_above(thing, old, new)) {
        match moved.get(path.as_str()) {
            Some((to, other)) => {
                let (before, after) = (Some((*path).clone()), Some((*to).clone()));
                changes.push(change(other.sort.moved(), to, other, before, after));
            }
            None => changes.push(change(thing.sort.removed(), path, thing, declared(thing), None)),
        }
    }
    let arrived: HashSet<_> = moved.values().map(|(to, _)| to.as_str()).collect();
    let added = fresh.iter().filter(|(path, _)| !arrived.contains(path.as_str()));
    for (path, thing) in added.filter(|(_, thing)| !is_told_above(thing, new, old)) {
        changes.push(change(thing.sort.added(), path, thing, None, declared(thing)));
    }
    for (path, thing) in new {
        let Some(before) = old.get(path) else { continue };
        if is_told_above(thing, new, old) {
            continue;
        }
        if replaced.contains(path.as_str()) {
            let sorts = [before.sort, thing.sort].map(|sort| Some(sort.word().to_owned()));
            let [before, after] = sorts;
            changes.push(change(Kind::TypeReplaced, path, thing, before, after));
            continue;
        }
        changes.extend(fact_changes(path, before, thing));
    }
    if changes.iter().any(|change| change.kind == Kind::ProtocolChanged) {
        changes.retain(|change| !OF_PROTOCOL.contains(&change.kind));
    }
    changes.sort_by(|a, b| (&a.place, &a.path, a.kind).cmp(&(&b.place, &b.path, b.kind)));
    changes
}

/// The paths of a thing's parent, of the parent of that, and so on.
fn ancestors<'a>(thing: &'a Thing, things: &'a Things) -> impl Iterator<Item = &'a str> {
    let next = |path: &&'a str| things.get(*path).and_then(|thing| thing.parent.as_deref());
    std::iter::successors(thing.parent.as_deref(), next)
}

/// The things that are found under another path, by their old one: they have the same name in the model, beside the same
/// parent, and it can be told that they moved.
fn moved<'a>(
    gone: &[(&'a String, &'a Thing)],
    fresh: &[(&'a String, &'a Thing)],
) -> HashMap<&'a str, (&'a String, &'a Thing)> {
    let can_move = |thing: &Thing| thing.sort.moved() != thing.sort.removed();
    let key = |thing: &'a Thing| (thing.sort.word(), thing.parent.as_deref(), thing.name.as_str());
    let mut by_name = HashMap::<_, Vec<_>>::new();
    for (path, thing) in fresh.iter().filter(|(_, thing)| can_move(thing)) {
        by_name.entry(key(thing)).or_default().push((*path, *thing));
    }
    let found =
        gone.iter().filter(|(_, thing)| can_move(thing)).filter_map(|(path, thing)| match by_name
            .get(&key(thing))?
            .as_slice()
        {
            [only] => Some((path.as_str(), *only)),
            _ => None,
        });
    found.collect()
}

/// The changes of a thing that is in both crates.
fn fact_changes(path: &str, old: &Thing, new: &Thing) -> Vec<Change> {
    let aspects: BTreeSet<_> = old.facts.keys().chain(new.facts.keys()).copied().collect();
    let changed = aspects.into_iter().filter_map(|aspect| {
        let (before, after) = (old.facts.get(&aspect), new.facts.get(&aspect));
        let kind = aspect.change(before.map(String::as_str), after.map(String::as_str))?;
        Some((aspect, change(kind, path, new, before.cloned(), after.cloned())))
    });
    let changed: Vec<_> = changed.collect();
    let told: HashSet<_> = changed.iter().map(|(aspect, _)| *aspect).collect();
    let implied = IMPLIED.iter().filter(|(from, _)| told.contains(from));
    let implied: HashSet<_> = implied.flat_map(|(_, implied)| implied.iter().copied()).collect();
    let changed = changed.into_iter().filter(|(aspect, _)| !implied.contains(aspect));
    changed.map(|(_, change)| change).collect()
}

fn declared(thing: &Thing) -> Option<String> {
    (!thing.declared.is_empty()).then(|| thing.declared.clone())
}

fn change(
    kind: Kind,
    path: &str,
    thing: &Thing,
    before: Option<String>,
    after: Option<String>,
) -> Change {
    let Thing { name, place, .. } = thing;
    let (path, name, place) = (path.to_owned(), name.clone(), place.clone());
    Change { kind, place, path, name, before, after, operations: Vec::new() }
}

/// The types that are not there any more for some who select operations: with a feature that brought them, or without any.
/// What is gone altogether is told elsewhere.
pub fn gated(old: &Crate, new: &Crate) -> Vec<Change> {
    let (before, after) = (types(old), types(new));
    let left = new.gates.features();
    let narrower = after.into_iter().filter_map(|name| {
        let old_gate = before.contains(name).then(|| old.gates.of(name))?;
        let gate = new.gates.of(name);
        let lost: Vec<_> = old_gate
            .iter()
            .filter(|feature| left.contains(feature.as_str()) && !gate.contains(feature))
            .collect();
        let is_narrower = !gate.is_empty() && (old_gate.is_empty() || !lost.is_empty());
        is_narrower.then(|| Change {
            kind: Kind::TypeGated,
            place: Place::Type(name.to_string()),
            path: format!("types::{name}"),
            name: name.to_string(),
            before: Some(gate_text(old_gate)),
            after: Some(gate_text(gate)),
            operations: Vec::new(),
        })
    });
    narrower.collect()
}

fn types(krate: &Crate) -> BTreeSet<&Ident> {
    let structures = krate.structures.iter().map(|structure| &structure.name);
    let unions = krate.unions.iter().map(|union| &union.name);
    let enums = krate.enums.iter().map(|e| &e.name);
    structures.chain(unions).chain(enums).collect()
}

fn gate_text(features: &[String]) -> String {
    match features {
        [] => "always there".to_owned(),
        features => features.join(", "),
    }
}

/// The operations that each type has to do with, by its place.
pub fn operations(krate: &Crate) -> BTreeMap<Place, Vec<String>> {
    let reach = Reach::of(krate);
    let mut operations = BTreeMap::<_, Vec<_>>::new();
    for operation in &krate.operations {
        let types = reach.of_operation(operation).into_iter().map(ToString::to_string);
        let errors = operation.errors.iter().map(|error| format!("error::{}", error.name));
        for name in types.chain(errors) {
            operations.entry(Place::Type(name)).or_default().push(operation.model_name.clone());
        }
    }
    operations
}
