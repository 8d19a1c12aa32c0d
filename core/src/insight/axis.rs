//! Past, present and future on one axis of months.

use super::facts::{Facts, mean};
use super::journey::{Phase, journey};
use crate::ids::ItemId;
use crate::model::{ItemLine, Status};
use crate::money::Money;
use crate::time::month_of;

/// One month of the axis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AxisMonth {
    /// Month as in [`crate::time::month_of`].
    pub month: i32,
    /// Items that happened.
    pub all: u32,
    /// Of them, meetings between customer and organisation.
    pub touchpoints: u32,
    /// The mean mood, -100 to 100.
    pub mood: Option<i8>,
}

/// What sort of moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// The first contact of all.
    FirstContact,
    /// A complaint.
    Complaint,
    /// A promise that was kept.
    PromiseKept,
    /// A promise that was broken.
    PromiseBroken,
}

/// A moment that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at_ms: i64,
    /// What sort.
    pub kind: MarkKind,
    /// The item; none when only its month's count is at hand.
    pub item_id: Option<ItemId>,
    /// The item's title, may be empty.
    pub title: String,
}

/// Something planned, right of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPoint {
    /// When.
    pub at_ms: i64,
    /// Slug of the kind.
    pub kind: String,
    /// The item.
    pub item_id: ItemId,
    /// The item's title.
    pub title: String,
    /// How much.
    pub amount: Option<Money>,
}

/// The axis between two moments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Axis {
    /// Every month, without gaps, oldest first; zero after today.
    pub months: Vec<AxisMonth>,
    /// The stages that the customer went through, oldest first; those that were in these months.
    pub phases: Vec<Phase>,
    /// Moments, oldest first.
    pub marks: Vec<Mark>,
    /// What is planned, nearest first.
    pub planned: Vec<PlannedPoint>,
}

/// More months than a screen can show: a mistyped range must not fill the memory.
const MAX_MONTHS: i32 = 1_200;

/// Lays out the axis from one moment to another, both months included; at most 1,200 months.
#[must_use]
pub fn axis(facts: &Facts<'_>, from_ms: i64, to_ms: i64) -> Axis {
    Axis {
        months: months(facts, month_of(from_ms), month_of(to_ms)),
        phases: phases(facts, from_ms, to_ms),
        marks: marks(facts, from_ms, to_ms),
        planned: planned(facts, to_ms),
    }
}

fn phases(facts: &Facts<'_>, from_ms: i64, to_ms: i64) -> Vec<Phase> {
    let is_in = |p: &Phase| p.since_ms <= to_ms && p.until_ms.is_none_or(|until| until > from_ms);
    journey(facts).into_iter().filter(is_in).collect()
}

fn months(facts: &Facts<'_>, from: i32, to: i32) -> Vec<AxisMonth> {
    let to = to.min(from.saturating_add(MAX_MONTHS - 1));
    let mut months: Vec<AxisMonth> = (from..=to)
        .map(|month| AxisMonth {
            month,
            ..AxisMonth::default()
        })
        .collect();
    let mut moods = vec![(0_i64, 0_i64); months.len()];
    let slot = |month: i32| usize::try_from(month.checked_sub(from)?).ok();
    let month_now = facts.month_now();
    for tally in facts.months.iter().filter(|t| t.month <= month_now) {
        let Some(index) = slot(tally.month) else {
            continue;
        };
        if let (Some(month), Some(mood)) = (months.get_mut(index), moods.get_mut(index)) {
            month.all = month.all.saturating_add(tally.count);
            if facts.is_touchpoint(&tally.kind) {
                month.touchpoints = month.touchpoints.saturating_add(tally.count);
            }
            mood.0 += i64::from(tally.mood_sum);
            mood.1 += i64::from(tally.mood_count);
        }
    }
    for line in facts.planned_this_month() {
        if let Some(month) = slot(month_now).and_then(|i| months.get_mut(i)) {
            month.all = month.all.saturating_sub(1);
            if facts.is_touchpoint(&line.kind) {
                month.touchpoints = month.touchpoints.saturating_sub(1);
            }
        }
    }
    for (month, (sum, count)) in months.iter_mut().zip(moods) {
        month.mood = mean(sum, count);
    }
    months
}

fn marks(facts: &Facts<'_>, from_ms: i64, to_ms: i64) -> Vec<Mark> {
    let mark = |line: &ItemLine, kind| Mark {
        at_ms: line.at_ms,
        kind,
        item_id: Some(line.item_id.clone()),
        title: line.title.clone(),
    };
    let of_line = |line: &ItemLine| {
        let kind = match (facts.base(&line.kind), line.status) {
            ("complaint", _) => MarkKind::Complaint,
            ("promise", Some(Status::Kept)) => MarkKind::PromiseKept,
            ("promise", Some(Status::Broken)) => MarkKind::PromiseBroken,
            _ => return None,
        };
        Some(mark(line, kind))
    };
    let mut marks: Vec<Mark> = facts.happened().filter_map(of_line).collect();
    let oldest_ms = facts
        .recent
        .iter()
        .map(|l| l.at_ms)
        .min()
        .unwrap_or(i64::MAX);
    let older = |at_ms: i64| at_ms < oldest_ms && at_ms <= facts.now_ms;
    let open = facts.open.iter().filter(|l| older(l.at_ms));
    marks.extend(open.filter_map(of_line));
    // What is older than the items at hand is only known by its month.
    let mut named: Vec<i64> = marks.iter().map(|m| m.at_ms).collect();
    named.sort();
    let complaints = facts
        .months
        .iter()
        .filter(|t| facts.base(&t.kind) == "complaint");
    marks.extend(
        complaints
            .map(|t| t.last_ms)
            .filter(|at_ms| older(*at_ms) && named.binary_search(at_ms).is_err())
            .map(|at_ms| Mark {
                at_ms,
                kind: MarkKind::Complaint,
                item_id: None,
                title: String::new(),
            }),
    );
    marks.extend(facts.first.map(|line| mark(line, MarkKind::FirstContact)));
    marks.retain(|m| (from_ms..=to_ms).contains(&m.at_ms));
    marks.sort_by_key(|m| m.at_ms);
    marks
}

fn planned(facts: &Facts<'_>, to_ms: i64) -> Vec<PlannedPoint> {
    let mut points: Vec<PlannedPoint> = facts
        .planned()
        .filter(|l| l.at_ms <= to_ms)
        .map(|line| PlannedPoint {
            at_ms: line.at_ms,
            kind: line.kind.clone(),
            item_id: line.item_id.clone(),
            title: line.title.clone(),
            amount: line.amount,
        })
        .collect();
    points.sort_by_key(|p| p.at_ms);
    points
}
