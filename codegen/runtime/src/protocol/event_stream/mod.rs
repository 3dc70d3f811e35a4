//! Streams of events ("Event streams" and "Amazon Event Stream" of the Smithy specification).
//!
//! A stream is a union whose members are events, of which one after the other comes. Frames, checksums and signatures
//! are those of the published crates; what stands in a frame is decided here, by the union's table and those of its
//! events.
//!
//! - **Members of the union that are errors** are variants of `types::error::<Union>Error`, as in the official crates,
//!   and end the stream. What later models add is `Unknown`, or an unhandled error with its code and message.
//! - **RPC protocols** send the members beside the stream in a message before all events. `send()` waits for it, within the
//!   operation's timeouts, if there are such members; where there are none, `send()` returns when the headers are there,
//!   and the message, which services may send all the same, is passed over. REST protocols have the members in headers.
//! - **A stream that is sent** is signed event by event: the head carries `STREAMING-AWS4-HMAC-SHA256-EVENTS` in place
//!   of the body's hash, as the SDKs for Java, Go and JavaScript do. It is not tried again. Stalled-stream protection
//!   is off, since nothing may happen for long.
//! - **HTTP/2** is negotiated by the HTTP client; models that want it need no more.

mod marshal;
mod unmarshal;

use crate::error::OperationError;
use crate::redaction::unheard;
use crate::serde;
use crate::serde::stream::InitialMessage;
use crate::serde::stream::{Stream, stream_field};
use crate::serde::union::Union;
use crate::serde::{DeserializerReader, Structure};
use aws_smithy_http::event_stream::{InitialMessageType, Receiver};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, SensitiveOutput};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_schema::Schema;
use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::event_stream::{Message, RawMessage};
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use unmarshal::Unmarshaller;

pub use aws_smithy_http::event_stream::EventStreamSender;

/// A union of events.
pub trait Event: Union + fmt::Debug + Send + Sync + 'static {}

impl<T: Union + fmt::Debug + Send + Sync + 'static> Event for T {}

/// The error that ends a stream. [`event_stream_error!`](crate::event_stream_error!) implements it.
pub trait EventError: OperationError {
    /// Members of the union that are errors, each with its place among those of the model.
    const EXCEPTIONS: &'static [(&'static str, usize)];
    /// The member of the union that this error is, and its structure; none, if it is no modeled error.
    fn modeled(&self) -> Option<(&'static str, &dyn Structure)>;
}

stream_field!(EventStreamSender<T, E>, T: 'static, E: 'static);

impl<T: Event, E: EventError> Stream for EventStreamSender<T, E> {
    fn empty() -> Self {
        Self::from(marshal::Nothing::default())
    }

    fn send(
        &mut self,
        request: &mut HttpRequest,
        input: &Schema<'_>,
        protocol: &SharedClientProtocol,
        cfg: &mut ConfigBag,
    ) -> Result<(), SerdeError> {
        marshal::send(std::mem::replace(self, Self::empty()), request, input, protocol, cfg)
    }

    /// There is nothing to receive.
    fn receive(&mut self, _: SdkBody, _: &SharedClientProtocol, _: &ConfigBag) {}
}

/// Receives the events of a stream.
pub struct EventReceiver<T, E> {
    open: Option<Open<T, E>>,
}

struct Open<T, E> {
    receiver: Receiver<T, E>,
    /// Whether what comes before all events may still come.
    at_start: bool,
    protocol: SharedClientProtocol,
    /// Whether events hold what must not be shown.
    sensitive: bool,
}

impl<T, E> EventReceiver<T, E> {
    /// The next event, or none at the end of the stream.
    ///
    /// # Errors
    ///
    /// [`SdkError::ServiceError`] with an error that the service sent, [`SdkError::ResponseError`] where a message is
    /// none of this stream, and [`SdkError::DispatchFailure`] where the connection failed. An error that was sent, or a
    /// message that could not be read, ends the stream.
    pub async fn recv(&mut self) -> Result<Option<T>, SdkError<E, RawMessage>> {
        match &mut self.open {
            Some(open) if open.sensitive => unheard_future(open.recv()).await.map_err(without_raw),
            Some(open) => open.recv().await,
            None => Ok(None),
        }
    }
}

impl<T, E> Open<T, E> {
    async fn recv(&mut self) -> Result<Option<T>, SdkError<E, RawMessage>> {
        self.initial().await?;
        self.receiver.recv().await
    }

    /// The message before all events, unless it has been received.
    async fn initial(&mut self) -> Result<Option<Message>, SdkError<E, RawMessage>> {
        if !self.at_start {
            return Ok(None);
        }
        let first = self.receiver.try_recv_initial(InitialMessageType::Response).await;
        // An event that was received instead is kept for `recv`, and must not be overwritten.
        self.at_start = false;
        first
    }
}

/// Runs a future, and nobody hears what it logs.
async fn unheard_future<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|cx| unheard(|| future.as_mut().poll(cx))).await
}

/// The error without the message that it was read from, which would be shown with it.
fn without_raw<E>(error: SdkError<E, RawMessage>) -> SdkError<E, RawMessage> {
    let raw = RawMessage::invalid(None);
    match error {
        SdkError::ServiceError(error) => SdkError::service_error(error.into_err(), raw),
        // Its source can be had of errors that hold no `E`.
        SdkError::ResponseError(error) => {
            match SdkError::<Infallible, _>::ResponseError(error).into_source() {
                Ok(source) => SdkError::response_error(source, raw),
                Err(error) => SdkError::response_error(error, raw),
            }
        }
        error => error,
    }
}

impl<T, E> fmt::Debug for EventReceiver<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventReceiver")
    }
}

stream_field!(EventReceiver<T, E>, T: 'static, E: 'static);

impl<T: Event, E: EventError> Stream for EventReceiver<T, E> {
    fn empty() -> Self {
        Self { open: None }
    }

    /// There is nothing to send.
    fn send(
        &mut self,
        _: &mut HttpRequest,
        _: &Schema<'_>,
        _: &SharedClientProtocol,
        _: &mut ConfigBag,
    ) -> Result<(), SerdeError> {
        Ok(())
    }

    fn receive(&mut self, body: SdkBody, protocol: &SharedClientProtocol, cfg: &ConfigBag) {
        let sensitive = cfg.load::<SensitiveOutput>().is_some();
        let receiver = Receiver::new(Unmarshaller::<T, E>::new(protocol, sensitive), body);
        self.open = Some(Open { receiver, at_start: true, protocol: protocol.clone(), sensitive });
    }

    fn initial(&mut self) -> InitialMessage<'_> {
        Box::pin(async move {
            let Some(open) = &mut self.open else { return Ok(None) };
            let message = match open.sensitive {
                true => unheard_future(open.initial()).await.map_err(without_raw)?,
                false => open.initial().await?,
            };
            Ok(message.map(|message| (message, open.protocol.clone())))
        })
    }
}

/// Reads what comes before all events.
pub type Initial<'a> = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send + 'a>>;

/// Completes an output, if its stream is not the payload of the response and not all that it has: RPC protocols send its
/// other members in a message before all events.
pub fn initial<O: Structure>(output: Option<&mut O>) -> Option<Initial<'_>> {
    let output = output?;
    let members = output.table().shape().schema().members();
    let is_bound = members.iter().any(|member| member.http_payload().is_some());
    (!is_bound && members.len() > 1).then(|| complete(output))
}

fn complete(output: &mut dyn Structure) -> Initial<'_> {
    Box::pin(async move {
        let Some(stream) = output.stream() else { return Ok(()) };
        if let Some((message, protocol)) = stream.initial().await?
            && !message.payload().is_empty()
        {
            let mut from = codec(&protocol)?.create_deserializer(message.payload());
            serde::read_members(output, &mut DeserializerReader(&mut *from))?;
        }
        Ok(())
    })
}

/// What writes and reads the values in messages.
fn codec(protocol: &SharedClientProtocol) -> Result<&dyn DynCodec, SerdeError> {
    let codec = protocol.payload_codec();
    codec.ok_or_else(|| SerdeError::unsupported("this protocol has no streams of events"))
}

#[cfg(all(test, feature = "cbor", feature = "xml"))]
mod tests;
