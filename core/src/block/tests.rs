//! A block gives back what went in, finds what is in it, and survives any bytes.

use proptest::prelude::*;

use super::*;
use crate::folding::fold;
use crate::ids::ItemId;
use crate::model::{Direction, ItemLine, Status, SummaryFrom};
use crate::money::{Currency, Money};

fn line(id: &str, title: &str) -> ItemLine {
    ItemLine {
        channel: "phone".to_owned(),
        direction: Direction::In,
        department: "service".to_owned(),
        source: "telephony".to_owned(),
        title: title.to_owned(),
        ..ItemLine::new(ItemId::parse(id).unwrap(), 1_700_000_000_000, "call")
    }
}

fn arbitrary_line() -> impl Strategy<Value = ItemLine> {
    let money = (any::<i64>(), prop_oneof![Just("EUR"), Just("USD")]);
    (
        (
            "[a-z0-9]{1,20}",
            any::<i64>(),
            "[a-z]{1,3}",
            "[a-z]{1,3}",
            0..3_usize,
        ),
        (
            proptest::option::of(0..10_usize),
            "\\PC{0,40}",
            "\\PC{0,20}",
            "\\PC{0,9}",
            "\\PC{0,9}",
        ),
        (
            proptest::option::of(-100..=100_i8),
            proptest::option::of(money),
        ),
        (
            proptest::option::of(any::<i64>()),
            proptest::option::of("[a-z0-9]{1,20}"),
        ),
    )
        .prop_map(
            |((id, at_ms, kind, channel, way), text, (mood, money), (due_ms, reply))| {
                let (status, title, summary, reason, outcome) = text;
                let currency = |c: &str| Currency::parse(c).unwrap();
                ItemLine {
                    at_ms,
                    kind,
                    channel,
                    direction: [Direction::None, Direction::In, Direction::Out][way],
                    status: status.map(|i| Status::ALL[i]),
                    summary_from: mood.and_then(|m| SummaryFrom::of_code(m.cast_unsigned() & 3)),
                    summary,
                    reason,
                    outcome,
                    mood,
                    amount: money.map(|(m, c)| Money {
                        amount_minor: m,
                        currency: currency(c),
                    }),
                    due_ms,
                    reply_to: reply.map(|r| ItemId::parse(r).unwrap()),
                    ..line(&id, &title)
                }
            },
        )
}

fn rows_with(block: &Block, typed: &str) -> Vec<usize> {
    let mut rows = Vec::new();
    block.find(&Needle::new(typed).unwrap(), |row| rows.push(row));
    rows
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(lines in proptest::collection::vec(arbitrary_line(), 0..40)) {
        let block = Block::parse(Block::encode(&lines)).unwrap();
        let back: Vec<_> = (0..block.rows()).map(|row| block.line(row).unwrap()).collect();
        prop_assert_eq!(back, lines);
    }

    #[test]
    fn any_bytes_give_a_block_or_an_error(mut bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Block::parse(bytes.clone());
        bytes.splice(0..0, MAGIC);
        if let Ok(block) = Block::parse(bytes) {
            for row in 0..block.rows() {
                let _ = block.line(row);
            }
        }
    }

    #[test]
    fn a_flipped_byte_never_panics(at in 0..600_usize, bit in 0..8_u8) {
        let mut bytes = Block::encode(&[line("a", "Eerste"), line("b", "Tweede")]);
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << bit;
        }
        if let Ok(block) = Block::parse(bytes) {
            for row in 0..block.rows() {
                let _ = block.line(row);
            }
            let _ = rows_with(&block, "e");
        }
    }

    #[test]
    fn search_finds_what_a_plain_search_finds(
        titles in proptest::collection::vec("[aAbB é]{0,8}", 1..20), typed in "[aAbBé]{1,3}",
    ) {
        let lines: Vec<_> = titles.iter().map(|t| line("x", t)).collect();
        let block = Block::parse(Block::encode(&lines)).unwrap();
        let plain = |t: &String| fold(t).contains(&fold(&typed));
        let expected: Vec<_> =
            titles.iter().enumerate().filter(|(_, t)| plain(t)).map(|(i, _)| i).collect();
        prop_assert_eq!(rows_with(&block, &typed), expected);
    }
}

#[test]
fn any_script_is_found_in_any_case_with_and_without_marks() {
    let titles = [
        "Café ÉÉN",
        "ΟΔΟΣ ΣΟΦΙΑΣ",
        "Щука",
        "5 € per m²",
        "GROẞE Straße",
        "Noe\u{308}l’s foto's",
        "ĲSSELMEER",
    ];
    let lines: Vec<_> = titles.iter().map(|t| line("x", t)).collect();
    let block = Block::parse(Block::encode(&lines)).unwrap();
    for (typed, found) in [
        ("CAFÉ é", 0),
        ("cafe een", 0),
        ("één fé", 0),
        ("cafe\u{301} e\u{301}e\u{301}n", 0),
        ("οδοσ σ", 1),
        ("ΣΟΦ", 1),
        ("щУК", 2),
        ("€ PER", 3),
        ("per € M2", 3),
        ("große s", 4),
        ("STRASSE", 4),
        ("ука", 2),
        ("noël", 5),
        ("FOTO’S noel", 5),
        ("fotos", 5),
        ("ijssel", 6),
    ] {
        assert_eq!(rows_with(&block, typed), [found], "{typed}");
        assert!(
            Needle::new(typed).unwrap().is_in(&[titles[found]]),
            "{typed}"
        );
    }
    for typed in ["één thee", "fée", "€ per kwh", "ш"] {
        assert_eq!(rows_with(&block, typed), Vec::<usize>::new(), "{typed}");
    }
}

#[test]
fn words_are_found_in_any_order_and_in_any_part_of_the_text() {
    let told = ItemLine {
        summary: "Over de meter".to_owned(),
        outcome: "Brief gestuurd".to_owned(),
        ..line("a", "Telefoongesprek")
    };
    let block = Block::parse(Block::encode(&[told, line("b", "Brief over de meterkast")])).unwrap();
    assert_eq!(rows_with(&block, "meter brief"), [0, 1]);
    assert_eq!(rows_with(&block, "BRIEF gesprek meter"), [0]);
    assert_eq!(rows_with(&block, "meter meter kast"), [1]);
    assert!(Needle::new(" ’ ").is_none());
}

#[test]
fn a_hit_does_not_run_from_one_row_into_the_next() {
    let block = Block::parse(Block::encode(&[line("a", "stor"), line("b", "ing")])).unwrap();
    assert_eq!(rows_with(&block, "storing"), Vec::<usize>::new());
    assert_eq!(rows_with(&block, "ING"), [1]);
}

#[test]
fn more_than_256_sources_still_fit() {
    let lines: Vec<_> = (0..600)
        .map(|i| ItemLine {
            source: format!("source-{i}"),
            ..line("a", "x")
        })
        .collect();
    let block = Block::parse(Block::encode(&lines)).unwrap();
    assert_eq!(block.line(599).unwrap().source, "source-599");
}

#[test]
fn another_format_is_refused() {
    assert_eq!(
        Block::parse(b"KB2\0\0\0\0\0".to_vec()).unwrap_err(),
        BlockError::Magic
    );
    let bytes = Block::encode(&[line("a", "x")]);
    for cut in 4..bytes.len() {
        assert_eq!(
            Block::parse(bytes[..cut].to_vec()).unwrap_err(),
            BlockError::Damaged
        );
    }
}
