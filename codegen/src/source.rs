//! The texts that a model is read from, and places in them.

use indexmap::IndexMap;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::ops::Range;

/// A text and the name to call it by.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The name to show: a path, as the user knows it.
    pub name: String,
    /// The text.
    pub text: String,
}

/// The texts of one model.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

/// What some editors put before a text, and nobody sees.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Which of the [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceIx(usize);

/// A place in a source. For JSON it is a pointer (RFC 6901), which costs nothing to carry; where in
/// the text that is, is looked up when a message is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// The source.
    pub source: SourceIx,
    /// The place.
    pub place: Place,
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A JSON pointer.
    Pointer(String),
    /// A byte.
    Offset(usize),
}

impl Default for Place {
    fn default() -> Self {
        Place::Pointer(String::new())
    }
}

impl Sources {
    /// Adds a source. A byte order mark is no part of a text (RFC 8259, section 8.1).
    pub fn add(&mut self, mut source: Source) -> SourceIx {
        if source.text.starts_with(BYTE_ORDER_MARK) {
            source.text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        self.0.push(source);
        SourceIx(self.0.len() - 1)
    }

    /// The source, if `index` came from these sources.
    pub fn get(&self, index: SourceIx) -> Option<&Source> {
        self.0.get(index.0)
    }
}

impl Address {
    /// The root of a JSON source.
    pub fn root(source: SourceIx) -> Self {
        Self { source, place: Place::default() }
    }

    /// The place of `key` below this one.
    #[must_use]
    pub fn key(&self, key: impl AsRef<str>) -> Self {
        let place = match &self.place {
            Place::Pointer(pointer) => {
                let key = key.as_ref().replace('~', "~0").replace('/', "~1");
                Place::Pointer(format!("{pointer}/{key}"))
            }
            offset => offset.clone(),
        };
        Self { source: self.source, place }
    }

    /// The bytes of all that is there.
    pub fn node(&self, text: &str) -> Range<usize> {
        let found = match &self.place {
            Place::Offset(offset) => text.get(*offset..).unwrap_or_default(),
            Place::Pointer(pointer) => locate(text, pointer),
        };
        let start = match found {
            "" => text.len(),
            found => found.as_ptr() as usize - text.as_ptr() as usize,
        };
        start..start + found.trim_end().len()
    }

    /// The bytes to point at: the first line of what is there.
    pub fn range(&self, text: &str) -> Range<usize> {
        let node = self.node(text);
        let first = text[node.clone()].lines().next().unwrap_or_default();
        node.start..node.start + first.trim_end().len()
    }
}

/// The value that `pointer` names, or the last value on the way to it that is there.
fn locate<'a>(text: &'a str, pointer: &str) -> &'a str {
    let mut at = text.trim_start();
    for key in pointer.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        match child(at, &key) {
            Some(value) => at = value,
            None => break,
        }
    }
    at
}

fn child<'a>(value: &'a str, key: &str) -> Option<&'a str> {
    match value.as_bytes().first()? {
        b'{' => {
            let entries: IndexMap<Cow<'a, str>, &'a RawValue> = serde_json::from_str(value).ok()?;
            entries.get(key).map(|value| value.get())
        }
        b'[' => {
            let items: Vec<&'a RawValue> = serde_json::from_str(value).ok()?;
            items.get(key.parse::<usize>().ok()?).map(|value| value.get())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_text() {
        let mut sources = Sources::default();
        let text = "\u{FEFF}{\u{FEFF}".to_owned();
        let source = sources.add(Source { text, ..Source::default() });
        assert_eq!(sources.get(source).map(|source| source.text.as_str()), Some("{\u{FEFF}"));
    }

    const TEXT: &str =
        "{\n  \"a\": {\n    \"b/c\": [1, {\"d\": \"x\"}],\n    \"e\": null\n  }\n}\n";

    fn shown(pointer: &str) -> &'static str {
        let address = Address { place: Place::Pointer(pointer.to_owned()), ..Address::default() };
        &TEXT[address.range(TEXT)]
    }

    #[test]
    fn a_pointer_finds_its_value() {
        assert_eq!(shown("/a/b~1c/1/d"), "\"x\"");
        assert_eq!(shown("/a/e"), "null");
        assert_eq!(shown("/a"), "{");
        assert_eq!(shown(""), "{");
    }

    #[test]
    fn a_node_is_all_of_a_value() {
        let address = Address::default().key("a");
        assert_eq!(
            &TEXT[address.node(TEXT)],
            "{\n    \"b/c\": [1, {\"d\": \"x\"}],\n    \"e\": null\n  }"
        );
    }

    #[test]
    fn a_pointer_to_what_is_not_there_finds_its_parent() {
        assert_eq!(shown("/a/b~1c/7"), "[1, {\"d\": \"x\"}]");
    }

    #[test]
    fn keys_are_escaped() {
        let address = Address::default().key("b/c").key("~");
        assert_eq!(address.place, Place::Pointer("/b~1c/~0".to_owned()));
    }
}
