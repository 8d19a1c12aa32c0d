//! The panel "present": mood, what is open, what runs, and where the customer stands.

use super::fact::{Basis, FactKey, FactValue, Panel, Process, Tone};
use super::facts::{AGREEMENTS, Facts, count, mean};
use super::journey::stage;
use crate::model::ItemLine;
use crate::money::Money;

/// How many conversations tell the mood of now.
const MOODS: usize = 3;
/// Beyond this a mood is clearly good or bad, -100 to 100.
const CLEAR_MOOD: i8 = 20;
/// Below this it is very bad.
const VERY_BAD_MOOD: i8 = -50;
const PROCESSES: &[&str] = &[
    "order",
    "delivery",
    "return",
    "repair",
    "reservation",
    "request",
    "claim",
    "ticket",
];

/// Tells the facts about the present.
#[must_use]
pub fn present(facts: &Facts<'_>) -> Panel {
    let mut panel = Panel::default();
    mood(facts, &mut panel);
    let complaints = by_age(facts.open_of(&["complaint"]));
    titled(
        &mut panel,
        FactKey::OpenComplaints,
        Basis::OpenItems,
        Tone::Danger,
        &complaints,
    );
    processes(facts, &mut panel);
    invoices(facts, &mut panel);
    if let Some(now) = stage(facts) {
        let value = FactValue::Stage {
            stage: now.stage,
            since_ms: now.since_ms,
        };
        panel
            .push(FactKey::Stage, value, Basis::Stage(now.rule))
            .name(now.evidence);
    }
    let agreements = by_age(facts.active_of(AGREEMENTS));
    titled(
        &mut panel,
        FactKey::Agreements,
        Basis::ActiveItems,
        Tone::Neutral,
        &agreements,
    );
    if let Some(points) = facts.number("loyalty.points") {
        let basis = Basis::Field("loyalty.points");
        panel.push(FactKey::Loyalty, FactValue::Points(points), basis);
    }
    panel
}

/// Returns the orders, deliveries, repairs, requests, claims and tickets under way, oldest first.
#[must_use]
pub fn running<'a>(facts: &Facts<'a>) -> Vec<&'a ItemLine> {
    by_age(facts.open_of(PROCESSES))
}

/// Lists what is under way: by the nearest date, and what has none by age.
fn processes(facts: &Facts<'_>, panel: &mut Panel) {
    let mut lines = running(facts);
    lines.sort_by_key(|l| l.due_ms.unwrap_or(i64::MAX));
    if lines.is_empty() {
        return;
    }
    let is_late = |l: &&ItemLine| l.due_ms.is_some_and(|due_ms| facts.days_to(due_ms) < 0);
    let tone = if lines.iter().any(is_late) {
        Tone::Warn
    } else {
        Tone::Neutral
    };
    let process = |line: &&ItemLine| Process {
        item_id: line.item_id.clone(),
        kind: line.kind.clone(),
        title: line.title.clone(),
        status: line.status,
        at_ms: line.at_ms,
        due_ms: line.due_ms,
    };
    let value = FactValue::Processes(lines.iter().map(process).collect());
    panel
        .push(FactKey::Running, value, Basis::OpenItems)
        .tone(tone)
        .because(lines);
}

fn by_age<'a>(lines: impl Iterator<Item = &'a ItemLine>) -> Vec<&'a ItemLine> {
    let mut lines: Vec<&ItemLine> = lines.collect();
    lines.sort_by_key(|l| l.at_ms);
    lines
}

/// Adds how many there are, named by the one with the nearest due date, else by the oldest.
fn titled(panel: &mut Panel, key: FactKey, basis: Basis, tone: Tone, lines: &[&ItemLine]) {
    let pressing = lines.iter().min_by_key(|l| l.due_ms.unwrap_or(i64::MAX));
    if let Some(first) = pressing {
        let value = FactValue::Titled {
            count: count(lines.len()),
            title: first.title.clone(),
            at_ms: first.at_ms,
        };
        panel
            .push(key, value, basis)
            .tone(tone)
            .because(lines.iter().rev().copied());
    }
}

/// Returns -1 for bad, 1 for good, 0 for neither.
fn sign(mood: i8) -> i8 {
    match mood {
        m if m > CLEAR_MOOD => 1,
        m if m < -CLEAR_MOOD => -1,
        _ => 0,
    }
}

fn mood(facts: &Facts<'_>, panel: &mut Panel) {
    let felt = || {
        let meetings = facts.happened().filter(|l| facts.is_touchpoint(&l.kind));
        meetings.filter_map(|l| l.mood.map(|mood| (mood, l)))
    };
    let sum: i64 = felt().take(MOODS).map(|(mood, _)| i64::from(mood)).sum();
    let lines: Vec<&ItemLine> = felt().take(MOODS).map(|(_, line)| line).collect();
    let Some(average) = mean(sum, i64::from(count(lines.len()))) else {
        return;
    };
    let run = felt().take_while(|(mood, _)| sign(*mood) == sign(average));
    let tone = match average {
        m if m <= VERY_BAD_MOOD => Tone::Danger,
        m if sign(m) < 0 => Tone::Warn,
        m if sign(m) > 0 => Tone::Good,
        _ => Tone::Neutral,
    };
    let value = FactValue::Mood {
        average,
        count: count(lines.len()),
        since_ms: run.last().map(|(_, line)| line.at_ms),
    };
    panel
        .push(FactKey::Mood, value, Basis::LastMoods)
        .tone(tone)
        .because(lines);
}

fn invoices(facts: &Facts<'_>, panel: &mut Panel) {
    let mut groups: Vec<(Money, Vec<&ItemLine>)> = Vec::new();
    for line in facts.open_of(&["invoice"]) {
        let Some(money) = line.amount else { continue };
        match groups
            .iter_mut()
            .find(|(sum, _)| sum.currency == money.currency)
        {
            Some((sum, lines)) => {
                sum.amount_minor = sum.amount_minor.saturating_add(money.amount_minor);
                lines.push(line);
            }
            None => groups.push((money, vec![line])),
        }
    }
    for (money, lines) in groups {
        let due_ms = lines.iter().filter_map(|l| l.due_ms).min();
        let is_late = due_ms.is_some_and(|at_ms| facts.days_to(at_ms) < 0);
        let value = FactValue::MoneyDue {
            money,
            due_ms,
            count: count(lines.len()),
        };
        panel
            .push(FactKey::OpenInvoices, value, Basis::OpenItems)
            .tone(if is_late { Tone::Warn } else { Tone::Neutral })
            .because(lines);
    }
}
