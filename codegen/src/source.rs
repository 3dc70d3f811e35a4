//! The texts that a model is read from, and places in them.

use indexmap::IndexMap;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;
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
    /// Adds a source. A byte order mark is no part of a text (RFC 8259, section 8.1), and lines end alike however they were
    /// checked out.
    pub fn add(&mut self, mut source: Source) -> SourceIx {
        if source.text.starts_with(BYTE_ORDER_MARK) {
            source.text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        if source.text.contains("\r\n") {
            source.text = source.text.replace("\r\n", "\n");
        }
        self.0.push(source);
        SourceIx(self.0.len() - 1)
    }

    /// The bytes to point at of each of these places: the first line of what is there. All places of a text are found
    /// together, as to look for each from the beginning takes too long where there are many.
    pub fn ranges(&self, addresses: &[&Address]) -> Vec<Range<usize>> {
        let mut ranges = vec![0..0; addresses.len()];
        for (ix, Source { text, .. }) in self.0.iter().enumerate() {
            let mut below = Below::default();
            for (number, address) in addresses.iter().enumerate() {
                match &address.place {
                    _ if address.source != SourceIx(ix) => {}
                    Place::Pointer(pointer) => below.add(pointer, number),
                    Place::Offset(_) => ranges[number] = first_line(text, address.node(text)),
                }
            }
            below.find(text.trim_start(), &mut |number, value| {
                ranges[number] = first_line(text, span(text, value));
            });
        }
        ranges
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
        span(text, found)
    }
}

/// Where a part of `text` stands in it.
fn span(text: &str, part: &str) -> Range<usize> {
    let start = match part {
        "" => text.len(),
        part => part.as_ptr() as usize - text.as_ptr() as usize,
    };
    start..start + part.trim_end().len()
}

fn first_line(text: &str, node: Range<usize>) -> Range<usize> {
    let first = text[node.clone()].lines().next().unwrap_or_default();
    node.start..node.start + first.trim_end().len()
}

/// Numbered places below a value, by the ways that lead to them.
#[derive(Default)]
struct Below {
    here: Vec<usize>,
    keys: IndexMap<String, Below>,
}

impl Below {
    fn add(&mut self, pointer: &str, number: usize) {
        let mut at = self;
        for key in keys(pointer) {
            at = at.keys.entry(key).or_default();
        }
        at.here.push(number);
    }

    /// Tells of each place which value is there, or which is the last one on the way to it. As values nest no deeper than
    /// they are read, so do the calls.
    fn find<'a>(&self, value: &'a str, tell: &mut impl FnMut(usize, &'a str)) {
        self.here.iter().for_each(|number| tell(*number, value));
        if self.keys.is_empty() {
            return;
        }
        let children = children(value);
        for (key, below) in &self.keys {
            match children.get(key.as_str()) {
                Some(child) => below.find(child, tell),
                None => below.all(&mut |number| tell(number, value)),
            }
        }
    }

    fn all(&self, tell: &mut impl FnMut(usize)) {
        let mut open = vec![self];
        while let Some(below) = open.pop() {
            below.here.iter().for_each(|number| tell(*number));
            open.extend(below.keys.values());
        }
    }
}

/// The keys of a pointer.
fn keys(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~"))
}

/// The value that `pointer` names, or the last value on the way to it that is there.
fn locate<'a>(text: &'a str, pointer: &str) -> &'a str {
    let mut at = text.trim_start();
    for key in keys(pointer) {
        match children(at).get(key.as_str()) {
            Some(value) => at = value,
            None => break,
        }
    }
    at
}

/// What an object or array holds, by key or by index.
fn children(value: &str) -> HashMap<Cow<'_, str>, &str> {
    match value.as_bytes().first() {
        Some(b'{') => {
            let entries: Option<HashMap<Cow<'_, str>, &RawValue>> =
                serde_json::from_str(value).ok();
            entries.into_iter().flatten().map(|(key, value)| (key, value.get())).collect()
        }
        Some(b'[') => {
            let items: Option<Vec<&RawValue>> = serde_json::from_str(value).ok();
            let items = items.into_iter().flatten().enumerate();
            items.map(|(index, value)| (index.to_string().into(), value.get())).collect()
        }
        _ => HashMap::new(),
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
        let mut sources = Sources::default();
        sources.add(Source { text: TEXT.to_owned(), ..Source::default() });
        let [range] = &sources.ranges(&[&address])[..] else { panic!("there is one") };
        assert_eq!(*range, first_line(TEXT, address.node(TEXT)));
        &TEXT[range.clone()]
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
        assert_eq!(shown("/a/b~1c/7/8/9"), "[1, {\"d\": \"x\"}]");
        assert_eq!(shown("/z"), "{");
    }

    #[test]
    fn keys_are_escaped() {
        let address = Address::default().key("b/c").key("~");
        assert_eq!(address.place, Place::Pointer("/b~1c/~0".to_owned()));
    }
}
