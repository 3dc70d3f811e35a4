//! REST XML ("AWS restXml protocol" of the Smithy specification): the published HTTP bindings around XML of ours.

use crate::protocol::xml;
use crate::serde::ReaderDeserializer;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_schema::codec::{Codec, DynCodec};
use aws_smithy_schema::http_protocol::{
    HttpBindingProtocol, http_error_deserializer, http_output_deserializer,
};
use aws_smithy_schema::protocol::{ClientProtocolInner, ServiceXmlNamespace, SharedClientProtocol};
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeDeserializer};
use aws_smithy_schema::{Schema, ShapeId, ShapeType, shape_id};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::error::metadata::Builder as ErrorMetadataBuilder;
use std::sync::LazyLock;

type Result<T = ()> = std::result::Result<T, SerdeError>;

pub(super) static REST_XML: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| SharedClientProtocol::new(RestXml::new(Answers::Usual)));

pub(super) static S3_CONTROL: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| SharedClientProtocol::new(RestXml::new(Answers::MayBreakOff)));

pub(super) static S3: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| SharedClientProtocol::new(RestXml::new(Answers::S3)));

/// The protocol.
#[derive(Debug)]
pub struct RestXml {
    bindings: HttpBindingProtocol<Xml>,
    answers: Answers,
}

/// What is known of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// What stands in their bodies.
    Usual,
    /// As well, that they break off where the service fails after it began to answer: at once, too, so that an empty body is
    /// no payload that is unset.
    MayBreakOff,
    /// As well, what Amazon S3 says of errors that have no body, because a request's method was `HEAD`.
    S3,
}

/// XML as a codec.
#[derive(Debug)]
struct Xml;

impl Codec for Xml {
    type Serializer = xml::Writer;
    type Deserializer<'a> = ReaderDeserializer<Box<xml::Document<'a>>>;

    fn create_serializer(&self) -> xml::Writer {
        xml::Writer::default()
    }

    fn create_deserializer<'a>(&self, input: &'a [u8]) -> Self::Deserializer<'a> {
        ReaderDeserializer(Box::new(xml::Document::new(input)))
    }
}

impl RestXml {
    pub fn new(answers: Answers) -> Self {
        let id = shape_id!("aws.protocols", "restXml");
        Self { bindings: HttpBindingProtocol::new(id, Xml, "application/xml"), answers }
    }
}

/// The code that an error of this status usually has, of those that a `HEAD` is answered with.
fn code(status: u16) -> Option<&'static str> {
    Some(match status {
        301 => "PermanentRedirect",
        304 => "NotModified",
        400 => "BadRequest",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        412 => "PreconditionFailed",
        _ => return None,
    })
}

/// Whether one member of a structure is the whole document.
fn has_xml_payload(schema: &Schema<'_>) -> bool {
    let mut payload = schema.members().iter().filter(|member| member.http_payload().is_some());
    payload.any(|member| member.shape_type() == ShapeType::Structure)
}

impl ClientProtocolInner for RestXml {
    type Request = HttpRequest;
    type Response = HttpResponse;

    fn protocol_id(&self) -> &ShapeId<'static> {
        self.bindings.protocol_id()
    }

    fn serialize_request(
        &self,
        input: &dyn SerializableStruct,
        schema: &Schema<'_>,
        endpoint: &str,
        cfg: &ConfigBag,
    ) -> Result<HttpRequest> {
        let namespace = cfg.load::<ServiceXmlNamespace>();
        let namespace = namespace.map(|ns| (ns.uri().to_owned(), ns.prefix().map(str::to_owned)));
        let body = xml::Writer::in_namespace(namespace);
        self.bindings.serialize_request_with_body(body, input, schema, endpoint, cfg)
    }

    fn deserialize_response<'a>(
        &self,
        response: &'a HttpResponse,
        schema: &Schema<'_>,
        cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>> {
        let body = response.body().bytes();
        let is_empty = body.is_some_and(|body| body.trim_ascii().is_empty());
        if is_empty && self.answers != Answers::Usual && has_xml_payload(schema) {
            return Err(SerdeError::invalid_input("the body is empty"));
        }
        let body = Codec::create_deserializer(&Xml, body.unwrap_or_default());
        Ok(http_output_deserializer(body, response, schema, cfg))
    }

    fn parse_error_metadata(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<ErrorMetadataBuilder> {
        let body = response.body().bytes().unwrap_or_default();
        let meta = xml::error_metadata(body)?;
        Ok(match code(response.status().as_u16()) {
            Some(code) if self.answers == Answers::S3 && body.is_empty() => meta.code(code),
            _ => meta,
        })
    }

    fn deserialize_error_response<'a>(
        &self,
        response: &'a HttpResponse,
        cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>> {
        let body = xml::error(response.body().bytes().unwrap_or_default());
        Ok(http_error_deserializer(ReaderDeserializer(Box::new(body)), response, cfg))
    }

    fn update_endpoint(
        &self,
        request: &mut HttpRequest,
        endpoint: &Endpoint,
        cfg: &ConfigBag,
    ) -> Result {
        self.bindings.update_endpoint(request, endpoint, cfg)
    }

    fn payload_codec(&self) -> Option<&dyn DynCodec> {
        Some(&Xml)
    }

    fn event_stream_media_type(&self) -> Option<&str> {
        Some("application/xml")
    }

    fn parse_event_stream_error_metadata(&self, payload: &[u8]) -> Result<ErrorMetadataBuilder> {
        xml::error_metadata(payload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::body::SdkBody;

    fn code_of(answers: Answers, status: u16, body: &'static str) -> Option<String> {
        let status = status.try_into().expect("a status");
        let response = HttpResponse::new(status, SdkBody::from(body));
        let config = ConfigBag::base();
        let meta = RestXml::new(answers).parse_error_metadata(&response, &config);
        meta.expect("it can be read").build().code().map(str::to_owned)
    }

    #[test]
    fn an_error_of_s3_without_a_body_is_told_by_its_status() {
        assert_eq!(code_of(Answers::S3, 404, "").as_deref(), Some("NotFound"));
        assert_eq!(code_of(Answers::S3, 418, ""), None);
        assert_eq!(code_of(Answers::Usual, 404, ""), None);
        let body = "<Error><Code>NoSuchKey</Code></Error>";
        assert_eq!(code_of(Answers::S3, 404, body).as_deref(), Some("NoSuchKey"));
        assert_eq!(code_of(Answers::S3, 404, "<Error/>"), None);
    }
}
