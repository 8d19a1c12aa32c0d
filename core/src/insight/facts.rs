//! What insight is computed from: one customer as a viewer may see him, borrowed from the caller.

use crate::model::{ItemLine, MonthTally, Status};
use crate::time::{day_of, month_of};
use crate::vocabulary::{Category, CustomKind, find_kind};

/// One customer as this viewer may see him.
///
/// The same item may stand in several of the lists; each function counts it once.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Now.
    pub now_ms: i64,
    /// How far the viewer's zone lies east of UTC at an instant, in ms: summer time differs.
    pub zone: &'a dyn Fn(i64) -> i64,
    /// The shown value of a field by its name.
    pub fields: &'a dyn Fn(&str) -> Option<&'a str>,
    /// Items counted per month.
    pub months: &'a [MonthTally],
    /// What is open or runs now.
    pub open: &'a [ItemLine],
    /// What is planned, nearest first.
    pub upcoming: &'a [ItemLine],
    /// The newest items, newest first; a few hundred are enough.
    pub recent: &'a [ItemLine],
    /// The first contact of all.
    pub first: Option<&'a ItemLine>,
    /// Kinds that the organisation added.
    pub custom: &'a [CustomKind],
}

impl<'a> Facts<'a> {
    /// The value of a field, none when it is empty.
    pub(super) fn field(&self, name: &str) -> Option<&'a str> {
        (self.fields)(name).map(str::trim).filter(|v| !v.is_empty())
    }

    /// The whole number in a field.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.field(name).and_then(|v| v.parse().ok())
    }

    /// The built-in slug that a kind behaves as; empty for one that nobody knows.
    pub(super) fn base(&self, kind: &str) -> &'static str {
        find_kind(kind, self.custom).map_or("", |k| k.word.slug)
    }

    pub(super) fn is_touchpoint(&self, kind: &str) -> bool {
        find_kind(kind, self.custom).is_some_and(|k| k.touchpoint)
    }

    pub(super) fn category(&self, kind: &str) -> Option<Category> {
        find_kind(kind, self.custom).map(|k| k.category)
    }

    /// Calendar days from today to an instant; negative in the past.
    pub(super) fn days_to(&self, then_ms: i64) -> i64 {
        let local_day = |at_ms: i64| day_of(at_ms.saturating_add((self.zone)(at_ms)));
        local_day(then_ms) - local_day(self.now_ms)
    }

    pub(super) fn month_now(&self) -> i32 {
        month_of(self.now_ms)
    }

    /// The newest items that have happened.
    pub(super) fn happened(&self) -> impl Iterator<Item = &'a ItemLine> + use<'a> {
        let now_ms = self.now_ms;
        self.recent.iter().filter(move |l| l.at_ms <= now_ms)
    }

    /// Planned items that are still to come.
    pub(super) fn planned(&self) -> impl Iterator<Item = &'a ItemLine> + use<'a> {
        let now_ms = self.now_ms;
        let called_off = |l: &ItemLine| matches!(l.status, Some(Status::Cancelled | Status::Done));
        let coming = move |l: &&ItemLine| l.at_ms > now_ms && !called_off(l);
        self.upcoming.iter().filter(coming)
    }

    /// Open items of the given built-in kinds.
    pub(super) fn open_of<'k>(
        &self,
        kinds: &'k [&'k str],
    ) -> impl Iterator<Item = &'a ItemLine> + use<'a, 'k> {
        let facts = *self;
        facts.open.iter().filter(move |l| {
            kinds.contains(&facts.base(&l.kind)) && l.status.is_none_or(Status::is_open)
        })
    }

    /// Promises that are neither kept, broken nor called off.
    pub(super) fn promises(&self) -> impl Iterator<Item = &'a ItemLine> + use<'a> {
        let facts = *self;
        let waits = |l: &ItemLine| {
            l.status
                .is_none_or(|s| s.is_open() || s == Status::Planned || s == Status::Active)
        };
        let promise = move |l: &&ItemLine| facts.base(&l.kind) == "promise" && waits(l);
        facts.open.iter().filter(promise)
    }

    /// Agreements of the given built-in kinds that run now.
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
