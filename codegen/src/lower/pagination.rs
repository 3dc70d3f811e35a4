//! Which operations answer in pages, and by which members.

use super::Lowering;
use crate::diagnostics::Diagnostic;
use crate::ir::{self, Field, Ty};
use crate::model::{Operation, traits as t};
use crate::names::{self, Ident};
use crate::source::Address;
use serde_json::Value;

impl Lowering<'_> {
    pub(super) fn paginator(
        &mut self,
        operation: &Operation,
        name: &Ident,
        input: &ir::Structure,
        output: &ir::Structure,
    ) -> Option<ir::Paginator> {
        let facts = operation.traits.get(t::PAGINATED)?;
        let at = &operation.paginated_at;
        let mut find = |key: &str, structure: &ir::Structure, fits: fn(&Ty) -> bool| {
            let found = find(facts, at, key, structure, fits);
            self.keep(found.map_err(|problem| problem.of(&operation.id))).flatten()
        };
        let input_token = find("input_token", input, is_token);
        let output_token = find("output_token", output, is_token);
        let items = find("result_key", output, is_list);
        let limit = find("limit_key", input, is_limit);
        let (input_token, output_token, items) = (input_token?, output_token?, items?);
        let Ty::List(item) = items.ty else { return None };
        Some(ir::Paginator {
            name: names::suffixed(name, "Paginator"),
            items_name: names::suffixed(name, "PaginatorItems"),
            output_token: output_token.name,
            input_token: input_token.name,
            items: items.name,
            item: *item,
            limit: limit.map(|field| (field.name, field.ty)),
        })
    }
}

fn is_token(ty: &Ty) -> bool {
    *ty == Ty::String
}

fn is_limit(ty: &Ty) -> bool {
    matches!(ty, Ty::String | Ty::I32 | Ty::I64)
}

fn is_list(ty: &Ty) -> bool {
    matches!(ty, Ty::List(_))
}

/// The field that `key` names, if it names one.
fn find(
    facts: &Value,
    at: &Address,
    key: &str,
    structure: &ir::Structure,
    fits: fn(&Ty) -> bool,
) -> Result<Option<Field>, Diagnostic> {
    let at = at.key(key);
    let name = match facts.get(key) {
        None => return Ok(None),
        Some(Value::String(name)) => name,
        Some(_) => {
            let message =
                format!("the pagination's `{key}` is no single member: not supported yet");
            return Err(Diagnostic::new(&at, message));
        }
    };
    let names = structure.fields.iter().map(|field| field.member.name.as_str());
    match structure.fields.iter().find(|field| field.member.name == *name) {
        Some(field) if fits(&field.ty) => Ok(Some(field.clone())),
        Some(_) => {
            let message =
                format!("`{name}` is of a type that the pagination's `{key}` cannot have yet");
            Err(Diagnostic::new(&at, message))
        }
        None => {
            let message = format!(
                "the pagination's `{key}` names `{name}`, which `{}` does not have",
                structure.wire
            );
            Err(Diagnostic::new(&at, message).did_you_mean(name, names))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Paginator, Ty};
    use crate::test_model::{messages, plan_pages};

    const OPERATION: &str = r#""ListToys": {"http": {"method": "GET", "requestUri": "/"},
        "input": {"shape": "In"}, "output": {"shape": "Out"}}"#;
    const SHAPES: &str = r#""S": {"type": "string"}, "N": {"type": "long"}, "L": {"type": "list", "member": {"shape": "S"}},
        "In": {"type": "structure", "members": {"Marker": {"shape": "S"}, "MaxItems": {"shape": "N"}}},
        "Out": {"type": "structure", "members": {"NextMarker": {"shape": "S"}, "Toys": {"shape": "L"}, "Map": {"shape": "N"}}}"#;

    fn paginator(facts: &str) -> Option<Paginator> {
        let plan = plan_pages(OPERATION, SHAPES, facts).unwrap_or_else(|found| panic!("{found}"));
        plan.operations.into_iter().next().and_then(|operation| operation.paginator)
    }

    #[test]
    fn tokens_items_and_limit_are_fields() {
        let facts = r#"{"input_token": "Marker", "output_token": "NextMarker", "result_key": "Toys", "limit_key": "MaxItems"}"#;
        let paginator = paginator(facts).expect("the operation answers in pages");
        assert_eq!(paginator.name.as_str(), "ListToysPaginator");
        assert_eq!(paginator.items_name.as_str(), "ListToysPaginatorItems");
        assert_eq!(
            (paginator.input_token.as_str(), paginator.output_token.as_str()),
            ("marker", "next_marker")
        );
        assert_eq!((paginator.items.as_str(), paginator.item), ("toys", Ty::String));
        assert_eq!(
            paginator.limit.map(|(name, ty)| (name.as_str().to_owned(), ty)),
            Some(("max_items".to_owned(), Ty::I64))
        );
    }

    #[test]
    fn a_limit_is_not_needed() {
        let paginator = paginator(
            r#"{"input_token": "Marker", "output_token": "NextMarker", "result_key": "Toys"}"#,
        );
        assert_eq!(paginator.map(|paginator| paginator.limit), Some(None));
    }

    #[test]
    fn tokens_are_needed() {
        assert_eq!(paginator(r#"{"input_token": "Marker", "result_key": "Toys"}"#), None);
    }

    #[test]
    fn everything_wrong_is_found() {
        let facts = r#"{"input_token": "marker", "output_token": "Map", "result_key": ["Toys"], "limit_key": "Marker"}"#;
        let found = plan_pages(OPERATION, SHAPES, facts).unwrap_err();
        assert_eq!(
            messages(&found),
            [
                "the pagination's `input_token` names `marker`, which `In` does not have",
                "`Map` is of a type that the pagination's `output_token` cannot have yet",
                "the pagination's `result_key` is no single member: not supported yet",
            ]
        );
    }
}
