//! Files with mistakes: each mistake is named with its line, and costs that line only.

use klantbeeld_server::ingest::{Format, Mapping};
use klantbeeld_server::store::memory::MemoryProfileStore;

use crate::harness::{file, import, items, json, klantbeeld, profile, value};

fn mapping() -> Format {
    let text = std::fs::read_to_string(file("tests/data/import/customers.toml")).unwrap();
    Format::Table(Box::new(Mapping::parse(&text, &[]).unwrap()))
}

#[test]
fn every_broken_row_and_value_is_named_and_the_others_are_stored() {
    let store = MemoryProfileStore::new();
    let text = std::fs::read(file("tests/data/import/customers.csv")).unwrap();
    let (report, refused) = import(&store, &mapping(), &text);
    let found: Vec<_> = refused
        .iter()
        .map(|r| (r.line, r.reason.as_str()))
        .collect();
    let expected = [
        (5, "has 3 columns where 10 are expected"),
        (6, "a quote is opened and not closed"),
        (
            9,
            "`datum`: `morgen` is not a date between 1900 and 2200 as %d-%m-%Y %H:%M",
        ),
        (11, "`customer.id`: an id cannot be empty"),
        (
            13,
            "not UTF-8 from byte 7: name the file's encoding with --encoding",
        ),
        (14, "holds a NUL character"),
    ];
    assert_eq!(found, expected);
    assert_eq!((report.read, report.accepted, report.refused), (13, 7, 6));
    let warned: Vec<_> = report
        .warned
        .iter()
        .map(|w| (w.line, w.field.as_str(), w.reason.as_str()))
        .collect();
    let expected = [
        (
            7,
            "geboren",
            "`31-02-1980` is not a date between 1900 and 2200 as %d-%m-%Y",
        ),
        (8, "aanbiedingen", "`?` is not one of the mapping's values"),
        (10, "bedrag", "`1.50` is not an amount"),
        (12, "e-mail", "`geen adres` gives no e-mail address"),
        (12, "telefoon", "`onbekend` gives no telephone number"),
    ];
    assert_eq!(warned, expected);
    assert_eq!(items(&store, "crm-1008")[0].amount, None);
    let quoted = &items(&store, "crm-1002")[0];
    assert_eq!(quoted.summary, "twee\nregels");
    let widow = profile(&store, "crm-1002").unwrap();
    assert_eq!(value(&widow, "person.last_name"), Some("van \"Dam\"; wed."));
    assert_eq!(items(&store, "crm-1010")[0].amount, None);
    assert_eq!(
        items(&store, "crm-1013")[0].amount.unwrap().amount_minor,
        1_300
    );
    assert!(profile(&store, "crm-1004").is_none());
}

#[test]
fn refused_lines_are_written_down_and_an_encoding_can_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let store = format!("sqlite:{}", path("a.sqlite"));
    let mapping = file("tests/data/import/customers.toml")
        .display()
        .to_string();
    let data = file("tests/data/import/latin1.csv").display().to_string();
    let import = [
        "import",
        "--json",
        "--store",
        &store,
        "--mapping",
        &mapping,
        &data,
    ];

    let refused = path("refused.ndjson");
    let output = klantbeeld(&[&import[..], &["--refused", &refused]].concat());
    assert_eq!(output.status.code(), Some(1), "no line could be read");
    let line: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&refused).unwrap()).unwrap();
    assert_eq!(line["line"], 2);
    assert!(
        line["reason"]
            .as_str()
            .unwrap()
            .starts_with("not UTF-8 from byte 7")
    );

    let report = json(&[&import[..], &["--encoding", "latin1"]].concat());
    assert_eq!(
        (&report["accepted"], &report["refused"]),
        (&1.into(), &0.into())
    );
}

#[test]
fn a_gigantic_line_costs_itself_and_no_more() {
    let store = MemoryProfileStore::new();
    let good = r#"{"type":"page","userId":"u","messageId":"1","timestamp":"2026-01-01T10:00:00Z"}"#;
    let long = "x".repeat(3 << 20);
    let text = format!("{long}\n{good}\n{{\"a\":\"{long}\"}}\n");
    let (report, refused) = import(&store, &Format::Segment, text.as_bytes());
    assert_eq!((report.accepted, report.refused), (1, 2));
    assert_eq!(refused[0].reason, "the line is longer than 1048576 bytes");
    assert!(refused.iter().all(|r| r.text.len() <= 4_000));
}
