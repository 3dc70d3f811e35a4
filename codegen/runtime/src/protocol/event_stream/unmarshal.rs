//! Messages to events and errors.

use super::{Event, EventError, codec};
use crate::error::{ErrorMetadata, ErrorResponse, unhandled};
use crate::serde::{DeserializerReader, Reader, union, without_message};
use aws_smithy_eventstream::error::Error;
use aws_smithy_eventstream::frame::{UnmarshallMessage, UnmarshalledMessage};
use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::event_stream::{HeaderValue, Message};
use aws_smithy_types::str_bytes::StrBytes;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use bytes::Bytes;
use std::fmt;
use std::marker::PhantomData;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// Reads messages as members of `T` and variants of `E`.
pub(super) struct Unmarshaller<T, E> {
    protocol: SharedClientProtocol,
    /// Whether messages hold what must not be shown.
    sensitive: bool,
    reads: PhantomData<fn() -> (T, E)>,
}

impl<T, E> Unmarshaller<T, E> {
    pub(super) fn new(protocol: &SharedClientProtocol, sensitive: bool) -> Self {
        Self { protocol: protocol.clone(), sensitive, reads: PhantomData }
    }
}

impl<T, E> fmt::Debug for Unmarshaller<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unmarshaller")
    }
}

impl<T: Event, E: EventError> UnmarshallMessage for Unmarshaller<T, E> {
    type Output = T;
    type Error = E;

    fn unmarshall(
        &self,
        message: &Message,
    ) -> std::result::Result<UnmarshalledMessage<T, E>, Error> {
        let unreadable = |error: SerdeError| Error::unmarshalling(error.to_string());
        let codec = codec(&self.protocol).map_err(unreadable)?;
        match text(message, ":message-type") {
            Some("event") => {
                event(message, codec).map(UnmarshalledMessage::Event).map_err(unreadable)
            }
            Some("exception") => Ok(UnmarshalledMessage::Error(exception(message, codec, self))),
            Some("error") => Ok(UnmarshalledMessage::Error(error(message))),
            Some(other) => Err(Error::unmarshalling(format!("`{other}` is not a type of message"))),
            None => Err(Error::unmarshalling("the message does not tell its type")),
        }
    }
}

fn event<T: Event>(message: &Message, codec: &dyn DynCodec) -> Result<T> {
    let name = text(message, ":event-type");
    let name = name.ok_or_else(|| SerdeError::custom("the event does not tell its type"))?;
    let mut members = T::table().union().schema().members().iter().enumerate();
    let Some((index, member)) = members.find(|(_, member)| member.member_name() == Some(name))
    else {
        return Ok(T::unknown());
    };
    let read = union::read_member(index, member, &mut Incoming::Message(message, codec))?;
    Ok(read.unwrap_or_else(T::unknown))
}

/// An error of the model, or one that the service added later.
fn exception<T, E: EventError>(
    message: &Message,
    codec: &dyn DynCodec,
    Unmarshaller { protocol, sensitive, .. }: &Unmarshaller<T, E>,
) -> E {
    let name = text(message, ":exception-type").unwrap_or_default();
    let place = E::EXCEPTIONS.iter().find(|(member, _)| *member == name).map(|(_, place)| *place);
    let listed = place.and_then(|place| E::MODELED.get(place));
    let (meta, unreadable) = match message.payload() {
        empty if empty.is_empty() => (ErrorMetadata::builder(), None),
        payload => match protocol.parse_event_stream_error_metadata(payload) {
            Ok(meta) => (meta, None),
            Err(cause) => (ErrorMetadata::builder(), Some(cause)),
        },
    };
    let meta = meta.code(listed.map_or(name, |descriptor| descriptor.code)).build();
    let read = place.filter(|_| unreadable.is_none()).map(|place| {
        E::read(place, ErrorResponse { from: &mut Incoming::Message(message, codec), meta: &meta })
    });
    let cause = match read {
        Some(Ok(Some(error))) => return error,
        Some(Err(cause)) => Some(cause),
        Some(Ok(None)) | None => unreadable,
    };
    // The message may be a member that is sensitive, of the error that was not read.
    let quiet = *sensitive && place.is_some();
    unhandled(cause, if quiet { without_message(&meta) } else { meta })
}

/// An error that no model knows: it has a code and a message, and no members.
fn error<E: EventError>(message: &Message) -> E {
    let mut meta = ErrorMetadata::builder();
    if let Some(code) = text(message, ":error-code") {
        meta = meta.code(code);
    }
    if let Some(text) = text(message, ":error-message") {
        meta = meta.message(text);
    }
    unhandled(None, meta.build())
}

fn header<'a>(message: &'a Message, name: &str) -> Option<&'a HeaderValue> {
    let mut headers = message.headers().iter();
    headers.find(|header| header.name().as_str() == name).map(|header| header.value())
}

fn text<'a>(message: &'a Message, name: &str) -> Option<&'a str> {
    header(message, name)?.as_string().ok().map(StrBytes::as_str)
}

/// What a member is read from that is not in the document of a message.
enum Incoming<'a> {
    /// The structure that is the event itself.
    Message(&'a Message, &'a dyn DynCodec),
    /// A header, or a payload of text or bytes.
    Value(HeaderValue),
}

impl Incoming<'_> {
    fn value<'v, T>(
        &'v self,
        of: fn(&'v HeaderValue) -> std::result::Result<T, &'v HeaderValue>,
    ) -> Result<T> {
        let other = |found| SerdeError::type_mismatch(format!("a header holds {found:?}"));
        match self {
            Incoming::Value(value) => of(value).map_err(other),
            Incoming::Message(..) => {
                Err(SerdeError::type_mismatch("an event that is not a structure cannot be read"))
            }
        }
    }

    /// A whole number, which may come in any width.
    fn integer<T: TryFrom<i64>>(&self) -> Result<T> {
        let value = self.value(|value| match value {
            HeaderValue::Byte(number) => Ok(i64::from(*number)),
            HeaderValue::Int16(number) => Ok(i64::from(*number)),
            HeaderValue::Int32(number) => Ok(i64::from(*number)),
            HeaderValue::Int64(number) => Ok(*number),
            other => Err(other),
        })?;
        let range = |_| SerdeError::invalid_input(format!("the number {value} is too large"));
        value.try_into().map_err(range)
    }
}

/// Reads the member that is the whole payload, or else all those in the document.
fn read_payload(
    payload: &Bytes,
    codec: &dyn DynCodec,
    schema: &Schema<'_>,
    member: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
) -> Result {
    let whole = schema.members().iter().find(|member| member.event_payload().is_some());
    let value = match whole.map(|whole| whole.shape_type()) {
        Some(ShapeType::Blob) => HeaderValue::ByteArray(payload.clone()),
        Some(ShapeType::String) => {
            let text = StrBytes::try_from(payload.clone());
            HeaderValue::String(text.map_err(|_| SerdeError::custom("the text is not UTF-8"))?)
        }
        _ if payload.is_empty() => return Ok(()),
        _ => {
            let mut document = codec.create_deserializer(payload);
            return match whole {
                Some(whole) => member(whole, &mut DeserializerReader(&mut *document)),
                None => DeserializerReader(&mut *document).read_struct(schema, member),
            };
        }
    };
    whole.map_or(Ok(()), |whole| member(whole, &mut Incoming::Value(value)))
}

macro_rules! in_no_header {
    ($($read:ident: $type:ty),* $(,)?) => {$(
        fn $read(&mut self, _: &Schema<'_>) -> Result<$type> {
            Err(SerdeError::unsupported("no header of an event is of this type"))
        }
    )*};
}

macro_rules! in_header {
    ($($read:ident: $type:ty = |$from:ident| $value:expr),* $(,)?) => {$(
        fn $read(&mut self, _: &Schema<'_>) -> Result<$type> {
            let $from = &*self;
            $value
        }
    )*};
}

impl Reader for Incoming<'_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
    ) -> Result {
        let Incoming::Message(message, codec) = self else {
            return Err(SerdeError::unsupported("no header of an event is a structure"));
        };
        read_payload(message.payload(), *codec, schema, member)?;
        // A header goes before a member of the document that has its name.
        for bound in schema.members().iter().filter(|member| member.event_header().is_some()) {
            let header = bound.member_name().and_then(|name| header(message, name));
            if let Some(value) = header {
                member(bound, &mut Incoming::Value(value.clone()))?;
            }
        }
        Ok(())
    }

    fn read_list(
        &mut self,
        _: &Schema<'_>,
        _: &mut dyn FnMut(&mut dyn Reader) -> Result,
    ) -> Result {
        Err(SerdeError::unsupported("no header of an event is a list"))
    }

    fn read_map(
        &mut self,
        _: &Schema<'_>,
        _: &mut dyn FnMut(&str, &mut dyn Reader) -> Result,
    ) -> Result {
        Err(SerdeError::unsupported("no header of an event is a map"))
    }

    fn read_text(&mut self, _: &Schema<'_>, take: &mut dyn FnMut(&str)) -> Result {
        self.value(HeaderValue::as_string).map(|text| take(text.as_str()))
    }

    fn is_null(&self) -> bool {
        false
    }

    fn read_null(&mut self) -> Result {
        Ok(())
    }

    in_header! {
        read_string: String = |from| from.value(HeaderValue::as_string).map(|text| text.as_str().to_owned()),
        read_boolean: bool = |from| from.value(HeaderValue::as_bool),
        read_byte: i8 = |from| from.integer(),
        read_short: i16 = |from| from.integer(),
        read_integer: i32 = |from| from.integer(),
        read_long: i64 = |from| from.integer(),
        read_blob: Blob = |from| from.value(HeaderValue::as_byte_array).map(|bytes| Blob::new(bytes.to_vec())),
        read_timestamp: DateTime = |from| from.value(HeaderValue::as_timestamp),
    }

    in_no_header! {
        read_float: f32,
        read_double: f64,
        read_big_integer: BigInteger,
        read_big_decimal: BigDecimal,
        read_document: Document,
    }
}
