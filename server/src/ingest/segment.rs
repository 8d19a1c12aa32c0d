//! Messages of the Segment specification, one JSON object a line: identify, track, page, screen,
//! group and alias.
//!
//! Traits become claims about fields, events become timeline entries. The technical context (network
//! address, browser, device, location) is not kept: it is not needed for the view.
//!
//! **Who is who.** The customer of a `userId` has that id, a visitor `anon:<anonymousId>`, a group
//! `org:<groupId>`. `links` reads all messages of an import first, so that what a visitor did before
//! they said who they are stands with the customer from the start. An `anonymousId` that more than one
//! user had (a shared tablet) is nobody's: what it did without a `userId` stays with the visitor.
//! A visitor who is stored and then says who they are keeps the stored id, and is found by the new one.
//! Two customers who are both stored already stay two; the identifiers that join them are stored.

mod amount;
mod events;
pub(crate) mod links;
mod message;
pub(crate) mod new_ids;
mod order_lines;
mod person;
mod place;
pub(crate) mod resolve;
mod traits;
mod wire;

use klantbeeld_core::model::{CustomerKind, Identity, IdentityKind, RelationKind};
use serde_json::{Map, Value};

pub use message::{Call, Message, MessageType};

use super::forms;
use super::import_record::{ImportRecord, ImportRelation};
use super::line_error::LineError;
use super::options::Options;

/// Reads what one message says: about its person, and for a group about the organisation as well.
///
/// # Errors
/// Which part of the message cannot be.
pub fn records(message: &Message, options: &Options) -> Result<Vec<ImportRecord>, LineError> {
    let mut person = ImportRecord::about(message.subject()?);
    person.notes.clone_from(&message.notes);
    person.told_ms = message.received_ms;
    person.identities = identities(message, options);
    let empty = Map::new();
    let traits = message.traits.as_ref().unwrap_or(&empty);
    let claims = traits::Claims::new(message, options);
    let mut others = Vec::new();
    match message.kind {
        MessageType::Identify => {
            let (place, traits) = message.own_traits(traits);
            claims.person(place, traits, &mut person);
            others.extend(company(traits, &claims, options, &mut person)?);
        }
        MessageType::Group => others.push(group(message, traits, &claims, &mut person)?),
        MessageType::Alias => alias(message, options, &mut person)?,
        MessageType::Track | MessageType::Page | MessageType::Screen => {
            claims.person("context.traits", &message.context.traits, &mut person);
            let item = events::item(message, options, &mut person.notes)?;
            person.items.push(item);
        }
    }
    others.insert(0, person);
    for record in &mut others {
        forms::harmonise(record, options.region, options.as_of_ms);
    }
    Ok(others)
}

/// Returns the identifiers that the message itself carries.
fn identities(message: &Message, options: &Options) -> Vec<Identity> {
    let external = message
        .user_id
        .iter()
        .map(|id| (IdentityKind::ExternalId, id));
    let anonymous = message
        .anonymous_id
        .iter()
        .map(|id| (IdentityKind::AnonymousId, id));
    external
        .chain(anonymous)
        .map(|(kind, id)| Identity {
            kind,
            value: id.clone(),
            source: options.source.clone(),
        })
        .collect()
}

fn alias(message: &Message, options: &Options, person: &mut ImportRecord) -> Result<(), LineError> {
    let previous = message.required(message.previous_id.as_ref(), "previousId")?;
    message.required(message.user_id.as_ref(), "userId")?;
    // Whether it was a user's or a visitor's is not said: it is found as either.
    for kind in [IdentityKind::ExternalId, IdentityKind::AnonymousId] {
        person.identities.push(Identity {
            kind,
            value: previous.to_owned(),
            source: options.source.clone(),
        });
    }
    Ok(())
}

fn group(
    message: &Message,
    traits: &Map<String, Value>,
    claims: &traits::Claims<'_>,
    person: &mut ImportRecord,
) -> Result<ImportRecord, LineError> {
    let id = message.required(message.group_id.as_ref(), "groupId")?;
    organisation(id, "groupId", traits, claims, person)
}

/// Returns the company of an identify message, when it has an id; without one it stays a trait.
fn company(
    traits: &Map<String, Value>,
    claims: &traits::Claims<'_>,
    options: &Options,
    person: &mut ImportRecord,
) -> Result<Option<ImportRecord>, LineError> {
    let Some(company) = traits.get("company").and_then(Value::as_object) else {
        return Ok(None);
    };
    let part = "traits.company.id";
    let id = wire::id_of(company.get("id"), part, &options.no_ids, &mut person.notes);
    let Some(id) = id else { return Ok(None) };
    organisation(&id, part, company, claims, person).map(Some)
}

fn organisation(
    id: &str,
    part: &'static str,
    traits: &Map<String, Value>,
    claims: &traits::Claims<'_>,
    person: &mut ImportRecord,
) -> Result<ImportRecord, LineError> {
    let subject = person::organisation_id(id, part)?;
    let mut organisation = ImportRecord::about(subject.clone());
    organisation.kind = Some(CustomerKind::Organisation);
    claims.organisation(id, traits, &mut organisation);
    let name = traits.get("name").and_then(Value::as_str).unwrap_or(id);
    person.relations.push(ImportRelation {
        to: subject,
        name: name.to_owned(),
        kind: RelationKind::WorksFor,
    });
    organisation.relations.push(ImportRelation {
        to: person.subject.clone(),
        name: claims.person_name(),
        kind: RelationKind::Contact,
    });
    Ok(organisation)
}

#[cfg(test)]
mod odd_tests;
#[cfg(test)]
mod tests;
