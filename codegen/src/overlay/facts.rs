//! Curated facts, laid over the model.
//!
//! `[paginators.Operation]` adds or corrects how an operation answers in pages, in botocore's words;
//! `refuse = "why"` below it says that it has no paginator. `[headers]` has headers that all requests need,
//! unless an input sets them itself. What only Smithy's models say of shapes, and botocore's do not, is in three more tables:
//! `[defaults.Structure]` has the values of members that are absent, `[required]` has by structure the members without which
//! it cannot be built, and `[variants.Enum]` has names by value.

use super::shapes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::pagination::Origin;
use crate::model::{Model, ShapeId, traits};
use crate::parse::pagination;
use crate::source::{Address, Place, SourceIx};
use serde_json::{Map, Value};
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub const EXPIRED: &str = "an overlay holds what nobody else says: remove this";

const TABLES: &str = "an overlay can hold `[paginators.Operation]`, `[headers]`, `[defaults.Structure]`, `[required]` and \
                      `[variants.Enum]`";

/// Applies the model's facts, if it has some.
///
/// # Errors
///
/// Text that is no TOML, facts about what is not in the model, and facts that the model says, or
/// that are inferred, just so: they have expired.
pub fn apply(model: &mut Model) -> Result<(), Diagnostics> {
    let Some(source) = model.facts else { return Ok(()) };
    let text = model.sources.get(source).map(|source| source.text.clone()).unwrap_or_default();
    let mut facts = Facts { model, source, found: Vec::new() };
    facts.file(&text);
    Diagnostics::check(facts.found, &model.sources)
}

struct Facts<'m> {
    model: &'m mut Model,
    source: SourceIx,
    found: Vec<Diagnostic>,
}

impl Facts<'_> {
    fn file(&mut self, text: &str) {
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let at = self.at(error.span().map_or(0, |span| span.start));
                let message = error.message().lines().next().unwrap_or_default();
                return self
                    .found
                    .push(Diagnostic::new(&at, format!("this is no TOML: {message}")));
            }
        };
        for (key, value) in &table {
            let at = self.at(key.span().start);
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("paginators", DeValue::Table(paginators)) => {
                    for (name, value) in paginators {
                        let at = self.at(name.span().start);
                        self.paginator(name.get_ref(), &json(value.get_ref()), &at);
                    }
                }
                ("headers", DeValue::Table(headers)) => {
                    let headers = headers.iter();
                    let headers: Map<_, _> =
                        headers.filter_map(|(name, value)| self.header(name, value)).collect();
                    self.model.service.traits.extend(traits::HEADERS, headers);
                }
                (name, DeValue::Table(facts)) if shapes::TABLES.contains(&name) => {
                    shapes::apply(self.model, name, facts, self.source, &mut self.found);
                }
                (name, _) => {
                    let message = format!("`{name}` is no table of facts");
                    self.found.push(Diagnostic::new(&at, message).hint(TABLES));
                }
            }
        }
    }

    /// A header, its name in lower case ("Field Names" and "Field Values" of RFC 9110).
    fn header(
        &mut self,
        name: &Spanned<Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<(String, Value)> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let key = name.get_ref();
        if key.is_empty() || !key.chars().all(is_name) {
            let message = format!("`{key}` cannot be the name of a header");
            self.found.push(Diagnostic::new(&self.at(name.span().start), message));
            return None;
        }
        let text = value.get_ref().as_str();
        let Some(text) = text.filter(|text| text.chars().all(|c| matches!(c, ' '..='~'))) else {
            let message = format!("the header `{key}` must be a string of printable ASCII");
            self.found.push(Diagnostic::new(&self.at(value.span().start), message));
            return None;
        };
        Some((key.to_ascii_lowercase(), text.into()))
    }

    fn paginator(&mut self, name: &str, value: &Value, at: &Address) {
        let id = ShapeId::new(self.model.service.id.namespace(), name);
        let Some(operation) = self.model.operations.get_mut(&id) else {
            let message = format!("there is no operation `{name}`");
            let names = self.model.operations.keys().map(ShapeId::name);
            return self.found.push(Diagnostic::new(at, message).did_you_mean(name, names));
        };
        let expired = |message: &str| Diagnostic::new(at, message).of(name).hint(EXPIRED);
        if let Some(why) = value.get("refuse") {
            let Value::String(why) = why else {
                let diagnostic = Diagnostic::new(at, "`refuse` must be a string that says why");
                return self.found.push(diagnostic.of(name));
            };
            if operation.pagination.take().is_none() && operation.unpaged.is_none() {
                self.found.push(expired("it has no paginator to refuse"));
            }
            operation.unpaged = Some(format!("refused by the overlay: {why}"));
            return;
        }
        let found = &mut self.found;
        let Some(facts) = pagination::facts(value, at, name, Origin::Overlay, found) else {
            return;
        };
        if operation.pagination.as_ref().is_some_and(|known| known.says_the_same(&facts)) {
            self.found.push(expired("the model says the same without it, or it is inferred"));
        }
        operation.pagination = Some(facts);
        operation.unpaged = None;
    }

    fn at(&self, offset: usize) -> Address {
        Address { source: self.source, place: Place::Offset(offset) }
    }
}

/// A value; dates and times are strings, and numbers that JSON does not have are null.
pub fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let entries = table.iter();
            let entry =
                entries.map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref())));
            Value::Object(entry.collect())
        }
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Integer(digits) => {
            i64::from_str_radix(digits.as_str(), digits.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Float(digits) => digits.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Datetime(time) => Value::String(time.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::Crate;
    use crate::model::pagination::Origin;
    use crate::test_model::{messages, plan_facts};

    const OPERATION: &str = r#""ListToys": {"http": {"method": "GET", "requestUri": "/"},
        "input": {"shape": "In"}, "output": {"shape": "Out"}}"#;
    const SHAPES: &str = r#""S": {"type": "string"}, "L": {"type": "list", "member": {"shape": "S"}},
        "In": {"type": "structure", "members": {"NextToken": {"shape": "S"}, "After": {"shape": "S"}}},
        "Out": {"type": "structure", "members": {"NextToken": {"shape": "S"}, "Toys": {"shape": "L"}}}"#;

    fn plan(facts: &str) -> Crate {
        plan_facts(OPERATION, SHAPES, facts).unwrap_or_else(|found| panic!("{found}"))
    }

    #[test]
    fn it_corrects() {
        let facts = "[paginators.ListToys]\ninput_token = 'After'\noutput_token = 'NextToken'\n\
                     result_key = 'Toys'";
        let paginator = plan(facts).operations.remove(0).paginator.expect("it has one");
        assert_eq!(paginator.tokens[0].input.as_str(), "after");
        assert_eq!(paginator.origin, Origin::Overlay);
    }

    #[test]
    fn it_refuses() {
        let operation = plan("[paginators.ListToys]\nrefuse = 'it polls'").operations.remove(0);
        assert_eq!(operation.paginator, None);
        assert_eq!(operation.unpaged.as_deref(), Some("refused by the overlay: it polls"));
    }

    #[test]
    fn headers_go_to_all_requests() {
        let headers = plan("[headers]\nAccept = 'application/json'").service.headers;
        assert_eq!(headers, [("accept".to_owned(), "application/json".to_owned())]);
        let found = plan_facts(OPERATION, SHAPES, "[headers]\n'a b' = 'c'\nd = 1\ne = \"é\"");
        assert_eq!(
            messages(&found.unwrap_err()),
            [
                "`a b` cannot be the name of a header",
                "the header `d` must be a string of printable ASCII",
                "the header `e` must be a string of printable ASCII",
            ]
        );
    }

    #[test]
    fn what_it_says_must_be_news_about_the_model() {
        let same = "[paginators.ListToys]\ninput_token = 'NextToken'\noutput_token = 'NextToken'\n\
                    result_key = 'Toys'";
        let found = |facts: &str| {
            let found = plan_facts(OPERATION, SHAPES, facts).unwrap_err();
            messages(&found).join("; ")
        };
        assert_eq!(found(same), "the model says the same without it, or it is inferred");
        assert_eq!(found("[paginators.ListToy]"), "there is no operation `ListToy`");
        assert_eq!(found("[pages.ListToys]"), "`pages` is no table of facts");
        assert_eq!(found("[paginators"), "this is no TOML: unclosed table, expected `]`");
        assert_eq!(
            found("[paginators.ListToys]\nrefuse = true"),
            "`refuse` must be a string that says why"
        );
        assert_eq!(
            found("[paginators.ListToys]\ninput_token = ['A', 'B']\noutput_token = 'a[0]'\nx = 1"),
            "the attribute `x` is not supported here; the attribute `result_key` is missing; \
             `a[0]` is no path that can be followed; 2 input tokens cannot be taken from 1 output tokens"
        );
    }
}
