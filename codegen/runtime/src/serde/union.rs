//! Unions: enums of which one member is set.
//!
//! Each has a variant for members that later models add. More than one member set is an error; if only unknown ones are
//! set, the value is that variant.

use crate::redaction::REDACTED;
use crate::schema::{Member, Shape, Table};
use crate::serde::{Reader, Value, schema_of, unread};
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_schema::{Schema, ShapeId, ShapeType};
use std::fmt;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// A value of any type, as a union's member holds it.
pub trait MemberValue {
    /// Writes the value as `member`.
    ///
    /// # Errors
    ///
    /// When the protocol cannot express it.
    fn write_member(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result;
}

impl<T: Value> MemberValue for T {
    fn write_member(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        self.write(member, to)
    }
}

/// A generated union. [`union!`](crate::union!) implements it.
pub trait Union: Sized {
    /// The table.
    fn table() -> Table;
    /// The member that is set, as its place in the table and its value; none, if it is one that the model does not know.
    fn member(&self) -> Option<(usize, &dyn MemberValue)>;
    /// Reads the member at a place in the table.
    ///
    /// # Errors
    ///
    /// When there is something else than the schema says.
    fn read_member(
        index: usize,
        member: &Schema<'_>,
        from: &mut dyn Reader,
    ) -> Result<Option<Self>>;
    /// What stands for a member that the model does not know.
    fn unknown() -> Self;
}

impl<U: Union> Union for Box<U> {
    fn table() -> Table {
        U::table()
    }

    fn member(&self) -> Option<(usize, &dyn MemberValue)> {
        (**self).member()
    }

    fn read_member(
        index: usize,
        member: &Schema<'_>,
        from: &mut dyn Reader,
    ) -> Result<Option<Self>> {
        Ok(U::read_member(index, member, from)?.map(Box::new))
    }

    fn unknown() -> Self {
        Box::new(U::unknown())
    }
}

struct Serializable<'a> {
    shape: &'static Shape,
    index: usize,
    value: &'a dyn MemberValue,
}

impl SerializableStruct for Serializable<'_> {
    fn schema(&self) -> &Schema<'_> {
        self.shape.schema()
    }

    fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result {
        match self.shape.schema().member_schema_by_index(self.index) {
            Some(member) => self.value.write_member(member, to),
            None => Ok(()),
        }
    }
}

/// A member that the model does not know. Protocols ask for its members, and are refused.
struct Unknown {
    union: &'static str,
}

static UNKNOWN: Schema<'static> = Schema::new_struct(
    ShapeId::from_parts("smithwright#UnknownMember", "smithwright", "UnknownMember"),
    ShapeType::Structure,
    &[],
);

impl SerializableStruct for Unknown {
    fn schema(&self) -> &Schema<'_> {
        &UNKNOWN
    }

    fn serialize_members(&self, _: &mut dyn ShapeSerializer) -> Result {
        let message = format!("an unknown member of `{}` cannot be sent", self.union);
        Err(SerdeError::invalid_input(message))
    }
}

/// Whether this is a member of a union that the model does not know.
pub(crate) fn is_unknown(structure: &dyn SerializableStruct) -> bool {
    structure.schema().shape_id() == UNKNOWN.shape_id()
}

/// Writes the member that is set.
///
/// # Errors
///
/// When it is one that the model does not know: nothing is known of what to write.
pub fn write<U: Union>(union: &U, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
    let shape = U::table().union();
    let schema = schema_of(member, || shape.schema());
    match union.member() {
        Some((index, value)) => to.write_struct(schema, &Serializable { shape, index, value }),
        None => to.write_struct(schema, &Unknown { union: shape.schema().shape_id().shape_name() }),
    }
}

/// Reads the member that is set; nulls are skipped.
///
/// # Errors
///
/// When no member is set, or several are.
pub fn read<U: Union>(from: &mut dyn Reader) -> Result<U> {
    let schema = U::table().union().schema();
    let mut found = None;
    from.read_struct(schema, &mut |member, from| {
        if from.is_null() {
            return from.read_null();
        }
        // Some services add it to every structure.
        if member.member_name() == Some("__type") {
            return Ok(());
        }
        let value = match member.member_index() {
            Some(index) => read_member(index, member, from)?,
            None => None,
        };
        match found.replace(value.unwrap_or_else(U::unknown)) {
            None => Ok(()),
            Some(_) => Err(SerdeError::invalid_input(format!(
                "more than one member of the union `{}` is set",
                schema.shape_id().shape_name()
            ))),
        }
    })?;
    found.ok_or_else(|| {
        let name = schema.shape_id().shape_name();
        SerdeError::missing_member(format!("no member of the union `{name}` is set"))
    })
}

/// Reads the member at a place in the table.
pub(crate) fn read_member<U: Union>(
    index: usize,
    member: &Schema<'_>,
    from: &mut dyn Reader,
) -> Result<Option<U>> {
    let read = U::read_member(index, member, from);
    match U::table().union().members().get(index) {
        Some(member) => unread(member, read),
        None => read,
    }
}

/// Shows a member as `#[derive(Debug)]` would, unless it is sensitive.
pub fn show<U: Union>(
    index: usize,
    variant: &str,
    value: &dyn fmt::Debug,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let secret = U::table().union().members().get(index).is_some_and(Member::is_sensitive);
    match secret {
        true => f.debug_tuple(variant).field(&REDACTED).finish(),
        false => f.debug_tuple(variant).field(value).finish(),
    }
}
