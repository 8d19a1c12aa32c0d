//! Every mistake in a mapping is found before the first row, and named.

use super::*;

const GOOD: &str = r#"
source = "shop"
[csv]
delimiter = ";"
[customer]
id = "{number}"
[[identity]]
column = "mail"
kind = "email"
[[field]]
column = "mail"
field = "contact.email"
[item]
kind = "order"
channel = "web"
department = "sales"
at = { column = "date", format = "%Y-%m-%d" }
amount = { column = "paid", currency = "EUR" }
title = "{what}"
"#;

fn reason(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    let text = GOOD.replacen(from, to, 1);
    Mapping::parse(&text, &[]).unwrap_err().to_string()
}

#[test]
fn a_good_mapping_knows_its_columns() {
    let mapping = Mapping::parse(GOOD, &[]).unwrap();
    let used: Vec<_> = mapping.used_columns().into_iter().collect();
    assert_eq!(used, ["date", "mail", "number", "paid", "what"]);
    assert_eq!(mapping.delimiter, Delimiter::Quoted(';'));
}

#[test]
fn names_that_do_not_exist_are_refused_with_their_place() {
    let wrong = [
        (
            "\"order\"",
            "\"odrer\"",
            "`item.kind`: `odrer` is none of: call, email",
        ),
        (
            "\"web\"",
            "\"wbe\"",
            "`item.channel`: `wbe` is none of: phone, email",
        ),
        (
            "\"sales\"",
            "\"x\"",
            "`item.department`: `x` is none of: service, sales",
        ),
        (
            "\"EUR\"",
            "\"euro\"",
            "`item.amount.currency`: `euro` is not an ISO 4217",
        ),
        (
            "%Y-%m-%d",
            "dd-mm-yyyy",
            "`item.at`: `dd-mm-yyyy` is not a format of a date",
        ),
        (
            "\"shop\"",
            "\"My shop\"",
            "`source`: `My shop` is not a name",
        ),
        (
            "\";\"",
            "\";;\"",
            "`csv.delimiter`: `;;` is not one character",
        ),
        (
            "\";\"",
            "\";\"\nzone = \"Amsterdam\"",
            "`csv.zone`: `Amsterdam` is not an offset such as `+01:00` or a zone",
        ),
        ("{what}", "{what", "`item.title`: `{what` has a brace"),
    ];
    for (from, to, expected) in wrong {
        let found = reason(from, to);
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn a_zone_is_an_offset_or_a_name_and_utc_when_it_is_left_out() {
    let zone = |line: &str| {
        let text = GOOD.replacen("delimiter = \";\"", line, 1);
        Mapping::parse(&text, &[]).unwrap().item.unwrap().at.zone
    };
    assert_eq!(zone("zone = \"+02:00\""), "+02:00".parse().unwrap());
    assert_eq!(
        zone("zone = \"America/Paramaribo\""),
        "America/Paramaribo".parse().unwrap()
    );
    assert_eq!(zone(""), "UTC".parse().unwrap());
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let found = reason("title =", "tilte =");
    assert!(found.contains("unknown field `tilte`"), "{found}");
    assert!(found.contains("line 19"), "{found}");
    let found = reason("kind = \"email\"", "kind = \"mail\"");
    assert!(found.contains("unknown variant `mail`"), "{found}");
}

#[test]
fn an_unknown_column_of_a_file_without_header_is_refused() {
    let csv = "delimiter = \";\"\nheader = false\ncolumns = [\"number\", \"mail\"]";
    assert_eq!(
        reason("delimiter = \";\"", csv),
        "there is no column `date`; the columns are: number, mail"
    );
    let found = reason("delimiter = \";\"", "header = false");
    assert!(found.starts_with("`csv.columns`"), "{found}");
}

#[test]
fn a_kind_of_the_organisation_is_accepted_when_the_policy_has_it() {
    let text = GOOD.replacen("\"order\"", "\"showroom\"", 1);
    assert!(Mapping::parse(&text, &[]).is_err());
    let custom = CustomKind {
        slug: "showroom".to_owned(),
        base: "visit".to_owned(),
        label: klantbeeld_core::vocabulary::Label::default(),
    };
    assert!(Mapping::parse(&text, &[custom]).is_ok());
}

#[test]
fn a_field_has_a_column_or_a_value_and_not_both() {
    let found = reason("field = \"contact.email\"", "field = \"a\"\nvalue = \"x\"");
    assert_eq!(
        found,
        "`field `a`` needs exactly one of `column` and `value`"
    );
}

#[test]
fn a_part_from_a_column_names_a_wrong_word_at_its_place() {
    let kind = |table: &str| reason("kind = \"order\"", &format!("kind = {table}"));
    assert_eq!(
        kind("{ column = \"what\", values = { Bestelling = \"odrer\" }, default = \"order\" }")
            .split(" is none of")
            .next(),
        Some("`item.kind.values.Bestelling`: `odrer`")
    );
    let found = kind("{ column = \"what\", values = { Bestelling = \"order\" } }");
    assert!(found.starts_with("`item.kind` needs `default`"), "{found}");
    let found = kind("{ colunm = \"what\", default = \"order\" }");
    assert!(found.contains("unknown field `colunm`"), "{found}");
    assert!(found.contains("line 14"), "{found}");
    let found = reason("title =", "status = \"klaar\"\ntitle =");
    assert!(
        found.starts_with("`item.status`: `klaar` is none of: open, in_progress, planned"),
        "{found}"
    );
    let found = reason(
        "title =",
        "direction = { column = \"what\", default = \"naar\" }\ntitle =",
    );
    assert!(
        found.starts_with("`item.direction.default`: `naar` is none of: in, out, none"),
        "{found}"
    );
    let found = reason(
        "[csv]",
        "region = { column = \"land\", values = { Nederland = \"NLD\" } }\n[csv]",
    );
    assert!(found.contains("countries in two letters"), "{found}");
}

#[test]
fn a_column_with_the_time_needs_a_format_with_a_time() {
    let found = reason(
        "column = \"date\",",
        "column = \"date\", time_column = \"time\",",
    );
    assert!(found.contains("such as `%d-%m-%Y %H:%M`"), "{found}");
}
