//! Data comes in once, as a whole, and is counted exactly.

use klantbeeld_core::model::{CustomerKind, IdentityKind};

use super::fixtures::{
    DAY_MS, NOW_MS, claim, customer, empty, euros, identity, item, item_id, load, named, purchase,
    put, relation, tenant, version, with_items,
};
use crate::store::{CustomerRecord, IngestReport, ProfileStore, StoreError};

fn full_record() -> CustomerRecord {
    CustomerRecord {
        kind: Some(CustomerKind::Organisation),
        assertions: vec![claim("a-1", "organisation.name", "Bakkerij Van Dam")],
        identities: vec![identity(IdentityKind::Email, "info@vandam.example")],
        relations: vec![relation("c-2")],
        items: vec![item("i-1", NOW_MS), purchase("i-2", NOW_MS, 1_177)],
        ..empty("c-1")
    }
}

pub(super) async fn a_second_ingest_stores_nothing_and_changes_nothing(store: &dyn ProfileStore) {
    let tenant = tenant("t");
    let first = store.ingest(&tenant, vec![full_record()]).await.unwrap();
    let stored = IngestReport {
        stored: 5,
        ..IngestReport::default()
    };
    assert_eq!(first, stored);
    let before = load(store, "c-1", 10).await;
    let second = store.ingest(&tenant, vec![full_record()]).await.unwrap();
    let repeated = IngestReport {
        duplicates: 5,
        ..IngestReport::default()
    };
    assert_eq!(second, repeated);
    assert_eq!(load(store, "c-1", 10).await, before);
    assert_eq!(before.version, 1);
}

pub(super) async fn what_is_made_once_is_a_duplicate_whatever_it_says_under_its_id(
    store: &dyn ProfileStore,
) {
    put(store, vec![with_items("c-1", vec![item("i-1", NOW_MS)])]).await;
    let other = purchase("i-1", NOW_MS - DAY_MS, 500);
    let report = store
        .ingest(&tenant("t"), vec![with_items("c-1", vec![other])])
        .await
        .unwrap();
    assert_eq!((report.stored, report.duplicates), (0, 1));
    let kept = store
        .get_item(&tenant("t"), &customer("c-1"), &item_id("i-1"))
        .await
        .unwrap();
    assert_eq!(kept, Some(item("i-1", NOW_MS)));
    let stats = store.stats(&tenant("t")).await.unwrap();
    assert_eq!(stats.items, 1);
    assert!(stats.sums_minor.is_empty());
}

pub(super) async fn several_records_of_one_customer_make_one_version(store: &dyn ProfileStore) {
    let records = || {
        vec![
            with_items("c-1", vec![item("i-1", NOW_MS)]),
            with_items("c-2", vec![item("i-1", NOW_MS)]),
            with_items("c-1", vec![item("i-2", NOW_MS), item("i-1", NOW_MS)]),
        ]
    };
    let report = store.ingest(&tenant("t"), records()).await.unwrap();
    assert_eq!((report.stored, report.duplicates), (3, 1));
    assert_eq!(version(store, "c-1").await, 1);
    assert_eq!(version(store, "c-2").await, 1);
    put(store, vec![with_items("c-1", vec![item("i-3", NOW_MS)])]).await;
    assert_eq!(version(store, "c-1").await, 2);
    assert_eq!(version(store, "c-2").await, 1);
}

pub(super) async fn a_source_that_does_not_know_the_kind_keeps_it(store: &dyn ProfileStore) {
    let kind = |kind| CustomerRecord {
        kind,
        ..empty("c-1")
    };
    put(store, vec![kind(Some(CustomerKind::Prospect))]).await;
    put(store, vec![kind(None)]).await;
    let kept = load(store, "c-1", 1).await;
    assert_eq!((kept.kind, kept.version), (CustomerKind::Prospect, 1));
    put(store, vec![kind(Some(CustomerKind::Person))]).await;
    let changed = load(store, "c-1", 1).await;
    assert_eq!((changed.kind, changed.version), (CustomerKind::Person, 2));
}

pub(super) async fn an_amount_that_cannot_be_summed_refuses_the_whole_batch(
    store: &dyn ProfileStore,
) {
    let records = vec![
        with_items("c-1", vec![purchase("i-1", NOW_MS, 100)]),
        with_items("c-2", vec![purchase("i-2", NOW_MS, i64::MIN)]),
    ];
    let refused = store.ingest(&tenant("t"), records).await;
    assert!(
        matches!(refused, Err(StoreError::Refused(_))),
        "{refused:?}"
    );
    assert_eq!(version(store, "c-1").await, 0);
    assert_eq!(store.stats(&tenant("t")).await.unwrap().items, 0);
    put(
        store,
        vec![with_items("c-1", vec![purchase("i-1", NOW_MS, 100)])],
    )
    .await;
    assert_eq!(store.stats(&tenant("t")).await.unwrap().items, 1);
}

pub(super) async fn stats_are_exact(store: &dyn ProfileStore) {
    let mut in_yen = purchase("i-4", NOW_MS, 0);
    in_yen.line.amount = euros(900).map(|mut money| {
        money.currency = klantbeeld_core::money::Currency::parse("JPY").unwrap();
        money
    });
    put(
        store,
        vec![
            named("c-1", "person.last_name", "Bakker"),
            with_items("c-1", vec![item("i-1", NOW_MS), in_yen]),
            with_items(
                "c-2",
                vec![
                    purchase("i-2", NOW_MS - 40 * DAY_MS, 1_177),
                    purchase("i-3", NOW_MS, -77),
                ],
            ),
        ],
    )
    .await;
    let stats = store.stats(&tenant("t")).await.unwrap();
    assert_eq!((stats.customers, stats.items), (2, 4));
    assert!(!store.is_empty(&tenant("t")).await.unwrap());
    assert!(store.is_empty(&tenant("nobody")).await.unwrap());
    let counts = |map: &std::collections::BTreeMap<String, u64>| {
        map.iter()
            .map(|(k, n)| format!("{k} {n}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(&stats.items_by_kind), ["call 1", "order 3"]);
    assert_eq!(counts(&stats.items_by_source), ["telephony 1", "till 3"]);
    assert_eq!(counts(&stats.claims_by_field), ["person.last_name 1"]);
    let used = store.used_names(&tenant("t")).await.unwrap();
    assert_eq!(used.fields, ["person.last_name".to_owned()].into());
    assert_eq!(used.kinds, ["call", "order"].map(str::to_owned).into());
    let others = store.used_names(&tenant("theirs")).await.unwrap();
    assert_eq!(others, crate::store::UsedNames::default());
    let sums: Vec<_> = stats.sums_minor.into_iter().collect();
    assert_eq!(sums, [("EUR".to_owned(), 1_100), ("JPY".to_owned(), 900)]);
}
