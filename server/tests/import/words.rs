//! One table with many kinds, channels, directions and statuses, with moments, replies and countries by row.

use klantbeeld_core::model::{Direction, ItemLine, Status};
use klantbeeld_server::ingest::{Format, ImportReport, Mapping, when};
use klantbeeld_server::store::memory::MemoryProfileStore;

use crate::harness::{import, items, profile, value};

const MAPPING: &str = r#"
source = "crm"
region = { column = "land", values = { "België" = "BE", Nederland = "NL" } }

[csv]
delimiter = ";"
zone = "Europe/Amsterdam"

[customer]
id = "{klant}"

[[identity]]
kind = "phone"
column = "telefoon"

[[field]]
field = "relation.since"
column = "sinds"
date = "%Y-%m-%d %H:%M:%S"

[item]
id = "crm:{nr}"
kind = { column = "soort", values = { Bestelling = "order", Klacht = "complaint", Telefoontje = "call" }, default = "contact" }
channel = { column = "kanaal", values = { Tel = "phone", Web = "web" }, default = "system" }
department = { column = "afdeling", values = { Verkoop = "sales" }, default = "service" }
direction = { column = "richting", values = { Inkomend = "in", Uitgaand = "out" } }
at = { column = "datum", time_column = "tijd", format = "%d-%m-%Y %H:%M" }
due = { column = "voor", format = "%d-%m-%Y" }
reply_to = "crm:{antwoord op}"
title = "{titel}"

[item.status]
column = "status"
values = { "Afgehandeld" = "done", "In behandeling" = "in_progress" }

[item.amount]
column = "bedrag"
currency = "EUR"
decimal = { column = "land", values = { Nederland = ",", "België" = ",", Ierland = "." }, default = "," }
"#;

const HEAD: &str = "klant;telefoon;land;sinds;nr;soort;kanaal;afdeling;richting;status;datum;tijd;voor;antwoord op;bedrag;titel";

fn read(rows: &[&str]) -> (MemoryProfileStore, ImportReport) {
    let store = MemoryProfileStore::new();
    let format = Format::Table(Box::new(Mapping::parse(MAPPING, &[]).unwrap()));
    let text = format!("{HEAD}\n{}\n", rows.join("\n"));
    let (report, refused) = import(&store, &format, text.as_bytes());
    assert!(refused.is_empty(), "{refused:?}");
    (store, report)
}

fn find<'a>(items: &'a [ItemLine], id: &str) -> &'a ItemLine {
    items
        .iter()
        .find(|item| item.item_id.as_str() == id)
        .unwrap()
}

fn at(text: &str) -> i64 {
    when::parse_iso_ms(text).unwrap()
}

/// Returns the warnings as `line field: reason`.
fn warnings(report: &ImportReport) -> Vec<String> {
    let told = report.warned.iter();
    told.map(|w| format!("{} {}: {}", w.line, w.field, w.reason))
        .collect()
}

#[test]
fn each_row_has_its_own_kind_channel_department_direction_and_status() {
    let (store, report) = read(&[
        "K-1;;;;1;Bestelling;Web;Verkoop;Inkomend;Afgehandeld;01-07-2026;10:30;;;12,50;Lamp",
        "K-1;;;;2;KLACHT;tel;;Inkomend;In behandeling;02-07-2026;23:30;09-07-2026;1;;Lamp stuk",
        "K-1;;;;3;Telefoontje;phone;service;Uitgaand;open;03-07-2026;09:00;;2;;Teruggebeld",
    ]);
    assert_eq!(warnings(&report), Vec::<String>::new());
    let items = items(&store, "K-1");
    let order = find(&items, "crm:1");
    assert_eq!(
        (order.kind.as_str(), order.channel.as_str()),
        ("order", "web")
    );
    assert_eq!(
        (order.department.as_str(), order.direction),
        ("sales", Direction::In)
    );
    assert_eq!(order.status, Some(Status::Done));
    assert_eq!(order.at_ms, at("2026-07-01T08:30:00Z"));
    assert_eq!((order.reply_to.as_ref(), order.due_ms), (None, None));
    let complaint = find(&items, "crm:2");
    assert_eq!(
        (complaint.kind.as_str(), complaint.channel.as_str()),
        ("complaint", "phone")
    );
    assert_eq!(complaint.department, "service");
    assert_eq!(complaint.status, Some(Status::InProgress));
    assert_eq!(complaint.due_ms, Some(at("2026-07-09")));
    assert_eq!(complaint.reply_to.as_ref().unwrap().as_str(), "crm:1");
    let call = find(&items, "crm:3");
    assert_eq!(
        (call.kind.as_str(), call.direction),
        ("call", Direction::Out)
    );
    assert_eq!(call.status, Some(Status::Open));
}

#[test]
fn a_word_that_nobody_explained_is_named_with_line_and_column_and_costs_that_word_only() {
    let (store, report) = read(&[
        "K-1;;;;1;Bestelling;Web;Verkoop;Inkomend;Afgehandeld;01-07-2026;10:30;;;;Lamp",
        "K-1;;;;2;Fax;Postduif;Zolder;Zijwaarts;Kwijt;02-07-2026;10:30;;;;Iets",
    ]);
    let expected = [
        ("soort", "Fax"),
        ("kanaal", "Postduif"),
        ("afdeling", "Zolder"),
        ("richting", "Zijwaarts"),
        ("status", "Kwijt"),
    ];
    let mut expected: Vec<String> = expected
        .iter()
        .map(|(column, word)| format!("3 {column}: `{word}` is not one of the mapping's values"))
        .collect();
    let mut found = warnings(&report);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    let items = items(&store, "K-1");
    let odd = find(&items, "crm:2");
    assert_eq!(
        (odd.kind.as_str(), odd.channel.as_str()),
        ("contact", "system")
    );
    assert_eq!((odd.direction, odd.status), (Direction::None, None));
}

#[test]
fn a_time_in_a_column_of_its_own_may_be_missing() {
    let (store, _) = read(&["K-1;;;;1;;;;;;01-07-2026;;;;;Lamp"]);
    assert_eq!(find(&items(&store, "K-1"), "crm:1").at_ms, at("2026-07-01"));
}

#[test]
fn telephone_numbers_and_amounts_are_read_by_the_country_of_their_row() {
    let (store, report) = read(&[
        "K-1;02 512 34 56;België;;1;;;;;;01-07-2026;10:00;;;1.234,50;Lamp",
        "K-2;030 123 4567;Nederland;;2;;;;;;01-07-2026;10:00;;;12,50;Lamp",
        "K-3;030 123 4567;;;3;;;;;;01-07-2026;10:00;;;12,50;Lamp",
        "K-4;01 234 5678;IE;;4;;;;;;01-07-2026;10:00;;;12,50;Lamp",
        "K-5;030 123 4567;Atlantis;;5;;;;;;01-07-2026;10:00;;;12,50;Lamp",
    ]);
    let phone = |id: &str| {
        let profile = profile(&store, id).unwrap();
        profile.identities[0].value.clone()
    };
    assert_eq!(phone("K-1"), "+3225123456");
    for id in ["K-2", "K-3", "K-5"] {
        assert_eq!(phone(id), "+31301234567", "{id}");
    }
    assert_eq!(phone("K-4"), "+35312345678");
    let amount = find(&items(&store, "K-1"), "crm:1").amount.unwrap();
    assert_eq!(amount.amount_minor, 123_450);
    let found = warnings(&report);
    assert!(
        found.iter().any(|w| w.starts_with("6 land: `Atlantis`")),
        "{found:?}"
    );
}

#[test]
fn a_field_takes_the_day_of_a_date_with_a_time() {
    let (store, report) = read(&["K-1;;;2019-03-31 23:59:00;1;;;;;;01-07-2026;10:00;;;;Lamp"]);
    let profile = profile(&store, "K-1").unwrap();
    assert_eq!(value(&profile, "relation.since"), Some("2019-03-31"));
    assert_eq!(warnings(&report), Vec::<String>::new());
}
