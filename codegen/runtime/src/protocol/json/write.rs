//! Writes JSON bodies, as the published serializer of `aws-smithy-json` writes them; a test holds the two together.
//!
//! Keys are quoted once for all bodies, and texts are looked through before they are copied, most of which need no
//! escape.

use super::escape::quote;
use super::{Keys, number};
use crate::serde::time;
use aws_smithy_json::serialize::JsonValueWriter;
use aws_smithy_schema::Schema;
use aws_smithy_schema::codec::FinishSerializer;
use aws_smithy_schema::extension::SchemaExtensionKey;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::date_time::Format;
use aws_smithy_types::primitive::Encoder;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, base64};

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// A body in the making. It has no `Debug`, as it holds what may be sensitive.
#[allow(missing_debug_implementations)]
pub struct Writer {
    out: Vec<u8>,
    keys: &'static SchemaExtensionKey<Key>,
    inside: Inside,
    is_first: bool,
}

/// What the next value stands in.
#[derive(Debug, Clone, Copy)]
enum Inside {
    /// Nothing: it is the whole body.
    Body,
    /// A structure, where the schema has the key.
    Structure,
    List,
    /// A map, where a key comes before each value.
    MapAtKey,
    MapAtValue,
}

/// What stands before a member's value, if another member is before it: a comma, its key in quotes, and a colon.
struct Key(Vec<u8>);

static JSON_NAMES: SchemaExtensionKey<Key> =
    SchemaExtensionKey::new(|member| Key::new(Keys::JsonNames.of(member)));
static MEMBER_NAMES: SchemaExtensionKey<Key> =
    SchemaExtensionKey::new(|member| Key::new(Keys::MemberNames.of(member)));

impl Key {
    fn new(name: Option<&str>) -> Self {
        let mut key = vec![b','];
        if let Some(name) = name {
            quote(name, &mut key);
            key.push(b':');
        }
        Self(key)
    }
}

impl Writer {
    /// Writes a body whose structures have these keys.
    pub fn new(keys: Keys) -> Self {
        let keys = match keys {
            Keys::JsonNames => &JSON_NAMES,
            Keys::MemberNames => &MEMBER_NAMES,
        };
        Self { out: Vec::with_capacity(256), keys, inside: Inside::Body, is_first: true }
    }

    fn comma(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
    }

    /// What stands before a value.
    fn begin(&mut self, schema: &Schema<'_>) {
        match self.inside {
            Inside::Body => {}
            Inside::Structure => {
                let key = &schema.extension(self.keys).0;
                let comma = usize::from(std::mem::take(&mut self.is_first));
                self.out.extend_from_slice(key.get(comma..).unwrap_or_default());
            }
            Inside::List | Inside::MapAtKey => self.comma(),
            Inside::MapAtValue => self.inside = Inside::MapAtKey,
        }
    }

    fn nested(
        &mut self,
        schema: &Schema<'_>,
        [open, close]: [u8; 2],
        inside: Inside,
        values: impl FnOnce(&mut Self) -> Result,
    ) -> Result {
        self.begin(schema);
        self.out.push(open);
        let outside = (std::mem::replace(&mut self.inside, inside), self.is_first);
        self.is_first = true;
        values(self)?;
        (self.inside, self.is_first) = outside;
        self.out.push(close);
        Ok(())
    }

    fn bare(&mut self, schema: &Schema<'_>, text: &str) -> Result {
        self.begin(schema);
        self.out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn quoted(&mut self, schema: &Schema<'_>, text: &str) -> Result {
        self.begin(schema);
        quote(text, &mut self.out);
        Ok(())
    }

    /// A number of any size, of which no error tells: it may be sensitive.
    fn any_size(&mut self, schema: &Schema<'_>, text: &str) -> Result {
        match number::is_json(text) {
            true => self.bare(schema, text),
            false => Err(SerdeError::invalid_input(
                "a number for JSON starts with a digit or a minus, without zeros before it, and has digits on both \
                 sides of its point",
            )),
        }
    }
}

impl FinishSerializer for Writer {
    fn finish(self) -> Vec<u8> {
        self.out
    }
}

macro_rules! encoded {
    ($($write:ident: $type:ty),* $(,)?) => {$(
        fn $write(&mut self, schema: &Schema<'_>, value: $type) -> Result {
            self.bare(schema, Encoder::from(value).encode())
        }
    )*};
}

/// What is no number is written as a text.
macro_rules! floats {
    ($($write:ident: $type:ty),* $(,)?) => {$(
        fn $write(&mut self, schema: &Schema<'_>, value: $type) -> Result {
            match value.is_finite() {
                true => self.bare(schema, Encoder::from(value).encode()),
                false => self.quoted(schema, Encoder::from(value).encode()),
            }
        }
    )*};
}

impl ShapeSerializer for Writer {
    fn write_struct(&mut self, schema: &Schema<'_>, value: &dyn SerializableStruct) -> Result {
        self.nested(schema, *b"{}", Inside::Structure, |to| value.serialize_members(to))
    }

    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        self.nested(schema, *b"[]", Inside::List, |to| elements(to))
    }

    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        self.nested(schema, *b"{}", Inside::MapAtKey, |to| entries(to))
    }

    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Result {
        if !matches!(self.inside, Inside::MapAtKey) {
            return self.quoted(schema, value);
        }
        self.quoted(schema, value)?;
        self.out.push(b':');
        self.inside = Inside::MapAtValue;
        Ok(())
    }

    fn write_blob(&mut self, schema: &Schema<'_>, value: Blob) -> Result {
        self.quoted(schema, &base64::encode(value))
    }

    fn write_timestamp(&mut self, schema: &Schema<'_>, value: &DateTime) -> Result {
        let format = time::format(schema, Format::EpochSeconds);
        let text = time::written(value, format)?;
        match format {
            Format::EpochSeconds => self.bare(schema, &text),
            _ => self.quoted(schema, &text),
        }
    }

    fn write_document(&mut self, schema: &Schema<'_>, value: &Document) -> Result {
        let mut text = String::new();
        JsonValueWriter::new(&mut text).document(value);
        self.bare(schema, &text)
    }

    fn write_null(&mut self, schema: &Schema<'_>) -> Result {
        self.bare(schema, "null")
    }

    fn write_big_integer(&mut self, schema: &Schema<'_>, value: &BigInteger) -> Result {
        self.any_size(schema, value.as_ref())
    }

    fn write_big_decimal(&mut self, schema: &Schema<'_>, value: &BigDecimal) -> Result {
        self.any_size(schema, value.as_ref())
    }

    encoded! {
        write_boolean: bool,
        write_byte: i8,
        write_short: i16,
        write_integer: i32,
        write_long: i64,
    }

    floats! {
        write_float: f32,
        write_double: f64,
    }
}
