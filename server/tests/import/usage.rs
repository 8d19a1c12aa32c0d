//! The command line says what is wrong and what to do, with the right exit code.

use crate::harness::{file, klantbeeld};

fn fails(args: &[&str], code: i32, says: &str) {
    let output = klantbeeld(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {errors}");
    assert!(errors.contains(says), "{args:?}: {errors}");
    assert!(!errors.contains("panicked"), "{errors}");
}

#[test]
fn what_is_not_understood_ends_with_2_and_a_way_out() {
    fails(
        &["stats"],
        2,
        "add --store sqlite:PATH, or set KLANTBEELD_STORE=sqlite:PATH",
    );
    fails(&["stats", "--store", "a.sqlite"], 2, "write sqlite:PATH");
    fails(&["import", "--store", "memory:"], 2, "<FILE>...");
    fails(
        &["import", "--store", "memory:", "a.csv"],
        2,
        "needs --mapping FILE.toml",
    );
    fails(
        &["import", "--store", "memory:", "--region", "Nowhere", "a"],
        2,
        "a country in two letters",
    );
    fails(
        &["import", "--store", "memory:", "--encoding", "utf-16", "a"],
        2,
        "line by line",
    );
    fails(
        &["token", "--store", "memory:"],
        2,
        "name a store in a file",
    );
    fails(
        &["token", "--store", "sqlite:a", "--role", "customer"],
        2,
        "needs --customer ID",
    );
    fails(&["token", "--store", "sqlite:a", "--ttl", "0"], 2, "--ttl");
}

#[test]
fn data_of_a_source_that_the_policy_does_not_register_is_refused() {
    let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http/policy.toml");
    let import = |source| {
        let words = ["import", "--store", "memory:", "--policy", policy];
        [&words[..], &["--source", source, "/no/such/file"]].concat()
    };
    let refused = "the source `scraped` is not registered with a legal basis: add [source.scraped]";
    fails(&import("scraped"), 1, refused);
    fails(&import("shop"), 1, "cannot read /no/such/file");
}

#[test]
fn what_cannot_be_done_ends_with_1_and_the_reason() {
    fails(
        &["stats", "--store", "sqlite:/no/such/store"],
        1,
        "there is no store /no/such/store",
    );
    fails(
        &["import", "--store", "memory:", "/no/such/file.ndjson"],
        1,
        "cannot read /no/such/file.ndjson",
    );
    fails(&["import", "--store", "memory:", "/"], 1, "is a directory");
}

#[test]
fn a_wrong_mapping_is_explained_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.toml");
    let good = std::fs::read_to_string(file("demo/cdnow.toml")).unwrap();
    let data = file("demo/data/CDNOW_master.txt.gz").display().to_string();
    let check = |from: &str, to: &str, says: &str| {
        assert!(good.contains(from));
        std::fs::write(&mapping, good.replacen(from, to, 1)).unwrap();
        let path = mapping.display().to_string();
        fails(
            &["import", "--store", "memory:", "--mapping", &path, &data],
            1,
            says,
        );
    };
    check(
        "kind = \"order\"",
        "kind = \"odrer\"",
        "`item.kind`: `odrer` is none of: call, email",
    );
    check("header = true", "heading = true", "unknown field `heading`");
    check(
        "dollar_value",
        "euro_value",
        "there is no column `euro_value`; the columns are: customer_id, date, number_of_cds, dollar_value",
    );
}

#[test]
fn a_dry_run_needs_no_store_and_reads_everything() {
    let data = file("tests/data/import/segment.ndjson")
        .display()
        .to_string();
    let output = klantbeeld(&["import", "--dry-run", "--json", &data]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["read"], &report["accepted"]),
        (&15.into(), &15.into())
    );
    assert_eq!(
        (&report["stored"], &report["dry_run"]),
        (&0.into(), &true.into())
    );
}

#[test]
fn a_token_is_printed_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("a.sqlite").display());
    let output = klantbeeld(&["token", "--store", &store, "--role", "agent", "--ttl", "60"]);
    let token = String::from_utf8(output.stdout).unwrap();
    assert_eq!(token.trim_end().split('.').count(), 3);
    assert_eq!(token.lines().count(), 1);
}

#[test]
fn the_mapping_in_the_documentation_is_one() {
    let text = std::fs::read_to_string(file("docs/IMPORT.md")).unwrap();
    let example = text
        .split("```toml")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let mapping = klantbeeld_server::ingest::Mapping::parse(example, &[]).unwrap();
    assert_eq!(mapping.used_columns().len(), 18);
}
