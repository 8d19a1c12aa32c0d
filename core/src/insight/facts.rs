//! What insight is computed from: one customer as a viewer may see them, borrowed from the caller.

use super::history::History;
use crate::model::{ChannelTally, ItemLine, MonthTally, ProductUse, Status};
use crate::time::{month_of, month_start_ms};
use crate::timeline::Zone;
use crate::vocabulary::{Category, CustomKind, find_kind};

/// One customer as this viewer may see them.
///
/// The same item may stand in several of the lists; each function counts it once.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Now.
    pub now_ms: i64,
    /// The viewer's zone, in which days are counted.
    pub zone: &'a Zone,
    /// The shown value of a field by its name.
    pub fields: &'a dyn Fn(&str) -> Option<&'a str>,
    /// Items counted per month, in any order, but quickest read when those of a kind stand together.
    pub months: &'a [MonthTally],
    /// Meetings counted per channel, up to and including the present month.
    pub channels: &'a [ChannelTally],
    /// The products that they use, the latest used first.
    pub usage: &'a [ProductUse],
    /// What is open or runs now.
    pub open: &'a [ItemLine],
    /// What is planned, nearest first.
    pub upcoming: &'a [ItemLine],
    /// The newest items, newest first; a few hundred are enough.
    pub recent: &'a [ItemLine],
    /// The first contact of all.
    pub first: Option<&'a ItemLine>,
    /// What the whole timeline tells; none while only a part of it is at hand.
    pub history: Option<&'a History>,
    /// Kinds that the organisation added.
    pub custom: &'a [CustomKind],
}

/// Agreements that renew.
pub(super) const AGREEMENTS: &[&str] = &["contract", "subscription"];

/// The latest of a sort.
pub(super) struct Latest<'a> {
    pub(super) at_ms: i64,
    pub(super) line: Option<&'a ItemLine>,
}

impl<'a> Facts<'a> {
    /// Returns the value of a field, none when it is empty.
    pub(super) fn field(&self, name: &str) -> Option<&'a str> {
        (self.fields)(name).map(str::trim).filter(|v| !v.is_empty())
    }

    /// Returns the whole number in a field.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.field(name).and_then(|v| v.parse().ok())
    }

    /// Returns the built-in slug that a kind behaves as; empty for one that nobody knows.
    pub(super) fn base(&self, kind: &str) -> &'static str {
        find_kind(kind, self.custom).map_or("", |k| k.word.slug)
    }

    pub(super) fn is_touchpoint(&self, kind: &str) -> bool {
        find_kind(kind, self.custom).is_some_and(|k| k.touchpoint)
    }

    pub(super) fn category(&self, kind: &str) -> Option<Category> {
        find_kind(kind, self.custom).map(|k| k.category)
    }

    /// Returns the calendar days from today to an instant; negative in the past.
    pub(super) fn days_to(&self, then_ms: i64) -> i64 {
        self.zone.days_between(self.now_ms, then_ms)
    }

    pub(super) fn month_now(&self) -> i32 {
        month_of(self.now_ms)
    }

    /// Returns the newest items that have happened.
    pub(super) fn happened(&self) -> impl Iterator<Item = &'a ItemLine> + use<'a> {
        let now_ms = self.now_ms;
        self.recent.iter().filter(move |l| l.at_ms <= now_ms)
    }

    /// Returns the planned items that are still to come.
    pub(super) fn planned(&self) -> impl Iterator<Item = &'a ItemLine> + use<'a> {
        let now_ms = self.now_ms;
        let called_off = |l: &ItemLine| matches!(l.status, Some(Status::Cancelled | Status::Done));
        let coming = move |l: &&ItemLine| l.at_ms > now_ms && !called_off(l);
        self.upcoming.iter().filter(coming)
    }

    /// Returns the planned items that the tallies of this month count although they are still to come.
    pub(super) fn planned_this_month(&self) -> impl Iterator<Item = &'a ItemLine> + use<'a> {
        let (now_ms, month) = (self.now_ms, self.month_now());
        let coming = move |l: &&ItemLine| l.at_ms > now_ms && month_of(l.at_ms) == month;
        self.upcoming.iter().filter(coming)
    }

    /// Returns the open items of the given built-in kinds.
    pub(super) fn open_of<'k>(
        &self,
        kinds: &'k [&'k str],
    ) -> impl Iterator<Item = &'a ItemLine> + use<'a, 'k> {
        let facts = *self;
        facts.open.iter().filter(move |l| {
            kinds.contains(&facts.base(&l.kind)) && l.status.is_none_or(Status::is_open)
        })
    }

    /// Returns what says when an agreement renews or must be ended: planned renewals, and the agreements that
    /// run with a due date of their own (their notice date) which no renewal covers.
    pub(super) fn notices(&self) -> Vec<&'a ItemLine> {
        let renewals = self.planned().filter(|l| self.base(&l.kind) == "renewal");
        let mut lines: Vec<&ItemLine> = renewals.collect();
        let covers = |renewal: &ItemLine, agreement: &ItemLine| {
            renewal.reply_to.as_ref() == Some(&agreement.item_id)
                || renewal.due_ms == agreement.due_ms
                || Some(renewal.at_ms) == agreement.due_ms
        };
        let known = lines.len();
        for agreement in self.active_of(AGREEMENTS).filter(|l| l.due_ms.is_some()) {
            if !lines.iter().take(known).any(|r| covers(r, agreement)) {
                lines.push(agreement);
            }
        }
        lines
    }

    /// Returns the latest item that happened of the kinds that a test names, by its moment; with the item
    /// when it is among the newest.
    pub(super) fn latest(&self, is_meant: impl Fn(&str) -> bool) -> Option<Latest<'a>> {
        let line = self
            .happened()
            .filter(|l| is_meant(&l.kind))
            .max_by_key(|l| l.at_ms);
        let tallies = self
            .months
            .iter()
            .filter(|t| t.last_ms <= self.now_ms && is_meant(&t.kind));
        let tallied_ms = tallies.map(|t| t.last_ms).max();
        let at_ms = tallied_ms.max(line.map(|l| l.at_ms))?;
        Some(Latest {
            at_ms,
            line: line.filter(|l| l.at_ms == at_ms),
        })
    }

    /// Returns the promises that are neither kept, broken nor called off.
    pub(super) fn promises(&self) -> impl Iterator<Item = &'a ItemLine> + use<'a> {
        let facts = *self;
        let promise = move |l: &&ItemLine| facts.base(&l.kind) == "promise" && is_promised(l);
        facts.open.iter().filter(promise)
    }

    /// Returns the agreements of the given built-in kinds that run now.
    pub(super) fn active_of<'k>(
        &self,
        kinds: &'k [&'k str],
    ) -> impl Iterator<Item = &'a ItemLine> + use<'a, 'k> {
        let facts = *self;
        facts.open.iter().filter(move |l| {
            l.status == Some(Status::Active)
                && l.at_ms <= facts.now_ms
                && kinds.contains(&facts.base(&l.kind))
        })
    }
}

/// Returns where the history begins; none for a customer without items that happened.
#[must_use]
pub fn history_start_ms(facts: &Facts<'_>) -> Option<i64> {
    let first = facts.first.map(|l| l.at_ms);
    let month_now = facts.month_now();
    let months = facts.months.iter().map(|t| t.month);
    let tallied = months.filter(|m| *m <= month_now).min().map(month_start_ms);
    match (first, tallied) {
        // The first contact stands in the first month, and says the moment more exactly.
        (Some(at_ms), Some(start_ms)) if month_of(at_ms) == month_of(start_ms) => Some(at_ms),
        (Some(at_ms), Some(start_ms)) => Some(at_ms.min(start_ms)),
        (first, tallied) => first.or(tallied),
    }
}

/// Returns whether a promise still has to be kept.
pub(super) fn is_promised(line: &ItemLine) -> bool {
    use Status::{Active, InProgress, Open, Planned};
    line.status
        .is_none_or(|s| matches!(s, Open | InProgress | Planned | Active))
}

/// Returns a count as the screen's 32 bits.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Returns the mean of moods, rounded to the nearest; none of no moods.
pub(super) fn mean(sum: i64, count: i64) -> Option<i8> {
    if count <= 0 {
        return None;
    }
    let half = if sum < 0 { -count / 2 } else { count / 2 };
    i8::try_from((sum + half) / count).ok()
}
