//! PostgreSQL stores for the checks: each with tables of its own, in the server that `KLANTBEELD_TEST_POSTGRES` names.
//!
//! `cargo xtask test` starts such a server and names it. Without one these checks do nothing, and say so where
//! nobody overlooks it; in CI that fails.

use std::io::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::store::postgres::PostgresProfileStore;

/// The address of a server in which tables may be made.
const SERVER: &str = "KLANTBEELD_TEST_POSTGRES";

/// A store in tables of its own.
pub(super) struct PostgresFixture {
    pub(super) store: PostgresProfileStore,
    /// The address of these tables.
    pub(super) url: String,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// Makes a store; none when there is no server.
pub(super) async fn fresh() -> Option<PostgresFixture> {
    fresh_as(str::to_owned).await
}

/// Makes a store whose tables are partitioned by customer.
pub(super) async fn fresh_in_partitions() -> Option<PostgresFixture> {
    fresh_as(in_partitions).await
}

async fn fresh_as(form: fn(&str) -> String) -> Option<PostgresFixture> {
    let url = fresh_url().await?;
    let store = PostgresProfileStore::open_as(&url, form).await.unwrap();
    Some(PostgresFixture { store, url })
}

/// Makes a place for tables, and returns its address.
pub(super) async fn fresh_url() -> Option<String> {
    let Ok(server) = std::env::var(SERVER) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "{SERVER} names no PostgreSQL server, and CI does not pass without one"
        );
        // Past the capture of the test harness, which shows nothing of what passes.
        let text = format!(
            "NOT RUN: {SERVER} names no PostgreSQL server; `cargo xtask test --only unit` starts one\n"
        );
        std::io::stderr().write_all(text.as_bytes()).unwrap();
        return None;
    };
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let schema = format!("t_{}_{number}", std::process::id());
    let client = connect(&server).await;
    client
        .batch_execute(&format!("CREATE SCHEMA {schema}"))
        .await
        .unwrap();
    let mark = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{mark}options=-csearch_path%3D{schema}"))
}

/// Connects beside the store.
pub(super) async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
}

/// Returns a migration in which every table about customers has four partitions, by customer.
fn in_partitions(sql: &str) -> String {
    let statements = sql.split_inclusive(";\n");
    let form = |statement: &str| {
        let table = statement
            .split_once("CREATE TABLE ")
            .and_then(|(_, rest)| rest.split_once(" ("));
        let Some((table, columns)) = table.filter(|(_, columns)| columns.contains("customer_id"))
        else {
            return statement.to_owned();
        };
        let parts = (0..4).map(|n| {
            format!(
                "CREATE TABLE {table}_p{n} PARTITION OF {table} \
                 FOR VALUES WITH (MODULUS 4, REMAINDER {n});\n"
            )
        });
        let columns = columns.trim_end().trim_end_matches(';');
        let parts = parts.collect::<String>();
        format!("CREATE TABLE {table} ({columns} PARTITION BY HASH (customer_id);\n{parts}")
    };
    statements.map(form).collect()
}
