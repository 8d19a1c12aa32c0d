//! Customers, items and operations that the checks are made of.

use klantbeeld_core::ids::{CustomerId, ItemId, OperationId, TenantId};
use klantbeeld_core::model::{
    Action, Actor, Assertion, Author, Direction, Identity, IdentityKind, Item, ItemLine, Operation,
    Profile, Relation, RelationKind, Role,
};
use klantbeeld_core::money::{Currency, Money};
use serde_json::{Map, json};

use crate::store::{CustomerRecord, ProfileStore, Said};

/// The moment at which the checks take place.
pub(super) const NOW_MS: i64 = 1_793_491_200_000;
/// A day.
pub(super) const DAY_MS: i64 = 86_400_000;

pub(super) fn tenant(id: &str) -> TenantId {
    TenantId::parse(id).unwrap()
}

pub(super) fn customer(id: &str) -> CustomerId {
    CustomerId::parse(id).unwrap()
}

pub(super) fn item_id(id: &str) -> ItemId {
    ItemId::parse(id).unwrap()
}

pub(super) fn euros(amount_minor: i64) -> Option<Money> {
    Some(Money {
        amount_minor,
        currency: Currency::EUR,
    })
}

pub(super) fn item(id: &str, at_ms: i64) -> Item {
    let mut payload = Map::new();
    payload.insert("text".to_owned(), json!(format!("Over {id} 👋")));
    Item {
        line: ItemLine {
            channel: "phone".to_owned(),
            direction: Direction::In,
            department: "service".to_owned(),
            source: "telephony".to_owned(),
            title: format!("Gesprek {id}"),
            summary: "Vraag over de jaarnota".to_owned(),
            reason: "factuur".to_owned(),
            goal: "uitleg".to_owned(),
            outcome: "begrepen".to_owned(),
            mood: Some(-20),
            ..ItemLine::new(item_id(id), at_ms, "call")
        },
        recorded_ms: at_ms.saturating_add(60_000),
        recorded_by: "Telefooncentrale".to_owned(),
        payload,
    }
}

/// Makes an item of another shape: other words, no mood, an amount, no payload.
pub(super) fn purchase(id: &str, at_ms: i64, amount_minor: i64) -> Item {
    let call = item(id, at_ms);
    Item {
        line: ItemLine {
            kind: "order".to_owned(),
            channel: "store".to_owned(),
            direction: Direction::None,
            source: "till".to_owned(),
            mood: None,
            amount: euros(amount_minor),
            ..call.line
        },
        payload: Map::new(),
        ..call
    }
}

pub(super) fn claim(id: &str, field: &str, value: &str) -> Assertion {
    Assertion {
        assertion_id: id.to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
        source: "crm".to_owned(),
        valid_from_ms: NOW_MS - 10 * DAY_MS,
        known_at_ms: NOW_MS - 9 * DAY_MS,
        author: Author::System,
        by: "CRM".to_owned(),
        raw: None,
        invalid: None,
    }
}

pub(super) fn identity(kind: IdentityKind, value: &str) -> Identity {
    Identity {
        kind,
        value: value.to_owned(),
        source: "crm".to_owned(),
    }
}

pub(super) fn relation(other: &str) -> Relation {
    Relation {
        customer_id: customer(other),
        name: "Jan".to_owned(),
        kind: RelationKind::Household,
        note: "partner".to_owned(),
        source: "crm".to_owned(),
    }
}

pub(super) fn empty(id: &str) -> CustomerRecord {
    CustomerRecord {
        customer_id: customer(id),
        said: Said::Once,
        kind: None,
        assertions: Vec::new(),
        identities: Vec::new(),
        relations: Vec::new(),
        items: Vec::new(),
    }
}

pub(super) fn with_items(id: &str, items: Vec<Item>) -> CustomerRecord {
    CustomerRecord { items, ..empty(id) }
}

/// Makes a record of what a source tells at a moment.
pub(super) fn told(id: &str, said: Said, items: Vec<Item>) -> CustomerRecord {
    CustomerRecord {
        said,
        ..with_items(id, items)
    }
}

pub(super) fn named(id: &str, field: &str, name: &str) -> CustomerRecord {
    CustomerRecord {
        assertions: vec![claim(&format!("{id}-{field}"), field, name)],
        ..empty(id)
    }
}

pub(super) fn actor(role: &str) -> Actor {
    Actor {
        subject: "u-1".to_owned(),
        name: "Noor de Wit".to_owned(),
        role: Role::new(role),
    }
}

pub(super) fn operation(op_id: &str, id: &str, action: Action) -> Operation {
    Operation {
        op_id: OperationId::parse(op_id).unwrap(),
        customer_id: customer(id),
        made_at_ms: NOW_MS,
        action,
    }
}

pub(super) fn note(id: &str, text: &str) -> Action {
    Action::AddNote {
        item_id: item_id(id),
        text: text.to_owned(),
        shareable: true,
        attachment: None,
    }
}

/// Puts the records and expects that it works.
pub(super) async fn put(store: &dyn ProfileStore, records: Vec<CustomerRecord>) {
    store.ingest(&tenant("t"), records).await.unwrap();
}

/// Loads the profile of a customer who exists, with so many open and planned items.
pub(super) async fn load(store: &dyn ProfileStore, id: &str, limit: usize) -> Profile {
    let (tenant, customer) = (tenant("t"), customer(id));
    let profile = store.load_profile(&tenant, &customer, NOW_MS, limit).await;
    profile.unwrap().unwrap()
}

/// Reads the version of a customer; 0 when there is none.
pub(super) async fn version(store: &dyn ProfileStore, id: &str) -> u64 {
    let version = store.version(&tenant("t"), &customer(id)).await;
    version.unwrap().unwrap_or(0)
}
