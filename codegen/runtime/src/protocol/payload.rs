//! Payloads: members that are the whole body ("httpPayload trait" of the Smithy specification), where the published
//! bindings leave something out.
//!
//! That is documents, texts, media types, and bodies that are empty. All REST protocols are completed here.

use crate::serde::{Structure, Visitor};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::{Schema, ShapeType, prelude};
use aws_smithy_types::Document;
use aws_smithy_types::body::SdkBody;
use std::any::Any;

/// Completes the body of a request and its type, if the input has a payload.
///
/// # Errors
///
/// When the protocol has no documents.
pub(crate) fn complete(
    input: &dyn Structure,
    schema: &Schema<'_>,
    protocol: &SharedClientProtocol,
    request: &mut HttpRequest,
) -> Result<(), SerdeError> {
    if !schema.has_body_members() && schema.http().is_none() {
        remove_body(request);
        return Ok(());
    }
    let mut members = schema.members().iter().enumerate();
    let Some((index, member)) = members.find(|(_, member)| member.http_payload().is_some()) else {
        return Ok(());
    };
    let media_type = match member.shape_type() {
        ShapeType::Blob => "application/octet-stream",
        ShapeType::String => "text/plain",
        ShapeType::Document => {
            let mut document = None;
            input.fields(Visitor(&mut |fields| {
                document = fields.get(index).and_then(|f| document_of(*f))
            }));
            let Some(document) = document else { return Ok(()) };
            set_body(request, written(&document, protocol)?);
            "application/json"
        }
        // A structure that is not set is an empty one in JSON, which has no empty body.
        ShapeType::Structure => match request.headers().get("content-type") {
            Some("application/json") if is_empty(request) => {
                set_body(request, b"{}".to_vec());
                return Ok(());
            }
            _ => return Ok(()),
        },
        _ => return Ok(()),
    };
    if !is_empty(request) && request.headers().get("content-type").is_none() {
        let media_type = member.media_type().map_or(media_type, |own| own.value());
        request.headers_mut().insert("content-type", media_type.to_owned());
    }
    Ok(())
}

fn document_of(field: &dyn crate::serde::Field) -> Option<Document> {
    (field as &dyn Any).downcast_ref::<Option<Document>>()?.clone()
}

fn written(document: &Document, protocol: &SharedClientProtocol) -> Result<Vec<u8>, SerdeError> {
    let codec = protocol
        .payload_codec()
        .ok_or_else(|| SerdeError::unsupported("this protocol has no documents"))?;
    let mut body = codec.create_serializer();
    body.write_document(&prelude::DOCUMENT, document)?;
    Ok(body.finish_boxed())
}

/// An RPC operation without input, of a protocol that then sends none.
fn remove_body(request: &mut HttpRequest) {
    *request.body_mut() = SdkBody::empty();
    request.headers_mut().remove("content-type");
    request.headers_mut().remove("content-length");
}

/// Says that the body was encoded in one more way, after those that the request says. It is a header of its own, as
/// the official crates send it.
#[cfg(feature = "compression")]
pub(crate) fn add_encoding(request: &mut HttpRequest, encoding: &'static str) {
    request.headers_mut().append("content-encoding", encoding);
}

fn is_empty(request: &HttpRequest) -> bool {
    request.body().content_length() == Some(0)
}

fn set_body(request: &mut HttpRequest, body: Vec<u8>) {
    request.headers_mut().insert("content-length", body.len().to_string());
    *request.body_mut() = SdkBody::from(body);
}
