//! Reading XML.
//!
//! A body is read from a tree, since elements may come in any order, and those of a flat list apart from each other.

use super::name_of;
use crate::protocol::text;
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, date_time::Format};
use roxmltree::Node;
use std::cell::OnceCell;
use std::str::FromStr;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// The body of a response, and the element in it that is to be read. It is parsed when it is first read: a body can
/// be something else than XML.
#[derive(Debug)]
pub struct Document<'a> {
    body: &'a [u8],
    tree: OnceCell<roxmltree::Document<'a>>,
    find: fn(Node<'_, '_>) -> bool,
    depth: usize,
}

impl<'a> Document<'a> {
    /// Reads the root element of `body`.
    pub fn new(body: &'a [u8]) -> Self {
        Self { body, tree: OnceCell::new(), find: |_| false, depth: 0 }
    }

    /// Reads the first element that `find` accepts, at most `depth` levels below the root, where there is one.
    #[must_use]
    pub fn below(self, depth: usize, find: fn(Node<'_, '_>) -> bool) -> Self {
        Self { find, depth, ..self }
    }

    /// The element that is to be read; none if there is no text.
    ///
    /// # Errors
    ///
    /// When the body is no XML. Document types are refused: no service sends one, and their entities grow.
    pub fn element(&self) -> Result<Option<Element<'_, 'a>>> {
        if self.body.trim_ascii().is_empty() {
            return Ok(None);
        }
        let tree = match self.tree.get() {
            Some(tree) => tree,
            None => {
                let tree = parse(self.body)?;
                self.tree.get_or_init(|| tree)
            }
        };
        let mut level = vec![tree.root_element()];
        for _ in 0..self.depth {
            let below = level.iter().flat_map(|node| node.children().filter(Node::is_element));
            level = below.collect();
            if let Some(found) = level.iter().find(|node| (self.find)(**node)) {
                return Ok(Some(Element::One(*found)));
            }
        }
        Ok(Some(Element::One(tree.root_element())))
    }

    fn there(&self) -> Result<Element<'_, 'a>> {
        self.element()?.ok_or_else(|| SerdeError::invalid_input("the body is empty"))
    }
}

fn parse(body: &[u8]) -> Result<roxmltree::Document<'_>> {
    let wrong = |error: &dyn std::fmt::Display| SerdeError::invalid_input(error.to_string());
    let text = std::str::from_utf8(body).map_err(|error| wrong(&error))?;
    roxmltree::Document::parse(text.trim()).map_err(|error| wrong(&error))
}

/// What a value is read from.
#[derive(Clone, Debug)]
pub enum Element<'d, 'a> {
    /// An element.
    One(Node<'d, 'a>),
    /// The elements of one name of a list or map that has none of its own.
    Flat(Vec<Node<'d, 'a>>),
    /// An attribute's value.
    Attribute(&'d str),
}

impl<'d, 'a> Element<'d, 'a> {
    /// The text of the first child with this name.
    pub fn child_text(&self, name: &str) -> Option<String> {
        let nodes = self.children();
        let child = nodes.iter().find(|node| node.tag_name().name() == name)?;
        Some(Element::One(*child).text())
    }

    fn children(&self) -> Vec<Node<'d, 'a>> {
        match self {
            Element::One(node) => node.children().filter(Node::is_element).collect(),
            Element::Flat(nodes) => nodes.clone(),
            Element::Attribute(_) => Vec::new(),
        }
    }

    /// All text of the element; comments are not part of it.
    fn text(&self) -> String {
        match self {
            Element::One(node) => {
                node.children().filter(Node::is_text).filter_map(|node| node.text()).collect()
            }
            Element::Flat(nodes) => {
                nodes.first().map(|node| Element::One(*node).text()).unwrap_or_default()
            }
            Element::Attribute(value) => (*value).to_owned(),
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
    fn member(&self, children: &[Node<'d, 'a>], member: &Schema<'_>) -> Option<Element<'d, 'a>> {
        let name = name_of(member);
        // Prefixes of elements are the sender's choice.
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        if member.xml_attribute() {
            let Element::One(node) = self else { return None };
            let attribute = node.attributes().find(|attribute| attribute.name() == local)?;
            return Some(Element::Attribute(attribute.value()));
        }
        let mut named = children.iter().filter(|node| node.tag_name().name() == local).copied();
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

impl ShapeDeserializer for Element<'_, '_> {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        // The only member of such an output is the root element itself.
        if schema.xml_unwrapped_output() {
            return schema.members().first().map_or(Ok(()), |only| member(only, self));
        }
        let children = self.children();
        for schema in schema.members() {
            if let Some(mut there) = self.member(&children, schema) {
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
        self.children().into_iter().try_for_each(|node| element(&mut Element::One(node)))
    }

    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        entry: &mut dyn FnMut(String, &mut dyn ShapeDeserializer) -> Result,
    ) -> Result {
        let (key, value) = (part_name(schema.key(), "key"), part_name(schema.member(), "value"));
        for node in self.children() {
            let parts = Element::One(node);
            let value = parts.children().into_iter().find(|node| node.tag_name().name() == value);
            if let (Some(key), Some(value)) = (parts.child_text(key), value) {
                entry(key, &mut Element::One(value))?;
            }
        }
        Ok(())
    }

    fn read_string(&mut self, _: &Schema<'_>) -> Result<String> {
        Ok(self.text())
    }

    fn read_blob(&mut self, _: &Schema<'_>) -> Result<Blob> {
        let bytes = aws_smithy_types::base64::decode(self.text().trim());
        bytes.map(Blob::new).map_err(|error| SerdeError::blob_decode_failed(error.to_string()))
    }

    fn read_timestamp(&mut self, schema: &Schema<'_>) -> Result<DateTime> {
        text::read_timestamp(self.text().trim(), schema, Format::DateTimeWithOffset)
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
        self.element()?.map_or(Ok(()), |mut element| element.read_struct(schema, member))
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
        self.body.trim_ascii().is_empty()
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
