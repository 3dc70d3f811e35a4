//! Shapes of the model.

use super::closure::Closure;
use super::defaults::Defaults;
use super::definition::{Definition, MemberDefinition};
use super::prelude;
use super::rename::Names;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{
    EnumValue, IntEnumValue, Kind, Member, Shape, ShapeId, Simple, Traits, traits as t,
};
use crate::read::node::{Node, wrong_type};
use crate::source::Address;
use indexmap::IndexMap;
use serde_json::Value;

/// The types of simple shapes.
const SIMPLE: [(&str, Simple); 13] = [
    ("blob", Simple::Blob),
    ("boolean", Simple::Boolean),
    ("string", Simple::String),
    ("byte", Simple::Byte),
    ("short", Simple::Short),
    ("integer", Simple::Integer),
    ("long", Simple::Long),
    ("float", Simple::Float),
    ("double", Simple::Double),
    ("bigInteger", Simple::BigInteger),
    ("bigDecimal", Simple::BigDecimal),
    ("timestamp", Simple::Timestamp),
    ("document", Simple::Document),
];

/// The shapes of a service, under their names in it.
pub fn shapes(
    closure: &Closure<'_, '_>,
    names: &Names<'_>,
    defaults: &Defaults<'_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> IndexMap<ShapeId, Shape> {
    let shapes = closure.shapes.iter();
    let shapes = shapes.filter_map(|definition| shape(definition, names, defaults, diagnostics));
    let mut shapes: IndexMap<_, _> = shapes.map(|shape| (shape.id.clone(), shape)).collect();
    let prelude = closure.prelude.iter().filter_map(|id| prelude::shape(id));
    shapes.extend(prelude.map(|shape| (shape.id.clone(), shape)));
    shapes
}

fn shape(
    definition: &Definition<'_>,
    names: &Names<'_>,
    defaults: &Defaults<'_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Shape> {
    let mut traits = definition.traits.traits();
    if let Some(original) = names.original(definition.id) {
        traits.add(t::ORIGINAL_NAME, original);
    }
    let mut kind = kind(definition, names, diagnostics)?;
    if let Kind::Structure(members) = &mut kind {
        defaults.add(definition, members);
    }
    Some(Shape { id: names.id(definition.id), kind, traits, at: definition.at.clone() })
}

fn kind(
    definition: &Definition<'_>,
    names: &Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Kind> {
    let mut part = |key: &str| match definition.members.get(key) {
        Some(member) => Some(self::member(key, member, names)),
        None => {
            diagnostics.extend(definition.layers.last().map(|layer| layer.lacks(key)));
            None
        }
    };
    Some(match definition.kind {
        "list" | "set" => Kind::List(part("member")?),
        "map" => {
            let (key, value) = (part("key"), part("value"));
            Kind::Map(key?, value?)
        }
        "structure" => Kind::Structure(members(definition, names)),
        "union" => Kind::Union(members(definition, names)),
        "enum" => Kind::Enum(enum_members(definition, diagnostics)),
        "intEnum" => Kind::IntEnum(int_enum_members(definition, diagnostics)),
        "string" => match definition.traits.get(t::ENUM) {
            Some((values, at)) => Kind::Enum(enum_trait(definition, values, at, diagnostics)),
            None => Kind::Simple(Simple::String),
        },
        other => Kind::Simple(SIMPLE.iter().find(|(name, _)| *name == other)?.1),
    })
}

fn members(definition: &Definition<'_>, names: &Names<'_>) -> IndexMap<String, Member> {
    let members = definition.members.iter();
    members.map(|(name, m)| ((*name).to_owned(), member(name, m, names))).collect()
}

fn member(name: &str, definition: &MemberDefinition<'_>, names: &Names<'_>) -> Member {
    Member {
        name: name.to_owned(),
        target: names.id(definition.target.id),
        traits: definition.traits.traits(),
        at: definition.at.clone(),
    }
}

/// The values of an enum shape: the member's name, unless a trait says another.
fn enum_members(definition: &Definition<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<EnumValue> {
    let mut values = Vec::new();
    for (name, member) in &definition.members {
        let value = match member.traits.get(t::ENUM_VALUE) {
            None => name,
            Some((Value::String(value), _)) => value.as_str(),
            Some((other, at)) => {
                let shape = format!("{}${name}", definition.id);
                diagnostics.push(wrong_type(at, "a string", other).of(shape));
                continue;
            }
        };
        values.push(EnumValue {
            name: Some((*name).to_owned()),
            value: value.to_owned(),
            traits: member.traits.traits(),
        });
    }
    values
}

/// The values of an enum of integers, each of which says its number ("enumValue trait" of the Smithy specification).
fn int_enum_members(
    definition: &Definition<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<IntEnumValue> {
    let mut values = Vec::new();
    for (name, member) in &definition.members {
        let shape = || format!("{}${name}", definition.id);
        let Some((number, at)) = member.traits.get(t::ENUM_VALUE) else {
            let message =
                format!("a value of an enum of integers lacks the trait `{}`", t::ENUM_VALUE);
            diagnostics.push(Diagnostic::new(Code::SHAPE_TYPE, &member.at, message).of(shape()));
            continue;
        };
        match number.as_i64().and_then(|number| number.try_into().ok()) {
            Some(value) => values.push(IntEnumValue {
                name: (*name).to_owned(),
                value,
                traits: member.traits.traits(),
            }),
            None => diagnostics.push(wrong_type(at, "an integer of 32 bits", number).of(shape())),
        }
    }
    values
}

/// The values that the trait `enum` lists, which Smithy 1.0 had and 2.0 still reads ("enum trait").
fn enum_trait(
    definition: &Definition<'_>,
    values: &Value,
    at: &Address,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<EnumValue> {
    let mut read = Vec::new();
    for (index, value) in values.as_array().into_iter().flatten().enumerate() {
        let at = at.key(index.to_string());
        let Some(node) = Node::new(value, at, definition.id, diagnostics) else { continue };
        node.only(&["value", "name", "documentation", "tags", "deprecated"], diagnostics);
        let mut traits = Traits::default();
        if let Some(html) = node.text("documentation", diagnostics) {
            traits.add(t::DOCUMENTATION, html);
        }
        if node.flag("deprecated", diagnostics) {
            traits.mark(t::DEPRECATED);
        }
        let name = node.text("name", diagnostics).map(str::to_owned);
        if let Some(value) = node.required_text("value", diagnostics) {
            read.push(EnumValue { name, value: value.to_owned(), traits });
        }
    }
    read
}
