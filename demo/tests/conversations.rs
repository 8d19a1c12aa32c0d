//! Conversations of the demo can be read to the end, and its sources are of every sort and do not
//! always agree.

use std::collections::BTreeSet;

use klantbeeld_core::model::{Assertion, Item};
use klantbeeld_core::policy::Policy;
use klantbeeld_core::time::DAY_MS;
use klantbeeld_core::vocabulary::{Category, KINDS};
use klantbeeld_demo::{DemoCustomer, POLICY_TOML, generate};

/// 22 November 2026, 10:00 in the Netherlands.
const NOW_MS: i64 = 1_795_338_000_000;

/// Kinds in which somebody speaks or writes.
const SPOKEN: [&str; 7] = ["call", "chat", "email", "letter", "sms", "social", "ticket"];

fn all() -> Vec<DemoCustomer> {
    generate(2026, NOW_MS)
}

fn items(customers: &[DemoCustomer]) -> impl Iterator<Item = &Item> {
    customers.iter().flat_map(|c| &c.items)
}

#[test]
fn items_come_from_at_least_twelve_systems_of_every_type() {
    let customers = all();
    let policy: Policy = toml::from_str(POLICY_TOML).unwrap();
    let sources: BTreeSet<_> = items(&customers).map(|i| i.line.source.as_str()).collect();
    assert!(sources.len() >= 12, "{sources:?}");
    let types: BTreeSet<_> = sources
        .iter()
        .map(|s| policy.source[*s].system.as_str())
        .collect();
    let needed = [
        "crm",
        "logistics",
        "reservation",
        "care",
        "social",
        "finance",
        "production",
        "campaign",
        "research",
    ];
    for system in needed {
        assert!(types.contains(system), "{system}");
    }
}

#[test]
fn some_two_hundred_customers_of_whom_exactly_one_has_twenty_thousand_items() {
    let customers = all();
    assert!(
        (190..=240).contains(&customers.len()),
        "{}",
        customers.len()
    );
    let long = customers.iter().filter(|c| c.items.len() >= 20_000);
    assert_eq!(long.count(), 1);
}

#[test]
fn every_conversation_has_a_short_summary_and_can_be_read_in_full() {
    let mut wrong = Vec::new();
    for customer in &all() {
        let spoken = |i: &&Item| SPOKEN.contains(&i.line.kind.as_str()) && i.line.at_ms <= NOW_MS;
        for item in customer.items.iter().filter(spoken) {
            let line = &item.line;
            let has = |part: &&str| item.payload.contains_key(*part);
            let is_short = line.summary.lines().count() <= 3 && line.summary.chars().count() <= 240;
            if !is_short || !["transcript", "text", "letter"].iter().any(has) {
                wrong.push(format!(
                    "{} {}: {}",
                    customer.customer_id, line.kind, line.title
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_meeting_of_customer_and_organisation_has_a_reason_a_goal_and_an_outcome() {
    let mut wrong = Vec::new();
    for customer in &all() {
        for item in customer.items.iter().filter(|i| i.line.at_ms <= NOW_MS) {
            let line = &item.line;
            let kind = KINDS.iter().find(|k| k.word.slug == line.kind);
            let meets = kind.is_some_and(|k| k.touchpoint && k.category == Category::Conversation);
            let is_over = line.status.is_none_or(|s| !s.is_open()) && line.at_ms < NOW_MS - DAY_MS;
            let is_whole = !line.reason.is_empty()
                && !line.goal.is_empty()
                && (!line.outcome.is_empty() || !is_over);
            if meets && line.reply_to.is_none() && !is_whole {
                wrong.push(format!(
                    "{} {}: {}",
                    customer.customer_id, line.kind, line.title
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sources_do_not_always_agree() {
    let customers = all();
    let contradicts = |a: &Assertion, b: &Assertion| {
        a.field == b.field && a.source != b.source && a.value != b.value
    };
    let differs = |c: &&DemoCustomer| {
        let mut all = c.assertions.iter();
        all.any(|a| c.assertions.iter().any(|b| contradicts(a, b)))
    };
    assert!(customers.iter().filter(differs).count() >= 3);
}
