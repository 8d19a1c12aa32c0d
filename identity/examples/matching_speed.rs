//! Measures the matching on made-up records: `cargo run --release -p klantbeeld-identity --example matching_speed 10000`.
//!
//! People are made of the columns of Febrl's records, mixed; a fifth of them stands there twice, with a typing error.

use std::time::Instant;

use klantbeeld_identity::harmonise::Region;
use klantbeeld_identity::matching::{
    Field, Kind, Passes, Schema, SchemaError, Table, Thresholds, cluster, find_pairs, learn,
};

const FEBRL2: &str = include_str!("../tests/data/febrl2.csv");
const KINDS: [Kind; 9] = [
    Kind::GivenName,
    Kind::FamilyName,
    Kind::HouseNumber,
    Kind::Street,
    Kind::Text,
    Kind::Town,
    Kind::Postcode,
    Kind::Region,
    Kind::BirthDate,
];

/// The generator `SplitMix64`: the same records each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap_or_default()
    }
}

fn table(count: usize) -> Result<(Table, usize), SchemaError> {
    let fields = KINDS.iter().map(|kind| Field {
        name: format!("{kind:?}"),
        kind: *kind,
        swaps_with: None,
    });
    let mut table = Table::new(Schema::new(fields.collect())?, Region::default());
    let lines: Vec<Vec<&str>> = FEBRL2
        .lines()
        .skip(1)
        .map(|line| line.split(',').skip(1).map(str::trim).collect())
        .collect();
    let mut chance = Chance(7);
    let mut doubles = 0;
    while (table.len() as usize) < count {
        let mut person: Vec<String> = (0..KINDS.len())
            .map(|field| {
                let line = lines.get(chance.below(lines.len()));
                let value = line.and_then(|line| line.get(field));
                (*value.unwrap_or(&"")).to_owned()
            })
            .collect();
        table.push(person.iter().map(String::as_str));
        if chance.below(5) == 0 {
            doubles += 1;
            let field = chance.below(KINDS.len());
            if let Some(value) = person.get_mut(field)
                && value.is_ascii()
                && !value.is_empty()
            {
                value.remove(chance.below(value.len()));
            }
            table.push(person.iter().map(String::as_str));
        }
    }
    Ok((table, doubles))
}

#[expect(
    clippy::print_stdout,
    reason = "a program that measures says what it measured"
)]
fn main() -> Result<(), SchemaError> {
    let count = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let started = Instant::now();
    let (table, doubles) = table(count.unwrap_or(10_000))?;
    println!(
        "{} records made and prepared: {:?}",
        table.len(),
        started.elapsed()
    );
    let started = Instant::now();
    let passes = Passes::new(&table);
    println!("passes: {:?}", started.elapsed());
    let model = learn(&table, &passes);
    println!("learned: {:?}", started.elapsed());
    let found = find_pairs(&table, &passes, &model, Thresholds::default(), |_| {});
    println!("compared {}: {:?}", found.compared, started.elapsed());
    let groups = cluster(&found.pairs);
    println!(
        "{} groups of {doubles} doubles: {:?}",
        groups.len(),
        started.elapsed()
    );
    Ok(())
}
