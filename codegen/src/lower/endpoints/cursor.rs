//! Places in a document of endpoint rules, and checks of the JSON there.

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, unless_many};
use crate::source::Address;
use serde_json::{Map, Value};

/// How deep rules, calls, lists and objects may nest in each other, all counted together.
pub(super) const MAX_LEVEL: usize = 64;

/// A place in a document, and how deep its author nested what stands there.
#[derive(Clone, Debug)]
pub(super) struct At {
    address: Address,
    level: usize,
}

impl At {
    /// The top of a document.
    pub(super) fn root(address: &Address) -> Self {
        Self { address: address.clone(), level: 0 }
    }

    /// A key that the language defines.
    pub(super) fn key(&self, name: &str) -> Self {
        Self { address: self.address.key(name), level: self.level }
    }

    /// A key that the document's author chose: one level deeper.
    pub(super) fn entry(&self, name: &str) -> Self {
        Self { address: self.address.key(name), level: self.level + 1 }
    }

    /// An item of a list: one level deeper.
    pub(super) fn item(&self, index: usize) -> Self {
        self.entry(&index.to_string())
    }

    /// Something wrong here.
    pub(super) fn wrong(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::ENDPOINT_RULES, &self.address, message)
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }
}

/// What was found wrong so far, and the checks on plain JSON that find it.
#[derive(Default)]
pub(super) struct Checks(Vec<Diagnostic>);

impl Checks {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// What is known, as [`unless_many`] has it.
    pub(super) fn unless_many<'a>(
        &self,
        known: impl IntoIterator<Item = &'a str>,
    ) -> impl Iterator<Item = &'a str> {
        unless_many(&self.0, known)
    }

    /// Gives `result`, or what is wrong if anything is.
    pub(super) fn finish<T>(self, result: T) -> Result<T, Vec<Diagnostic>> {
        if self.0.is_empty() { Ok(result) } else { Err(self.0) }
    }

    /// Reports nesting that is too deep; gives whether to go on.
    pub(super) fn shallow(&mut self, at: &At) -> bool {
        let shallow = at.level <= MAX_LEVEL;
        if !shallow {
            self.report(at.wrong(format!("this is nested deeper than {MAX_LEVEL} levels")));
        }
        shallow
    }

    pub(super) fn object<'v>(
        &mut self,
        at: &At,
        value: &'v Value,
    ) -> Option<&'v Map<String, Value>> {
        self.expect(at, value, value.as_object(), "an object")
    }

    pub(super) fn array<'v>(&mut self, at: &At, value: &'v Value) -> Option<&'v [Value]> {
        self.expect(at, value, value.as_array().map(Vec::as_slice), "an array")
    }

    pub(super) fn text<'v>(&mut self, at: &At, value: &'v Value) -> Option<&'v str> {
        self.expect(at, value, value.as_str(), "a string")
    }

    pub(super) fn flag(&mut self, at: &At, value: &Value) -> Option<bool> {
        self.expect(at, value, value.as_bool(), "a boolean")
    }

    fn expect<T>(
        &mut self,
        at: &At,
        value: &Value,
        checked: Option<T>,
        expected: &str,
    ) -> Option<T> {
        if checked.is_none() {
            self.report(at.wrong(format!("expected {expected}, found {}", describe(value))));
        }
        checked
    }

    /// Gives a value that must be there.
    pub(super) fn required<'v>(
        &mut self,
        at: &At,
        object: &'v Map<String, Value>,
        key: &str,
    ) -> Option<&'v Value> {
        let value = object.get(key);
        if value.is_none() {
            self.report(at.wrong(format!("`{key}` is missing")));
        }
        value
    }

    /// Reports keys that mean nothing here: a misspelt one would otherwise be lost in silence.
    pub(super) fn known_keys(&mut self, at: &At, object: &Map<String, Value>, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            let diagnostic = at.key(key).wrong(format!("unknown key `{key}`"));
            self.report(diagnostic.one_of(key, known.iter().copied()));
        }
    }
}

/// Names a JSON value's type.
pub(super) fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Place;
    use serde_json::json;

    fn root() -> At {
        At::root(&Address::default())
    }

    #[test]
    fn places_are_json_pointers() {
        let rule = root().key("rules").item(3);
        assert_eq!(root().address().place, Place::Pointer(String::new()));
        let place = rule.key("a/b~c").address().place.clone();
        assert_eq!(place, Place::Pointer("/rules/3/a~1b~0c".to_owned()));
    }

    #[test]
    fn only_what_the_author_nests_counts_as_a_level() {
        let rules = root().key("rules");
        assert_eq!(rules.level, 0);
        assert_eq!(rules.item(0).level, 1);
        assert_eq!(rules.entry("x").level, 1);
    }

    #[test]
    fn unknown_keys_are_reported_with_a_hint() {
        let mut checks = Checks::default();
        let value = json!({ "conditons": [], "type": "tree" });
        let object = value.as_object().expect("an object");
        checks.known_keys(&root(), object, &["conditions", "type"]);
        let expected = root().key("conditons").wrong("unknown key `conditons`");
        let expected = expected.hint("did you mean `conditions`?");
        assert_eq!(checks.finish(()), Err(vec![expected]));
    }
}
