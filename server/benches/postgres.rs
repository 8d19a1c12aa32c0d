//! PostgreSQL beside SQLite, in one run on one machine: what a screen waits for, and how fast data goes in.
//!
//! `KLANTBEELD_TEST_POSTGRES` names the server, such as one of your own with its usual settings; without one
//! there is nothing to compare. The figure is the ratio.

#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot run should stop"
)]

use std::io::Write as _;
use std::time::{Duration, Instant};

use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Assertion, Author, Item, ItemLine};
use klantbeeld_server::store::postgres::PostgresProfileStore;
use klantbeeld_server::store::sqlite::SqliteProfileStore;
use klantbeeld_server::store::{CustomerRecord, ProfileStore, Said};
use serde_json::{Map, json};

const CUSTOMERS: usize = 2_000;
const ITEMS: usize = 50;
const BATCH: usize = 100;
const READS: usize = 2_000;
const NOW_MS: i64 = 1_793_491_200_000;

fn customer(n: usize) -> CustomerId {
    CustomerId::parse(format!("c-{n:07}")).expect("an id")
}

fn item(n: usize) -> Item {
    let hour_ms = 3_600_000;
    let at_ms = NOW_MS - hour_ms * i64::try_from(n).unwrap_or(0);
    let line = ItemLine::new(
        ItemId::parse(format!("i-{n}")).expect("an id"),
        at_ms,
        "call",
    );
    let mut payload = Map::new();
    payload.insert(
        "text".to_owned(),
        json!("Vroeg waarom de jaarnota hoger is dan vorig jaar."),
    );
    Item {
        line: ItemLine {
            channel: "phone".to_owned(),
            department: "service".to_owned(),
            source: "telephony".to_owned(),
            title: "Gesprek over de jaarnota".to_owned(),
            summary: "Vraag over de jaarnota, uitgelegd".to_owned(),
            ..line
        },
        recorded_ms: at_ms,
        recorded_by: "Telefooncentrale".to_owned(),
        payload,
    }
}

fn record(n: usize) -> CustomerRecord {
    const NAMES: [&str; 5] = ["Jansen", "De Vries", "Van den Berg", "Bakker", "Visser"];
    let claim = |field: &str, value: String| Assertion {
        assertion_id: field.to_owned(),
        field: field.to_owned(),
        value,
        source: "crm".to_owned(),
        valid_from_ms: NOW_MS,
        known_at_ms: NOW_MS,
        author: Author::System,
        by: "CRM".to_owned(),
        raw: None,
        invalid: None,
    };
    let mut record = CustomerRecord::new(customer(n), Said::At(NOW_MS));
    let name = NAMES.get(n % NAMES.len()).copied().unwrap_or_default();
    record.assertions = vec![
        claim("person.last_name", name.to_owned()),
        claim("contact.address", format!("Dorpsstraat {n}")),
        claim("contact.postcode", format!("{} AB", 1_000 + n % 9_000)),
        claim("contact.town", "Utrecht".to_owned()),
    ];
    record.items = (0..ITEMS).map(item).collect();
    record
}

fn p50(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Measures one store: items a second, then what a page of 50, a whole card and a search wait.
async fn measure(store: &dyn ProfileStore) -> [f64; 4] {
    let tenant = TenantId::parse("bench").expect("an id");
    let begin = Instant::now();
    for first in (0..CUSTOMERS).step_by(BATCH) {
        let records = (first..first + BATCH).map(record).collect();
        store.ingest(&tenant, records).await.expect("it is stored");
    }
    let seconds = begin.elapsed().as_secs_f64();
    let mut waits = [const { Vec::new() }; 3];
    for n in 0..READS {
        // Far apart, so that no two follow each other in a page of the database.
        let id = customer(n * 7_919 % CUSTOMERS);
        let [page, card, search] = &mut waits;
        let begin = Instant::now();
        store
            .list_items(&tenant, &id, None, 50)
            .await
            .expect("it is read");
        page.push(begin.elapsed());
        let begin = Instant::now();
        store
            .load_profile(&tenant, &id, NOW_MS, 50)
            .await
            .expect("it is read");
        card.push(begin.elapsed());
        let begin = Instant::now();
        store
            .search_names(&tenant, None, "vries dorps", 10)
            .await
            .expect("it is read");
        search.push(begin.elapsed());
    }
    let items = u32::try_from(CUSTOMERS * ITEMS).map_or(0.0, f64::from);
    let [page, card, search] = waits.map(|times| p50(times).as_secs_f64() * 1e6);
    [items / seconds, page, card, search]
}

#[tokio::main]
async fn main() {
    let mut out = std::io::stdout();
    let Ok(server) = std::env::var("KLANTBEELD_TEST_POSTGRES") else {
        writeln!(
            out,
            "KLANTBEELD_TEST_POSTGRES names no server: nothing to compare"
        )
        .expect("stdout");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let sqlite = SqliteProfileStore::open(&folder.path().join("bench.db")).expect("a store");
    let schema = format!("bench_{}", std::process::id());
    let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls)
        .await
        .expect("a server");
    tokio::spawn(connection);
    client
        .batch_execute(&format!("CREATE SCHEMA {schema}"))
        .await
        .expect("a schema");
    let mark = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{mark}options=-csearch_path%3D{schema}");
    let postgres = PostgresProfileStore::open(&url).await.expect("a store");
    let here = measure(&sqlite).await;
    let there = measure(&postgres).await;
    let names = [
        "items a second",
        "page of 50, p50 us",
        "whole card, p50 us",
        "search, p50 us",
    ];
    for ((name, here), there) in names.into_iter().zip(here).zip(there) {
        let ratio = there / here;
        writeln!(
            out,
            "{name:20} SQLite {here:>9.0}  PostgreSQL {there:>9.0}  ratio {ratio:.2}"
        )
        .expect("stdout");
    }
    let sizes = "SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class \
                 WHERE relkind = 'r' AND relnamespace = $1::text::regnamespace ORDER BY 2 + 3 DESC";
    for row in client.query(sizes, &[&schema]).await.expect("sizes") {
        let (name, table, indexes): (String, i64, i64) = (row.get(0), row.get(1), row.get(2));
        writeln!(
            out,
            "{name:20} {table:>12} bytes  {indexes:>12} bytes of indexes"
        )
        .expect("stdout");
    }
    client
        .batch_execute(&format!("DROP SCHEMA {schema} CASCADE"))
        .await
        .expect("it goes");
}
