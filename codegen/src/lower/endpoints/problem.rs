//! What is wrong with a rule set, and where.

use serde_json::{Map, Value};
use std::fmt;

/// How deep rules, calls, lists and objects may nest in each other, all counted together.
pub(super) const MAX_LEVEL: usize = 64;

/// Something wrong with a rule set or with the table of partitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: a JSON pointer (RFC 6901) into the rule set. One that starts with `/partitions`
    /// points into the table of partitions instead; no rule set has that key.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What would be right, where that is known.
    pub hint: Option<String>,
}

/// A place in a document, as a path through the places around it.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    parent: Option<&'p At<'p>>,
    key: Key<'p>,
    level: usize,
}

#[derive(Clone, Copy)]
enum Key<'p> {
    Name(&'p str),
    Item(usize),
}

impl<'p> At<'p> {
    /// The top of a document.
    pub(super) const ROOT: At<'static> = At { parent: None, key: Key::Item(0), level: 0 };

    /// A key that the language defines.
    pub(super) fn key(&'p self, name: &'p str) -> At<'p> {
        At { parent: Some(self), key: Key::Name(name), level: self.level }
    }

    /// A key that the document's author chose: one level deeper.
    pub(super) fn entry(&'p self, name: &'p str) -> At<'p> {
        At { level: self.level + 1, ..self.key(name) }
    }

    /// An item of a list: one level deeper.
    pub(super) fn item(&'p self, index: usize) -> At<'p> {
        At { parent: Some(self), key: Key::Item(index), level: self.level + 1 }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(parent) = self.parent else {
            return Ok(());
        };
        match self.key {
            Key::Name(name) => write!(f, "{parent}/{}", name.replace('~', "~0").replace('/', "~1")),
            Key::Item(index) => write!(f, "{parent}/{index}"),
        }
    }
}

/// The problems found so far, and the checks on plain JSON that find them.
#[derive(Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn report(&mut self, at: &At<'_>, message: impl Into<String>) {
        self.push(at, message, None);
    }

    pub(super) fn push(&mut self, at: &At<'_>, message: impl Into<String>, hint: Option<String>) {
        self.0.push(Problem { pointer: at.to_string(), message: message.into(), hint });
    }

    /// Gives `result`, or the problems when there are any.
    pub(super) fn finish<T>(self, result: T) -> Result<T, Vec<Problem>> {
        if self.0.is_empty() { Ok(result) } else { Err(self.0) }
    }

    /// Reports nesting that is too deep; gives whether to go on.
    pub(super) fn shallow(&mut self, at: &At<'_>) -> bool {
        let shallow = at.level <= MAX_LEVEL;
        if !shallow {
            self.report(at, format!("nested deeper than {MAX_LEVEL} levels"));
        }
        shallow
    }

    pub(super) fn object<'v>(
        &mut self,
        at: &At<'_>,
        value: &'v Value,
    ) -> Option<&'v Map<String, Value>> {
        self.expect(at, value, value.as_object(), "an object")
    }

    pub(super) fn array<'v>(&mut self, at: &At<'_>, value: &'v Value) -> Option<&'v [Value]> {
        self.expect(at, value, value.as_array().map(Vec::as_slice), "an array")
    }

    pub(super) fn text<'v>(&mut self, at: &At<'_>, value: &'v Value) -> Option<&'v str> {
        self.expect(at, value, value.as_str(), "a string")
    }

    pub(super) fn flag(&mut self, at: &At<'_>, value: &Value) -> Option<bool> {
        self.expect(at, value, value.as_bool(), "a boolean")
    }

    fn expect<T>(
        &mut self,
        at: &At<'_>,
        value: &Value,
        found: Option<T>,
        wanted: &str,
    ) -> Option<T> {
        if found.is_none() {
            self.report(at, format!("expected {wanted}, found {}", describe(value)));
        }
        found
    }

    /// Gives a value that must be there.
    pub(super) fn required<'v>(
        &mut self,
        at: &At<'_>,
        object: &'v Map<String, Value>,
        key: &str,
    ) -> Option<&'v Value> {
        let value = object.get(key);
        if value.is_none() {
            self.report(at, format!("`{key}` is missing"));
        }
        value
    }

    /// Reports keys that mean nothing here: a misspelt one would otherwise be lost in silence.
    pub(super) fn known_keys(&mut self, at: &At<'_>, object: &Map<String, Value>, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            let hint = did_you_mean(key, known.iter().copied());
            self.push(&at.key(key), format!("unknown key `{key}`"), hint);
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

/// Gives "did you mean" for the most similar of the known names, or the list of all of them.
pub(super) fn did_you_mean<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    let known: Vec<_> = known.collect();
    let similarity =
        |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase());
    let nearest = known.iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
    if similarity(nearest) > 0.8 {
        return Some(format!("did you mean `{nearest}`?"));
    }
    Some(format!("known here: `{}`", known.join("`, `")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn places_are_json_pointers() {
        let rules = At::ROOT.key("rules");
        let rule = rules.item(3);
        assert_eq!(At::ROOT.to_string(), "");
        assert_eq!(rule.key("a/b~c").to_string(), "/rules/3/a~1b~0c");
    }

    #[test]
    fn only_what_the_author_nests_counts_as_a_level() {
        let rules = At::ROOT.key("rules");
        assert_eq!(rules.level, 0);
        assert_eq!(rules.item(0).level, 1);
        assert_eq!(rules.entry("x").level, 1);
    }

    #[test]
    fn unknown_keys_are_reported_with_a_hint() {
        let mut problems = Problems::default();
        let value = json!({ "conditons": [], "type": "tree" });
        let object = value.as_object().expect("an object");
        problems.known_keys(&At::ROOT, object, &["conditions", "type"]);
        let expected = Problem {
            pointer: "/conditons".into(),
            message: "unknown key `conditons`".into(),
            hint: Some("did you mean `conditions`?".into()),
        };
        assert_eq!(problems.finish(()), Err(vec![expected]));
    }

    #[test]
    fn without_a_similar_name_all_are_listed() {
        let hint = did_you_mean("zzz", ["isSet", "not"].into_iter());
        assert_eq!(hint.as_deref(), Some("known here: `isSet`, `not`"));
        assert_eq!(did_you_mean("zzz", [].into_iter()), None);
    }
}
