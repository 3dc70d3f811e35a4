//! Bodies as trees of elements.
//!
//! Characters that XML 1.0 has no way to write are read all the same, as references and as they are: an object of Amazon S3
//! may be called `a\u{7}`, and whoever lists a bucket must still see the others. So the published parser of events is asked
//! here, and none that validates.

use aws_smithy_schema::serde::SerdeError;
use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// How deep elements may be nested. Those of the published codecs may be nested as deep.
const DEPTH: usize = 128;

/// An element.
#[derive(Debug, Default)]
pub struct Node {
    /// Its name without a prefix, which is the sender's choice.
    pub(super) name: String,
    /// The names of its attributes, without prefixes, and their values.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
    /// All text between its children; comments are not part of it.
    pub(super) text: String,
}

/// The root element of a body.
///
/// # Errors
///
/// When the body is no XML. Document types are refused: no service sends one, and their entities grow.
pub(super) fn parse(body: &[u8]) -> Result<Node> {
    let text = std::str::from_utf8(body).map_err(wrong)?.trim();
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut document, mut open) = (Node::default(), Vec::new());
    loop {
        let depth = open.len();
        let node = open.last_mut().unwrap_or(&mut document);
        match reader.read_event().map_err(wrong)? {
            Event::Start(_) if depth == DEPTH => {
                return Err(wrong("maximum nesting depth exceeded"));
            }
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => node.children.push(element(&start)?),
            Event::End(_) => {
                let node = open.pop().ok_or_else(|| wrong("an element ends that never began"))?;
                open.last_mut().unwrap_or(&mut document).children.push(node);
            }
            Event::Text(text) => node.text.push_str(&text.xml10_content()),
            Event::CData(text) => node.text.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let text = referenced(&name).ok_or_else(|| wrong("an unknown entity"))?;
                node.text.push_str(&text);
            }
            Event::DocType(_) => return Err(wrong("document types are not allowed")),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof if depth == 0 => return root(document),
            Event::Eof => return Err(wrong("the document breaks off")),
        }
    }
}

/// The only child of a document.
fn root(mut document: Node) -> Result<Node> {
    match (document.children.pop(), document.children.is_empty()) {
        (Some(root), true) if document.text.trim().is_empty() => Ok(root),
        (None, _) => Err(wrong("there is no root element")),
        _ => Err(wrong("there is more than a root element")),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Node> {
    let mut node = Node { name: start.local_name().into_inner().to_owned(), ..Node::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(wrong)?;
        if attribute.key.as_namespace_binding().is_none() {
            let name = attribute.key.local_name().into_inner().to_owned();
            let value = unescape(&attribute.value).map_err(wrong)?.into_owned();
            node.attributes.push((name, value));
        }
    }
    Ok(node)
}

/// What a reference stands for.
fn referenced(name: &str) -> Option<Cow<'static, str>> {
    let Some(digits) = name.strip_prefix('#') else {
        return resolve_xml_entity(name).map(Cow::Borrowed);
    };
    let code = match digits.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code).map(|character| Cow::Owned(character.into()))
}

fn wrong(error: impl std::fmt::Display) -> SerdeError {
    SerdeError::invalid_input(error.to_string())
}
