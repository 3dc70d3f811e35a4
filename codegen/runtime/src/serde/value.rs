//! How Rust values are written to and read from a protocol.

use crate::serde::structure::{read_members, write_structure};
use crate::serde::{Reader, Structure, time};
use aws_smithy_schema::serde::{SerdeError, ShapeSerializer};
use aws_smithy_schema::{Schema, prelude};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// A type that a member can target.
///
/// What a [`Field`](super::Field) needs of it is asked for here, and not where fields are taken for one, because the compiler
/// proves a bound there for every member of every structure.
pub trait Value: Clone + PartialEq + fmt::Debug + 'static {
    /// What a null in a list or map becomes; where it is none, a null is left out.
    const NULL: Option<Self> = None;
    /// Whether there is a value, which there is unless it is one that may be absent.
    fn is_present(&self) -> bool {
        true
    }
    /// Writes the value as `member`.
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result;
    /// Reads a value of `member`.
    fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self>;
}

macro_rules! simple_values {
    ($($type:ty: $write:ident, $read:ident, |$value:ident| $argument:expr;)*) => {$(
        impl Value for $type {
            fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
                let $value = self;
                to.$write(member, $argument)
            }
            fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
                from.$read(member)
            }
        }
    )*};
}

simple_values! {
    String: write_string, read_string, |v| v;
    bool: write_boolean, read_boolean, |v| *v;
    i8: write_byte, read_byte, |v| *v;
    i16: write_short, read_short, |v| *v;
    i32: write_integer, read_integer, |v| *v;
    i64: write_long, read_long, |v| *v;
    f32: write_float, read_float, |v| *v;
    f64: write_double, read_double, |v| *v;
    BigInteger: write_big_integer, read_big_integer, |v| v;
    BigDecimal: write_big_decimal, read_big_decimal, |v| v;
    Blob: write_blob, read_blob, |v| v.clone();
    DateTime: write_timestamp, read_timestamp, |v| v;
    Document: write_document, read_document, |v| v;
}

/// What describes elements where nothing else does; tables describe those of all lists and maps.
const ANYTHING: &Schema<'_> = &prelude::DOCUMENT;

/// Passes over an element that is a time in an unknown form.
fn pass_over(error: SerdeError, member: &Schema<'_>) -> Result {
    time::pass_over(error, member.member_name().unwrap_or_default())
}

/// A list; a null in a dense one is left out, as boto3 and the official SDK for Swift do.
impl<T: Value> Value for Vec<T> {
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        let element = member.member().unwrap_or(ANYTHING);
        to.write_list_with_length(member, self.len(), &|to| {
            self.iter().try_for_each(|value| value.write(element, to))
        })
    }

    fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
        let element = member.member().unwrap_or(ANYTHING);
        let mut values = Vec::new();
        from.read_list(member, &mut |from| {
            if from.is_null() {
                values.extend(T::NULL);
                return from.read_null();
            }
            match T::read(element, from) {
                Ok(value) => values.push(value),
                Err(error) => {
                    pass_over(error, member)?;
                    values.extend(T::NULL);
                }
            }
            Ok(())
        })?;
        Ok(values)
    }
}

/// What can be the key of a map: a text, or an enum.
pub trait Key:
    AsRef<str> + for<'a> From<&'a str> + Clone + Eq + Hash + fmt::Debug + 'static
{
}

impl<K: AsRef<str> + for<'a> From<&'a str> + Clone + Eq + Hash + fmt::Debug + 'static> Key for K {}

/// A map; an entry of a dense one whose value is null is left out, as in lists. Entries are written in the order of
/// their keys, so that equal inputs are equal requests.
impl<K: Key, T: Value> Value for HashMap<K, T> {
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        let (key, value) =
            (member.key().unwrap_or(&prelude::STRING), member.member().unwrap_or(ANYTHING));
        // Most maps are small, and need no memory to be sorted in.
        let (mut few, mut many) = ([None; 16], Vec::new());
        let entries = match few.get_mut(..self.len()) {
            Some(few) => few,
            None => {
                many.resize(self.len(), None);
                &mut many[..]
            }
        };
        for (entry, (key, value)) in entries.iter_mut().zip(self) {
            *entry = Some((key.as_ref(), value));
        }
        entries.sort_unstable_by_key(|entry| entry.map(|(key, _)| key));
        to.write_map_with_length(member, entries.len(), &|to| {
            entries.iter().flatten().try_for_each(|(k, v)| {
                to.write_string(key, k)?;
                v.write(value, to)
            })
        })
    }

    fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
        let value = member.member().unwrap_or(ANYTHING);
        let mut entries = HashMap::new();
        from.read_map(member, &mut |key, from| {
            if from.is_null() {
                entries.extend(T::NULL.map(|null| (K::from(key), null)));
                return from.read_null();
            }
            let read = match T::read(value, from) {
                Ok(value) => Some(value),
                Err(error) => pass_over(error, member).map(|()| T::NULL)?,
            };
            entries.extend(read.map(|value| (K::from(key), value)));
            Ok(())
        })?;
        Ok(entries)
    }
}

/// A member that may be absent, or an element of a sparse list or map.
impl<T: Value> Value for Option<T> {
    const NULL: Option<Self> = Some(None);

    fn is_present(&self) -> bool {
        self.is_some()
    }

    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        match self {
            Some(value) => value.write(member, to),
            None => to.write_null(member),
        }
    }

    fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
        T::read(member, from).map(Some)
    }
}

/// A structure.
impl<S: Structure + Default + Clone + PartialEq + fmt::Debug + 'static> Value for S {
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        write_structure(self, member, to)
    }

    fn read(_: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
        let mut structure = S::default();
        read_members(&mut structure, from)?;
        Ok(structure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Table;
    use aws_smithy_json::codec::{JsonCodec, JsonCodecSettings};
    use aws_smithy_schema::codec::Codec;
    use aws_smithy_schema::serde::SerializableStruct;

    const TABLE: Table = Table {
        text: "
            example#Toy
            Map map
            - key string
            - value integer
        ",
        names: "",
    };

    struct Toy(HashMap<String, i32>);

    impl SerializableStruct for Toy {
        fn schema(&self) -> &Schema<'_> {
            TABLE.shape().schema()
        }

        fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result {
            self.0.write(TABLE.shape().schema().members()[0], to)
        }
    }

    #[test]
    fn entries_are_written_in_the_order_of_their_keys_however_many_there_are() {
        for count in [0, 1, 4, 15, 16, 17, 99] {
            let entry = |index| (format!("k{index:02}"), index);
            let toy = Toy((0..count).rev().map(entry).collect());
            let codec = JsonCodec::new(JsonCodecSettings::builder().build());
            let mut to = Codec::create_serializer(&codec);
            to.write_struct(TABLE.shape().schema(), &toy).expect("it can be written");
            let entries: Vec<_> = (0..count).map(|it| format!("\"k{it:02}\":{it}")).collect();
            let expected = format!("{{\"Map\":{{{}}}}}", entries.join(","));
            assert_eq!(String::from_utf8_lossy(&to.finish()), expected);
        }
    }
}
