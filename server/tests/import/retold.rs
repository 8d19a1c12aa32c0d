//! Exports of every night: what changed since is brought in, with what it was before.

use std::path::PathBuf;

use futures::executor::block_on;
use klantbeeld_core::ids::ItemId;
use klantbeeld_server::ingest::{Format, ImportReport, Mapping};
use klantbeeld_server::store::memory::MemoryProfileStore;
use klantbeeld_server::store::{ProfileStore as _, Revision};
use serde_json::{Value, json};

use crate::harness::{customer, file, import, items, json, tenant};

fn data(name: &str) -> PathBuf {
    file("tests/data/import/retold").join(name)
}

fn format(known_at: &str) -> Format {
    let mapping = std::fs::read_to_string(data("mapping.toml")).unwrap();
    let text = mapping.replace(
        "kind = \"person\"",
        &format!("kind = \"person\"\n{known_at}"),
    );
    Format::Table(Box::new(Mapping::parse(&text, &[]).unwrap()))
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(data(name)).unwrap()
}

fn updates(report: &ImportReport) -> Vec<(u64, &str)> {
    let all = report.updates.iter();
    all.map(|u| (u.line, u.reason.as_str())).collect()
}

fn revisions(store: &MemoryProfileStore, id: &str, item: &str) -> Vec<Revision> {
    let item = ItemId::parse(item).unwrap();
    block_on(store.list_revisions(&tenant(), &customer(id), &item)).unwrap()
}

/// The amounts and moments that are shown, newest first.
fn shown(store: &MemoryProfileStore) -> Vec<(String, i64, Option<i64>)> {
    let lines = items(store, "crm-7001").into_iter();
    lines
        .map(|l| {
            (
                l.item_id.to_string(),
                l.at_ms,
                l.amount.map(|m| m.amount_minor),
            )
        })
        .collect()
}

const MOVED: &str = "`plan:V-1` was updated: time, title";
const CORRECTED: &str = "`plan:F-2` was updated: amount, title";

#[test]
fn a_changed_row_changes_its_item_and_is_named_with_its_line() {
    let store = MemoryProfileStore::new();
    let (first, _) = import(&store, &format(""), &read("monday.csv"));
    assert_eq!((first.duplicates, first.updated), (0, 0));
    let (same, _) = import(&store, &format(""), &read("monday.csv"));
    assert_eq!((same.duplicates, same.updated), (first.stored, 0));
    let (changed, _) = import(&store, &format(""), &read("tuesday.csv"));
    assert_eq!(
        (changed.stored, changed.updated, changed.differing),
        (0, 2, 0)
    );
    assert_eq!(updates(&changed), [(2, MOVED), (3, CORRECTED)]);
    // 17 December 14:00 and 2 November 12:00, an hour before UTC.
    let now = [
        ("plan:V-1".to_owned(), 1_797_512_400_000, None),
        ("plan:F-2".to_owned(), 1_793_617_200_000, Some(10_200)),
    ];
    assert_eq!(shown(&store), now);
    let before = revisions(&store, "crm-7001", "plan:F-2");
    assert_eq!(before[0].former.line.amount.unwrap().amount_minor, 12_000);
    assert_eq!(before[0].former.line.title, "Factuur november");
    assert_eq!(before[0].at_ms, 1_772_000_000_000, "when it was received");
    let (again, _) = import(&store, &format(""), &read("tuesday.csv"));
    assert_eq!((again.stored, again.updated), (0, 0));
    assert_eq!(shown(&store), now);
}

#[test]
fn the_last_of_several_files_and_of_several_rows_counts() {
    let store = MemoryProfileStore::new();
    let tuesday = String::from_utf8(read("tuesday.csv")).unwrap();
    let rows = tuesday.split_once('\n').unwrap().1;
    let both = [read("monday.csv"), rows.as_bytes().to_vec()].concat();
    let (report, _) = import(&store, &format(""), &both);
    assert_eq!(updates(&report), [(4, MOVED), (5, CORRECTED)]);
    assert_eq!(shown(&store)[1].2, Some(10_200));
}

#[test]
fn a_row_with_an_older_stamp_comes_late_and_is_named() {
    let stamped = format(r#"known_at = { column = "gewijzigd", format = "%d-%m-%Y" }"#);
    let export = |moment: &str, changed: &str| {
        let head = "klantnr;afspraak;moment;bedrag;wat;gewijzigd";
        format!("{head}\n7001;V-1;{moment};;Monteur;{changed}\n").into_bytes()
    };
    let store = MemoryProfileStore::new();
    import(&store, &stamped, &export("17-12-2026 14:00", "03-11-2026"));
    let (late, _) = import(&store, &stamped, &export("10-12-2026 09:00", "02-11-2026"));
    assert_eq!((late.updated, late.differing), (0, 1));
    let reason = "`plan:V-1` is older than what is stored, which stays as it is: time";
    assert_eq!(late.warned[0].reason, reason);
    assert_eq!(shown(&store)[0].1, 1_797_512_400_000);
    let (moved, _) = import(&store, &stamped, &export("10-12-2026 09:00", "04-11-2026"));
    assert_eq!((moved.updated, moved.differing), (1, 0));
    // 4 November 2026, noon UTC as every date without a time.
    let since = revisions(&store, "crm-7001", "plan:V-1")[0].at_ms;
    assert_eq!(since, 1_793_793_600_000);
}

#[test]
fn a_message_that_was_received_before_what_is_stored_comes_late() {
    let store = MemoryProfileStore::new();
    let order = |total: &str, received: &str| {
        let line = json!({"type": "track", "userId": "u", "event": "Order Completed",
            "messageId": format!("m-{received}"), "timestamp": "2026-01-01T09:00:00Z",
            "receivedAt": format!("2026-01-01T{received}:00Z"),
            "properties": {"order_id": "o-1", "total": total, "currency": "EUR"}});
        line.to_string().into_bytes()
    };
    let total = || items(&store, "u")[0].amount.unwrap().amount_minor;
    import(&store, &Format::Segment, &order("10.00", "10:00"));
    let (newer, _) = import(&store, &Format::Segment, &order("12.00", "12:00"));
    assert_eq!((newer.updated, total()), (1, 1_200));
    let (late, _) = import(&store, &Format::Segment, &order("11.00", "11:00"));
    assert_eq!((late.updated, late.differing, total()), (0, 1, 1_200));
}

#[test]
fn a_dry_run_names_the_updates_and_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let text = |name: &str| data(name).display().to_string();
    let (mapping, monday, tuesday) = (
        text("mapping.toml"),
        text("monday.csv"),
        text("tuesday.csv"),
    );
    let (store, list) = (format!("sqlite:{}", path("a.sqlite")), path("updates"));
    let run = |more: &[&str]| -> Value {
        let args = ["import", "--json", "--store", &store, "--mapping", &mapping];
        json(&[&args, more].concat())
    };
    let reasons = |report: &Value| -> Vec<(Value, Value)> {
        let all = report["updates"].as_array().unwrap().iter();
        all.map(|u| (u["line"].clone(), u["reason"].clone()))
            .collect()
    };
    let in_one = run(&["--dry-run", &monday, &tuesday]);
    assert_eq!(in_one["updated"], 2, "told otherwise within the import");
    assert!(
        !folder.path().join("a.sqlite").exists(),
        "a dry run makes no store"
    );
    run(&[&monday]);
    let named = [(json!(2), json!(MOVED)), (json!(3), json!(CORRECTED))];
    for _ in 0..2 {
        let dry = run(&["--dry-run", "--updates", &list, &tuesday]);
        assert_eq!((&dry["updated"], &dry["stored"]), (&json!(2), &json!(0)));
        assert_eq!(reasons(&dry), named);
        let written = std::fs::read_to_string(&list).unwrap();
        assert_eq!(written.lines().count(), 2, "{written}");
    }
    let real = run(&[&tuesday]);
    assert_eq!(
        (&real["updated"], reasons(&real)),
        (&json!(2), named.to_vec())
    );
    assert!(
        !folder
            .path()
            .join("a.sqlite-wal")
            .metadata()
            .is_ok_and(|log| log.len() > 0)
    );
}
