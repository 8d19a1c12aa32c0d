//! What was spent: which items count, and where a refund goes off.

use super::super::testing::{Customer, With, line};
use super::super::{Basis, FactKey, FactValue, past};
use crate::ids::ItemId;
use crate::model::{ItemLine, Status};
use crate::money::{Currency, Money};

/// Makes an item of so many cents that answers another; its id is its name.
fn of(kind: &str, name: &str, days: i64, cents: i64, answers: &str) -> ItemLine {
    ItemLine {
        reply_to: ItemId::parse(answers).ok(),
        ..line(kind, name, days).euros(cents)
    }
}

fn told(recent: Vec<ItemLine>) -> Vec<(i64, Currency, Basis)> {
    let customer = Customer {
        recent,
        is_whole: true,
        ..Customer::default()
    };
    let facts = customer.see(past).facts;
    let spent = facts.into_iter().filter(|f| f.key == FactKey::Spent);
    spent
        .filter_map(|f| match f.value {
            FactValue::Money(money) => Some((money.amount_minor, money.currency, f.basis)),
            _ => None,
        })
        .collect()
}

fn euros(recent: Vec<ItemLine>) -> Option<(i64, Basis)> {
    told(recent)
        .first()
        .map(|(cents, _, basis)| (*cents, *basis))
}

#[test]
fn the_fullest_view_counts_and_views_are_never_added_up() {
    let lines = vec![
        of("invoice", "i", -30, 10_000, ""),
        of("debit", "d", -20, 7_000, ""),
        of("payment", "p", -400, 4_000, ""),
        of("payment", "too old", -1_200, 99_000, ""),
        of("debit", "to come", 3, 99_000, ""),
    ];
    assert_eq!(euros(lines), Some((11_000, Basis::Paid)));
    let invoiced = vec![
        of("invoice", "i", -30, 10_000, ""),
        of("payment", "p", -20, 9_000, "i"),
    ];
    assert_eq!(euros(invoiced), Some((10_000, Basis::Invoiced)));
    assert_eq!(euros(vec![line("order", "free", -3)]), None);
    let huge = vec![
        of("order", "a", -3, i64::MAX, ""),
        of("order", "b", -2, i64::MAX, ""),
    ];
    assert_eq!(euros(huge), Some((i64::MAX, Basis::Ordered)));
}

#[test]
fn currencies_never_mix_and_the_most_comes_first() {
    let dollars = |name: &str, amount_minor| ItemLine {
        amount: Some(Money {
            amount_minor,
            currency: Currency::USD,
        }),
        ..line("order", name, -3)
    };
    let all = told(vec![
        dollars("a", 1_177),
        of("order", "b", -3, 250, ""),
        dollars("c", 23),
    ]);
    let expected = [
        (1_200, Currency::USD, Basis::Ordered),
        (250, Currency::EUR, Basis::Ordered),
    ];
    assert_eq!(all, expected);
}

#[test]
fn what_was_called_off_or_turned_down_does_not_count_nor_does_its_refund() {
    let off = of("order", "off", -9, 64_900, "").status(Status::Cancelled);
    let lines = vec![
        of("order", "kept", -10, 5_000, ""),
        off,
        of("order", "no", -9, 300, "").status(Status::Rejected),
        of("refund", "back", -5, 64_900, "off").status(Status::Done),
    ];
    assert_eq!(euros(lines), Some((5_000, Basis::Ordered)));
}

#[test]
fn a_refund_goes_off_where_its_purchase_counted() {
    // The shop's order never was among the debits for energy.
    let debits = || {
        vec![
            of("debit", "d1", -40, 20_000, ""),
            of("debit", "d2", -10, 20_000, ""),
        ]
    };
    let shop = |mut lines: Vec<ItemLine>| {
        lines.push(of("order", "o", -30, 4_900, ""));
        lines.push(of("return", "r", -20, 4_900, "o"));
        lines.push(of("refund", "back", -15, -4_900, "r"));
        lines
    };
    assert_eq!(euros(shop(debits())), Some((40_000, Basis::Paid)));
    assert_eq!(
        euros(shop(vec![of("order", "x", -3, 100, "")])),
        Some((100, Basis::Ordered))
    );
    // Paid by a payment that names the order: off both.
    let paid = shop(vec![
        of("payment", "p", -29, 4_900, "o"),
        of("order", "x", -3, 100, ""),
    ]);
    assert_eq!(euros(paid), Some((100, Basis::Ordered)));
    // An invoice is among what was paid, and so is a credit note's payment.
    let mut invoiced = debits();
    invoiced.push(of("invoice", "i", -35, 3_000, ""));
    invoiced.push(of("refund", "ri", -5, 1_000, "i"));
    invoiced.push(of("invoice", "credit", -4, -700, ""));
    invoiced.push(of("refund", "rc", -3, 700, "credit"));
    assert_eq!(euros(invoiced), Some((38_300, Basis::Paid)));
}

#[test]
fn a_refund_of_something_too_old_goes_off_nothing_and_one_of_nothing_known_off_everything() {
    let order = || of("order", "o", -30, 4_900, "");
    let old = vec![
        order(),
        of("order", "old", -1_300, 9_000, ""),
        of("refund", "back", -5, 9_000, "old"),
    ];
    assert_eq!(euros(old), Some((4_900, Basis::Ordered)));
    let unknown = vec![order(), of("refund", "back", -5, 900, "")];
    assert_eq!(euros(unknown), Some((4_000, Basis::Ordered)));
    let claim = vec![order(), of("refund", "back", -5, 75_000, "claim")];
    assert_eq!(
        euros(claim),
        Some((4_900, Basis::Ordered)),
        "damage that was paid is no refund"
    );
    let before = vec![order(), of("refund", "back", -1_300, 900, "")];
    assert_eq!(euros(before), Some((4_900, Basis::Ordered)));
}

#[test]
fn nothing_is_told_of_money_before_all_items_are_at_hand() {
    let customer = Customer {
        recent: vec![of("order", "o", -30, 4_900, "")],
        ..Customer::default()
    };
    assert!(customer.see(past).find(FactKey::Spent).is_none());
}
