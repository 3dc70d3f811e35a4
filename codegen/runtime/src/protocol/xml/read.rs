//! Reading XML.
//!
//! A body is read from a tree, since elements may come in any order, and those of a flat list apart from each other.

use super::name_of;
use super::tree::{self, Node};
use crate::serde::time;
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime};
use std::cell::OnceCell;
use std::str::FromStr;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// The body of a response, and the element in it that is to be read. It is parsed when it is first read: a body can
/// be something else than XML.
#[derive(Debug)]
pub struct Document<'a> {
    body: &'a [u8],
    root: OnceCell<Node>,
    find: fn(&str) -> bool,
    depth: usize,
}

impl<'a> Document<'a> {
    /// Reads the root element of `body`.
    pub fn new(body: &'a [u8]) -> Self {
        Self { body, root: OnceCell::new(), find: |_| false, depth: 0 }
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
        let root = match self.root.get() {
            Some(root) => root,
            None => {
                let root = tree::parse(self.body)?;
                self.root.get_or_init(|| root)
            }
        };
        let mut level = vec![root];
        for _ in 0..self.depth {
            level = level.into_iter().flat_map(|node| &node.children).collect();
            if let Some(found) = level.iter().find(|node| (self.find)(&node.name)) {
                return Ok(Some(Element::One(found)));
            }
        }
        Ok(Some(Element::One(root)))
    }

    fn there(&self) -> Result<Element<'_>> {
        self.element()?.ok_or_else(|| SerdeError::invalid_input("the body is empty"))
    }
}

/// What a value is read from.
#[derive(Clone, Debug)]
pub enum Element<'d> {
    /// An element.
    One(&'d Node),
    /// The elements of one name of a list or map that has none of its own.
    Flat(Vec<&'d Node>),
    /// An attribute's value.
    Attribute(&'d str),
}

impl<'d> Element<'d> {
    /// The text of the first child with this name.
    pub fn child_text(&self, name: &str) -> Option<String> {
        self.children().find(|node| node.name == name).map(|node| node.text.clone())
    }

    fn children(&self) -> Box<dyn Iterator<Item = &'d Node> + '_> {
        match self {
            Element::One(node) => Box::new(node.children.iter()),
            Element::Flat(nodes) => Box::new(nodes.iter().copied()),
            Element::Attribute(_) => Box::new(std::iter::empty()),
        }
    }

    /// All text of the element.
    fn text(&self) -> &'d str {
        match self {
            Element::One(node) => &node.text,
            Element::Flat(nodes) => nodes.first().map_or("", |node| &node.text),
            Element::Attribute(value) => value,
        }
    }

    fn parse<T: FromStr>(&self, what: &str) -> Result<T> {
        let text = self.text().trim();
        text.parse().map_err(|_| {
            SerdeError::type_mismatch(format!("{what} is expected, but there is `{text}`"))
        })
    }

    /// What of this structure is the member, if it is there.
    fn member(&self, member: &Schema<'_>) -> Option<Element<'d>> {
        let name = name_of(member);
        // Prefixes of elements are the sender's choice.
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        if member.xml_attribute() {
            let Element::One(node) = self else { return None };
            let (_, value) = node.attributes.iter().find(|(name, _)| name == local)?;
            return Some(Element::Attribute(value));
        }
        let mut named = self.children().filter(|node| node.name == local);
        let first = named.next()?;
        Some(match member.xml_flattened() {
            true => Element::Flat(std::iter::once(first).chain(named).collect()),
            false => Element::One(first),
        })
    }
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

impl ShapeDeserializer for Element<'_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result,
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
        element: &mut dyn FnMut(&mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        self.children().try_for_each(|node| element(&mut Element::One(node)))
    }

    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        entry: &mut dyn FnMut(String, &mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        let (key, value) = (part_name(schema.key(), "key"), part_name(schema.member(), "value"));
        for node in self.children() {
            let part = |name: &str| node.children.iter().find(|part| part.name == name);
            if let (Some(key), Some(value)) = (part(key), part(value)) {
                entry(key.text.clone(), &mut Element::One(value))?;
            }
        }
        Ok(())
    }

    fn read_string(&mut self, _: &Schema<'_>) -> Result<String> {
        Ok(self.text().to_owned())
    }

    fn read_blob(&mut self, _: &Schema<'_>) -> Result<Blob> {
        let bytes = aws_smithy_types::base64::decode(self.text().trim());
        bytes.map(Blob::new).map_err(|error| SerdeError::blob_decode_failed(error.to_string()))
    }

    fn read_timestamp(&mut self, _: &Schema<'_>) -> Result<DateTime> {
        time::read(self.text())
    }

    fn read_document(&mut self, _: &Schema<'_>) -> Result<aws_smithy_types::Document> {
        Err(SerdeError::unsupported("XML has no documents"))
    }

    fn is_null(&self) -> bool {
        false
    }

    fn container_size(&self) -> Option<usize> {
        None
    }

    fn skip_value(&mut self) -> Result {
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

impl ShapeDeserializer for Document<'_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result,
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
        element: &mut dyn FnMut(&mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        self.there()?.read_list(schema, element)
    }

    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        entry: &mut dyn FnMut(String, &mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        self.there()?.read_map(schema, entry)
    }

    fn is_null(&self) -> bool {
        false
    }

    fn container_size(&self) -> Option<usize> {
        None
    }

    fn skip_value(&mut self) -> Result {
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
