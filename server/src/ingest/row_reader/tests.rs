//! What rows become, and which rows are refused.

use super::*;
use crate::ingest::text::find_encoding;

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
        region: normal::Region::default(),
        as_of_ms: 1_000,
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
            ("contact.email", "Ann@Example.NL"),
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

#[test]
fn a_wrong_value_is_refused_with_its_column() {
    assert_eq!(reason_with(0, ""), "`customer.id`: an id cannot be empty");
    assert!(reason_with(2, "31-02-1980").starts_with("`born`: `31-02-1980` is not a date"));
    assert_eq!(
        reason_with(3, "?"),
        "`news`: `?` is not one of the mapping's values"
    );
    assert!(reason_with(4, "yesterday").starts_with("`at`: `yesterday` is not a date"));
    assert_eq!(reason_with(5, "12.5"), "`paid`: `12.5` is not an amount");
    assert_eq!(
        reason_with(5, "gratis"),
        "`paid`: `gratis` is not an amount"
    );
    assert_eq!(
        reason_with(5, "0,005"),
        "`paid`: `0.005` has more decimals than EUR allows"
    );
    assert_eq!(
        reason_with(6, "euro"),
        "`currency`: `euro` is not an ISO 4217 currency code"
    );
    assert_eq!(reason_with(8, "two"), "`pieces`: `two` is not a number");
}

#[test]
fn a_refused_row_is_no_occurrence() {
    let mut bad = GOOD;
    bad[2] = "never";
    let with_bad = read_all(&[bad, GOOD]).remove(1).unwrap();
    let alone = read_all(&[GOOD]).remove(0).unwrap();
    assert_eq!(with_bad.items[0].line.item_id, alone.items[0].line.item_id);
}
