//! What would make nobody believe the demo: a source that is silent, a prospect who pays, an answer
//! that comes before its question, a plan for last week.

use std::collections::{BTreeMap, BTreeSet};

use klantbeeld_core::model::{CustomerKind, Direction, Item, Status};
use klantbeeld_core::policy::Policy;
use klantbeeld_demo::{DemoCustomer, POLICY_TOML, generate};

/// 22 November 2026, 16:00 in the Netherlands.
const NOW_MS: i64 = 1_795_359_600_000;

fn all() -> Vec<DemoCustomer> {
    generate(2026, NOW_MS)
}

/// Returns the items of which a test says that they are wrong, as "customer: title".
fn wrong(customers: &[DemoCustomer], is_wrong: impl Fn(&Item) -> bool) -> Vec<String> {
    let items = customers
        .iter()
        .flat_map(|c| c.items.iter().map(move |i| (c, i)));
    items
        .filter(|(_, item)| is_wrong(item))
        .map(|(c, item)| format!("{}: {} {}", c.customer_id, item.line.kind, item.line.title))
        .collect()
}

#[test]
fn every_source_system_delivers_something() {
    let customers = all();
    let policy: Policy = toml::from_str(POLICY_TOML).unwrap();
    let items = customers.iter().flat_map(|c| &c.items);
    let claims = customers.iter().flat_map(|c| &c.assertions);
    let of_items = items.map(|i| i.line.source.as_str());
    let delivered: BTreeSet<&str> = of_items.chain(claims.map(|a| a.source.as_str())).collect();
    let sources = policy.source.keys();
    let silent: Vec<_> = sources
        .filter(|s| !delivered.contains(s.as_str()))
        .collect();
    assert_eq!(silent, Vec::<&String>::new());
}

#[test]
fn a_prospect_has_bought_nothing() {
    let customers = all();
    let prospects: Vec<DemoCustomer> = customers
        .into_iter()
        .filter(|c| c.kind == CustomerKind::Prospect)
        .collect();
    assert!(!prospects.is_empty());
    let bought = [
        "order",
        "contract",
        "subscription",
        "invoice",
        "payment",
        "debit",
    ];
    let bills = wrong(&prospects, |i| bought.contains(&i.line.kind.as_str()));
    assert_eq!(bills, Vec::<String>::new());
}

#[test]
fn an_answer_comes_after_its_question_and_some_of_what_we_send_has_none() {
    let mut unanswered = 0;
    for c in &all() {
        let by_id: BTreeMap<_, _> = c.items.iter().map(|i| (&i.line.item_id, &i.line)).collect();
        let mut answered = BTreeSet::new();
        for line in by_id.values() {
            let Some(question) = line.reply_to.as_ref() else {
                continue;
            };
            answered.insert(question);
            let asked_ms = by_id[question].at_ms;
            assert!(line.at_ms >= asked_ms, "{}: {}", c.customer_id, line.title);
        }
        let sent = by_id.values().filter(|l| l.direction == Direction::Out);
        unanswered += sent.filter(|l| !answered.contains(&l.item_id)).count();
    }
    assert!(unanswered > 0);
}

#[test]
fn what_is_planned_lies_ahead_and_what_lies_ahead_is_planned() {
    let is_wrong = |item: &Item| {
        let is_plan = item.line.status == Some(Status::Planned);
        is_plan != (item.line.at_ms > NOW_MS)
    };
    assert_eq!(wrong(&all(), is_wrong), Vec::<String>::new());
}

#[test]
fn every_promise_has_a_date_and_only_what_was_agreed_is_kept_or_broken() {
    let is_wrong = |item: &Item| {
        let line = &item.line;
        let is_promise = line.kind == "promise";
        let ended = matches!(line.status, Some(Status::Kept | Status::Broken));
        (is_promise && line.due_ms.is_none()) || (ended && !is_promise && line.kind != "agreement")
    };
    assert_eq!(wrong(&all(), is_wrong), Vec::<String>::new());
}

#[test]
fn notice_must_be_given_before_an_agreement_renews() {
    let is_wrong = |item: &Item| {
        let line = &item.line;
        line.kind == "renewal" && line.due_ms.is_some_and(|due_ms| due_ms > line.at_ms)
    };
    assert_eq!(wrong(&all(), is_wrong), Vec::<String>::new());
}
