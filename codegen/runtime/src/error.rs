//! What a refused request looks like.

mod request_ids;
pub(crate) use request_ids::with_request_ids;
pub use request_ids::{EXTENDED_REQUEST_ID, RequestIdExt, RequestIds, extended_request_id};

use crate::redaction::REDACTED;
use crate::serde::{Reader, Structure, VisitorMut, has_sensitive_message};
#[cfg(feature = "test-util")]
use crate::serde::{Visitor, text};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
use aws_smithy_schema::serde::SerdeError;
#[cfg(feature = "test-util")]
use aws_smithy_types::error::metadata::Builder as ErrorMetadataBuilder;
use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};
use aws_types::request_id::RequestId;
use std::any::Any;
use std::error::Error as StdError;
use std::fmt;

pub use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};

/// The key under which [`ErrorMetadata::extra`] holds the HTTP status.
pub const HTTP_STATUS: &str = "http_status";

/// An error that the service answered and that is none of the operation's modeled errors, or a
/// response that could not be read as one.
pub struct Unhandled {
    source: BoxError,
    meta: ErrorMetadata,
}

impl Unhandled {
    /// An error with its cause, and what is known about it.
    pub fn new(source: impl Into<BoxError>, meta: ErrorMetadata) -> Self {
        Self { source: source.into(), meta }
    }

    /// An error of which no more is known than its cause.
    #[inline(never)]
    pub fn by(source: impl Into<BoxError>) -> Self {
        Self::new(source, ErrorMetadata::default())
    }

    /// As [`CreateUnhandledError`] wants it.
    pub fn create(source: BoxError, meta: Option<ErrorMetadata>) -> Self {
        Self::new(source, meta.unwrap_or_default())
    }

    /// An error of which no more is known than `meta` says.
    pub fn from_meta(meta: ErrorMetadata) -> Self {
        Self { source: meta.clone().into(), meta }
    }
}

impl fmt::Debug for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unhandled").field("source", &self.source).field("meta", &self.meta).finish()
    }
}

impl fmt::Display for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.meta.code(), self.meta.message()) {
            (Some(code), Some(message)) => write!(f, "{code}: {message}"),
            (Some(code), None) => f.write_str(code),
            (None, Some(message)) => write!(f, "unhandled error: {message}"),
            (None, None) if self.source.is::<ErrorMetadata>() => f.write_str("unhandled error"),
            (None, None) => write!(f, "unhandled error: {}", self.source),
        }
    }
}

impl StdError for Unhandled {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

impl ProvideErrorMetadata for Unhandled {
    fn meta(&self) -> &ErrorMetadata {
        &self.meta
    }
}

/// The facts of a modeled error.
#[derive(Debug)]
pub struct ErrorDescriptor {
    /// The name of its structure, and of its variant in operations' errors.
    pub name: &'static str,
    /// The code that names it on the wire.
    pub code: &'static str,
    /// The code that the query protocol names it by, which services that once spoke it still tell.
    pub query_code: &'static str,
    /// Whether the model says that a retry may help.
    pub retryable: Option<ErrorKind>,
}

/// A modeled error's structure. [`modeled_error!`](crate::modeled_error) implements it.
pub trait ModeledError: StdError + ProvideErrorMetadata + Structure + Default + 'static {
    /// The facts.
    const DESCRIPTOR: &'static ErrorDescriptor;
}

/// What the service said when it refused a request.
#[allow(missing_debug_implementations)]
pub struct ErrorResponse<'a> {
    /// The members of the modeled error.
    pub from: &'a mut dyn Reader,
    /// Code, message, status and request id.
    pub meta: &'a ErrorMetadata,
}

/// Reads a modeled error, and makes it that of an operation, of which it is this variant.
///
/// # Errors
///
/// When there is something else than the schema says.
#[inline(never)]
pub fn read_modeled<T: ModeledError, E>(
    response: ErrorResponse<'_>,
    variant: fn(T) -> E,
) -> Result<Option<E>, SerdeError> {
    let mut error = T::default();
    crate::serde::read_members(&mut error, response.from)?;
    if let Some(message) = response.meta.message() {
        complete(&mut error, message);
    }
    crate::serde::set_metadata(&mut error, || response.meta.clone());
    Ok(Some(variant(error)))
}

/// An operation's error of which the model knows nothing, or which could not be read for `cause`.
pub(crate) fn unhandled<E: CreateUnhandledError>(
    cause: Option<SerdeError>,
    meta: ErrorMetadata,
) -> E {
    let cause = cause.map_or_else(|| meta.clone().into(), BoxError::from);
    E::create_unhandled_error(cause, Some(meta))
}

/// A message also comes as `Message` or `errorMessage`, whatever the model says.
fn complete(error: &mut dyn Structure, message: &str) {
    let names: Vec<_> =
        error.table().shape().members().iter().map(|member| member.name()).collect();
    error.fields_mut(VisitorMut(&mut |fields| {
        let fields = names.iter().zip(fields);
        for (_, field) in fields.filter(|(name, _)| name.eq_ignore_ascii_case("message")) {
            let field = *field as &mut dyn Any;
            if let Some(text) = field.downcast_mut::<Option<String>>() {
                text.get_or_insert_with(|| message.to_owned());
            } else if let Some(text) = field.downcast_mut::<String>().filter(|t| t.is_empty()) {
                message.clone_into(text);
            }
        }
    }));
}

/// An operation's error. [`operation_error!`](crate::operation_error) implements it.
pub trait OperationError:
    StdError + ProvideErrorMetadata + ProvideErrorKind + CreateUnhandledError + Send + Sync + 'static
{
    /// The errors that the model lists for the operation.
    const MODELED: &'static [&'static ErrorDescriptor];
    /// The error in the variant that it is.
    fn variant(&self) -> &dyn ErrorVariant;
    /// The same, to be changed.
    #[cfg(feature = "test-util")]
    fn variant_mut(&mut self) -> &mut dyn ErrorVariant;
    /// Reads the one at this place among them; none, if there is no such place.
    ///
    /// # Errors
    ///
    /// When there is something else than the schema says.
    fn read(place: usize, response: ErrorResponse<'_>) -> Result<Option<Self>, SerdeError>
    where
        Self: Sized;
}

/// The service's own error out of one of its operations' results; whatever is not an answer of the
/// service becomes [`Unhandled`].
#[inline(never)]
pub fn into_service_error<S, E, R>(error: SdkError<E, R>) -> S
where
    S: From<E> + From<Unhandled>,
    E: OperationError,
    R: fmt::Debug + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(error) => error.into_err().into(),
        other => {
            let mut meta = other.meta().clone().into_builder();
            let response = other.raw_response().map(|response| response as &dyn Any);
            if let Some(response) = response.and_then(|any| any.downcast_ref::<HttpResponse>()) {
                meta = meta.custom(HTTP_STATUS, response.status().as_u16().to_string());
                meta = with_request_ids(meta, response);
            }
            Unhandled::new(other, meta.build()).into()
        }
    }
}

/// The error in one of the variants of an operation's error.
pub trait ErrorVariant: StdError + ProvideErrorMetadata + 'static {
    /// The name of the variant.
    fn name(&self) -> &'static str;
    /// Whether the model says that a retry may help.
    fn retryable(&self) -> Option<ErrorKind>;
    /// Adds the code and the message that an answer would have said, to what was made without a code.
    #[cfg(feature = "test-util")]
    fn as_answered(&mut self);
}

impl<E: ModeledError> ErrorVariant for E {
    fn name(&self) -> &'static str {
        E::DESCRIPTOR.name
    }

    fn retryable(&self) -> Option<ErrorKind> {
        E::DESCRIPTOR.retryable
    }

    #[cfg(feature = "test-util")]
    fn as_answered(&mut self) {
        if self.meta().code().is_none() {
            let message = message_member(self);
            let meta = self.meta().clone().into_builder().code(E::DESCRIPTOR.code);
            let meta = message.into_iter().fold(meta, ErrorMetadataBuilder::message);
            crate::serde::set_metadata(self, || meta.build());
        }
    }
}

/// What stands in the member that is the message, if there is one.
#[cfg(feature = "test-util")]
fn message_member(error: &dyn Structure) -> Option<String> {
    let mut message = None;
    let table = error.table();
    error.fields(Visitor(&mut |fields| {
        let mut members = table.shape().members().iter().zip(fields);
        let member = members.find(|(member, _)| member.name().eq_ignore_ascii_case("message"));
        message = member.and_then(|(_, field)| text(*field)).map(str::to_owned);
    }));
    message
}

impl ErrorVariant for Unhandled {
    fn name(&self) -> &'static str {
        "Unhandled"
    }

    fn retryable(&self) -> Option<ErrorKind> {
        None
    }

    #[cfg(feature = "test-util")]
    fn as_answered(&mut self) {}
}

/// What is known of an operation's error.
#[inline(never)]
pub fn meta<E: OperationError>(error: &E) -> &ErrorMetadata {
    error.variant().meta()
}

/// The error in an operation's error.
#[inline(never)]
pub fn source<E: OperationError>(error: &E) -> Option<&(dyn StdError + 'static)> {
    Some(error.variant())
}

/// Whether the model says that a retry may help.
#[inline(never)]
pub fn retryable<E: OperationError>(error: &E) -> Option<ErrorKind> {
    error.variant().retryable()
}

/// The code of an operation's error.
#[inline(never)]
pub fn code<E: OperationError>(error: &E) -> Option<&str> {
    meta(error).code()
}

/// The request id of an operation's error.
#[inline(never)]
pub fn request_id<E: OperationError>(error: &E) -> Option<&str> {
    meta(error).request_id()
}

/// Shows an operation's error as `#[derive(Debug)]` would: the name of its variant, and the error in it.
#[inline(never)]
pub fn show_operation_error<E: OperationError>(
    error: &E,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let variant = error.variant();
    f.debug_tuple(variant.name()).field(&variant).finish()
}

/// Writes `GetApi: NotFoundException: no such API (404, request id 1234)`: the operation, the
/// error, and what identifies the response.
#[inline(never)]
pub fn fmt_operation_error<E: OperationError>(
    error: &E,
    operation: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    fmt_variant(error.variant(), operation, f)
}

fn fmt_variant(
    error: &dyn ErrorVariant,
    operation: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    write!(f, "{operation}: ")?;
    fmt_with_response(f, error, error.meta())
}

/// Writes the error and what identifies the response, as [`fmt_operation_error`] does.
pub fn fmt_with_response(
    f: &mut fmt::Formatter<'_>,
    error: &dyn StdError,
    meta: &ErrorMetadata,
) -> fmt::Result {
    fmt::Display::fmt(error, f)?;
    match (meta.extra(HTTP_STATUS), meta.request_id()) {
        (Some(status), Some(id)) => write!(f, " ({status}, request id {id})"),
        (Some(status), None) => write!(f, " ({status})"),
        (None, Some(id)) => write!(f, " (request id {id})"),
        (None, None) => Ok(()),
    }
}

/// Writes `NotFoundException: no such API`.
#[inline(never)]
pub fn fmt_modeled_error<E: ModeledError>(
    error: &E,
    message: Option<&str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    fmt_named(error, E::DESCRIPTOR.name, message, f)
}

fn fmt_named(
    error: &dyn Structure,
    name: &str,
    message: Option<&str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    f.write_str(name)?;
    match message {
        None => Ok(()),
        Some(_) if has_sensitive_message(error) => write!(f, ": {REDACTED}"),
        Some(message) => write!(f, ": {message}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Shown(Unhandled);

    impl fmt::Display for Shown {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt_variant(&self.0, "GetApi", f)
        }
    }

    fn shown(meta: aws_smithy_types::error::metadata::Builder) -> String {
        Shown(Unhandled::from_meta(meta.build())).to_string()
    }

    #[test]
    fn an_error_says_what_happened() {
        let meta = ErrorMetadata::builder;
        let full = meta()
            .code("Gone")
            .message("no")
            .custom(HTTP_STATUS, "410")
            .custom("aws_request_id", "r1");
        assert_eq!(shown(full), "GetApi: Gone: no (410, request id r1)");
        assert_eq!(shown(meta().code("Gone")), "GetApi: Gone");
        assert_eq!(
            shown(meta().message("no").custom(HTTP_STATUS, "500")),
            "GetApi: unhandled error: no (500)"
        );
    }

    #[test]
    fn the_cause_is_kept() {
        let cause = std::io::Error::other("disk full");
        let error = Unhandled::new(cause, ErrorMetadata::builder().build());
        assert_eq!(error.source().map(ToString::to_string), Some("disk full".to_owned()));
    }
}
