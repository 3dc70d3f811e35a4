//! Values of TOML as JSON, and what is said of facts that need not be there.

use serde_json::Value;
use toml::de::DeValue;

/// What to do about a fact that holds without the overlay.
pub const EXPIRED: &str = "an overlay holds only what the model does not say: remove this";

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
