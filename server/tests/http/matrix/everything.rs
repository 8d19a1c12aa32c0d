//! One customer of whom every field and every kind of item of a policy is known, each with a mark of its own.

use std::sync::Arc;

use klantbeeld_core::ids::TenantId;
use klantbeeld_core::model::{Identity, IdentityKind, Item, Relation, RelationKind, Status};
use klantbeeld_core::money::{Currency, Money};
use klantbeeld_core::policy::Policy;
use klantbeeld_server::store::ProfileStore as _;
use klantbeeld_server::store::memory::MemoryProfileStore;
use serde_json::{Map, json};

use crate::harness::TENANT;
use crate::world::{claim, customer, item, record};

/// The identifiers and links, with the fields that govern them.
pub(super) const IDENTITIES: [(IdentityKind, &str); 6] = [
    (IdentityKind::Email, "contact.email"),
    (IdentityKind::Phone, "contact.phone"),
    (IdentityKind::CustomerNumber, "identity.customer_number"),
    (IdentityKind::ExternalId, "identity.external_id"),
    (IdentityKind::AnonymousId, "identity.anonymous_id"),
    (IdentityKind::SocialHandle, "identity.social_handle"),
];
pub(super) const RELATIONS: [(RelationKind, &str); 4] = [
    (RelationKind::Household, "relation.household"),
    (RelationKind::Contact, "relation.contact"),
    (RelationKind::WorksFor, "relation.works_for"),
    (RelationKind::Represents, "relation.represents"),
];

/// Makes a text that stands nowhere else, of letters and digits alone so that it is one word.
pub(super) fn mark(of: &str, what: &str) -> String {
    let plain: String = of.chars().filter(|c| c.is_alphanumeric()).collect();
    format!("zq{plain}{what}")
}

/// The amount of a kind, which no other number of an answer holds.
pub(super) fn amount(policy: &Policy, kind: &str) -> i64 {
    let place = policy.kind.keys().position(|slug| slug == kind).unwrap();
    7_391_000 + i64::try_from(place).unwrap()
}

/// Fills a store: the items come second, so that they are changes since version 1.
pub(super) async fn fill(policy: &Policy, consent: &str) -> Arc<MemoryProfileStore> {
    let store = Arc::new(MemoryProfileStore::new());
    let tenant = TenantId::parse(TENANT).unwrap();
    let mut known = record("c-1");
    let consents = consents(policy);
    for name in policy.field.keys() {
        let is_consent = consents.contains(&name.as_str());
        let value = mark(name, "value");
        let value = if is_consent { consent } else { value.as_str() };
        known.assertions.push(claim(name, value));
    }
    for (kind, field) in IDENTITIES {
        known.identities.push(Identity {
            kind,
            value: mark(field, "identity"),
            source: "crm".to_owned(),
        });
    }
    for (kind, field) in RELATIONS {
        known.relations.push(Relation {
            customer_id: customer(&mark(field, "other")),
            name: mark(field, "name"),
            kind,
            note: mark(field, "note"),
            source: "crm".to_owned(),
        });
    }
    store.ingest(&tenant, vec![known]).await.unwrap();
    let mut items = record("c-1");
    items.items = policy.kind.keys().map(|kind| whole(policy, kind)).collect();
    store.ingest(&tenant, vec![items]).await.unwrap();
    store
}

/// Names the fields that something depends on.
pub(super) fn consents(policy: &Policy) -> Vec<&str> {
    let fields = policy.field.values().map(|f| &f.requires_consent);
    let kinds = policy.kind.values().map(|k| &k.requires_consent);
    fields.chain(kinds).flatten().map(String::as_str).collect()
}

fn whole(policy: &Policy, kind: &str) -> Item {
    let mut payload = Map::new();
    for part in &policy.kind[kind].payload {
        payload.insert(part.clone(), json!(mark(kind, "payload")));
    }
    payload.insert("unnamed".to_owned(), json!("CANARY"));
    payload.insert("shareable".to_owned(), json!(true));
    let id = format!("id-{kind}");
    let mut item = item(&id, kind, 5, &mark(kind, "title"), payload.into());
    item.line.summary = mark(kind, "summary");
    item.line.reason = mark(kind, "reason");
    item.line.goal = mark(kind, "goal");
    item.line.outcome = mark(kind, "outcome");
    item.line.status = Some(Status::Open);
    item.line.mood = Some(7);
    item.line.amount = Some(Money {
        amount_minor: amount(policy, kind),
        currency: Currency::EUR,
    });
    item
}
