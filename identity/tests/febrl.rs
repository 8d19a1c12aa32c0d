//! How well the matching does on records of which the truth is known: Febrl's sets with typing errors.
//!
//! `soc_sec_id` is never compared: with it the task would be no task.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at what they did not expect"
)]

use std::collections::{BTreeSet, HashMap};

use klantbeeld_identity::harmonise::Region;
use klantbeeld_identity::matching::{
    Decision, Field, Kind, Pair, Passes, Schema, Table, Thresholds, cluster, find_pairs, learn,
};

const FEBRL1: &str = include_str!("data/febrl1.csv");
const FEBRL2: &str = include_str!("data/febrl2.csv");

/// The columns after `rec_id`, in their order.
fn schema() -> Schema {
    let field = |name: &str, kind, swaps_with| Field {
        name: name.to_owned(),
        kind,
        swaps_with,
    };
    let fields = vec![
        field("given_name", Kind::GivenName, Some(1)),
        field("surname", Kind::FamilyName, Some(0)),
        field("street_number", Kind::HouseNumber, None),
        field("address_1", Kind::Street, Some(4)),
        field("address_2", Kind::Street, Some(3)),
        field("suburb", Kind::Town, None),
        field("postcode", Kind::Postcode, None),
        field("state", Kind::Region, None),
        field("date_of_birth", Kind::BirthDate, None),
    ];
    Schema::new(fields).unwrap()
}

/// Returns the records and the person of each.
fn read(file: &str) -> (Table, Vec<String>) {
    let mut table = Table::new(schema(), Region::default());
    let mut people = Vec::new();
    for line in file.lines().skip(1) {
        let values: Vec<&str> = line.split(',').map(str::trim).collect();
        people.push(values[0].split('-').nth(1).unwrap().to_owned());
        table.push(values[1..10].iter().copied());
    }
    (table, people)
}

fn truth(people: &[String]) -> BTreeSet<(u32, u32)> {
    let mut records: HashMap<&str, Vec<u32>> = HashMap::new();
    for (record, person) in people.iter().enumerate() {
        records.entry(person).or_default().push(record as u32);
    }
    let pairs = records.values().flat_map(|records| {
        let later = |at: usize| records[at + 1..].iter();
        let of = move |(at, a): (usize, &u32)| later(at).map(|b| (*a, *b)).collect::<Vec<_>>();
        records.iter().enumerate().flat_map(of).collect::<Vec<_>>()
    });
    pairs.collect()
}

fn precision_and_recall<'a>(
    found: impl IntoIterator<Item = &'a (u32, u32)>,
    truth: &BTreeSet<(u32, u32)>,
) -> (f64, f64) {
    let found: BTreeSet<_> = found.into_iter().collect();
    let right = found.iter().filter(|pair| truth.contains(pair)).count() as f64;
    (right / found.len() as f64, right / truth.len() as f64)
}

fn f1((precision, recall): (f64, f64)) -> f64 {
    2.0 * precision * recall / (precision + recall)
}

fn ids(pairs: &[Pair], is_wanted: impl Fn(&Pair) -> bool) -> Vec<(u32, u32)> {
    let wanted = pairs.iter().filter(|pair| is_wanted(pair));
    wanted.map(|pair| (pair.a, pair.b)).collect()
}

fn pairs(table: &Table) -> Vec<Pair> {
    let passes = Passes::new(table);
    let model = learn(table, &passes);
    let found = find_pairs(table, &passes, &model, Thresholds::default(), |_| {});
    found.pairs
}

#[test]
fn people_are_found_again_in_febrls_records_and_automatic_pairs_are_right() {
    for (name, file) in [("febrl1", FEBRL1), ("febrl2", FEBRL2)] {
        let (table, people) = read(file);
        let truth = truth(&people);
        let pairs = pairs(&table);
        let all = precision_and_recall(&ids(&pairs, |_| true), &truth);
        let automatic = ids(&pairs, |pair| pair.decision == Decision::Automatic);
        let sure = precision_and_recall(&automatic, &truth);
        println!(
            "{name}: pairs {all:?} F1 {:.4}; automatic {sure:?}",
            f1(all)
        );
        assert!(f1(all) >= 0.99, "{name}: F1 {}", f1(all));
        assert!(sure.0 >= 0.999, "{name}: precision {}", sure.0);
        assert!(sure.1 >= 0.75, "{name}: most need nobody, {}", sure.1);
    }
}

#[test]
fn the_groups_of_automatic_pairs_hold_one_person_each() {
    let (table, people) = read(FEBRL2);
    let groups = cluster(&pairs(&table));
    let several: BTreeSet<&str> = truth(&people)
        .iter()
        .map(|(a, _)| people[*a as usize].as_str())
        .collect();
    println!("{} groups of {} people", groups.len(), several.len());
    assert!(groups.len() * 10 > several.len() * 8, "{}", groups.len());
    for group in groups {
        let of: BTreeSet<&String> = group
            .iter()
            .map(|record| &people[*record as usize])
            .collect();
        assert_eq!(of.len(), 1, "{group:?}");
    }
}

#[test]
fn the_same_records_give_the_same_pairs() {
    let (table, _) = read(FEBRL1);
    assert_eq!(pairs(&table), pairs(&table));
}

#[test]
fn two_files_give_links_between_them_only() {
    let (_, people) = read(FEBRL1);
    let mut table = Table::new(schema(), Region::default());
    let is_original = |line: &&str| line.contains("-org,");
    let lines: Vec<&str> = FEBRL1.lines().skip(1).collect();
    let (first, second): (Vec<&str>, Vec<&str>) = lines.iter().partition(|line| is_original(line));
    for (place, line) in first.iter().chain(&second).enumerate() {
        if place == first.len() {
            table.begin_second();
        }
        table.push(line.split(',').skip(1).take(9).map(str::trim));
    }
    let pairs = pairs(&table);
    let from = first.len() as u32;
    assert!(pairs.iter().all(|pair| pair.a < from && pair.b >= from));
    let person = |line: &str| line.split('-').nth(1).unwrap().to_owned();
    let all: Vec<&str> = first.into_iter().chain(second).collect();
    let right = pairs
        .iter()
        .filter(|pair| person(all[pair.a as usize]) == person(all[pair.b as usize]));
    let right = right.count();
    assert!(
        right >= 490 && pairs.len() - right <= 3,
        "{right} of {}",
        pairs.len()
    );
    assert_eq!(people.len(), 1_000);
}
