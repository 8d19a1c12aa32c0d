//! Calendar arithmetic on milliseconds since 1970, with the clock left to the caller.
//!
//! Instants are `i64` milliseconds of UTC everywhere (`_ms`), because they sort, travel and rest as
//! plain numbers; chrono does the calendar. Months are counted from year 0, so that they subtract.

use chrono::{DateTime, Datelike, NaiveDate, Timelike as _};

/// One day in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

/// The day number (days since 1970) of an instant, floor-divided so that it also holds before 1970.
#[must_use]
pub fn day_of(at_ms: i64) -> i64 {
    at_ms.div_euclid(DAY_MS)
}

/// The month of an instant as `year * 12 + month0`, in UTC. Out-of-range instants give month 0.
#[must_use]
pub fn month_of(at_ms: i64) -> i32 {
    DateTime::from_timestamp_millis(at_ms).map_or(0, |d| {
        d.year()
            .saturating_mul(12)
            .saturating_add(d.month0().cast_signed())
    })
}

/// The first instant of a month counted as in [`month_of`].
#[must_use]
pub fn month_start_ms(month: i32) -> i64 {
    let month0 = month.rem_euclid(12).cast_unsigned();
    NaiveDate::from_ymd_opt(month.div_euclid(12), month0 + 1, 1)
        .and_then(|d| d.and_hms_opt(0, 0, 0))
        .map_or(0, |d| d.and_utc().timestamp_millis())
}

/// Whole days from `now_ms` to `then_ms` by calendar day in a zone that is `offset_ms` east of UTC;
/// negative in the past, 0 today.
#[must_use]
pub fn days_between(now_ms: i64, then_ms: i64, offset_ms: i64) -> i64 {
    day_of(then_ms.saturating_add(offset_ms)) - day_of(now_ms.saturating_add(offset_ms))
}

/// An instant as `YYYY-MM-DD HH:MM` in a zone that is `offset_ms` east of UTC; empty out of range.
#[must_use]
pub fn local_minute(at_ms: i64, offset_ms: i64) -> String {
    let local = DateTime::from_timestamp_millis(at_ms.saturating_add(offset_ms));
    local.map_or_else(String::new, |d| {
        let two = |n: u32| [if n < 10 { "0" } else { "" }, &n.to_string()].concat();
        let (day, minutes) = (
            [
                &d.year().to_string(),
                "-",
                &two(d.month()),
                "-",
                &two(d.day()),
            ]
            .concat(),
            [two(d.hour()), two(d.minute())].join(":"),
        );
        [day, minutes].join(" ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_starts_where_it_says() {
        let start = month_start_ms(2026 * 12 + 10);
        assert_eq!(start, 1_793_491_200_000);
        assert_eq!(month_of(start), 2026 * 12 + 10);
        assert_eq!(month_of(start - 1), 2026 * 12 + 9);
    }

    #[test]
    fn a_moment_reads_as_the_local_clock_told_it() {
        assert_eq!(
            local_minute(1_795_359_600_000, 3_600_000),
            "2026-11-22 16:00"
        );
        assert_eq!(local_minute(-1, 0), "1969-12-31 23:59");
        assert_eq!(local_minute(i64::MAX, 0), "");
    }

    #[test]
    fn tomorrow_is_one_day_away_even_at_a_minute_to_midnight() {
        let minute_to_midnight = 20_000 * DAY_MS - 60_000;
        assert_eq!(
            days_between(minute_to_midnight, minute_to_midnight + 120_000, 0),
            1
        );
        assert_eq!(
            days_between(minute_to_midnight, minute_to_midnight + 120_000, 3_600_000),
            0
        );
    }
}
