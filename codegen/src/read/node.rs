//! Reading JSON objects whose every key must be known.

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::source::Address;
use serde_json::{Map, Value};

/// A JSON object in a model, its address, and what it describes.
#[derive(Clone)]
pub struct Node<'a> {
    pub object: &'a Map<String, Value>,
    pub at: Address,
    pub shape: String,
}

impl<'a> Node<'a> {
    /// The object at `at`, or a diagnostic.
    pub fn new(
        value: &'a Value,
        at: Address,
        shape: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let object = match value {
            Value::Object(object) => object,
            other => {
                diagnostics.push(wrong_type(&at, "an object", other).of(shape));
                return None;
            }
        };
        Some(Self { object, at, shape: shape.to_owned() })
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&'a Value> {
        self.object.get(key)
    }

    /// The string at `key`, if there is one.
    pub fn text(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a str> {
        let value = self.get(key)?;
        let text = value.as_str();
        if text.is_none() {
            diagnostics.push(wrong_type(&self.at.key(key), "a string", value).of(&self.shape));
        }
        text
    }

    /// The string at `key`, which must be there.
    pub fn required_text(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a str> {
        if !self.object.contains_key(key) {
            diagnostics.push(self.lacks(key));
        }
        self.text(key, diagnostics)
    }

    /// The string at `key`, if there is one, which [`check_plain`] checks.
    pub fn plain(
        &self,
        key: &str,
        marks: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<&'a str> {
        let text = self.text(key, diagnostics)?;
        check_plain(text, key, marks, &self.at.key(key), &self.shape, diagnostics);
        Some(text)
    }

    /// The object at `key`, if there is one, by its entries: key, value and address.
    pub fn entries(
        &self,
        key: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<(&'a String, &'a Value, Address)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let at = self.at.key(key);
        match value {
            Value::Object(object) => object.iter().map(|(k, v)| (k, v, at.key(k))).collect(),
            other => {
                diagnostics.push(wrong_type(&at, "an object", other).of(&self.shape));
                Vec::new()
            }
        }
    }

    /// The array at `key`, if there is one: value and address.
    pub fn items(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<(&'a Value, Address)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let at = self.at.key(key);
        match value {
            Value::Array(items) => {
                items.iter().enumerate().map(|(i, v)| (v, at.key(i.to_string()))).collect()
            }
            other => {
                diagnostics.push(wrong_type(&at, "an array", other).of(&self.shape));
                Vec::new()
            }
        }
    }

    /// The strings of the array at `key`, if there is one.
    pub fn texts(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<&'a str> {
        let items = self.items(key, diagnostics);
        let texts = items.into_iter().filter_map(|(value, at)| {
            let text = value.as_str();
            if text.is_none() {
                diagnostics.push(wrong_type(&at, "a string", value).of(&self.shape));
            }
            text
        });
        texts.collect()
    }

    /// Whether `key` is true.
    pub fn flag(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> bool {
        match self.get(key) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(other) => {
                diagnostics
                    .push(wrong_type(&self.at.key(key), "true or false", other).of(&self.shape));
                false
            }
        }
    }

    /// Reports each key that is not `known`: what it says may change what is sent or read.
    pub fn only(&self, known: &[&str], diagnostics: &mut Vec<Diagnostic>) {
        let refuse = |at: &Address, key: &str| {
            Diagnostic::new(
                Code::UNKNOWN_ATTRIBUTE,
                at,
                format!("the attribute `{key}` is not supported here"),
            )
        };
        diagnostics.extend(self.others(known, refuse));
    }

    /// Warns of each key that is not `known`, where what it says changes neither what is sent nor what is read.
    pub fn ignore_others(&self, known: &[&str], diagnostics: &mut Vec<Diagnostic>) {
        let ignore = |at: &Address, key: &str| {
            Diagnostic::warning(
                Code::IGNORED_ATTRIBUTE,
                at,
                format!("the attribute `{key}` is not known here and is ignored"),
            )
        };
        diagnostics.extend(self.others(known, ignore));
    }

    fn others(
        &self,
        known: &[&str],
        tell: impl Fn(&Address, &str) -> Diagnostic,
    ) -> impl Iterator<Item = Diagnostic> {
        let others = self.object.keys().filter(move |key| !known.contains(&key.as_str()));
        others.map(move |key| {
            let diagnostic = tell(&self.at.key(key), key).of(&self.shape);
            diagnostic.did_you_mean(key, known.iter().copied())
        })
    }

    /// A diagnostic about a key that is not there.
    pub fn lacks(&self, key: &str) -> Diagnostic {
        Diagnostic::new(
            Code::MISSING_ATTRIBUTE,
            &self.at,
            format!("the attribute `{key}` is missing"),
        )
        .of(&self.shape)
    }
}

/// Marks that titles of services have.
pub const TITLE_MARKS: &str = " -/():.,&'";

/// Marks that tokens of HTTP have, such as methods and the names of headers ("Tokens" of RFC 9110).
pub const TOKEN_MARKS: &str = "!#$%&'*+-.^_`|~";

/// Whether a text is a token of HTTP.
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || TOKEN_MARKS.contains(c))
}

/// Reports a text that cannot stand in names, and in sentences without being escaped: what is neither
/// a letter nor a digit nor among `marks`.
pub fn check_plain(
    text: &str,
    key: &str,
    marks: &str,
    at: &Address,
    shape: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let odd = |c: char| !c.is_ascii_alphanumeric() && !marks.contains(c);
    if text.contains(odd) || !text.contains(|c: char| c.is_ascii_alphanumeric()) {
        let message = format!("`{}` cannot be the `{key}`", text.escape_debug());
        let hint = format!("letters, digits and the characters `{marks}` are expected");
        diagnostics.push(Diagnostic::new(Code::SERVICE_FACT, at, message).of(shape).hint(hint));
    }
}

/// A diagnostic about a value of the wrong type.
pub fn wrong_type(at: &Address, expected: &str, actual: &Value) -> Diagnostic {
    let actual = match actual {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    Diagnostic::new(Code::WRONG_TYPE, at, format!("{expected} is expected here, not {actual}"))
}
