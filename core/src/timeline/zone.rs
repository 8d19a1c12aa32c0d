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

    /// Returns the first instant of a local date. Where a change of clocks leaves midnight out, that is the change.
    #[must_use]
    pub fn start_of(&self, date: NaiveDate) -> i64 {
        let midnight_ms = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        // The offsets before and after any change on that day; the earlier of two midnights is the first.
        let around = [
            midnight_ms.saturating_sub(DAY_MS),
            midnight_ms.saturating_add(DAY_MS),
        ];
        let instants = around.map(|at_ms| midnight_ms.saturating_sub(self.offset_ms(at_ms)));
        let is_midnight =
            |at_ms: &i64| self.local(*at_ms).time() == NaiveTime::MIN && self.date(*at_ms) == date;
        let [before, _] = instants;
        instants
            .into_iter()
            .filter(is_midnight)
            .min()
            .unwrap_or(before)
    }

    /// Returns the last instant of a local date, to the millisecond.
    #[must_use]
    pub fn end_of(&self, date: NaiveDate) -> i64 {
        let next = date.succ_opt().unwrap_or(date);
        self.start_of(next).saturating_sub(1)
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

    /// Makes a zone with one change from an offset to another, in hours.
    fn changing(change_ms: i64, before: i64, after: i64) -> Zone {
        let offset = move |at_ms: i64| 3_600_000 * if at_ms < change_ms { before } else { after };
        Zone::learn(change_ms - 40 * DAY_MS, change_ms + 40 * DAY_MS, offset)
    }

    #[test]
    fn a_day_ends_at_its_own_midnight_also_when_it_has_23_or_25_hours() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let ms = |text: &str| {
            text.parse::<chrono::DateTime<chrono::Utc>>()
                .unwrap()
                .timestamp_millis()
        };
        // Amsterdam in 2026: summer time from 29 March, winter time from 25 October.
        let spring = changing(ms("2026-03-29T01:00:00Z"), 1, 2);
        let autumn = changing(ms("2026-10-25T01:00:00Z"), 2, 1);
        for (zone, day, start, end) in [
            (
                &autumn,
                "2026-10-24",
                "2026-10-23T22:00:00Z",
                "2026-10-24T21:59:59.999Z",
            ),
            (
                &autumn,
                "2026-10-25",
                "2026-10-24T22:00:00Z",
                "2026-10-25T22:59:59.999Z",
            ),
            (
                &autumn,
                "2026-10-26",
                "2026-10-25T23:00:00Z",
                "2026-10-26T22:59:59.999Z",
            ),
            (
                &spring,
                "2026-03-29",
                "2026-03-28T23:00:00Z",
                "2026-03-29T21:59:59.999Z",
            ),
            (
                &spring,
                "2026-03-30",
                "2026-03-29T22:00:00Z",
                "2026-03-30T21:59:59.999Z",
            ),
        ] {
            assert_eq!(
                (zone.start_of(date(day)), zone.end_of(date(day))),
                (ms(start), ms(end)),
                "{day}"
            );
        }
        // Cairo in 2026: at midnight before 24 April clocks go on to 01:00, so the day begins at one.
        let cairo = changing(ms("2026-04-23T22:00:00Z"), 2, 3);
        assert_eq!(
            cairo.start_of(date("2026-04-24")),
            ms("2026-04-23T22:00:00Z")
        );
        assert_eq!(
            cairo.end_of(date("2026-04-23")),
            ms("2026-04-23T21:59:59.999Z")
        );
        // Where they go back at midnight, an hour comes twice: the day begins once, when its date does.
        let havana = changing(ms("2026-11-01T05:00:00Z"), -4, -5);
        assert_eq!(
            havana.start_of(date("2026-11-01")),
            ms("2026-11-01T04:00:00Z")
        );
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
