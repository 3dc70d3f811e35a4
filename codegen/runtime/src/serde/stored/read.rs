//! What structures and unions read, out of a tree.

use super::tree::{Tree, shown};
use super::write::names;
use crate::serde::{Reader, time};
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::{Schema, ShapeType, prelude};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, Number, base64};
use std::cell::RefCell;
use std::fmt;
use std::str::FromStr;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// What is read, and where the error was that is given back.
pub(super) struct Source<'a> {
    name: &'a str,
    place: RefCell<Option<String>>,
}

impl<'a> Source<'a> {
    /// A value of the shape with this name.
    pub fn new(name: &'a str) -> Self {
        Self { name, place: RefCell::new(None) }
    }

    /// What `read` makes of the value, or an error that begins with its place.
    pub fn read<T>(
        &mut self,
        value: Tree,
        read: impl FnOnce(&mut dyn Reader) -> Result<T>,
    ) -> std::result::Result<T, String> {
        let place = Place::Root(self.name);
        let result = read(&mut TreeReader { value, place: &place, failed: &self.place });
        result.map_err(|error| match self.place.get_mut().take() {
            Some(place) => format!("{place}: {error}"),
            None => format!("{place}: {error}"),
        })
    }
}

/// A place in what is read.
enum Place<'a> {
    Root(&'a str),
    Member(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) => f.write_str(name),
            Self::Member(of, name) => write!(f, "{of}.{name}"),
            Self::Item(of, index) => write!(f, "{of}[{index}]"),
        }
    }
}

struct TreeReader<'a> {
    value: Tree,
    place: &'a Place<'a>,
    /// The innermost place of the error that is being given back.
    failed: &'a RefCell<Option<String>>,
}

impl TreeReader<'_> {
    /// Reads what is at a place below this one. `told` says whether an error may name what is below that.
    fn below(
        &self,
        value: Tree,
        place: &Place<'_>,
        told: bool,
        read: impl FnOnce(&mut dyn Reader) -> Result,
    ) -> Result {
        let result = read(&mut TreeReader { value, place, failed: self.failed });
        let mut failed = self.failed.borrow_mut();
        match &result {
            Ok(()) => *failed = None,
            Err(_) if told && failed.is_some() => {}
            Err(_) => *failed = Some(place.to_string()),
        }
        result
    }

    fn take(&mut self) -> Tree {
        std::mem::take(&mut self.value)
    }

    fn text(&mut self, what: &str) -> Result<String> {
        match self.take() {
            Tree::Text(text) => Ok(text),
            other => Err(expected(what, &other)),
        }
    }

    fn integer<T: TryFrom<i128>>(&mut self, bits: u32) -> Result<T> {
        let value = self.take();
        let whole = match value {
            Tree::Number(Number::PosInt(number)) => Some(number.into()),
            Tree::Number(Number::NegInt(number)) => Some(number.into()),
            Tree::Number(Number::Float(number)) if number.fract() == 0.0 => Some(number as i128),
            _ => None,
        };
        let read = whole.and_then(|number: i128| T::try_from(number).ok());
        read.ok_or_else(|| match value {
            Tree::Number(_) => SerdeError::custom(format!("expected an integer of {bits} bits")),
            other => expected("an integer", &other),
        })
    }

    fn float(&mut self) -> Result<f64> {
        match self.take() {
            Tree::Number(Number::PosInt(number)) => Ok(number as f64),
            Tree::Number(Number::NegInt(number)) => Ok(number as f64),
            Tree::Number(Number::Float(number)) => Ok(number),
            Tree::Text(text) => match text.as_str() {
                "NaN" => Ok(f64::NAN),
                "Infinity" => Ok(f64::INFINITY),
                "-Infinity" => Ok(f64::NEG_INFINITY),
                _ => Err(expected("a number", &Tree::Text(text))),
            },
            other => Err(expected("a number", &other)),
        }
    }

    fn any_size<T: FromStr>(&mut self) -> Result<T> {
        let value = self.take();
        let text = match &value {
            Tree::Text(text) => text.clone(),
            Tree::Number(number) => shown(*number),
            other => return Err(expected("a number", other)),
        };
        text.parse().map_err(|_| expected("a number", &value))
    }
}

fn expected(what: &str, found: &Tree) -> SerdeError {
    SerdeError::custom(format!("expected {what}, not {}", found.kind()))
}

/// The member that a key names: as it is called where it is written, or as in the model. `names` are those of the first kind.
fn member<'s>(members: &'s [&'s Schema<'s>], names: &[&str], key: &str) -> Option<&'s Schema<'s>> {
    let written = names.iter().position(|name| *name == key);
    let own = || members.iter().position(|member| member.member_name() == Some(key));
    written.or_else(own).and_then(|place| members.get(place)).copied()
}

/// Whether a member is sensitive, or holds what is.
fn is_sensitive(member: &Schema<'_>) -> bool {
    let held = [member.key(), member.member()];
    member.sensitive().is_some() || held.into_iter().flatten().any(is_sensitive)
}

impl Reader for TreeReader<'_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        read: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
    ) -> Result {
        let entries = match self.take() {
            Tree::Object(entries) => entries,
            other => return Err(expected("an object", &other)),
        };
        let names = names(schema.members());
        for (key, value) in entries {
            let known = member(schema.members(), &names, &key);
            let takes_null = known.is_some_and(|it| it.shape_type() == ShapeType::Document);
            if (value == Tree::Null && !takes_null) || (known.is_none() && key == "__type") {
                continue;
            }
            let (place, told) = (Place::Member(self.place, &key), !known.is_some_and(is_sensitive));
            let schema = known.unwrap_or(&prelude::DOCUMENT);
            self.below(value, &place, told, |from| read(schema, from))?;
        }
        Ok(())
    }

    fn read_list(
        &mut self,
        _: &Schema<'_>,
        element: &mut dyn FnMut(&mut dyn Reader) -> Result,
    ) -> Result {
        let items = match self.take() {
            Tree::List(items) => items,
            other => return Err(expected("an array", &other)),
        };
        for (index, value) in items.into_iter().enumerate() {
            self.below(value, &Place::Item(self.place, index), true, |from| element(from))?;
        }
        Ok(())
    }

    fn read_map(
        &mut self,
        _: &Schema<'_>,
        entry: &mut dyn FnMut(&str, &mut dyn Reader) -> Result,
    ) -> Result {
        let entries = match self.take() {
            Tree::Object(entries) => entries,
            other => return Err(expected("an object", &other)),
        };
        for (key, value) in entries {
            self.below(value, &Place::Member(self.place, &key), true, |from| entry(&key, from))?;
        }
        Ok(())
    }

    fn read_text(&mut self, _: &Schema<'_>, take: &mut dyn FnMut(&str)) -> Result {
        self.text("a string").map(|text| take(&text))
    }

    fn is_null(&self) -> bool {
        self.value == Tree::Null
    }

    fn read_null(&mut self) -> Result {
        Ok(())
    }

    fn read_string(&mut self, _: &Schema<'_>) -> Result<String> {
        self.text("a string")
    }

    fn read_boolean(&mut self, _: &Schema<'_>) -> Result<bool> {
        match self.take() {
            Tree::Bool(value) => Ok(value),
            other => Err(expected("a boolean", &other)),
        }
    }

    fn read_byte(&mut self, _: &Schema<'_>) -> Result<i8> {
        self.integer(i8::BITS)
    }

    fn read_short(&mut self, _: &Schema<'_>) -> Result<i16> {
        self.integer(i16::BITS)
    }

    fn read_integer(&mut self, _: &Schema<'_>) -> Result<i32> {
        self.integer(i32::BITS)
    }

    fn read_long(&mut self, _: &Schema<'_>) -> Result<i64> {
        self.integer(i64::BITS)
    }

    fn read_float(&mut self, _: &Schema<'_>) -> Result<f32> {
        self.float().map(|number| number as f32)
    }

    fn read_double(&mut self, _: &Schema<'_>) -> Result<f64> {
        self.float()
    }

    fn read_big_integer(&mut self, _: &Schema<'_>) -> Result<BigInteger> {
        self.any_size()
    }

    fn read_big_decimal(&mut self, _: &Schema<'_>) -> Result<BigDecimal> {
        self.any_size()
    }

    fn read_blob(&mut self, _: &Schema<'_>) -> Result<Blob> {
        let text = self.text("Base64")?;
        let decoded = base64::decode(&text).map(Blob::new);
        decoded.map_err(|_| SerdeError::custom("expected Base64"))
    }

    /// The error is not that of answers, which is passed over.
    fn read_timestamp(&mut self, _: &Schema<'_>) -> Result<DateTime> {
        let read = match self.take() {
            Tree::Text(text) => time::read(&text),
            Tree::Number(number) => time::read_number(&shown(number)),
            other => return Err(expected("a point in time", &other)),
        };
        read.map_err(|_| {
            SerdeError::custom("expected a point in time, such as 2020-01-01T00:00:00Z")
        })
    }

    fn read_document(&mut self, _: &Schema<'_>) -> Result<Document> {
        Ok(self.take().into())
    }

    fn skip(&mut self) -> Result {
        Ok(())
    }
}
