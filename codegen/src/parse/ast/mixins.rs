//! Definitions: shapes with what they inherit from mixins and what is applied to them ("Mixins" and
//! "apply statement" of the Smithy specification).

use super::definition::{Definition, Definitions, MemberDefinition, NO_DATA, Reference};
use super::files::{Raw, Statement};
use super::traits::{self, Applied};
use crate::codes::Code;
use crate::diagnostics::{Diagnostic, unless_many};
use crate::model::traits as t;
use crate::read::node::Node;
use indexmap::IndexMap;
use std::collections::{HashMap, HashSet, VecDeque};

/// The mixins of shapes, in order.
type Mixins<'a> = HashMap<&'a str, Vec<Reference<'a>>>;

/// Defines each shape.
pub fn flatten<'a>(raw: &Raw<'a>, diagnostics: &mut Vec<Diagnostic>) -> Definitions<'a> {
    let applied = applied(raw, diagnostics);
    let mixins: Mixins<'_> =
        raw.shapes.iter().map(|(id, node)| (*id, mixins_of(node, raw, diagnostics))).collect();
    let order = order(raw, &mixins);
    tell_cycles(raw, &mixins, &order, diagnostics);
    let mut definitions = Definitions::new();
    let none = Vec::new();
    for id in order {
        let Some(node) = raw.shapes.get(id) else { continue };
        let used = mixins.get(id).unwrap_or(&none);
        let definition = define(id, node, used, &definitions, &applied, diagnostics);
        definitions.insert(id, definition);
    }
    definitions.sort_by_cached_key(|id, _| raw.shapes.get_index_of(id));
    definitions
}

/// What is applied to a shape and its members.
#[derive(Default)]
struct ToShape<'r, 'a> {
    own: Option<&'r Statement<'a>>,
    members: Vec<(&'a str, &'r Statement<'a>)>,
}

/// What is applied to each shape.
fn applied<'r, 'a>(
    raw: &'r Raw<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<&'a str, ToShape<'r, 'a>> {
    let mut by_shape: HashMap<&str, ToShape<'_, '_>> = HashMap::new();
    for (id, statement) in &raw.applied {
        let (shape, member) = id.split_once('$').map_or((*id, None), |(s, m)| (s, Some(m)));
        if !raw.shapes.contains_key(shape) {
            let message = format!("there is no shape `{shape}` to apply traits to");
            let known = unless_many(diagnostics, raw.shapes.keys().copied()).collect::<Vec<_>>();
            diagnostics.push(
                Diagnostic::new(Code::APPLY, &statement.at, message)
                    .of(id)
                    .did_you_mean(shape, known),
            );
        }
        let to = by_shape.entry(shape).or_default();
        match member {
            Some(member) => to.members.push((member, statement)),
            None => to.own = Some(statement),
        }
    }
    by_shape
}

fn mixins_of<'a>(
    node: &Node<'a>,
    raw: &Raw<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reference<'a>> {
    let items = node.items("mixins", diagnostics).into_iter();
    let references: Vec<_> = items
        .filter_map(|(value, at)| Reference::read(value, at, &node.shape, diagnostics))
        .collect();
    for mixin in references.iter().filter(|mixin| !raw.shapes.contains_key(mixin.id)) {
        let known = unless_many(diagnostics, raw.shapes.keys().copied());
        let missing = mixin.missing(&node.shape, known);
        diagnostics.push(missing);
    }
    references
}

/// The shapes, each behind its mixins; without those that have no end of mixins.
fn order<'a>(raw: &Raw<'a>, mixins: &Mixins<'a>) -> Vec<&'a str> {
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut waits: HashMap<&str, usize> = HashMap::new();
    let mut ready = VecDeque::new();
    for id in raw.shapes.keys() {
        let known = mixins[id].iter().filter(|mixin| raw.shapes.contains_key(mixin.id));
        let known: HashSet<_> = known.map(|mixin| mixin.id).collect();
        waits.insert(id, known.len());
        if known.is_empty() {
            ready.push_back(*id);
        }
        known.into_iter().for_each(|mixin| users.entry(mixin).or_default().push(id));
    }
    let mut order = Vec::new();
    while let Some(id) = ready.pop_front() {
        order.push(id);
        for user in users.get(id).into_iter().flatten() {
            let waiting = waits.entry(user).or_default();
            *waiting -= 1;
            if *waiting == 0 {
                ready.push_back(user);
            }
        }
    }
    order
}

/// Reports each way around among the shapes that `order` lacks.
fn tell_cycles(
    raw: &Raw<'_>,
    mixins: &Mixins<'_>,
    order: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let ordered: HashSet<_> = order.iter().copied().collect();
    let mut seen = HashSet::new();
    for start in raw.shapes.keys().filter(|id| !ordered.contains(*id)) {
        let mut way: Vec<&str> = Vec::new();
        let mut next = Some(*start);
        while let Some(id) = next.filter(|id| seen.insert(*id)) {
            way.push(id);
            let mut used = mixins[id].iter().map(|mixin| mixin.id);
            next = used.find(|id| raw.shapes.contains_key(id) && !ordered.contains(id));
        }
        let around = way.iter().position(|id| Some(*id) == next);
        if let (Some(around), Some(id)) = (around, next) {
            let way = [&way[around..], &[id]].concat().join("` -> `");
            let message = format!("this mixin contains itself: `{way}`");
            diagnostics.push(
                Diagnostic::new(Code::MIXIN, &raw.shapes[id].at.key("mixins"), message).of(id),
            );
        }
    }
}

fn define<'a>(
    id: &'a str,
    node: &Node<'a>,
    mixins: &[Reference<'a>],
    definitions: &Definitions<'a>,
    applied: &HashMap<&'a str, ToShape<'_, 'a>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Definition<'a> {
    let mut definition = Definition {
        id,
        kind: node.get("type").and_then(|kind| kind.as_str()).unwrap_or_default(),
        at: node.at.clone(),
        layers: Vec::new(),
        members: IndexMap::new(),
        traits: Applied::default(),
    };
    for reference in mixins {
        if let Some(mixin) = definitions.get(reference.id) {
            inherit(&mut definition, mixin, reference, diagnostics);
        }
    }
    definition.layers.push(node.clone());
    let mut own = traits::read(node, diagnostics);
    let to = applied.get(id);
    if let Some(applied) = to.and_then(|to| to.own) {
        own.add_all(applied.traits.clone(), id, diagnostics);
    }
    definition.traits.replace_all(own);
    members(&mut definition, node, to.map_or(&[], |to| to.members.as_slice()), diagnostics);
    definition
}

fn inherit<'a>(
    definition: &mut Definition<'a>,
    mixin: &Definition<'a>,
    reference: &Reference<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut wrong = |message: String, hint: &str| {
        diagnostics.push(
            Diagnostic::new(Code::MIXIN, &reference.at, message).of(definition.id).hint(hint),
        );
    };
    if mixin.traits.get(t::MIXIN).is_none() {
        wrong(format!("`{}` is not a mixin", mixin.id), "mixins have the trait `smithy.api#mixin`");
    }
    if mixin.kind != definition.kind {
        let message =
            format!("a {} cannot have the {} `{}` mixed in", definition.kind, mixin.kind, mixin.id);
        wrong(message, "a mixin is of the same type as the shapes that use it");
    }
    if NO_DATA.contains(&definition.kind) {
        definition.layers.extend(mixin.layers.iter().cloned());
    }
    definition.traits.replace_all(mixin.traits.inheritable());
    for (name, member) in &mixin.members {
        add_member(definition, name, member.clone(), diagnostics);
    }
}

/// Adds a member, or what is said anew about one that is there.
fn add_member<'a>(
    definition: &mut Definition<'a>,
    name: &'a str,
    member: MemberDefinition<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(known) = definition.members.get_mut(name) else {
        definition.members.insert(name, member);
        return;
    };
    if known.target.id != member.target.id {
        let message = format!(
            "the member `{name}` targets `{}` here and `{}` in a mixin",
            member.target.id, known.target.id
        );
        let hint = "members of the same name must target the same shape";
        diagnostics.push(
            Diagnostic::new(Code::MIXIN, &member.target.at, message).of(definition.id).hint(hint),
        );
    }
    known.traits.replace_all(member.traits);
    known.at = member.at;
}

/// Adds the shape's own members and what is applied to members, its own or inherited.
fn members<'a>(
    definition: &mut Definition<'a>,
    node: &Node<'a>,
    applied: &[(&'a str, &Statement<'a>)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut own: IndexMap<&str, MemberDefinition<'_>> = IndexMap::new();
    let within = node.entries("members", diagnostics).into_iter();
    let within = within.map(|(name, value, at)| (name.as_str(), value, at));
    let parts = ["member", "key", "value"].into_iter();
    let parts = parts.filter_map(|key| Some((key, node.get(key)?, node.at.key(key))));
    for (name, value, at) in within.chain(parts) {
        let shape = format!("{}${name}", definition.id);
        let Some(member) = Node::new(value, at.clone(), &shape, diagnostics) else { continue };
        member.only(&["target", "traits"], diagnostics);
        if let Some(target) = Reference::read(value, at.clone(), &shape, diagnostics) {
            let traits = traits::read(&member, diagnostics);
            own.insert(name, MemberDefinition { target, at, traits });
        }
    }
    for (name, statement) in applied {
        let shape = format!("{}${name}", definition.id);
        if let Some(member) = own.get_mut(name) {
            member.traits.add_all(statement.traits.clone(), &shape, diagnostics);
        } else if let Some(member) = definition.members.get_mut(name) {
            member.traits.replace_all(statement.traits.clone());
        } else {
            let message = format!("there is no member `{name}` to apply traits to");
            let known: Vec<_> = definition.members.keys().chain(own.keys()).copied().collect();
            diagnostics.push(
                Diagnostic::new(Code::APPLY, &statement.at, message)
                    .of(shape)
                    .did_you_mean(name, known),
            );
        }
    }
    for (name, member) in own {
        add_member(definition, name, member, diagnostics);
    }
}
