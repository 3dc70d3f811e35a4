//! Structures as expressions see them.
//!
//! A structure is shown to expressions by writing it, as protocols do, so that nothing is generated or
//! compiled for waiters alone. Copies of a value share what it holds.

use crate::schema::is_left_out_if_zero;
use crate::serde::union::is_unknown;
use crate::serde::{Serializable, Structure};
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::date_time::Format;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, Number};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A value of JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum JsonValue {
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<str>),
    List(Rc<Vec<JsonValue>>),
    Object(Rc<BTreeMap<String, JsonValue>>),
}

impl JsonValue {
    /// The members of a structure that are set, by their names in the model. What cannot be written, a
    /// union's member that the model does not know, is left out.
    pub fn of(structure: &dyn Structure) -> Self {
        let mut writer = Writer::new(|blob| Self::text(&String::from_utf8_lossy(blob.as_ref())));
        writer.object(&Serializable(structure));
        writer.last()
    }

    /// What `write` writes last, with `blob` for bytes.
    pub fn written(
        blob: fn(&Blob) -> Self,
        write: impl FnOnce(&mut dyn ShapeSerializer) -> Result,
    ) -> Self {
        let mut writer = Writer::new(blob);
        // What fails has written what it could.
        let _ = write(&mut writer);
        writer.last()
    }

    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub fn list(items: Vec<JsonValue>) -> Self {
        Self::List(Rc::new(items))
    }

    pub fn object(entries: BTreeMap<String, JsonValue>) -> Self {
        Self::Object(Rc::new(entries))
    }

    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// Whether it counts as true: all but null, false and what is empty ("Or Expressions" of the
    /// JMESPath specification).
    pub fn is_true(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(truth) => *truth,
            Self::Number(_) => true,
            Self::Text(text) => !text.is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Object(entries) => !entries.is_empty(),
        }
    }
}

impl From<&Document> for JsonValue {
    fn from(document: &Document) -> Self {
        match document {
            Document::Null => Self::Null,
            Document::Bool(truth) => Self::Bool(*truth),
            Document::Number(Number::PosInt(number)) => Self::Number(*number as f64),
            Document::Number(Number::NegInt(number)) => Self::Number(*number as f64),
            Document::Number(Number::Float(number)) => Self::Number(*number),
            Document::String(text) => Self::text(text),
            Document::Array(items) => Self::list(items.iter().map(Self::from).collect()),
            Document::Object(entries) => {
                Self::object(entries.iter().map(|(key, v)| (key.clone(), v.into())).collect())
            }
        }
    }
}

/// Writes into values.
struct Writer {
    /// What is being written, outermost first: values, and the names of members that they are.
    open: Vec<Vec<(Option<String>, JsonValue)>>,
    /// What was written last outside of all.
    done: Vec<(Option<String>, JsonValue)>,
    /// What bytes become.
    blob: fn(&Blob) -> JsonValue,
}

type Result<T = ()> = std::result::Result<T, SerdeError>;

impl Writer {
    fn new(blob: fn(&Blob) -> JsonValue) -> Self {
        Self { open: Vec::new(), done: Vec::new(), blob }
    }

    fn put(&mut self, member: &Schema<'_>, value: JsonValue) -> Result {
        let name = member.member_name().map(str::to_owned);
        self.open.last_mut().unwrap_or(&mut self.done).push((name, value));
        Ok(())
    }

    /// What `write` writes.
    fn collect(
        &mut self,
        write: impl FnOnce(&mut dyn ShapeSerializer) -> Result,
    ) -> Vec<(Option<String>, JsonValue)> {
        self.open.push(Vec::new());
        // What fails has written what it could.
        let _ = write(self);
        self.open.pop().unwrap_or_default()
    }

    /// A structure, with the zeros that are not sent.
    fn object(&mut self, structure: &dyn SerializableStruct) {
        let written = self.collect(|to| structure.serialize_members(to)).into_iter();
        // A structure that is the whole body is written under its own schema, which is no member's.
        let payload = || {
            let members = structure.schema().members();
            let payload = members.iter().find(|member| member.http_payload().is_some())?;
            payload.member_name().map(str::to_owned)
        };
        let mut entries: BTreeMap<_, _> =
            written.filter_map(|(name, value)| Some((name.or_else(payload)?, value))).collect();
        for member in structure.schema().members().iter().filter(|m| is_left_out_if_zero(m)) {
            let name = member.member_name().unwrap_or_default().to_owned();
            entries.entry(name).or_insert_with(|| match member.shape_type() {
                ShapeType::Boolean => JsonValue::Bool(false),
                _ => JsonValue::Number(0.0),
            });
        }
        self.done.push((None, JsonValue::object(entries)));
    }

    fn last(&mut self) -> JsonValue {
        self.done.pop().map_or(JsonValue::Null, |(_, value)| value)
    }
}

impl ShapeSerializer for Writer {
    fn write_struct(&mut self, schema: &Schema<'_>, value: &dyn SerializableStruct) -> Result {
        if is_unknown(value) {
            return value.serialize_members(self);
        }
        self.object(value);
        let object = self.last();
        self.put(schema, object)
    }

    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        write_elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        let items = self.collect(write_elements).into_iter().map(|(_, item)| item).collect();
        self.put(schema, JsonValue::list(items))
    }

    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        write_entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        let mut written = self.collect(write_entries).into_iter().map(|(_, value)| value);
        let mut entries = BTreeMap::new();
        while let (Some(JsonValue::Text(key)), Some(value)) = (written.next(), written.next()) {
            entries.insert(key.to_string(), value);
        }
        self.put(schema, JsonValue::object(entries))
    }

    fn write_boolean(&mut self, schema: &Schema<'_>, value: bool) -> Result {
        self.put(schema, JsonValue::Bool(value))
    }

    fn write_byte(&mut self, schema: &Schema<'_>, value: i8) -> Result {
        self.put(schema, JsonValue::Number(value.into()))
    }

    fn write_short(&mut self, schema: &Schema<'_>, value: i16) -> Result {
        self.put(schema, JsonValue::Number(value.into()))
    }

    fn write_integer(&mut self, schema: &Schema<'_>, value: i32) -> Result {
        self.put(schema, JsonValue::Number(value.into()))
    }

    fn write_long(&mut self, schema: &Schema<'_>, value: i64) -> Result {
        self.put(schema, JsonValue::Number(value as f64))
    }

    fn write_float(&mut self, schema: &Schema<'_>, value: f32) -> Result {
        self.put(schema, JsonValue::Number(value.into()))
    }

    fn write_double(&mut self, schema: &Schema<'_>, value: f64) -> Result {
        self.put(schema, JsonValue::Number(value))
    }

    fn write_big_integer(&mut self, schema: &Schema<'_>, value: &BigInteger) -> Result {
        self.put(schema, number(value.as_ref()))
    }

    fn write_big_decimal(&mut self, schema: &Schema<'_>, value: &BigDecimal) -> Result {
        self.put(schema, number(value.as_ref()))
    }

    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Result {
        self.put(schema, JsonValue::text(value))
    }

    fn write_blob(&mut self, schema: &Schema<'_>, value: Blob) -> Result {
        self.put(schema, (self.blob)(&value))
    }

    fn write_timestamp(&mut self, schema: &Schema<'_>, value: &DateTime) -> Result {
        let text = value.fmt(Format::DateTime);
        self.put(schema, text.map_or(JsonValue::Null, |text| JsonValue::text(&text)))
    }

    fn write_document(&mut self, schema: &Schema<'_>, value: &Document) -> Result {
        self.put(schema, value.into())
    }

    fn write_null(&mut self, schema: &Schema<'_>) -> Result {
        self.put(schema, JsonValue::Null)
    }
}

fn number(digits: &str) -> JsonValue {
    digits.parse().map_or(JsonValue::Null, JsonValue::Number)
}
