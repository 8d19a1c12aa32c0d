//! What must be known first.

use super::super::testing::{Customer, NOW_MS, With, line};
use super::super::{Alert, AlertKind, ContactContext, Tone, alerts, contact_reason};
use crate::model::{ItemLine, Status};
use crate::timeline::Zone;

fn open(kind: &str, title: &str, days: i64) -> ItemLine {
    line(kind, title, days).status(Status::Open)
}

fn of_open(open: Vec<ItemLine>) -> Vec<Alert> {
    let customer = Customer {
        open,
        ..Customer::default()
    };
    customer.see(alerts)
}

fn about(reason: &str) -> ContactContext {
    ContactContext {
        channel: "phone".to_owned(),
        reason: reason.to_owned(),
    }
}

/// What an item gives: the kind of alert, how bad, and its days.
type Expected = Option<(AlertKind, Tone, i64)>;

fn check(cases: impl IntoIterator<Item = (ItemLine, Expected)>) {
    for (item, expected) in cases {
        let found = of_open(vec![item.clone()]);
        let found = found.first().map(|a| (a.kind, a.tone, a.days));
        assert_eq!(
            found, expected,
            "{} {:?} {:?}",
            item.kind, item.status, item.due_ms
        );
    }
}

#[test]
fn a_promise_is_urgent_from_two_days_before_it_is_due_until_it_ends() {
    use AlertKind::{PromiseDue, PromiseOverdue};
    let promise = || open("promise", "x", -6);
    check([
        (promise().due_in(3), None),
        (promise().due_in(2), Some((PromiseDue, Tone::Warn, 2))),
        (promise().due_in(1), Some((PromiseDue, Tone::Warn, 1))),
        (promise().due_in(0), Some((PromiseDue, Tone::Warn, 0))),
        (
            promise().due_in(-1),
            Some((PromiseOverdue, Tone::Danger, 1)),
        ),
        (promise().due_in(-1).status(Status::Kept), None),
        (promise().due_in(-1).status(Status::Broken), None),
        (promise(), None),
    ]);
}

#[test]
fn each_sort_of_trouble_gives_its_alert_with_its_days() {
    use AlertKind::{ClaimLate, ComplaintOpen, InvoiceOverdue, RepairLate, RequestLate, UnderWay};
    let invoice = || open("invoice", "x", -40);
    check([
        (
            open("complaint", "x", -6),
            Some((ComplaintOpen, Tone::Danger, 6)),
        ),
        (line("complaint", "x", -6).status(Status::Done), None),
        (
            invoice().due_in(-14),
            Some((InvoiceOverdue, Tone::Warn, 14)),
        ),
        (
            invoice().due_in(-15),
            Some((InvoiceOverdue, Tone::Danger, 15)),
        ),
        (invoice().due_in(0), None),
        (
            open("claim", "x", -9).due_in(-2),
            Some((ClaimLate, Tone::Warn, 2)),
        ),
        (
            open("repair", "x", -9).due_in(-2),
            Some((RepairLate, Tone::Warn, 2)),
        ),
        (
            open("repair", "x", -9).due_in(2),
            Some((UnderWay, Tone::Info, 9)),
        ),
        (
            open("request", "x", -9).due_in(-2),
            Some((RequestLate, Tone::Warn, 2)),
        ),
        (open("order", "x", -2), Some((UnderWay, Tone::Info, 2))),
        (open("unheard_of", "x", -2).due_in(-1), None),
    ]);
}

#[test]
fn the_newest_thing_under_way_is_told_once_and_last() {
    let list = of_open(vec![
        open("request", "new", -1),
        open("order", "old", -8),
        open("repair", "late", -9).due_in(-2),
        open("invoice", "unpaid", -3).due_in(9),
    ]);
    let told: Vec<_> = list.iter().map(|a| (a.kind, a.title.as_str())).collect();
    let expected = [
        (AlertKind::RepairLate, "late"),
        (AlertKind::UnderWay, "new"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_parcel_is_late_from_the_day_after_it_was_planned() {
    let parcel = |status, days| line("delivery", "x", days).status(status);
    let late = |days| Some((AlertKind::ParcelLate, Tone::Warn, days));
    check([
        (parcel(Status::Open, -2), late(2)),
        (parcel(Status::Open, -9).due_in(-1), late(1)),
        (parcel(Status::Planned, -2), late(2)),
        (parcel(Status::Planned, 0), None),
        (parcel(Status::Done, -2), None),
    ]);
    let planned = parcel(Status::Planned, -2);
    let recent = vec![planned.clone(), parcel(Status::Done, -3)];
    for open in [vec![planned], vec![]] {
        let customer = Customer {
            recent: recent.clone(),
            open,
            ..Customer::default()
        };
        let list = customer.see(alerts);
        assert_eq!(list.len(), 1, "once, in one list or in two");
    }
}

#[test]
fn the_most_urgent_comes_first_and_of_one_sort_the_longest() {
    let list = of_open(vec![
        open("delivery", "parcel", -2),
        open("invoice", "invoice", -40).due_in(-90).euros(18_640),
        open("promise", "tomorrow", -3).due_in(1).euros(4_500),
        open("complaint", "new complaint", -1),
        open("promise", "late", -9).due_in(-400),
        open("complaint", "old complaint", -6),
    ]);
    let titles: Vec<&str> = list.iter().map(|a| a.title.as_str()).collect();
    let expected = [
        "old complaint",
        "new complaint",
        "late",
        "tomorrow",
        "invoice",
        "parcel",
    ];
    assert_eq!(titles, expected);
    assert_eq!(list[3].amount.unwrap().amount_minor, 4_500);
    assert_eq!(list[3].item_id.as_ref().unwrap().as_str(), "tomorrow");
}

#[test]
fn a_notice_date_within_thirty_days_is_told_once() {
    let contract = || {
        line("contract", "Gas", -300)
            .status(Status::Active)
            .due_in(20)
    };
    let renewal = |days| line("renewal", "Verlenging", 50).due_in(days);
    let told = |upcoming: Vec<ItemLine>, open: Vec<ItemLine>| {
        let customer = Customer {
            upcoming,
            open,
            ..Customer::default()
        };
        let list = customer.see(alerts);
        list.iter()
            .map(|a| (a.kind, a.tone, a.days))
            .collect::<Vec<_>>()
    };
    let notice = |tone, days| vec![(AlertKind::ContractNotice, tone, days)];
    assert_eq!(told(vec![], vec![contract()]), notice(Tone::Info, 20));
    assert_eq!(
        told(vec![renewal(20)], vec![contract()]),
        notice(Tone::Info, 20)
    );
    assert_eq!(told(vec![renewal(7)], vec![]), notice(Tone::Warn, 7));
    assert_eq!(told(vec![renewal(31)], vec![]), []);
    assert_eq!(told(vec![renewal(-1)], vec![]), []);
}

#[test]
fn the_reason_for_the_contact_is_told_with_what_of_late_is_about_it_and_is_no_alert() {
    let recent = vec![
        line("invoice", "Termijnbedrag november", -3),
        line("call", "Vraag", -80).status(Status::Done),
        ItemLine {
            reason: "termijnbedrag te hoog".to_owned(),
            ..line("call", "Gesprek", -10)
        },
        line("letter", "Uw termijnbedrag", -91),
        line("debit", "Termijnbedrag december", 5),
    ];
    let customer = Customer {
        open: vec![open("complaint", "c", -1)],
        recent,
        ..Customer::default()
    };
    let found = customer.see(|facts| contact_reason(facts, &about(" Términbedrag termijnbedrag ")));
    let found = found.unwrap();
    assert_eq!(
        (found.count, found.item_id.unwrap().as_str()),
        (2, "Termijnbedrag november"),
        "too old, still to come and unrelated ones do not count"
    );
    let kinds: Vec<_> = customer.see(alerts).iter().map(|a| a.kind).collect();
    assert_eq!(kinds, [AlertKind::ComplaintOpen]);
}

#[test]
fn a_short_reason_is_about_nothing_and_an_empty_one_is_none() {
    let customer = Customer {
        recent: vec![line("call", "Vraag", -1)],
        ..Customer::default()
    };
    let found = customer
        .see(|facts| contact_reason(facts, &about("gas")))
        .unwrap();
    assert_eq!((found.count, found.item_id), (0, None));
    assert_eq!(
        customer.see(|facts| contact_reason(facts, &about("  "))),
        None
    );
}

#[test]
fn days_are_those_of_the_viewers_calendar_also_over_the_change_to_winter_time() {
    // Amsterdam: +2 until 25 October 2026 01:00 UTC, then +1.
    let change_ms = 1_792_890_000_000;
    let zone = |at_ms: i64| {
        if at_ms < change_ms {
            7_200_000
        } else {
            3_600_000
        }
    };
    let amsterdam = Zone::learn(change_ms - 86_400_000 * 30, NOW_MS, zone);
    // 24 October 23:30 in Amsterdam, which is 21:30 UTC; due at midnight of the 27th, 23:00 UTC.
    let now_ms = change_ms - 3 * 3_600_000 - 1_800_000;
    let due_ms = change_ms + 46 * 3_600_000;
    let mut promise = open("promise", "x", 0);
    promise.due_ms = Some(due_ms);
    let seen = |zone: Zone, now_ms: i64| {
        let customer = Customer {
            now_ms,
            zone,
            open: vec![promise.clone()],
            ..Customer::default()
        };
        customer.see(alerts).first().map(|a| (a.kind, a.days))
    };
    assert_eq!(seen(amsterdam.clone(), now_ms), None, "three days away");
    let after_midnight_ms = now_ms + 1_800_000;
    assert_eq!(
        seen(amsterdam, after_midnight_ms),
        Some((AlertKind::PromiseDue, 2))
    );
    assert_eq!(
        seen(Zone::utc(), now_ms),
        Some((AlertKind::PromiseDue, 2)),
        "the 26th in UTC"
    );
}
