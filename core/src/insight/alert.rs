//! What must be known before the conversation starts, the most urgent first.

use super::fact::Tone;
use super::facts::{Facts, is_promised};
use super::present::running;
use crate::ids::ItemId;
use crate::model::{ItemLine, Status};
use crate::money::Money;

/// Why there is an alert, and what its `days` count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AlertKind {
    /// A complaint waits; `days` it is open.
    ComplaintOpen,
    /// A promise was due; `days` ago.
    PromiseOverdue,
    /// A promise is due; in `days`.
    PromiseDue,
    /// An invoice was due; `days` ago.
    InvoiceOverdue,
    /// A claim should have been settled; `days` ago.
    ClaimLate,
    /// A repair should have been done; `days` ago.
    RepairLate,
    /// A request should have been answered; `days` ago.
    RequestLate,
    /// A parcel should have arrived; `days` ago.
    ParcelLate,
    /// Notice can be given for `days` more.
    ContractNotice,
    /// An order, repair, request or the like is under way, and nothing of it is late; since `days`.
    UnderWay,
}

/// One thing to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Why.
    pub kind: AlertKind,
    /// How bad.
    pub tone: Tone,
    /// The item to open.
    pub item_id: Option<ItemId>,
    /// The item's title.
    pub title: String,
    /// Days, never negative; what they count is said by the kind.
    pub days: i64,
    /// The money it is about.
    pub amount: Option<Money>,
    /// Higher comes first.
    pub urgency: u32,
}

/// Finds what must be known, the most urgent first; screens show three.
#[must_use]
pub fn alerts(facts: &Facts<'_>) -> Vec<Alert> {
    // What was planned for a day that has passed is no longer to come, and never became open.
    let passed = facts
        .happened()
        .filter(|l| l.status == Some(Status::Planned));
    let lines = facts.open.iter().chain(passed);
    let mut list: Vec<Alert> = lines.filter_map(|l| of_open(facts, l)).collect();
    list.extend(facts.notices().into_iter().filter_map(|l| notice(facts, l)));
    list.sort_by(|a, b| (b.urgency, &a.item_id).cmp(&(a.urgency, &b.item_id)));
    list.dedup_by(|a, b| a.kind == b.kind && a.item_id == b.item_id);
    list.extend(under_way(facts, &list));
    list
}

/// A promise that is due within so many days is urgent.
const PROMISE_DAYS: i64 = 2;
/// A notice date within so many days is worth a word.
const NOTICE_DAYS: i64 = 30;
/// An invoice that is late by more than this is no oversight.
const INVOICE_DANGER_DAYS: i64 = 14;
/// Makes the alert that an open item gives, if any. Longer is more urgent, within its sort.
fn of_open(facts: &Facts<'_>, line: &ItemLine) -> Option<Alert> {
    let base = facts.base(&line.kind);
    if base == "promise" {
        return is_promised(line).then(|| promise(facts, line)).flatten();
    }
    let under_way = line
        .status
        .is_none_or(|s| s.is_open() || s == Status::Planned);
    if !under_way {
        return None;
    }
    if base == "complaint" {
        let days = -facts.days_to(line.at_ms);
        return Some(alert(
            AlertKind::ComplaintOpen,
            Tone::Danger,
            line,
            days,
            900 + bump(days),
        ));
    }
    let late = -facts.days_to(line.due_ms.or((base == "delivery").then_some(line.at_ms))?);
    if late <= 0 {
        return None;
    }
    let (kind, base_urgency) = match base {
        "invoice" => (AlertKind::InvoiceOverdue, 600),
        "claim" => (AlertKind::ClaimLate, 560),
        "repair" => (AlertKind::RepairLate, 540),
        "request" => (AlertKind::RequestLate, 520),
        "delivery" | "order" => (AlertKind::ParcelLate, 500),
        _ => return None,
    };
    let tone = if kind == AlertKind::InvoiceOverdue && late > INVOICE_DANGER_DAYS {
        Tone::Danger
    } else {
        Tone::Warn
    };
    Some(alert(
        kind,
        tone,
        line,
        late,
        base_urgency + bump(late).min(19),
    ))
}

fn promise(facts: &Facts<'_>, line: &ItemLine) -> Option<Alert> {
    let days = facts.days_to(line.due_ms?);
    if days < 0 {
        let urgency = 800 + bump(-days);
        Some(alert(
            AlertKind::PromiseOverdue,
            Tone::Danger,
            line,
            -days,
            urgency,
        ))
    } else if days <= PROMISE_DAYS {
        Some(alert(
            AlertKind::PromiseDue,
            Tone::Warn,
            line,
            days,
            700 + bump(PROMISE_DAYS - days),
        ))
    } else {
        None
    }
}

fn notice(facts: &Facts<'_>, line: &ItemLine) -> Option<Alert> {
    let days = facts.days_to(line.due_ms?);
    if !(0..=NOTICE_DAYS).contains(&days) {
        return None;
    }
    let tone = if days <= 7 { Tone::Warn } else { Tone::Info };
    Some(alert(
        AlertKind::ContractNotice,
        tone,
        line,
        days,
        300 + bump(NOTICE_DAYS - days),
    ))
}

/// Makes the alert of the newest thing under way that no other alert is about.
fn under_way(facts: &Facts<'_>, known: &[Alert]) -> Option<Alert> {
    let is_new = |l: &&ItemLine| !known.iter().any(|a| a.item_id.as_ref() == Some(&l.item_id));
    let line = running(facts).into_iter().rev().find(is_new)?;
    let days = -facts.days_to(line.at_ms);
    Some(alert(AlertKind::UnderWay, Tone::Info, line, days, 100))
}

fn alert(kind: AlertKind, tone: Tone, line: &ItemLine, days: i64, urgency: u32) -> Alert {
    Alert {
        kind,
        tone,
        item_id: Some(line.item_id.clone()),
        title: line.title.clone(),
        days: days.max(0),
        amount: line.amount,
        urgency,
    }
}

/// Days as extra urgency, never so much that one sort of alert overtakes another.
fn bump(days: i64) -> u32 {
    u32::try_from(days.clamp(0, 99)).unwrap_or(0)
}
