//! Bodies of answers, where readers of ours read them directly: those lend their texts, which published ones give away.

use super::json::{Json, Keys};
#[cfg(feature = "xml")]
use super::query::{AWS_QUERY, Dialect, EC2_QUERY};
use super::rest_json::{AWS_JSON_1_0, AWS_JSON_1_1, REST_JSON};
#[cfg(feature = "xml")]
use super::rest_xml::{REST_XML, S3, S3_CONTROL};
#[cfg(feature = "xml")]
use super::xml::Document;
use crate::serde::{DeserializerReader, Reader, ReaderDeserializer};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_schema::Schema;
use aws_smithy_schema::http_protocol::http_output_deserializer;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::config_bag::ConfigBag;
use std::sync::LazyLock;

/// The body of an answer.
#[allow(missing_debug_implementations)]
pub enum Body<'a> {
    /// One in JSON.
    Json(Json<'a>),
    /// One in XML.
    #[cfg(feature = "xml")]
    Xml(Document<'a>),
}

impl Body<'_> {
    /// What reads it.
    pub fn reader(&mut self) -> &mut dyn Reader {
        match self {
            Self::Json(body) => body,
            #[cfg(feature = "xml")]
            Self::Xml(body) => body,
        }
    }
}

/// A protocol of ours.
struct Known {
    protocol: &'static LazyLock<SharedClientProtocol>,
    /// Whether members may stand in the head of an answer.
    has_head: bool,
    body: for<'a> fn(&'a [u8]) -> Body<'a>,
}

static KNOWN: &[Known] = &[
    Known {
        protocol: &REST_JSON,
        has_head: true,
        body: |body| Body::Json(Json::new(body, Keys::JsonNames)),
    },
    Known { protocol: &AWS_JSON_1_0, has_head: false, body: aws_json },
    Known { protocol: &AWS_JSON_1_1, has_head: false, body: aws_json },
    #[cfg(feature = "xml")]
    Known { protocol: &REST_XML, has_head: true, body: rest_xml },
    #[cfg(feature = "xml")]
    Known { protocol: &S3_CONTROL, has_head: true, body: rest_xml },
    #[cfg(feature = "xml")]
    Known { protocol: &S3, has_head: true, body: rest_xml },
    #[cfg(feature = "xml")]
    Known {
        protocol: &AWS_QUERY,
        has_head: false,
        body: |body| Body::Xml(Dialect::Aws.output(body)),
    },
    #[cfg(feature = "xml")]
    Known {
        protocol: &EC2_QUERY,
        has_head: false,
        body: |body| Body::Xml(Dialect::Ec2.output(body)),
    },
];

fn aws_json(body: &[u8]) -> Body<'_> {
    Body::Json(Json::new(body, Keys::MemberNames))
}

#[cfg(feature = "xml")]
fn rest_xml(body: &[u8]) -> Body<'_> {
    Body::Xml(Document::new(body))
}

/// The body of `response`, which holds members of the output. There is none if the protocol is another one, which a program
/// may have put in place, or if no member is in the body, or one is the whole of it.
pub fn of<'a>(
    protocol: &SharedClientProtocol,
    response: &'a HttpResponse,
    output: &Schema<'_>,
) -> Option<Body<'a>> {
    let is_it =
        |known: &&Known| std::ptr::addr_eq(&raw const **protocol, &raw const ***known.protocol);
    let known = KNOWN.iter().find(is_it)?;
    let members = output.members();
    let in_body = members.iter().filter(|member| !member.has_http_response_binding()).count();
    let is_payload = members.iter().any(|member| member.http_payload().is_some());
    let is_read = in_body == members.len() || known.has_head && !is_payload;
    (in_body > 0 && is_read).then(|| (known.body)(response.body().bytes().unwrap_or_default()))
}

/// Has `read` read the members of the output that stand in the head of `response`, if there are any.
///
/// # Errors
///
/// When one of them cannot be read.
pub fn head(
    response: &HttpResponse,
    output: &Schema<'_>,
    cfg: &ConfigBag,
    read: &mut dyn FnMut(&mut dyn Reader) -> Result<(), SerdeError>,
) -> Result<(), SerdeError> {
    if !output.members().iter().any(|member| member.has_http_response_binding()) {
        return Ok(());
    }
    let mut empty = Json::new(b"", Keys::MemberNames);
    let empty: &mut dyn Reader = &mut empty;
    let mut head = http_output_deserializer(ReaderDeserializer(empty), response, output, cfg);
    read(&mut DeserializerReader(&mut *head))
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
    const HEAD: Table = Table {
        text: "
            example#Head
            B string
            @httpHeader b
        ",
        names: "",
    };
    const PAYLOAD: Table = Table {
        text: "
            example#Payload
            A structure
            @httpPayload
        ",
        names: "",
    };
    const EMPTY: Table = Table { text: "example#Empty", names: "" };

    #[test]
    fn ours_reads_what_is_in_the_body() {
        let response = HttpResponse::new(200.try_into().unwrap(), SdkBody::empty());
        let reads = |protocol: &SharedClientProtocol, table: Table| {
            of(protocol, &response, table.shape().schema()).is_some()
        };
        let rest_json = Protocol::RestJson1.client();
        assert!(reads(&rest_json, BODY) && reads(&rest_json, BOUND));
        assert!(!reads(&rest_json, HEAD) && !reads(&rest_json, PAYLOAD));
        assert!(!reads(&rest_json, EMPTY));
        let aws_json = Protocol::AwsJson1_0.client();
        assert!(reads(&aws_json, BODY) && !reads(&aws_json, BOUND));
        let other = crate::protocol::rest_json::rest_json();
        assert!(!reads(&other, BODY), "another may do it differently");
    }

    #[test]
    fn what_stands_in_the_head_is_read_from_there_alone() {
        let body = "{\"A\": \"a\", \"B\": {\"A\": \"no\"}, \"C\": [1]}";
        let mut response = HttpResponse::new(200.try_into().unwrap(), SdkBody::from(body));
        response.headers_mut().insert("b", "head");
        let (schema, cfg) = (BOUND.shape().schema(), ConfigBag::base());
        let mut found = Vec::new();
        head(&response, schema, &cfg, &mut |from| {
            from.read_struct(schema, &mut |member, from| {
                found.push((member.member_index(), from.read_string(member)?));
                Ok(())
            })
        })
        .expect("it is read");
        assert_eq!(found, [(Some(1), "head".to_owned())]);
    }
}
