//! The request of whichever operation runs.

use super::{current, endpoint_params, protocol, secrets};
use crate::operation::{CurrentOperation, Descriptor};
use crate::protocol::{EVENTS, payload};
use crate::schema::Shape;
use crate::serde;
use crate::serde::idempotency_token::IdempotencyTokenProvider;
use crate::serde::{OperationInput, Structure, path};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::ser_de::SerializeRequest;
use aws_smithy_runtime_api::http::HttpError;
use aws_smithy_runtime_api::http::header_parse::quote_header_value;
use aws_smithy_schema::ShapeType;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::operation::BuildError;

/// Writes the request of whichever operation runs.
#[derive(Debug)]
pub struct Serializer;

impl SerializeRequest for Serializer {
    fn serialize_input(
        &self,
        mut input: Input,
        cfg: &mut ConfigBag,
    ) -> Result<HttpRequest, BoxError> {
        endpoint_params::check(cfg)?;
        let CurrentOperation(operation) = current(cfg)?;
        let structure =
            (operation.input)(&input).ok_or("the input is not of the operation's type")?;
        if let Some(field) = serde::missing_field(structure) {
            return Err(BuildError::missing_field(field, "cannot be empty or unset").into());
        }
        let shape = structure.table().shape();
        let schema = shape.schema();
        #[cfg(feature = "presigning")]
        if let Some(mut request) =
            super::presigning::request(with_tokens(structure, cfg), protocol(cfg)?, cfg)?
        {
            add_headers(operation, &mut request);
            secrets::prepare(&mut request, shape, cfg);
            return Ok(request);
        }
        #[cfg(feature = "checksums")]
        let options = crate::call::checksum::ChecksumOptions::by(operation, structure, cfg);
        let protocol = protocol(cfg)?.clone();
        let with_tokens = with_tokens(structure, cfg);
        let mut request = protocol.serialize_request(&with_tokens, schema, "", cfg)?;
        separate_headers(structure, shape, &mut request)?;
        payload::complete(structure, schema, &protocol, &mut request)?;
        if let Some(stream) = (operation.stream)(&mut input) {
            stream.send(&mut request, schema, &protocol, cfg)?;
        }
        // RPC v2 CBOR wants this said, and other protocols have no such header.
        if operation.answers_with_events() && request.headers().contains_key("accept") {
            request.headers_mut().insert("accept", EVENTS);
        }
        add_headers(operation, &mut request);
        // What is sent is what is summed up, so compression comes first.
        #[cfg(feature = "compression")]
        crate::call::compression::send(operation, &mut request, cfg)?;
        #[cfg(feature = "checksums")]
        crate::call::checksum::send(operation, options, &mut request, cfg)?;
        secrets::prepare(&mut request, shape, cfg);
        Ok(request)
    }
}

/// Gives each item of a list a header of its own, as the official crates do. The published protocols make them one
/// header, with a comma and a space between two.
fn separate_headers(
    input: &dyn Structure,
    shape: &Shape,
    request: &mut HttpRequest,
) -> Result<(), HttpError> {
    for (member, schema) in shape.members().iter().zip(shape.schema().members()) {
        let list = schema.shape_type() == ShapeType::List;
        let Some(header) = schema.http_header().filter(|_| list) else { continue };
        let items = path::texts(input, member.name()).unwrap_or_default();
        let Some((first, others)) = items.split_first() else { continue };
        let (headers, name) = (request.headers_mut(), header.value().to_owned());
        headers.try_insert(name.clone(), quote_header_value(first).into_owned())?;
        for item in others {
            headers.try_append(name.clone(), quote_header_value(item).into_owned())?;
        }
    }
    Ok(())
}

/// Adds what all requests to the service carry, where the input does not set it.
fn add_headers(operation: &Descriptor, request: &mut HttpRequest) {
    for (name, value) in operation.service.headers {
        if request.headers().get(*name).is_none() {
            request.headers_mut().insert(*name, *value);
        }
    }
}

/// The input, with what the configuration says of its tokens.
fn with_tokens<'a>(structure: &'a dyn Structure, cfg: &'a ConfigBag) -> OperationInput<'a> {
    let tokens = cfg.load::<IdempotencyTokenProvider>();
    OperationInput { structure, tokens: tokens.unwrap_or(&IdempotencyTokenProvider::NEW) }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::*;

    struct Listed {
        names: Option<Vec<String>>,
        others: Option<Vec<String>>,
        _request_id: Option<String>,
    }

    struct ListedBuilder {
        inner: Listed,
    }

    crate::structure!(Listed, builder: ListedBuilder, beside: _request_id, fields: [
            (names, set_names, get_names, Vec<String>),
            (others, set_others, get_others, Vec<String>)
        ],
        table: "
            example#Listed
            Names list
            @httpHeader x-names
            - member string
            Others list
            @httpHeader x-others
            - member string
        "
    );
    crate::build!(ListedBuilder, Listed);

    #[test]
    fn each_item_of_a_list_is_a_header() {
        let names = Some(["ETag", "a, b", "Size"].map(str::to_owned).to_vec());
        let listed = Listed { names, ..Listed::default() };
        let shape = listed.table().shape();
        let config = ConfigBag::base();
        let protocol = crate::protocol::Protocol::RestJson1.client();
        let input = crate::serde::Serializable(&listed);
        let request = protocol.serialize_request(&input, shape.schema(), "", &config);
        let mut request = request.expect("it can be written");
        assert_eq!(request.headers().get("x-names"), Some(r#"ETag, "a, b", Size"#));
        separate_headers(&listed, shape, &mut request).expect("these are headers");
        let names: Vec<_> = request.headers().get_all("x-names").collect();
        assert_eq!(names, ["ETag", r#""a, b""#, "Size"]);
        assert_eq!(request.headers().get("x-others"), None);
    }
}
