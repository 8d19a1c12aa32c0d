//! What rows become, and which rows are refused.

use super::*;
use crate::ingest::identifier::NoIds;
use crate::ingest::text::find_encoding;
use crate::ingest::when;

const MAPPING: &str = r#"
    source = "shop"
    [csv]
    zone = "+01:00"
    [customer]
    id = "crm-{number}"
    [[identity]]
    column = "mail"
    kind = "email"
    [[field]]
    column = "mail"
    field = "contact.email"
    [[field]]
    column = "born"
    field = "person.birth_date"
    date = "%d-%m-%Y"
    [[field]]
    column = "news"
    field = "preference.email.offers"
    values = { J = "yes", N = "no" }
    [[field]]
    field = "relation.roles"
    value = "klant"
    [item]
    kind = "order"
    channel = "web"
    department = "sales"
    direction = "in"
    at = { column = "at", format = "%d-%m-%Y %H:%M" }
    amount = { column = "paid", currency_column = "currency", decimal = "," }
    title = "{what}"
    payload = [{ name = "pieces", column = "pieces", type = "number" }]
"#;

const COLUMNS: [&str; 9] = [
    "number", "mail", "born", "news", "at", "paid", "currency", "what", "pieces",
];

const GOOD: [&str; 9] = [
    "7",
    " Ann@Example.NL ",
    "02-05-1980",
    "J",
    "01-03-2024 10:30",
    "1.234,50",
    "EUR",
    "Warmtepomp",
    "2",
];

fn read_all(rows: &[[&str; 9]]) -> Vec<Result<ImportRecord, LineError>> {
    read_with(MAPPING, rows)
}

fn read_with(mapping: &str, rows: &[[&str; 9]]) -> Vec<Result<ImportRecord, LineError>> {
    let mapping = Mapping::parse(mapping, &[]).unwrap();
    let options = Options {
        tenant: klantbeeld_core::ids::TenantId::parse("t").unwrap(),
        source: "x".to_owned(),
        region: Region::default(),
        as_of_ms: 1_772_000_000_000,
        no_ids: NoIds::default(),
        dry_run: false,
        encoding: find_encoding("utf-8").unwrap(),
    };
    let names = COLUMNS.map(str::to_owned);
    let columns = Columns::bind(&mapping, &names).unwrap();
    let mut reader = RowReader::new(&mapping, &options, columns, names.len());
    let to_row = |row: &[&str; 9]| row.map(str::to_owned);
    rows.iter().map(|row| reader.record(&to_row(row))).collect()
}

fn reason_with(place: usize, value: &str) -> String {
    let mut row = GOOD;
    row[place] = value;
    read_all(&[row]).remove(0).unwrap_err().to_string()
}

#[test]
fn a_row_becomes_fields_identifiers_and_an_item() {
    let record = read_all(&[GOOD]).remove(0).unwrap();
    let id = CustomerId::parse("crm-7").unwrap();
    assert_eq!(record.subject, Subject::Customer(id));
    assert_eq!(record.identities[0].value, "ann@example.nl");
    let fields: Vec<_> = record
        .assertions
        .iter()
        .map(|a| (a.field.as_str(), a.value.as_str()))
        .collect();
    assert_eq!(
        fields,
        [
            ("contact.email", "ann@example.nl"),
            ("person.birth_date", "1980-05-02"),
            ("preference.email.offers", "yes"),
            ("relation.roles", "klant"),
        ]
    );
    let item = &record.items[0];
    assert_eq!(item.line.amount.unwrap().amount_minor, 123_450);
    assert_eq!(item.line.title, "Warmtepomp");
    assert_eq!(item.payload["pieces"], 2);
    let moment = chrono::DateTime::from_timestamp_millis(item.line.at_ms).unwrap();
    assert_eq!(moment.to_rfc3339(), "2024-03-01T09:30:00+00:00");
}

#[test]
fn a_time_is_that_of_the_named_zone_in_winter_and_in_summer() {
    let named = MAPPING.replacen("+01:00", "Europe/Amsterdam", 1);
    let at = |text| {
        let mut row = GOOD;
        row[4] = text;
        let record = read_with(&named, &[row]).remove(0);
        record.map(|d| d.items[0].line.at_ms)
    };
    let utc = |text| when::parse_iso_ms(text).unwrap();
    assert_eq!(at("01-03-2024 10:30").unwrap(), utc("2024-03-01T09:30:00Z"));
    assert_eq!(at("01-07-2024 10:30").unwrap(), utc("2024-07-01T08:30:00Z"));
    let skipped = at("31-03-2024 02:30").unwrap_err().to_string();
    assert!(
        skipped.starts_with("`at`: `31-03-2024 02:30` is not a date"),
        "{skipped}"
    );
}

#[test]
fn equal_rows_are_different_items_with_the_same_ids_at_every_reading() {
    let ids = || -> Vec<_> {
        let records = read_all(&[GOOD, GOOD]);
        let ids = records
            .into_iter()
            .map(|d| d.unwrap().items[0].line.item_id.clone());
        ids.collect()
    };
    let first = ids();
    assert_ne!(first[0], first[1]);
    assert_eq!(first, ids());
}

#[test]
fn empty_values_claim_nothing() {
    let mut row = GOOD;
    for place in [1, 2, 3, 5, 8] {
        row[place] = "";
    }
    let record = read_all(&[row]).remove(0).unwrap();
    assert_eq!(record.assertions.len(), 1);
    assert!(record.identities.is_empty());
    assert_eq!(record.items[0].line.amount, None);
    assert!(record.items[0].payload.is_empty());
}

/// Returns what is noted of a row with one other value, and the record without its notes.
fn odd_with(place: usize, value: &str) -> (Vec<String>, ImportRecord) {
    let mut row = GOOD;
    row[place] = value;
    let mut record = read_all(&[row]).remove(0).unwrap();
    let notes = std::mem::take(&mut record.notes);
    (notes.iter().map(ToString::to_string).collect(), record)
}

#[test]
fn a_row_that_does_not_say_whom_or_when_is_refused_with_its_column() {
    assert_eq!(reason_with(0, ""), "`customer.id`: an id cannot be empty");
    assert_eq!(
        reason_with(0, "8,71865E+12"),
        "`number`: `8,71865E+12` looks like a number shortened by a spreadsheet"
    );
    for nobody in ["undefined", "0", "#N/A", "[object Object]"] {
        let expected = format!("`number`: `{nobody}` is no identifier");
        assert_eq!(reason_with(0, nobody), expected);
    }
    for text in ["yesterday", "00-00-0000 00:00"] {
        assert!(reason_with(4, text).starts_with(&format!("`at`: `{text}` is not a date")));
    }
    for text in ["10000000000000,01", "99999999999999999999"] {
        let reason = reason_with(5, text);
        assert!(reason.starts_with("`paid`: ") && reason.ends_with("too large an amount"));
    }
}

#[test]
fn an_odd_value_is_noted_with_its_column_and_left_out_or_marked() {
    for (place, value, expected) in [
        (1, "geen", "`mail`: `geen` gives no e-mail address"),
        (
            2,
            "31-02-1980",
            "`born`: `31-02-1980` is not a date between 1900 and 2200 as %d-%m-%Y",
        ),
        (2, "02-05-2050", "`born`: `02-05-2050` is in the future"),
        (3, "?", "`news`: `?` is not one of the mapping's values"),
        (5, "12.5", "`paid`: `12.5` is not an amount"),
        (5, "gratis", "`paid`: `gratis` is not an amount"),
        (
            5,
            "0,005",
            "`paid`: `0.005` has more decimals than EUR allows",
        ),
        (
            6,
            "euro",
            "`currency`: `EURO` is not an ISO 4217 currency code",
        ),
        (6, "", "`currency`: `` is not an ISO 4217 currency code"),
        (8, "two", "`pieces`: `two` is not a number"),
    ] {
        let (notes, record) = odd_with(place, value);
        assert_eq!(notes, [expected], "{value}");
        let (valid, marked): (Vec<_>, Vec<_>) = record
            .assertions
            .iter()
            .partition(|claim| claim.invalid.is_none());
        let kept: Vec<_> = marked.iter().map(|claim| claim.value.as_str()).collect();
        assert_eq!(kept, if place == 2 { vec![value] } else { vec![] });
        assert_eq!(valid.len(), if place < 4 { 3 } else { 4 }, "{value}");
        let item = &record.items[0];
        assert_eq!(
            item.line.amount.is_none(),
            place == 5 || place == 6,
            "{value}"
        );
        assert_eq!(item.payload.is_empty(), place == 8, "{value}");
    }
}

#[test]
fn a_value_in_another_form_is_read_and_noted() {
    for (place, value) in [
        (2, "02-05-80"),
        (2, "29343"),
        (4, "01-03-24 10:30"),
        (4, "45352,4375"),
    ] {
        let (notes, record) = odd_with(place, value);
        assert_eq!(notes.len(), 1, "{value}");
        assert!(notes[0].contains(" was read as "), "{notes:?}");
        let good = read_all(&[GOOD]).remove(0).unwrap();
        let born = |record: &ImportRecord| record.assertions[1].value.clone();
        assert_eq!(born(&record), born(&good));
        assert_eq!(record.items[0].line.at_ms, good.items[0].line.at_ms);
    }
}

#[test]
fn marks_of_spreadsheets_are_in_no_value() {
    let mut row = GOOD;
    row[0] = "=\"7\"";
    row[1] = "'Ann@Example.NL";
    row[5] = "=\"1.234,50\"";
    row[7] = "'+31 pompen";
    let record = read_all(&[row]).remove(0).unwrap();
    let id = CustomerId::parse("crm-7").unwrap();
    assert_eq!(record.subject, Subject::Customer(id));
    assert_eq!(record.items[0].line.amount.unwrap().amount_minor, 123_450);
    assert_eq!(record.items[0].line.title, "+31 pompen");
}

#[test]
fn one_number_is_one_customer_however_it_is_written() {
    let subjects: Vec<_> = ["7", "7.0", "7,00", "'7"]
        .map(|number| {
            let mut row = GOOD;
            row[0] = number;
            read_all(&[row]).remove(0).unwrap().subject
        })
        .into();
    assert!(subjects.iter().all(|subject| *subject == subjects[0]));
}

#[test]
fn words_of_the_mapping_identify_nobody() {
    let own = MAPPING.replacen("[csv]", "no_ids = [\"Balie\"]\n[csv]", 1);
    let mut row = GOOD;
    row[0] = "BALIE";
    let reason = read_with(&own, &[row]).remove(0).unwrap_err().to_string();
    assert_eq!(reason, "`number`: `BALIE` is no identifier");
}

#[test]
fn a_field_is_known_since_the_import_when_its_own_moment_is_none() {
    let known = MAPPING.replacen(
        "id = \"crm-{number}\"",
        "id = \"crm-{number}\"\nknown_at = { column = \"what\", format = \"%d-%m-%Y\" }",
        1,
    );
    let since = |text| {
        let mut row = GOOD;
        row[7] = text;
        let record = read_with(&known, &[row]).remove(0).unwrap();
        (record.assertions[0].known_at_ms, record.notes.len())
    };
    assert_eq!(since("25-02-2020"), (1_582_632_000_000, 0));
    assert_eq!(since("00-00-0000"), (1_772_000_000_000, 1));
    assert_eq!(since(""), (1_772_000_000_000, 0));
}

#[test]
fn a_refused_row_is_no_occurrence() {
    let mut bad = GOOD;
    bad[4] = "never";
    let with_bad = read_all(&[bad, GOOD]).remove(1).unwrap();
    let alone = read_all(&[GOOD]).remove(0).unwrap();
    assert_eq!(with_bad.items[0].line.item_id, alone.items[0].line.item_id);
}
