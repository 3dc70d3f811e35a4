//! What botocore lays over its models: `service-2.sdk-extras.json` goes over `service-2.json`, and
//! `paginators-1.sdk-extras.json` over `paginators-1.json`.

use crate::diagnostics::Diagnostic;
use crate::model::Located;
use crate::read::node::wrong_type;
use serde_json::Value;
use serde_json::map::Entry;

/// Lays what `extras` hold over `file`. What is wrong with it afterwards is told of `file`.
pub fn lay(extras: Option<Located>, file: &mut Located, diagnostics: &mut Vec<Diagnostic>) {
    let Some(mut extras) = extras else { return };
    match extras.value.get_mut("merge").map(Value::take) {
        None => {}
        Some(more @ Value::Object(_)) => merge(&mut file.value, more),
        Some(other) => diagnostics.push(wrong_type(&extras.at.key("merge"), "an object", &other)),
    }
}

/// Objects are merged entry by entry, as deep as they go, and all else is replaced.
fn merge(value: &mut Value, more: Value) {
    match (value, more) {
        (Value::Object(value), Value::Object(more)) => {
            for (key, more) in more {
                match value.entry(key) {
                    Entry::Occupied(mut entry) => merge(entry.get_mut(), more),
                    Entry::Vacant(entry) => drop(entry.insert(more)),
                }
            }
        }
        (value, more) => *value = more,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Address, SourceIx};
    use serde_json::json;

    fn located(value: Value) -> Located {
        Located { value, at: Address::root(SourceIx::default()) }
    }

    #[test]
    fn objects_are_merged_and_all_else_is_replaced() {
        let mut file = located(json!({"a": {"b": [1], "c": 2}, "d": 3}));
        let extras = json!({"version": 1.0, "merge": {"a": {"b": [4], "e": {}}, "f": {"g": 5}}});
        let mut diagnostics = Vec::new();
        lay(Some(located(extras)), &mut file, &mut diagnostics);
        let merged = json!({"a": {"b": [4], "c": 2, "e": {}}, "d": 3, "f": {"g": 5}});
        assert_eq!((file.value, diagnostics.len()), (merged, 0));
    }

    #[test]
    fn what_is_no_object_is_told() {
        let (mut file, mut diagnostics) = (located(json!({"a": 1})), Vec::new());
        lay(Some(located(json!({"merge": []}))), &mut file, &mut diagnostics);
        assert_eq!(diagnostics[0].message, "an object is expected here, not an array");
        lay(Some(located(json!({"version": 1}))), &mut file, &mut diagnostics);
        assert_eq!((file.value, diagnostics.len()), (json!({"a": 1}), 1));
    }
}
