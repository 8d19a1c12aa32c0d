//! What only a store on disk can get wrong: what survives, and what must not.

use std::sync::Arc;

use super::fixtures::{
    NOW_MS, actor, customer, empty, item, item_id, named, note, operation, purchase, tenant,
    with_items,
};
use super::sqlite;
use crate::store::sqlite::SqliteProfileStore;
use crate::store::{ProfileStore, StoreError};

#[tokio::test]
async fn what_was_acknowledged_is_there_after_reopening() {
    let fixture = sqlite();
    let tenant = tenant("t");
    let mut record = named("c-1", "person.last_name", "Blijvend");
    record.items = vec![item("i-1", NOW_MS)];
    fixture
        .store
        .ingest(&tenant, vec![record.clone()])
        .await
        .unwrap();
    let write = operation("op-1", "c-1", note("n-1", "a"));
    let apply = |store: SqliteProfileStore| {
        let (tenant, write) = (tenant.clone(), write.clone());
        async move {
            store
                .apply(&tenant, &actor("agent"), &write, NOW_MS)
                .await
                .unwrap()
        }
    };
    let before = apply(fixture.store.clone()).await;
    let path = fixture.folder.path().join("store.db");
    drop(fixture.store);

    let reopened = SqliteProfileStore::open(&path).unwrap();
    let again = apply(reopened.clone()).await;
    assert_eq!((again.version, again.repeated), (before.version, true));
    let report = reopened.ingest(&tenant, vec![record]).await.unwrap();
    assert_eq!((report.stored, report.duplicates), (0, 2));
    let found = reopened
        .search_names(&tenant, None, "blijv", 5)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert!(reopened.stats(&tenant).await.unwrap().size_bytes > 0);
}

/// A copy of the files while the store is open is what a crash leaves behind.
#[tokio::test]
async fn a_crash_keeps_every_acknowledged_write_and_nothing_of_the_one_under_way() {
    let fixture = sqlite();
    let tenant = tenant("t");
    let id = customer("c-1");
    fixture
        .store
        .ingest(&tenant, vec![with_items("c-1", vec![item("i-1", NOW_MS)])])
        .await
        .unwrap();
    let path = fixture.folder.path().join("store.db");
    let mut other = rusqlite::Connection::open(&path).unwrap();
    let tx = other
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    tx.execute("UPDATE customer SET version = 99", []).unwrap();
    tx.execute("DELETE FROM item", []).unwrap();
    tx.cache_flush().unwrap();

    let after = fixture.folder.path().join("after.db");
    std::fs::copy(&path, &after).unwrap();
    let log = |path: &std::path::Path| path.with_extension("db-wal");
    std::fs::copy(log(&path), log(&after)).unwrap();
    let crashed = SqliteProfileStore::open(&after).unwrap();
    assert_eq!(crashed.version(&tenant, &id).await.unwrap(), Some(1));
    let items = crashed.list_items(&tenant, &id, None, 9).await.unwrap();
    assert_eq!(items.len(), 1);
}

#[tokio::test]
async fn a_write_that_fails_half_way_leaves_nothing_not_even_its_words() {
    let fixture = sqlite();
    let tenant = tenant("t");
    let mut new_words = item("i-1", NOW_MS);
    new_words.line.kind = "brand_new_kind".to_owned();
    let records = vec![
        with_items("c-1", vec![new_words.clone()]),
        with_items("c-1", vec![purchase("i-2", NOW_MS, i64::MAX)]),
    ];
    let refused = fixture.store.ingest(&tenant, records).await;
    assert!(
        matches!(refused, Err(StoreError::Refused(_))),
        "{refused:?}"
    );
    let other = item("i-3", NOW_MS + 1);
    let records = vec![with_items("c-1", vec![other.clone(), new_words.clone()])];
    fixture.store.ingest(&tenant, records).await.unwrap();
    let lines = fixture
        .store
        .list_items(&tenant, &customer("c-1"), None, 9)
        .await;
    assert_eq!(lines.unwrap(), [other.line, new_words.line]);
}

#[tokio::test]
async fn another_process_may_write_and_its_words_are_understood() {
    let fixture = sqlite();
    let importer = SqliteProfileStore::open(&fixture.folder.path().join("store.db")).unwrap();
    let tenant = tenant("t");
    let put = |store: SqliteProfileStore, id: &'static str, kind: &'static str| {
        let mut item = item(id, NOW_MS);
        kind.clone_into(&mut item.line.kind);
        let tenant = tenant.clone();
        async move {
            let records = vec![with_items("c-1", vec![item])];
            store.ingest(&tenant, records).await.unwrap();
        }
    };
    put(fixture.store.clone(), "i-1", "one").await;
    put(importer.clone(), "i-2", "two").await;
    put(fixture.store.clone(), "i-3", "three").await;
    put(importer.clone(), "i-4", "three").await;
    for store in [&fixture.store, &importer] {
        let lines = store.list_items(&tenant, &customer("c-1"), None, 9).await;
        let kinds: Vec<_> = lines.unwrap().into_iter().map(|line| line.kind).collect();
        assert_eq!(kinds, ["three", "three", "two", "one"]);
        let found = store
            .get_item(&tenant, &customer("c-1"), &item_id("i-2"))
            .await;
        assert_eq!(found.unwrap().unwrap().line.kind, "two");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_writers_and_readers_lose_nothing() {
    let fixture = sqlite();
    let store = Arc::new(fixture.store.clone());
    let tenant = tenant("t");
    store.ingest(&tenant, vec![empty("c-1")]).await.unwrap();
    let tasks: Vec<_> = (0..40)
        .map(|n| {
            let (store, tenant) = (Arc::clone(&store), tenant.clone());
            tokio::spawn(async move {
                // Every operation twice, as a client does that missed the answer.
                let write = operation(
                    &format!("op-{}", n / 2),
                    "c-1",
                    note(&format!("n-{}", n / 2), "a"),
                );
                store
                    .apply(&tenant, &actor("agent"), &write, NOW_MS)
                    .await
                    .unwrap();
                store
                    .list_items(&tenant, &customer("c-1"), None, 50)
                    .await
                    .unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(
        store.version(&tenant, &customer("c-1")).await.unwrap(),
        Some(21)
    );
    assert_eq!(store.stats(&tenant).await.unwrap().items, 20);
}

#[test]
fn a_folder_that_does_not_exist_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let refused = SqliteProfileStore::open(&folder.path().join("no/such/store.db"));
    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn a_store_is_ready_only_while_it_can_be_written_and_profiles_read() {
    let fixture = sqlite();
    let path = fixture.folder.path().join("store.db");
    fixture.store.ready().await.unwrap();
    let records = vec![with_items("c-1", vec![item("i-1", NOW_MS)])];
    fixture.store.ingest(&tenant("t"), records).await.unwrap();
    fixture.store.ready().await.unwrap();
    let probe = fixture.folder.path().join("store.db-probe");
    assert!(!probe.exists());

    // What stands in the way of the probe is as a full disk.
    std::fs::create_dir(&probe).unwrap();
    let full = SqliteProfileStore::open(&path).unwrap();
    let refused = full.ready().await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    std::fs::remove_dir(&probe).unwrap();

    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch("ALTER TABLE assertion RENAME TO assertion_gone")
        .unwrap();
    assert!(fixture.store.ready().await.is_err());
}

#[tokio::test]
async fn a_large_write_leaves_no_log_behind_once_nobody_reads_it() {
    let fixture = sqlite();
    let path = fixture.folder.path().join("store.db");
    let log = || std::fs::metadata(path.with_extension("db-wal")).map_or(0, |log| log.len());
    let put = async |batch: usize| {
        let items = (0..300).map(|n| item(&format!("i-{batch}-{n}"), NOW_MS));
        let records = vec![with_items("c-1", items.collect())];
        fixture.store.ingest(&tenant("t"), records).await.unwrap();
    };
    put(1).await;
    assert!(log() > 0);
    fixture.store.rest().await.unwrap();
    assert_eq!(log(), 0);

    let reader = rusqlite::Connection::open(&path).unwrap();
    put(2).await;
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM item;")
        .unwrap();
    put(3).await;
    fixture.store.rest().await.unwrap();
    assert!(log() > 0, "somebody reads it");
    put(4).await;
    reader.execute_batch("COMMIT").unwrap();
    fixture.store.rest().await.unwrap();
    assert_eq!(log(), 0);
    drop(reader);
    put(5).await;
    drop(fixture.store);
    assert_eq!(log(), 0, "the last to leave empties it");
}
