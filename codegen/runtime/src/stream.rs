//! Bodies that come piece by piece.

use crate::read::Reader;
use crate::value::Field;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, ShapeSerializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

/// A field that is the body of a request or of a response.
pub trait Stream {
    /// Takes the body out, leaving an empty one.
    fn take(&mut self) -> SdkBody;
    /// Puts a body in.
    fn put(&mut self, body: SdkBody);
}

impl Stream for ByteStream {
    fn take(&mut self) -> SdkBody {
        std::mem::take(self).into_inner()
    }

    fn put(&mut self, body: SdkBody) {
        *self = Self::new(body);
    }
}

/// A stream takes no part in what is done with values: it can be read once, by whoever has the structure.
impl Field for ByteStream {
    fn is_set(&self) -> bool {
        true
    }

    fn equals(&self, _: &dyn Field) -> bool {
        false
    }

    fn assign(&mut self, _: &dyn Field) {}

    fn write(&self, _: &Schema<'_>, _: &mut dyn ShapeSerializer) -> Result<(), SerdeError> {
        Ok(())
    }

    fn read(&mut self, _: &Schema<'_>, _: &mut dyn Reader) -> Result<(), SerdeError> {
        Ok(())
    }
}

/// Gives the request its body, with length and type, where they are known and not set yet.
pub(crate) fn send(body: SdkBody, schema: &Schema<'_>, request: &mut HttpRequest) {
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
