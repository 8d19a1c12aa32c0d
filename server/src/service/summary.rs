//! What the tallies of a customer say to one caller: how much, over which channels, from which systems.
//!
//! **Invariant:** only what the caller may see is counted. A busy customer has ten thousand tallies by
//! channel and source, so they are gone through once, and a kind is judged once.

use std::collections::{BTreeMap, HashMap};

use klantbeeld_core::model::{ChannelTally, MonthTally, Months};
use klantbeeld_core::time::month_of;
use klantbeeld_core::vocabulary::find_kind;

use super::lens::{Access, Lens};

/// What a kind adds for one caller.
#[derive(Clone, Copy)]
struct Judged {
    /// Counted, but without amounts.
    hides_amounts: bool,
    /// Counted, but without moods.
    hides_moods: bool,
    /// Customer and organisation meet.
    meets: bool,
}

/// The sums that one caller may see.
#[derive(Default)]
pub(super) struct Summary<'a> {
    /// How many items there are to see.
    pub(super) total: u64,
    /// When each system last told of one.
    pub(super) sources: BTreeMap<&'a str, i64>,
    channels: BTreeMap<&'a str, u32>,
    months: Vec<MonthTally>,
}

impl<'a> Summary<'a> {
    /// Counts what this caller may see: the tallies of the store, and of what has to be shared those of
    /// what is.
    pub(super) fn of(
        lens: &Lens<'_>,
        tallies: &'a [MonthTally],
        shared: &'a [MonthTally],
        now_ms: i64,
    ) -> Self {
        let mut summary = Self::default();
        let mut judged = HashMap::<&str, Option<Judged>>::new();
        let month_now = month_of(now_ms);
        for group in by_kind(tallies) {
            let kind = judged
                .entry(group.kind)
                .or_insert_with_key(|kind| judge(lens, kind));
            if let Some(kind) = *kind {
                summary.add(&group, kind, month_now);
            }
        }
        let is_theirs = |kind: &str| lens.needs_sharing(kind) && lens.kind(kind).is_there();
        for group in by_kind(shared).filter(|group| is_theirs(group.kind)) {
            let kind = Judged {
                hides_amounts: false,
                hides_moods: false,
                meets: meets(lens, group.kind),
            };
            summary.add(&group, kind, month_now);
        }
        summary
    }

    /// Returns how many meetings went over each channel until now.
    pub(super) fn channels(&self) -> Vec<ChannelTally> {
        let tally = |(channel, count): (&&str, &u32)| ChannelTally {
            channel: (*channel).to_owned(),
            count: *count,
        };
        self.channels.iter().map(tally).collect()
    }

    /// Returns the sums by month, kind and currency.
    pub(super) fn months(self) -> Months {
        Months(self.months)
    }

    fn add(&mut self, group: &Group<'a>, kind: Judged, month_now: i32) {
        let from = self.months.len();
        for tally in group.tallies {
            self.total += u64::from(tally.count);
            let last = self.sources.entry(&tally.source).or_insert(i64::MIN);
            *last = (*last).max(tally.last_ms);
            if kind.meets && tally.month <= month_now {
                *self.channels.entry(&tally.channel).or_default() += tally.count;
            }
            let currency = if kind.hides_amounts {
                ""
            } else {
                &tally.currency
            };
            let mut sums = self.months.iter_mut().skip(from);
            if let Some(sum) = sums.find(|sum| sum.currency == currency) {
                merge(sum, tally, kind);
            } else {
                let mut sum = empty(tally.month, group.kind, currency);
                merge(&mut sum, tally, kind);
                self.months.push(sum);
            }
        }
    }
}

/// The tallies of one month and kind.
pub(super) struct Group<'a> {
    pub(super) kind: &'a str,
    tallies: &'a [MonthTally],
}

/// Tallies come by month and then by kind.
pub(super) fn by_kind(tallies: &[MonthTally]) -> impl Iterator<Item = Group<'_>> {
    let is_same = |a: &MonthTally, b: &MonthTally| (a.month, &a.kind) == (b.month, &b.kind);
    tallies.chunk_by(is_same).filter_map(|tallies| {
        let kind = &tallies.first()?.kind;
        Some(Group { kind, tallies })
    })
}

fn merge(sum: &mut MonthTally, tally: &MonthTally, kind: Judged) {
    sum.count = sum.count.saturating_add(tally.count);
    sum.last_ms = sum.last_ms.max(tally.last_ms);
    if !kind.hides_amounts {
        sum.amount_minor = sum.amount_minor.saturating_add(tally.amount_minor);
    }
    if !kind.hides_moods {
        sum.mood_sum = sum.mood_sum.saturating_add(tally.mood_sum);
        sum.mood_count = sum.mood_count.saturating_add(tally.mood_count);
    }
}

fn judge(lens: &Lens<'_>, kind: &str) -> Option<Judged> {
    let access = lens.kind(kind);
    let is_counted = access.is_there() && !lens.needs_sharing(kind);
    let role = lens.caller.role();
    let keeps_money = lens.service.policy.money_kept_from(role, kind).is_some();
    is_counted.then(|| Judged {
        hides_amounts: access == Access::Masked || keeps_money,
        hides_moods: access == Access::Masked,
        meets: meets(lens, kind),
    })
}

fn meets(lens: &Lens<'_>, kind: &str) -> bool {
    find_kind(kind, &lens.service.custom_kinds).is_some_and(|k| k.touchpoint)
}

fn empty(month: i32, kind: &str, currency: &str) -> MonthTally {
    MonthTally {
        month,
        kind: kind.to_owned(),
        channel: String::new(),
        source: String::new(),
        count: 0,
        amount_minor: 0,
        currency: currency.to_owned(),
        last_ms: i64::MIN,
        mood_sum: 0,
        mood_count: 0,
    }
}
