//! The viewer's time zone as a short table, so that 100,000 instants get their day without asking
//! the browser 100,000 times.

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::time::{DAY_MS, utc};

/// Offsets east of UTC and from when they hold, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    changes: Vec<(i64, i64)>,
}

impl Zone {
    /// Returns UTC, for tests and where the zone is not known.
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

    /// Returns how many milliseconds east of UTC the zone is at an instant.
    #[must_use]
    pub fn offset_ms(&self, at_ms: i64) -> i64 {
        let index = self.changes.partition_point(|(from, _)| *from <= at_ms);
        index
            .checked_sub(1)
            .and_then(|i| self.changes.get(i))
            .map_or(0, |(_, offset)| *offset)
    }

    /// Returns the date and time that the local clock told at an instant.
    #[must_use]
    pub fn local(&self, at_ms: i64) -> NaiveDateTime {
        utc(at_ms.saturating_add(self.offset_ms(at_ms)))
    }

    /// Returns the local date of an instant.
    #[must_use]
    pub fn date(&self, at_ms: i64) -> NaiveDate {
        self.local(at_ms).date()
    }

    /// Returns the calendar days from one instant to another; negative when the other lies before it, 0 on the
    /// same local date.
    #[must_use]
    pub fn days_between(&self, from_ms: i64, to_ms: i64) -> i64 {
        (self.date(to_ms) - self.date(from_ms)).num_days()
    }

    /// Writes an instant as the local clock told it, `YYYY-MM-DD HH:MM`.
    #[must_use]
    pub fn minute(&self, at_ms: i64) -> String {
        self.local(at_ms).format("%Y-%m-%d %H:%M").to_string()
    }

    /// Returns the instants around one that are surely of the same local date.
    #[must_use]
    pub fn day_span(&self, at_ms: i64) -> Range<i64> {
        let index = self.changes.partition_point(|(from, _)| *from <= at_ms);
        let change = |i: usize| self.changes.get(i).map(|(from, _)| *from);
        let (since, until) = (index.checked_sub(1).and_then(change), change(index));
        let midnight = self.date(at_ms).and_time(NaiveTime::MIN).and_utc();
        let start = midnight
            .timestamp_millis()
            .saturating_sub(self.offset_ms(at_ms));
        let end = start.saturating_add(DAY_MS);
        start.max(since.unwrap_or(i64::MIN))..end.min(until.unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a zone an hour east of UTC.
    fn berlin_in_winter() -> Zone {
        Zone::learn(0, 0, |_| 3_600_000)
    }

    #[test]
    fn a_moment_reads_as_the_local_clock_told_it() {
        let minute = berlin_in_winter().minute(1_795_359_600_000);
        assert_eq!(minute, "2026-11-22 16:00");
        assert_eq!(Zone::utc().minute(-1), "1969-12-31 23:59");
    }

    #[test]
    fn an_instant_that_no_calendar_has_is_of_the_last_or_first_date() {
        for zone in [Zone::utc(), berlin_in_winter()] {
            assert_eq!(zone.local(i64::MAX), NaiveDateTime::MAX);
            assert_eq!(zone.local(i64::MIN), NaiveDateTime::MIN);
            assert!(zone.days_between(i64::MIN, i64::MAX) > 0);
        }
    }

    #[test]
    fn tomorrow_is_one_day_away_even_at_a_minute_to_midnight() {
        let minute_to_midnight = 20_000 * DAY_MS - 60_000;
        let days = |zone: Zone| zone.days_between(minute_to_midnight, minute_to_midnight + 120_000);
        assert_eq!(days(Zone::utc()), 1);
        assert_eq!(days(berlin_in_winter()), 0);
    }
}
