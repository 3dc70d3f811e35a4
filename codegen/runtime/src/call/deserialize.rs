//! The answer to whichever operation runs.

use super::{current, protocol};
use crate::error::{self, ErrorMetadata, ErrorResponse, HTTP_STATUS, RequestIds};
use crate::operation::{CurrentOperation, Descriptor};
use crate::protocol::body;
use crate::serde;
use crate::serde::{DeserializerReader, Structure};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{Error, Output, OutputOrError};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::DeserializeResponse;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::Builder as ErrorMetadataBuilder;
use aws_types::request_id::RequestId;

/// Reads the response of whichever operation runs.
#[derive(Debug)]
pub struct Deserializer;

impl DeserializeResponse for Deserializer {
    fn deserialize_streaming_with_config(
        &self,
        response: &mut HttpResponse,
        cfg: &ConfigBag,
    ) -> Option<OutputOrError> {
        let CurrentOperation(operation) = current(cfg).ok()?;
        #[cfg(feature = "checksums")]
        if is_success(operation, response) {
            crate::call::checksum::validate(operation, response, cfg);
        }
        let streams = operation.streams && is_success(operation, response);
        streams.then(|| read_stream(response, cfg).map_err(OrchestratorError::other)?)
    }

    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> OutputOrError {
        tracing::debug!(request_id = ?response.request_id());
        read_response(response, cfg).map_err(OrchestratorError::other)?
    }
}

fn read_response(response: &HttpResponse, cfg: &ConfigBag) -> Result<OutputOrError, BoxError> {
    let (CurrentOperation(operation), protocol) = (current(cfg)?, protocol(cfg)?);
    if is_success(operation, response) {
        let cause = match read_success(operation, protocol, response, cfg) {
            Ok(output) => return Ok(Ok(output)),
            Err(cause) => cause,
        };
        let meta = with_response(ErrorMetadata::builder(), response);
        return Ok(Err(OrchestratorError::operation((operation.unhandled)(Some(cause), meta))));
    }
    let error = read_error(operation, protocol, response, cfg);
    Ok(Err(OrchestratorError::operation(error)))
}

fn is_success(operation: &Descriptor, response: &HttpResponse) -> bool {
    let status = response.status();
    let success = status.is_success() || status.as_u16() == operation.success;
    // What is handed on as it comes may be anything.
    success && (operation.streams || !operation.service.protocol.is_hidden_error(response))
}

/// Reads an output from the head of the response, and hands the body on.
fn read_stream(response: &mut HttpResponse, cfg: &ConfigBag) -> Result<OutputOrError, BoxError> {
    let (CurrentOperation(operation), protocol) = (current(cfg)?, protocol(cfg)?);
    tracing::debug!(request_id = ?response.request_id());
    let mut body = Some(std::mem::replace(response.body_mut(), SdkBody::empty()));
    let read = (operation.output)(&mut |output| {
        fill(output, protocol, response, cfg)?;
        if let (Some(stream), Some(body)) = (output.stream(), body.take()) {
            stream.receive(body, protocol, cfg);
        }
        Ok(())
    });
    Ok(read.map_err(|cause| {
        let meta = with_response(ErrorMetadata::builder(), response);
        OrchestratorError::operation((operation.unhandled)(Some(cause), meta))
    }))
}

/// Reads an output. Where it has no members, the body is nobody's: some services answer with `null` or a text.
///
/// # Errors
///
/// When the response is none of the operation's.
pub fn fill(
    output: &mut dyn Structure,
    protocol: &SharedClientProtocol,
    response: &HttpResponse,
    cfg: &ConfigBag,
) -> Result<(), SerdeError> {
    let schema = output.table().shape().schema();
    // An output holds one of these.
    serde::set_metadata(output, || response.request_id().map(str::to_owned));
    serde::set_metadata(output, || RequestIds::of(response));
    if schema.members().is_empty() {
        return Ok(());
    }
    if let Some(mut body) = body::of(protocol, response, schema) {
        body::head(response, schema, cfg, &mut |from| serde::read_members(output, from))?;
        return serde::read_body_members(output, body.reader());
    }
    let mut from = protocol.deserialize_response(response, schema, cfg)?;
    serde::read_members(output, &mut DeserializerReader(&mut *from))
}

fn read_success(
    operation: &Descriptor,
    protocol: &SharedClientProtocol,
    response: &HttpResponse,
    cfg: &ConfigBag,
) -> Result<Output, SerdeError> {
    (operation.output)(&mut |output| fill(output, protocol, response, cfg))
}

/// Of an answer that cannot be read, what its status and headers say is kept.
fn read_error(
    operation: &Descriptor,
    protocol: &SharedClientProtocol,
    response: &HttpResponse,
    cfg: &ConfigBag,
) -> Error {
    let (meta, unreadable) = match protocol.parse_error_metadata(response, cfg) {
        Ok(meta) => (meta, None),
        Err(error) => {
            let meta = protocol.parse_error_metadata(&without_body(response), cfg);
            (meta.unwrap_or_else(|_| ErrorMetadata::builder()), Some(error))
        }
    };
    let meta = with_response(meta, response);
    let place = operation.errors.iter().position(|error| {
        meta.code().is_some_and(|code| [error.code, error.query_code].contains(&code))
    });
    let read = place.filter(|_| unreadable.is_none()).map(|place| {
        let mut from = protocol.deserialize_error_response(response, cfg)?;
        (operation.error)(
            place,
            ErrorResponse { from: &mut DeserializerReader(&mut *from), meta: &meta },
        )
    });
    let cause = match read {
        Some(Ok(Some(error))) => return error,
        Some(Err(cause)) => Some(cause),
        Some(Ok(None)) | None => unreadable,
    };
    // The message may be a member that is sensitive, of the error that was not read.
    let quiet = operation.traits.sensitivity.output && place.is_some();
    (operation.unhandled)(cause, if quiet { serde::without_message(&meta) } else { meta })
}

/// The metadata, with status and request id.
fn with_response(meta: ErrorMetadataBuilder, response: &HttpResponse) -> ErrorMetadata {
    let meta = meta.custom(HTTP_STATUS, response.status().as_u16().to_string());
    error::with_request_ids(meta, response).build()
}

fn without_body(response: &HttpResponse) -> HttpResponse {
    let mut bare = HttpResponse::new(response.status(), SdkBody::empty());
    *bare.headers_mut() = response.headers().clone();
    bare
}

#[cfg(all(test, feature = "xml", feature = "cbor"))]
mod tests {
    #![allow(dead_code)] // A union comes with more than its tests need.

    use super::*;
    use crate::protocol::Protocol;
    use crate::schema::Table;
    use crate::serde::{Serializable, Visitor, VisitorMut};

    #[derive(Clone, PartialEq)]
    enum Choice {
        One(i32),
        All,
        Unknown,
    }

    crate::union!(
        Choice,
        members: [(0, One, is_one, as_one, i32)],
        units: [(1, All, is_all, as_all)],
        table: "
            example#Choice
            one integer
            all structure
        "
    );

    #[derive(Default)]
    struct Order(Option<Choice>);

    impl Structure for Order {
        fn fields(&self, to: Visitor<'_>) -> Table {
            (to.0)(&[&self.0]);
            let text = "
                example#Order
                @http POST 200 /
                choice union
            ";
            Table { text, names: "choice" }
        }

        fn fields_mut(&mut self, to: VisitorMut<'_>) {
            (to.0)(&mut [&mut self.0]);
        }
    }

    fn sent(protocol: Protocol) -> Vec<u8> {
        let order = Order(Some(Choice::All));
        let (schema, cfg) = (order.table().shape().schema(), ConfigBag::base());
        let request = protocol.client().serialize_request(&Serializable(&order), schema, "", &cfg);
        request.expect("it is sent").body().bytes().expect("it is no stream").to_vec()
    }

    #[test]
    fn a_member_of_a_union_without_a_value_goes_both_ways() {
        let bodies: [(Protocol, &[u8]); 4] = [
            (Protocol::RestJson1, br#"{"choice":{"all":{}}}"#),
            (Protocol::AwsJson1_1, br#"{"choice":{"all":{}}}"#),
            (Protocol::RestXml, b"<Order><choice><all></all></choice></Order>"),
            (Protocol::RpcV2Cbor, b"\xbf\x66choice\xbf\x63all\xbf\xff\xff\xff"),
        ];
        for (protocol, body) in bodies {
            let sent = sent(protocol);
            let shown = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
            assert_eq!(shown(&sent), shown(body), "{protocol:?}");
            let status = 200.try_into().expect("it is a status");
            let response = HttpResponse::new(status, SdkBody::from(sent));
            let mut order = Order::default();
            fill(&mut order, &protocol.client(), &response, &ConfigBag::base())
                .unwrap_or_else(|error| panic!("{protocol:?}: {error}"));
            assert!(order.0.is_some_and(|choice| choice.is_all()), "{protocol:?}");
        }
    }

    /// What has one member in the head of an answer and one in its body.
    #[derive(Default)]
    struct Bound {
        head: Option<String>,
        body: Option<String>,
    }

    impl Structure for Bound {
        fn fields(&self, to: Visitor<'_>) -> Table {
            (to.0)(&[&self.head, &self.body]);
            let text = "
                example#Bound
                head string
                @httpHeader x-head
                body string
            ";
            Table { text, names: "head body" }
        }

        fn fields_mut(&mut self, to: VisitorMut<'_>) {
            (to.0)(&mut [&mut self.head, &mut self.body]);
        }
    }

    #[test]
    fn what_stands_in_the_head_is_read_from_there_alone() {
        let bodies = [
            (Protocol::RestJson1, r#"{"head":{"body":["no"]},"x":[{}],"body":"b"}"#),
            (Protocol::RestXml, "<A><head><body>no</body></head><x/><body>b</body></A>"),
            (Protocol::RestXml, "<Error><head><body>no</body></head><x/><body>b</body></Error>"),
        ];
        for (protocol, body) in bodies {
            for head in [Some("h"), None] {
                let mut response = HttpResponse::new(200.try_into().unwrap(), SdkBody::from(body));
                if let Some(head) = head {
                    response.headers_mut().insert("x-head", head);
                }
                let (client, cfg) = (protocol.client(), ConfigBag::base());
                let expected = (head.map(str::to_owned), Some("b".to_owned()));
                let mut bound = Bound::default();
                fill(&mut bound, &client, &response, &cfg).expect("it is read");
                assert_eq!((bound.head, bound.body), expected, "{protocol:?}");

                let mut bound = Bound::default();
                let mut from = client.deserialize_error_response(&response, &cfg).expect("one");
                serde::read_members(&mut bound, &mut DeserializerReader(&mut *from))
                    .expect("it is read, where it is an error");
                assert_eq!((bound.head, bound.body), expected, "{protocol:?}, as an error");
            }
        }
    }

    struct Nothing;

    impl Structure for Nothing {
        fn fields(&self, to: Visitor<'_>) -> Table {
            (to.0)(&[]);
            Table { text: "example#Nothing", names: "" }
        }
        fn fields_mut(&mut self, _: VisitorMut<'_>) {}
    }

    #[test]
    fn whatever_is_answered_where_nothing_is_expected_is_nothing() {
        let protocols = [
            Protocol::AwsJson1_1,
            Protocol::RestJson1,
            #[cfg(feature = "xml")]
            Protocol::AwsQuery,
        ];
        for protocol in protocols {
            for body in ["", "null", "\"done\"", "{", "<html>"] {
                let response = HttpResponse::new(200.try_into().unwrap(), SdkBody::from(body));
                let read = fill(&mut Nothing, &protocol.client(), &response, &ConfigBag::base());
                assert!(read.is_ok(), "{protocol:?} {body}: {read:?}");
            }
        }
    }
}
