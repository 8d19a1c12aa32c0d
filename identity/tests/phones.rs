//! Example numbers of every region, as Google's library writes them, against their E.164 form.

use klantbeeld_identity::harmonise::{Region, phone};

const PHONES: &str = include_str!("data/phones.tsv");

/// Eleven numbers that the crate `phonenumber` reads otherwise than Google's library, in one form or both: a trunk
/// prefix that is also the beginning of the number.
const KNOWN_WRONG: [(&str, &str); 18] = [
    ("BY", "8 801 123 4567"),
    ("BY", "+375 801 123 4567"),
    ("KZ", "8 (800) 123-45-67"),
    ("KZ", "+7 800 123-45-67"),
    ("KZ", "8 (809) 123-45-67"),
    ("KZ", "+7 809 123-45-67"),
    ("KZ", "8 (808) 123-45-67"),
    ("KZ", "+7 808 123-45-67"),
    ("LT", "+370 800 12 345"),
    ("LT", "+370 808 12 345"),
    ("LT", "+370 801 23 456"),
    ("RU", "8 (800) 123-45-67"),
    ("RU", "+7 800 123-45-67"),
    ("RU", "8 (809) 123-45-67"),
    ("RU", "+7 809 123-45-67"),
    ("RU", "8 (808) 123-45-67"),
    ("RU", "+7 808 123-45-67"),
    ("RW", "250 123 456"),
];

#[test]
fn every_example_number_of_the_world_is_read_but_the_few_that_are_known() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in PHONES.lines() {
        let [code, _, national, international, expected] = line.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("five columns: {line}");
        };
        count += 1;
        let region = Region::parse(code);
        let read = |text| phone(text, region.unwrap_or_default());
        for text in [national, international] {
            if region.is_some() && read(text).as_deref() != Ok(expected) {
                wrong.push((code, text));
            }
        }
    }
    assert_eq!(count, 1_129);
    assert_eq!(wrong, KNOWN_WRONG);
}
