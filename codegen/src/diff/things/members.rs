//! Members of structures and unions.

use super::{Member, Source, documentation, texts};
use crate::diff::thing::{Aspect, Place, Sort, Thing, Things};
use crate::ir::{self, Field, Presence, Storage, Target, Trait};
use crate::model::{Kind, Shape, traits as t};
use crate::names::Ident;
use serde_json::Value;

/// Adds the members of a structure, whose path this is. Of those of an input, an operation requires some.
pub fn add<'a>(
    source: &Source<'a>,
    structure: &ir::Structure,
    required: &[Ident],
    shape: Option<&'a Shape>,
    path: &str,
    place: &Place,
    things: &mut Things,
) {
    let lower_camel = structure.traits.contains(&Trait::JsonLowerCamel);
    for field in &structure.fields {
        let member = source.member(shape, &field.member.name);
        let is_required = required.contains(&field.name);
        let sort = if is_required { Sort::RequiredInput } else { Sort::Member };
        let name = format!("{}${}", structure.model_name, field.member.name);
        let thing = Thing::new(sort, name, place.clone())
            .below(path)
            .declared(field_type(field))
            .with(Aspect::Type, texts::ty(&field.ty))
            .with(Aspect::Presence, presence(field))
            .with_some(Aspect::Default, default(field))
            .with_flag(Aspect::Required, is_required)
            .with_all(wire(&field.member, lower_camel))
            .with_all(member.as_ref().map(|member| constraints(source, member)).unwrap_or_default())
            .with_some(Aspect::Documentation, member.as_ref().and_then(prose))
            .with_some(Aspect::Deprecated, field.deprecated.as_ref());
        things.insert(format!("{path}::{}", field.name), thing);
    }
}

/// A member of a union.
pub fn of_union<'a>(
    source: &Source<'a>,
    union: &ir::Union,
    member: &ir::UnionMember,
    shape: Option<&'a Shape>,
    place: &Place,
) -> Thing {
    let model = source.member(shape, &member.member.name);
    let ty = texts::ty(&member.ty);
    Thing::new(
        Sort::UnionMember,
        format!("{}${}", union.model_name, member.member.name),
        place.clone(),
    )
    .declared(format!("{}({ty})", member.name))
    .with(Aspect::Type, ty)
    .with_all(wire(&member.member, false))
    .with_all(model.as_ref().map(|model| constraints(source, model)).unwrap_or_default())
    .with_some(Aspect::Documentation, model.as_ref().and_then(prose))
}

fn field_type(field: &Field) -> String {
    let ty = texts::ty(&field.ty);
    match field.storage {
        Storage::Optional => format!("Option<{ty}>"),
        Storage::Present | Storage::Stream => ty,
    }
}

fn presence(field: &Field) -> &'static str {
    match field.storage {
        Storage::Optional => "may have no value",
        Storage::Present | Storage::Stream => "always has a value",
    }
}

fn default(field: &Field) -> Option<String> {
    match &field.presence {
        Presence::Default(constant) => Some(texts::json(constant)),
        Presence::Optional | Presence::Required(_) => None,
    }
}

/// What goes over the wire.
fn wire(member: &ir::Member, lower_camel: bool) -> Vec<(Aspect, String)> {
    let mut facts: Vec<_> = member.traits.iter().filter_map(trait_fact).collect();
    let is_named = facts.iter().any(|(aspect, _)| *aspect == Aspect::WireName);
    if !is_named && member.is_in_body() {
        let lower = || {
            let mut letters = member.name.chars();
            letters.next().map(|first| first.to_lowercase().chain(letters).collect())
        };
        let name = lower_camel.then(lower).flatten().unwrap_or_else(|| member.name.clone());
        facts.push((Aspect::WireName, name));
    }
    let element = match &member.target {
        Target::Simple(_) => None,
        aggregate => Some((Aspect::ElementForm, target(aggregate))),
    };
    facts.into_iter().chain(element).collect()
}

/// What a trait of a member says, and of what.
fn trait_fact(member_trait: &Trait) -> Option<(Aspect, String)> {
    let flag = |aspect, text: &str| Some((aspect, text.to_owned()));
    match member_trait {
        Trait::JsonName(name) | Trait::XmlName(name) => Some((Aspect::WireName, name.clone())),
        Trait::Ec2Name(name) => Some((Aspect::WireName, format!("{name} in requests"))),
        Trait::XmlNamespace(uri, prefix) => {
            let prefix = prefix.as_deref().unwrap_or_default();
            Some((Aspect::XmlForm, format!("namespace {prefix}: {uri}")))
        }
        Trait::XmlAttribute => flag(Aspect::XmlForm, "attribute"),
        Trait::XmlFlattened => flag(Aspect::XmlForm, "flattened"),
        Trait::XmlUnwrapped => flag(Aspect::XmlForm, "unwrapped"),
        Trait::EventHeader => flag(Aspect::Binding, "header of the event"),
        Trait::EventPayload => flag(Aspect::Binding, "payload of the event"),
        Trait::Timestamp(format) => Some((Aspect::TimestampFormat, format.as_str().to_owned())),
        Trait::HttpLabel => flag(Aspect::Binding, "path"),
        Trait::HttpQuery(name) => Some((Aspect::Binding, format!("query {name}"))),
        Trait::HttpQueryParams => flag(Aspect::Binding, "rest of the query"),
        Trait::HttpHeader(name) => Some((Aspect::Binding, format!("header {name}"))),
        Trait::HttpPrefixHeaders(prefix) => Some((Aspect::Binding, format!("headers {prefix}*"))),
        Trait::HttpPayload => flag(Aspect::Binding, "whole body"),
        Trait::HttpResponseCode => flag(Aspect::Binding, "status"),
        Trait::MediaType(media_type) => Some((Aspect::MediaType, media_type.clone())),
        Trait::Sensitive => flag(Aspect::Sensitive, "yes"),
        Trait::IdempotencyToken => flag(Aspect::IdempotencyToken, "yes"),
        Trait::SentIfUnset(text) => Some((Aspect::Handling, format!("{text} if it is not set"))),
        Trait::LastSegment => flag(Aspect::Handling, "only what follows the last slash"),
        Trait::IgnoreUnparsable => flag(Aspect::Handling, "unset where it cannot be read"),
        Trait::LeftOutIfZero => flag(Aspect::Handling, "left out if it is zero"),
        // Follows from what the service requires; the others are of structures.
        Trait::Required | Trait::JsonLowerCamel | Trait::Http(..) | Trait::NoBody => None,
    }
}

/// What is in a list or map, on the wire.
fn target(target: &Target) -> String {
    let element = |member: &ir::Member| {
        let traits: Vec<_> = member.traits.iter().map(texts::json).collect();
        let traits =
            if traits.is_empty() { String::new() } else { format!(" ({})", traits.join(", ")) };
        format!("{}{traits}", self::target(&member.target))
    };
    match target {
        Target::Simple(simple) => simple.as_str().to_owned(),
        Target::List(item) => format!("list of {}", element(item)),
        Target::Map(key, value) => format!("map from {} to {}", element(key), element(value)),
    }
}

/// What values the service takes. A member says it itself, or its target does, and so on for what is in lists and maps.
fn constraints(source: &Source<'_>, member: &Member<'_>) -> Vec<(Aspect, String)> {
    let mut facts = Vec::new();
    let mut open = vec![(member.traits, member.target, "", 0)];
    while let Some((own, target, of, depth)) = open.pop() {
        for (aspect, id) in
            [(Aspect::Length, t::LENGTH), (Aspect::Range, t::RANGE), (Aspect::Pattern, t::PATTERN)]
        {
            let value = own.get_or(&target.traits, id);
            facts.extend(value.map(|value| (aspect, format!("{of}{}", bounds(value)))));
        }
        let below = match &target.kind {
            Kind::List(item) => vec![(item, "items: ")],
            Kind::Map(key, value) => vec![(key, "keys: "), (value, "values: ")],
            _ => Vec::new(),
        };
        open.extend(below.into_iter().filter(|_| depth < DEEPEST).filter_map(|(member, of)| {
            Some((&member.traits, source.side.model.shapes.get(&member.target)?, of, depth + 1))
        }));
    }
    facts
}

/// How deep lists and maps in each other are looked into, which may go round.
const DEEPEST: usize = 8;

fn bounds(value: &Value) -> String {
    let bound = |key: &str| value.get(key).map(ToString::to_string);
    match (value.as_str(), bound("min"), bound("max")) {
        (Some(pattern), ..) => pattern.to_owned(),
        (None, Some(min), Some(max)) if min == max => min,
        (None, Some(min), Some(max)) => format!("{min} to {max}"),
        (None, Some(min), None) => format!("at least {min}"),
        (None, None, Some(max)) => format!("at most {max}"),
        (None, None, None) => value.to_string(),
    }
}

/// The prose about a member: its own, or else that of a target that has no type to tell it.
fn prose(member: &Member<'_>) -> Option<String> {
    let of_target = match member.target.kind {
        Kind::Simple(_) | Kind::List(_) | Kind::Map(..) => Some(&member.target.traits),
        _ => None,
    };
    documentation(member.traits).or_else(|| documentation(of_target?))
}
