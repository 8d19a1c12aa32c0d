//! A message as the specification defines it: the common fields and those of each type.
//!
//! Read strictly where it matters (a field that stands there twice is refused: whose is it then?) and
//! loosely where sources differ (numbers as ids, empty ids, fields that are not known).

use serde_json::{Map, Value};

use super::super::identifier::NoIds;
use super::super::import_record::{Subject, content_id};
use super::super::line_error::LineError;
use super::super::oddity::{Note, excerpt};
use super::person;
use super::wire::{self, Wire};

const USER_ID: &str = "userId";
const ANONYMOUS_ID: &str = "anonymousId";

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

impl MessageType {
    /// Reads a type by its name in the specification.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "identify" => Some(Self::Identify),
            "track" => Some(Self::Track),
            "page" => Some(Self::Page),
            "screen" => Some(Self::Screen),
            "group" => Some(Self::Group),
            "alias" => Some(Self::Alias),
            _ => None,
        }
    }
}

/// The technical context, as far as it is used.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// What the library knew of the person.
    pub traits: Map<String, Value>,
    /// The page where it happened.
    pub page: Map<String, Value>,
    /// The library that sent it.
    pub library: Map<String, Value>,
    /// The campaign that brought them.
    pub campaign: Map<String, Value>,
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
    /// When it was received, or sent; none when it does not say.
    pub received_ms: Option<i64>,
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
    /// What was odd, and counts as not said.
    pub notes: Vec<Note>,
}

impl Message {
    /// Reads one line. An id that is none counts as not said: the message is the visitor's then.
    ///
    /// # Errors
    /// It is no message, or a part of it cannot be.
    pub fn parse(line: &str, no_ids: &NoIds) -> Result<Self, LineError> {
        Self::read(line, no_ids, None)
    }

    /// Does as [`Self::parse`] for a message that arrives now: what the call says holds where the message is
    /// silent, and a time that cannot be read is refused, for the sender can still mend it.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn arrived(text: &str, no_ids: &NoIds, call: &Call) -> Result<Self, LineError> {
        Self::read(text, no_ids, Some(call))
    }

    fn read(line: &str, no_ids: &NoIds, call: Option<&Call>) -> Result<Self, LineError> {
        let wire = Wire::parse(line)?;
        let kind = match call.and_then(|call| call.kind) {
            Some(kind) => kind,
            None => message_type(wire.kind.as_ref())?,
        };
        let mut notes = Vec::new();
        let (at_ms, received_ms) = match call {
            Some(call) => call.times(&wire)?,
            None => times(&wire, &mut notes)?,
        };
        let mut id = |raw, part| wire::id(raw, part, no_ids, &mut notes);
        let message_id = id(wire.message_id, "messageId")?;
        let user_id = id(wire.user_id, USER_ID)?;
        let anonymous_id = id(wire.anonymous_id, ANONYMOUS_ID)?;
        let previous_id = id(wire.previous_id, "previousId")?;
        let group_id = id(wire.group_id, "groupId")?;
        for (id, part) in [(&user_id, USER_ID), (&previous_id, "previousId")] {
            if let Some(id) = id {
                person::check_user(id, part)?;
            }
        }
        if let Some(id) = &anonymous_id {
            person::anonymous_id(id)?;
        }
        let mut text = |value, part| wire::text(value, part, &mut notes);
        let channel = text(wire.channel, "channel");
        let event = text(wire.event, "event");
        let name = text(wire.name, "name");
        let category = text(wire.category, "category");
        let traits = wire::object(wire.traits, "traits", &mut notes);
        let properties = wire::object(wire.properties, "properties", &mut notes);
        let context = context(wire.context, &mut notes);
        Ok(Self {
            kind,
            key: message_id.unwrap_or_else(|| content_id([line.trim()])),
            user_id,
            anonymous_id,
            previous_id,
            group_id,
            at_ms,
            received_ms,
            channel,
            event: event.filter(|event| !event.trim().is_empty()),
            name,
            category,
            traits,
            properties: properties.unwrap_or_default(),
            context,
            notes,
        })
    }

    /// Returns when the source recorded it, as far as it says.
    #[must_use]
    pub fn recorded_ms(&self) -> i64 {
        self.received_ms.unwrap_or(self.at_ms)
    }

    /// Returns whom it is about: the user when it says so, else the visitor.
    ///
    /// # Errors
    /// It names neither, or only what identifies nobody.
    pub fn subject(&self) -> Result<Subject, LineError> {
        let anonymous = || self.anonymous_id.clone().map(Subject::Anonymous);
        let said = self.user_id.clone().map(Subject::User).or_else(anonymous);
        said.ok_or_else(|| {
            let odd = self.odd(USER_ID).or_else(|| self.odd(ANONYMOUS_ID));
            odd.map_or(LineError::Nobody, LineError::Odd)
        })
    }

    /// Returns the traits that an identify message is about, with their place: some libraries send them within the
    /// context alone.
    pub(super) fn own_traits<'a>(
        &'a self,
        traits: &'a Map<String, Value>,
    ) -> (&'static str, &'a Map<String, Value>) {
        if traits.is_empty() {
            ("context.traits", &self.context.traits)
        } else {
            ("traits", traits)
        }
    }

    /// Returns an id without which the message says nothing.
    ///
    /// # Errors
    /// It is missing, or identifies nobody.
    pub fn required<'a>(
        &self,
        id: Option<&'a String>,
        part: &'static str,
    ) -> Result<&'a str, LineError> {
        let missing = || {
            self.odd(part)
                .map_or(LineError::Missing(part), LineError::Odd)
        };
        id.map(String::as_str).ok_or_else(missing)
    }

    fn odd(&self, part: &str) -> Option<Note> {
        self.notes.iter().find(|note| note.part == part).cloned()
    }
}

fn context(value: Option<Value>, notes: &mut Vec<Note>) -> Context {
    let mut context = wire::object(value, "context", notes).unwrap_or_default();
    let mut part = |name: &str, notes: &mut Vec<Note>| {
        wire::object(context.remove(name), &format!("context.{name}"), notes).unwrap_or_default()
    };
    Context {
        traits: part("traits", notes),
        page: part("page", notes),
        library: part("library", notes),
        campaign: part("campaign", notes),
    }
}

fn message_type(value: Option<&Value>) -> Result<MessageType, LineError> {
    let value = value.filter(|value| !value.is_null());
    let value = value.ok_or(LineError::Missing("type"))?;
    let written = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let kind = value.as_str().and_then(MessageType::parse);
    kind.ok_or_else(|| LineError::MessageType(excerpt(&written)))
}

/// A clock that is off by less is left as it is: that much is the way here, and differs each time it is sent.
const CLOCK_IS_RIGHT_MS: u64 = 60_000;

/// What the call says that brings a message.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    /// The type of message, where the address names it.
    pub kind: Option<MessageType>,
    /// When the sender sent it, by their clock.
    pub sent_ms: Option<i64>,
    /// When it came, by ours.
    pub received_ms: i64,
}

impl Call {
    /// Returns when it happened and when it came. The sender's clock is corrected as the specification says, by
    /// how far it was off when it sent: nothing that a sender says of our own clock is believed.
    fn times(&self, wire: &Wire<'_>) -> Result<(i64, Option<i64>), LineError> {
        let read = |value: &Option<Value>, part| wire::moment(value.as_ref(), part);
        let original = match read(&wire.original_timestamp, "originalTimestamp")? {
            None => read(&wire.timestamp, "timestamp")?,
            original => original,
        };
        let sent = read(&wire.sent_at, "sentAt")?.or(self.sent_ms);
        let off_ms = sent.map_or(0, |sent| self.received_ms - sent);
        let off_ms = if off_ms.unsigned_abs() > CLOCK_IS_RIGHT_MS {
            off_ms
        } else {
            0
        };
        let at_ms = original.map_or(self.received_ms, |original| original + off_ms);
        Ok((at_ms, Some(self.received_ms)))
    }
}

/// Returns when it happened and when it was received. Without a `timestamp` the device's clock is corrected
/// as the specification says: `receivedAt - (sentAt - originalTimestamp)`. A time that cannot be read is noted when
/// another one can.
fn times(wire: &Wire<'_>, notes: &mut Vec<Note>) -> Result<(i64, Option<i64>), LineError> {
    let mut read = |value: &Option<Value>, part: &str| {
        wire::moment(value.as_ref(), part).unwrap_or_else(|note| {
            notes.push(note);
            None
        })
    };
    let timestamp = read(&wire.timestamp, "timestamp");
    let original = read(&wire.original_timestamp, "originalTimestamp");
    let sent = read(&wire.sent_at, "sentAt");
    let received = read(&wire.received_at, "receivedAt");
    let corrected = match (original, sent, received) {
        (Some(original), Some(sent), Some(received)) => Some(received - (sent - original)),
        _ => original,
    };
    let at_ms = timestamp.or(corrected).or(sent).or(received);
    let no_time = || {
        notes
            .first()
            .cloned()
            .map_or(LineError::NoTime, LineError::Odd)
    };
    let at_ms = at_ms.ok_or_else(no_time)?;
    Ok((at_ms, received.or(sent)))
}
