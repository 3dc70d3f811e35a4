//! A service, in Smithy's terms ("The Smithy model" of the Smithy 2.0 specification), whichever
//! format it was written in.

pub mod auth;
pub mod clearing;
pub mod constant;
pub mod pagination;
mod shape_id;
pub mod traits;
pub mod waiters;

use crate::source::{Address, Sources};
pub use constant::Constant;
use indexmap::IndexMap;
pub use pagination::Pagination;
use serde_json::Value;
pub use shape_id::ShapeId;
pub use traits::Traits;
pub use waiters::Waiter;

/// A service and all its shapes.
#[derive(Debug)]
pub struct Model {
    /// The service shape.
    pub service: Service,
    /// The operations, in the model's order.
    pub operations: IndexMap<ShapeId, Operation>,
    /// All other shapes, in the model's order.
    pub shapes: IndexMap<ShapeId, Shape>,
    /// The endpoint rules, if there are any: a rule set, or a decision diagram.
    pub endpoint_rules: Option<Located>,
    /// The partitions to which endpoint rules refer.
    pub partitions: Option<Located>,
    /// The texts.
    pub sources: Sources,
}

/// JSON and where it stands.
#[derive(Debug)]
pub struct Located {
    /// The JSON.
    pub value: Value,
    /// Where it stands.
    pub at: Address,
}

/// A service shape.
#[derive(Debug)]
pub struct Service {
    /// Its id.
    pub id: ShapeId,
    /// The API version.
    pub version: String,
    /// The name that SDKs use.
    pub sdk_id: String,
    /// The name that requests are signed for.
    pub signing_name: String,
    /// The name in full.
    pub title: String,
    /// The protocols, most preferred first, by their trait's id.
    pub protocols: Vec<String>,
    /// Documentation.
    pub traits: Traits,
    /// Where it stands.
    pub at: Address,
}

/// An operation shape.
#[derive(Debug)]
pub struct Operation {
    /// Its id.
    pub id: ShapeId,
    /// The input structure, if there is one.
    pub input: Option<ShapeId>,
    /// Traits that hold for the input here, whatever else refers to its shape.
    pub input_traits: Traits,
    /// The output structure, if there is one.
    pub output: Option<ShapeId>,
    /// The errors, in the model's order.
    pub errors: Vec<ShapeId>,
    /// How it answers in pages.
    pub pagination: Option<Pagination>,
    /// What can be waited for by asking it again and again.
    pub waiters: Vec<Waiter>,
    /// `http`, documentation and their like.
    pub traits: Traits,
    /// Where it stands.
    pub at: Address,
}

/// Any other shape.
#[derive(Debug)]
pub struct Shape {
    /// Its id.
    pub id: ShapeId,
    /// What it is.
    pub kind: Kind,
    /// Its traits.
    pub traits: Traits,
    /// Where it stands.
    pub at: Address,
}

/// What a shape is.
#[derive(Debug)]
pub enum Kind {
    /// A simple shape without members.
    Simple(Simple),
    /// A string of named values.
    Enum(Vec<EnumValue>),
    /// An integer of named values.
    IntEnum(Vec<IntEnumValue>),
    /// A list of a member.
    List(Member),
    /// A map from the first member to the second.
    Map(Member, Member),
    /// A structure.
    Structure(IndexMap<String, Member>),
    /// A structure of which one member is set.
    Union(IndexMap<String, Member>),
}

/// A simple shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Simple {
    Blob,
    Boolean,
    String,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Document,
    /// Nothing but being there: a member of a union without a value.
    Unit,
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// Its name, if it has one beside its value.
    pub name: Option<String>,
    /// The value on the wire.
    pub value: String,
    /// Documentation.
    pub traits: Traits,
}

/// A value of an enum of integers.
#[derive(Debug)]
pub struct IntEnumValue {
    /// Its name.
    pub name: String,
    /// The value on the wire.
    pub value: i32,
    /// Documentation.
    pub traits: Traits,
}

/// A member of an aggregate shape.
#[derive(Debug)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// The shape that it targets.
    pub target: ShapeId,
    /// Its traits.
    pub traits: Traits,
    /// Where it stands.
    pub at: Address,
}

impl Shape {
    /// Its name in its own namespace, which stays on the wire when a service renames it.
    pub fn original_name(&self) -> &str {
        self.traits.text(traits::ORIGINAL_NAME).unwrap_or_else(|| self.id.name())
    }

    /// The members, if it is a structure.
    pub fn structure_members(&self) -> Option<&IndexMap<String, Member>> {
        match &self.kind {
            Kind::Structure(members) => Some(members),
            _ => None,
        }
    }

    /// Whether it is a union of events ("streaming trait" of the Smithy specification).
    pub fn is_event_stream(&self) -> bool {
        matches!(self.kind, Kind::Union(_)) && self.traits.has(traits::STREAMING)
    }

    /// Whether it becomes a type of its own: others say what members look like.
    pub fn is_typed(&self) -> bool {
        match &self.kind {
            Kind::Enum(_) | Kind::IntEnum(_) | Kind::Structure(_) | Kind::Union(_) => true,
            Kind::Simple(_) | Kind::List(_) | Kind::Map(..) => false,
        }
    }

    /// The members that this shape has, of whatever kind.
    pub fn members(&self) -> Vec<&Member> {
        match &self.kind {
            Kind::Simple(_) | Kind::Enum(_) | Kind::IntEnum(_) => Vec::new(),
            Kind::List(member) => vec![member],
            Kind::Map(key, value) => vec![key, value],
            Kind::Structure(members) | Kind::Union(members) => members.values().collect(),
        }
    }
}
