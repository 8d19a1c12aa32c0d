//! Messages as web shops send them: who is who, before and after they say so, and across imports.

use klantbeeld_core::model::{CustomerKind, IdentityKind, RelationKind};
use klantbeeld_server::ingest::Format;
use klantbeeld_server::store::memory::MemoryProfileStore;

use crate::harness::{file, import, items, profile, value};

fn fixture() -> Vec<u8> {
    std::fs::read(file("tests/data/import/segment.ndjson")).unwrap()
}

fn add(store: &MemoryProfileStore, lines: &[&str]) -> u64 {
    let (report, refused) = import(store, &Format::Segment, lines.join("\n").as_bytes());
    assert!(refused.is_empty(), "{refused:?}");
    report.stored
}

fn ids(store: &MemoryProfileStore, customer: &str) -> Vec<String> {
    let items = items(store, customer).into_iter();
    items.map(|item| item.item_id.to_string()).collect()
}

#[test]
fn what_a_visitor_did_before_he_said_who_he_is_stands_with_the_customer() {
    let store = MemoryProfileStore::new();
    let (report, refused) = import(&store, &Format::Segment, &fixture());
    assert!(refused.is_empty(), "{refused:?}");
    assert_eq!(
        (report.read, report.accepted, report.duplicates),
        (15, 15, 0)
    );
    assert_eq!(
        ids(&store, "97980cfea0067"),
        [
            "srv-0008",
            "ios-0007",
            "srv-0006",
            "order:50314b8e",
            "ajs-0003",
            "ajs-0002",
            "ajs-0001"
        ]
    );
    assert!(profile(&store, "anon:507f191e810c19729de860ea").is_none());
    let sanne = profile(&store, "97980cfea0067").unwrap();
    assert_eq!(value(&sanne, "contact.postcode"), Some("3811 AB"));
    assert_eq!(value(&sanne, "person.salutation"), Some("mevrouw"));
    let mut identities: Vec<_> = sanne.identities.iter().collect();
    identities.sort_by_key(|identity| (identity.kind, identity.value.clone()));
    let found: Vec<_> = identities
        .iter()
        .map(|i| (i.kind, i.value.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (IdentityKind::Email, "sanne.deboer@example.nl"),
            (IdentityKind::Phone, "+31612345678"),
            (IdentityKind::ExternalId, "97980cfea0067"),
            (IdentityKind::AnonymousId, "507f191e810c19729de860ea"),
            (IdentityKind::AnonymousId, "ios-77"),
        ]
    );
}

#[test]
fn a_second_import_of_the_same_messages_stores_nothing() {
    let store = MemoryProfileStore::new();
    let (first, _) = import(&store, &Format::Segment, &fixture());
    let (second, _) = import(&store, &Format::Segment, &fixture());
    assert_eq!((second.stored, second.duplicates), (0, first.stored));
}

#[test]
fn a_group_is_an_organisation_with_its_contact() {
    let store = MemoryProfileStore::new();
    import(&store, &Format::Segment, &fixture());
    let bakery = profile(&store, "org:0e8c78ea9d97a7b8185e8632").unwrap();
    assert_eq!(bakery.kind, CustomerKind::Organisation);
    assert_eq!(
        value(&bakery, "organisation.name"),
        Some("Bakkerij De Boer")
    );
    assert_eq!(bakery.relations[0].kind, RelationKind::Contact);
    assert_eq!(bakery.relations[0].name, "Sanne de Boer");
    let sanne = profile(&store, "97980cfea0067").unwrap();
    assert_eq!(sanne.relations[0].customer_id, bakery.customer_id);
    assert_eq!(value(&sanne, "organisation.name"), None);
}

#[test]
fn an_alias_brings_the_former_id_to_the_new_one() {
    let store = MemoryProfileStore::new();
    import(&store, &Format::Segment, &fixture());
    assert_eq!(ids(&store, "507f191e81"), ["srv-0010"]);
    assert!(profile(&store, "karim@example.nl").is_none());
    let karim = profile(&store, "507f191e81").unwrap();
    assert_eq!(value(&karim, "person.last_name"), Some("van den Akker"));
}

#[test]
fn two_people_on_one_tablet_are_never_mixed() {
    let store = MemoryProfileStore::new();
    import(&store, &Format::Segment, &fixture());
    assert_eq!(ids(&store, "anon:tablet-hal"), ["tab-0015"]);
    assert_eq!(
        value(&profile(&store, "user-ann").unwrap(), "person.first_name"),
        Some("Ann")
    );
    assert_eq!(
        value(&profile(&store, "user-bob").unwrap(), "person.first_name"),
        Some("Bob")
    );
    assert!(ids(&store, "user-ann").is_empty());
}

const VISIT: &str =
    r#"{"type":"page","anonymousId":"v","messageId":"1","timestamp":"2026-01-01T10:00:00Z"}"#;
const LOGIN: &str = r#"{"type":"identify","anonymousId":"v","userId":"u","messageId":"2","timestamp":"2026-01-02T10:00:00Z"}"#;
const BUY: &str = r#"{"type":"track","event":"Order Completed","userId":"u","messageId":"3","timestamp":"2026-01-03T10:00:00Z"}"#;

#[test]
fn a_stored_visitor_who_says_who_he_is_later_keeps_his_history() {
    let store = MemoryProfileStore::new();
    add(&store, &[VISIT]);
    add(&store, &[LOGIN]);
    add(&store, &[BUY]);
    assert_eq!(ids(&store, "anon:v"), ["3", "1"]);
    assert!(profile(&store, "u").is_none());
    assert_eq!(add(&store, &[VISIT, LOGIN, BUY]), 0);
}

#[test]
fn a_visitor_who_is_known_from_before_is_recognised() {
    let store = MemoryProfileStore::new();
    add(&store, &[LOGIN]);
    add(&store, &[VISIT]);
    assert_eq!(ids(&store, "u"), ["1"]);
}

#[test]
fn a_second_person_on_a_known_device_does_not_get_the_first_ones_profile() {
    let other = LOGIN.replace("\"u\"", "\"w\"").replace("\"2\"", "\"4\"");
    for before in [LOGIN, VISIT] {
        let store = MemoryProfileStore::new();
        add(&store, &[before]);
        add(&store, &[LOGIN]);
        add(&store, &[&other]);
        let identities = &profile(&store, "w").unwrap().identities;
        assert!(identities.iter().any(|i| i.value == "w"));
        let first = if before == LOGIN { "u" } else { "anon:v" };
        let identities = &profile(&store, first).unwrap().identities;
        assert!(!identities.iter().any(|i| i.value == "w"), "{first}");
    }
}
