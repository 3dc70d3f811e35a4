//! The ids that a service gives a request, of which Amazon S3 gives two. The support wants to know both.

use crate::serde::{Field, Reader};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::{Headers, Response};
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, ShapeSerializer};
use aws_smithy_types::error::metadata::{Builder, ErrorMetadata, ProvideErrorMetadata};
use aws_types::request_id::{RequestId, apply_request_id};
use std::any::Any;

/// The key under which [`ErrorMetadata::extra`] holds the second request id, as in the official crate.
pub const EXTENDED_REQUEST_ID: &str = "s3_extended_request_id";

/// What holds the second id of a request to Amazon S3.
pub trait RequestIdExt {
    /// The second request id, if there was an answer that told one.
    fn extended_request_id(&self) -> Option<&str>;
}

impl RequestIdExt for Headers {
    fn extended_request_id(&self) -> Option<&str> {
        self.get("x-amz-id-2")
    }
}

impl<B> RequestIdExt for Response<B> {
    fn extended_request_id(&self) -> Option<&str> {
        self.headers().extended_request_id()
    }
}

impl RequestIdExt for ErrorMetadata {
    fn extended_request_id(&self) -> Option<&str> {
        self.extra(EXTENDED_REQUEST_ID)
    }
}

impl<E> RequestIdExt for SdkError<E, HttpResponse> {
    fn extended_request_id(&self) -> Option<&str> {
        self.raw_response()?.extended_request_id()
    }
}

impl<O: RequestIdExt, E: RequestIdExt> RequestIdExt for Result<O, E> {
    fn extended_request_id(&self) -> Option<&str> {
        match self {
            Ok(output) => output.extended_request_id(),
            Err(error) => error.extended_request_id(),
        }
    }
}

/// The second request id of an error.
#[inline(never)]
pub fn extended_request_id<E: ProvideErrorMetadata>(error: &E) -> Option<&str> {
    error.meta().extended_request_id()
}

/// The metadata, with the request ids that the response tells.
pub(crate) fn with_request_ids(meta: Builder, response: &HttpResponse) -> Builder {
    let meta = apply_request_id(meta, response.headers());
    match response.extended_request_id() {
        Some(id) => meta.custom(EXTENDED_REQUEST_ID, id),
        None => meta,
    }
}

/// Both ids of a request, which an output of Amazon S3 holds beside its members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequestIds {
    first: Option<String>,
    second: Option<String>,
}

impl RequestIds {
    pub(crate) fn of(response: &HttpResponse) -> Self {
        Self {
            first: response.request_id().map(str::to_owned),
            second: response.extended_request_id().map(str::to_owned),
        }
    }

    /// The first.
    pub fn as_deref(&self) -> Option<&str> {
        self.first.as_deref()
    }

    /// The first and the second.
    pub fn both(&self) -> (Option<&str>, Option<&str>) {
        (self.first.as_deref(), self.second.as_deref())
    }
}

/// They are on no wire.
impl Field for RequestIds {
    fn is_set(&self) -> bool {
        true
    }

    fn equals(&self, other: &dyn Field) -> bool {
        (other as &dyn Any).downcast_ref() == Some(self)
    }

    fn assign(&mut self, other: &dyn Field) {
        if let Some(other) = (other as &dyn Any).downcast_ref::<Self>() {
            self.clone_from(other);
        }
    }

    fn write(&self, _: &Schema<'_>, _: &mut dyn ShapeSerializer) -> Result<(), SerdeError> {
        Ok(())
    }

    fn read(&mut self, _: &Schema<'_>, _: &mut dyn Reader) -> Result<(), SerdeError> {
        Ok(())
    }
}
