//! A message as the specification defines it: the common fields and those of each type.
//!
//! Read strictly where it matters (a field that stands there twice is refused: whose is it then?) and
//! loosely where sources differ (numbers as ids, empty ids, fields that are not known).

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::super::import_record::{Subject, content_id};
use super::super::line_error::LineError;
use super::super::when;
use super::person;

/// The six types of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageType {
    /// Who somebody is.
    Identify,
    /// What somebody did.
    Track,
    /// Which page they saw.
    Page,
    /// Which screen of an app they saw.
    Screen,
    /// Which organisation they belong to.
    Group,
    /// Which id they had before.
    Alias,
}

/// The technical context, as far as it is used.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Context {
    /// What the library knew of the person.
    #[serde(deserialize_with = "object")]
    pub traits: Map<String, Value>,
    /// The page where it happened.
    #[serde(deserialize_with = "object")]
    pub page: Map<String, Value>,
    /// The library that sent it.
    #[serde(deserialize_with = "object")]
    pub library: Map<String, Value>,
    /// The campaign that brought them.
    #[serde(deserialize_with = "object")]
    pub campaign: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "id")]
    message_id: Option<String>,
    #[serde(default, deserialize_with = "id")]
    user_id: Option<String>,
    #[serde(default, deserialize_with = "id")]
    anonymous_id: Option<String>,
    #[serde(default, deserialize_with = "id")]
    previous_id: Option<String>,
    #[serde(default, deserialize_with = "id")]
    group_id: Option<String>,
    timestamp: Option<String>,
    original_timestamp: Option<String>,
    sent_at: Option<String>,
    received_at: Option<String>,
    channel: Option<String>,
    event: Option<String>,
    name: Option<String>,
    category: Option<String>,
    traits: Option<Map<String, Value>>,
    properties: Option<Map<String, Value>>,
    context: Option<Context>,
}

/// A checked message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its type.
    pub kind: MessageType,
    /// `messageId`, or an id made of the whole line: the same message has the same key.
    pub key: String,
    /// The person's id in the source.
    pub user_id: Option<String>,
    /// The visitor's token.
    pub anonymous_id: Option<String>,
    /// The id before an alias.
    pub previous_id: Option<String>,
    /// The organisation's id.
    pub group_id: Option<String>,
    /// When it happened, corrected for the device's clock where that can be known.
    pub at_ms: i64,
    /// When it was received.
    pub recorded_ms: i64,
    /// `browser`, `mobile` or `server`, when it says so.
    pub channel: Option<String>,
    /// The event of a track message.
    pub event: Option<String>,
    /// The name of a page or screen.
    pub name: Option<String>,
    /// The category of a page or screen.
    pub category: Option<String>,
    /// Traits.
    pub traits: Option<Map<String, Value>>,
    /// Properties.
    pub properties: Map<String, Value>,
    /// Context.
    pub context: Context,
}

impl Message {
    /// Reads one line.
    ///
    /// # Errors
    /// It is no message, or a part of it cannot be.
    pub fn parse(line: &str) -> Result<Self, LineError> {
        let wire: Wire = serde_json::from_str(line).map_err(|e| LineError::Json(e.to_string()))?;
        if has_nul(&wire) {
            return Err(LineError::Nul);
        }
        let kind = message_type(wire.kind.as_deref())?;
        let (at_ms, recorded_ms) = times(&wire)?;
        for (id, part) in [(&wire.user_id, "userId"), (&wire.previous_id, "previousId")] {
            if let Some(id) = id {
                person::check_user(id, part)?;
            }
        }
        if let Some(id) = &wire.anonymous_id {
            person::anonymous_id(id)?;
        }
        Ok(Self {
            kind,
            key: wire.message_id.unwrap_or_else(|| content_id([line.trim()])),
            user_id: wire.user_id,
            anonymous_id: wire.anonymous_id,
            previous_id: wire.previous_id,
            group_id: wire.group_id,
            at_ms,
            recorded_ms,
            channel: wire.channel,
            event: wire.event.filter(|event| !event.trim().is_empty()),
            name: wire.name,
            category: wire.category,
            traits: wire.traits,
            properties: wire.properties.unwrap_or_default(),
            context: wire.context.unwrap_or_default(),
        })
    }

    /// Returns whom it is about: the user when it says so, else the visitor.
    ///
    /// # Errors
    /// It names neither.
    pub fn subject(&self) -> Result<Subject, LineError> {
        let anonymous = || self.anonymous_id.clone().map(Subject::Anonymous);
        self.user_id
            .clone()
            .map(Subject::User)
            .or_else(anonymous)
            .ok_or(LineError::Nobody)
    }
}

fn message_type(text: Option<&str>) -> Result<MessageType, LineError> {
    match text.ok_or(LineError::Missing("type"))? {
        "identify" => Ok(MessageType::Identify),
        "track" => Ok(MessageType::Track),
        "page" => Ok(MessageType::Page),
        "screen" => Ok(MessageType::Screen),
        "group" => Ok(MessageType::Group),
        "alias" => Ok(MessageType::Alias),
        other => Err(LineError::MessageType(super::super::line_error::excerpt(
            other,
        ))),
    }
}

/// Returns when it happened and when it was received. Without a `timestamp` the device's clock is corrected
/// as the specification says: `receivedAt - (sentAt - originalTimestamp)`.
fn times(wire: &Wire) -> Result<(i64, i64), LineError> {
    let parse = |text: &Option<String>, part: &str| match text {
        None => Ok(None),
        Some(text) => when::parse_iso_ms(text)
            .map(Some)
            .ok_or_else(|| LineError::date(part, text, "ISO 8601")),
    };
    let timestamp = parse(&wire.timestamp, "timestamp")?;
    let original = parse(&wire.original_timestamp, "originalTimestamp")?;
    let sent = parse(&wire.sent_at, "sentAt")?;
    let received = parse(&wire.received_at, "receivedAt")?;
    let corrected = match (original, sent, received) {
        (Some(original), Some(sent), Some(received)) => Some(received - (sent - original)),
        _ => original,
    };
    let at_ms = timestamp
        .or(corrected)
        .or(sent)
        .or(received)
        .ok_or(LineError::NoTime)?;
    Ok((at_ms, received.or(sent).unwrap_or(at_ms)))
}

/// Returns an id as text; numbers count, empty texts do not.
pub(super) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        value @ (Value::String(_) | Value::Number(_)) => Ok(id_text(&value)),
        _ => Err(serde::de::Error::custom("an id has to be a text")),
    }
}

/// Returns an object; anything else counts as an empty one, because nothing of the context is needed.
fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Object(map) => Ok(map),
        _ => Ok(Map::new()),
    }
}

fn has_nul(wire: &Wire) -> bool {
    let texts = [&wire.event, &wire.name, &wire.category, &wire.channel];
    let context = wire.context.as_ref();
    let maps = [
        wire.traits.as_ref(),
        wire.properties.as_ref(),
        context.map(|c| &c.traits),
        context.map(|c| &c.page),
        context.map(|c| &c.campaign),
    ];
    texts.into_iter().flatten().any(|text| text.contains('\0'))
        || maps.into_iter().flatten().any(map_has_nul)
}

fn map_has_nul(map: &Map<String, Value>) -> bool {
    map.iter()
        .any(|(name, value)| name.contains('\0') || value_has_nul(value))
}

fn value_has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(value_has_nul),
        Value::Object(map) => map_has_nul(map),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
