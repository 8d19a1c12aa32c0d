//! Two customers of one tenant and one of another, with something of everything that must not leak.
//!
//! Texts with `CANARY` may reach nobody in any test; other marks name who may see them.

use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{
    Assertion, Author, CustomerKind, Direction, Identity, IdentityKind, Item, ItemLine, Relation,
    RelationKind, Status,
};
use klantbeeld_core::money::{Currency, Money};
use klantbeeld_core::time::DAY_MS;
use klantbeeld_server::store::{CustomerRecord, ProfileStore, Said};
use serde_json::{Value, json};

use crate::harness::{NOW_MS, TENANT};

/// Fills a store.
pub(crate) async fn fill(store: &dyn ProfileStore) {
    let tenant = TenantId::parse(TENANT).unwrap();
    store.ingest(&tenant, vec![anna(), bram()]).await.unwrap();
    let other = TenantId::parse("other").unwrap();
    store.ingest(&other, vec![stranger()]).await.unwrap();
}

pub(crate) fn customer(id: &str) -> CustomerId {
    CustomerId::parse(id).unwrap()
}

pub(crate) fn record(id: &str) -> CustomerRecord {
    CustomerRecord {
        customer_id: customer(id),
        said: Said::Once,
        kind: Some(CustomerKind::Person),
        assertions: Vec::new(),
        identities: Vec::new(),
        relations: Vec::new(),
        items: Vec::new(),
    }
}

pub(crate) fn claim(field: &str, value: &str) -> Assertion {
    Assertion {
        assertion_id: format!("a-{field}"),
        field: field.to_owned(),
        value: value.to_owned(),
        source: "crm".to_owned(),
        valid_from_ms: NOW_MS - 400 * DAY_MS,
        known_at_ms: NOW_MS - 300 * DAY_MS,
        author: Author::System,
        by: "CRM".to_owned(),
        raw: None,
        invalid: None,
    }
}

pub(crate) fn identity(kind: IdentityKind, value: &str) -> Identity {
    Identity {
        kind,
        value: value.to_owned(),
        source: "crm".to_owned(),
    }
}

pub(crate) fn relation(id: &str, kind: RelationKind, name: &str) -> Relation {
    Relation {
        customer_id: customer(id),
        name: name.to_owned(),
        kind,
        note: String::new(),
        source: "crm".to_owned(),
    }
}

/// An item `days` days ago; negative days are to come.
pub(crate) fn item(id: &str, kind: &str, days: i64, title: &str, payload: Value) -> Item {
    let Value::Object(payload) = payload else {
        panic!("a payload is an object")
    };
    Item {
        line: ItemLine {
            channel: "phone".to_owned(),
            direction: Direction::In,
            department: "service".to_owned(),
            source: "crm".to_owned(),
            title: title.to_owned(),
            ..ItemLine::new(ItemId::parse(id).unwrap(), NOW_MS - days * DAY_MS, kind)
        },
        recorded_ms: NOW_MS - days * DAY_MS,
        recorded_by: "Sven de Boer".to_owned(),
        payload,
    }
}

fn anna() -> CustomerRecord {
    let mut record = record("c-1");
    record.assertions = vec![
        claim("person.first_name", "Anna"),
        claim("person.last_name", "de Vries"),
        claim("person.birth_date", "1980-02-03"),
        claim("contact.email", "anna@example.nl"),
        claim("contact.town", "Utrecht"),
        claim("finance.iban", "FINANCE-ONLY-IBAN"),
        claim("health.notes", "CANARY-no-consent"),
        claim("secret.unnamed", "CANARY-unnamed-field"),
        claim("preference.email.offers", "no"),
    ];
    record.identities = vec![
        identity(IdentityKind::Email, "anna@example.nl"),
        identity(IdentityKind::CustomerNumber, "K-1001"),
        identity(IdentityKind::AnonymousId, "CANARY-anonymous"),
        identity(IdentityKind::SocialHandle, "CANARY-handle"),
    ];
    record.relations = vec![
        relation("c-2", RelationKind::Household, "Bram"),
        relation("c-9", RelationKind::WorksFor, "CANARY-employer"),
    ];
    record.items = items();
    record
}

fn items() -> Vec<Item> {
    let mut call = item(
        "call-1",
        "call",
        10,
        "Vraag over de rekening",
        json!({"transcript": "Goedemiddag", "internal": "CANARY-payload"}),
    );
    call.line.mood = Some(-20);
    let mut answer = item(
        "email-1",
        "email",
        9,
        "Antwoord over de rekening",
        json!({}),
    );
    answer.line.reply_to = Some(call.line.item_id.clone());
    let mut invoice = item(
        "invoice-1",
        "invoice",
        20,
        "FINANCE-ONLY-INVOICE",
        json!({"lines": []}),
    );
    invoice.line.amount = Some(Money {
        amount_minor: 4_500,
        currency: Currency::EUR,
    });
    let mut visit = item("plan-1", "visit", -3, "Monteur komt langs", json!({}));
    visit.line.status = Some(Status::Planned);
    let mut all = vec![
        call,
        answer,
        invoice,
        complaint(),
        visit,
        item("health-1", "health", 4, "CANARY-health", json!({})),
        item("unnamed-1", "surveillance", 3, "CANARY-kind", json!({})),
        item(
            "note-1",
            "note",
            2,
            "Gedeelde notitie",
            json!({"text": "Hallo", "shareable": true}),
        ),
        item(
            "note-2",
            "note",
            1,
            "AGENT-ONLY-note",
            json!({"text": "AGENT-ONLY", "shareable": false}),
        ),
        item("showroom-1", "showroom", 6, "Langs geweest", json!({})),
    ];
    all.extend((0..300).map(meter));
    all
}

fn meter(n: i64) -> Item {
    let (id, title) = (format!("meter-{n:03}"), format!("Stand {n}"));
    let payload = json!({"product": "CANARY-product", "quantity": 7, "unit": "CANARY-unit"});
    item(&id, "meter", 30 + n, &title, payload)
}

fn complaint() -> Item {
    let mut complaint = item(
        "complaint-1",
        "complaint",
        5,
        "MASKED-title",
        json!({"letter": "MASKED-letter", "internal": "CANARY-letter"}),
    );
    complaint.line.summary = "MASKED-summary".to_owned();
    complaint.line.reason = "MASKED-reason".to_owned();
    complaint.line.status = Some(Status::Open);
    complaint.line.mood = Some(-90);
    complaint
}

fn bram() -> CustomerRecord {
    let mut record = record("c-2");
    record.assertions = vec![
        claim("person.last_name", "de Vries"),
        claim("person.first_name", "Bram"),
    ];
    record.items = vec![item("b-1", "call", 1, "BRAM-ONLY", json!({}))];
    record
}

fn stranger() -> CustomerRecord {
    let mut record = record("c-1");
    record.assertions = vec![claim("person.last_name", "OTHER-TENANT-Vries")];
    record.items = vec![item("x-1", "call", 1, "OTHER-TENANT", json!({}))];
    record
}
