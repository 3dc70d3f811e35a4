//! Bodies that come piece by piece.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_schema::Schema;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::event_stream::Message;
use std::any::Any;
use std::future::Future;
use std::pin::Pin;

/// A field that is the body of a request or of a response.
pub trait Stream: Any + Send + Sync {
    /// A stream of nothing.
    fn empty() -> Self
    where
        Self: Sized;
    /// Makes the stream the body of `request`, leaving an empty one. `input` is the schema of the structure that has
    /// the stream, and `protocol` how values in it are written.
    ///
    /// # Errors
    ///
    /// When `protocol` has no such streams.
    fn send(
        &mut self,
        request: &mut HttpRequest,
        input: &Schema<'_>,
        protocol: &SharedClientProtocol,
        cfg: &mut ConfigBag,
    ) -> Result<(), SerdeError>;
    /// Makes it the stream of what `body` brings, in which `protocol` says how values are read.
    fn receive(&mut self, body: SdkBody, protocol: &SharedClientProtocol, cfg: &ConfigBag);
    /// The message before all events, if there is one.
    #[cfg(feature = "event-stream")]
    fn initial(&mut self) -> InitialMessage<'_> {
        Box::pin(async { Ok(None) })
    }
}

impl Stream for ByteStream {
    fn empty() -> Self {
        Self::default()
    }

    fn send(
        &mut self,
        request: &mut HttpRequest,
        input: &Schema<'_>,
        _: &SharedClientProtocol,
        _: &mut ConfigBag,
    ) -> Result<(), SerdeError> {
        send(std::mem::take(self).into_inner(), input, request);
        Ok(())
    }

    fn receive(&mut self, body: SdkBody, _: &SharedClientProtocol, _: &ConfigBag) {
        *self = Self::new(body);
    }
}

/// Implements [`Field`] for streams, which take no part in what is done with values: a stream can be read once, by
/// whoever has the structure.
macro_rules! stream_field {
    ($type:ty $(, $($generics:tt)*)?) => {
        impl $(<$($generics)*>)? $crate::serde::Field for $type {
            fn is_set(&self) -> bool {
                true
            }

            fn equals(&self, _: &dyn $crate::serde::Field) -> bool {
                false
            }

            fn assign(&mut self, _: &dyn $crate::serde::Field) {}

            fn write(
                &self,
                _: &$crate::Schema<'_>,
                _: &mut dyn $crate::ShapeSerializer,
            ) -> Result<(), $crate::SerdeError> {
                Ok(())
            }

            fn read(
                &mut self,
                _: &$crate::Schema<'_>,
                _: &mut dyn $crate::Reader,
            ) -> Result<(), $crate::SerdeError> {
                Ok(())
            }
        }
    };
}

#[cfg(feature = "event-stream")]
pub(crate) use stream_field;

stream_field!(ByteStream);

/// Gives the request its body, with length and type, where they are known and not set yet.
fn send(body: SdkBody, schema: &Schema<'_>, request: &mut HttpRequest) {
    let length = body.content_length();
    *request.body_mut() = body;
    let headers = request.headers_mut();
    if headers.get("content-type").is_none() {
        let payload = schema.members().iter().find(|member| member.http_payload().is_some());
        let media_type = payload.and_then(|member| member.media_type());
        let media_type =
            media_type.map_or("application/octet-stream", |media_type| media_type.value());
        headers.insert("content-type", media_type.to_owned());
    }
    if let Some(length) = length.filter(|_| headers.get("content-length").is_none()) {
        headers.insert("content-length", length.to_string());
    }
}

/// The message before all events, and the protocol that reads it.
pub type InitialMessage<'a> = Pin<
    Box<dyn Future<Output = Result<Option<(Message, SharedClientProtocol)>, BoxError>> + Send + 'a>,
>;
