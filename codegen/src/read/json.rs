//! JSON as models are written in: strict, and with each key once.

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::source::{Address, Place, SourceIx};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Parses `text`.
///
/// # Errors
///
/// Where the text stops being JSON, repeats a key, or nests deeper than serde_json follows.
pub fn parse(text: &str, source: SourceIx) -> Result<Value, Diagnostic> {
    let parsed = serde_json::from_str::<Unique>(text);
    parsed.map(|unique| unique.0).map_err(|error| {
        let place = Place::Offset(offset(text, error.line(), error.column()));
        let message = error.to_string();
        let what = match message.split(" at line ").next().unwrap_or(&message) {
            _ if text.trim().is_empty() => "it is empty",
            "recursion limit exceeded" => "it nests deeper than any model does",
            what => what,
        };
        Diagnostic::new(
            Code::NOT_JSON,
            &Address { source, place },
            format!("this is not a JSON model: {what}"),
        )
    })
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let before: usize = lines.map(str::len).sum();
    let offset = (before + column.saturating_sub(1)).min(text.len());
    (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Unique)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Unique(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` appears here twice")));
            }
            let Unique(value) = entries.next_value()?;
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> (String, usize) {
        let diagnostics = parse(text, SourceIx::default()).unwrap_err();
        (diagnostics.message, diagnostics.at.range(text).start)
    }

    #[test]
    fn order_is_kept() {
        let value =
            parse(r#"{"b": 1, "a": [true, null, -1.5, "é"]}"#, SourceIx::default()).unwrap();
        assert_eq!(value.to_string(), r#"{"b":1,"a":[true,null,-1.5,"é"]}"#);
    }

    #[test]
    fn a_key_stands_once() {
        let (message, at) = error("{\"a\": 1,\n \"a\": 2}");
        assert_eq!(message, "this is not a JSON model: the key `a` appears here twice");
        assert_eq!(at, 12);
    }

    #[test]
    fn what_is_cut_off_is_reported_at_its_end() {
        assert_eq!(
            error("{\"a\": [1, "),
            ("this is not a JSON model: EOF while parsing a value".to_owned(), 9)
        );
        assert_eq!(error("").0, "this is not a JSON model: it is empty");
    }

    #[test]
    fn depth_is_limited() {
        let deep = "[".repeat(100_000);
        assert_eq!(error(&deep).0, "this is not a JSON model: it nests deeper than any model does");
    }

    #[test]
    fn an_error_inside_a_character_does_not_panic() {
        assert!(parse("{\"é\u{1F600}", SourceIx::default()).is_err());
    }
}
