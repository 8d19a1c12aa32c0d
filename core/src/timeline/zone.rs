//! The viewer's time zone as a short table, so that 100,000 instants get their day without asking
//! the browser 100,000 times.

use std::ops::Range;

use crate::time::DAY_MS;

/// Offsets east of UTC and from when they hold, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    changes: Vec<(i64, i64)>,
}

impl Zone {
    /// UTC, for tests and where the zone is not known.
    #[must_use]
    pub fn utc() -> Self {
        Self {
            changes: vec![(i64::MIN, 0)],
        }
    }

    /// Learns the zone from a function that gives the offset (milliseconds east of UTC) at an
    /// instant, for all instants of a range. Asks once a quarter and bisects each change to a second.
    pub fn learn(from_ms: i64, to_ms: i64, offset_at: impl Fn(i64) -> i64) -> Self {
        const STEP_MS: i64 = 91 * DAY_MS;
        let mut changes = vec![(i64::MIN, offset_at(from_ms))];
        let mut at = from_ms;
        while at < to_ms {
            let next = at.saturating_add(STEP_MS).min(to_ms);
            let (before, after) = (offset_at(at), offset_at(next));
            if before != after {
                let (mut low, mut high) = (at, next);
                while high - low > 1_000 {
                    let middle = low + (high - low) / 2;
                    if offset_at(middle) == before {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                changes.push((high - high.rem_euclid(1_000), after));
            }
            at = next;
        }
        Self { changes }
    }

    /// Milliseconds east of UTC at an instant.
    #[must_use]
    pub fn offset_ms(&self, at_ms: i64) -> i64 {
        let index = self.changes.partition_point(|(from, _)| *from <= at_ms);
        index
            .checked_sub(1)
            .and_then(|i| self.changes.get(i))
            .map_or(0, |(_, offset)| *offset)
    }

    /// The instants around one that are surely of the same local day.
    #[must_use]
    pub fn day_span(&self, at_ms: i64) -> Range<i64> {
        let index = self.changes.partition_point(|(from, _)| *from <= at_ms);
        let change = |i: usize| self.changes.get(i).map(|(from, _)| *from);
        let (since, until) = (index.checked_sub(1).and_then(change), change(index));
        let offset = self.offset_ms(at_ms);
        let start = at_ms.saturating_sub(at_ms.saturating_add(offset).rem_euclid(DAY_MS));
        let end = start.saturating_add(DAY_MS);
        start.max(since.unwrap_or(i64::MIN))..end.min(until.unwrap_or(i64::MAX))
    }

    /// The local day number of an instant.
    #[must_use]
    pub fn day_of(&self, at_ms: i64) -> i64 {
        crate::time::day_of(at_ms.saturating_add(self.offset_ms(at_ms)))
    }
}
