//! Traits of shapes and members, as tables name them, and what they say in a published schema.

use self::Trait::*;
use aws_smithy_schema::traits::{HttpTrait, TimestampFormat};
use aws_smithy_schema::{Schema, TraitMap};
use std::sync::LazyLock;

/// A trait of a shape or member, in Smithy's names ("Serialization and Protocol traits",
/// "HTTP bindings" and "Type refinement traits" of the Smithy 2.0 specification).
#[derive(Clone, Copy, Debug)]
pub(super) enum Trait {
    /// The key in JSON bodies.
    JsonName(&'static str),
    /// Of a structure: the key of each member in JSON bodies is its name, beginning in lower case.
    JsonLowerCamel,
    /// The name of the element or attribute in XML, and the key in queries.
    XmlName(&'static str),
    /// The namespace of the element in XML: URI and prefix.
    XmlNamespace(&'static str, Option<&'static str>),
    /// An attribute in XML.
    XmlAttribute,
    /// A list or map that has no element of its own in XML, and no level of its own in queries.
    XmlFlattened,
    /// An output whose only member is the text of the root element.
    XmlUnwrapped,
    /// The key in EC2 queries, where it is not the capitalised name.
    Ec2Name(&'static str),
    /// A header of an event.
    EventHeader,
    /// The payload of an event.
    EventPayload,
    /// How a timestamp is written.
    Timestamp(TimestampFormat),
    /// Bound to a label of the URI.
    HttpLabel,
    /// Bound to this query parameter.
    HttpQuery(&'static str),
    /// Bound to all query parameters that no other member takes.
    HttpQueryParams,
    /// Bound to this header.
    HttpHeader(&'static str),
    /// Bound to all headers that start so.
    HttpPrefixHeaders(&'static str),
    /// Bound to the whole body.
    HttpPayload,
    /// Bound to the status code.
    HttpResponseCode,
    /// The media type of a blob or string.
    MediaType(&'static str),
    /// Not to be shown: redacted in `Debug`.
    Sensitive,
    /// The request cannot be built without it.
    Required,
    /// Filled in with a new token where the caller sets none.
    IdempotencyToken,
    /// This text is sent where the caller sets none.
    SentIfUnset(&'static str),
    /// Only what follows the last slash is sent.
    LastSegment,
    /// Left unset where what came cannot be read.
    IgnoreUnparsable,
    /// A number or flag that always has a value. Zero, which it is by default, is not sent.
    LeftOutIfZero,
    /// Method, URI and success status of the operation whose input this is.
    Http(&'static str, &'static str, u16),
    /// No member goes into the body.
    NoBody,
}

impl Trait {
    pub(super) fn apply(&self, schema: Schema<'static>) -> Schema<'static> {
        match *self {
            JsonName(name) => schema.with_json_name(name),
            XmlName(name) => schema.with_xml_name(name),
            XmlNamespace(uri, prefix) => schema.with_xml_namespace(uri, prefix),
            XmlAttribute => schema.with_xml_attribute(),
            XmlFlattened => schema.with_xml_flattened(),
            XmlUnwrapped => schema.with_xml_unwrapped_output(),
            // Published schemas have no place for it, and those of EC2 have no name in JSON.
            Ec2Name(name) => schema.with_json_name(name),
            EventHeader => schema.with_event_header(),
            EventPayload => schema.with_event_payload(),
            Timestamp(format) => schema.with_timestamp_format(format),
            HttpLabel => schema.with_http_label(),
            HttpQuery(name) => schema.with_http_query(name),
            HttpQueryParams => schema.with_http_query_params(),
            HttpHeader(name) => schema.with_http_header(name),
            HttpPrefixHeaders(prefix) => schema.with_http_prefix_headers(prefix),
            HttpPayload => schema.with_http_payload(),
            HttpResponseCode => schema.with_http_response_code(),
            MediaType(value) => schema.with_media_type(value),
            Sensitive => schema.with_sensitive(),
            JsonLowerCamel | Required | IdempotencyToken | SentIfUnset(_) | LastSegment => schema,
            IgnoreUnparsable => schema.with_traits(&IGNORE_UNPARSABLE),
            LeftOutIfZero => schema.with_traits(&LEFT_OUT_IF_ZERO),
            Http(method, uri, code) => schema.with_http(HttpTrait::new(method, uri, Some(code))),
            NoBody => schema.with_no_body_members(),
        }
    }
}

/// What marks schemas of members that are left out if they are zero, since published schemas have no trait for it.
static LEFT_OUT_IF_ZERO: LazyLock<TraitMap> = LazyLock::new(TraitMap::new);

/// Whether the member that a schema describes is zero where nothing was written of it.
pub(crate) fn is_left_out_if_zero(schema: &Schema<'_>) -> bool {
    schema.traits().is_some_and(|traits| std::ptr::eq(traits, &*LEFT_OUT_IF_ZERO))
}

/// What marks schemas of members that are left unset where what came is not as the model says.
static IGNORE_UNPARSABLE: LazyLock<TraitMap> = LazyLock::new(TraitMap::new);

/// Whether the member that a schema describes is left unset where what came is not as the model says.
pub(crate) fn ignores_unparsable(schema: &Schema<'_>) -> bool {
    schema.traits().is_some_and(|traits| std::ptr::eq(traits, &*IGNORE_UNPARSABLE))
}

/// The key in EC2 queries, if the model says one.
#[cfg(feature = "xml")]
pub(crate) fn ec2_name(schema: &Schema<'_>) -> Option<String> {
    schema.json_name().map(|name| name.value().to_owned())
}
