//! A value of a payload as text.

use serde_json::Value;

/// Returns a value as text, without the marks of its notation.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(parts) => parts.values().map(plain).collect::<Vec<_>>().join(", "),
        Value::Bool(is_so) => is_so.to_string(),
        Value::Number(number) => number
            .as_i64()
            .map_or_else(|| number.to_string(), |whole| whole.to_string()),
    }
}
