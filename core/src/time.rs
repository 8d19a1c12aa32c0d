//! Calendar arithmetic on milliseconds since 1970, with the clock left to the caller.
//!
//! Instants are `i64` milliseconds of UTC everywhere (`_ms`), because they sort, travel and rest as
//! plain numbers; chrono does the calendar. Months are counted from year 0, so that they subtract.
//! Local dates are those of a [`Zone`](crate::timeline::Zone).

use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime};

/// One day in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

/// The years of plausible dates: outside of them somebody mistyped.
pub const PLAUSIBLE_YEARS: Range<i32> = 1900..2200;

/// Returns the date and time of an instant in UTC; the first or last of the calendar for one outside of it.
#[must_use]
pub fn utc(at_ms: i64) -> NaiveDateTime {
    let outside = if at_ms < 0 {
        NaiveDateTime::MIN
    } else {
        NaiveDateTime::MAX
    };
    DateTime::from_timestamp_millis(at_ms).map_or(outside, |at| at.naive_utc())
}

/// Returns whether an instant lies in [`PLAUSIBLE_YEARS`], in UTC.
#[must_use]
pub fn is_plausible(at_ms: i64) -> bool {
    PLAUSIBLE_YEARS.contains(&utc(at_ms).year())
}

/// Returns the month of an instant as `year * 12 + month0`, in UTC. Out-of-range instants give month 0.
#[must_use]
pub fn month_of(at_ms: i64) -> i32 {
    DateTime::from_timestamp_millis(at_ms)
        .map_or(0, |at| at.year() * 12 + at.month0().cast_signed())
}

/// Returns the first instant of a month counted as in [`month_of`]; 0 for a month that no calendar has.
#[must_use]
pub fn month_start_ms(month: i32) -> i64 {
    let month0 = month.rem_euclid(12).cast_unsigned();
    NaiveDate::from_ymd_opt(month.div_euclid(12), month0 + 1, 1).map_or(0, |first| {
        first.and_time(NaiveTime::MIN).and_utc().timestamp_millis()
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
    fn a_month_out_of_range_is_none_that_is_told() {
        assert_eq!(month_of(i64::MAX), 0);
        assert_eq!(month_start_ms(i32::MAX), 0);
    }

    #[test]
    fn dates_from_1900_until_2200_are_plausible() {
        assert!(is_plausible(-2_208_988_800_000) && !is_plausible(-2_208_988_800_001));
        assert!(is_plausible(7_258_118_399_999) && !is_plausible(7_258_118_400_000));
        assert!(!is_plausible(i64::MAX));
    }
}
