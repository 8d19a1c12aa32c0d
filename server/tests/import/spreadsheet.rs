//! Files as spreadsheets and web pages make them: the right person, nothing lost, and a word about what is odd.

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::{IdentityKind, Invalid};
use klantbeeld_server::ingest::{Format, ImportReport, Mapping};
use klantbeeld_server::store::memory::MemoryProfileStore;

use crate::harness::{file, import, items, klantbeeld, profile, value};

fn mapping() -> Format {
    let text = std::fs::read_to_string(file("tests/data/import/customers.toml")).unwrap();
    Format::Table(Box::new(Mapping::parse(&text, &[]).unwrap()))
}

fn data(name: &str) -> Vec<u8> {
    std::fs::read(file("tests/data/import").join(name)).unwrap()
}

fn warned(report: &ImportReport) -> Vec<(u64, &str, &str)> {
    let warnings = report.warned.iter();
    warnings
        .map(|w| (w.line, w.field.as_str(), w.reason.as_str()))
        .collect()
}

fn identifiers(store: &MemoryProfileStore, id: &str, kind: IdentityKind) -> Vec<String> {
    let identities = profile(store, id).unwrap().identities.into_iter();
    let mut values: Vec<_> = identities
        .filter(|identity| identity.kind == kind)
        .map(|identity| identity.value)
        .collect();
    values.sort();
    values
}

#[test]
fn numbers_that_went_through_a_spreadsheet_are_right_or_named() {
    let store = MemoryProfileStore::new();
    let (report, refused) = import(&store, &mapping(), &data("spreadsheet.csv"));
    let reasons: Vec<_> = refused
        .iter()
        .map(|r| (r.line, r.reason.as_str()))
        .collect();
    let shortened = "`nummer`: `8,71865E+12` looks like a number shortened by a spreadsheet";
    let expected = [
        (2, shortened),
        (3, shortened),
        (9, "`bedrag`: `99999999999999.00` is too large an amount"),
    ];
    assert_eq!(reasons, expected);
    assert_eq!(
        warned(&report),
        [
            (
                4,
                "telefoon",
                "`6,12346E+08` looks like a number shortened by a spreadsheet"
            ),
            (6, "geboren", "`02-05-50` was read as 1950-05-02"),
            (6, "datum", "`46082,4375` was read as 2026-03-01T09:30:00Z"),
            (
                8,
                "datum",
                "`01-03-26 10:30` was read as 2026-03-01T09:30:00Z"
            ),
        ]
    );
    let shown =
        |id: &str, field| profile(&store, id).and_then(|p| value(&p, field).map(str::to_owned));
    let broken = profile(&store, "crm-3004").unwrap().assertions;
    let broken = broken.iter().find(|claim| claim.field == "contact.phone");
    let reason = broken.map(|claim| (claim.value.as_str(), claim.invalid));
    assert_eq!(reason, Some(("6,12346E+08", Some(Invalid::Phone))));
    assert_eq!(
        shown("crm-03005", "contact.phone").as_deref(),
        Some("+31612345615")
    );
    let phones = |id: &str| identifiers(&store, id, IdentityKind::Phone);
    assert_eq!(phones("crm-03005"), ["+31612345615"]);
    assert_eq!(phones("crm-3007"), ["+31612345617"]);
    assert_eq!(
        items(&store, "crm-3007")[0].amount.unwrap().amount_minor,
        1_250
    );
    assert_eq!(items(&store, "crm-3008").len(), 2);
    assert!(profile(&store, "crm-3008.0").is_none());
    assert_eq!(phones("crm-3010"), ["+31301234519", "+31612345619"]);
    assert!(profile(&store, "crm-3009").is_none());
}

#[test]
fn nobody_is_no_customer_and_a_number_is_one() {
    let store = MemoryProfileStore::new();
    let (report, refused) = import(&store, &Format::Segment, &data("nobody.ndjson"));
    let reasons: Vec<_> = refused
        .iter()
        .map(|r| (r.line, r.reason.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [(7, "`anonymousId`: `undefined` is no identifier")]
    );
    assert_eq!((report.warnings, report.accepted), (5, 12));
    for nobody in ["undefined", "[object Object]", "anon:undefined"] {
        assert!(profile(&store, nobody).is_none(), "{nobody}");
    }
    let mails = |id: &str| identifiers(&store, id, IdentityKind::Email);
    assert_eq!(mails("71001"), ["eva@example.nl"]);
    assert_eq!(mails("anon:dev-b"), ["bas@example.nl"]);
    assert_eq!(mails("71002"), ["carla@example.nl"]);
    assert_eq!(items(&store, "71001").len(), 2);
    assert_eq!(items(&store, "52345").len(), 2);
    for long in ["184467440737095516150", "184467440737095516151"] {
        assert!(CustomerId::parse(long).is_ok());
        assert_eq!(items(&store, long).len(), 1, "{long}");
    }
}

const HEADER: &str =
    "nummer;achternaam;e-mail;telefoon;geboren;aanbiedingen;factuur;datum;bedrag;omschrijving";

fn row(number: u32, name: &str) -> String {
    format!("{number};{name};;;;;F-{number};01-03-2026 10:30;1,00;x")
}

#[test]
fn every_way_in_which_a_spreadsheet_writes_a_file_gives_its_customers() {
    let lines = [
        HEADER.to_owned(),
        row(1, "de Vries"),
        row(2, "\"van Dam; wed.\""),
    ];
    let whole = |end: &str| lines.join(end) + end;
    let mark = "\u{feff}";
    let mut files: Vec<String> = ["\n", "\r\n", "\r"].map(whole).into();
    files.push(format!("{HEADER}\r{}\n{}\r\n", lines[1], lines[2]));
    for start in ["", mark, "\u{feff}\u{feff}"] {
        for sep in ["sep=;\r\n", "\"sep=;\"\r\n", ""] {
            files.push(format!("{start}{sep}{}", whole("\r\n")));
        }
    }
    for text in files {
        let store = MemoryProfileStore::new();
        let (report, refused) = import(&store, &mapping(), text.as_bytes());
        assert!(
            refused.is_empty() && report.warnings == 0,
            "{text:?} {refused:?}"
        );
        assert_eq!((report.read, report.accepted), (2, 2), "{text:?}");
        let widow = profile(&store, "crm-2").unwrap();
        assert_eq!(value(&widow, "person.last_name"), Some("van Dam; wed."));
        assert!(report.unread.is_empty());
    }
}

#[test]
fn two_exports_in_one_file_are_read_and_the_second_header_is_named() {
    let one = format!("\u{feff}sep=;\r\n{HEADER}\r\n{}\r\n", row(1, "de Vries"));
    let turned =
        "achternaam;nummer;e-mail;telefoon;geboren;aanbiedingen;factuur;datum;bedrag;omschrijving";
    let two = format!("\u{feff}sep=;\r\n{HEADER}\r\n{}\r\n\u{1a}", row(2, "Smit"));
    let three = format!("\u{feff}{turned}\r\nMol;3;;;;;F-3;01-03-2026 10:30;1,00;x\r\n");
    let store = MemoryProfileStore::new();
    let (report, refused) = import(&store, &mapping(), [one, two, three].concat().as_bytes());
    assert!(refused.is_empty(), "{refused:?}");
    let again = "the header stands here again and was passed over";
    let expected = [(5, "header", again), (7, "header", again)];
    assert_eq!(warned(&report), expected);
    for (id, name) in [("crm-1", "de Vries"), ("crm-2", "Smit"), ("crm-3", "Mol")] {
        let found = profile(&store, id).unwrap();
        assert_eq!(value(&found, "person.last_name"), Some(name));
    }
}

#[test]
fn a_file_of_which_nothing_was_read_ends_with_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mapping = file("tests/data/import/customers.toml")
        .display()
        .to_string();
    let good = file("tests/data/import/spreadsheet.csv")
        .display()
        .to_string();
    let empty = path("empty.csv");
    for text in [
        String::new(),
        format!("{HEADER}\r\n"),
        format!("{HEADER}\r\n0;x\r\n"),
    ] {
        std::fs::write(&empty, text).unwrap();
        let args = ["import", "--dry-run", "--mapping", &mapping, &good, &empty];
        let output = klantbeeld(&args);
        assert_eq!(output.status.code(), Some(1));
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let expected = format!("nothing could be read of {empty}");
        assert!(errors.contains(&expected), "{errors}");
    }
}

#[test]
fn a_dry_run_tells_the_same_and_warnings_can_be_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mapping = file("tests/data/import/customers.toml")
        .display()
        .to_string();
    let data = file("tests/data/import/spreadsheet.csv")
        .display()
        .to_string();
    let (store, list) = (
        format!("sqlite:{}", path("a.sqlite")),
        path("warnings.ndjson"),
    );
    let args = [
        "import",
        "--json",
        "--mapping",
        &mapping,
        "--warnings",
        &list,
    ];
    let run = |more: &[&str]| {
        let output = klantbeeld(&[&args[..], more, &[data.as_str()]].concat());
        assert!(output.status.success());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (report, std::fs::read_to_string(&list).unwrap())
    };
    let (dry, dry_list) = run(&["--dry-run"]);
    let (real, real_list) = run(&["--store", &store]);
    assert_eq!((&dry["refused"], &dry["warnings"]), (&3.into(), &4.into()));
    assert_eq!(dry["warned"], real["warned"]);
    assert_eq!(dry_list, real_list);
    let lines: Vec<serde_json::Value> = real_list
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(serde_json::Value::Array(lines), real["warned"]);
    assert_eq!(real["warned"][0]["field"], "telefoon");
}

#[test]
fn a_word_can_be_named_that_identifies_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ndjson").display().to_string();
    let line = r#"{"type":"page","userId":"balie","timestamp":"2026-01-01T10:00:00Z"}"#;
    std::fs::write(&path, line).unwrap();
    let code = |more: &[&str]| {
        let args = [&["import", "--dry-run", path.as_str()], more].concat();
        klantbeeld(&args).status.code()
    };
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--no-id", "Balie"]), Some(1));
}
