//! Traits as they are applied: what wins when several say something, and whether those that the
//! generator reads are of the right type.

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Traits, traits as t};
use crate::read::node::{Node, wrong_type};
use crate::source::Address;
use indexmap::IndexMap;
use indexmap::map::Entry;
use serde_json::Value;
use std::borrow::Cow;

/// The types of the traits that the generator reads, in the words of messages.
const TYPES: [(&str, &str); 56] = [
    (t::DOCUMENTATION, TEXT),
    (t::HTTP, OBJECT),
    (t::HTTP_ERROR, NUMBER),
    (t::HTTP_LABEL, OBJECT),
    (t::HTTP_QUERY, TEXT),
    (t::HTTP_QUERY_PARAMS, OBJECT),
    (t::HTTP_HEADER, TEXT),
    (t::HTTP_PREFIX_HEADERS, TEXT),
    (t::HTTP_PAYLOAD, OBJECT),
    (t::HTTP_RESPONSE_CODE, OBJECT),
    (t::ERROR, TEXT),
    (t::RETRYABLE, OBJECT),
    (t::JSON_NAME, TEXT),
    (t::TIMESTAMP_FORMAT, TEXT),
    (t::REQUIRED, OBJECT),
    (t::SENSITIVE, OBJECT),
    (t::DEPRECATED, OBJECT),
    (t::IDEMPOTENCY_TOKEN, OBJECT),
    (t::IDEMPOTENT, OBJECT),
    (t::LENGTH, OBJECT),
    (t::RANGE, OBJECT),
    (t::PATTERN, TEXT),
    (t::MEDIA_TYPE, TEXT),
    (t::ENUM, ARRAY),
    (t::ENDPOINT_BDD, OBJECT),
    (t::ENDPOINT_RULE_SET, OBJECT),
    (t::MIXIN, OBJECT),
    (t::PAGINATED, OBJECT),
    (t::SIGV4, OBJECT),
    (t::SERVICE, OBJECT),
    (t::TITLE, TEXT),
    (t::CLIENT_OPTIONAL, OBJECT),
    (t::INPUT, OBJECT),
    ("smithy.api#endpoint", OBJECT),
    ("smithy.api#hostLabel", OBJECT),
    (t::SPARSE, OBJECT),
    (t::STREAMING, OBJECT),
    (t::EVENT_HEADER, OBJECT),
    (t::EVENT_PAYLOAD, OBJECT),
    (t::XML_ATTRIBUTE, OBJECT),
    (t::XML_FLATTENED, OBJECT),
    (t::XML_NAME, TEXT),
    (t::XML_NAMESPACE, OBJECT),
    (t::EC2_QUERY_NAME, TEXT),
    (t::AWS_QUERY_ERROR, OBJECT),
    (t::HTTP_CHECKSUM, OBJECT),
    (t::REQUEST_COMPRESSION, OBJECT),
    (t::REQUIRES_LENGTH, OBJECT),
    (t::LONG_POLL, OBJECT),
    (t::AUTH, ARRAY),
    (t::OPTIONAL_AUTH, OBJECT),
    (t::SIGV4A, OBJECT),
    (t::HTTP_API_KEY_AUTH, OBJECT),
    (t::HTTP_BASIC_AUTH, OBJECT),
    (t::HTTP_BEARER_AUTH, OBJECT),
    (t::HTTP_DIGEST_AUTH, OBJECT),
];

const TEXT: &str = "a string";
const NUMBER: &str = "a number";
const OBJECT: &str = "an object";
const ARRAY: &str = "an array";

/// The words that some traits are made of.
const WORDS: [(&str, &[&str]); 2] = [
    (t::ERROR, &["client", "server"]),
    (t::TIMESTAMP_FORMAT, &["date-time", "http-date", "epoch-seconds"]),
];

/// The traits of a shape or member, by id, and where they stand.
#[derive(Clone, Default)]
pub struct Applied<'a>(IndexMap<&'a str, (Cow<'a, Value>, Address)>);

/// The traits that `node` has.
pub fn read<'a>(node: &Node<'a>, diagnostics: &mut Vec<Diagnostic>) -> Applied<'a> {
    let mut applied = Applied::default();
    for (id, value, at) in node.entries("traits", diagnostics) {
        check(id, value, &at, &node.shape, diagnostics);
        applied.0.insert(id, (Cow::Borrowed(value), at));
    }
    applied
}

fn check(id: &str, value: &Value, at: &Address, shape: &str, diagnostics: &mut Vec<Diagnostic>) {
    let expected = TYPES.iter().find(|(known, _)| *known == id).map(|(_, expected)| *expected);
    let fits = match expected {
        Some(TEXT) => value.is_string(),
        Some(NUMBER) => value.is_number(),
        Some(OBJECT) => value.is_object(),
        Some(ARRAY) => value.is_array(),
        _ => true,
    };
    if let (false, Some(expected)) = (fits, expected) {
        return diagnostics.push(wrong_type(at, expected, value).of(shape));
    }
    let words = WORDS.iter().find(|(known, _)| *known == id).map(|(_, words)| *words);
    if let (Some(words), Some(word)) = (words, value.as_str())
        && !words.contains(&word)
    {
        let message = format!("`{}` is not a value of the trait `{id}`", word.escape_debug());
        let hint = format!("allowed are `{}`", words.join("`, `"));
        diagnostics.push(Diagnostic::new(Code::WRONG_TYPE, at, message).of(shape).hint(hint));
    }
}

impl<'a> Applied<'a> {
    /// The ids of the traits.
    pub fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.0.keys().copied()
    }

    /// The ids of the traits, and where they stand.
    pub fn places(&self) -> impl Iterator<Item = (&'a str, &Address)> {
        self.0.iter().map(|(id, (_, at))| (*id, at))
    }

    /// A trait's value and where it stands.
    pub fn get(&self, id: &str) -> Option<(&Value, &Address)> {
        self.0.get(id).map(|(value, at)| (value.as_ref(), at))
    }

    /// Adds traits to those of the same shape: equal values are one, arrays are joined, and all else is
    /// a contradiction ("Trait conflict resolution" of the Smithy specification).
    pub fn add_all(&mut self, more: Self, shape: &str, diagnostics: &mut Vec<Diagnostic>) {
        for (id, (value, at)) in more.0 {
            match self.0.entry(id) {
                Entry::Vacant(entry) => drop(entry.insert((value, at))),
                Entry::Occupied(mut entry) => match (entry.get().0.as_ref(), value.as_ref()) {
                    (old, new) if old == new => {}
                    (Value::Array(old), Value::Array(new)) => {
                        entry.get_mut().0 = Cow::Owned(old.iter().chain(new).cloned().collect());
                    }
                    _ => {
                        let message =
                            format!("the trait `{id}` is applied twice, with different values");
                        for at in [&entry.get().1, &at] {
                            diagnostics.push(
                                Diagnostic::new(Code::CONFLICT, at, message.as_str()).of(shape),
                            );
                        }
                    }
                },
            }
        }
    }

    /// Puts traits in the place of inherited ones.
    pub fn replace_all(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// These traits without those that stay where they are introduced ("mixin trait" of the Smithy
    /// specification).
    pub fn inheritable(&self) -> Self {
        let mixin = self.get(t::MIXIN).and_then(|(mixin, _)| mixin.get("localTraits"));
        let local = |id: &str| {
            mixin.and_then(Value::as_array).is_some_and(|local| local.iter().any(|l| l == id))
        };
        let entries = self.0.iter().filter(|(id, _)| **id != t::MIXIN && !local(id));
        Self(entries.map(|(id, applied)| (*id, applied.clone())).collect())
    }

    /// The traits as the model keeps them.
    pub fn traits(&self) -> Traits {
        let mut traits = Traits::default();
        for (id, (value, _)) in &self.0 {
            traits.add(id, value.as_ref().clone());
        }
        traits
    }
}
