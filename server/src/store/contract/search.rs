//! Who is it? By identifier exactly, by name as people type it.

use std::collections::BTreeSet;

use klantbeeld_core::model::{Action, IdentityKind};

use super::fixtures::{
    NOW_MS, actor, claim, customer, empty, identity, named, operation, put, tenant,
};
use crate::store::{CustomerRecord, FoundCustomer, Matched, ProfileStore};

async fn names(store: &dyn ProfileStore, query: &str) -> Vec<String> {
    let found = store.search_names(&tenant("t"), None, query, 10).await;
    let found = found.unwrap();
    assert!(found.iter().all(|hit| hit.matched == Matched::Words));
    let ids = found.into_iter().map(|hit| hit.customer_id.to_string());
    ids.collect()
}

pub(super) async fn an_identifier_finds_its_customers_once(store: &dyn ProfileStore) {
    let with = |id: &str, identities| CustomerRecord {
        identities,
        ..empty(id)
    };
    let shared = || identity(IdentityKind::Phone, "+31301234567");
    let both = vec![shared(), identity(IdentityKind::Email, "a@example.nl")];
    put(
        store,
        vec![
            with("c-2", both),
            with("c-1", vec![shared()]),
            with("c-3", vec![identity(IdentityKind::Email, "+31301234567x")]),
        ],
    )
    .await;
    let find = |values: &[&str], limit| {
        let values: Vec<_> = values.iter().map(|v| (*v).to_owned()).collect();
        async move {
            let found = store
                .find_by_identity(&tenant("t"), None, &values, limit)
                .await;
            let hits = found.unwrap().into_iter();
            hits.map(|hit| (hit.customer_id.to_string(), hit.matched))
                .collect::<Vec<_>>()
        }
    };
    let hit = |id: &str, kind| (id.to_owned(), Matched::Identity(kind));
    let by_phone = find(&["+31301234567"], 10).await;
    let expected = [
        hit("c-1", IdentityKind::Phone),
        hit("c-2", IdentityKind::Phone),
    ];
    assert_eq!(by_phone, expected);
    let by_both = find(&["a@example.nl", "+31301234567"], 10).await;
    let expected = [
        hit("c-2", IdentityKind::Email),
        hit("c-1", IdentityKind::Phone),
    ];
    assert_eq!(by_both, expected);
    assert_eq!(find(&["a@example.nl", "+31301234567"], 1).await.len(), 1);
    assert!(find(&["A@EXAMPLE.NL", ""], 10).await.is_empty());
}

pub(super) async fn names_are_found_by_the_beginnings_of_their_words(store: &dyn ProfileStore) {
    let person = |id: &str, first: &str, last: &str, postcode: &str| CustomerRecord {
        assertions: vec![
            claim("1", "person.first_name", first),
            claim("2", "person.last_name", last),
            claim("3", "contact.postcode", postcode),
            claim("4", "health.notes", "Bjarne"),
        ],
        ..empty(id)
    };
    put(store, vec![person("c-1", "Björn", "de Vries", "3511 AB")]).await;
    put(
        store,
        vec![
            person("c-3", "Bjarke", "Sørensen", "3512AC"),
            named("c-2", "organisation.name", "Van der Björk B.V."),
        ],
    )
    .await;
    assert_eq!(names(store, "Bjorn").await, ["c-1"]);
    assert_eq!(names(store, "BJÖRN").await, ["c-1"]);
    assert_eq!(names(store, "b").await, ["c-1", "c-2", "c-3"]);
    assert_eq!(names(store, "vri bjo").await, ["c-1"]);
    assert_eq!(names(store, "soren").await, ["c-3"]);
    assert_eq!(names(store, "3511ab").await, ["c-1"]);
    assert_eq!(names(store, "3511 ab").await, ["c-1"]);
    assert_eq!(names(store, "v.d. Björk").await, ["c-2"]);
    assert!(names(store, "jorn").await.is_empty());
    assert!(names(store, "bjarne").await.is_empty());
    let two = store
        .search_names(&tenant("t"), None, "bj", 2)
        .await
        .unwrap();
    assert_eq!(two.len(), 2);
}

pub(super) async fn a_corrected_name_replaces_the_former_one(store: &dyn ProfileStore) {
    put(store, vec![named("c-1", "person.last_name", "Jansen")]).await;
    let correct = |op_id: &str, value: &str| {
        let action = Action::SetField {
            field: "person.last_name".to_owned(),
            value: value.to_owned(),
        };
        operation(op_id, "c-1", action)
    };
    let tenant = tenant("t");
    let actor = actor("agent");
    let renamed = correct("op-1", "Pietersen");
    store
        .apply(&tenant, &actor, &renamed, NOW_MS)
        .await
        .unwrap();
    assert!(names(store, "jansen").await.is_empty());
    assert_eq!(names(store, "pieter").await, ["c-1"]);
    let taken_away = correct("op-2", "");
    let later_ms = NOW_MS + 1;
    store
        .apply(&tenant, &actor, &taken_away, later_ms)
        .await
        .unwrap();
    assert!(names(store, "pieter").await.is_empty());
}

pub(super) async fn what_people_said_of_addresses_and_numbers_finds_them(store: &dyn ProfileStore) {
    let tenant = tenant("t");
    put(
        store,
        vec![
            named("c-1", "contact.email", "old@example.nl"),
            empty("c-2"),
        ],
    )
    .await;
    let say = |op_id: &str, id: &str, field: &str, value: &str| {
        let action = Action::SetField {
            field: field.to_owned(),
            value: value.to_owned(),
        };
        operation(op_id, id, action)
    };
    for (by, said) in [
        (
            "customer",
            say("1", "c-1", "contact.email", "New@Example.nl"),
        ),
        ("agent", say("2", "c-1", "contact.mobile", "+31612345678")),
        ("agent", say("3", "c-2", "contact.phone", "+31612345678")),
        (
            "customer",
            say("4", "c-1", "contact.email", "newest@example.nl"),
        ),
        ("customer", say("5", "c-1", "contact.email", "")),
        ("customer", say("6", "c-2", "health.notes", "astma")),
    ] {
        store
            .apply(&tenant, &actor(by), &said, NOW_MS)
            .await
            .unwrap();
    }
    let only = BTreeSet::from([customer("c-2")]);
    let find = |values: &[&str], within, limit| {
        let values: Vec<_> = values.iter().map(|v| (*v).to_owned()).collect();
        let tenant = &tenant;
        async move {
            let found = store.find_by_statement(tenant, within, &values, limit);
            let found = found.await.unwrap();
            assert!(found.iter().all(|hit| hit.matched == Matched::Stated));
            let ids = found.into_iter().map(|hit| hit.customer_id.to_string());
            ids.collect::<Vec<_>>()
        }
    };
    assert_eq!(find(&["new@example.nl"], None, 9).await, ["c-1"]);
    assert_eq!(find(&["newest@example.nl"], None, 9).await, ["c-1"]);
    assert_eq!(find(&["+31612345678"], None, 9).await, ["c-1", "c-2"]);
    assert_eq!(find(&["+31612345678"], None, 1).await, ["c-1"]);
    assert_eq!(find(&["+31612345678"], Some(&only), 1).await, ["c-2"]);
    let nothing = find(
        &["old@example.nl", "astma", "", "nobody@example.nl"],
        None,
        9,
    );
    assert!(nothing.await.is_empty(), "no source is taken for a person");
}

pub(super) async fn a_search_inside_a_few_customers_is_not_crowded_out(store: &dyn ProfileStore) {
    let same = |n: u32| CustomerRecord {
        identities: vec![identity(IdentityKind::Phone, "+31301234567")],
        ..named(&format!("c-{n:03}"), "person.last_name", "De Vries")
    };
    put(store, (0..300).map(same).collect()).await;
    let (tenant, phone) = (tenant("t"), ["+31301234567".to_owned()]);
    let only = BTreeSet::from([customer("c-299"), customer("c-298")]);
    let within = Some(&only);
    let ids = |found: Vec<FoundCustomer>| {
        let ids = found.into_iter().map(|hit| hit.customer_id.to_string());
        ids.collect::<Vec<_>>()
    };
    let named = store.search_names(&tenant, within, "vri de", 9).await;
    assert_eq!(ids(named.unwrap()), ["c-298", "c-299"]);
    let named = store.search_names(&tenant, within, "jansen", 9).await;
    assert!(named.unwrap().is_empty());
    let known = store.find_by_identity(&tenant, within, &phone, 1).await;
    assert_eq!(ids(known.unwrap()), ["c-298"]);
    let nobody = BTreeSet::new();
    let named = store.search_names(&tenant, Some(&nobody), "de", 9).await;
    assert!(named.unwrap().is_empty());
}

pub(super) async fn a_question_in_query_syntax_is_only_text(store: &dyn ProfileStore) {
    put(store, vec![named("c-1", "person.last_name", "Not Near")]).await;
    assert_eq!(names(store, "NOT near").await, ["c-1"]);
    for query in [
        "\"",
        "*",
        "NEAR(",
        "words:x",
        "a\" OR \"n",
        "-n",
        "🅐b 🄰",
        "",
        "\0",
    ] {
        let found = store.search_names(&tenant("t"), None, query, 10).await;
        assert!(found.is_ok(), "{query:?}: {found:?}");
    }
    assert!(names(store, "a\" OR \"n").await.is_empty());
}
