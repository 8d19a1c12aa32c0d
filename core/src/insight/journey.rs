//! The stages that a customer went through, as one ribbon over the whole history.
//!
//! Single items of years ago are not at hand, the counts of every month are: a past month's stage is told
//! from what was counted in it and in the months before, and from the agreements that run. The present stage is
//! that of the rules in `stage.rs`, which know more; since when it holds is told here, so that header, panel and
//! ribbon say the same.

use super::facts::{Facts, history_start_ms};
use super::stage::{Stage, StageSince, by_rule};
use crate::time::{month_of, month_start_ms};

/// A stretch of months in one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phase {
    /// The stage.
    pub stage: Stage,
    /// When it began.
    pub since_ms: i64,
    /// When the next one began; none for the present one.
    pub until_ms: Option<i64>,
}

/// More months than this are one customer's history no longer.
const MAX_MONTHS: i32 = 1_200;
/// Views and searches in a month that make research.
const RESEARCH_VIEWS: u32 = 3;
/// An order or the start of an agreement means use for so many months.
const USE_MONTHS: i32 = 24;
/// Use shows at least this often: somebody who is billed by the quarter is a user all year.
const SIGN_MONTHS: i32 = 4;
const BOUGHT: &[&str] = &["order"];
const AGREED: &[&str] = &["contract", "subscription", "warranty"];
const RENEWED: &[&str] = &["renewal"];
const VIEWED: &[&str] = &["product_view", "search"];
const SIGNS: &[&str] = &["usage", "meter", "invoice", "debit", "payment"];

/// Returns the present stage, and since when the customer has been in it without a break.
#[must_use]
pub fn stage(facts: &Facts<'_>) -> Option<StageSince> {
    let present = by_rule(facts)?;
    let since_ms = journey(facts)
        .last()
        .map_or(present.since_ms, |p| p.since_ms);
    Some(StageSince {
        since_ms,
        ..present
    })
}

/// Tells the phases from the first contact until now, oldest first; empty for a customer without history.
#[must_use]
pub fn journey(facts: &Facts<'_>) -> Vec<Phase> {
    let Some(start_ms) = history_start_ms(facts) else {
        return Vec::new();
    };
    let now = facts.month_now();
    let first = month_of(start_ms).max(now.saturating_sub(MAX_MONTHS));
    let counts = Counts::new(facts, first, now);
    let mut phases: Vec<Phase> = Vec::new();
    for month in first..now {
        let since_ms = month_start_ms(month).max(start_ms);
        add(&mut phases, counts.stage_of(month), since_ms);
    }
    if let Some(present) = by_rule(facts) {
        // What began before the last phase that is told goes on after it.
        let is_later = |p: &Phase| present.since_ms > p.since_ms;
        let since_ms = match phases.last() {
            Some(last) if !is_later(last) => month_start_ms(now).max(last.since_ms),
            _ => present.since_ms.max(start_ms),
        };
        add(&mut phases, present.stage, since_ms);
    }
    phases
}

fn add(phases: &mut Vec<Phase>, stage: Stage, since_ms: i64) {
    if phases.last().is_some_and(|p| p.stage == stage) {
        return;
    }
    if let Some(last) = phases.last_mut() {
        last.until_ms = Some(since_ms);
    }
    phases.push(Phase {
        stage,
        since_ms,
        until_ms: None,
    });
}

/// What was counted in each month, from the first on.
struct Counts {
    first: i32,
    last: i32,
    bought: Vec<u32>,
    agreed: Vec<u32>,
    renewed: Vec<u32>,
    viewed: Vec<u32>,
    signs: Vec<u32>,
    /// Since which month an agreement runs that still does.
    agreed_since: Option<i32>,
}

impl Counts {
    fn new(facts: &Facts<'_>, first: i32, now: i32) -> Self {
        let length = usize::try_from(now - first + 1).unwrap_or(0);
        let sorts = [BOUGHT, AGREED, RENEWED, VIEWED, SIGNS];
        let mut counts = sorts.map(|_| vec![0_u32; length]);
        // Tallies come kind by kind: what a kind counts for is looked up once for all its months.
        let (mut kind, mut sort) = ("", None);
        for tally in facts.months {
            if tally.kind != kind {
                kind = &tally.kind;
                let base = facts.base(kind);
                sort = sorts.iter().position(|kinds| kinds.contains(&base));
            }
            let counted = sort.and_then(|sort| counts.get_mut(sort));
            let index = usize::try_from(tally.month - first).ok();
            if let (Some(months), Some(index)) = (counted, index)
                && let Some(count) = months.get_mut(index)
            {
                *count = count.saturating_add(tally.count);
            }
        }
        let [bought, agreed, renewed, viewed, signs] = counts;
        Self {
            first,
            last: now,
            bought,
            agreed,
            renewed,
            viewed,
            signs,
            agreed_since: facts.active_of(AGREED).map(|l| month_of(l.at_ms)).min(),
        }
    }

    /// Returns the first of the rules that holds for a month.
    fn stage_of(&self, month: i32) -> Stage {
        let in_months = |counts: &[u32], from: i32, to: i32| {
            (from..=to)
                .filter_map(|m| counts.get(usize::try_from(m - self.first).ok()?))
                .fold(0_u32, |sum, count| sum.saturating_add(*count))
        };
        // What was agreed before and ended or renewed later, ran in between.
        let is_between = |agreed: &[u32], renewed: &[u32]| {
            in_months(agreed, self.first, month) > 0 && in_months(renewed, month + 1, self.last) > 0
        };
        // An agreement that renews the month after is looked at now.
        if in_months(&self.renewed, month, month + 1) > 0 {
            Stage::Reevaluate
        } else if in_months(&self.bought, month, month) > 0 {
            Stage::Buy
        } else if in_months(&self.viewed, month, month) >= RESEARCH_VIEWS {
            Stage::Research
        } else if in_months(&self.bought, month - USE_MONTHS, month) > 0
            || in_months(&self.agreed, month - USE_MONTHS, month) > 0
            || in_months(&self.signs, month - SIGN_MONTHS, month) > 0
            || self.agreed_since.is_some_and(|since| since <= month)
            || is_between(&self.agreed, &self.renewed)
        {
            Stage::Use
        } else {
            Stage::Need
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Customer, NOW_MS, With, line};
    use super::*;
    use crate::model::Status;

    fn told(customer: &Customer) -> Vec<(Stage, i32)> {
        let phases = customer.see(journey);
        let gapless = phases
            .windows(2)
            .all(|p| p[0].until_ms == Some(p[1].since_ms));
        assert!(gapless, "{phases:?}");
        let ago = |p: &Phase| month_of(NOW_MS) - month_of(p.since_ms);
        phases.iter().map(|p| (p.stage, ago(p))).collect()
    }

    #[test]
    fn a_customer_who_is_not_known_has_no_journey_and_a_new_one_a_single_stage() {
        assert_eq!(told(&Customer::default()), []);
        let first = Some(line("call", "first", -3));
        let new = Customer {
            first,
            ..Customer::default()
        };
        assert_eq!(told(&new), [(Stage::Need, 0)]);
    }

    #[test]
    fn the_stages_follow_each_other_without_gaps_until_the_present_one() {
        let mut customer = Customer::default();
        customer.tally("call", 1_200, 1);
        customer.tally("product_view", 1_100, 4);
        customer.tally("order", 1_065, 1);
        customer.tally("renewal", 400, 1);
        for days in (0..1_050).step_by(30) {
            customer.tally("invoice", days, 1);
        }
        customer.open = vec![line("contract", "c", -1_065).status(Status::Active)];
        let expected = [
            (Stage::Need, 39),
            (Stage::Research, 36),
            (Stage::Buy, 35),
            (Stage::Use, 34),
            (Stage::Reevaluate, 14),
            (Stage::Use, 12),
        ];
        assert_eq!(told(&customer), expected);
    }

    #[test]
    fn nobody_needs_anything_while_a_contract_runs() {
        let mut customer = Customer::default();
        customer.tally("call", 2_000, 1);
        // Three years without a bill; it ended, and another runs since.
        customer.tally("contract", 1_900, 1);
        customer.tally("renewal", 800, 1);
        customer.tally("contract", 760, 1);
        customer.open = vec![line("contract", "c", -760).status(Status::Active)];
        let stages: Vec<Stage> = told(&customer)
            .into_iter()
            .map(|(stage, _)| stage)
            .collect();
        let expected = [Stage::Need, Stage::Use, Stage::Reevaluate, Stage::Use];
        assert_eq!(stages, expected);
    }

    #[test]
    fn the_present_stage_and_its_beginning_are_the_ribbons() {
        let active = || line("contract", "c", -1_065).status(Status::Active);
        let orders = || line("order", "o", -40).status(Status::Open);
        for open in [
            vec![active()],
            vec![active().due_in(20)],
            vec![orders(), active()],
            vec![orders()],
            vec![],
        ] {
            let mut customer = Customer {
                open,
                ..Customer::default()
            };
            customer.tally("call", 1_200, 1);
            customer.tally("order", 500, 1);
            customer.tally("renewal", 400, 1);
            customer.tally("invoice", 20, 1);
            let last = customer.see(journey).last().copied().unwrap();
            let now = customer.see(stage).unwrap();
            assert_eq!((now.stage, now.since_ms), (last.stage, last.since_ms));
        }
    }
}
