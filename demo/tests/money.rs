//! What customers spent, told by the one definition, for those whose money is odd.

#![expect(clippy::unwrap_used, reason = "tests")]

use klantbeeld_core::insight::{Basis, FactKey, FactValue, Facts, History, past};
use klantbeeld_core::model::{ItemLine, Status};
use klantbeeld_core::time::month_of;
use klantbeeld_core::timeline::{Timeline, Zone};
use klantbeeld_demo::generate;

/// 22 November 2026, 16:00 in the Netherlands.
const NOW_MS: i64 = 1_795_359_600_000;

fn lines(id: &str) -> Vec<ItemLine> {
    let all = generate(2026, NOW_MS);
    let customer = all.iter().find(|c| c.customer_id.as_str() == id).unwrap();
    customer
        .items
        .iter()
        .map(|item| item.line.clone())
        .collect()
}

/// Returns what was spent in euros, in cents, and which view was the fullest.
fn spent(lines: &[ItemLine]) -> Option<(i64, Basis)> {
    let mut timeline = Timeline::default();
    timeline.set_patch(lines.to_vec());
    let history = History::of(&timeline, &[]);
    let panel = past(&Facts {
        now_ms: NOW_MS,
        zone: &Zone::utc(),
        fields: &|_| None,
        months: &[],
        channels: &[],
        usage: &[],
        open: &[],
        upcoming: &[],
        recent: timeline.patch(),
        first: None,
        history: Some(&history),
        custom: &[],
    });
    match panel.find(FactKey::Spent).map(|f| (&f.value, f.basis)) {
        Some((FactValue::Money(money), basis)) => Some((money.amount_minor, basis)),
        _ => None,
    }
}

/// Adds up what happened of some kinds in the last 36 months.
fn sum(lines: &[ItemLine], kinds: &[&str]) -> i64 {
    let since = month_of(NOW_MS) - 35;
    let counted = lines.iter().filter(|l| {
        let is_off = matches!(
            l.status,
            Some(Status::Cancelled | Status::Rejected | Status::Planned)
        );
        kinds.contains(&l.kind.as_str())
            && !is_off
            && l.at_ms <= NOW_MS
            && month_of(l.at_ms) >= since
    });
    counted
        .filter_map(|l| l.amount)
        .map(|m| m.amount_minor)
        .sum()
}

#[test]
fn an_order_that_was_called_off_does_not_count_and_its_deposit_is_no_refund_of_anything_else() {
    let rob = lines("c-4407745");
    let orders = rob.iter().filter(|l| l.kind == "order");
    assert!(orders.clone().any(|l| l.status == Some(Status::Cancelled)));
    // All else is a credit note that was paid out: nothing was spent, and nothing less than that.
    assert_eq!(sum(&rob, &["payment", "debit", "order"]), 0);
    assert_eq!(spent(&rob), None);
}

#[test]
fn a_refund_that_pays_damage_takes_nothing_off_what_was_bought() {
    for id in ["c-4402310", "c-4407100"] {
        let lines = lines(id);
        let views = [&["payment", "debit"][..], &["invoice"], &["order"]];
        let most = views.map(|kinds| sum(&lines, kinds)).into_iter().max();
        assert!(
            lines
                .iter()
                .any(|l| l.kind == "refund" && l.reply_to.is_some()),
            "{id}"
        );
        assert_eq!(
            spent(&lines).map(|s| s.0),
            most.filter(|cents| *cents > 0),
            "{id}"
        );
    }
}

#[test]
fn what_was_sent_back_goes_off_the_orders_and_not_off_other_payments() {
    let nina = lines("c-4408340");
    let paid = sum(&nina, &["payment", "debit"]);
    assert!(paid > 0, "she pays by instalments");
    assert_eq!(sum(&nina, &["order"]), 4_995);
    let invoiced = sum(&nina, &["invoice"]);
    assert_eq!(spent(&nina).map(|s| s.0), Some(paid.max(invoiced)));
}
