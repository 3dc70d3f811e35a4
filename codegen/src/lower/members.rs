//! Wire forms of members: what they target, and the traits that protocols read.

use super::context::Context;
use super::direction::Direction;
use super::protocol::{Names, Protocol};
use crate::ir::{self, SimpleTarget, Target, TimestampFormat, Trait};
use crate::model::{Kind, Member, Shape, Simple, Traits, traits as t};

/// The wire form of `member`, whose type is known, so that its target does not contain itself.
pub fn member(cx: &Context<'_>, member: &Member, direction: Direction) -> Option<ir::Member> {
    let shape = cx.shape(&member.target)?;
    let target = match &shape.kind {
        Kind::Simple(simple) => Target::Simple(simple_target(*simple)),
        Kind::Enum(_) => Target::Simple(SimpleTarget::String),
        Kind::IntEnum(_) => Target::Simple(SimpleTarget::Integer),
        Kind::Structure(_) => Target::Simple(SimpleTarget::Structure),
        Kind::Union(_) => Target::Simple(SimpleTarget::Union),
        Kind::List(item) => Target::List(Box::new(self::member(cx, item, Direction::Nested)?)),
        Kind::Map(key, value) => {
            let (key, value) = (self::key(cx, key)?, self::member(cx, value, Direction::Nested)?);
            Target::Map(Box::new(key), Box::new(value))
        }
    };
    let traits = member_traits(cx.protocol, member, shape, direction);
    Some(ir::Member { name: member.name.clone(), target, traits })
}

/// The wire form of a map's key, which is a string or has been reported.
fn key(cx: &Context<'_>, key: &Member) -> Option<ir::Member> {
    let traits = member_traits(cx.protocol, key, cx.shape(&key.target)?, Direction::Nested);
    let target = Target::Simple(SimpleTarget::String);
    Some(ir::Member { name: key.name.clone(), target, traits })
}

fn simple_target(simple: Simple) -> SimpleTarget {
    match simple {
        Simple::Blob => SimpleTarget::Blob,
        Simple::Boolean => SimpleTarget::Boolean,
        Simple::String => SimpleTarget::String,
        Simple::Byte => SimpleTarget::Byte,
        Simple::Short => SimpleTarget::Short,
        Simple::Integer => SimpleTarget::Integer,
        Simple::Long => SimpleTarget::Long,
        Simple::Float => SimpleTarget::Float,
        Simple::Double => SimpleTarget::Double,
        Simple::BigInteger => SimpleTarget::BigInteger,
        Simple::BigDecimal => SimpleTarget::BigDecimal,
        Simple::Timestamp => SimpleTarget::Timestamp,
        Simple::Document => SimpleTarget::Document,
        Simple::Unit => SimpleTarget::Structure,
    }
}

fn member_traits(
    protocol: &Protocol,
    member: &Member,
    target: &Shape,
    direction: Direction,
) -> Vec<Trait> {
    let (own, of_target) = (&member.traits, &target.traits);
    let text = |id: &str| own.text(id).or(of_target.text(id));
    let mut traits = Vec::new();
    if protocol.bindings && direction != Direction::Nested {
        traits.extend(bindings(own, direction));
    }
    if direction == Direction::Request {
        traits.extend(own.has(t::IDEMPOTENCY_TOKEN).then_some(Trait::IdempotencyToken));
        let unset = own.text(t::SENT_IF_UNSET).map(str::to_owned);
        traits.extend(unset.map(Trait::SentIfUnset));
        traits.extend(own.has(t::LAST_SEGMENT).then_some(Trait::LastSegment));
    }
    traits.extend(own.has(t::IGNORE_UNPARSABLE).then_some(Trait::IgnoreUnparsable));
    traits.extend(own.has(t::EVENT_HEADER).then_some(Trait::EventHeader));
    traits.extend(own.has(t::EVENT_PAYLOAD).then_some(Trait::EventPayload));
    traits.extend(names(protocol.names, own, target));
    traits.extend(text(t::TIMESTAMP_FORMAT).map(|name| Trait::Timestamp(timestamp_format(name))));
    traits.extend(text(t::MEDIA_TYPE).map(|name| Trait::MediaType(name.to_owned())));
    let sensitive = own.has(t::SENSITIVE) || of_target.has(t::SENSITIVE);
    traits.extend(sensitive.then_some(Trait::Sensitive));
    traits
}

/// What the member is called in a body, and what else XML wants to know.
fn names(names: Names, own: &Traits, target: &Shape) -> Vec<Trait> {
    let text = |id: &str| own.text(id).map(str::to_owned);
    let mut traits = Vec::new();
    match names {
        Names::Own => {}
        Names::Json => traits.extend(text(t::JSON_NAME).map(Trait::JsonName)),
        Names::Xml => traits.extend(text(t::XML_NAME).map(Trait::XmlName)),
        Names::Ec2 => {
            traits.extend(text(t::XML_NAME).map(Trait::XmlName));
            traits.extend(text(t::EC2_QUERY_NAME).map(Trait::Ec2Name));
        }
    }
    if names.are_xml() {
        let structure = matches!(target.kind, Kind::Structure(_) | Kind::Union(_));
        let of_target = if structure { None } else { xml_namespace(&target.traits) };
        let namespace = xml_namespace(own).or(of_target);
        traits.extend(namespace.map(|(uri, prefix)| Trait::XmlNamespace(uri, prefix)));
        traits.extend(own.has(t::XML_ATTRIBUTE).then_some(Trait::XmlAttribute));
        traits.extend(own.has(t::XML_FLATTENED).then_some(Trait::XmlFlattened));
    }
    traits
}

/// What the protocol wants to know of a structure or union itself.
pub fn shape_traits(protocol: &Protocol, own: &Traits) -> Vec<Trait> {
    let mut traits = Vec::new();
    traits.extend(own.has(t::SENSITIVE).then_some(Trait::Sensitive));
    if protocol.names.are_xml() {
        traits.extend(own.text(t::XML_NAME).map(|name| Trait::XmlName(name.to_owned())));
        let namespace = xml_namespace(own);
        traits.extend(namespace.map(|(uri, prefix)| Trait::XmlNamespace(uri, prefix)));
        traits.extend(own.has(t::XML_UNWRAPPED).then_some(Trait::XmlUnwrapped));
    }
    traits
}

/// Where the member of a message stands, if it is not in the body.
fn bindings(own: &Traits, direction: Direction) -> Vec<Trait> {
    let text = |id: &str| own.text(id).map(str::to_owned);
    let mut traits = Vec::new();
    if direction == Direction::Request {
        traits.extend(own.has(t::HTTP_LABEL).then_some(Trait::HttpLabel));
        traits.extend(own.has(t::HTTP_QUERY_PARAMS).then_some(Trait::HttpQueryParams));
        traits.extend(text(t::HTTP_QUERY).map(Trait::HttpQuery));
        let in_uri = own.has(t::HTTP_LABEL) || own.has(t::HTTP_QUERY);
        traits.extend((own.has(t::REQUIRED) && in_uri).then_some(Trait::Required));
    }
    traits.extend(text(t::HTTP_HEADER).map(Trait::HttpHeader));
    traits.extend(text(t::HTTP_PREFIX_HEADERS).map(Trait::HttpPrefixHeaders));
    traits.extend(own.has(t::HTTP_PAYLOAD).then_some(Trait::HttpPayload));
    traits.extend(own.has(t::HTTP_RESPONSE_CODE).then_some(Trait::HttpResponseCode));
    traits
}

/// The trait `xmlNamespace`: URI and prefix.
pub fn xml_namespace(traits: &Traits) -> Option<(String, Option<String>)> {
    let namespace = traits.get(t::XML_NAMESPACE)?;
    let text = |key: &str| namespace.get(key)?.as_str().map(str::to_owned);
    Some((text("uri")?, text("prefix").filter(|prefix| !prefix.is_empty())))
}

fn timestamp_format(format: &str) -> TimestampFormat {
    match format {
        "date-time" => TimestampFormat::DateTime,
        "http-date" => TimestampFormat::HttpDate,
        _ => TimestampFormat::EpochSeconds,
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{TimestampFormat, Trait};
    use crate::test_model::plan;

    /// The traits of the member `M` of a request, which is as given.
    fn traits(member: &str, shapes: &str) -> Vec<Trait> {
        let operation = r#""PutToy": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Toy"}}"#;
        let toy = format!(
            r#""Toy": {{"type": "structure", "required": ["M"], "members": {{"M": {member}}}}}"#
        );
        let plan = plan(operation, &format!("{toy}, {shapes}"));
        let mut plan = plan.unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        plan.operations.remove(0).input.fields.remove(0).member.traits
    }

    #[test]
    fn a_format_on_the_member_beats_that_of_its_shape() {
        let shape = r#""T": {"type": "timestamp", "timestampFormat": "rfc822"}"#;
        let of = |member: &str| traits(member, shape);
        assert_eq!(of(r#"{"shape": "T"}"#), [Trait::Timestamp(TimestampFormat::HttpDate)]);
        assert_eq!(
            of(r#"{"shape": "T", "timestampFormat": "unixTimestamp"}"#),
            [Trait::Timestamp(TimestampFormat::EpochSeconds)]
        );
        assert_eq!(
            of(r#"{"shape": "T", "timestampFormat": "iso8601"}"#),
            [Trait::Timestamp(TimestampFormat::DateTime)]
        );
    }

    #[test]
    fn each_location_has_its_trait() {
        let string = r#""S": {"type": "string"}, "X": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S"}}"#;
        let of = |member: &str| traits(member, string);
        let text = |text: &str| text.to_owned();
        assert_eq!(
            of(r#"{"shape": "S", "location": "querystring"}"#),
            [Trait::HttpQuery(text("M")), Trait::Required]
        );
        assert_eq!(of(r#"{"shape": "X", "location": "querystring"}"#), [Trait::HttpQueryParams]);
        assert_eq!(
            of(r#"{"shape": "S", "location": "header", "locationName": "X-M"}"#),
            [Trait::HttpHeader(text("X-M"))]
        );
        assert_eq!(
            of(r#"{"shape": "X", "location": "headers", "locationName": "X-"}"#),
            [Trait::HttpPrefixHeaders(text("X-"))]
        );
        assert_eq!(
            of(r#"{"shape": "X", "location": "headers"}"#),
            [Trait::HttpPrefixHeaders(text(""))]
        );
        assert_eq!(of(r#"{"shape": "S", "location": "statusCode"}"#), [Trait::HttpResponseCode]);
        assert_eq!(of(r#"{"shape": "S", "idempotencyToken": true}"#), [Trait::IdempotencyToken]);
    }

    #[test]
    fn secrets_are_so_by_their_shape() {
        assert_eq!(
            traits(r#"{"shape": "S"}"#, r#""S": {"type": "string", "sensitive": true}"#),
            [Trait::Sensitive]
        );
    }
}
