//! Months, moments and planned points.

use super::super::testing::{Customer, NOW_MS, With, line};
use super::super::{MarkKind, axis, history_start_ms};
use crate::model::Status;
use crate::time::{DAY_MS, month_of, month_start_ms};

const YEAR_MS: i64 = 366 * DAY_MS;

#[test]
fn months_have_no_gaps_and_count_only_what_happened() {
    let mut customer = Customer::default();
    customer.tally("call", 0, 3).mood_sum = -50;
    customer.months[0].mood_count = 2;
    customer.tally("meter", 0, 5);
    customer.tally("call", 70, 1);
    customer.tally("reservation", -40, 1);
    // Counted by the store in this month, but still to come.
    customer.upcoming = vec![line("visit", "visit", 3), line("debit", "debit", 5)];
    customer.tally("visit", -3, 1);
    customer.tally("debit", -5, 1);
    let found = customer.see(|facts| axis(facts, NOW_MS - 90 * DAY_MS, NOW_MS + 60 * DAY_MS));
    let rows: Vec<_> = found
        .months
        .iter()
        .map(|m| (m.all, m.touchpoints, m.mood))
        .collect();
    let none = (0, 0, None);
    assert_eq!(
        rows,
        [none, (1, 1, None), none, (8, 3, Some(-25)), none, none]
    );
    assert_eq!(found.months[0].month, month_of(NOW_MS) - 3);
    let planned: Vec<_> = found.planned.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(planned, ["visit", "debit"]);
}

#[test]
fn planned_items_that_were_called_off_or_have_passed_are_no_points() {
    let upcoming = vec![
        line("visit", "later", 30),
        line("visit", "sooner", 3),
        line("visit", "off", 4).status(Status::Cancelled),
        line("visit", "passed", -1),
        line("visit", "far", 400),
    ];
    let customer = Customer {
        upcoming,
        ..Customer::default()
    };
    let found = customer.see(|facts| axis(facts, NOW_MS, NOW_MS + YEAR_MS));
    let titles: Vec<_> = found.planned.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(titles, ["sooner", "later"]);
}

#[test]
fn moments_stand_once_and_old_complaints_are_known_by_their_month() {
    let open = line("complaint", "open", -6).status(Status::Open);
    let old_open = line("complaint", "old open", -200).status(Status::Open);
    let mut customer = Customer {
        recent: vec![
            open.clone(),
            line("promise", "kept", -10).status(Status::Kept),
            line("promise", "waits", -11).status(Status::Open),
            line("promise", "broken", -20).status(Status::Broken),
        ],
        open: vec![open, old_open],
        first: Some(line("call", "first", -700)),
        ..Customer::default()
    };
    for days_ago in [6, 200, 500] {
        customer.tally("complaint", days_ago, 1);
    }
    let found = customer.see(|facts| axis(facts, NOW_MS - 2 * YEAR_MS, NOW_MS));
    let marks: Vec<_> = found
        .marks
        .iter()
        .map(|m| (m.kind, m.title.as_str()))
        .collect();
    let expected = [
        (MarkKind::FirstContact, "first"),
        (MarkKind::Complaint, ""),
        (MarkKind::Complaint, "old open"),
        (MarkKind::PromiseBroken, "broken"),
        (MarkKind::PromiseKept, "kept"),
        (MarkKind::Complaint, "open"),
    ];
    assert_eq!(marks, expected);
}

#[test]
fn a_mistyped_range_gives_few_months_and_a_reversed_one_none() {
    let customer = Customer::default();
    customer.see(|facts| {
        assert_eq!(
            axis(facts, -62_000_000_000_000, 253_000_000_000_000)
                .months
                .len(),
            1_200
        );
        assert!(axis(facts, NOW_MS, NOW_MS - YEAR_MS).months.is_empty());
    });
}

#[test]
fn the_history_begins_at_the_first_contact_or_the_first_month() {
    let mut customer = Customer::default();
    assert_eq!(customer.see(history_start_ms), None);
    customer.tally("call", 100, 1);
    let month_ms = month_start_ms(month_of(NOW_MS - 100 * DAY_MS));
    assert_eq!(customer.see(history_start_ms), Some(month_ms));
    customer.first = Some(line("call", "first", -100));
    assert_eq!(customer.see(history_start_ms), Some(NOW_MS - 100 * DAY_MS));
}
