//! The protocols whose bodies are JSON: REST JSON, and AWS JSON 1.0 and 1.1.

use super::json::{Json, Keys, Writer};
use crate::schema::Table;
use crate::serde::{Reader, ReaderDeserializer};
use aws_smithy_json::protocol::aws_json_rpc::AwsJsonRpcProtocol;
use aws_smithy_json::protocol::aws_rest_json_1::AwsRestJsonProtocol;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_schema::codec::{Codec, DynCodec};
use aws_smithy_schema::error_envelope::{parse_query_compatible_header, sanitize_error_code};
use aws_smithy_schema::http_protocol::{HttpBindingProtocol, HttpRpcProtocol};
use aws_smithy_schema::protocol::{ClientProtocolInner, ServiceShapeName, SharedClientProtocol};
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeDeserializer};
use aws_smithy_schema::{Schema, ShapeId};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::error::metadata::Builder as ErrorMetadataBuilder;
use std::sync::LazyLock;

pub(super) static REST_JSON: LazyLock<SharedClientProtocol> = LazyLock::new(rest_json);

pub(super) static AWS_JSON_1_0: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| aws_json(AwsJsonRpcProtocol::aws_json_1_0(), "application/x-amz-json-1.0"));

pub(super) static AWS_JSON_1_1: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| aws_json(AwsJsonRpcProtocol::aws_json_1_1(), "application/x-amz-json-1.1"));

/// Bodies in JSON.
#[derive(Debug)]
struct Bodies(Keys);

impl Codec for Bodies {
    type Serializer = Writer;
    type Deserializer<'a> = ReaderDeserializer<Box<Json<'a>>>;

    fn create_serializer(&self) -> Self::Serializer {
        Writer::new(self.0)
    }

    fn create_deserializer<'a>(&self, input: &'a [u8]) -> Self::Deserializer<'a> {
        ReaderDeserializer(Box::new(Json::new(input, self.0)))
    }
}

/// Where members stand in a message, and what the published protocol knows of errors.
#[derive(Debug)]
struct JsonProtocol<P, B> {
    published: P,
    bindings: B,
    /// What a request says beside its input.
    complete: fn(&mut HttpRequest, &ConfigBag),
    /// The code in the body of an error that goes before that which the published protocol takes, if there is one.
    code: fn(&HttpResponse) -> Option<String>,
}

pub(super) fn rest_json() -> SharedClientProtocol {
    let published = AwsRestJsonProtocol::new();
    let id = published.protocol_id().clone();
    let bindings = HttpBindingProtocol::new(id, Bodies(Keys::JsonNames), "application/json");
    SharedClientProtocol::new(JsonProtocol {
        published,
        bindings,
        complete: |_, _| (),
        code: |_| None,
    })
}

fn aws_json(published: AwsJsonRpcProtocol, media_type: &'static str) -> SharedClientProtocol {
    let id = published.protocol_id().clone();
    let bindings = HttpRpcProtocol::new(id, Bodies(Keys::MemberNames), media_type);
    SharedClientProtocol::new(JsonProtocol {
        published,
        bindings,
        complete: add_target,
        code: type_of_error,
    })
}

/// Says which operation is meant ("AWS JSON 1.0 protocol" of the Smithy specification).
fn add_target(request: &mut HttpRequest, cfg: &ConfigBag) {
    if let (Some(service), Some(operation)) =
        (cfg.load::<ServiceShapeName>(), cfg.load::<Metadata>())
    {
        let target = format!("{}.{}", service.as_str(), operation.name());
        request.headers_mut().insert("x-amz-target", target);
    }
}

/// What `__type` says in the body of an error, where no header says it. An error may have a member called `code` beside
/// it, which the published protocol takes for the code ("AWS JSON 1.1 protocol" of the Smithy specification).
fn type_of_error(response: &HttpResponse) -> Option<String> {
    const ERROR: Table = Table { text: "smithwright#Error\n__type string", names: "" };
    let headers = response.headers();
    if headers.get("x-amzn-errortype").is_some() || parse_query_compatible_header(headers).is_some()
    {
        return None;
    }
    let mut code = None;
    let mut body = Json::new(response.body().bytes()?, Keys::MemberNames);
    let read = body.read_struct(ERROR.shape().schema(), &mut |member, from| {
        if member.member_index().is_some() {
            from.read_text(member, &mut |text| code = Some(sanitize_error_code(text).to_owned()))?;
        }
        Ok(())
    });
    code.filter(|_| read.is_ok())
}

impl<P, B> ClientProtocolInner for JsonProtocol<P, B>
where
    P: ClientProtocolInner<Request = HttpRequest, Response = HttpResponse>,
    B: ClientProtocolInner<Request = HttpRequest, Response = HttpResponse>,
{
    type Request = HttpRequest;
    type Response = HttpResponse;

    fn protocol_id(&self) -> &ShapeId<'static> {
        self.published.protocol_id()
    }

    fn serialize_request(
        &self,
        input: &dyn SerializableStruct,
        schema: &Schema<'_>,
        endpoint: &str,
        cfg: &ConfigBag,
    ) -> Result<HttpRequest, SerdeError> {
        let mut request = self.bindings.serialize_request(input, schema, endpoint, cfg)?;
        (self.complete)(&mut request, cfg);
        Ok(request)
    }

    fn deserialize_response<'a>(
        &self,
        response: &'a HttpResponse,
        schema: &Schema<'_>,
        cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        self.bindings.deserialize_response(response, schema, cfg)
    }

    fn deserialize_error_response<'a>(
        &self,
        response: &'a HttpResponse,
        cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        self.bindings.deserialize_error_response(response, cfg)
    }

    fn parse_error_metadata(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<ErrorMetadataBuilder, SerdeError> {
        let meta = self.published.parse_error_metadata(response, cfg)?;
        Ok(match (self.code)(response) {
            Some(code) => meta.code(code),
            None => meta,
        })
    }

    fn update_endpoint(
        &self,
        request: &mut HttpRequest,
        endpoint: &Endpoint,
        cfg: &ConfigBag,
    ) -> Result<(), SerdeError> {
        self.bindings.update_endpoint(request, endpoint, cfg)
    }

    fn payload_codec(&self) -> Option<&dyn DynCodec> {
        self.bindings.payload_codec()
    }

    fn event_stream_media_type(&self) -> Option<&str> {
        self.published.event_stream_media_type()
    }

    fn parse_event_stream_error_metadata(
        &self,
        payload: &[u8],
    ) -> Result<ErrorMetadataBuilder, SerdeError> {
        self.published.parse_event_stream_error_metadata(payload)
    }
}
