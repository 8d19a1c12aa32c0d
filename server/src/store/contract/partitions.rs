//! A statement about one customer reads one partition: what a database that is spread over machines lives on.

use std::collections::BTreeSet;

use serde_json::Value;
use tokio_postgres::Client;

use super::differential::play;
use super::postgres;
use crate::store::ProfileStore as _;

/// Statements without data of a tenant: the clock, the size, and whether the server may be written.
const OF_NOBODY: [&str; 3] = [
    "clock_timestamp()",
    "pg_database_size",
    "transaction_read_only",
];

/// Returns every statement that a session of the store prepared, with the types of its values.
async fn prepared(session: &Client) -> Vec<(String, Vec<String>)> {
    let sql = "SELECT statement, parameter_types::text[] FROM pg_prepared_statements \
               WHERE statement NOT LIKE '%pg_prepared_statements%' AND statement NOT LIKE '%typ%'";
    let rows = session.query(sql, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Returns a value of a type; the plan is made without looking at it.
fn value(of: &str) -> String {
    let text = match of {
        "text" => "c-1",
        "bytea" => "\\x00",
        "boolean" => "true",
        list if list.ends_with("[]") => "{}",
        _ => "1",
    };
    format!("'{text}'::{of}")
}

/// Returns the partitions that a plan reads.
fn read(plan: &Value, partitions: &mut BTreeSet<String>) {
    let is_scan = plan["Node Type"].as_str().unwrap().ends_with("Scan");
    if let Some(name) = plan["Relation Name"].as_str().filter(|_| is_scan) {
        partitions.insert(name.to_owned());
    }
    for part in plan["Plans"].as_array().into_iter().flatten() {
        read(part, partitions);
    }
}

async fn partitions_of(client: &Client, statement: &str, types: &[String]) -> BTreeSet<String> {
    let values: Vec<_> = types.iter().map(|of| value(of)).collect();
    let values = match values.as_slice() {
        [] => String::new(),
        values => format!("({})", values.join(", ")),
    };
    let sql = format!(
        "DEALLOCATE ALL; PREPARE asked AS {statement}; EXPLAIN (FORMAT JSON) EXECUTE asked{values}"
    );
    let mut json = String::new();
    for message in client.simple_query(&sql).await.unwrap() {
        if let tokio_postgres::SimpleQueryMessage::Row(row) = message {
            json.push_str(row.get(0).unwrap());
        }
    }
    let plans: Value = serde_json::from_str(&json).unwrap();
    let mut partitions = BTreeSet::new();
    read(&plans[0]["Plan"], &mut partitions);
    partitions
}

#[tokio::test]
async fn a_statement_about_one_customer_reads_one_partition_of_each_table() {
    let Some(fixture) = postgres::fresh_in_partitions().await else {
        return;
    };
    for seed in 900..903 {
        let fresh = postgres::fresh_in_partitions().await.unwrap();
        play(seed, &fresh.store).await;
    }
    play(903, &fixture.store).await;
    fixture.store.ready().await.unwrap();
    let client = postgres::connect(&fixture.url).await;
    client
        .batch_execute("SET plan_cache_mode = force_generic_plan")
        .await
        .unwrap();
    let session = fixture.store.session().await;
    let statements = prepared(&session).await;
    let mut about_one = 0;
    for (statement, types) in &statements {
        let is_of_tenant = statement.contains("tenant_id");
        let is_of_nobody = OF_NOBODY.iter().any(|name| statement.contains(name));
        assert!(is_of_tenant || is_of_nobody, "{statement}");
        if !statement.contains("customer_id = $2") {
            continue;
        }
        about_one += 1;
        let partitions = partitions_of(&client, statement, types).await;
        let tables: BTreeSet<_> = partitions
            .iter()
            .map(|name| name.rsplit_once("_p"))
            .collect();
        let tables: BTreeSet<_> = tables.into_iter().map(|parts| parts.map(|p| p.0)).collect();
        assert_eq!(
            partitions.len(),
            tables.len(),
            "{statement}: {partitions:?}"
        );
    }
    assert!(about_one >= 30, "only {about_one} of {}", statements.len());

    // The check sees it where it is otherwise.
    let everybody = "SELECT count(*) FROM item WHERE tenant_id = $1";
    let partitions = partitions_of(&client, everybody, &["text".to_owned()]).await;
    assert_eq!(partitions.len(), 4);
}
