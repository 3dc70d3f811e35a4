//! Curated facts, laid over the model.
//!
//! `[paginators.Operation]` adds or corrects how an operation answers in pages, in botocore's words;
//! `refuse = "why"` below it says that it has no paginator. `[headers]` has headers that all requests need,
//! unless an input sets them itself. What only Smithy's models say of shapes, and botocore's do not, is in three more tables:
//! `[defaults.Structure]` has the values of members that are absent, `[required]` has by structure the members without which
//! it cannot be built, and `[variants.Enum]` has names by value.
//! `[cleared.Structure]` has by member how one that was set is unset again, in the words of [`crate::model::clearing`].

use super::shape_facts;
use super::toml::{EXPIRED, json};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::infer::Unpaged;
use crate::model::pagination::Origin;
use crate::model::{Model, ShapeId, traits};
use crate::read::pagination;
use crate::source::{Address, Place, SourceIx};
use serde_json::{Map, Value};
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const TABLES: &str = "an overlay can hold `[paginators.Operation]`, `[headers]`, `[defaults.Structure]`, `[cleared.Structure]`, \
                      `[required]` and `[variants.Enum]`";

/// Applies the facts in `source`, and gives what is wrong with them: text that is not TOML, facts about what is not in
/// the model, and facts that the model says, or that are inferred, just so: they have expired.
pub fn apply(model: &mut Model, unpaged: &mut Unpaged, source: SourceIx) -> Vec<Diagnostic> {
    let text = super::text(model, source);
    let mut facts = Facts { model, unpaged, source, diagnostics: Vec::new() };
    facts.file(&text);
    facts.diagnostics
}

struct Facts<'m> {
    model: &'m mut Model,
    unpaged: &'m mut Unpaged,
    source: SourceIx,
    diagnostics: Vec<Diagnostic>,
}

impl Facts<'_> {
    fn file(&mut self, text: &str) {
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let at = self.at(error.span().map_or(0, |span| span.start));
                let message = error.message().lines().next().unwrap_or_default();
                return self.diagnostics.push(Diagnostic::new(
                    Code::OVERLAY,
                    &at,
                    format!("this is not valid TOML: {message}"),
                ));
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
                (name, DeValue::Table(facts)) if shape_facts::TABLES.contains(&name) => {
                    shape_facts::apply(self.model, name, facts, self.source, &mut self.diagnostics);
                }
                (name, _) => {
                    let message = format!("`{name}` is not a table of facts");
                    self.diagnostics
                        .push(Diagnostic::new(Code::OVERLAY, &at, message).hint(TABLES));
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
            self.diagnostics.push(Diagnostic::new(
                Code::OVERLAY,
                &self.at(name.span().start),
                message,
            ));
            return None;
        }
        let text = value.get_ref().as_str();
        let Some(text) = text.filter(|text| text.chars().all(|c| matches!(c, ' '..='~'))) else {
            let message = format!("the header `{key}` must be a string of printable ASCII");
            self.diagnostics.push(Diagnostic::new(
                Code::OVERLAY,
                &self.at(value.span().start),
                message,
            ));
            return None;
        };
        Some((key.to_ascii_lowercase(), text.into()))
    }

    fn paginator(&mut self, name: &str, value: &Value, at: &Address) {
        let id = ShapeId::new(self.model.service.id.namespace(), name);
        let Some(operation) = self.model.operations.get_mut(&id) else {
            let message = format!("there is no operation `{name}`");
            let names = self.model.operations.keys().map(ShapeId::name);
            return self.diagnostics.push(
                Diagnostic::new(Code::OVERLAY_EXPIRED, at, message).did_you_mean(name, names),
            );
        };
        let expired = |message: &str| {
            Diagnostic::new(Code::OVERLAY_EXPIRED, at, message).of(name).hint(EXPIRED)
        };
        if let Some(why) = value.get("refuse") {
            let Value::String(why) = why else {
                let diagnostic =
                    Diagnostic::new(Code::OVERLAY, at, "`refuse` must be a string that says why");
                return self.diagnostics.push(diagnostic.of(name));
            };
            let refused = format!("refused by the overlay: {why}");
            let was_unpaged = self.unpaged.insert(id, refused).is_some();
            if operation.pagination.take().is_none() && !was_unpaged {
                self.diagnostics.push(expired("it has no paginator to refuse"));
            }
            return;
        }
        let diagnostics = &mut self.diagnostics;
        let Some(facts) = pagination::facts(value, at, name, Origin::Overlay, diagnostics) else {
            return;
        };
        if operation.pagination.as_ref().is_some_and(|known| known.says_the_same(&facts)) {
            self.diagnostics
                .push(expired("the model says the same without the overlay, or it is inferred"));
        }
        operation.pagination = Some(facts);
        self.unpaged.remove(&id);
    }

    fn at(&self, offset: usize) -> Address {
        Address { source: self.source, place: Place::Offset(offset) }
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
        plan_facts(OPERATION, SHAPES, facts).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
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
        let diagnostics = plan_facts(OPERATION, SHAPES, "[headers]\n'a b' = 'c'\nd = 1\ne = \"é\"");
        assert_eq!(
            messages(&diagnostics.unwrap_err()),
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
        let diagnostics = |facts: &str| {
            let diagnostics = plan_facts(OPERATION, SHAPES, facts).unwrap_err();
            messages(&diagnostics).join("; ")
        };
        assert_eq!(
            diagnostics(same),
            "the model says the same without the overlay, or it is inferred"
        );
        assert_eq!(diagnostics("[paginators.ListToy]"), "there is no operation `ListToy`");
        assert_eq!(diagnostics("[pages.ListToys]"), "`pages` is not a table of facts");
        assert_eq!(
            diagnostics("[paginators"),
            "this is not valid TOML: unclosed table, expected `]`"
        );
        assert_eq!(
            diagnostics("[paginators.ListToys]\nrefuse = true"),
            "`refuse` must be a string that says why"
        );
        assert_eq!(
            diagnostics(
                "[paginators.ListToys]\ninput_token = ['A', 'B']\noutput_token = 'a[0]'\nx = 1"
            ),
            "the attribute `x` is not known here and is ignored; the attribute `result_key` is missing; \
             `a[0]` is not a path that is supported; 2 input tokens cannot be taken from 1 output tokens"
        );
    }
}
