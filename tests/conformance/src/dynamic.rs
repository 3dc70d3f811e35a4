//! Structures from JSON and to JSON, by the names of the model: what boto3 takes and gives.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http_body::{Body, Frame};
use serde_json::{Map, Number, Value, json};
use smithwright_runtime::aws_smithy_schema::Schema;
use smithwright_runtime::aws_smithy_schema::serde::{
    SerdeError, SerializableStruct, ShapeDeserializer, ShapeSerializer,
};
use smithwright_runtime::aws_smithy_types::body::SdkBody;
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use smithwright_runtime::aws_smithy_types::{
    BigDecimal, BigInteger, Blob, DateTime, Document, date_time::Format,
};
use smithwright_runtime::serde::DeserializerReader;
use smithwright_runtime::serde::{Serializable, Structure, read_members};
use std::pin::Pin;
use std::task::{Context, Poll};

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// The structure as JSON: members by their names in the model, points in time as seconds.
///
/// # Errors
///
/// When a member has a type that JSON does not.
pub fn to_json(structure: &dyn Structure) -> Result<Value> {
    let members = structure.table().shape().schema().members();
    let payload = members.iter().find(|member| member.http_payload().is_some());
    let payload = payload.and_then(|member| member.member_name()).map(str::to_owned);
    let mut writer = Writer { open: vec![Open::Object(Map::new())], payload };
    Serializable(structure).serialize_members(&mut writer)?;
    Ok(writer.close())
}

/// Sets the members of `structure` that `json` names.
///
/// # Errors
///
/// When `json` names a member that is not there, or gives one a wrong type.
pub fn from_json(structure: &mut dyn Structure, json: &Value) -> Result {
    read_members(structure, &mut DeserializerReader(&mut Reader(json)))
}

/// A number; those that JSON does not have are texts, as in bodies of JSON.
pub fn number(value: f64) -> Value {
    let named = if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    };
    Number::from_f64(value).map_or_else(|| named.into(), Value::Number)
}

/// The key of an object that stands for bytes that are no text.
const BASE64: &str = "base64";

/// The key of an object that stands for a stream whose length nobody knows: its parts.
const STREAM: &str = "stream";

/// Bytes: a text if they are one, or else `{"base64": "…"}`.
pub fn blob(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => json!({ BASE64: BASE64_STANDARD.encode(bytes) }),
    }
}

/// Bytes as [`blob`] writes them.
fn bytes(value: &Value) -> Result<Vec<u8>> {
    match (value.as_str(), value[BASE64].as_str()) {
        (Some(text), _) => Ok(text.as_bytes().to_vec()),
        (None, Some(encoded)) => {
            BASE64_STANDARD.decode(encoded).map_err(|error| SerdeError::custom(error.to_string()))
        }
        (None, None) => Err(SerdeError::custom(format!("bytes are expected, not {value}"))),
    }
}

/// A stream: bytes as [`blob`] writes them, or `{"stream": […]}` of such parts, of which the length is not told
/// beforehand.
///
/// # Errors
///
/// When the value is none of these.
pub fn stream(value: &Value) -> Result<ByteStream> {
    match value[STREAM].as_array() {
        Some(parts) => {
            let parts: Vec<_> = parts.iter().map(bytes).collect::<Result<_>>()?;
            Ok(ByteStream::new(SdkBody::from_body_1_x(Parts(parts.into_iter()))))
        }
        None if value.is_null() => Ok(ByteStream::default()),
        None => bytes(value).map(ByteStream::from),
    }
}

/// A body that does not tell its length.
struct Parts(std::vec::IntoIter<Vec<u8>>);

impl Body for Parts {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.0.next().map(|part| Ok(Frame::data(part.into()))))
    }
}

/// A document as the JSON it says.
pub fn document(value: &Document) -> Value {
    use smithwright_runtime::aws_smithy_types::Number::{Float, NegInt, PosInt};
    match value {
        Document::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), document(value))).collect()
        }
        Document::Array(items) => items.iter().map(document).collect(),
        Document::Number(PosInt(value)) => Value::from(*value),
        Document::Number(NegInt(value)) => Value::from(*value),
        Document::Number(Float(value)) => number(*value),
        Document::String(text) => Value::from(text.as_str()),
        Document::Bool(flag) => Value::from(*flag),
        Document::Null => Value::Null,
    }
}

fn to_document(value: &Value) -> Document {
    match value {
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| (name.clone(), to_document(value));
            Document::Object(fields.iter().map(field).collect())
        }
        Value::Array(items) => Document::Array(items.iter().map(to_document).collect()),
        Value::String(text) => text.as_str().into(),
        Value::Bool(flag) => (*flag).into(),
        Value::Null => Document::Null,
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => number.into(),
            (_, Some(number), _) => number.into(),
            (.., number) => number.unwrap_or(f64::NAN).into(),
        },
    }
}

enum Open {
    Object(Map<String, Value>),
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

struct Writer {
    open: Vec<Open>,
    /// The member that is the whole body: a structure or union in its place is written under its own name.
    payload: Option<String>,
}

impl Writer {
    fn put(&mut self, schema: &Schema<'_>, value: Value) -> Result {
        match self.open.last_mut() {
            Some(Open::Object(object)) => {
                let name = schema.member_name().or(self.payload.as_deref());
                let name = name.ok_or_else(|| SerdeError::custom("no member"))?;
                object.insert(name.to_owned(), value);
            }
            Some(Open::List(list)) => list.push(value),
            Some(Open::Map(map, key)) => match key.take() {
                Some(key) => drop(map.insert(key, value)),
                None => *key = value.as_str().map(str::to_owned),
            },
            None => return Err(SerdeError::custom("nothing is open")),
        }
        Ok(())
    }

    fn close(&mut self) -> Value {
        match self.open.pop() {
            Some(Open::Object(object) | Open::Map(object, _)) => object.into(),
            Some(Open::List(list)) => list.into(),
            None => Value::Null,
        }
    }

    fn nested(
        &mut self,
        schema: &Schema<'_>,
        open: Open,
        write: &dyn Fn(&mut Self) -> Result,
    ) -> Result {
        self.open.push(open);
        write(self)?;
        let value = self.close();
        self.put(schema, value)
    }
}

impl ShapeSerializer for Writer {
    fn write_struct(&mut self, schema: &Schema<'_>, value: &dyn SerializableStruct) -> Result {
        self.nested(schema, Open::Object(Map::new()), &|to| value.serialize_members(to))
    }
    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        self.nested(schema, Open::List(Vec::new()), &|to| elements(to))
    }
    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        self.nested(schema, Open::Map(Map::new(), None), &|to| entries(to))
    }
    fn write_boolean(&mut self, schema: &Schema<'_>, value: bool) -> Result {
        self.put(schema, value.into())
    }
    fn write_byte(&mut self, schema: &Schema<'_>, value: i8) -> Result {
        self.put(schema, value.into())
    }
    fn write_short(&mut self, schema: &Schema<'_>, value: i16) -> Result {
        self.put(schema, value.into())
    }
    fn write_integer(&mut self, schema: &Schema<'_>, value: i32) -> Result {
        self.put(schema, value.into())
    }
    fn write_long(&mut self, schema: &Schema<'_>, value: i64) -> Result {
        self.put(schema, value.into())
    }
    fn write_float(&mut self, schema: &Schema<'_>, value: f32) -> Result {
        // 1.1 is 1.1, and not the nearest of the numbers of twice the size.
        self.put(schema, value.to_string().parse().map_or(Value::Null, number))
    }
    fn write_double(&mut self, schema: &Schema<'_>, value: f64) -> Result {
        self.put(schema, number(value))
    }
    fn write_big_integer(&mut self, schema: &Schema<'_>, value: &BigInteger) -> Result {
        self.put(schema, value.as_ref().into())
    }
    fn write_big_decimal(&mut self, schema: &Schema<'_>, value: &BigDecimal) -> Result {
        self.put(schema, value.as_ref().into())
    }
    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Result {
        self.put(schema, value.into())
    }
    fn write_blob(&mut self, schema: &Schema<'_>, value: Blob) -> Result {
        self.put(schema, blob(value.as_ref()))
    }
    fn write_timestamp(&mut self, schema: &Schema<'_>, value: &DateTime) -> Result {
        self.put(schema, number(value.as_secs_f64()))
    }
    fn write_document(&mut self, schema: &Schema<'_>, value: &Document) -> Result {
        self.put(schema, document(value))
    }
    fn write_null(&mut self, schema: &Schema<'_>) -> Result {
        self.put(schema, Value::Null)
    }
}

struct Reader<'a>(&'a Value);

impl Reader<'_> {
    fn want<T>(&self, what: &str, value: Option<T>) -> Result<T> {
        value.ok_or_else(|| SerdeError::custom(format!("{what} is expected, not {}", self.0)))
    }

    fn number<T: TryFrom<i64>>(&self, what: &str) -> Result<T> {
        self.want(what, self.0.as_i64().and_then(|number| number.try_into().ok()))
    }
}

impl ShapeDeserializer for Reader<'_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        read: &mut dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        for (name, value) in self.want("an object", self.0.as_object())? {
            let member = schema.member_schema(name);
            let member =
                member.ok_or_else(|| SerdeError::custom(format!("there is no member {name}")))?;
            if !value.is_null() {
                read(member, &mut Reader(value))?;
            }
        }
        Ok(())
    }
    fn read_list(
        &mut self,
        _: &Schema<'_>,
        read: &mut dyn FnMut(&mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        self.want("a list", self.0.as_array())?
            .iter()
            .try_for_each(|value| read(&mut Reader(value)))
    }
    fn read_map(
        &mut self,
        _: &Schema<'_>,
        read: &mut dyn FnMut(String, &mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        let entries = self.want("a map", self.0.as_object())?;
        entries.iter().try_for_each(|(key, value)| read(key.clone(), &mut Reader(value)))
    }
    fn read_boolean(&mut self, _: &Schema<'_>) -> Result<bool> {
        self.want("a boolean", self.0.as_bool())
    }
    fn read_byte(&mut self, _: &Schema<'_>) -> Result<i8> {
        self.number("a byte")
    }
    fn read_short(&mut self, _: &Schema<'_>) -> Result<i16> {
        self.number("a short")
    }
    fn read_integer(&mut self, _: &Schema<'_>) -> Result<i32> {
        self.number("an integer")
    }
    fn read_long(&mut self, _: &Schema<'_>) -> Result<i64> {
        self.number("a long")
    }
    fn read_float(&mut self, schema: &Schema<'_>) -> Result<f32> {
        self.read_double(schema).map(|number| number as f32)
    }
    fn read_double(&mut self, _: &Schema<'_>) -> Result<f64> {
        let number = match self.0.as_str() {
            Some("NaN") => Some(f64::NAN),
            Some("Infinity") => Some(f64::INFINITY),
            Some("-Infinity") => Some(f64::NEG_INFINITY),
            _ => self.0.as_f64(),
        };
        self.want("a number", number)
    }
    fn read_big_integer(&mut self, _: &Schema<'_>) -> Result<BigInteger> {
        Err(SerdeError::unsupported("big integers"))
    }
    fn read_big_decimal(&mut self, _: &Schema<'_>) -> Result<BigDecimal> {
        Err(SerdeError::unsupported("big decimals"))
    }
    fn read_string(&mut self, _: &Schema<'_>) -> Result<String> {
        match self.0 {
            // JSON that travels as a text, or a time in a header, which is read as one.
            Value::Object(_) | Value::Array(_) | Value::Number(_) => Ok(self.0.to_string()),
            _ => self.want("a string", self.0.as_str()).map(str::to_owned),
        }
    }
    fn read_blob(&mut self, _: &Schema<'_>) -> Result<Blob> {
        bytes(self.0).map(Blob::new)
    }
    fn read_timestamp(&mut self, _: &Schema<'_>) -> Result<DateTime> {
        match self.0.as_f64() {
            Some(seconds) => Ok(DateTime::from_secs_f64(seconds)),
            None => {
                let text = self.want("a point in time", self.0.as_str())?;
                DateTime::from_str(text, Format::DateTime)
                    .map_err(|error| SerdeError::custom(error.to_string()))
            }
        }
    }
    fn read_document(&mut self, _: &Schema<'_>) -> Result<Document> {
        Ok(to_document(self.0))
    }
    fn is_null(&self) -> bool {
        self.0.is_null()
    }
    fn container_size(&self) -> Option<usize> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smithwright_apigatewayv2::types::Integration;

    #[test]
    fn a_structure_goes_there_and_back() {
        let sent = json!({
            "ConnectionType": "INTERNET",
            "TimeoutInMillis": 50,
            "ResponseParameters": {"200": {"a": "b"}},
            "TlsConfig": {"ServerNameToVerify": "s"},
        });
        let mut integration = Integration::builder().build();
        from_json(&mut integration, &sent).unwrap();
        assert_eq!(integration.timeout_in_millis(), Some(50));
        assert_eq!(to_json(&integration).unwrap(), sent);
    }

    #[test]
    fn bytes_that_are_no_text_are_written_in_base64() {
        for (written, read) in [(json!("é"), "é".as_bytes()), (json!({"base64": "/w=="}), &[0xff])]
        {
            assert_eq!(blob(read), written);
            assert_eq!(bytes(&written).unwrap(), read);
        }
        assert!(bytes(&json!({"base64": "?"})).is_err() && bytes(&json!(1)).is_err());
    }

    #[tokio::test]
    async fn a_stream_may_not_tell_its_length() {
        let parts = stream(&json!({"stream": ["a", {"base64": "/w=="}]})).unwrap();
        assert_eq!(parts.size_hint().1, None);
        assert_eq!(parts.collect().await.unwrap().to_vec(), b"a\xff");
        assert_eq!(stream(&json!("ab")).unwrap().size_hint(), (2, Some(2)));
        assert_eq!(stream(&Value::Null).unwrap().size_hint().1, Some(0));
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let mut integration = Integration::builder().build();
        let error = from_json(&mut integration, &json!({"Nonsense": 1})).unwrap_err();
        assert!(error.to_string().contains("there is no member Nonsense"), "{error}");
    }
}
