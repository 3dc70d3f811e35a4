//! The request of whichever operation runs.

use super::{current, endpoint_params, protocol, secrets};
use crate::operation::CurrentOperation;
use crate::protocol::{EVENTS, payload};
use crate::serde;
use crate::serde::Serializable;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::ser_de::SerializeRequest;
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
        #[cfg(feature = "checksums")]
        let options = crate::call::checksum::ChecksumOptions::by(operation, structure, cfg);
        let protocol = protocol(cfg)?.clone();
        let mut request = protocol.serialize_request(&Serializable(structure), schema, "", cfg)?;
        payload::complete(structure, schema, &protocol, &mut request)?;
        if let Some(stream) = (operation.stream)(&mut input) {
            stream.send(&mut request, schema, &protocol, cfg)?;
        }
        // RPC v2 CBOR wants this said, and other protocols have no such header.
        if operation.answers_with_events() && request.headers().contains_key("accept") {
            request.headers_mut().insert("accept", EVENTS);
        }
        for (name, value) in operation.service.headers {
            if request.headers().get(*name).is_none() {
                request.headers_mut().insert(*name, *value);
            }
        }
        // What is sent is what is summed up, so compression comes first.
        #[cfg(feature = "compression")]
        crate::call::compression::send(operation, &mut request, cfg)?;
        #[cfg(feature = "checksums")]
        crate::call::checksum::send(operation, options, &mut request, cfg)?;
        secrets::prepare(&mut request, shape, cfg);
        Ok(request)
    }
}
