//! Events and errors to messages.

use super::{Event, EventError, codec};
use crate::protocol::EVENTS;
use crate::redaction::{SensitiveInput, unheard};
use crate::serde::Serializable;
use aws_runtime::auth::{PayloadSigningOverride, SigV4OperationSigningConfig};
use aws_smithy_eventstream::error::Error;
use aws_smithy_eventstream::frame::{DeferredSigner, MarshallMessage};
use aws_smithy_http::event_stream::{EventOrInitial, EventOrInitialMarshaller, EventStreamSender};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_schema::Schema;
use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use futures_core::Stream;
use http_body_util::StreamBody;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// What stands in place of the hash of a body whose events are signed one by one.
const SIGNED_EVENTS: &str = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

/// Makes the events the body of `request`. What an RPC protocol put there goes before all events: the other members of the
/// input.
pub(super) fn send<T: Event, E: EventError>(
    events: EventStreamSender<T, E>,
    request: &mut HttpRequest,
    input: &Schema<'_>,
    protocol: &SharedClientProtocol,
    cfg: &mut ConfigBag,
) -> Result {
    codec(protocol)?;
    let is_payload = input.members().iter().any(|member| member.http_payload().is_some());
    let first = request.body().bytes().filter(|_| !is_payload);
    let first = first.map(|body| {
        let value = |text: &'static str| HeaderValue::String(text.into());
        Message::new(body.to_vec())
            .add_header(Header::new(":message-type", value("event")))
            .add_header(Header::new(":event-type", value("initial-request")))
            .add_header(Header::new(":content-type", media_type(protocol)))
    });
    let (signer, sender) = DeferredSigner::new();
    let state = cfg.interceptor_state();
    state.store_put(sender);
    state.store_put(PayloadSigningOverride::Precomputed(SIGNED_EVENTS.to_owned()));
    // Nothing may happen for long.
    state.store_put(StalledStreamProtectionConfig::disabled());
    if let Some(mut signing) = cfg.load::<SigV4OperationSigningConfig>().cloned() {
        signing.signing_options.content_sha256_header = true;
        cfg.interceptor_state().store_put(signing);
    }
    let events = EventStreamSender::from(After { first, rest: events.into_inner() });
    let messages = events.into_body_stream(
        EventOrInitialMarshaller::new(Marshaller::new(protocol)),
        ErrorMarshaller::new(protocol),
        signer,
    );
    let sensitive = cfg.load::<SensitiveInput>().is_some();
    *request.body_mut() = SdkBody::from_body_1_x(StreamBody::new(Frames { messages, sensitive }));
    let headers = request.headers_mut();
    headers.remove("content-length");
    headers.insert("content-type", EVENTS);
    Ok(())
}

/// Messages as they are sent; what is logged about those that hold what must not be shown, nobody hears.
struct Frames<S> {
    messages: S,
    sensitive: bool,
}

impl<S: Stream + Unpin> Stream for Frames<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let sensitive = self.sensitive;
        let mut poll = || Pin::new(&mut self.messages).poll_next(cx);
        if sensitive { unheard(poll) } else { poll() }
    }
}

/// No events at all.
pub(super) struct Nothing<T>(PhantomData<fn() -> T>);

impl<T> Default for Nothing<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T> Stream for Nothing<T> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(None)
    }
}

/// The events after the first message, if there is one.
struct After<T, E> {
    first: Option<Message>,
    rest: Pin<Box<dyn Stream<Item = std::result::Result<T, E>> + Send + Sync>>,
}

impl<T, E> Stream for After<T, E> {
    type Item = std::result::Result<EventOrInitial<T>, E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.first.take() {
            Some(message) => Poll::Ready(Some(Ok(EventOrInitial::InitialMessage(message)))),
            None => {
                let next = self.rest.as_mut().poll_next(cx);
                next.map(|next| next.map(|event| event.map(EventOrInitial::Event)))
            }
        }
    }
}

macro_rules! marshallers {
    ($($name:ident<$input:ident: $bound:ident>, |$protocol:ident, $value:ident| $message:expr;)*) => {$(
        struct $name<T> {
            protocol: SharedClientProtocol,
            writes: PhantomData<fn(T)>,
        }

        impl<T> $name<T> {
            fn new(protocol: &SharedClientProtocol) -> Self {
                Self { protocol: protocol.clone(), writes: PhantomData }
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl<T: $bound> MarshallMessage for $name<T> {
            type Input = T;

            fn marshall(&self, $value: T) -> std::result::Result<Message, Error> {
                let $protocol = &self.protocol;
                $message.map_err(|error: SerdeError| Error::marshalling(error.to_string()))
            }
        }
    )*};
}

marshallers! {
    Marshaller<T: Event>, |protocol, value| event(&value, protocol);
    ErrorMarshaller<T: EventError>, |protocol, value| exception(&value, protocol);
}

fn event<T: Event>(event: &T, protocol: &SharedClientProtocol) -> Result<Message> {
    let schema = T::table().union().schema();
    let part = event
        .member()
        .and_then(|(index, part)| Some((schema.member_schema_by_index(index)?, part)));
    let Some((member, part)) = part else {
        let name = schema.shape_id().shape_name();
        let message = format!("an unknown member of `{name}` cannot be sent");
        return Err(SerdeError::invalid_input(message));
    };
    let name = member.member_name().unwrap_or_default();
    message(["event", ":event-type", name], protocol, &|to| part.write_member(member, to))
}

fn exception<E: EventError>(error: &E, protocol: &SharedClientProtocol) -> Result<Message> {
    let Some((name, structure)) = error.modeled() else {
        return Err(SerdeError::invalid_input(
            "an error that the model does not know cannot be sent",
        ));
    };
    let schema = structure.table().shape().schema();
    message(["exception", ":exception-type", name], protocol, &|to| {
        to.write_struct(schema, &Serializable(structure))
    })
}

/// What a message becomes.
#[derive(Default)]
struct Draft {
    headers: Vec<Header>,
    /// The bytes, and what they are.
    payload: Option<(Vec<u8>, String)>,
}

fn message(
    [kind, type_header, name]: [&str; 3],
    protocol: &SharedClientProtocol,
    write: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
) -> Result<Message> {
    let text = |text: &str| HeaderValue::String(text.to_owned().into());
    let draft = RefCell::new(Draft::default());
    write(&mut Outgoing { protocol, codec: codec(protocol)?, draft: &draft, document: None })?;
    let Draft { headers, payload } = draft.into_inner();
    let mut all = vec![
        Header::new(":message-type", text(kind)),
        Header::new(type_header.to_owned(), text(name)),
    ];
    let (payload, media_type) = payload.unzip();
    all.extend(media_type.map(|media_type| Header::new(":content-type", text(&media_type))));
    all.extend(headers);
    Ok(Message::new_from_parts(all, payload.unwrap_or_default()))
}

fn media_type(protocol: &SharedClientProtocol) -> HeaderValue {
    HeaderValue::String(document_type(protocol).into())
}

fn document_type(protocol: &SharedClientProtocol) -> String {
    protocol.event_stream_media_type().unwrap_or("application/octet-stream").to_owned()
}

/// Writes a structure to a message: headers, payload, and the document of whatever else it has.
struct Outgoing<'a> {
    protocol: &'a SharedClientProtocol,
    codec: &'a dyn DynCodec,
    draft: &'a RefCell<Draft>,
    /// The document, once the structure has begun.
    document: Option<&'a mut dyn ShapeSerializer>,
}

/// The structure, whose members go where they are bound.
struct Split<'a> {
    value: &'a dyn SerializableStruct,
    protocol: &'a SharedClientProtocol,
    codec: &'a dyn DynCodec,
    draft: &'a RefCell<Draft>,
}

impl SerializableStruct for Split<'_> {
    fn schema(&self) -> &Schema<'_> {
        self.value.schema()
    }

    fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result {
        let Split { value, protocol, codec, draft } = *self;
        value.serialize_members(&mut Outgoing { protocol, codec, draft, document: Some(to) })
    }
}

impl Outgoing<'_> {
    fn document(&mut self) -> Result<&mut dyn ShapeSerializer> {
        match &mut self.document {
            Some(document) => Ok(&mut **document),
            None => Err(SerdeError::unsupported("an event that is not a structure cannot be sent")),
        }
    }

    /// Takes the value of a member that is a header or the payload.
    fn bound(&self, member: &Schema<'_>, value: Option<HeaderValue>) -> Option<Result> {
        let header = member.event_header().is_some();
        if !header && member.event_payload().is_none() {
            return None;
        }
        let name = member.member_name().unwrap_or_default();
        let mut draft = self.draft.borrow_mut();
        let unfit = || {
            let place = if header { "a header" } else { "the payload" };
            SerdeError::unsupported(format!("the member `{name}` cannot be {place} of an event"))
        };
        Some(match (header, value) {
            (true, Some(value)) => {
                draft.headers.push(Header::new(name.to_owned(), value));
                Ok(())
            }
            (false, Some(HeaderValue::ByteArray(bytes))) => {
                draft.payload = Some((bytes.to_vec(), "application/octet-stream".to_owned()));
                Ok(())
            }
            (false, Some(HeaderValue::String(text))) => {
                draft.payload = Some((text.as_str().into(), "text/plain".to_owned()));
                Ok(())
            }
            _ => Err(unfit()),
        })
    }

    fn set_document(&self, document: Vec<u8>) {
        self.draft.borrow_mut().payload = Some((document, document_type(self.protocol)));
    }
}

macro_rules! written {
    ($($write:ident($value:ident: $type:ty) => $header:expr;)*) => {$(
        fn $write(&mut self, schema: &Schema<'_>, $value: $type) -> Result {
            match self.bound(schema, $header) {
                Some(written) => written,
                None => self.document()?.$write(schema, $value),
            }
        }
    )*};
}

impl ShapeSerializer for Outgoing<'_> {
    fn write_struct(&mut self, schema: &Schema<'_>, value: &dyn SerializableStruct) -> Result {
        if schema.event_payload().is_some() {
            let mut payload = self.codec.create_serializer();
            payload.write_struct(value.schema(), value)?;
            self.set_document(payload.finish_boxed());
            return Ok(());
        }
        if let Some(document) = &mut self.document {
            return document.write_struct(schema, value);
        }
        let schema = value.schema();
        let (protocol, codec, draft) = (self.protocol, self.codec, self.draft);
        let mut document = codec.create_serializer();
        document.write_struct(schema, &Split { value, protocol, codec, draft })?;
        let members = schema.members();
        let has_payload = members.iter().any(|member| member.event_payload().is_some());
        if !has_payload
            && (members.is_empty() || members.iter().any(|m| m.event_header().is_none()))
        {
            self.set_document(document.finish_boxed());
        }
        Ok(())
    }

    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        self.bound(schema, None).unwrap_or(Ok(()))?;
        self.document()?.write_list(schema, elements)
    }

    fn write_list_with_length(
        &mut self,
        schema: &Schema<'_>,
        length: usize,
        elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        self.bound(schema, None).unwrap_or(Ok(()))?;
        self.document()?.write_list_with_length(schema, length, elements)
    }

    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        self.bound(schema, None).unwrap_or(Ok(()))?;
        self.document()?.write_map(schema, entries)
    }

    fn write_map_with_length(
        &mut self,
        schema: &Schema<'_>,
        length: usize,
        entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        self.bound(schema, None).unwrap_or(Ok(()))?;
        self.document()?.write_map_with_length(schema, length, entries)
    }

    fn write_null(&mut self, schema: &Schema<'_>) -> Result {
        self.document()?.write_null(schema)
    }

    written! {
        write_boolean(value: bool) => Some(HeaderValue::Bool(value));
        write_byte(value: i8) => Some(HeaderValue::Byte(value));
        write_short(value: i16) => Some(HeaderValue::Int16(value));
        write_integer(value: i32) => Some(HeaderValue::Int32(value));
        write_long(value: i64) => Some(HeaderValue::Int64(value));
        write_float(value: f32) => None;
        write_double(value: f64) => None;
        write_big_integer(value: &BigInteger) => None;
        write_big_decimal(value: &BigDecimal) => None;
        write_string(value: &str) => Some(HeaderValue::String(value.to_owned().into()));
        write_blob(value: Blob) => Some(HeaderValue::ByteArray(value.as_ref().to_vec().into()));
        write_timestamp(value: &DateTime) => Some(HeaderValue::Timestamp(*value));
        write_document(value: &Document) => None;
    }
}
