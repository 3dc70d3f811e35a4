//! Rust types and wire forms of members.

use super::Lowering;
use super::protocol::Names;
use super::unions::is_event_stream;
use crate::diagnostics::Diagnostic;
use crate::ir::{self, EventStreamKind, SimpleTarget, Target, TimestampFormat, Trait, Ty, TypeId};
use crate::model::{Kind, Member, Shape, ShapeId, Simple, Traits, traits as t};

/// How deep lists and maps may nest without a structure in between: far deeper than any model does.
const MAX_DEPTH: usize = 16;

/// Where a member's wire form is decided by: the whole message or its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The members of an operation's input.
    Request,
    /// The members of an operation's output.
    Response,
    /// Everything else.
    Other,
}

impl Lowering<'_> {
    /// The type of `member` of `owner`.
    pub(super) fn ty(
        &mut self,
        owner: &ShapeId,
        member: &Member,
        direction: Direction,
    ) -> Option<Ty> {
        let target = self.shape(&member.target)?;
        let ty = match self.is_stream(member) {
            true => Ty::ByteStream,
            false if is_event_stream(target) => self.event_stream(owner, member, direction)?,
            false => self.target_ty(&member.target, &mut Vec::new())?,
        };
        let boxed = self.boxed.contains(&(owner.clone(), member.name.clone()));
        Some(if boxed { Ty::Box(Box::new(ty)) } else { ty })
    }

    /// The type of a member that is a stream of events.
    fn event_stream(
        &mut self,
        owner: &ShapeId,
        member: &Member,
        direction: Direction,
    ) -> Option<Ty> {
        let union = self.type_id(&member.target)?;
        let error = self.event_errors.get(&member.target)?.clone();
        match direction {
            Direction::Request => Some(Ty::EventStream(EventStreamKind::Sender, union, error)),
            Direction::Response => Some(Ty::EventStream(EventStreamKind::Receiver, union, error)),
            Direction::Other => {
                let message = "only an operation's input or output can have a stream of events";
                let of = format!("{owner}${}", member.name);
                self.found.push(Diagnostic::new(&member.at, message).of(of));
                None
            }
        }
    }

    fn target_ty(&mut self, id: &ShapeId, through: &mut Vec<ShapeId>) -> Option<Ty> {
        let shape = self.shape(id)?;
        let problem = match through.contains(id) {
            true => Some("this list or map contains itself, without a structure in between"),
            false => (through.len() > MAX_DEPTH).then_some("lists and maps nest too deeply here"),
        };
        if let Some(message) = problem {
            let hint = "put a structure in between";
            self.found.push(Diagnostic::new(&shape.at, message).of(id).hint(hint));
            return None;
        }
        through.push(id.clone());
        let ty = match &shape.kind {
            Kind::Simple(simple) => simple_ty(*simple),
            Kind::List(member) => {
                Ty::List(Box::new(sparse(shape, self.target_ty(&member.target, through)?)))
            }
            Kind::Map(key, value) => {
                self.check_key(id, key);
                Ty::Map(Box::new(sparse(shape, self.target_ty(&value.target, through)?)))
            }
            Kind::Enum(_) => Ty::Enum(self.type_id(id)?),
            Kind::Structure(_) => Ty::Structure(self.type_id(id)?),
            Kind::Union(_) => Ty::Union(self.type_id(id)?),
        };
        through.pop();
        Some(ty)
    }

    fn type_id(&self, id: &ShapeId) -> Option<TypeId> {
        Some(TypeId::new(id.clone(), self.names.get(id)?.clone()))
    }

    /// Whether the member is a body that comes piece by piece.
    fn is_stream(&self, member: &Member) -> bool {
        let Some(target) = self.shape(&member.target) else { return false };
        let is_blob = matches!(target.kind, Kind::Simple(Simple::Blob | Simple::String));
        is_blob && (member.traits.has(t::STREAMING) || target.traits.has(t::STREAMING))
    }

    fn check_key(&mut self, map: &ShapeId, key: &Member) {
        let kind = self.shape(&key.target).map(|shape| &shape.kind);
        if !matches!(kind, Some(Kind::Simple(Simple::String) | Kind::Enum(_))) {
            let message = "the keys of a map must be strings";
            self.found.push(Diagnostic::new(&key.at, message).of(format!("{map}$key")));
        }
    }

    /// The wire form of `member`. [`Self::ty`] has made sure that its target does not contain itself.
    pub(super) fn member(&self, member: &Member, direction: Direction) -> Option<ir::Member> {
        let shape = self.shape(&member.target)?;
        let target = match &shape.kind {
            Kind::Simple(simple) => Target::Simple(simple_target(*simple)),
            Kind::Enum(_) => Target::Simple(SimpleTarget::String),
            Kind::Structure(_) => Target::Simple(SimpleTarget::Structure),
            Kind::Union(_) => Target::Simple(SimpleTarget::Union),
            Kind::List(element) => Target::List(Box::new(self.member(element, Direction::Other)?)),
            Kind::Map(key, value) => {
                let key = self.key(key)?;
                Target::Map(Box::new(key), Box::new(self.member(value, Direction::Other)?))
            }
        };
        let traits = self.member_traits(member, shape, direction);
        Some(ir::Member { name: member.name.clone(), target, traits })
    }

    /// The wire form of a map's key, which is a string or has been reported.
    fn key(&self, key: &Member) -> Option<ir::Member> {
        let traits = self.member_traits(key, self.shape(&key.target)?, Direction::Other);
        Some(ir::Member {
            name: key.name.clone(),
            target: Target::Simple(SimpleTarget::String),
            traits,
        })
    }
}

fn simple_ty(simple: Simple) -> Ty {
    match simple {
        Simple::Blob => Ty::Blob,
        Simple::Boolean => Ty::Bool,
        Simple::String => Ty::String,
        Simple::Byte => Ty::I8,
        Simple::Short => Ty::I16,
        Simple::Integer => Ty::I32,
        Simple::Long => Ty::I64,
        Simple::Float => Ty::F32,
        Simple::Double => Ty::F64,
        Simple::BigInteger => Ty::BigInteger,
        Simple::BigDecimal => Ty::BigDecimal,
        Simple::Timestamp => Ty::DateTime,
        Simple::Document => Ty::Document,
    }
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
    }
}

impl Lowering<'_> {
    fn member_traits(&self, member: &Member, target: &Shape, direction: Direction) -> Vec<Trait> {
        let (own, of_target) = (&member.traits, &target.traits);
        let mut traits = Vec::new();
        if self.protocol.bindings && direction != Direction::Other {
            traits.extend(bindings(own, direction));
        }
        if direction == Direction::Request && own.has(t::IDEMPOTENCY_TOKEN) {
            traits.push(Trait::IdempotencyToken);
        }
        if direction == Direction::Request {
            let text = own.text(t::SENT_IF_UNSET).map(str::to_owned);
            traits.extend(text.map(Trait::SentIfUnset));
            traits.extend(own.has(t::LAST_SEGMENT).then_some(Trait::LastSegment));
        }
        traits.extend(own.has(t::UNSET_IF_ODD).then_some(Trait::UnsetIfOdd));
        traits.extend(own.has(t::EVENT_HEADER).then_some(Trait::EventHeader));
        traits.extend(own.has(t::EVENT_PAYLOAD).then_some(Trait::EventPayload));
        traits.extend(self.names(own, target));
        if let Some(format) = own.text(t::TIMESTAMP_FORMAT).or(of_target.text(t::TIMESTAMP_FORMAT))
        {
            traits.push(Trait::Timestamp(timestamp_format(format)));
        }
        if let Some(media_type) = own.text(t::MEDIA_TYPE).or(of_target.text(t::MEDIA_TYPE)) {
            traits.push(Trait::MediaType(media_type.to_owned()));
        }
        if own.has(t::SENSITIVE) || of_target.has(t::SENSITIVE) {
            traits.push(Trait::Sensitive);
        }
        traits
    }

    /// What the member is called in a body, and what else XML wants to know.
    fn names(&self, own: &Traits, target: &Shape) -> Vec<Trait> {
        let text = |id: &str| own.text(id).map(str::to_owned);
        let names = self.protocol.names;
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

    /// What protocols want to know of a structure or union itself.
    pub(super) fn shape_traits(&self, own: &Traits) -> Vec<Trait> {
        let mut traits = Vec::new();
        if self.protocol.names.are_xml() {
            traits.extend(own.text(t::XML_NAME).map(|name| Trait::XmlName(name.to_owned())));
            let namespace = xml_namespace(own);
            traits.extend(namespace.map(|(uri, prefix)| Trait::XmlNamespace(uri, prefix)));
            traits.extend(own.has(t::XML_UNWRAPPED).then_some(Trait::XmlUnwrapped));
        }
        traits
    }
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

fn sparse(collection: &Shape, element: Ty) -> Ty {
    match collection.traits.has(t::SPARSE) {
        true => Ty::Option(Box::new(element)),
        false => element,
    }
}

fn timestamp_format(format: &str) -> TimestampFormat {
    match format {
        "date-time" => TimestampFormat::DateTime,
        "http-date" => TimestampFormat::HttpDate,
        _ => TimestampFormat::EpochSeconds,
    }
}

/// Whether a member goes into the body of a request or response.
pub fn in_body(member: &ir::Member) -> bool {
    !member.traits.iter().any(|t| {
        matches!(
            t,
            Trait::HttpLabel
                | Trait::HttpQuery(_)
                | Trait::HttpQueryParams
                | Trait::HttpHeader(_)
                | Trait::HttpPrefixHeaders(_)
                | Trait::HttpPayload
                | Trait::HttpResponseCode
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Diagnostics;
    use crate::ir::{Crate, SimpleTarget, Target, TimestampFormat, Trait, Ty};
    use crate::test_model::{messages, plan};

    /// A request whose member `M` is as given.
    fn planned(member: &str, shapes: &str) -> Result<Crate, Diagnostics> {
        let operation = r#""PutToy": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Toy"}}"#;
        let toy = format!(
            r#""Toy": {{"type": "structure", "required": ["M"], "members": {{"M": {member}}}}}"#
        );
        plan(operation, &format!("{toy}, {shapes}"))
    }

    fn field(member: &str, shapes: &str) -> crate::ir::Field {
        let mut plan = planned(member, shapes).unwrap_or_else(|found| panic!("{found}"));
        plan.operations.remove(0).input.fields.remove(0)
    }

    #[test]
    fn each_simple_type_has_its_counterpart() {
        let types = [
            ("blob", Ty::Blob, SimpleTarget::Blob),
            ("boolean", Ty::Bool, SimpleTarget::Boolean),
            ("string", Ty::String, SimpleTarget::String),
            ("character", Ty::String, SimpleTarget::String),
            ("byte", Ty::I8, SimpleTarget::Byte),
            ("short", Ty::I16, SimpleTarget::Short),
            ("integer", Ty::I32, SimpleTarget::Integer),
            ("long", Ty::I64, SimpleTarget::Long),
            ("float", Ty::F32, SimpleTarget::Float),
            ("double", Ty::F64, SimpleTarget::Double),
            ("timestamp", Ty::DateTime, SimpleTarget::Timestamp),
        ];
        for (name, ty, target) in types {
            let field = field(r#"{"shape": "T"}"#, &format!(r#""T": {{"type": "{name}"}}"#));
            assert_eq!((field.ty, field.member.target), (ty, Target::Simple(target)), "{name}");
        }
    }

    #[test]
    fn lists_and_maps_are_spelled_out() {
        let shapes = r#""L": {"type": "list", "member": {"shape": "M"}}, "S": {"type": "string"},
            "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S", "locationName": "v"}}"#;
        let field = field(r#"{"shape": "L"}"#, shapes);
        assert_eq!(field.ty, Ty::List(Box::new(Ty::Map(Box::new(Ty::String)))));
        let Target::List(element) = field.member.target else { panic!("no list") };
        let Target::Map(key, value) = element.target else { panic!("no map") };
        assert_eq!(
            (element.name.as_str(), key.name.as_str(), value.name.as_str()),
            ("member", "key", "value")
        );
    }

    #[test]
    fn a_format_on_the_member_beats_that_of_its_shape() {
        let shape = r#""T": {"type": "timestamp", "timestampFormat": "rfc822"}"#;
        let of = |member: &str| field(member, shape).member.traits;
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
        let of = |member: &str| field(member, string).member.traits;
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
            field(r#"{"shape": "S"}"#, r#""S": {"type": "string", "sensitive": true}"#)
                .member
                .traits,
            [Trait::Sensitive]
        );
    }

    #[test]
    fn maps_that_cannot_be_are_told() {
        let shapes = r#""M": {"type": "map", "key": {"shape": "M"}, "value": {"shape": "M"}}"#;
        let found = planned(r#"{"shape": "M"}"#, shapes).unwrap_err();
        assert_eq!(
            messages(&found),
            [
                "the keys of a map must be strings",
                "this list or map contains itself, without a structure in between",
            ]
        );
    }
}
