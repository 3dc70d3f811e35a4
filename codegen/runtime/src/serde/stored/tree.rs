//! A value of any format that says by itself what it holds.

use ::serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{Serialize, Serializer};
use aws_smithy_types::{Document, Number};
use std::fmt;

/// A value of JSON, or of another format that has the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Tree {
    #[default]
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Tree>),
    /// The entries in their order.
    Object(Vec<(String, Tree)>),
}

/// How `serde_json` gives a number, if some package turns on its feature `arbitrary_precision`, which all then have.
const NUMBER: &str = "$serde_json::private::Number";

impl Tree {
    /// What kind of value it is, for an error.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// A number of any size, if a number of the machine keeps all of its digits; else its text.
    pub fn number(digits: &str) -> Self {
        let number = parsed(digits);
        match number.filter(|number| shown(*number) == digits) {
            Some(number) => Self::Number(number),
            None => Self::Text(digits.to_owned()),
        }
    }
}

/// The number that a text says.
fn parsed(digits: &str) -> Option<Number> {
    let whole = digits.parse().map(Number::PosInt).or_else(|_| digits.parse().map(Number::NegInt));
    let finite = |number: &f64| number.is_finite();
    whole.ok().or_else(|| digits.parse().ok().filter(finite).map(Number::Float))
}

/// The text that says a number.
pub(super) fn shown(number: Number) -> String {
    match number {
        Number::PosInt(number) => number.to_string(),
        Number::NegInt(number) => number.to_string(),
        Number::Float(number) => number.to_string(),
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Number(Number::PosInt(number)) => to.serialize_u64(*number),
            Self::Number(Number::NegInt(number)) => to.serialize_i64(*number),
            Self::Number(Number::Float(number)) => to.serialize_f64(*number),
            Self::Text(text) => to.serialize_str(text),
            Self::List(items) => to.collect_seq(items),
            Self::Object(entries) => {
                to.collect_map(entries.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value as JSON has them")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Tree, D::Error> {
        Tree::deserialize(from)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(Number::PosInt(number)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Tree, E> {
        let positive = u64::try_from(number).map(Number::PosInt);
        Ok(Tree::Number(positive.unwrap_or(Number::NegInt(number))))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Number(Number::Float(number)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Tree, E> {
        Ok(Tree::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = from.next_entry()? {
            entries.push(entry);
        }
        Ok(match entries.as_slice() {
            [(key, Tree::Text(digits))] if key == NUMBER => match parsed(digits) {
                Some(number) => Tree::Number(number),
                None => Tree::Text(digits.clone()),
            },
            _ => Tree::Object(entries),
        })
    }
}

impl From<&Document> for Tree {
    fn from(document: &Document) -> Self {
        match document {
            Document::Null => Self::Null,
            Document::Bool(value) => Self::Bool(*value),
            Document::Number(number) => Self::Number(*number),
            Document::String(text) => Self::Text(text.clone()),
            Document::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Document::Object(entries) => {
                let mut entries: Vec<_> =
                    entries.iter().map(|(key, value)| (key.clone(), Self::from(value))).collect();
                entries.sort_by(|(a, _), (b, _)| a.cmp(b));
                Self::Object(entries)
            }
        }
    }
}

impl From<Tree> for Document {
    fn from(tree: Tree) -> Self {
        match tree {
            Tree::Null => Self::Null,
            Tree::Bool(value) => Self::Bool(value),
            Tree::Number(number) => Self::Number(number),
            Tree::Text(text) => Self::String(text),
            Tree::List(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Tree::Object(entries) => {
                Self::Object(entries.into_iter().map(|(key, value)| (key, value.into())).collect())
            }
        }
    }
}
