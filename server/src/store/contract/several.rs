//! Several servers write to one database, sessions break, and servers change their part.

use std::sync::Arc;
use std::time::Duration;

use klantbeeld_core::model::Action;
use tokio_postgres::Client;

use super::fixtures::{
    NOW_MS, actor, customer, empty, item, named, note, operation, tenant, with_items,
};
use super::postgres;
use crate::store::postgres::PostgresProfileStore;
use crate::store::{ProfileStore as _, StoreError};

const INVERSIONS: usize = 1_000;

/// Waits until somebody waits for a lock on that table.
async fn until_somebody_waits(client: &Client, table: &str) {
    let sql = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = $1::text::regclass";
    for _ in 0..5_000 {
        let waiting: i64 = client.query_one(sql, &[&table]).await.unwrap().get(0);
        if waiting > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("nobody came to wait for {table}");
}

/// Reads on from a version, as a view does that follows a customer.
async fn follow(store: &PostgresProfileStore, id: &str, seen: &mut u64) -> usize {
    let changes = store
        .changes_since(&tenant("t"), &customer(id), *seen, 99)
        .await;
    let changes = changes.unwrap().unwrap();
    *seen = changes.version;
    changes.items.len() + usize::from(changes.fields_changed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_began_first_and_ends_last_is_missed_by_nobody_who_follows() {
    let Some(fixture) = postgres::fresh().await else {
        return;
    };
    let store = fixture.store.clone();
    store
        .ingest(&tenant("t"), vec![empty("c-1"), empty("c-2")])
        .await
        .unwrap();
    let mut gate = postgres::connect(&fixture.url).await;
    let watch = postgres::connect(&fixture.url).await;
    let (mut seen_first, mut seen_second) = (1, 1);
    let (mut first, mut second) = (0, 0);
    for n in 0..INVERSIONS {
        let closed = gate.transaction().await.unwrap();
        closed
            .batch_execute("LOCK TABLE assertion IN SHARE MODE")
            .await
            .unwrap();
        let slow = store.clone();
        let slow = tokio::spawn(async move {
            let action = Action::SetField {
                field: "health.notes".to_owned(),
                value: n.to_string(),
            };
            let claim = operation(&format!("claim-{n}"), "c-1", action);
            slow.apply(&tenant("t"), &actor("agent"), &claim, NOW_MS)
                .await
        });
        until_somebody_waits(&watch, "assertion").await;
        let quick = operation(&format!("note-{n}"), "c-2", note(&format!("n-{n}"), "a"));
        store
            .apply(&tenant("t"), &actor("agent"), &quick, NOW_MS)
            .await
            .unwrap();
        assert_eq!(follow(&store, "c-1", &mut seen_first).await, 0);
        second += follow(&store, "c-2", &mut seen_second).await;
        closed.rollback().await.unwrap();
        slow.await.unwrap().unwrap();
        first += follow(&store, "c-1", &mut seen_first).await;
    }
    assert_eq!((first, second), (INVERSIONS, INVERSIONS));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_servers_apply_operations_to_one_customer_once() {
    let Some(url) = postgres::fresh_url().await else {
        return;
    };
    // All of them start at once, on a database without tables.
    let servers = (0..6).map(|_| PostgresProfileStore::open(&url));
    let servers = futures::future::try_join_all(servers).await.unwrap();
    let servers = Arc::new(servers);
    let tenant = tenant("t");
    servers[0]
        .ingest(&tenant, vec![empty("c-1")])
        .await
        .unwrap();
    let tasks = (0..180).map(|n| {
        let (servers, tenant) = (Arc::clone(&servers), tenant.clone());
        tokio::spawn(async move {
            // Each operation comes to three servers, as from a client that missed two answers.
            let number = n / 3;
            let write = operation(
                &format!("op-{number}"),
                "c-1",
                note(&format!("n-{number}"), "a"),
            );
            let server = &servers[n % servers.len()];
            server
                .apply(&tenant, &actor("agent"), &write, NOW_MS)
                .await
                .unwrap()
        })
    });
    let mut versions: Vec<_> = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        let applied = task.await.unwrap();
        if !applied.repeated {
            versions.push(applied.version);
        }
    }
    versions.sort_unstable();
    assert_eq!(versions, (2..=61).collect::<Vec<_>>());
    let version = servers[1].version(&tenant, &customer("c-1")).await.unwrap();
    assert_eq!(version, Some(61));
    assert_eq!(servers[2].stats(&tenant).await.unwrap().items, 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn imports_of_the_same_customers_in_any_order_do_not_hold_each_other_up() {
    let Some(fixture) = postgres::fresh().await else {
        return;
    };
    let other = PostgresProfileStore::open(&fixture.url).await.unwrap();
    let tasks = (0..24).map(|n: usize| {
        let store = if n.is_multiple_of(2) {
            fixture.store.clone()
        } else {
            other.clone()
        };
        tokio::spawn(async move {
            let mut ids: Vec<_> = (0..30).collect();
            ids.rotate_left(n);
            let records = ids.into_iter().map(|c| {
                let items = vec![
                    item(&format!("same-{c}"), NOW_MS),
                    item(&format!("{n}-{c}"), NOW_MS),
                ];
                let mut record = with_items(&format!("c-{c}"), items);
                record.assertions = named("x", "person.last_name", "Jansen").assertions;
                record
            });
            let report = store.ingest(&tenant("t"), records.collect()).await.unwrap();
            report.stored
        })
    });
    let mut stored = 0;
    for task in tasks.collect::<Vec<_>>() {
        stored += task.await.unwrap();
    }
    // Each customer has an item of each import, one that all tell, and a name.
    assert_eq!(stored, 30 * (24 + 1 + 1));
    let stats = fixture.store.stats(&tenant("t")).await.unwrap();
    assert_eq!((stats.customers, stats.items), (30, 30 * 25));
    let found = other
        .search_names(&tenant("t"), None, "jans", 99)
        .await
        .unwrap();
    assert_eq!(found.len(), 30);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writes_outlive_sessions_that_are_cut_off() {
    let Some(url) = postgres::fresh_url().await else {
        return;
    };
    let name = format!("cut-{}", std::process::id());
    let store = PostgresProfileStore::open(&format!("{url}&application_name={name}"))
        .await
        .unwrap();
    store
        .ingest(&tenant("t"), vec![empty("c-1")])
        .await
        .unwrap();
    let client = postgres::connect(&url).await;
    let cutter = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(150)).await;
            let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
            client.query(sql, &[&name]).await.unwrap();
        }
    });
    for n in 0..120 {
        let write = operation(&format!("op-{n}"), "c-1", note(&format!("n-{n}"), "a"));
        let applied = store
            .apply(&tenant("t"), &actor("agent"), &write, NOW_MS)
            .await;
        assert_eq!(applied.unwrap().version, n + 2);
    }
    cutter.abort();
    assert_eq!(store.stats(&tenant("t")).await.unwrap().items, 120);
}

#[tokio::test]
async fn a_session_that_cannot_write_any_more_is_not_used_again() {
    let Some(fixture) = postgres::fresh().await else {
        return;
    };
    let store = fixture.store;
    store
        .ingest(&tenant("t"), vec![empty("c-1")])
        .await
        .unwrap();
    // As a primary that was made a standby.
    let session = store.session().await;
    session
        .batch_execute("SET default_transaction_read_only = on")
        .await
        .unwrap();
    drop(session);
    let refused = store.ready().await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    let write = operation("op-1", "c-1", note("n-1", "a"));
    let applied = store
        .apply(&tenant("t"), &actor("agent"), &write, NOW_MS)
        .await;
    assert_eq!(applied.unwrap().version, 2);
    store.ready().await.unwrap();
}

#[tokio::test]
async fn what_was_acknowledged_is_there_for_the_next_server() {
    let Some(fixture) = postgres::fresh().await else {
        return;
    };
    let tenant = tenant("t");
    let mut record = named("c-1", "person.last_name", "Blijvend");
    record.items = vec![item("i-1", NOW_MS)];
    fixture
        .store
        .ingest(&tenant, vec![record.clone()])
        .await
        .unwrap();
    let write = operation("op-1", "c-1", note("n-1", "a"));
    let before = fixture
        .store
        .apply(&tenant, &actor("agent"), &write, NOW_MS)
        .await
        .unwrap();
    drop(fixture.store);

    let next = PostgresProfileStore::open(&fixture.url).await.unwrap();
    let again = next
        .apply(&tenant, &actor("agent"), &write, NOW_MS)
        .await
        .unwrap();
    assert_eq!((again.version, again.repeated), (before.version, true));
    let report = next.ingest(&tenant, vec![record]).await.unwrap();
    assert_eq!((report.stored, report.duplicates), (0, 2));
    let found = next.search_names(&tenant, None, "blijv", 5).await.unwrap();
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn a_write_that_fails_half_way_leaves_nothing() {
    let Some(fixture) = postgres::fresh().await else {
        return;
    };
    let nul = named("c-1", "person.last_name", "Jan\0sen");
    let records = vec![with_items("c-2", vec![item("i-1", NOW_MS)]), nul];
    let refused = fixture.store.ingest(&tenant("t"), records).await;
    assert!(
        matches!(refused, Err(StoreError::Refused(_))),
        "{refused:?}"
    );
    assert!(fixture.store.is_empty(&tenant("t")).await.unwrap());
    assert!(
        fixture
            .store
            .used_names(&tenant("t"))
            .await
            .unwrap()
            .kinds
            .is_empty()
    );
}

#[tokio::test]
async fn tables_of_a_newer_program_or_of_another_are_left_as_they_are() {
    let Some(fixture) = postgres::fresh().await else {
        return;
    };
    let client = postgres::connect(&fixture.url).await;
    client
        .batch_execute("UPDATE klantbeeld_schema SET version = 99")
        .await
        .unwrap();
    let refused = PostgresProfileStore::open(&fixture.url).await;
    assert!(
        matches!(refused, Err(StoreError::TooNew { found: 99, .. })),
        "{refused:?}"
    );

    let url = postgres::fresh_url().await.unwrap();
    let client = postgres::connect(&url).await;
    client
        .batch_execute("CREATE TABLE customer (name text)")
        .await
        .unwrap();
    let refused = PostgresProfileStore::open(&url).await;
    assert!(
        matches!(refused, Err(StoreError::Corrupt(_))),
        "{refused:?}"
    );
    client
        .query("SELECT name FROM customer", &[])
        .await
        .unwrap();
}

#[tokio::test]
async fn no_error_tells_the_password() {
    for url in [
        "postgres://u:s3cret@127.0.0.1:1/k",
        "postgres://u:s3cret@127.0.0.1:1,127.0.0.1:2/k",
        "postgres://u:s3cret@127.0.0.1:1/k?sslmode=require",
        "postgres://u:s3cret@127.0.0.1:1/k?sslmode=verify-full&sslrootcert=/no/such/file",
    ] {
        let refused = PostgresProfileStore::open(url).await.unwrap_err();
        assert!(matches!(refused, StoreError::Unavailable(_)), "{refused}");
        assert!(
            !format!("{refused} {refused:?}").contains("s3cret"),
            "{refused:?}"
        );
    }
}
