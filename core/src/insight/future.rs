//! The panel "future": what is planned, renews, ends or was promised, nearest first.
//!
//! Only what the records say will happen; predictions are another matter.

use super::fact::{Basis, Fact, FactKey, FactValue, Panel, Tone};
use super::facts::Facts;
use crate::model::ItemLine;

/// How many of one sort are told.
const MOST: usize = 3;
/// What is due this soon needs a look.
const SOON_DAYS: i64 = 2;
/// Notice that must be given this soon needs a look.
const NOTICE_DAYS: i64 = 30;
const VISITS: &[&str] = &[
    "visit",
    "meeting",
    "reservation",
    "repair",
    "delivery",
    "call",
];

/// Tells the facts about the future, nearest first.
#[must_use]
pub fn future(facts: &Facts<'_>) -> Panel {
    let mut panel = Panel::default();
    planned(facts, &mut panel, FactKey::NextDebit, &["debit"], 1);
    planned(facts, &mut panel, FactKey::Visit, VISITS, MOST);
    planned(
        facts,
        &mut panel,
        FactKey::TariffChange,
        &["tariff_change"],
        MOST,
    );
    let renewals = facts.notices();
    renewals
        .into_iter()
        .for_each(|line| renewal(facts, &mut panel, line));
    let warranties = facts.active_of(&["warranty"]);
    due(
        facts,
        &mut panel,
        FactKey::WarrantyEnds,
        warranties.collect(),
        1,
    );
    due(
        facts,
        &mut panel,
        FactKey::PromiseDue,
        facts.promises().collect(),
        MOST,
    );
    panel.facts.sort_by_key(moment_ms);
    panel
}

fn planned(facts: &Facts<'_>, panel: &mut Panel, key: FactKey, kinds: &[&str], most: usize) {
    let lines = facts
        .planned()
        .filter(|l| kinds.contains(&facts.base(&l.kind)));
    let mut lines: Vec<&ItemLine> = lines.collect();
    lines.sort_by_key(|l| l.at_ms);
    for line in lines.into_iter().take(most) {
        panel
            .push(key, value(line, line.at_ms), Basis::PlannedItems)
            .because([line]);
    }
}

/// Adds what is due today or later, by its due date.
fn due(facts: &Facts<'_>, panel: &mut Panel, key: FactKey, lines: Vec<&ItemLine>, most: usize) {
    let dated = lines
        .into_iter()
        .filter_map(|l| l.due_ms.map(|due_ms| (due_ms, l)));
    let mut dated: Vec<_> = dated
        .filter(|(due_ms, _)| facts.days_to(*due_ms) >= 0)
        .collect();
    dated.sort_by_key(|(due_ms, _)| *due_ms);
    for (due_ms, line) in dated.into_iter().take(most) {
        let is_soon = key == FactKey::PromiseDue && facts.days_to(due_ms) <= SOON_DAYS;
        panel
            .push(key, value(line, due_ms), Basis::DueDate)
            .tone(if is_soon { Tone::Warn } else { Tone::Neutral })
            .because([line]);
    }
}

fn renewal(facts: &Facts<'_>, panel: &mut Panel, line: &ItemLine) {
    let at_ms = Some(line.at_ms).filter(|at_ms| *at_ms > facts.now_ms);
    let notice_ms = line.due_ms.filter(|due_ms| facts.days_to(*due_ms) >= 0);
    if at_ms.is_none() && notice_ms.is_none() {
        return;
    }
    let is_soon = notice_ms.is_some_and(|due_ms| facts.days_to(due_ms) <= NOTICE_DAYS);
    let basis = if at_ms.is_some() {
        Basis::PlannedItems
    } else {
        Basis::DueDate
    };
    let value = FactValue::Renewal {
        at_ms,
        notice_ms,
        title: line.title.clone(),
    };
    panel
        .push(FactKey::Renewal, value, basis)
        .tone(if is_soon { Tone::Warn } else { Tone::Neutral })
        .because([line]);
}

fn value(line: &ItemLine, at_ms: i64) -> FactValue {
    FactValue::Planned {
        at_ms,
        title: line.title.clone(),
        amount: line.amount,
    }
}

/// Returns the moment that a fact of the future is about; for a renewal the last moment to act.
fn moment_ms(fact: &Fact) -> i64 {
    match &fact.value {
        FactValue::Planned { at_ms, .. } => *at_ms,
        FactValue::Renewal {
            at_ms, notice_ms, ..
        } => notice_ms.or(*at_ms).unwrap_or(i64::MAX),
        _ => i64::MAX,
    }
}
