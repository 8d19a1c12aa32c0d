//! Traits to claims about fields. Traits that the specification reserves have a field of their own;
//! every other is kept as `trait.<name>`, which no policy names, so it reaches nobody.

use klantbeeld_core::model::{Assertion, Author, IdentityKind};
use serde_json::{Map, Value};

use super::super::import_record::{ImportRecord, content_id};
use super::super::line_error::LineError;
use super::super::options::Options;
use super::super::{normal, when};
use super::message::{Message, MessageType};

/// The longest name of a trait, in bytes.
const MAX_NAME_BYTES: usize = 128;

/// Makes the claims of one message.
#[derive(Debug)]
pub(super) struct Claims<'a> {
    message: &'a Message,
    options: &'a Options,
}

impl<'a> Claims<'a> {
    /// Makes claims for this message.
    pub(super) fn new(message: &'a Message, options: &'a Options) -> Result<Self, LineError> {
        let traits = message.traits.iter().chain([&message.context.traits]);
        let is_name = |name: &String| {
            (1..=MAX_NAME_BYTES).contains(&name.len()) && !name.contains(char::is_control)
        };
        if !traits.flat_map(Map::keys).all(is_name) {
            return Err(LineError::TraitName);
        }
        Ok(Self { message, options })
    }

    /// Adds what traits say of a person.
    pub(super) fn person(
        &self,
        traits: &Map<String, Value>,
        record: &mut ImportRecord,
    ) -> Result<(), LineError> {
        let has = |names: [&str; 2]| names.iter().any(|name| traits.contains_key(*name));
        let has_parts = has(["firstName", "first_name"]) || has(["lastName", "last_name"]);
        for (name, value) in traits {
            let text = text(value);
            match name.as_str() {
                "firstName" | "first_name" => self.claim("person.first_name", text, record),
                "lastName" | "last_name" => self.claim("person.last_name", text, record),
                "name" => self.name(text, has_parts, record),
                "title" => {
                    let is_salutation = salutation(&text);
                    let field = if is_salutation {
                        "person.salutation"
                    } else {
                        "trait.title"
                    };
                    self.claim(field, text, record);
                }
                "birthday" => self.day("person.birth_date", "traits.birthday", text, record)?,
                "locale" | "language" => self.claim("person.language", text, record),
                _ => self.shared(name, value, text, record)?,
            }
        }
        Ok(())
    }

    /// Adds what traits say of an organisation.
    pub(super) fn organisation(
        &self,
        id: &str,
        traits: &Map<String, Value>,
        record: &mut ImportRecord,
    ) -> Result<(), LineError> {
        let region = self.options.region;
        let source = &self.options.source;
        let number = normal::identity(IdentityKind::CustomerNumber, id, source, region);
        record.identities.extend(number);
        for (name, value) in traits {
            match name.as_str() {
                "name" => self.claim("organisation.name", text(value), record),
                "id" => {}
                _ => self.shared(name, value, text(value), record)?,
            }
        }
        Ok(())
    }

    /// Returns what the person is called, for the link from their organisation.
    pub(super) fn person_name(&self) -> String {
        let own = self.message.traits.as_ref();
        let traits = own.filter(|_| self.message.kind == MessageType::Identify);
        let traits = traits.unwrap_or(&self.message.context.traits);
        let get = |name: &str| traits.get(name).and_then(Value::as_str).map(str::to_owned);
        let id = || self.message.user_id.clone();
        get("name")
            .or_else(id)
            .or_else(|| self.message.anonymous_id.clone())
            .unwrap_or_default()
    }

    /// Traits that persons and organisations have in common, and those that nobody reserved.
    fn shared(
        &self,
        name: &str,
        value: &Value,
        text: String,
        record: &mut ImportRecord,
    ) -> Result<(), LineError> {
        match (name, value) {
            ("email", _) => self.contact(IdentityKind::Email, "contact.email", text, record),
            ("phone", _) => self.contact(IdentityKind::Phone, "contact.phone", text, record),
            ("createdAt" | "created_at", _) => {
                self.day("relation.since", "traits.createdAt", text, record)?;
            }
            ("address", Value::Object(parts)) => {
                for (part, value) in parts {
                    let text = self::text(value);
                    match part.as_str() {
                        "street" => self.claim("contact.address", text, record),
                        "postalCode" | "postal_code" => {
                            self.claim("contact.postcode", text, record);
                        }
                        "city" => self.claim("contact.town", text, record),
                        "country" => self.claim("contact.country", text, record),
                        other => self.claim(&format!("trait.address.{other}"), text, record),
                    }
                }
            }
            ("address", _) => self.claim("contact.address", text, record),
            _ => self.claim(&format!("trait.{name}"), text, record),
        }
        Ok(())
    }

    /// Splits a whole name where no parts are given: the first word is the first name, or initials when it
    /// has a full stop; the rest is the last name. The name as it came is kept as a trait.
    fn name(&self, text: String, has_parts: bool, record: &mut ImportRecord) {
        if !has_parts {
            let (first, last) = text.trim().split_once(' ').unwrap_or(("", text.trim()));
            let field = if first.contains('.') {
                "person.initials"
            } else {
                "person.first_name"
            };
            if !first.is_empty() {
                self.claim(field, first.to_owned(), record);
            }
            self.claim("person.last_name", last.trim().to_owned(), record);
        }
        self.claim("trait.name", text, record);
    }

    fn contact(&self, kind: IdentityKind, field: &str, text: String, record: &mut ImportRecord) {
        let (source, region) = (&self.options.source, self.options.region);
        record
            .identities
            .extend(normal::identity(kind, &text, source, region));
        self.claim(field, text, record);
    }

    fn day(
        &self,
        field: &str,
        part: &str,
        text: String,
        record: &mut ImportRecord,
    ) -> Result<(), LineError> {
        let day = if text.is_empty() {
            text
        } else {
            when::parse_iso_day(&text).ok_or_else(|| LineError::date(part, &text, "ISO 8601"))?
        };
        self.claim(field, day, record);
        Ok(())
    }

    fn claim(&self, field: &str, value: String, record: &mut ImportRecord) {
        let source = self.options.source.as_str();
        record.assertions.push(Assertion {
            assertion_id: content_id([source, &self.message.key, field]),
            field: field.to_owned(),
            value,
            source: source.to_owned(),
            valid_from_ms: self.message.at_ms,
            known_at_ms: self.message.recorded_ms,
            author: Author::System,
            by: source.to_owned(),
        });
    }
}

/// Returns a value as the text of a claim; `null` takes the value away.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Returns whether a title addresses somebody; else it is what they do for a living.
fn salutation(title: &str) -> bool {
    const WORDS: [&str; 12] = [
        "mr", "mrs", "ms", "miss", "mx", "dr", "dhr", "mevr", "mw", "heer", "mevrouw", "de heer",
    ];
    let word = title.trim().trim_end_matches('.').to_lowercase();
    WORDS.contains(&word.as_str())
}
