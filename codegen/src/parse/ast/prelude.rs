//! The shapes that every model can use ("Prelude" of the Smithy specification).

use crate::model::{Kind, Shape, ShapeId, Simple, Traits};
use crate::source::Address;

/// What has no members: an operation's input or output that is none, or a variant of a union.
pub const UNIT: &str = "smithy.api#Unit";

/// The simple shapes, by name; the primitive ones differ in their default value alone.
const SIMPLE: [(&str, Simple); 21] = [
    ("BigDecimal", Simple::BigDecimal),
    ("BigInteger", Simple::BigInteger),
    ("Blob", Simple::Blob),
    ("Boolean", Simple::Boolean),
    ("Byte", Simple::Byte),
    ("Document", Simple::Document),
    ("Double", Simple::Double),
    ("Float", Simple::Float),
    ("Integer", Simple::Integer),
    ("Long", Simple::Long),
    ("PrimitiveBoolean", Simple::Boolean),
    ("PrimitiveByte", Simple::Byte),
    ("PrimitiveDouble", Simple::Double),
    ("PrimitiveFloat", Simple::Float),
    ("PrimitiveInteger", Simple::Integer),
    ("PrimitiveLong", Simple::Long),
    ("PrimitiveShort", Simple::Short),
    ("Short", Simple::Short),
    ("String", Simple::String),
    ("Timestamp", Simple::Timestamp),
    ("Unit", Simple::Unit),
];

/// The shape of the prelude with this id.
pub fn shape(id: &str) -> Option<Shape> {
    let name = id.strip_prefix("smithy.api#")?;
    let (_, simple) = SIMPLE.iter().find(|(known, _)| *known == name)?;
    let kind = Kind::Simple(*simple);
    let id = ShapeId::new("smithy.api", name);
    Some(Shape { id, kind, traits: Traits::default(), at: Address::default() })
}

/// The ids of all its shapes.
pub fn ids() -> impl Iterator<Item = String> {
    SIMPLE.iter().map(|(name, _)| format!("smithy.api#{name}"))
}
