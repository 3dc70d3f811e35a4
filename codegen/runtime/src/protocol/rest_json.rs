//! The protocols whose bodies are JSON: REST JSON, and AWS JSON 1.0 and 1.1.

use super::json::{Json, Keys};
use aws_smithy_json::codec::JsonCodec;
use aws_smithy_json::protocol::aws_json_rpc::AwsJsonRpcProtocol;
use aws_smithy_json::protocol::aws_rest_json_1::AwsRestJsonProtocol;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::http_protocol::HttpBindingProtocol;
use aws_smithy_schema::protocol::{ClientProtocolInner, SharedClientProtocol};
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeDeserializer};
use aws_smithy_schema::{Schema, ShapeId};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::error::metadata::Builder as ErrorMetadataBuilder;
use std::sync::LazyLock;

// Those of JSON are made once, so that `reader` knows them again.
pub(super) static REST_JSON: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| SharedClientProtocol::new(RestJson::new()));

pub(super) static AWS_JSON_1_0: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| SharedClientProtocol::new(AwsJsonRpcProtocol::aws_json_1_0()));

pub(super) static AWS_JSON_1_1: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| SharedClientProtocol::new(AwsJsonRpcProtocol::aws_json_1_1()));

/// What names the members in bodies of a protocol in JSON, if it is one of ours.
fn keys(protocol: &SharedClientProtocol) -> Option<Keys> {
    let known = [
        (&REST_JSON, Keys::JsonNames),
        (&AWS_JSON_1_0, Keys::MemberNames),
        (&AWS_JSON_1_1, Keys::MemberNames),
    ];
    let same = |(ours, _): &(&LazyLock<SharedClientProtocol>, Keys)| {
        std::ptr::addr_eq(&raw const **protocol, &raw const ****ours)
    };
    known.into_iter().find(same).map(|(_, keys)| keys)
}

/// A reader of ours, which lends its texts, for the body of `response`. There is none if the protocol
/// is another one, which a program may have put in place, or if not all of the output is in the body.
pub fn reader<'a>(
    protocol: &SharedClientProtocol,
    response: &'a HttpResponse,
    output: &Schema<'_>,
) -> Option<Json<'a>> {
    let keys = keys(protocol)?;
    let members = output.members();
    let in_body = !members.is_empty() && !members.iter().any(|m| m.has_http_response_binding());
    let body = response.body().bytes().unwrap_or_default();
    in_body.then(|| Json::new(body, keys))
}

/// The published REST JSON, but that whole numbers may be written with a fraction, an exponent or
/// leading zeros, as the official clients read them: the published protocol leaves that to settings
/// it does not offer.
#[derive(Debug)]
struct RestJson {
    published: AwsRestJsonProtocol,
    reader: HttpBindingProtocol<JsonCodec>,
}

impl RestJson {
    fn new() -> Self {
        let published = AwsRestJsonProtocol::new();
        let settings = published.inner().codec().settings().to_builder();
        let settings = settings.allow_integral_float_numbers(true).allow_leading_zeros(true);
        let codec = JsonCodec::new(settings.build());
        let id = published.protocol_id().clone();
        Self { reader: HttpBindingProtocol::new(id, codec, "application/json"), published }
    }
}

impl ClientProtocolInner for RestJson {
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
        self.published.serialize_request(input, schema, endpoint, cfg)
    }

    fn deserialize_response<'a>(
        &self,
        response: &'a HttpResponse,
        schema: &Schema<'_>,
        cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        self.reader.deserialize_response(response, schema, cfg)
    }

    fn deserialize_error_response<'a>(
        &self,
        response: &'a HttpResponse,
        cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        self.reader.deserialize_error_response(response, cfg)
    }

    fn parse_error_metadata(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<ErrorMetadataBuilder, SerdeError> {
        self.published.parse_error_metadata(response, cfg)
    }

    fn update_endpoint(
        &self,
        request: &mut HttpRequest,
        endpoint: &Endpoint,
        cfg: &ConfigBag,
    ) -> Result<(), SerdeError> {
        self.published.update_endpoint(request, endpoint, cfg)
    }

    fn payload_codec(&self) -> Option<&dyn DynCodec> {
        Some(self.reader.codec())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Protocol;
    use crate::schema::Table;
    use aws_smithy_types::body::SdkBody;

    const BODY: Table = Table {
        text: "
            example#Body
            A string
        ",
        names: "",
    };
    const BOUND: Table = Table {
        text: "
            example#Bound
            A string
            B string
            @httpHeader b
        ",
        names: "",
    };
    const EMPTY: Table = Table { text: "example#Empty", names: "" };

    #[test]
    fn ours_reads_where_all_is_in_the_body() {
        let response = HttpResponse::new(200.try_into().unwrap(), SdkBody::empty());
        let reads = |protocol: &SharedClientProtocol, table: Table| {
            reader(protocol, &response, table.shape().schema()).is_some()
        };
        let rest_json = Protocol::RestJson1.client();
        assert!(reads(&rest_json, BODY));
        assert!(!reads(&rest_json, BOUND) && !reads(&rest_json, EMPTY));
        let other = SharedClientProtocol::new(RestJson::new());
        assert!(!reads(&other, BODY), "another may do it differently");
    }
}
