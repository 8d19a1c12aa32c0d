//! The parts of a message as sources write them, each read for itself: one of an odd shape costs that part.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::super::identifier::NoIds;
use super::super::line_error::LineError;
use super::super::loose_date;
use super::super::oddity::{Note, Oddity};
use super::super::when;

/// The fields of a line, before any of them is looked at. A field that stands there twice is refused: whose is it
/// then? Ids are kept as text, because a number of JSON has more digits than a number of a computer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Wire<'a> {
    #[serde(rename = "type")]
    pub(super) kind: Option<Value>,
    #[serde(borrow)]
    pub(super) message_id: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) user_id: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) anonymous_id: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) previous_id: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) group_id: Option<&'a RawValue>,
    pub(super) timestamp: Option<Value>,
    pub(super) original_timestamp: Option<Value>,
    pub(super) sent_at: Option<Value>,
    pub(super) received_at: Option<Value>,
    pub(super) channel: Option<Value>,
    pub(super) event: Option<Value>,
    pub(super) name: Option<Value>,
    pub(super) category: Option<Value>,
    pub(super) traits: Option<Value>,
    pub(super) properties: Option<Value>,
    pub(super) context: Option<Value>,
}

impl<'a> Wire<'a> {
    /// Takes a line apart.
    pub(super) fn parse(line: &'a str) -> Result<Self, LineError> {
        if line.trim_start().starts_with('[') {
            return Err(LineError::Json("a list is no object".to_owned()));
        }
        let wire: Self = serde_json::from_str(line).map_err(|e| LineError::Json(e.to_string()))?;
        if wire.has_nul() {
            return Err(LineError::Nul);
        }
        Ok(wire)
    }

    fn has_nul(&self) -> bool {
        let parts = [
            &self.channel,
            &self.event,
            &self.name,
            &self.category,
            &self.traits,
            &self.properties,
            &self.context,
        ];
        parts.into_iter().flatten().any(value_has_nul)
    }
}

fn value_has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(value_has_nul),
        Value::Object(map) => map
            .iter()
            .any(|(name, value)| name.contains('\0') || value_has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Reads an id; one that is none is noted, and counts as not said.
pub(super) fn id(
    raw: Option<&RawValue>,
    part: &str,
    no_ids: &NoIds,
    notes: &mut Vec<Note>,
) -> Result<Option<String>, LineError> {
    let Some(raw) = raw else { return Ok(None) };
    let written = raw.get();
    let read = if written.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        no_ids.read_digits(written).map(Some)
    } else {
        let value: Value =
            serde_json::from_str(written).map_err(|e| LineError::Json(e.to_string()))?;
        no_ids.read_value(&value)
    };
    Ok(or_note(read, part, notes))
}

/// Reads an id of a part that was read already.
pub(super) fn id_of(
    value: Option<&Value>,
    part: &str,
    no_ids: &NoIds,
    notes: &mut Vec<Note>,
) -> Option<String> {
    or_note(no_ids.read_value(value?), part, notes)
}

fn or_note(
    read: Result<Option<String>, Oddity>,
    part: &str,
    notes: &mut Vec<Note>,
) -> Option<String> {
    read.unwrap_or_else(|oddity| {
        notes.push(Note::new(part, oddity));
        None
    })
}

/// Reads a moment; none where nothing was said.
pub(super) fn moment(value: Option<&Value>, part: &str) -> Result<Option<i64>, Note> {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let read = match value {
        Value::String(text) => when::parse_iso_ms(text).or_else(|| loose_date::unix_ms(text)),
        Value::Number(number) => loose_date::unix_ms(&number.to_string()),
        _ => None,
    };
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    read.map(Some)
        .ok_or_else(|| Note::date(part, &text, "ISO 8601"))
}

/// Reads a text; a number counts as one.
pub(super) fn text(value: Option<Value>, part: &str, notes: &mut Vec<Note>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        other => {
            if !is_empty(&other) {
                notes.push(Note::shape(part, &other, "a text"));
            }
            None
        }
    }
}

/// Reads an object. An empty list counts as an empty one, for so it is written in PHP.
pub(super) fn object(
    value: Option<Value>,
    part: &str,
    notes: &mut Vec<Note>,
) -> Option<Map<String, Value>> {
    match value? {
        Value::Object(map) => Some(map),
        Value::Null => None,
        other => {
            if !is_empty(&other) {
                notes.push(Note::shape(part, &other, "an object"));
            }
            Some(Map::new())
        }
    }
}

/// Returns whether a value says nothing: an empty list, object or text.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::String(text) => text.trim().is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
