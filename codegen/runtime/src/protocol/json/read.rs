//! Reads JSON bodies.
//!
//! It reads what the published deserializer of `aws-smithy-json` reads, and refuses what that refuses, with an
//! error of the same kind; a test holds the two together. Of times it reads more, as `serde/time.rs` says. Unlike that one it
//! lends its texts, and finds a member by the order in which members usually come, so that a known name is neither
//! copied nor looked up.

use super::scan::{Result, Scanner};
use super::{Keys, number};
use crate::serde::{Reader, time};
use aws_smithy_schema::extension::SchemaExtensionKey;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::{Schema, ShapeType, prelude};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, base64};
use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

/// The members of a structure by their keys, in order.
struct Members(Vec<Member>);

struct Member {
    key: Box<str>,
    /// Whether the key can only be written as it is, and not with escapes.
    plain: bool,
    /// The first member with this key.
    index: usize,
}

static JSON_NAMES: SchemaExtensionKey<Members> =
    SchemaExtensionKey::new(|schema| Members::new(schema, Keys::JsonNames));
static MEMBER_NAMES: SchemaExtensionKey<Members> =
    SchemaExtensionKey::new(|schema| Members::new(schema, Keys::MemberNames));

impl Members {
    fn new(schema: &Schema<'_>, keys: Keys) -> Self {
        let keys = schema.members().iter().map(|member| keys.of(member).unwrap_or_default());
        let keys: Vec<_> = keys.collect();
        let mut first = HashMap::new();
        let members = keys.iter().enumerate().map(|(index, key)| Member {
            key: (*key).into(),
            plain: !key.contains(['"', '\\']),
            index: *first.entry(key).or_insert(index),
        });
        Self(members.collect())
    }

    /// The place of the key, which is looked for from `guess` on.
    fn find(&self, key: &str, guess: usize) -> Option<usize> {
        let (before, after) = self.0.split_at_checked(guess)?;
        let place = |members: &[Member]| members.iter().position(|member| *member.key == *key);
        place(after).map(|place| guess + place).or_else(|| place(before))
    }
}

/// A key of an object, where a structure's is expected.
enum Key<'s> {
    Member(&'s Schema<'s>),
    /// `__type`, which says what structure it is.
    Type,
    Other,
}

/// A JSON body as a [`Reader`].
#[allow(missing_debug_implementations)]
pub struct Json<'a> {
    scan: Scanner<'a>,
    members: &'static SchemaExtensionKey<Members>,
}

impl<'a> Json<'a> {
    /// Reads `body`; one that is empty is an empty object.
    pub fn new(body: &'a [u8], keys: Keys) -> Self {
        let members = match keys {
            Keys::JsonNames => &JSON_NAMES,
            Keys::MemberNames => &MEMBER_NAMES,
        };
        Self { scan: Scanner::new(body), members }
    }

    /// Reads a key. `guess` is the member that is likely to be next, and becomes the one after that.
    fn member<'s>(&mut self, schema: &'s Schema<'s>, guess: &mut usize) -> Result<Key<'s>> {
        let members = schema.extension(self.members);
        let guessed = members.0.get(*guess).filter(|member| member.plain);
        let place = match guessed {
            Some(member) if self.scan.pass_key(&member.key)? => Some(*guess),
            _ => {
                let key = self.scan.key()?;
                let place = members.find(&key, *guess);
                if place.is_none() && key == "__type" {
                    return Ok(Key::Type);
                }
                place
            }
        };
        let Some(place) = place else { return Ok(Key::Other) };
        *guess = place + 1;
        let member = schema.member_schema_by_index(members.0[place].index);
        Ok(member.map_or(Key::Other, Key::Member))
    }

    fn integer<T: TryFrom<i64>>(&mut self, name: &str) -> Result<T> {
        self.scan.token();
        let text = self.scan.number()?;
        let whole = number::whole(text).and_then(|whole| T::try_from(whole).ok());
        whole.ok_or_else(|| {
            self.scan.malformed(&format!("not a whole number, or out of range for {name},"))
        })
    }

    /// A number of any size, which is also taken as a text.
    fn any_size<T: FromStr<Err: Display>>(&mut self) -> Result<T> {
        match self.scan.token() {
            Some(b'-' | b'0'..=b'9') => parse(self.scan.rough_number()?),
            Some(b'"') => parse(&self.scan.string()?),
            _ => Err(self.scan.mismatch("number or string")),
        }
    }

    fn document(&mut self) -> Result<Document> {
        match self.scan.token() {
            Some(b'"') => Ok(Document::String(self.scan.string()?.into_owned())),
            Some(b'{') => {
                let mut entries = HashMap::new();
                self.entries(|key, from| {
                    entries.insert(key.to_owned(), from.read_document(&prelude::DOCUMENT)?);
                    Ok(())
                })?;
                Ok(Document::Object(entries))
            }
            Some(b'[') => {
                let mut elements = Vec::new();
                self.elements(|from| {
                    elements.push(from.read_document(&prelude::DOCUMENT)?);
                    Ok(())
                })?;
                Ok(Document::Array(elements))
            }
            Some(b'-' | b'0'..=b'9') => {
                let text = self.scan.rough_number()?;
                let number = number::any(text).map(Document::Number);
                number.ok_or_else(|| self.scan.malformed("invalid number"))
            }
            Some(b't' | b'f') => self.boolean().map(Document::Bool),
            _ if self.scan.pass(b"null") => Ok(Document::Null),
            _ => Err(self.scan.malformed("expected value")),
        }
    }

    fn boolean(&mut self) -> Result<bool> {
        self.scan.token();
        let value = self.scan.pass(b"true");
        match value || self.scan.pass(b"false") {
            true => Ok(value),
            false => Err(self.scan.mismatch("boolean")),
        }
    }

    fn elements(&mut self, mut element: impl FnMut(&mut Self) -> Result) -> Result {
        self.scan.open(b'[', "array")?;
        let mut first = true;
        while self.scan.next(&mut first, b']')? {
            element(self)?;
        }
        Ok(())
    }

    fn entries(&mut self, mut entry: impl FnMut(&str, &mut Self) -> Result) -> Result {
        self.scan.open(b'{', "object")?;
        let mut first = true;
        while self.scan.next(&mut first, b'}')? {
            let key = self.scan.key()?;
            entry(&key, self)?;
        }
        Ok(())
    }
}

/// Parses a part of the body, of which no error tells: it may be sensitive, or very long.
fn parse<T: FromStr<Err: Display>>(text: &str) -> Result<T> {
    text.parse().map_err(|error: T::Err| SerdeError::invalid_input(error.to_string()))
}

macro_rules! integers {
    ($($read:ident: $type:ty, $name:literal);* $(;)?) => {$(
        fn $read(&mut self, _: &Schema<'_>) -> Result<$type> {
            self.integer($name)
        }
    )*};
}

impl Reader for Json<'_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
    ) -> Result {
        self.scan.enter()?;
        if self.scan.token().is_none() {
            return self.scan.leave();
        }
        self.scan.open(b'{', "object")?;
        let (mut first, mut guess) = (true, 0);
        while self.scan.next(&mut first, b'}')? {
            let key = self.member(schema, &mut guess)?;
            let takes_null = |known: &Schema<'_>| known.shape_type() == ShapeType::Document;
            match key {
                Key::Member(known) if takes_null(known) => member(known, self)?,
                _ if self.scan.pass_null() => {}
                Key::Type => self.scan.skip()?,
                Key::Member(_) | Key::Other => {
                    let before = self.scan.position();
                    let known =
                        if let Key::Member(known) = key { known } else { &prelude::DOCUMENT };
                    member(known, self)?;
                    if self.scan.position() == before {
                        self.scan.skip()?;
                    }
                }
            }
        }
        self.scan.leave()
    }

    fn read_list(
        &mut self,
        _: &Schema<'_>,
        element: &mut dyn FnMut(&mut dyn Reader) -> Result,
    ) -> Result {
        self.scan.enter()?;
        self.elements(|from| element(from))?;
        self.scan.leave()
    }

    fn read_map(
        &mut self,
        _: &Schema<'_>,
        entry: &mut dyn FnMut(&str, &mut dyn Reader) -> Result,
    ) -> Result {
        self.scan.enter()?;
        self.entries(|key, from| entry(key, from))?;
        self.scan.leave()
    }

    fn read_text(&mut self, _: &Schema<'_>, take: &mut dyn FnMut(&str)) -> Result {
        self.scan.string().map(|text| take(&text))
    }

    fn is_null(&self) -> bool {
        self.scan.is_null()
    }

    fn read_null(&mut self) -> Result {
        self.scan.token();
        self.scan.pass_null();
        Ok(())
    }

    fn read_string(&mut self, _: &Schema<'_>) -> Result<String> {
        self.scan.string().map(|text| text.into_owned())
    }

    fn read_boolean(&mut self, _: &Schema<'_>) -> Result<bool> {
        self.boolean()
    }

    integers! {
        read_byte: i8, "byte";
        read_short: i16, "short";
        read_integer: i32, "integer";
        read_long: i64, "long";
    }

    fn read_float(&mut self, schema: &Schema<'_>) -> Result<f32> {
        self.read_double(schema).map(|value| value as f32)
    }

    /// What is no number is written as a text, and what is one is not.
    fn read_double(&mut self, _: &Schema<'_>) -> Result<f64> {
        if self.scan.token() == Some(b'"') {
            let text = self.scan.string()?;
            let value: f64 = parse(&text)?;
            let is_number = value.is_finite();
            return if is_number { Err(self.scan.mismatch("number")) } else { Ok(value) };
        }
        match self.scan.rough_number()? {
            "" => Err(self.scan.mismatch("number")),
            text => parse(text),
        }
    }

    fn read_big_integer(&mut self, _: &Schema<'_>) -> Result<BigInteger> {
        self.any_size()
    }

    fn read_big_decimal(&mut self, _: &Schema<'_>) -> Result<BigDecimal> {
        self.any_size()
    }

    fn read_blob(&mut self, _: &Schema<'_>) -> Result<Blob> {
        let bytes = base64::decode(&*self.scan.string()?);
        bytes.map(Blob::new).map_err(|error| SerdeError::invalid_input(error.to_string()))
    }

    fn read_timestamp(&mut self, _: &Schema<'_>) -> Result<DateTime> {
        match self.scan.token() {
            Some(b'"') => time::read(&self.scan.string()?),
            Some(b'-' | b'0'..=b'9') => time::read_number(self.scan.rough_number()?),
            _ => Err(self.scan.mismatch("timestamp")),
        }
    }

    fn read_document(&mut self, _: &Schema<'_>) -> Result<Document> {
        self.scan.enter()?;
        let document = self.document()?;
        self.scan.leave()?;
        Ok(document)
    }
}
