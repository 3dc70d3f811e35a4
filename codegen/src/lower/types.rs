//! Rust types and wire forms of members.

use super::Lowering;
use crate::diagnostics::Diagnostic;
use crate::ir::{self, Target, Trait, Ty};
use crate::model::{Kind, Member, Shape, ShapeId, Simple, traits as t};

/// Where a member's wire form is decided by: the whole message or its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The members of an operation's input.
    Request,
    /// Everything else.
    Other,
}

impl Lowering<'_> {
    /// The type of `member` of `owner`.
    pub(super) fn ty(&mut self, owner: &ShapeId, member: &Member) -> Option<Ty> {
        let ty = self.target_ty(&member.target, &mut Vec::new())?;
        let boxed = self.boxed.contains(&(owner.clone(), member.name.clone()));
        Some(if boxed { Ty::Box(Box::new(ty)) } else { ty })
    }

    fn target_ty(&mut self, id: &ShapeId, through: &mut Vec<ShapeId>) -> Option<Ty> {
        let shape = self.shape(id)?;
        if through.contains(id) {
            let message = "this list or map contains itself, without a structure in between";
            self.found.push(Diagnostic::new(&shape.at, message).of(id));
            return None;
        }
        through.push(id.clone());
        let ty = match &shape.kind {
            Kind::Simple(simple) => simple_ty(*simple),
            Kind::List(member) => Ty::List(Box::new(self.target_ty(&member.target, through)?)),
            Kind::Map(_, value) => Ty::Map(Box::new(self.target_ty(&value.target, through)?)),
            Kind::Enum(_) | Kind::Structure(_) | Kind::Union(_) => Ty::Named(self.names.get(id)?.clone()),
        };
        through.pop();
        Some(ty)
    }

    /// The wire form of `member`. [`Self::ty`] has made sure that its target does not contain itself.
    pub(super) fn member(&self, member: &Member, direction: Direction) -> Option<ir::Member> {
        let shape = self.shape(&member.target)?;
        let target = match &shape.kind {
            Kind::Simple(simple) => Target::Simple(simple_target(*simple)),
            Kind::Enum(_) => Target::Simple("STRING"),
            Kind::Structure(_) | Kind::Union(_) => Target::Simple("STRUCTURE"),
            Kind::List(element) => Target::List(Box::new(self.member(element, Direction::Other)?)),
            Kind::Map(key, value) => Target::Map(
                Box::new(self.member(key, Direction::Other)?),
                Box::new(self.member(value, Direction::Other)?),
            ),
        };
        let traits = member_traits(member, shape, direction);
        Some(ir::Member { name: member.name.clone(), target, traits })
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

fn simple_target(simple: Simple) -> &'static str {
    match simple {
        Simple::Blob => "BLOB",
        Simple::Boolean => "BOOLEAN",
        Simple::String => "STRING",
        Simple::Byte => "BYTE",
        Simple::Short => "SHORT",
        Simple::Integer => "INTEGER",
        Simple::Long => "LONG",
        Simple::Float => "FLOAT",
        Simple::Double => "DOUBLE",
        Simple::BigInteger => "BIG_INTEGER",
        Simple::BigDecimal => "BIG_DECIMAL",
        Simple::Timestamp => "TIMESTAMP",
        Simple::Document => "DOCUMENT",
    }
}

fn member_traits(member: &Member, target: &Shape, direction: Direction) -> Vec<Trait> {
    let (own, of_target) = (&member.traits, &target.traits);
    let text = |id: &str| own.text(id).map(str::to_owned);
    let mut traits = Vec::new();
    let mut bound = |on: bool, binding: Trait| {
        if on {
            traits.push(binding);
        }
    };
    if direction == Direction::Request {
        bound(own.has(t::HTTP_LABEL), Trait::HttpLabel);
        bound(own.has(t::HTTP_QUERY_PARAMS), Trait::HttpQueryParams);
        if let Some(name) = text(t::HTTP_QUERY) {
            bound(true, Trait::HttpQuery(name));
        }
        let on_the_wire_outside_the_body = own.has(t::HTTP_LABEL) || own.has(t::HTTP_QUERY);
        bound(own.has(t::IDEMPOTENCY_TOKEN), Trait::IdempotencyToken);
        bound(own.has(t::REQUIRED) && on_the_wire_outside_the_body, Trait::Required);
    }
    if let Some(name) = text(t::HTTP_HEADER) {
        bound(true, Trait::HttpHeader(name));
    }
    if let Some(prefix) = text(t::HTTP_PREFIX_HEADERS) {
        bound(true, Trait::HttpPrefixHeaders(prefix));
    }
    bound(own.has(t::HTTP_PAYLOAD), Trait::HttpPayload);
    bound(own.has(t::HTTP_RESPONSE_CODE), Trait::HttpResponseCode);
    if let Some(name) = text(t::JSON_NAME) {
        bound(true, Trait::JsonName(name));
    }
    if let Some(format) = own.text(t::TIMESTAMP_FORMAT).or(of_target.text(t::TIMESTAMP_FORMAT)) {
        bound(true, Trait::Timestamp(timestamp_format(format)));
    }
    if let Some(media_type) = of_target.text(t::MEDIA_TYPE) {
        bound(true, Trait::MediaType(media_type.to_owned()));
    }
    bound(own.has(t::SENSITIVE) || of_target.has(t::SENSITIVE), Trait::Sensitive);
    traits
}

fn timestamp_format(format: &str) -> &'static str {
    match format {
        "date-time" => "DateTime",
        "http-date" => "HttpDate",
        _ => "EpochSeconds",
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
