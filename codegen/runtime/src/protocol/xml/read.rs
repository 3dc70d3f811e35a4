//! Reading XML.
//!
//! A body is read from a tree, since elements may come in any order, and those of a flat list apart from each other.

use super::name_of;
use super::tree::{self, Children, Element, Tree};
use crate::serde::{Reader, time};
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::str::FromStr;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// The body of a response, and the element in it that is to be read. It is parsed when it is first read: a body can
/// be something else than XML.
#[derive(Debug)]
pub struct Document<'a> {
    body: &'a [u8],
    tree: OnceCell<Tree<'a>>,
    find: fn(&str) -> bool,
    depth: usize,
}

impl<'a> Document<'a> {
    /// Reads the root element of `body`.
    pub fn new(body: &'a [u8]) -> Self {
        Self { body, tree: OnceCell::new(), find: |_| false, depth: 0 }
    }

    /// Reads the first element whose name `find` accepts, at most `depth` levels below the root, where there is one.
    #[must_use]
    pub fn below(self, depth: usize, find: fn(&str) -> bool) -> Self {
        Self { find, depth, ..self }
    }

    /// The element that is to be read; none if there is no text.
    ///
    /// # Errors
    ///
    /// When the body is no XML.
    pub fn element(&self) -> Result<Option<Element<'_>>> {
        if self.body.trim_ascii().is_empty() {
            return Ok(None);
        }
        let tree = match self.tree.get() {
            Some(tree) => tree,
            None => {
                let tree = tree::parse(self.body)?;
                self.tree.get_or_init(|| tree)
            }
        };
        let mut level = vec![tree.root()];
        for _ in 0..self.depth {
            level = level.into_iter().flat_map(Element::children).collect();
            if let Some(found) = level.iter().find(|element| (self.find)(element.name())) {
                return Ok(Some(*found));
            }
        }
        Ok(Some(tree.root()))
    }

    fn there(&self) -> Result<Source<'_>> {
        let element = self.element()?;
        element.map(Source::One).ok_or_else(|| SerdeError::invalid_input("the body is empty"))
    }
}

/// What a value is read from.
#[derive(Clone, Debug)]
enum Source<'t> {
    /// An element.
    One(Element<'t>),
    /// The elements of one name of a list or map that has none of its own: the first of them, and where the others are.
    Flat(Element<'t>, Children<'t>),
    /// An attribute's value.
    Attribute(Cow<'t, str>),
}

/// The elements in a source.
enum Elements<'t> {
    All(Children<'t>),
    Named(Option<Element<'t>>, Children<'t>, &'t str),
    None,
}

impl<'t> Iterator for Elements<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        match self {
            Self::All(children) => children.next(),
            Self::Named(first, others, name) => {
                first.take().or_else(|| others.find(|other| other.name() == *name))
            }
            Self::None => None,
        }
    }
}

impl<'t> Source<'t> {
    fn elements(&self) -> Elements<'t> {
        match self {
            Self::One(element) => Elements::All(element.children()),
            Self::Flat(first, others) => {
                Elements::Named(Some(*first), others.clone(), first.name())
            }
            Self::Attribute(_) => Elements::None,
        }
    }

    /// All text of the source.
    fn text(&self) -> Cow<'t, str> {
        match self {
            Self::One(element) | Self::Flat(element, _) => element.text(),
            Self::Attribute(value) => value.clone(),
        }
    }

    fn parse<T: FromStr>(&self, what: &str) -> Result<T> {
        let text = self.text();
        let text = text.trim();
        text.parse().map_err(|_| {
            SerdeError::type_mismatch(format!("{what} is expected, but there is `{text}`"))
        })
    }

    /// What of this structure is the member, if it is there.
    fn member(&self, member: &Schema<'_>) -> Option<Self> {
        let name = name_of(member);
        if member.xml_attribute() {
            let Self::One(element) = self else { return None };
            return element.attribute(local(name)).map(Self::Attribute);
        }
        let mut elements = self.elements();
        let first = elements.find(|element| is_called(*element, name))?;
        Some(match (member.xml_flattened(), elements) {
            (true, Elements::All(others)) => Self::Flat(first, others),
            _ => Self::One(first),
        })
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Whether the element has this name. Prefixes of elements are the sender's choice.
fn is_called(element: Element<'_>, name: &str) -> bool {
    let prefix = name.strip_suffix(element.name());
    prefix.is_some_and(|prefix| prefix.is_empty() || prefix.ends_with(':'))
}

/// The name of a map's key or value.
fn part_name<'s>(schema: Option<&'s Schema<'_>>, default: &'static str) -> &'s str {
    schema.and_then(Schema::xml_name).map_or(default, |name| name.value())
}

macro_rules! parsed {
    ($($read:ident: $type:ty, $what:literal;)*) => {$(
        fn $read(&mut self, _: &Schema<'_>) -> Result<$type> {
            self.parse($what)
        }
    )*};
}

impl Reader for Source<'_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
    ) -> Result {
        // The only member of such an output is the root element itself.
        if schema.xml_unwrapped_output() {
            return schema.members().first().map_or(Ok(()), |only| member(only, self));
        }
        for schema in schema.members() {
            if let Some(mut there) = self.member(schema) {
                member(schema, &mut there)?;
            }
        }
        Ok(())
    }

    fn read_list(
        &mut self,
        _: &Schema<'_>,
        element: &mut dyn FnMut(&mut dyn Reader) -> Result,
    ) -> Result {
        self.elements().try_for_each(|each| element(&mut Source::One(each)))
    }

    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        entry: &mut dyn FnMut(&str, &mut dyn Reader) -> Result,
    ) -> Result {
        let (key, value) = (part_name(schema.key(), "key"), part_name(schema.member(), "value"));
        self.elements().try_for_each(|each| {
            let part = |name: &str| each.children().find(|part| part.name() == name);
            match (part(key), part(value)) {
                (Some(key), Some(value)) => entry(&key.text(), &mut Source::One(value)),
                _ => Ok(()),
            }
        })
    }

    fn read_text(&mut self, _: &Schema<'_>, take: &mut dyn FnMut(&str)) -> Result {
        take(&self.text());
        Ok(())
    }

    fn read_string(&mut self, _: &Schema<'_>) -> Result<String> {
        Ok(self.text().into_owned())
    }

    fn read_blob(&mut self, _: &Schema<'_>) -> Result<Blob> {
        let bytes = aws_smithy_types::base64::decode(self.text().trim());
        bytes.map(Blob::new).map_err(|error| SerdeError::blob_decode_failed(error.to_string()))
    }

    fn read_timestamp(&mut self, _: &Schema<'_>) -> Result<DateTime> {
        time::read(&self.text())
    }

    fn read_document(&mut self, _: &Schema<'_>) -> Result<aws_smithy_types::Document> {
        Err(SerdeError::unsupported("XML has no documents"))
    }

    fn is_null(&self) -> bool {
        false
    }

    fn read_null(&mut self) -> Result {
        Ok(())
    }

    fn skip(&mut self) -> Result {
        Ok(())
    }

    parsed! {
        read_boolean: bool, "`true` or `false`";
        read_byte: i8, "an 8-bit integer";
        read_short: i16, "a 16-bit integer";
        read_integer: i32, "a 32-bit integer";
        read_long: i64, "a 64-bit integer";
        read_float: f32, "a number";
        read_double: f64, "a number";
        read_big_integer: BigInteger, "an integer";
        read_big_decimal: BigDecimal, "a number";
    }
}

macro_rules! of_element {
    ($($read:ident: $type:ty),* $(,)?) => {$(
        fn $read(&mut self, schema: &Schema<'_>) -> Result<$type> {
            self.there()?.$read(schema)
        }
    )*};
}

impl Reader for Document<'_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
    ) -> Result {
        match schema.members() {
            // Operations that answer nothing may answer nothing at all.
            [] => Ok(()),
            _ => self.there()?.read_struct(schema, member),
        }
    }

    fn read_list(
        &mut self,
        schema: &Schema<'_>,
        element: &mut dyn FnMut(&mut dyn Reader) -> Result,
    ) -> Result {
        self.there()?.read_list(schema, element)
    }

    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        entry: &mut dyn FnMut(&str, &mut dyn Reader) -> Result,
    ) -> Result {
        self.there()?.read_map(schema, entry)
    }

    fn read_text(&mut self, schema: &Schema<'_>, take: &mut dyn FnMut(&str)) -> Result {
        self.there()?.read_text(schema, take)
    }

    fn is_null(&self) -> bool {
        false
    }

    fn read_null(&mut self) -> Result {
        Ok(())
    }

    fn skip(&mut self) -> Result {
        Ok(())
    }

    of_element! {
        read_boolean: bool,
        read_byte: i8,
        read_short: i16,
        read_integer: i32,
        read_long: i64,
        read_float: f32,
        read_double: f64,
        read_big_integer: BigInteger,
        read_big_decimal: BigDecimal,
        read_string: String,
        read_blob: Blob,
        read_timestamp: DateTime,
        read_document: aws_smithy_types::Document,
    }
}
