//! Filters, counts and layout agree with a naive second reading of the same lines.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::layout::Heights;
use super::*;
use crate::ids::ItemId;
use crate::model::{Direction, Status};
use crate::time::DAY_MS;
use crate::vocabulary::{Category, find_kind};

const KINDS: [&str; 4] = ["call", "order", "complaint", "usage"];
const CHANNELS: [&str; 3] = ["phone", "web", "app"];

fn line(i: usize, at_ms: i64) -> ItemLine {
    ItemLine {
        channel: CHANNELS[i % 3].to_owned(),
        direction: [Direction::None, Direction::In, Direction::Out][i % 3],
        department: "service".to_owned(),
        source: "crm".to_owned(),
        title: format!(
            "Regel {i} {}",
            if i.is_multiple_of(5) {
                "Storing"
            } else {
                "factuur"
            }
        ),
        mood: [None, Some(-80), Some(0), Some(70)][i % 4],
        ..ItemLine::new(
            ItemId::parse(format!("i{i:05}")).unwrap(),
            at_ms,
            KINDS[i % 4],
        )
    }
}

/// Makes a timeline, newest first, in blocks of seven.
fn timeline(lines: &[ItemLine]) -> Timeline {
    let mut timeline = Timeline::default();
    for chunk in lines.chunks(7) {
        timeline.push_block(Block::encode(chunk)).unwrap();
    }
    timeline
}

fn lines(n: usize) -> Vec<ItemLine> {
    (0..n)
        .map(|i| line(i, 1_700_000_000_000 - i as i64 * 7_000_000))
        .collect()
}

fn naive(line: &ItemLine, f: &Filter) -> bool {
    let category = find_kind(&line.kind, &[]).map(|k| k.category);
    let holds = |word: &str| line.title.to_lowercase().contains(&word.to_lowercase());
    f.text.split_whitespace().all(holds)
        && f.category.is_none_or(|c| category == Some(c))
        && f.channel.as_ref().is_none_or(|c| *c == line.channel)
        && f.kind.as_ref().is_none_or(|k| *k == line.kind)
        && f.direction.is_none_or(|d| d == line.direction)
        && f.mood.is_none_or(|m| line.mood.map(Mood::of) == Some(m))
        && f.from_ms.is_none_or(|t| line.at_ms >= t)
        && f.until_ms.is_none_or(|t| line.at_ms < t)
}

fn some_filter() -> impl Strategy<Value = Filter> {
    let text = prop_oneof![Just(""), Just("STORING"), Just("1 regel"), Just("nergens")];
    let category = proptest::option::of(0..8_usize);
    let channel = proptest::option::of(0..3_usize);
    let mood = proptest::option::of(prop_oneof![Just(Mood::Negative), Just(Mood::Positive)]);
    let from = proptest::option::of(0..60_i64);
    (text, category, channel, mood, from).prop_map(|(text, category, channel, mood, from)| Filter {
        text: text.to_owned(),
        category: category.map(|i| Category::ALL[i]),
        channel: channel.map(|i| CHANNELS[i].to_owned()),
        mood,
        from_ms: from.map(|i| 1_700_000_000_000 - i * 7_000_000),
        ..Filter::default()
    })
}

proptest! {
    #[test]
    fn a_filter_shows_what_a_naive_one_shows(f in some_filter(), n in 0..60_usize) {
        let lines = lines(n);
        let (rows, counts) = timeline(&lines).filter(&f, &[]);
        let expected: Vec<u32> =
            (0_u32..).zip(&lines).filter(|(_, l)| naive(l, &f)).map(|(i, _)| i).collect();
        prop_assert_eq!(counts.matching as usize, expected.len());
        prop_assert_eq!(rows, expected);
    }

    #[test]
    fn the_count_beside_a_choice_is_what_the_choice_would_show(f in some_filter(), n in 0..60_usize) {
        let lines = lines(n);
        let timeline = timeline(&lines);
        let (_, counts) = timeline.filter(&f, &[]);
        for channel in CHANNELS {
            let chosen = Filter { channel: Some(channel.to_owned()), ..f.clone() };
            let shown = timeline.filter(&chosen, &[]).0.len();
            prop_assert_eq!(counts.channels.get(channel).copied().unwrap_or(0) as usize, shown);
        }
        for (i, category) in Category::ALL.into_iter().enumerate() {
            let chosen = Filter { category: Some(category), ..f.clone() };
            prop_assert_eq!(counts.categories[i] as usize, timeline.filter(&chosen, &[]).0.len());
        }
    }

    #[test]
    fn a_window_of_the_layout_is_the_part_of_the_whole_that_it_covers(
        n in 1..60_usize, from in 0..4000_u32, height in 1..800_u32,
        opened in proptest::collection::btree_map(0..60_u32, 10..300_u32, 0..4),
        short in proptest::collection::vec(proptest::bool::ANY, 60),
    ) {
        let timeline = timeline(&lines(n));
        let (rows, _) = timeline.filter(&Filter::default(), &[]);
        let heights = Heights { day_px: 32, line_px: 64, short_px: 44 };
        let opened: Vec<_> = opened.into_iter().filter(|(p, _)| (*p as usize) < n).collect();
        let layout = Layout::new(&timeline, &rows, &Zone::utc(), heights, &short, &opened);
        let whole = layout.window(0, layout.total_px());
        let bottom = |(top, entry): &(u32, Entry)| top + match entry {
            Entry::Day { .. } => 32,
            Entry::Line(p) => {
                let line_px = if short[rows[*p as usize] as usize] { 44 } else { 64 };
                line_px + opened.iter().find(|(o, _)| o == p).map_or(0, |(_, px)| *px)
            }
        };
        prop_assert_eq!(whole.last().map(bottom), Some(layout.total_px()));
        for pair in whole.windows(2) {
            prop_assert_eq!(bottom(&pair[0]), pair[1].0);
        }
        for (top_px, entry) in &whole {
            if let Entry::Line(p) = entry {
                prop_assert_eq!(layout.top_of(*p), *top_px);
                let extra_px = opened.iter().find(|(o, _)| o == p).map_or(0, |(_, px)| *px);
                prop_assert_eq!(layout.end_of(*p) + extra_px, bottom(&(*top_px, *entry)));
            }
        }
        let to = from + height;
        let expected: Vec<_> =
            whole.iter().filter(|e| e.0 < to && bottom(e) > from).copied().collect();
        prop_assert_eq!(layout.window(from, to), expected);
    }
}

#[test]
fn a_changed_line_takes_the_place_of_the_old_one_and_a_new_one_stands_by_its_time() {
    let lines = lines(20);
    let mut timeline = timeline(&lines);
    let changed = ItemLine {
        title: "Gewijzigd".to_owned(),
        ..lines[9].clone()
    };
    let new = ItemLine {
        at_ms: lines[3].at_ms + 1,
        ..line(900, 0)
    };
    timeline.set_patch(vec![changed.clone(), new.clone()]);
    assert_eq!(timeline.len(), 21);
    let (rows, counts) = timeline.filter(&Filter::default(), &[]);
    let shown: Vec<_> = rows.iter().map(|r| timeline.line(*r).unwrap()).collect();
    assert_eq!(counts.matching, 21);
    assert_eq!(shown[3], new);
    assert_eq!(shown[10], changed);
    assert!(shown.windows(2).all(|w| w[0].at_ms >= w[1].at_ms));
    assert_eq!(timeline.find(lines[12].item_id.as_str()), Some(12));
}

#[test]
fn the_span_of_a_day_holds_that_day_only_and_the_instant_itself() {
    // 2026-03-29 01:00 UTC: Amsterdam goes from +1 to +2.
    let change = 1_774_746_000_000;
    let amsterdam = |at: i64| if at < change { 3_600_000 } else { 7_200_000 };
    let zone = Zone::learn(change - 100 * DAY_MS, change + 100 * DAY_MS, amsterdam);
    for hour in -72..72 {
        let at = change + hour * 3_600_000 + 1;
        let span = zone.day_span(at);
        assert!(span.contains(&at));
        let ends = [span.start, span.end - 1].map(|end| zone.date(end));
        assert_eq!(ends, [zone.date(at); 2], "{hour}");
    }
}

#[test]
fn lines_fall_under_their_local_day_across_a_clock_change() {
    // 2026-10-25 01:00 UTC: Amsterdam goes from +2 to +1.
    let change = 1_792_890_000_000;
    let amsterdam = |at: i64| if at < change { 7_200_000 } else { 3_600_000 };
    let zone = Zone::learn(change - 400 * DAY_MS, change + 100 * DAY_MS, amsterdam);
    for at in [
        change - 1,
        change,
        change - 3 * 3_600_000,
        change + 22 * 3_600_000,
    ] {
        assert_eq!(zone.offset_ms(at), amsterdam(at), "{at}");
    }
    let midnight_summer = change - 3 * 3_600_000;
    assert_eq!(zone.days_between(midnight_summer - 1, midnight_summer), 1);
}

#[test]
fn jumping_to_a_day_finds_it_or_the_next_older_one() {
    let lines = lines(40);
    let timeline = timeline(&lines);
    let (rows, _) = timeline.filter(&Filter::default(), &[]);
    let heights = Heights {
        day_px: 32,
        line_px: 64,
        short_px: 44,
    };
    let layout = Layout::new(&timeline, &rows, &Zone::utc(), heights, &[], &[]);
    let date_of = |i: usize| Zone::utc().date(lines[i].at_ms);
    let date = date_of(20);
    let place = layout.place_of_date(date).unwrap() as usize;
    assert_eq!(date_of(place), date);
    assert!(place == 0 || date_of(place - 1) > date);
    let oldest = layout.place_of_date(date_of(39));
    assert_eq!(layout.place_of_date(NaiveDate::MIN), oldest);
}

#[test]
fn a_row_is_short_when_its_title_is_and_nothing_stands_below_it() {
    let with = |i: usize, change: fn(&mut ItemLine)| {
        let mut line = ItemLine {
            direction: Direction::In,
            title: "Klacht".to_owned(),
            ..line(i, 1_700_000_000_000 - i as i64)
        };
        change(&mut line);
        line
    };
    let lines = [
        with(0, |_| {}),
        with(1, |l| l.summary = "Lawaai".to_owned()),
        with(2, |l| l.reason = "Lawaai".to_owned()),
        with(3, |l| l.goal = "Stilte".to_owned()),
        with(4, |l| l.outcome = "Stil".to_owned()),
        with(5, |l| l.title = "Één klacht".to_owned()),
        // A message that we sent says whether it was answered; what else goes out does not.
        with(6, |l| {
            (l.kind, l.direction) = ("email".to_owned(), Direction::Out)
        }),
        with(7, |l| {
            (l.kind, l.direction) = ("invoice".to_owned(), Direction::Out)
        }),
    ];
    let mut timeline = timeline(&lines);
    timeline.set_patch(vec![lines[0].clone(), lines[1].clone()]);
    let expected = [true, false, true, false, false, true, false, true];
    assert_eq!(
        timeline.short_rows(10, &[]),
        [&expected[..], &[true, false]].concat()
    );
    assert!(!timeline.short_rows(9, &[])[5]);
    assert!(timeline.short_rows(usize::MAX, &[])[5]);
}

#[test]
fn the_newest_of_some_kinds_are_those_of_patch_and_blocks_without_what_was_replaced() {
    // Every fourth is an order.
    let lines = lines(60);
    let mut timeline = timeline(&lines);
    let kept = ItemLine {
        status: Some(Status::Kept),
        ..lines[5].clone()
    };
    let oldest = line(61, 1);
    timeline.set_patch(vec![kept.clone(), oldest]);
    let newest = |limit| timeline.newest_of_kinds(&["order"], limit);
    let ids = |limit| -> Vec<String> {
        newest(limit)
            .iter()
            .map(|l| l.item_id.to_string())
            .collect()
    };
    assert_eq!(ids(3), ["i00001", "i00005", "i00009"]);
    assert_eq!(newest(3)[1], kept);
    let all = ids(100);
    assert_eq!((all.len(), all.last().unwrap().as_str()), (16, "i00061"));
    assert!(
        timeline
            .newest_of_kinds(&["visit", "unheard_of"], 9)
            .is_empty()
    );
}
