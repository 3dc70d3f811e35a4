//! The wire protocols.
//!
//! A client speaks the first protocol, in Smithy's order, of those that its model lists. XML and CBOR are Cargo
//! features, which a crate turns on if it needs them.
//!
//! | protocol | requests | responses |
//! |---|---|---|
//! | REST JSON, AWS JSON 1.0 and 1.1 | published HTTP bindings around [`json`] | the same |
//! | RPC v2 CBOR | published | published |
//! | REST XML | published HTTP bindings around `xml` | the same |
//! | AWS Query, EC2 Query | `query` | `xml` |
//!
//! A service that moved away from AWS Query (`awsQueryCompatible`) keeps its error codes: they come in a header, and
//! its requests ask for them.

pub mod body;
#[cfg(feature = "event-stream")]
pub mod event_stream;
pub mod json;
pub(crate) mod payload;
#[cfg(feature = "xml")]
mod query;
mod rest_json;
#[cfg(feature = "xml")]
mod rest_xml;
#[cfg(feature = "xml")]
mod text;
#[cfg(feature = "xml")]
mod xml;

use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_schema::protocol::SharedClientProtocol;
#[cfg(feature = "xml")]
use query::{AWS_QUERY, EC2_QUERY};
use rest_json::{AWS_JSON_1_0, AWS_JSON_1_1, REST_JSON};
#[cfg(feature = "xml")]
use rest_xml::{REST_XML, S3, S3_CONTROL};

/// A wire protocol, by its name in Smithy's `aws.protocols` namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `aws.protocols#restJson1`.
    RestJson1,
    /// `aws.protocols#awsJson1_0`.
    AwsJson1_0,
    /// `aws.protocols#awsJson1_1`.
    AwsJson1_1,
    /// `aws.protocols#restXml`.
    #[cfg(feature = "xml")]
    RestXml,
    /// The same, with answers that may break off, as those of Amazon S3 may.
    #[cfg(feature = "xml")]
    S3Control,
    /// The same, with the errors of Amazon S3.
    #[cfg(feature = "xml")]
    S3,
    /// `aws.protocols#awsQuery`.
    #[cfg(feature = "xml")]
    AwsQuery,
    /// `aws.protocols#ec2Query`.
    #[cfg(feature = "xml")]
    Ec2Query,
    /// `smithy.protocols#rpcv2Cbor`.
    #[cfg(feature = "cbor")]
    RpcV2Cbor,
}

impl Protocol {
    /// The implementation.
    pub fn client(self) -> SharedClientProtocol {
        match self {
            Protocol::RestJson1 => REST_JSON.clone(),
            Protocol::AwsJson1_0 => AWS_JSON_1_0.clone(),
            Protocol::AwsJson1_1 => AWS_JSON_1_1.clone(),
            #[cfg(feature = "xml")]
            Protocol::RestXml => REST_XML.clone(),
            #[cfg(feature = "xml")]
            Protocol::S3Control => S3_CONTROL.clone(),
            #[cfg(feature = "xml")]
            Protocol::S3 => S3.clone(),
            #[cfg(feature = "xml")]
            Protocol::AwsQuery => AWS_QUERY.clone(),
            #[cfg(feature = "xml")]
            Protocol::Ec2Query => EC2_QUERY.clone(),
            #[cfg(feature = "cbor")]
            Protocol::RpcV2Cbor => {
                SharedClientProtocol::new(aws_smithy_cbor::protocol::RpcV2CborProtocol::new())
            }
        }
    }

    /// What the user agent tells of the protocol.
    pub(crate) fn feature(self) -> Option<SmithySdkFeature> {
        match self {
            #[cfg(feature = "cbor")]
            Protocol::RpcV2Cbor => Some(SmithySdkFeature::ProtocolRpcV2Cbor),
            _ => None,
        }
    }

    /// Whether this answer, whose status is that of a success, is an error. Amazon S3 may begin to answer before it knows
    /// how it ends ("Amazon S3 customizations" of the Smithy specification).
    pub(crate) fn is_hidden_error(self, _response: &HttpResponse) -> bool {
        match self {
            #[cfg(feature = "xml")]
            Protocol::S3 => _response.body().bytes().is_some_and(crate::protocol::xml::is_error),
            _ => false,
        }
    }

    /// Whether the body of this answer, whose status is that of a success, breaks off, and may be whole the next time. An
    /// empty one does not: nothing of it arrived, and nothing says that more was meant.
    pub(crate) fn breaks_off(self, _response: &HttpResponse) -> bool {
        match self {
            #[cfg(feature = "xml")]
            Protocol::S3 | Protocol::S3Control => {
                let body = _response.body().bytes().filter(|body| !body.is_empty());
                body.is_some_and(|body| !crate::protocol::xml::is_whole(body))
            }
            _ => false,
        }
    }
}

/// The media type of streams of events.
pub(crate) const EVENTS: &str = "application/vnd.amazon.eventstream";
