//! Messages with an odd part: what is left out, what is read, and what is said of it.

use klantbeeld_core::model::{IdentityKind, Item};
use klantbeeld_core::money::Currency;
use serde_json::json;

use super::tests::{claims, read};
use super::*;
use crate::ingest::import_record::Subject;

/// Returns what a line says of its person, and what is noted.
fn told(line: &str) -> (ImportRecord, Vec<String>) {
    let mut record = read(line).unwrap().remove(0);
    let notes = std::mem::take(&mut record.notes);
    (record, notes.iter().map(ToString::to_string).collect())
}

fn identify(traits: &str) -> (ImportRecord, Vec<String>) {
    told(&format!(
        r#"{{"type":"identify","userId":"u","messageId":"m","timestamp":"2026-01-01T10:00:00Z","traits":{traits}}}"#
    ))
}

fn order(properties: &str) -> (Item, Vec<String>) {
    let (mut record, notes) = told(&format!(
        r#"{{"type":"track","userId":"u","messageId":"m","timestamp":"2026-01-01T10:00:00Z",
            "event":"Order Completed","properties":{properties}}}"#
    ));
    (record.items.remove(0), notes)
}

#[test]
fn a_message_of_nobody_is_the_visitors() {
    for id in [
        "\"undefined\"",
        "\"null\"",
        "\"NaN\"",
        "\"None\"",
        "\"[object Object]\"",
        "\"0\"",
        "0",
        "{}",
        "[]",
        "false",
        "\"00000000-0000-0000-0000-000000000000\"",
        "\"8,71865E+12\"",
        "1.8446744073709552e20",
    ] {
        let line = format!(
            r#"{{"type":"identify","userId":{id},"anonymousId":"v","timestamp":"2026-01-01","traits":{{"lastName":"A"}}}}"#
        );
        let (record, notes) = told(&line);
        assert_eq!(record.subject, Subject::Anonymous("v".to_owned()), "{id}");
        assert_eq!(record.identities.len(), 1, "{id}");
        assert_eq!(notes.len(), 1, "{id}");
        assert!(notes[0].starts_with("`userId`: "), "{notes:?}");
    }
}

#[test]
fn a_number_is_one_user_however_it_is_written_and_to_the_last_digit() {
    let user = |id: &str| {
        told(&format!(
            r#"{{"type":"page","userId":{id},"timestamp":"2026-01-01"}}"#
        ))
        .0
        .subject
    };
    for id in ["12345", "12345.0", "\"12345\"", "\"12345.0\"", "1.2345e4"] {
        assert_eq!(user(id), Subject::User("12345".to_owned()), "{id}");
    }
    for id in [
        "157963456373623802",
        "157963456373623803",
        "184467440737095516150",
        "184467440737095516151",
    ] {
        assert_eq!(user(id), Subject::User(id.to_owned()));
    }
}

#[test]
fn message_and_order_ids_that_are_none_do_not_join_messages() {
    let line = |event: &str| {
        format!(
            r#"{{"type":"track","userId":"u","messageId":"undefined","timestamp":"2026-01-01","event":"{event}",
                "properties":{{"order_id":"null"}}}}"#
        )
    };
    let id = |event: &str| told(&line(event)).0.items[0].line.item_id.to_string();
    assert_ne!(id("Order Completed"), id("Order Refunded"));
    assert_eq!(id("Order Completed"), id("Order Completed"));
    let (_, notes) = told(&line("Order Completed"));
    let expected = [
        "`messageId`: `undefined` is no identifier",
        "`properties.order_id`: `null` is no identifier",
    ];
    assert_eq!(notes, expected);
    assert_eq!(
        order(r#"{"order_id":1001.0}"#).0.line.item_id.as_str(),
        "order:1001"
    );
}

#[test]
fn an_empty_list_stands_for_an_empty_object() {
    let (record, notes) =
        identify(r#"{"address":[],"company":[],"phone":"06-12345691","tags":[]}"#);
    assert_eq!(claims(&record), [("contact.phone", "+31612345691")]);
    assert!(notes.is_empty(), "{notes:?}");
    for line in [
        r#"{"type":"identify","userId":"u","timestamp":"2026-01-01","traits":[],"integrations":[]}"#,
        r#"{"type":"track","userId":"u","timestamp":"2026-01-01","event":"x","properties":[],"context":{"traits":[],"page":[]}}"#,
        r#"{"type":"page","userId":"u","timestamp":"2026-01-01","properties":[],"context":[]}"#,
        r#"{"type":"group","userId":"u","groupId":"77","timestamp":"2026-01-01","traits":[]}"#,
    ] {
        assert!(told(line).1.is_empty(), "{line}");
    }
    let (_, notes) = told(
        r#"{"type":"page","userId":"u","timestamp":"2026-01-01","properties":["a"],"name":["b"]}"#,
    );
    let expected = [
        "`name`: `[\"b\"]` is not a text",
        "`properties`: `[\"a\"]` is not an object",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn since_when_somebody_is_a_customer_may_be_a_number() {
    for since in [
        "1450292416",
        "\"1450292416\"",
        "1450292416000",
        "1450292416.123",
        "\"2015-12-16T19:00:16.000Z\"",
        "\"2015-12-16 19:00:16 +0100\"",
        "\"2015-12-16\"",
    ] {
        let (record, notes) = identify(&format!("{{\"createdAt\":{since}}}"));
        assert_eq!(
            claims(&record),
            [("relation.since", "2015-12-16")],
            "{since}"
        );
        assert!(notes.is_empty(), "{notes:?}");
    }
}

#[test]
fn an_odd_trait_costs_itself() {
    for (name, value) in [
        ("birthday", "\"0000-00-00\""),
        ("birthday", "\"--05-02\""),
        ("birthday", "326073600"),
        ("birthday", "false"),
        ("birthday", "\"2055-05-02\""),
        ("createdAt", "\"00-00-0000\""),
        ("createdAt", "12"),
        ("phone", "\"onbekend\""),
        ("phone", "\"6,12346E+08\""),
        ("firstName", "{\"a\":1}"),
        ("name", "[\"a\"]"),
        ("lastName", "\"undefined\""),
        ("address", "[\"a\"]"),
    ] {
        let (mut record, notes) = identify(&format!(
            "{{\"email\":\"t@voorbeeld.example\",\"{name}\":{value}}}"
        ));
        // What was meant as a date or number is kept as it was written, and marked.
        record.assertions.retain(|claim| claim.invalid.is_none());
        assert_eq!(
            claims(&record),
            [("contact.email", "t@voorbeeld.example")],
            "{name} {value}"
        );
        assert_eq!(notes.len(), 1, "{name} {value}: {notes:?}");
        assert!(
            notes[0].starts_with(&format!("`traits.{name}`: ")),
            "{notes:?}"
        );
    }
    let (record, notes) = identify(r#"{"email":"t@voorbeeld.example","":"x"}"#);
    assert_eq!((record.assertions.len(), notes.len()), (1, 1));
}

#[test]
fn a_list_of_telephones_is_several_identifiers_and_one_field() {
    let (record, notes) = identify(
        r#"{"email":{"work":"t@voorbeeld.example"},"phone":["06-12345711","030-1234711","x"]}"#,
    );
    let shown = [
        ("contact.email", "t@voorbeeld.example"),
        ("contact.phone", "+31612345711"),
    ];
    assert_eq!(claims(&record), shown);
    let phones = record
        .identities
        .iter()
        .filter(|i| i.kind == IdentityKind::Phone);
    let phones: Vec<_> = phones.map(|i| i.value.as_str()).collect();
    assert_eq!(phones, ["+31612345711", "+31301234711"]);
    assert_eq!(notes, ["`traits.phone`: `x` gives no telephone number"]);
}

#[test]
fn a_time_that_cannot_be_read_is_left_out_beside_a_good_one() {
    let line = r#"{"type":"page","userId":"u","timestamp":"soon","sentAt":"2026-01-01T10:00Z"}"#;
    let (record, notes) = told(line);
    assert_eq!(record.items[0].line.at_ms, 1_767_261_600_000);
    assert_eq!(
        notes,
        ["`timestamp`: `soon` is not a date between 1900 and 2200 as ISO 8601"]
    );
    for timestamp in [
        "1767261600",
        "1767261600000",
        "\"1767261600\"",
        "\"2026-01-01T10:00Z\"",
    ] {
        let line = format!(r#"{{"type":"page","userId":"u","timestamp":{timestamp}}}"#);
        assert_eq!(
            told(&line).0.items[0].line.at_ms,
            1_767_261_600_000,
            "{timestamp}"
        );
    }
}

#[test]
fn pieces_and_prices_may_be_texts() {
    let line = |product: &str| {
        let (item, notes) = order(&format!(
            r#"{{"order_id":"1","currency":"EUR","products":[{product}]}}"#
        ));
        (item.payload["lines"][0].clone(), notes)
    };
    for (product, quantity, amount) in [
        (r#"{"quantity":"3","price":"12.50"}"#, json!(3), json!(3750)),
        (r#"{"quantity":0.75,"price":8}"#, json!(0.75), json!(600)),
        (r#"{"quantity":0,"price":8}"#, json!(0), json!(0)),
        (r#"{"price":"0"}"#, json!(1), json!(0)),
        (
            r#"{"quantity":"","price":"€ 1.234,56"}"#,
            json!(1),
            json!(123_456),
        ),
    ] {
        let (line, notes) = line(product);
        assert_eq!(
            (&line["quantity"], &line["amount_minor"]),
            (&quantity, &amount),
            "{product}"
        );
        assert!(notes.is_empty(), "{notes:?}");
    }
    let (odd, notes) = line(r#"{"name":"a","quantity":"drie","price":8}"#);
    assert_eq!((odd.get("quantity"), odd.get("amount_minor")), (None, None));
    assert_eq!(
        notes,
        ["`properties.products[0].quantity`: `\"drie\"` is not a number"]
    );
    let (_, notes) = line(r#"{"price":"veel"}"#);
    assert_eq!(
        notes,
        ["`properties.products[0].price`: `veel` is not an amount"]
    );
}

#[test]
fn a_list_with_gaps_and_an_empty_one_are_order_lines() {
    let products = r#"{"10":{"name":"c"},"0":{"name":"a"},"2":{"name":"b"}}"#;
    let (item, notes) = order(&format!(r#"{{"order_id":"1","products":{products}}}"#));
    let names: Vec<_> = item.payload["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| &l["product"])
        .collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(item.line.title, "a, b, c");
    assert!(notes.is_empty(), "{notes:?}");
    assert!(order(r#"{"order_id":"1","products":null}"#).1.is_empty());
    assert!(order(r#"{"order_id":"1","products":[]}"#).1.is_empty());
}

#[test]
fn an_order_with_an_odd_amount_is_stored_without_it() {
    let money = |properties: &str| {
        let (item, notes) = order(properties);
        (
            item.line.amount.map(|m| (m.amount_minor, m.currency)),
            notes.len(),
        )
    };
    let euros = |minor| Some((minor, Currency::EUR));
    for (properties, amount, notes) in [
        (
            r#"{"total":"","revenue":"59.95","currency":"EUR"}"#,
            euros(5_995),
            0,
        ),
        (
            r#"{"total":"€ 1.234,56","currency":"EUR"}"#,
            euros(123_456),
            0,
        ),
        (
            r#"{"total":"1,234.56","currency":"eur"}"#,
            euros(123_456),
            0,
        ),
        (
            r#"{"total":19.95,"currency":""}"#,
            Some((1_995, Currency::USD)),
            1,
        ),
        (r#"{"total":5,"currency":"€"}"#, None, 1),
        (r#"{"total":"a lot","currency":"EUR"}"#, None, 1),
        (r#"{"total":"1,234","currency":"EUR"}"#, None, 1),
        (r#"{"total":0.005,"currency":"EUR"}"#, None, 1),
        (
            r#"{"total":true,"currency":7,"products":[{"price":1}]}"#,
            None,
            1,
        ),
    ] {
        assert_eq!(money(properties), (amount, notes), "{properties}");
    }
}

/// Returns what traits say of a person, a line for each field.
fn named(traits: &str) -> Vec<String> {
    let (record, _) = identify(traits);
    let claims = claims(&record).into_iter();
    let mut named: Vec<(&str, &str)> = claims
        .filter_map(|(field, value)| Some((field.strip_prefix("person.")?, value)))
        .collect();
    named.sort_unstable();
    let is_twice = named.array_windows().any(|[a, b]| a.0 == b.0);
    assert!(!is_twice, "one claim a field: {named:?}");
    let lines = named.into_iter();
    lines
        .map(|(field, value)| format!("{field}={value}"))
        .collect()
}

#[test]
fn nobody_who_has_a_name_is_nameless() {
    for (traits, expected) in [
        (
            r#"{"firstName":"","lastName":"","name":"Fatima el Idrissi"}"#,
            &["first_name=Fatima", "last_name=el Idrissi"][..],
        ),
        (
            r#"{"firstName":null,"lastName":null,"name":"Jan Willem de Vries"}"#,
            &["first_name=Jan Willem", "last_name=de Vries"],
        ),
        (
            r#"{"first_name":"Ans","name":"Ans Bakker"}"#,
            &["first_name=Ans", "last_name=Bakker"],
        ),
        (
            r#"{"name":"Dhr. P.J. van der Meer"}"#,
            &["initials=P.J.", "last_name=van der Meer", "salutation=Dhr."],
        ),
        (
            r#"{"title":"dr.","name":"Dr. A. Smit"}"#,
            &["initials=A.", "last_name=Smit", "salutation=dr."],
        ),
        (
            r#"{"firstName":{"first":"Kim"},"lastName":7}"#,
            &["last_name=7"],
        ),
        (
            r#"{"firstName":{"first":"Kim"},"name":"Kim de Wit"}"#,
            &["first_name=Kim", "last_name=de Wit"],
        ),
        (
            r#"{"firstName":"Kim","lastName":null}"#,
            &["first_name=Kim", "last_name="],
        ),
        (r#"{"firstName":"","firstName":null}"#, &["first_name="]),
        (
            r#"{"first_name":"","firstName":" Noël ","lastName":"Null"}"#,
            &["first_name=Noël", "last_name=Null"],
        ),
        (r#"{"name":""}"#, &["last_name="]),
    ] {
        assert_eq!(named(traits), expected, "{traits}");
    }
}
