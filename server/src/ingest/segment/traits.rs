//! Traits to claims about fields. Traits that the specification reserves have a field of their own;
//! every other is kept as `trait.<name>`, which no policy names, so it reaches nobody.

use klantbeeld_core::model::{Assertion, Author, Identity, IdentityKind};
use klantbeeld_core::time::utc;
use klantbeeld_identity::harmonise::{PersonName, tidy};
use serde_json::{Map, Value};

use super::super::import_record::{ImportRecord, content_id};
use super::super::oddity::{Note, Oddity};
use super::super::options::Options;
use super::super::{loose_date, normal, when};
use super::message::{Message, MessageType};
use super::wire;

/// What programs print for a value that is not there; no words that are names as well.
const NOT_SAID: [&str; 4] = ["undefined", "[object Object]", "NaN", "(null)"];

/// Traits that name a person.
const NAMES: [&str; 5] = ["firstName", "first_name", "lastName", "last_name", "name"];

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
    pub(super) fn new(message: &'a Message, options: &'a Options) -> Self {
        Self { message, options }
    }

    /// Adds what traits say of a person. `place` is where they stand in the message.
    pub(super) fn person(
        &self,
        place: &str,
        traits: &Map<String, Value>,
        record: &mut ImportRecord,
    ) {
        self.names(place, traits, record);
        for (name, value) in traits {
            let part = &format!("{place}.{name}");
            match name.as_str() {
                name if NAMES.contains(&name) => {}
                "title" => {
                    if let Some(text) = scalar(part, value, record) {
                        let is_salutation = salutation(&text);
                        let field = if is_salutation {
                            "person.salutation"
                        } else {
                            "trait.title"
                        };
                        self.claim(field, text, record);
                    }
                }
                "birthday" => self.birthday(part, value, record),
                "locale" | "language" => self.own("person.language", part, value, record),
                _ => self.shared(place, name, value, record),
            }
        }
    }

    /// Adds what traits say of an organisation.
    pub(super) fn organisation(
        &self,
        id: &str,
        traits: &Map<String, Value>,
        record: &mut ImportRecord,
    ) {
        record.identities.push(Identity {
            kind: IdentityKind::CustomerNumber,
            value: id.to_owned(),
            source: self.options.source.clone(),
        });
        for (name, value) in traits {
            match name.as_str() {
                "name" => self.own("organisation.name", "traits.name", value, record),
                "id" => {}
                _ => self.shared("traits", name, value, record),
            }
        }
    }

    /// Returns what the person is called, for the link from their organisation.
    pub(super) fn person_name(&self) -> String {
        let own = self.message.traits.as_ref();
        let is_own = |traits: &&Map<String, Value>| {
            self.message.kind == MessageType::Identify && !traits.is_empty()
        };
        let traits = own.filter(is_own);
        let traits = traits.unwrap_or(&self.message.context.traits);
        let get = |name: &str| traits.get(name).and_then(Value::as_str).map(str::to_owned);
        let id = || self.message.user_id.clone();
        get("name")
            .or_else(id)
            .or_else(|| self.message.anonymous_id.clone())
            .unwrap_or_default()
    }

    /// Traits that persons and organisations have in common, and those that nobody reserved.
    fn shared(&self, place: &str, name: &str, value: &Value, record: &mut ImportRecord) {
        let part = &format!("{place}.{name}");
        match (name, value) {
            ("email", _) => {
                self.contact(IdentityKind::Email, "contact.email", part, value, record);
            }
            ("phone", _) => {
                self.contact(IdentityKind::Phone, "contact.phone", part, value, record);
            }
            ("createdAt" | "created_at", _) => self.since(part, value, record),
            ("address", Value::Object(parts)) => {
                for (name, value) in parts {
                    let field = match name.as_str() {
                        "street" => "contact.address",
                        "postalCode" | "postal_code" => "contact.postcode",
                        "city" => "contact.town",
                        "country" => "contact.country",
                        other => {
                            self.free(&format!("address.{other}"), part, value, record);
                            continue;
                        }
                    };
                    self.own(field, &format!("{part}.{name}"), value, record);
                }
            }
            ("address", _) => self.own("contact.address", part, value, record),
            _ => self.free(name, part, value, record),
        }
    }

    /// Claims a trait that has a field of its own, when it is a text.
    fn own(&self, field: &str, part: &str, value: &Value, record: &mut ImportRecord) {
        if let Some(text) = scalar(part, value, record) {
            self.claim(field, text, record);
        }
    }

    /// Keeps a trait that nobody reserved.
    fn free(&self, name: &str, part: &str, value: &Value, record: &mut ImportRecord) {
        let is_name = (1..=MAX_NAME_BYTES).contains(&name.len());
        if !is_name || name.ends_with('.') || name.contains(char::is_control) {
            let part: String = part.chars().filter(|c| !c.is_control()).collect();
            record.note(Note::new(&part, Oddity::Name));
        } else if value.is_string() || !wire::is_empty(value) || value.is_null() {
            self.claim(&format!("trait.{name}"), text(value), record);
        }
    }

    /// Claims the parts of a name: those that are given, and what a whole name says of the others. The name as it
    /// came is kept as a trait. A part that is there but empty takes a value away, unless the whole name has it.
    fn names(&self, place: &str, traits: &Map<String, Value>, record: &mut ImportRecord) {
        let mut texts = |names: &[&str]| {
            let said = |name: &&str| traits.get_key_value(*name);
            let known: Vec<String> = names
                .iter()
                .filter_map(said)
                .filter_map(|(name, value)| scalar(&format!("{place}.{name}"), value, record))
                .collect();
            let filled = known.iter().find(|text| !text.trim().is_empty());
            filled.or(known.first()).cloned()
        };
        let (first, last) = (
            texts(&["firstName", "first_name"]),
            texts(&["lastName", "last_name"]),
        );
        let whole = texts(&["name"]);
        let said = |text: &Option<String>| tidy(text.as_deref().unwrap_or_default());
        let mut name = match &whole {
            Some(whole) => PersonName::beside(whole, &said(&first), &said(&last)),
            None => PersonName::default(),
        };
        for (part, given) in [(&mut name.first_name, &first), (&mut name.last_name, &last)] {
            if part.is_empty() {
                *part = said(given);
            }
        }
        let has_title = traits
            .get("title")
            .and_then(Value::as_str)
            .is_some_and(salutation);
        let is_named = whole.is_some() && first.is_none() && last.is_none();
        let parts = [
            ("person.salutation", name.salutation, has_title, false),
            ("person.initials", name.initials, false, false),
            ("person.first_name", name.first_name, false, first.is_some()),
            (
                "person.last_name",
                name.last_name,
                false,
                last.is_some() || is_named,
            ),
        ];
        for (field, value, is_told_elsewhere, is_told) in parts {
            if !is_told_elsewhere && (is_told || !value.is_empty()) {
                self.claim(field, value, record);
            }
        }
        if let Some(whole) = whole {
            self.claim("trait.name", whole, record);
        }
    }

    /// Takes an address or a number, or several in a list: all of them identify, the first is shown. What cannot be
    /// written to or dialled is noted; it is claimed where nothing else is, and will be marked.
    fn contact(
        &self,
        kind: IdentityKind,
        field: &str,
        part: &str,
        value: &Value,
        record: &mut ImportRecord,
    ) {
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return self.claim(field, String::new(), record);
        }
        let mut texts = Vec::new();
        leaves(value, &mut texts);
        let (mut shown, mut broken) = (None, None);
        for raw in texts {
            let found = normal::find(kind, &raw, self.options.region, &self.options.no_ids);
            if !found.odd.is_empty() && normal::says_something(&raw, &self.options.no_ids) {
                broken.get_or_insert_with(|| raw.trim().to_owned());
            }
            for oddity in found.odd {
                record.note(Note::new(part, oddity));
            }
            for (written, value) in found.values {
                shown.get_or_insert(written);
                record.identities.push(Identity {
                    kind,
                    value,
                    source: self.options.source.clone(),
                });
            }
        }
        if let Some(shown) = shown.or(broken) {
            self.claim(field, shown, record);
        }
    }

    /// Takes a birthday as it is written; a number is none, because nobody says what it counts.
    fn birthday(&self, part: &str, value: &Value, record: &mut ImportRecord) {
        let field = "person.birth_date";
        if wire::is_empty(value) {
            return self.nothing(field, value, record);
        }
        let text = text(value);
        let read = value.as_str().and_then(when::parse_iso_day);
        let day = read
            .and_then(|day| day.parse().ok())
            .ok_or_else(|| Note::date(part, &text, "ISO 8601"))
            .and_then(|day| loose_date::birthday(part, &text, day, self.options.as_of_ms));
        match day {
            Ok(day) => self.claim(field, day.to_string(), record),
            Err(note) => {
                if value.is_string() && normal::is_some_date(&text) {
                    self.claim(field, text, record);
                }
                record.note(note);
            }
        }
    }

    /// Takes since when somebody is a customer: a date, or seconds or milliseconds since 1970.
    fn since(&self, part: &str, value: &Value, record: &mut ImportRecord) {
        let field = "relation.since";
        if wire::is_empty(value) {
            return self.nothing(field, value, record);
        }
        let text = text(value);
        let machine = || {
            let at_ms = loose_date::unix_ms(&text)?;
            Some(utc(at_ms).date().to_string())
        };
        match when::parse_iso_day(&text).or_else(machine) {
            Some(day) => self.claim(field, day, record),
            None => record.note(Note::date(part, &text, "ISO 8601")),
        }
    }

    /// Takes a value away that was said to be none; an empty list or object says nothing.
    fn nothing(&self, field: &str, value: &Value, record: &mut ImportRecord) {
        if value.is_null() || value.is_string() {
            self.claim(field, String::new(), record);
        }
    }

    fn claim(&self, field: &str, value: String, record: &mut ImportRecord) {
        let source = self.options.source.as_str();
        record.assertions.push(Assertion {
            assertion_id: content_id([source, &self.message.key, field]),
            field: field.to_owned(),
            value,
            source: source.to_owned(),
            valid_from_ms: self.message.at_ms,
            known_at_ms: self.message.recorded_ms(),
            author: Author::System,
            by: source.to_owned(),
            raw: None,
            invalid: None,
        });
    }
}

/// Returns the text of a trait that has a field of its own. A list, an object, yes or no are noted: they are never
/// shown as a name or a street. Empty ones say nothing.
fn scalar(part: &str, value: &Value, record: &mut ImportRecord) -> Option<String> {
    match value {
        Value::String(said) if NOT_SAID.contains(&said.trim()) => {
            record.note(Note::shape(part, said, "a text that somebody wrote"));
            None
        }
        Value::Null | Value::String(_) | Value::Number(_) => Some(text(value)),
        other => {
            if !wire::is_empty(other) {
                record.note(Note::shape(part, other, "a text"));
            }
            None
        }
    }
}

/// Collects the texts and numbers of a value, however deep they stand.
fn leaves(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| leaves(value, texts)),
        Value::Object(map) => map.values().for_each(|value| leaves(value, texts)),
        value if wire::is_empty(value) => {}
        value => texts.push(text(value)),
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
