//! The value of an expression, and whether it is the expected one.

use super::table::{Comparison, Expected, Expr, Function};
use crate::serde::json_value::JsonValue;
use std::rc::Rc;

impl Expr {
    /// The value of the expression, with `current` as the current value.
    pub(super) fn value(&self, current: &JsonValue) -> JsonValue {
        match self {
            Self::Current => current.clone(),
            Self::Field(name) => match current {
                JsonValue::Object(entries) => {
                    entries.get(*name).cloned().unwrap_or(JsonValue::Null)
                }
                _ => JsonValue::Null,
            },
            Self::Index(index) => items(current)
                .and_then(|items| items.get(from_end(*index, items.len())?))
                .cloned()
                .unwrap_or(JsonValue::Null),
            Self::Slice(start, stop, step) => {
                items(current).map_or(JsonValue::Null, |items| slice(items, *start, *stop, *step))
            }
            Self::Then(first, second) => second.value(&first.value(current)),
            Self::Each(list, each) => {
                items(&list.value(current)).map_or(JsonValue::Null, |items| {
                    let values = items.iter().map(|item| each.value(item));
                    JsonValue::list(values.filter(|value| !value.is_null()).collect())
                })
            }
            Self::Flatten(list) => items(&list.value(current)).map_or(JsonValue::Null, |lists| {
                let inner =
                    |item| items(item).unwrap_or(std::slice::from_ref(item)).iter().cloned();
                JsonValue::list(lists.iter().flat_map(inner).collect())
            }),
            Self::Values(of) => values(&of.value(current)),
            Self::If(condition, then) if condition.value(current).is_true() => then.value(current),
            Self::If(..) => JsonValue::Null,
            Self::Not(of) => JsonValue::Bool(!of.value(current).is_true()),
            Self::And(first, second) => match first.value(current) {
                first if first.is_true() => second.value(current),
                first => first,
            },
            Self::Or(first, second) => match first.value(current) {
                first if first.is_true() => first,
                _ => second.value(current),
            },
            Self::Compare(comparison, first, second) => {
                comparison.of(&first.value(current), &second.value(current))
            }
            Self::List(_) | Self::Object(_) if current.is_null() => JsonValue::Null,
            Self::List(items) | Self::Array(items) => {
                JsonValue::list(items.iter().map(|item| item.value(current)).collect())
            }
            Self::Object(entries) => {
                let entry =
                    |(name, value): &(&str, Self)| ((*name).to_owned(), value.value(current));
                JsonValue::object(entries.iter().map(entry).collect())
            }
            Self::Call(function, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(|a| a.value(current)).collect();
                function.of(&arguments)
            }
            Self::Null => JsonValue::Null,
            Self::Bool(truth) => JsonValue::Bool(*truth),
            Self::Number(number) => JsonValue::Number(*number),
            Self::Text(text) => JsonValue::text(text),
        }
    }
}

impl Comparison {
    /// Numbers alone have an order; null is what comparing anything else by it gives.
    fn of(self, a: &JsonValue, b: &JsonValue) -> JsonValue {
        let holds = match (self, a, b) {
            (Self::Equal, ..) => a == b,
            (Self::NotEqual, ..) => a != b,
            (Self::Less, JsonValue::Number(a), JsonValue::Number(b)) => a < b,
            (Self::LessOrEqual, JsonValue::Number(a), JsonValue::Number(b)) => a <= b,
            (Self::Greater, JsonValue::Number(a), JsonValue::Number(b)) => a > b,
            (Self::GreaterOrEqual, JsonValue::Number(a), JsonValue::Number(b)) => a >= b,
            _ => return JsonValue::Null,
        };
        JsonValue::Bool(holds)
    }
}

impl Function {
    fn of(self, arguments: &[JsonValue]) -> JsonValue {
        let argument = |index| arguments.get(index).unwrap_or(&JsonValue::Null);
        let (first, second) = (argument(0), argument(1));
        let texts = |holds: fn(&str, &str) -> bool| match (first, second) {
            (JsonValue::Text(text), JsonValue::Text(part)) => JsonValue::Bool(holds(text, part)),
            _ => JsonValue::Bool(false),
        };
        match self {
            Self::Contains => match first {
                JsonValue::List(items) => JsonValue::Bool(items.contains(second)),
                _ => texts(|text, part| text.contains(part)),
            },
            Self::StartsWith => texts(|text, part| text.starts_with(part)),
            Self::EndsWith => texts(|text, part| text.ends_with(part)),
            Self::Keys => match first {
                JsonValue::Object(entries) => {
                    JsonValue::list(entries.keys().map(|key| JsonValue::text(key)).collect())
                }
                _ => JsonValue::list(Vec::new()),
            },
            Self::Values => match values(first) {
                JsonValue::Null => JsonValue::list(Vec::new()),
                values => values,
            },
            Self::Length => JsonValue::Number(match first {
                JsonValue::Text(text) => text.chars().count(),
                JsonValue::List(items) => items.len(),
                JsonValue::Object(entries) => entries.len(),
                _ => 0,
            } as f64),
            Self::NotNull => {
                arguments.iter().find(|value| !value.is_null()).cloned().unwrap_or(JsonValue::Null)
            }
        }
    }
}

impl Expected {
    /// Whether `value` is what is expected.
    pub(super) fn holds(&self, value: &JsonValue) -> bool {
        let is = |value: &JsonValue, expected: &str| matches!(value, JsonValue::Text(text) if **text == *expected);
        match (self, value) {
            (Self::Text(expected), value) => is(value, expected),
            (Self::Boolean(expected), JsonValue::Bool(truth)) => expected == truth,
            (Self::All(expected), JsonValue::List(items)) => {
                !items.is_empty() && items.iter().all(|item| is(item, expected))
            }
            (Self::Any(expected), JsonValue::List(items)) => {
                items.iter().any(|item| is(item, expected))
            }
            _ => false,
        }
    }
}

fn items(value: &JsonValue) -> Option<&[JsonValue]> {
    match value {
        JsonValue::List(items) => Some(items),
        _ => None,
    }
}

fn values(value: &JsonValue) -> JsonValue {
    match value {
        JsonValue::Object(entries) => JsonValue::List(Rc::new(entries.values().cloned().collect())),
        _ => JsonValue::Null,
    }
}

/// The place of an item; a negative index counts from the end.
fn from_end(index: i32, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let index = i64::from(index);
    usize::try_from(if index < 0 { index + length } else { index }).ok()
}

/// Every `step`th item from `start` to before `stop`, backwards if `step` is negative ("Slices" of the
/// JMESPath specification).
fn slice(items: &[JsonValue], start: Option<i32>, stop: Option<i32>, step: i32) -> JsonValue {
    let length = items.len() as i64;
    let (least, most) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let bound = |bound: Option<i32>, default: i64| match bound.map(i64::from) {
        None => default,
        Some(bound) if bound < 0 => (bound + length).clamp(least, most),
        Some(bound) => bound.clamp(least, most),
    };
    let (first, last) = if step < 0 { (most, least) } else { (least, most) };
    let (mut at, stop) = (bound(start, first), bound(stop, last));
    let mut taken = Vec::new();
    while (step > 0 && at < stop) || (step < 0 && at > stop) {
        taken.extend(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned());
        at += i64::from(step);
    }
    JsonValue::list(taken)
}
