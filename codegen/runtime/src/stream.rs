//! Bodies that come piece by piece.

use crate::fields::{Visitor, VisitorMut};
use crate::shape::Table;
use crate::value::Structure;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_schema::Schema;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::config_bag::ConfigBag;
use std::any::Any;
use std::ops::{Deref, DerefMut};

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
    fn initial(&mut self) -> crate::event_stream::InitialMessage<'_> {
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

/// A structure in the making and its stream, which in a builder may be unset, and in the structure is never. Its parts have
/// no names, so that they cannot be taken for fields.
#[derive(Debug)]
pub struct Unfinished<S, T>(pub S, pub Option<T>);

impl<S: Default, T> Default for Unfinished<S, T> {
    fn default() -> Self {
        Self(S::default(), None)
    }
}

impl<S, T> Deref for Unfinished<S, T> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}

impl<S, T> DerefMut for Unfinished<S, T> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.0
    }
}

/// Its table has no values of streams, so the structure's own is as good.
impl<S: Structure, T: Send + Sync> Structure for Unfinished<S, T> {
    fn fields(&self, to: Visitor<'_>) -> Table {
        self.0.fields(to)
    }

    fn fields_mut(&mut self, to: VisitorMut<'_>) {
        self.0.fields_mut(to);
    }
}

/// Implements [`Field`] for streams, which take no part in what is done with values: a stream can be read once, by
/// whoever has the structure.
macro_rules! stream_field {
    ($type:ty $(, $($generics:tt)*)?) => {
        impl $(<$($generics)*>)? $crate::value::Field for $type {
            fn is_set(&self) -> bool {
                true
            }

            fn equals(&self, _: &dyn $crate::value::Field) -> bool {
                false
            }

            fn assign(&mut self, _: &dyn $crate::value::Field) {}

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
