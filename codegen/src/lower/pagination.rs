//! Which operations answer in pages, and by which members.

use super::Lowering;
use crate::diagnostics::Diagnostic;
use crate::ir::{self, Field, Ty};
use crate::model::{Operation, traits as t};
use crate::names::{self, Ident};
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
        let mut find = |key: &str, structure: &ir::Structure| match find(facts, key, structure) {
            Ok(field) => field,
            Err(problem) => {
                self.found.push(Diagnostic::new(&operation.at, problem).of(&operation.id));
                None
            }
        };
        let input_token = find("input_token", input);
        let output_token = find("output_token", output);
        let items = find("result_key", output);
        let limit = find("limit_key", input);
        let (input_token, output_token, items) = (input_token?, output_token?, items?);
        let Ty::List(item) = items.ty else {
            let message = format!("the items `{}` are no list: not supported yet", items.member.name);
            self.found.push(Diagnostic::new(&operation.at, message).of(&operation.id));
            return None;
        };
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

/// The field that `key` names, if it names one.
fn find(facts: &Value, key: &str, structure: &ir::Structure) -> Result<Option<Field>, String> {
    let name = match facts.get(key) {
        None => return Ok(None),
        Some(Value::String(name)) => name,
        Some(_) => return Err(format!("the pagination's `{key}` is no single member: not supported yet")),
    };
    let field = structure.fields.iter().find(|field| field.member.name == *name);
    match field {
        Some(field) => Ok(Some(field.clone())),
        None => Err(format!("the pagination's `{key}` names `{name}`, which `{}` does not have", structure.wire)),
    }
}
