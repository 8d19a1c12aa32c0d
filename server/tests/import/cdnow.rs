//! Twenty-three thousand real customers through the real binary: all of them in, to the cent, once.

use serde_json::json;

use crate::harness::{file, json};

#[test]
fn cdnow_is_imported_to_the_cent_and_a_second_import_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cdnow.sqlite").display().to_string();
    let store = format!("sqlite:{path}");
    let mapping = file("demo/cdnow.toml").display().to_string();
    let data = file("demo/data/CDNOW_master.txt.gz").display().to_string();
    let import = [
        "import",
        "--json",
        "--store",
        &store,
        "--mapping",
        &mapping,
        &data,
    ];

    let first = json(&import);
    // A purchase for each line, and a customer number for each customer.
    assert_eq!(first["read"], 69_659);
    assert_eq!(first["refused"], 0);
    assert_eq!(first["stored"], 69_659 + 23_570);
    assert_eq!(first["duplicates"], 0);

    let stats = || json(&["stats", "--json", "--store", &store]);
    let mut after_first = stats();
    let size = after_first["store"]["size_bytes"].take();
    assert!(size.as_u64().unwrap() > 1_000_000);
    let expected = json!({
        "customers": 23_570,
        "items": {
            "total": 69_659,
            "by_kind": { "order": 69_659 },
            "by_source": { "cdnow": 69_659 },
        },
        "sums_minor": { "USD": 250_031_563_u64 },
        "store": { "kind": "sqlite", "path": path, "size_bytes": null },
        "unclassified": { "fields": {}, "kinds": {} },
    });
    assert_eq!(after_first, expected);

    let second = json(&import);
    assert_eq!(second["read"], 69_659);
    assert_eq!(second["stored"], 0);
    assert_eq!(second["duplicates"], first["stored"]);
    let mut after_second = stats();
    after_second["store"]["size_bytes"].take();
    assert_eq!(after_second, expected);
}
