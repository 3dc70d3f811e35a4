//! What values are read from.
//!
//! It is the published `ShapeDeserializer` but for [`Reader::read_text`], which lends text instead of
//! giving it away: most texts of a response are names of an enum's values, and need no copy.

use super::time;
use crate::schema::ignores_unparsable;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_schema::{Schema, ShapeType, prelude};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use std::ops::DerefMut;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// A message that is being read. Each method reads the next value, which `schema` describes.
///
/// # Errors
///
/// Each gives an error where there is something else than the schema says.
#[allow(clippy::missing_errors_doc)]
pub trait Reader {
    /// Calls `member` for each member that is there, which one that is null is not, unless it is a document; one that the
    /// schema does not know has no index.
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
    ) -> Result;
    /// Calls `element` for each element.
    fn read_list(
        &mut self,
        schema: &Schema<'_>,
        element: &mut dyn FnMut(&mut dyn Reader) -> Result,
    ) -> Result;
    /// Calls `entry` for each entry, and lends it the key.
    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        entry: &mut dyn FnMut(&str, &mut dyn Reader) -> Result,
    ) -> Result;
    /// Lends a text.
    fn read_text(&mut self, schema: &Schema<'_>, take: &mut dyn FnMut(&str)) -> Result;
    /// Lends a text that is one of these values of an enum, or of one that the model does not know.
    fn read_value(
        &mut self,
        schema: &Schema<'_>,
        _values: &[&str],
        take: &mut dyn FnMut(&str),
    ) -> Result {
        self.read_text(schema, take)
    }
    /// Whether the next value is null.
    fn is_null(&self) -> bool;
    /// Reads a null.
    fn read_null(&mut self) -> Result;
    /// Reads a text.
    fn read_string(&mut self, schema: &Schema<'_>) -> Result<String>;
    /// Reads a boolean.
    fn read_boolean(&mut self, schema: &Schema<'_>) -> Result<bool>;
    /// Reads an 8-bit integer.
    fn read_byte(&mut self, schema: &Schema<'_>) -> Result<i8>;
    /// Reads a 16-bit integer.
    fn read_short(&mut self, schema: &Schema<'_>) -> Result<i16>;
    /// Reads a 32-bit integer.
    fn read_integer(&mut self, schema: &Schema<'_>) -> Result<i32>;
    /// Reads a 64-bit integer.
    fn read_long(&mut self, schema: &Schema<'_>) -> Result<i64>;
    /// Reads a 32-bit floating point number.
    fn read_float(&mut self, schema: &Schema<'_>) -> Result<f32>;
    /// Reads a 64-bit floating point number.
    fn read_double(&mut self, schema: &Schema<'_>) -> Result<f64>;
    /// Reads an integer of any size.
    fn read_big_integer(&mut self, schema: &Schema<'_>) -> Result<BigInteger>;
    /// Reads a decimal of any size.
    fn read_big_decimal(&mut self, schema: &Schema<'_>) -> Result<BigDecimal>;
    /// Reads bytes.
    fn read_blob(&mut self, schema: &Schema<'_>) -> Result<Blob>;
    /// Reads a point in time.
    fn read_timestamp(&mut self, schema: &Schema<'_>) -> Result<DateTime>;
    /// Reads a document.
    fn read_document(&mut self, schema: &Schema<'_>) -> Result<Document>;
    /// Passes over a value.
    fn skip(&mut self) -> Result {
        self.read_document(&prelude::DOCUMENT).map(drop)
    }
}

/// A published deserializer as a [`Reader`].
#[allow(missing_debug_implementations)]
pub struct DeserializerReader<'a>(pub &'a mut dyn ShapeDeserializer);

macro_rules! as_published {
    ($($read:ident: $type:ty),* $(,)?) => {$(
        fn $read(&mut self, schema: &Schema<'_>) -> Result<$type> {
            self.0.$read(schema)
        }
    )*};
}

impl Reader for DeserializerReader<'_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
    ) -> Result {
        self.0.read_struct(schema, &mut |schema, from| {
            let takes_null = schema.shape_type() == ShapeType::Document;
            match from.is_null() && !takes_null {
                true => from.read_null(),
                false => member(schema, &mut DeserializerReader(from)),
            }
        })
    }

    fn read_list(
        &mut self,
        schema: &Schema<'_>,
        element: &mut dyn FnMut(&mut dyn Reader) -> Result,
    ) -> Result {
        self.0.read_list(schema, &mut |from| element(&mut DeserializerReader(from)))
    }

    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        entry: &mut dyn FnMut(&str, &mut dyn Reader) -> Result,
    ) -> Result {
        self.0.read_map(schema, &mut |key, from| entry(&key, &mut DeserializerReader(from)))
    }

    fn read_text(&mut self, schema: &Schema<'_>, take: &mut dyn FnMut(&str)) -> Result {
        self.0.read_string(schema).map(|text| take(&text))
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }

    fn read_null(&mut self) -> Result {
        self.0.read_null()
    }

    fn skip(&mut self) -> Result {
        self.0.skip_value()
    }

    as_published! {
        read_string: String,
        read_boolean: bool,
        read_byte: i8,
        read_short: i16,
        read_integer: i32,
        read_long: i64,
        read_double: f64,
        read_big_integer: BigInteger,
        read_big_decimal: BigDecimal,
        read_blob: Blob,
        read_document: Document,
    }

    /// What stands in a header is text, of which more is read than the published deserializer does.
    fn read_timestamp(&mut self, schema: &Schema<'_>) -> Result<DateTime> {
        match schema.http_header().filter(|_| !ignores_unparsable(schema)) {
            Some(_) => {
                let text = self.0.read_string(&prelude::STRING);
                time::read(&text.map_err(|_| time::unreadable())?)
            }
            None => self.0.read_timestamp(schema),
        }
    }

    /// A service may write a number in more bytes than it takes, which the published deserializer of CBOR
    /// refuses.
    fn read_float(&mut self, schema: &Schema<'_>) -> Result<f32> {
        self.0.read_double(schema).map(|number| number as f32)
    }
}

/// A [`Reader`], borrowed or boxed, as a published deserializer.
#[allow(missing_debug_implementations)]
pub struct ReaderDeserializer<R>(pub R);

macro_rules! as_reader {
    ($($read:ident: $type:ty),* $(,)?) => {$(
        fn $read(&mut self, schema: &Schema<'_>) -> Result<$type> {
            self.0.$read(schema)
        }
    )*};
}

impl<R: DerefMut<Target: Reader>> ShapeDeserializer for ReaderDeserializer<R> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        self.0
            .read_struct(schema, &mut |schema, from| member(schema, &mut ReaderDeserializer(from)))
    }

    fn read_list(
        &mut self,
        schema: &Schema<'_>,
        element: &mut dyn FnMut(&mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        self.0.read_list(schema, &mut |from| element(&mut ReaderDeserializer(from)))
    }

    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        entry: &mut dyn FnMut(String, &mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        self.0
            .read_map(schema, &mut |key, from| entry(key.to_owned(), &mut ReaderDeserializer(from)))
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }

    fn read_null(&mut self) -> Result {
        self.0.read_null()
    }

    fn skip_value(&mut self) -> Result {
        self.0.skip()
    }

    fn container_size(&self) -> Option<usize> {
        None
    }

    as_reader! {
        read_string: String,
        read_boolean: bool,
        read_byte: i8,
        read_short: i16,
        read_integer: i32,
        read_long: i64,
        read_float: f32,
        read_double: f64,
        read_big_integer: BigInteger,
        read_big_decimal: BigDecimal,
        read_blob: Blob,
        read_timestamp: DateTime,
        read_document: Document,
    }
}

#[cfg(all(test, feature = "cbor"))]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::*;
    use crate::serde::read_members;
    use aws_smithy_cbor::codec::CborCodec;
    use aws_smithy_schema::codec::Codec;
    use std::collections::HashMap;

    struct Kept {
        text: Option<String>,
        next: Option<Box<Kept>>,
        dense: Option<Vec<String>>,
        sparse: Option<Vec<Option<String>>>,
        map: Option<HashMap<String, String>>,
    }

    struct KeptBuilder {
        inner: Kept,
    }

    crate::structure!(Kept, builder: KeptBuilder, fields: [
            (text, set_text, get_text, String),
            (next, set_next, get_next, Box<Kept>),
            (dense, set_dense, get_dense, Vec<String>),
            (sparse, set_sparse, get_sparse, Vec<Option<String>>),
            (map, set_map, get_map, HashMap<String, String>)
        ],
        table: "
            example#Kept
            text string
            next structure
            dense list
            sparse list
            map map
        "
    );

    #[test]
    fn null_in_cbor_is_nothing_at_every_depth() {
        let body = b"\xa6\x64text\xf6\x64next\xa2\x64text\xf6\x64next\xf6\x65dense\x82\x61a\xf6\
            \x66sparse\x82\x61a\xf6\x63map\xa2\x61a\xf6\x61b\x61c\x67unknown\xf6";
        let mut kept = Kept::default();
        let mut from = CborCodec::default().create_deserializer(body);
        read_members(&mut kept, &mut DeserializerReader(&mut from)).expect("it is read");
        let a = "a".to_owned();
        let expected = Kept {
            text: None,
            next: Some(Box::default()),
            dense: Some(vec![a.clone()]),
            sparse: Some(vec![Some(a), None]),
            map: Some([("b".to_owned(), "c".to_owned())].into()),
        };
        assert_eq!(kept, expected);
    }

    #[test]
    fn numbers_in_cbor_may_have_any_size() {
        let schema = &aws_smithy_schema::prelude::FLOAT;
        for bytes in [
            &[0xf9, 0x3e, 0x00][..],
            &[0xfa, 0x3f, 0xc0, 0, 0],
            &[0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0],
        ] {
            let mut from = CborCodec::default().create_deserializer(bytes);
            assert_eq!(
                DeserializerReader(&mut from).read_float(schema).unwrap(),
                1.5,
                "{bytes:02x?}"
            );
        }
    }
}
