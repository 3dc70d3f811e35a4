//! Tokens that are maps, as keys of DynamoDB's tables are.
//!
//! Tokens are handled as JSON, which has no bytes. boto3 writes them in base64 and says in
//! `boto_encoded_keys` where it did; here such a text is wrapped in an object, which is unwrapped when a
//! resume token is written.

use super::page_token::Token;
use super::python_json::write_json;
use crate::protocol::json::{Json, Keys};
use crate::serde::json_value::JsonValue;
use crate::serde::{Key, Value};
use aws_smithy_schema::prelude;
use aws_smithy_types::{Blob, Document, Number, base64};
use std::collections::{BTreeMap, HashMap};

/// The only entry of an object that stands for bytes; nothing in a model has such a name.
const BYTES: &str = "\0bytes";

/// Maps.
#[derive(Debug)]
pub enum Map {}

impl<K: Key, T: Value> Token<Map> for HashMap<K, T> {
    fn to_document(&self) -> Document {
        document(&JsonValue::written(wrapped, |to| self.write(&prelude::DOCUMENT, to)))
    }

    fn from_document(document: &Document) -> Option<Self> {
        let mut json = String::new();
        write_json(&mut json, &unwrapped(document, &mut Vec::new(), &mut Vec::new()));
        Self::read(&prelude::DOCUMENT, &mut Json::new(json.as_bytes(), Keys::MemberNames)).ok()
    }
}

fn wrapped(blob: &Blob) -> JsonValue {
    let text = JsonValue::text(&base64::encode(blob));
    JsonValue::object(BTreeMap::from([(BYTES.to_owned(), text)]))
}

fn document(value: &JsonValue) -> Document {
    match value {
        JsonValue::Null => Document::Null,
        JsonValue::Bool(truth) => Document::Bool(*truth),
        JsonValue::Number(number) => Document::Number(whole(*number)),
        JsonValue::Text(text) => Document::String(text.to_string()),
        JsonValue::List(items) => Document::Array(items.iter().map(document).collect()),
        JsonValue::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), document(value)));
            Document::Object(entries.collect())
        }
    }
}

/// A number without a fraction, if it has none.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // The range is checked.
fn whole(number: f64) -> Number {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number {
        n if n.fract() != 0.0 || n.abs() > EXACT => Number::Float(n),
        n if n < 0.0 => Number::NegInt(n as i64),
        n => Number::PosInt(n as u64),
    }
}

/// The same with bytes as plain texts; their paths, which begin with `path`, are added to `encoded`.
pub(super) fn unwrapped(
    document: &Document,
    path: &mut Vec<Document>,
    encoded: &mut Vec<Document>,
) -> Document {
    let mut inner = |step: Document, document: &Document| {
        path.push(step);
        let inner = unwrapped(document, path, encoded);
        path.pop();
        inner
    };
    match document {
        Document::Object(entries) => match entries.get(BYTES) {
            Some(text) => {
                encoded.push(Document::Array(path.clone()));
                text.clone()
            }
            None => {
                let mut entries: Vec<_> = entries.iter().collect();
                entries.sort_by_key(|(key, _)| *key);
                let entries = entries.into_iter();
                let entries = entries.map(|(k, v)| (k.clone(), inner(k.as_str().into(), v)));
                Document::Object(entries.collect())
            }
        },
        Document::Array(items) => {
            let items = items.iter().enumerate();
            let items = items.map(|(i, v)| inner(Document::Number(Number::PosInt(i as u64)), v));
            Document::Array(items.collect())
        }
        other => other.clone(),
    }
}

/// Wraps the text at `path`, which boto3 says is bytes.
pub(super) fn wrap(document: &mut Document, path: &[Document]) {
    let Some((step, rest)) = path.split_first() else {
        if let Document::String(text) = document {
            let text = Document::String(std::mem::take(text));
            *document = Document::Object(HashMap::from([(BYTES.to_owned(), text)]));
        }
        return;
    };
    let next = match (step, document) {
        (Document::String(key), Document::Object(entries)) => entries.get_mut(key),
        (Document::Number(Number::PosInt(index)), Document::Array(items)) => {
            usize::try_from(*index).ok().and_then(|index| items.get_mut(index))
        }
        _ => None,
    };
    if let Some(next) = next {
        wrap(next, rest);
    }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A union comes with more than its tests need.
    use super::super::resume_token::Position;
    use super::*;

    /// A value of a key, of the types that DynamoDB has for keys.
    #[derive(Clone, PartialEq)]
    enum Part {
        B(Blob),
        Bs(Vec<Blob>),
        S(String),
        Unknown,
    }

    crate::union!(
        Part,
        members: [
            (0, B, is_b, as_b, Blob),
            (1, Bs, is_bs, as_bs, Vec<Blob>),
            (2, S, is_s, as_s, String)
        ],
        table: "
            example#Part
            B blob
            BS list
            - member blob
            S string
        "
    );

    fn key(parts: &[(&str, Part)]) -> HashMap<String, Part> {
        parts.iter().map(|(name, part)| ((*name).to_owned(), part.clone())).collect()
    }

    /// Printed by botocore's `TokenEncoder`.
    #[test]
    fn resume_tokens_are_those_of_boto3() {
        let bytes = |text: &str| Blob::new(text.as_bytes());
        let cases = [
            (
                key(&[("id", Part::S("é".to_owned())), ("sort", Part::S("2".to_owned()))]),
                None,
                "eyJLZXkiOiB7ImlkIjogeyJTIjogIlx1MDBlOSJ9LCAic29ydCI6IHsiUyI6ICIyIn19fQ==",
            ),
            (
                key(&[("id", Part::B(bytes("raw")))]),
                Some(3),
                "eyJLZXkiOiB7ImlkIjogeyJCIjogImNtRjMifX0sICJib3RvX3RydW5jYXRlX2Ftb3VudCI6IDMsICJib3RvX2VuY29kZWRfa2V5cyI6IFtbIktleSIsICJpZCIsICJCIl1dfQ==",
            ),
            (
                key(&[("a", Part::Bs(vec![bytes("x"), bytes("")])), ("b", Part::B(bytes("y")))]),
                None,
                "eyJLZXkiOiB7ImEiOiB7IkJTIjogWyJlQT09IiwgIiJdfSwgImIiOiB7IkIiOiAiZVE9PSJ9fSwgImJvdG9fZW5jb2RlZF9rZXlzIjogW1siS2V5IiwgImEiLCAiQlMiLCAwXSwgWyJLZXkiLCAiYSIsICJCUyIsIDFdLCBbIktleSIsICJiIiwgIkIiXV19",
            ),
        ];
        for (key, cut, written) in cases {
            let position = Position { tokens: vec![key.to_document()].into(), cut };
            assert_eq!(position.encode(&["Key"]), written);
            let read = Position::decode(written, &["Key"]).expect("it is a token");
            assert_eq!((&read.tokens, read.cut), (&position.tokens, position.cut));
            assert!(HashMap::from_document(&read.tokens[0]) == Some(key));
        }
    }

    #[test]
    fn what_is_no_map_is_no_token() {
        for odd in [Document::from("a"), Document::Array(Vec::new()), Document::from(1)] {
            assert!(HashMap::<String, Part>::from_document(&odd).is_none());
        }
    }

    #[test]
    fn paths_to_nowhere_are_passed_over() {
        let mut document = Document::Object(HashMap::from([("a".to_owned(), Document::from(1))]));
        let before = document.clone();
        for path in [&["a"][..], &["b"], &["a", "b"], &[]] {
            let path: Vec<_> = path.iter().map(|step| Document::from(*step)).collect();
            wrap(&mut document, &path);
        }
        assert_eq!(document, before);
    }

    #[test]
    fn whole_numbers_stay_whole() {
        assert_eq!(whole(7.0), Number::PosInt(7));
        assert_eq!(whole(-7.0), Number::NegInt(-7));
        assert_eq!(whole(0.5), Number::Float(0.5));
    }
}
