//! Values as the crate `serde` writes and reads them, to be stored, shown, or made up for tests.
//!
//! Whatever the protocol of a service, a value is written as its REST JSON would be, and as a whole:
//!
//! | value | written as |
//! |---|---|
//! | structure | an object of the members that are set, wherever a request or an answer has them |
//! | union | an object of one member |
//! | enum, text | a text |
//! | number | a number; `"NaN"`, `"Infinity"` and `"-Infinity"`, which JSON has no numbers for |
//! | big integer or decimal | a number if that keeps all digits, and a text if not |
//! | point in time | a text in RFC 3339; seconds since 1970 beyond the years that have one |
//! | blob | a text in Base64 |
//! | list, map, document | an array, an object, what the document holds |
//!
//! Members are called as JSON of the service calls them (`jsonName`) unless that is also the name of another, and else as in
//! the model. Both names are read, and times
//! in all forms that answers may have (`time` beside this module), so that what boto3 and the AWS CLI print is read, too. A
//! value of an enum that the model does not know is kept. Of a member of a union that it does not know, the union knows no
//! more than that there is one, which is written as boto3 does: `{"SDK_UNKNOWN_MEMBER": {}}`. Members of structures that it
//! does not know are passed over. A member that is missing is unset, or has its default, as in an answer. So has one that is
//! required: what an older version has written is still read.
//!
//! An error names the member and what is expected there, and shows no value. How deep a value may be is up to the format.
//!
//! What is read is first read as a whole, because what a member holds is known to tables alone. Formats have to say by
//! themselves what they hold, as JSON, YAML, TOML, CBOR and MessagePack do.

mod read;
mod tree;
mod write;

use self::read::Source;
use self::tree::Tree;
use crate::serde::union::{self, Union};
use crate::serde::{Reader, Structure, read_members};
use ::serde::de::{Deserialize, Deserializer, Error};
use ::serde::ser::{Serialize, Serializer};
use aws_smithy_schema::prelude;
use aws_smithy_schema::serde::SerdeError;

/// Writes a structure.
///
/// # Errors
///
/// When the format cannot express it.
pub fn write_structure<S: Serializer>(structure: &dyn Structure, to: S) -> Result<S::Ok, S::Error> {
    write::structure(structure).serialize(to)
}

/// Reads a structure.
///
/// # Errors
///
/// When there is something else than its table says.
pub fn read_structure<'de, T: Structure + Default, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    let mut structure = T::default();
    read_into(&mut structure, Tree::deserialize(from)?).map_err(D::Error::custom)?;
    Ok(structure)
}

/// The part of [`read_structure`] that is compiled once.
fn read_into(structure: &mut dyn Structure, tree: Tree) -> Result<(), String> {
    let name = structure.table().shape().schema().shape_id().shape_name();
    located(name, tree, |from| read_members(structure, from))
}

/// Writes a union.
///
/// # Errors
///
/// When the format cannot express it.
pub fn write_union<U: Union, S: Serializer>(union: &U, to: S) -> Result<S::Ok, S::Error> {
    let written = write::written(|to| union::write(union, &prelude::DOCUMENT, to));
    written.map_err(::serde::ser::Error::custom)?.serialize(to)
}

/// Reads a union.
///
/// # Errors
///
/// When there is something else than its table says.
pub fn read_union<'de, U: Union, D: Deserializer<'de>>(from: D) -> Result<U, D::Error> {
    let (name, tree) =
        (U::table().union().schema().shape_id().shape_name(), Tree::deserialize(from)?);
    located(name, tree, union::read).map_err(D::Error::custom)
}

/// Writes a value of an enum.
///
/// # Errors
///
/// When the format cannot express it.
pub fn write_enum<S: Serializer>(value: &str, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(value)
}

/// Reads a value of an enum.
///
/// # Errors
///
/// When there is no text.
pub fn read_enum<'de, T: for<'a> From<&'a str>, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    String::deserialize(from).map(|text| T::from(&text))
}

/// What `read` makes of `tree`, or an error that begins with the place.
fn located<T>(
    name: &str,
    tree: Tree,
    read: impl FnOnce(&mut dyn Reader) -> Result<T, SerdeError>,
) -> Result<T, String> {
    let mut source = Source::new(name);
    source.read(tree, read)
}

#[cfg(test)]
mod tests;
