//! Bodies as trees of elements, whose names and texts stay in the body.
//!
//! A tree is a list of elements in the order in which they begin. Each knows where the next one is that is not inside it,
//! so that a body with any number of elements needs one list.
//!
//! Characters that XML 1.0 has no way to write are read all the same, as references and as they are: an object of Amazon S3
//! may be called `a\u{7}`, and whoever lists a bucket must still see the others. So the published parser of events is asked
//! here, and none that validates.

use aws_smithy_schema::serde::SerdeError;
use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// How deep elements may be nested. Those of the published codecs may be nested as deep.
const DEPTH: usize = 128;

/// The elements of a document.
#[derive(Debug)]
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

#[derive(Debug)]
struct Node<'a> {
    /// Its name without a prefix, which is the sender's choice.
    name: &'a str,
    /// What stands behind the name in its tag.
    attributes: &'a str,
    /// What stands between its tags.
    content: &'a str,
    /// Whether there is more in it than characters that stand for themselves.
    is_marked: bool,
    /// The place of the next element that is not inside it.
    next: usize,
}

/// An element.
#[derive(Clone, Copy, Debug)]
pub struct Element<'t> {
    nodes: &'t [Node<'t>],
    place: usize,
}

/// The root element of a body, and all that is inside it.
///
/// # Errors
///
/// When the body is no XML. Document types are refused: no service sends one, and their entities grow.
pub(super) fn parse(body: &[u8]) -> Result<Tree<'_>> {
    let text = std::str::from_utf8(body).map_err(wrong)?.trim();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    let (mut nodes, mut open, mut roots) =
        (Vec::<Node<'_>>::with_capacity(text.len() / 64), Vec::new(), 0);
    let mut before = 0;
    loop {
        let event = reader.read_event().map_err(wrong)?;
        let after = usize::try_from(reader.buffer_position()).map_err(wrong)?;
        if let Event::Start(start) | Event::Empty(start) = &event {
            roots += usize::from(open.is_empty());
            mark(&mut nodes, &open);
            let place = nodes.len();
            nodes.push(Node::begin(start, &text[before..after], place + 1)?);
            if let Event::Start(_) = event {
                open.push((place, after));
            }
        }
        match event {
            Event::Start(_) if open.len() > DEPTH => {
                return Err(wrong("maximum nesting depth exceeded"));
            }
            Event::Start(_) | Event::Empty(_) => {}
            Event::End(_) => {
                let ended = open.pop().ok_or_else(|| wrong("an element ends that never began"))?;
                let (next, (place, start)) = (nodes.len(), ended);
                nodes[place].content = &text[start..before];
                nodes[place].next = next;
            }
            Event::Text(text) if open.is_empty() && !text.trim().is_empty() => {
                return Err(wrong("there is text outside of the root element"));
            }
            Event::Text(_) => {}
            Event::GeneralRef(_) | Event::CData(_) if open.is_empty() => {
                return Err(wrong("there is text outside of the root element"));
            }
            Event::GeneralRef(name) => {
                referenced(&name)?;
                mark(&mut nodes, &open);
            }
            Event::DocType(_) => return Err(wrong("document types are not allowed")),
            Event::CData(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {
                mark(&mut nodes, &open);
            }
            Event::Eof if !open.is_empty() => return Err(wrong("the document breaks off")),
            Event::Eof => break,
        }
        before = after;
    }
    match roots {
        0 => Err(wrong("there is no root element")),
        1 => Ok(Tree { nodes }),
        _ => Err(wrong("there is more than a root element")),
    }
}

/// Remembers of the innermost element that is open that there is more than characters in it.
fn mark(nodes: &mut [Node<'_>], open: &[(usize, usize)]) {
    if let Some((place, _)) = open.last() {
        nodes[*place].is_marked = true;
    }
}

impl<'a> Node<'a> {
    /// An element that begins with this tag, which stands in the body as `tag`.
    fn begin(start: &BytesStart<'_>, tag: &'a str, next: usize) -> Result<Self> {
        for attribute in start.attributes() {
            unescape(&attribute.map_err(wrong)?.value).map_err(wrong)?;
        }
        let (name, local) =
            (start.name().into_inner().len(), start.local_name().into_inner().len());
        // The name stands behind `<`.
        Ok(Self {
            name: &tag[1 + name - local..1 + name],
            attributes: &tag[1 + name..1 + start.len()],
            content: "",
            is_marked: false,
            next,
        })
    }
}

impl Tree<'_> {
    pub(super) fn root(&self) -> Element<'_> {
        Element { nodes: &self.nodes, place: 0 }
    }
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node<'t> {
        &self.nodes[self.place]
    }

    /// Its name without a prefix.
    pub(super) fn name(self) -> &'t str {
        self.node().name
    }

    /// The elements right inside it.
    pub(super) fn children(self) -> Children<'t> {
        Children { rest: Element { place: self.place + 1, ..self }, end: self.node().next }
    }

    /// The value of the attribute with this name, neither of them with a prefix.
    pub(super) fn attribute(self, name: &str) -> Option<Cow<'t, str>> {
        let attributes = Attributes::new(self.node().attributes, 0).flatten();
        let mut attributes = attributes.filter(|it| it.key.as_namespace_binding().is_none());
        let found = attributes.find(|it| it.key.local_name().into_inner() == name)?;
        match found.value {
            Cow::Borrowed(value) => unescape(value).ok(),
            Cow::Owned(value) => unescape(&value).ok().map(|value| Cow::Owned(value.into_owned())),
        }
    }

    /// All text between its children; comments are not part of it.
    pub(super) fn text(self) -> Cow<'t, str> {
        let Node { content, is_marked, .. } = self.node();
        match *is_marked || content.contains('\r') {
            true => Cow::Owned(text_of(content)),
            false => Cow::Borrowed(content),
        }
    }
}

/// The text of what is in an element, which is known to be XML.
fn text_of(content: &str) -> String {
    // The parser takes what a text begins with for the mark of a body.
    let rest = content.trim_start_matches('\u{feff}');
    let mut text = String::with_capacity(content.len());
    text.push_str(&content[..content.len() - rest.len()]);
    let (mut reader, mut depth) = (Reader::from_str(rest), 0);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(part) if depth == 0 => text.push_str(&part.xml10_content()),
            Event::CData(part) if depth == 0 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) if depth == 0 => text.extend(referenced(&name)),
            Event::Eof => break,
            _ => {}
        }
    }
    text
}

/// The elements right inside an element.
#[derive(Clone, Debug)]
pub struct Children<'t> {
    rest: Element<'t>,
    end: usize,
}

impl<'t> Iterator for Children<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        let child = self.rest;
        (child.place < self.end).then(|| {
            self.rest.place = child.node().next;
            child
        })
    }
}

/// What a reference stands for: each of those that XML knows stands for one character.
fn referenced(name: &str) -> Result<char> {
    let character = match name.strip_prefix('#') {
        Some(digits) => {
            let code = match digits.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
        None => resolve_xml_entity(name).and_then(|text| text.chars().next()),
    };
    character.ok_or_else(|| wrong("an unknown entity"))
}

fn wrong(error: impl std::fmt::Display) -> SerdeError {
    SerdeError::invalid_input(error.to_string())
}
