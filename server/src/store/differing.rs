//! In which parts two items differ that have the same id: what the store has, and what a source says now.
//!
//! It exists so that a changed appointment is never told as one that was there already.

use klantbeeld_core::model::Item;
use serde_json::{Map, Value};

/// How far two numbers may be apart, for their size: what writing and reading leaves.
const DUST: f64 = 1e-12;

/// Returns the names of the parts that differ; none for equal items.
pub(super) fn parts(stored: &Item, said: &Item) -> Vec<&'static str> {
    let (a, b) = (&stored.line, &said.line);
    // One that was made follows from the payload, which is compared itself.
    let is_made = a.summary_from.is_some() || b.summary_from.is_some();
    let checks = [
        ("kind", a.kind != b.kind),
        ("time", a.at_ms != b.at_ms),
        ("status", a.status != b.status),
        ("amount", a.amount != b.amount),
        ("title", a.title != b.title),
        ("summary", !is_made && a.summary != b.summary),
        ("reason", a.reason != b.reason),
        ("goal", a.goal != b.goal),
        ("outcome", a.outcome != b.outcome),
        ("mood", a.mood != b.mood),
        ("due", a.due_ms != b.due_ms),
        ("channel", a.channel != b.channel),
        ("direction", a.direction != b.direction),
        ("department", a.department != b.department),
        ("source", a.source != b.source),
        ("reply", a.reply_to != b.reply_to),
        ("payload", !is_same_map(&stored.payload, &said.payload)),
    ];
    let differing = checks.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(name, _)| name).collect()
}

fn is_same_map(a: &Map<String, Value>, b: &Map<String, Value>) -> bool {
    let is_same_part =
        |(name, value): (&String, &Value)| b.get(name).is_some_and(|b| is_same(value, b));
    a.len() == b.len() && a.iter().all(is_same_part)
}

fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let close = |a: f64, b: f64| (a - b).abs() <= DUST * a.abs().max(b.abs());
            a == b
                || (a.is_f64() || b.is_f64())
                    && a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| close(a, b))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => is_same_map(a, b),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::ids::ItemId;
    use klantbeeld_core::model::ItemLine;
    use serde_json::json;

    use super::*;

    fn item(title: &str, at_ms: i64, payload: &Value) -> Item {
        let line = ItemLine::new(ItemId::parse("i").unwrap(), at_ms, "visit");
        Item {
            line: ItemLine {
                title: title.to_owned(),
                ..line
            },
            recorded_ms: 0,
            recorded_by: String::new(),
            payload: payload.as_object().cloned().unwrap_or_default(),
        }
    }

    #[test]
    fn the_parts_that_differ_are_named() {
        let old = item("a", 1, &json!({"n": [1, 0.3]}));
        assert!(parts(&old, &old).is_empty());
        let dust = item("a", 1, &json!({"n": [1, 0.300_000_000_000_000_04]}));
        assert!(parts(&old, &dust).is_empty());
        assert_eq!(
            parts(&old, &item("b", 2, &json!({"n": [1, 0.3]}))),
            ["time", "title"]
        );
        for payload in [
            json!({"n": [2, 0.3]}),
            json!({"n": [1]}),
            json!({"m": [1, 0.3]}),
            json!({}),
        ] {
            assert_eq!(parts(&old, &item("a", 1, &payload)), ["payload"]);
        }
    }
}
