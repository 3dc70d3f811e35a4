//! JSON as models are written in: strict, with each key once, and no larger than models are.

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::limits;
use crate::source::{Address, Place, SourceIx};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt;

/// Parses `text`.
///
/// # Errors
///
/// Where the text stops being JSON, repeats a key, or nests deeper than serde_json follows; or that it is too large.
pub fn parse(text: &str, source: SourceIx) -> Result<Value, Diagnostic> {
    let (length, most) = (text.len(), limits::BYTES);
    if length > most {
        let message =
            format!("this has {length} bytes, and {most} are the most that a file may have");
        return Err(Diagnostic::new(Code::TOO_LARGE, &Address::root(source), message).hint(SPLIT));
    }
    let left = Cell::new(limits::VALUES);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = Unique(&left).deserialize(&mut deserializer);
    let parsed = parsed.and_then(|value| deserializer.end().map(|()| value));
    parsed.map_err(|error| {
        let place = Place::Offset(offset(text, error.line(), error.column()));
        if left.get() == 0 {
            let most = limits::VALUES;
            let message = format!("{most} values end here, the most that a file may have");
            return Diagnostic::new(Code::TOO_LARGE, &Address { source, place }, message)
                .hint(SPLIT);
        }
        let message = error.to_string();
        let what = match message.split(" at line ").next().unwrap_or(&message) {
            _ if text.trim().is_empty() => "it is empty",
            "recursion limit exceeded" => "it nests deeper than 127 levels, as no model does",
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

/// What to do with a model that is too large.
const SPLIT: &str = "a model in Smithy's JSON AST may be several files; and what a service does not reach can be left out";

/// A value whose objects have each key once, of which so many may still come.
#[derive(Clone, Copy)]
struct Unique<'c>(&'c Cell<usize>);

impl<'de> DeserializeSeed<'de> for Unique<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.0.get().checked_sub(1) {
            Some(left) => self.0.set(left),
            None => return Err(D::Error::custom("there are too many values")),
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique<'_> {
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
        while let Some(item) = items.next_element_seed(self)? {
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
            let value = entries.next_value_seed(self)?;
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
        (diagnostics.message, diagnostics.at.node(text).start)
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
        assert_eq!(
            error(&deep).0,
            "this is not a JSON model: it nests deeper than 127 levels, as no model does"
        );
    }

    #[test]
    fn size_is_limited() {
        let many = format!("[{}0]", "0,".repeat(limits::VALUES));
        let (message, at) = error(&many);
        assert_eq!(message, "8000000 values end here, the most that a file may have");
        assert!(at > limits::VALUES, "{at}");
        let long = format!("\"{}\"", "a".repeat(limits::BYTES));
        let expected = "this has 134217730 bytes, and 134217728 are the most that a file may have";
        assert_eq!(error(&long).0, expected);
    }

    #[test]
    fn an_error_inside_a_character_does_not_panic() {
        assert!(parse("{\"é\u{1F600}", SourceIx::default()).is_err());
    }
}
