//! XML as the AWS protocols write it ("XML bindings" of the Smithy specification).

mod read;
mod write;

pub use read::Document;
pub use write::Writer;

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::error::metadata::{Builder as ErrorMetadataBuilder, ErrorMetadata};

/// The name of a member's element or attribute.
fn name_of<'a>(schema: &'a Schema<'_>) -> &'a str {
    let own = schema.xml_name().map(|name| name.value());
    own.or(schema.member_name()).unwrap_or_else(|| schema.shape_id().shape_name())
}

/// The element of an error response that holds code, message and members: `Error`, at the top or, in AWS Query one level
/// and in EC2 Query two levels, below it.
pub fn error(body: &[u8]) -> Document<'_> {
    Document::new(body).below(2, |node| node.tag_name().name() == "Error")
}

/// Code and message of an error response.
///
/// # Errors
///
/// When the body is no XML.
pub fn error_metadata(body: &[u8]) -> Result<ErrorMetadataBuilder, SerdeError> {
    let document = error(body);
    let mut meta = ErrorMetadata::builder();
    let Some(error) = document.element()? else { return Ok(meta) };
    if let Some(code) = error.child_text("Code") {
        meta = meta.code(code);
    }
    if let Some(message) = error.child_text("Message").or_else(|| error.child_text("message")) {
        meta = meta.message(message);
    }
    Ok(meta)
}
