//! The rules of the buying cycle.

use super::super::stage::by_rule;
use super::super::testing::{Customer, NOW_MS, With, line, names};
use super::super::{Stage, StageRule};
use crate::model::{ItemLine, Status};
use crate::time::DAY_MS;

fn views(days: &[i64]) -> Vec<ItemLine> {
    let view = |d: &i64| line("product_view", &format!("view {d}"), *d);
    days.iter().map(view).collect()
}

fn check(what: &str, customer: &Customer, expected: (Stage, StageRule, i64)) {
    let found = customer.see(by_rule).unwrap();
    let (stage, rule, days) = expected;
    let since_ms = NOW_MS + days * DAY_MS;
    assert_eq!(
        (found.stage, found.rule, found.since_ms),
        (stage, rule, since_ms),
        "{what}"
    );
}

fn owner() -> Customer {
    let contract = line("contract", "Gas", -300).status(Status::Active);
    Customer {
        open: vec![contract],
        ..Customer::default()
    }
}

#[test]
fn who_owns_nothing_is_in_need_or_looks_around() {
    use StageRule::{ContactOnly, Lapsed, LookingAround};
    let first = Some(line("call", "first", -10));
    let known = Customer {
        first,
        ..Customer::default()
    };
    check(
        "contact and nothing more",
        &known,
        (Stage::Need, ContactOnly, -10),
    );

    let looking = Customer {
        recent: views(&[-5, -89, -91]),
        ..Customer::default()
    };
    check(
        "looked around",
        &looking,
        (Stage::Research, LookingAround, -89),
    );

    let mut older = Customer::default();
    older.tally("order", 731, 1);
    check("bought long ago", &older, (Stage::Need, Lapsed, -1));

    older.tally("order", 20, 1);
    older.recent = vec![line("order", "stopped", -20).status(Status::Cancelled)];
    check("called it off", &older, (Stage::Need, Lapsed, -1));
}

#[test]
fn who_owns_something_uses_it_unless_he_looks_for_more() {
    use StageRule::{ActiveResearch, AgreementActive, OrderedBefore};
    check(
        "has a contract",
        &owner(),
        (Stage::Use, AgreementActive, -300),
    );

    let mut researcher = owner();
    researcher.recent = views(&[-1, -2, -30, -31]);
    check(
        "owns and looks",
        &researcher,
        (Stage::Research, ActiveResearch, -30),
    );
    researcher.recent = views(&[-1, -2]);
    check(
        "owns and glances",
        &researcher,
        (Stage::Use, AgreementActive, -300),
    );

    let mut bought = Customer {
        recent: views(&[-3, -4, -5]),
        ..Customer::default()
    };
    bought.tally("order", 2, 1);
    check(
        "research ended in an order",
        &bought,
        (Stage::Use, OrderedBefore, -2),
    );

    let mut old = Customer::default();
    old.tally("order", 730, 1);
    check(
        "bought two years ago",
        &old,
        (Stage::Use, OrderedBefore, -730),
    );
}

#[test]
fn an_order_under_way_and_a_notice_date_go_before_use() {
    use StageRule::{NoticeNear, OrderRunning};
    let mut customer = owner();
    customer
        .open
        .push(line("order", "order", -4).status(Status::InProgress));
    customer
        .open
        .push(line("request", "verhuizing", -9).status(Status::Open));
    check("an order runs", &customer, (Stage::Buy, OrderRunning, -4));

    customer.upcoming = vec![line("renewal", "Verlenging", 90).due_in(60)];
    check(
        "notice within 60 days",
        &customer,
        (Stage::Reevaluate, NoticeNear, 0),
    );
    customer.upcoming = vec![line("renewal", "Verlenging", 91).due_in(61)];
    check(
        "notice in 61 days",
        &customer,
        (Stage::Buy, OrderRunning, -4),
    );
    customer.upcoming = vec![line("renewal", "Verlenging", 40).due_in(-5)];
    check(
        "notice too late, renewal near",
        &customer,
        (Stage::Reevaluate, NoticeNear, -20),
    );
}

#[test]
fn a_stage_names_the_items_it_rests_on() {
    let looking = Customer {
        recent: views(&[-5, -6]),
        ..Customer::default()
    };
    let found = looking.see(by_rule).unwrap();
    assert_eq!(names(&found.evidence), ["view -5", "view -6"]);
}
