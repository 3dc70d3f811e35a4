//! What expressions can look at.

use crate::model::{Kind, Member, Model, Shape, ShapeId, Simple};
use std::fmt;

/// How many lists in lists are looked into.
const DEEPEST: u8 = 16;

/// The type of an expression, as JSON knows types.
#[derive(Clone, Debug)]
pub enum Type<'m> {
    /// Whatever a document holds, and null.
    Any,
    Bool,
    Number,
    Text,
    List(Box<Type<'m>>),
    Map(Box<Type<'m>>),
    /// A structure or union of the model.
    Shape(&'m Shape),
    /// A structure that is made by an expression.
    Object(Vec<(String, Type<'m>)>),
}

impl<'m> Type<'m> {
    /// The type of an operation's input or output.
    pub fn of_message(model: &'m Model, id: Option<&'m ShapeId>) -> Self {
        id.map_or(Self::Object(Vec::new()), |id| Self::of(model, id))
    }

    /// The type of a shape; what is not there is reported elsewhere, and so are lists without end.
    pub fn of(model: &'m Model, id: &ShapeId) -> Self {
        Self::of_nested(model, id, DEEPEST)
    }

    fn of_nested(model: &'m Model, id: &ShapeId, depth: u8) -> Self {
        let shape = model.shapes.get(id).filter(|_| depth > 0);
        let Some(shape) = shape else { return Self::Any };
        let inner = |member: &Member| Box::new(Self::of_nested(model, &member.target, depth - 1));
        match &shape.kind {
            Kind::Simple(Simple::Boolean) => Self::Bool,
            Kind::Simple(Simple::Document) => Self::Any,
            Kind::Simple(Simple::Unit) => Self::Object(Vec::new()),
            Kind::Simple(Simple::String | Simple::Blob | Simple::Timestamp) => Self::Text,
            Kind::Simple(_) | Kind::IntEnum(_) => Self::Number,
            Kind::Enum(_) => Self::Text,
            Kind::List(member) => Self::List(inner(member)),
            Kind::Map(_, value) => Self::Map(inner(value)),
            Kind::Structure(_) | Kind::Union(_) => Self::Shape(shape),
        }
    }

    /// Whether a value of this type can equal one of the other.
    pub fn can_equal(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::List(a), Self::List(b)) | (Self::Map(a), Self::Map(b)) => a.can_equal(b),
            (a, b) => (a.is_object() && b.is_object()) || a == b,
        }
    }

    /// The type of what is of either type.
    pub fn or(self, other: &Self) -> Self {
        if self.can_equal(other) { self } else { Self::Any }
    }

    pub fn is_object(&self) -> bool {
        matches!(self, Self::Map(_) | Self::Shape(_) | Self::Object(_) | Self::Any)
    }
}

/// Equal by name, where there is one.
impl PartialEq for Type<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, Self::Any)
            | (Self::Bool, Self::Bool)
            | (Self::Number, Self::Number)
            | (Self::Text, Self::Text) => true,
            (Self::List(a), Self::List(b)) | (Self::Map(a), Self::Map(b)) => a == b,
            (Self::Shape(a), Self::Shape(b)) => a.id == b.id,
            (Self::Object(a), Self::Object(b)) => a == b,
            _ => false,
        }
    }
}

impl fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "anything",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Shape(_) | Self::Object(_) => "a structure",
        })
    }
}
