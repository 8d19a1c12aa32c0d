//! Nothing of one tenant is in an answer to another, and what was opened stays known.

use klantbeeld_core::ids::TenantId;
use klantbeeld_core::model::IdentityKind;

use super::fixtures::{
    NOW_MS, actor, claim, customer, empty, identity, item, item_id, note, operation, tenant,
};
use crate::store::{AccessEntry, CustomerRecord, Opened, ProfileStore, StoreError, StoreStats};

fn record(name: &str) -> CustomerRecord {
    CustomerRecord {
        assertions: vec![claim("a-1", "person.last_name", name)],
        identities: vec![identity(IdentityKind::Email, "same@example.nl")],
        items: vec![item("i-1", NOW_MS)],
        ..empty("c-1")
    }
}

/// Asserts that a tenant has nothing at all.
async fn expect_nothing_of(store: &dyn ProfileStore, ours: &TenantId) {
    let (id, item) = (customer("c-1"), item_id("i-1"));
    let by_mail = ["same@example.nl".to_owned()];
    assert_eq!(store.version(ours, &id).await.unwrap(), None);
    let profile = store.load_profile(ours, &id, NOW_MS, 9).await.unwrap();
    assert_eq!(profile, None);
    let page = store.list_items(ours, &id, None, 9).await.unwrap();
    assert!(page.is_empty());
    assert_eq!(store.get_item(ours, &id, &item).await.unwrap(), None);
    let changes = store.changes_since(ours, &id, 0, 9).await.unwrap();
    assert_eq!(changes, None);
    let found = store.find_by_identity(ours, None, &by_mail, 9).await;
    assert!(found.unwrap().is_empty());
    assert_eq!(named(store, ours, "zw").await, 0);
    let stats = store.stats(ours).await.unwrap();
    let nothing = StoreStats {
        size_bytes: stats.size_bytes,
        ..StoreStats::default()
    };
    assert_eq!(stats, nothing);
}

async fn named(store: &dyn ProfileStore, tenant: &TenantId, query: &str) -> usize {
    let found = store.search_names(tenant, None, query, 9).await;
    found.unwrap().len()
}

pub(super) async fn a_tenant_sees_nothing_of_another(store: &dyn ProfileStore) {
    let (ours, theirs) = (tenant("ours"), tenant("theirs"));
    let id = customer("c-1");
    store.ingest(&theirs, vec![record("Zwart")]).await.unwrap();
    expect_nothing_of(store, &ours).await;
    let write = operation("op-1", "c-1", note("n-1", "a"));
    let refused = store.apply(&ours, &actor("agent"), &write, NOW_MS).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");

    store.ingest(&ours, vec![record("Zwaan")]).await.unwrap();
    let profile = store.load_profile(&ours, &id, NOW_MS, 9).await.unwrap();
    assert_eq!(profile.unwrap().assertions.first().unwrap().value, "Zwaan");
    assert_eq!(named(store, &ours, "zw").await, 1);
    assert_eq!(named(store, &ours, "zwart").await, 0);
    assert_eq!(named(store, &theirs, "zwart").await, 1);
    assert_eq!(store.version(&theirs, &id).await.unwrap(), Some(1));
}

pub(super) async fn the_access_log_is_kept_per_customer_newest_first(store: &dyn ProfileStore) {
    let ours = tenant("ours");
    let item = |id: &str| Opened::Item(item_id(id));
    let field = |name: &str| Opened::Field(name.to_owned());
    let entry = |id: &str, opened, at_ms| AccessEntry {
        customer_id: customer(id),
        opened,
        actor: actor("agent"),
        purpose: "service".to_owned(),
        at_ms,
    };
    let entries = [
        entry("c-1", item("first"), NOW_MS),
        entry("c-1", field("health.notes"), NOW_MS),
        entry("c-1", item("older"), NOW_MS - 1),
        entry("c-2", field("health.notes"), NOW_MS),
    ];
    for entry in entries.clone() {
        store.log_access(&ours, entry).await.unwrap();
    }
    let [first, second, older, _] = entries;
    let id = customer("c-1");
    let all = store.list_access(&ours, &id, 9).await.unwrap();
    assert_eq!(all, [second.clone(), first, older]);
    assert_eq!(store.list_access(&ours, &id, 1).await.unwrap(), [second]);
    let theirs = store.list_access(&tenant("theirs"), &id, 9).await.unwrap();
    assert!(theirs.is_empty());
}
