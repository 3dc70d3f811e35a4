//! The value of an expression, and whether it is the expected one.

use super::table::{Comparison, Expected, Expr, Function};
use super::value::Value;
use std::rc::Rc;

impl Expr {
    /// The value of the expression, with `current` as the current value.
    pub(super) fn value(&self, current: &Value) -> Value {
        match self {
            Self::Current => current.clone(),
            Self::Field(name) => match current {
                Value::Object(entries) => entries.get(*name).cloned().unwrap_or(Value::Null),
                _ => Value::Null,
            },
            Self::Index(index) => items(current)
                .and_then(|items| items.get(from_end(*index, items.len())?))
                .cloned()
                .unwrap_or(Value::Null),
            Self::Slice(start, stop, step) => {
                items(current).map_or(Value::Null, |items| slice(items, *start, *stop, *step))
            }
            Self::Then(first, second) => second.value(&first.value(current)),
            Self::Each(list, each) => items(&list.value(current)).map_or(Value::Null, |items| {
                let values = items.iter().map(|item| each.value(item));
                Value::list(values.filter(|value| !value.is_null()).collect())
            }),
            Self::Flatten(list) => items(&list.value(current)).map_or(Value::Null, |lists| {
                let inner =
                    |item| items(item).unwrap_or(std::slice::from_ref(item)).iter().cloned();
                Value::list(lists.iter().flat_map(inner).collect())
            }),
            Self::Values(of) => values(&of.value(current)),
            Self::If(condition, then) if condition.value(current).is_true() => then.value(current),
            Self::If(..) => Value::Null,
            Self::Not(of) => Value::Bool(!of.value(current).is_true()),
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
            Self::List(_) | Self::Object(_) if current.is_null() => Value::Null,
            Self::List(items) | Self::Array(items) => {
                Value::list(items.iter().map(|item| item.value(current)).collect())
            }
            Self::Object(entries) => {
                let entry =
                    |(name, value): &(&str, Self)| ((*name).to_owned(), value.value(current));
                Value::object(entries.iter().map(entry).collect())
            }
            Self::Call(function, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(|a| a.value(current)).collect();
                function.of(&arguments)
            }
            Self::Null => Value::Null,
            Self::Bool(truth) => Value::Bool(*truth),
            Self::Number(number) => Value::Number(*number),
            Self::Text(text) => Value::text(text),
        }
    }
}

impl Comparison {
    /// Numbers alone have an order; null is what comparing anything else by it gives.
    fn of(self, a: &Value, b: &Value) -> Value {
        let holds = match (self, a, b) {
            (Self::Equal, ..) => a == b,
            (Self::NotEqual, ..) => a != b,
            (Self::Less, Value::Number(a), Value::Number(b)) => a < b,
            (Self::LessOrEqual, Value::Number(a), Value::Number(b)) => a <= b,
            (Self::Greater, Value::Number(a), Value::Number(b)) => a > b,
            (Self::GreaterOrEqual, Value::Number(a), Value::Number(b)) => a >= b,
            _ => return Value::Null,
        };
        Value::Bool(holds)
    }
}

impl Function {
    fn of(self, arguments: &[Value]) -> Value {
        let argument = |index| arguments.get(index).unwrap_or(&Value::Null);
        let (first, second) = (argument(0), argument(1));
        let texts = |holds: fn(&str, &str) -> bool| match (first, second) {
            (Value::Text(text), Value::Text(part)) => Value::Bool(holds(text, part)),
            _ => Value::Bool(false),
        };
        match self {
            Self::Contains => match first {
                Value::List(items) => Value::Bool(items.contains(second)),
                _ => texts(|text, part| text.contains(part)),
            },
            Self::StartsWith => texts(|text, part| text.starts_with(part)),
            Self::EndsWith => texts(|text, part| text.ends_with(part)),
            Self::Keys => match first {
                Value::Object(entries) => {
                    Value::list(entries.keys().map(|key| Value::text(key)).collect())
                }
                _ => Value::list(Vec::new()),
            },
            Self::Values => match values(first) {
                Value::Null => Value::list(Vec::new()),
                values => values,
            },
            Self::Length => Value::Number(match first {
                Value::Text(text) => text.chars().count(),
                Value::List(items) => items.len(),
                Value::Object(entries) => entries.len(),
                _ => 0,
            } as f64),
            Self::NotNull => {
                arguments.iter().find(|value| !value.is_null()).cloned().unwrap_or(Value::Null)
            }
        }
    }
}

impl Expected {
    /// Whether `value` is what is expected.
    pub(super) fn holds(&self, value: &Value) -> bool {
        let is = |value: &Value, expected: &str| matches!(value, Value::Text(text) if **text == *expected);
        match (self, value) {
            (Self::Text(expected), value) => is(value, expected),
            (Self::Boolean(expected), Value::Bool(truth)) => expected == truth,
            (Self::All(expected), Value::List(items)) => {
                !items.is_empty() && items.iter().all(|item| is(item, expected))
            }
            (Self::Any(expected), Value::List(items)) => {
                items.iter().any(|item| is(item, expected))
            }
            _ => false,
        }
    }
}

fn items(value: &Value) -> Option<&[Value]> {
    match value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

fn values(value: &Value) -> Value {
    match value {
        Value::Object(entries) => Value::List(Rc::new(entries.values().cloned().collect())),
        _ => Value::Null,
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
fn slice(items: &[Value], start: Option<i32>, stop: Option<i32>, step: i32) -> Value {
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
    Value::list(taken)
}
