//! A customer that is carried to another store is there what they were, and goes on from there.

use super::fixtures::{
    DAY_MS, NOW_MS, actor, claim, customer, empty, identity, item, item_id, load, note, operation,
    purchase, relation, tenant, told,
};
use super::{postgres, sqlite};
use crate::store::archive::{Archive, ArchiveSource};
use crate::store::{AccessEntry, CustomerRecord, Opened, ProfileStore, Said};
use klantbeeld_core::model::{Action, IdentityKind, Status};

/// Fills a store with a customer of whom there is something of everything.
async fn fill(store: &dyn ProfileStore) {
    let tenant = tenant("t");
    let mut promise = item("p-1", NOW_MS - DAY_MS);
    promise.line.kind = "promise".to_owned();
    promise.line.status = Some(Status::Open);
    promise.payload.insert("shareable".to_owned(), true.into());
    let first = CustomerRecord {
        assertions: vec![
            claim("a-1", "person.last_name", "De Vries"),
            claim("a-2", "contact.town", "Utrecht"),
        ],
        identities: vec![identity(IdentityKind::Email, "a@example.nl")],
        relations: vec![relation("c-2")],
        ..told(
            "c-1",
            Said::At(NOW_MS),
            vec![
                item("i-1", NOW_MS - 40 * DAY_MS),
                purchase("i-2", NOW_MS, 1_250),
                promise,
            ],
        )
    };
    store
        .ingest(&tenant, vec![first, empty("c-2")])
        .await
        .unwrap();
    let moved = told(
        "c-1",
        Said::At(NOW_MS + 5),
        vec![item("i-1", NOW_MS - 3 * DAY_MS)],
    );
    store.ingest(&tenant, vec![moved]).await.unwrap();
    let settle = Action::SettlePromise {
        item_id: item_id("p-1"),
        status: Status::Kept,
    };
    for write in [
        operation("op-1", "c-1", note("n-1", "a")),
        operation("op-2", "c-1", settle),
    ] {
        store
            .apply(&tenant, &actor("agent"), &write, NOW_MS)
            .await
            .unwrap();
    }
    for opened in [
        Opened::Item(item_id("i-1")),
        Opened::Field("health.notes".to_owned()),
    ] {
        let entry = AccessEntry {
            customer_id: customer("c-1"),
            opened,
            actor: actor("agent"),
            purpose: "service".to_owned(),
            at_ms: NOW_MS,
        };
        store.log_access(&tenant, entry).await.unwrap();
    }
}

async fn all_of(store: &dyn ArchiveSource) -> Vec<Archive> {
    let ids = store.customers_after(&tenant("t"), None, 9).await.unwrap();
    let mut all = Vec::new();
    for id in ids {
        all.extend(store.take_out(&tenant("t"), &id).await.unwrap());
    }
    all
}

#[tokio::test]
async fn a_customer_is_the_same_after_a_move_and_goes_on_from_there() {
    let Some(fixture) = postgres::fresh().await else {
        return;
    };
    let (from, to) = (sqlite(), fixture.store);
    fill(&from.store).await;
    let archives = all_of(&from.store).await;
    assert_eq!(archives.len(), 2);
    assert_eq!(archives[0].version, 4);
    to.put_in(&tenant("t"), &archives).await.unwrap();
    let moved = all_of(&to).await;
    for (before, after) in archives.iter().zip(&moved) {
        assert_eq!(before.hash().unwrap(), after.hash().unwrap());
        assert_eq!(before, after);
    }
    let both: [&dyn ProfileStore; 2] = [&from.store, &to];
    let mut said = Vec::new();
    for store in both {
        let tenant = tenant("t");
        // What was applied is known there; what a source tells late is still late.
        let again = operation("op-1", "c-1", note("n-1", "a"));
        let again = store
            .apply(&tenant, &actor("agent"), &again, NOW_MS)
            .await
            .unwrap();
        assert!(again.repeated);
        let late = told("c-1", Said::At(NOW_MS + 1), vec![item("i-1", NOW_MS)]);
        let late = store.ingest(&tenant, vec![late]).await.unwrap();
        let next = told("c-1", Said::At(NOW_MS + 9), vec![item("i-1", NOW_MS + 1)]);
        let next = store.ingest(&tenant, vec![next]).await.unwrap();
        let (id, item) = (customer("c-1"), item_id("i-1"));
        said.push((
            format!("{late:?} {next:?}"),
            load(store, "c-1", 9).await,
            store.changes_since(&tenant, &id, 2, 99).await.unwrap(),
            store.list_revisions(&tenant, &id, &item).await.unwrap(),
            store.list_access(&tenant, &id, 9).await.unwrap(),
            store.search_names(&tenant, None, "vries", 9).await.unwrap(),
        ));
    }
    assert_eq!(said[0], said[1]);
}

#[tokio::test]
async fn a_customer_who_is_put_in_again_is_replaced_as_a_whole() {
    let Some(fixture) = postgres::fresh().await else {
        return;
    };
    let (from, to) = (sqlite(), fixture.store);
    fill(&from.store).await;
    let archives = all_of(&from.store).await;
    to.put_in(&tenant("t"), &archives).await.unwrap();
    let write = operation("op-9", "c-1", note("n-9", "only here"));
    to.apply(&tenant("t"), &actor("agent"), &write, NOW_MS)
        .await
        .unwrap();
    assert_ne!(all_of(&to).await, archives);
    to.put_in(&tenant("t"), &archives).await.unwrap();
    assert_eq!(all_of(&to).await, archives);
}
