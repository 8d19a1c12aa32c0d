//! Whatever bytes a file holds: no panic, no abort, every line counted once, and the same at the next
//! import.

use klantbeeld_server::ingest::{Format, Mapping};
use klantbeeld_server::store::memory::MemoryProfileStore;
use proptest::prelude::*;

use crate::harness::{file, import};

fn table() -> Format {
    let text = std::fs::read_to_string(file("tests/data/import/customers.toml")).unwrap();
    Format::Table(Box::new(Mapping::parse(&text, &[]).unwrap()))
}

fn check(format: &Format, text: &[u8]) {
    let store = MemoryProfileStore::new();
    let (first, refused) = import(&store, format, text);
    assert_eq!(first.read, first.accepted + first.refused);
    assert_eq!(first.refused, refused.len() as u64);
    let (second, _) = import(&store, format, text);
    assert_eq!(second.stored, 0);
    assert_eq!((second.read, second.refused), (first.read, first.refused));
}

/// Rows under a header that is whole: a wrong one is an error of the whole file.
fn with_header(rows: &[u8]) -> Vec<u8> {
    let good = std::fs::read(file("tests/data/import/customers.csv")).unwrap();
    let end = good.iter().position(|b| *b == b'\n').unwrap();
    [&good[..=end], rows].concat()
}

/// A good file with some bytes replaced, so that most of it gets far into the reader.
fn damaged(path: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let good = std::fs::read(file(path)).unwrap();
    let length = good.len();
    let odd = prop_oneof![
        Just(b'"'),
        Just(b'\n'),
        Just(b'\\'),
        Just(b'{'),
        Just(b';'),
        any::<u8>()
    ];
    prop::collection::vec((0..length, odd), 1..40).prop_map(move |changes| {
        let mut text = good.clone();
        for (place, byte) in changes {
            text[place] = byte;
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn arbitrary_bytes_are_read_as_messages(text: Vec<u8>) {
        check(&Format::Segment, &text);
    }

    #[test]
    fn arbitrary_bytes_are_read_as_a_table(text: Vec<u8>) {
        check(&table(), &with_header(&text));
    }

    #[test]
    fn damaged_messages_are_read(text in damaged("tests/data/import/segment.ndjson")) {
        check(&Format::Segment, &text);
    }

    #[test]
    fn a_damaged_table_is_read(text in damaged("tests/data/import/customers.csv")) {
        check(&table(), &with_header(&text));
    }
}
