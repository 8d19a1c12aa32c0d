//! The change list says what a caller must fetch to be where the store is.

use super::fixtures::{
    NOW_MS, claim, customer, empty, item, named, put, tenant, version, with_items,
};
use crate::store::{ChangeSet, CustomerRecord, ProfileStore};

async fn since(store: &dyn ProfileStore, version: u64, limit: usize) -> ChangeSet {
    let (tenant, customer) = (tenant("t"), customer("c-1"));
    let changes = store.changes_since(&tenant, &customer, version, limit);
    changes.await.unwrap().unwrap()
}

fn item_names(set: &ChangeSet) -> Vec<&str> {
    set.items.iter().map(|id| id.as_str()).collect()
}

pub(super) async fn versions_and_changes_go_in_step(store: &dyn ProfileStore) {
    put(store, vec![named("c-1", "person.last_name", "Smit")]).await;
    let items = vec![item("i-2", NOW_MS), item("i-1", NOW_MS)];
    put(store, vec![with_items("c-1", items)]).await;
    let both = CustomerRecord {
        assertions: vec![claim("a-9", "contact.town", "Zeist")],
        items: vec![item("i-3", NOW_MS)],
        ..empty("c-1")
    };
    put(store, vec![both]).await;
    assert_eq!(version(store, "c-1").await, 3);

    let from_one = since(store, 1, 100).await;
    assert_eq!(item_names(&from_one), ["i-1", "i-2", "i-3"]);
    assert!(from_one.fields_changed && !from_one.truncated);
    let from_two = since(store, 2, 100).await;
    assert_eq!(item_names(&from_two), ["i-3"]);
    let nothing = since(store, 3, 100).await;
    assert_eq!((nothing.version, nothing.items.len()), (3, 0));
    assert!(!nothing.fields_changed && !nothing.truncated);
}

pub(super) async fn a_caller_who_knows_nothing_is_told_to_load(store: &dyn ProfileStore) {
    put(store, vec![with_items("c-1", vec![item("i-1", NOW_MS)])]).await;
    let set = since(store, 0, 100).await;
    assert!(set.truncated && set.fields_changed);
    let ahead_of_a_restored_store = since(store, 7, 100).await;
    assert!(ahead_of_a_restored_store.truncated);
    assert_eq!(ahead_of_a_restored_store.version, 1);
}

pub(super) async fn more_changes_than_asked_for_are_said_to_be_more(store: &dyn ProfileStore) {
    put(store, vec![empty("c-1")]).await;
    let items = (0..5).map(|n| item(&format!("i-{n}"), NOW_MS)).collect();
    put(store, vec![with_items("c-1", items)]).await;
    let enough = since(store, 1, 5).await;
    assert_eq!((enough.items.len(), enough.truncated), (5, false));
    let more = since(store, 1, 4).await;
    assert_eq!((more.items.len(), more.truncated), (4, true));
}

pub(super) async fn a_large_import_is_one_change(store: &dyn ProfileStore) {
    put(store, vec![empty("c-1")]).await;
    let items = (0..500).map(|n| item(&format!("i-{n}"), NOW_MS)).collect();
    put(store, vec![with_items("c-1", items)]).await;
    let set = since(store, 1, 1_000).await;
    assert!(set.truncated && set.items.is_empty());
}
