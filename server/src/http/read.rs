//! A request as a value of its type, or a refusal in the words of the caller: field and value.
//!
//! **Invariant:** a refusal holds no name of a type of this program, and a list is never taken for an object.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

/// The arguments of every call stand under `request`, and nothing beside it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<R> {
    request: R,
}

/// Reads the arguments of a call.
///
/// # Errors
/// A sentence that says which field cannot be meant.
pub(super) fn request<R: DeserializeOwned>(bytes: &[u8]) -> Result<R, String> {
    let envelope: Envelope<R> = part(bytes, "")?;
    Ok(envelope.request)
}

/// Reads the arguments of a call whose shape was checked, without a look at what is in its lists.
///
/// # Errors
/// As [`request`].
pub(super) fn envelope<R: DeserializeOwned>(bytes: &[u8]) -> Result<R, String> {
    let envelope: Result<Envelope<R>, _> = serde_json::from_slice(bytes);
    let read = envelope.map_err(|error| refusal("request", &error))?;
    Ok(read.request)
}

/// Checks that a body is an object with the object `request` and nothing beside it.
///
/// # Errors
/// As [`request`].
pub(super) fn shape(bytes: &[u8]) -> Result<(), String> {
    let body: Value = read(bytes, "")?;
    let _envelope: Envelope<IgnoredAny> = read(bytes, "")?;
    for (value, place) in [(Some(&body), ""), (body.get("request"), "request")] {
        if !value.is_some_and(Value::is_object) {
            return Err(format!("{} takes an object", named(place)));
        }
    }
    Ok(())
}

/// Reads a part of a request that stands at `place`; empty for the whole.
///
/// # Errors
/// As [`request`].
pub(super) fn part<T: DeserializeOwned>(bytes: &[u8], place: &str) -> Result<T, String> {
    let whole: Value = read(bytes, place)?;
    if let Some(place) = list_for_object(&whole, place) {
        return Err(format!("{} takes an object, not a list", named(&place)));
    }
    read(bytes, place)
}

fn read<T: DeserializeOwned>(bytes: &[u8], place: &str) -> Result<T, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let inner = error.path().to_string();
        refusal(&joined(place, &inner), error.inner())
    })?;
    deserializer.end().map_err(|e| refusal(place, &e))?;
    Ok(value)
}

fn joined(place: &str, inner: &str) -> String {
    match (place, inner) {
        (_, "." | "?") => place.to_owned(),
        ("", _) => inner.to_owned(),
        _ => format!("{place}.{inner}"),
    }
}

/// Returns where a list stands that is not one of the few that requests have.
fn list_for_object(value: &Value, place: &str) -> Option<String> {
    match value {
        Value::Object(members) => members.iter().find_map(|(name, member)| {
            let place = joined(place, name);
            match member {
                Value::Array(items)
                    if matches!(
                        name.as_str(),
                        "operations" | "kinds" | "channels" | "watched"
                    ) =>
                {
                    let mut items = items.iter().enumerate();
                    items.find_map(|(n, item)| list_for_object(item, &format!("{place}[{n}]")))
                }
                other => list_for_object(other, &place),
            }
        }),
        Value::Array(_) => Some(place.to_owned()),
        _ => None,
    }
}

fn named(place: &str) -> String {
    if place.is_empty() {
        "the body".to_owned()
    } else {
        format!("`{place}`")
    }
}

/// Says what is wrong without what the program expected, which it says in names of its types.
fn refusal(place: &str, error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let whole = named(place);
    if error.is_syntax() || error.is_eof() {
        return format!("not JSON: line {}, column {}", error.line(), error.column());
    }
    let first_name = said.split('`').nth(1).unwrap_or_default();
    let member = || named(&joined(place, first_name));
    if said.starts_with("missing field") {
        format!("{} is missing", member())
    } else if said.starts_with("unknown field") {
        // The path already ends in the member.
        format!("{whole} is not known")
    } else if said.starts_with("duplicate field") {
        format!("{whole}: `{first_name}` stands twice")
    } else if said.starts_with("unknown variant") {
        format!("{whole} does not take `{first_name}`")
    } else if let Some(rest) = said.strip_prefix("invalid type: ") {
        format!("{whole} does not take {}", found(rest))
    } else if let Some(rest) = said.strip_prefix("invalid value: ") {
        format!("{whole} does not take {}", found(rest))
    } else if said.contains("struct ")
        || said.contains("enum ")
        || said.starts_with("invalid length")
    {
        format!("{whole} cannot be read")
    } else {
        format!("{whole}: {said}")
    }
}

/// Returns what was found, in the words of JSON.
fn found(rest: &str) -> String {
    let found = rest
        .rsplit_once(", expected ")
        .map_or(rest, |(found, _)| found);
    match found {
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        "unit value" => "null".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use klantbeeld::api::wire::{OpenRequest, PageRequest};
    use klantbeeld_core::model::Operation;

    use super::*;

    fn open(text: &str) -> String {
        request::<OpenRequest>(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_refusal_speaks_of_field_and_value() {
        for (text, said) in [
            (
                r#"{"request":{"customer_id":"c","page_size":-1}}"#,
                "`request.page_size` does not take integer `-1`",
            ),
            (
                r#"{"request":{"customer_id":7,"page_size":1}}"#,
                "`request.customer_id` does not take integer `7`",
            ),
            (
                r#"{"request":{"customer_id":"c"}}"#,
                "`request.page_size` is missing",
            ),
            (r#"{"request":7}"#, "`request` does not take integer `7`"),
            (
                r#"{"request":["c",1]}"#,
                "`request` takes an object, not a list",
            ),
            (
                r#"[{"customer_id":"c","page_size":1}]"#,
                "the body takes an object, not a list",
            ),
            (r#"{"request":"#, "not JSON: line 1, column 11"),
        ] {
            assert_eq!(open(text), said, "{text}");
        }
    }

    #[test]
    fn no_refusal_names_a_type_of_the_program() {
        let operation = r#"{"op_id":"a","customer_id":"c","made_at_ms":0,"action":@}"#;
        for action in [
            "7",
            "[]",
            r#"["set_field","a","b"]"#,
            r#"{"type":"sing"}"#,
            "{}",
            "null",
            r#"{"type":"add_promise","item_id":"i","text":"t","due_ms":"x"}"#,
            r#"{"type":"add_promise","item_id":"i","text":"t","due_ms":1,"amount":[5,"EUR"]}"#,
            r#"{"type":"set_field","field":"a","value":"b","extra":1}"#,
        ] {
            let text = operation.replace('@', action);
            let said = part::<Operation>(text.as_bytes(), "request.operations[0]").unwrap_err();
            for name in [
                "struct",
                "enum",
                "Operation",
                "Action",
                "Money",
                "i64",
                "u16",
                "expected",
            ] {
                assert!(!said.contains(name), "{action}: {said}");
            }
            assert!(said.contains("request.operations[0]"), "{action}: {said}");
        }
    }

    #[test]
    fn the_lists_that_requests_have_are_read() {
        let text = r#"{"request":{"customer_id":"c","cursor":null,"limit":1,"kinds":["call"],"channels":[]}}"#;
        assert!(request::<PageRequest>(text.as_bytes()).is_ok());
    }
}
