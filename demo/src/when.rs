//! Moments as a story tells them (six days ago at 19:41), turned into instants of the Netherlands.
//!
//! **Invariant:** a moment in the past is never later than `now`, whatever the hour is.

use chrono::{
    DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday,
};

/// How long ago something "today" is, when its hour has not come yet.
const JUST_NOW_MS: i64 = 6 * 60_000;

/// A moment of a story. Days and hours are those of a clock in the Netherlands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// Days before today, and the time of day.
    Ago(i64, NaiveTime),
    /// Days after today, and the time of day.
    In(i64, NaiveTime),
    /// A fixed date.
    Date(NaiveDate, NaiveTime),
    /// The first such day (month, day) after today.
    Next(u32, u32, NaiveTime),
    /// An instant.
    Ms(i64),
}

impl At {
    /// Means so many days ago at `HH:MM`; 0 is today, or some minutes ago when the hour has not come yet.
    pub(crate) fn days_ago(days: i64, time: &str) -> Self {
        Self::Ago(days, clock(time))
    }

    /// Means in so many days at `HH:MM`.
    pub(crate) fn in_days(days: i64, time: &str) -> Self {
        Self::In(days, clock(time))
    }

    /// Means a fixed date at `HH:MM`.
    pub(crate) fn date(year: i32, month: u32, day: u32, time: &str) -> Self {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Self::Date(date, clock(time))
    }

    /// Means the first such day after today at `HH:MM`.
    pub(crate) fn next(month: u32, day: u32, time: &str) -> Self {
        Self::Next(month, day, clock(time))
    }

    /// Returns the instant.
    pub(crate) fn ms(self, now_ms: i64) -> i64 {
        let today = local_date(now_ms);
        match self {
            Self::Ago(days, time) => {
                let date = today.checked_sub_days(Days::new(days.unsigned_abs()));
                let at_ms = utc_ms(date.unwrap_or(today).and_time(time));
                if at_ms > now_ms {
                    now_ms - JUST_NOW_MS
                } else {
                    at_ms
                }
            }
            Self::In(days, time) => {
                let date = today.checked_add_days(Days::new(days.unsigned_abs()));
                utc_ms(date.unwrap_or(today).and_time(time))
            }
            Self::Date(date, time) => utc_ms(date.and_time(time)),
            Self::Next(month, day, time) => {
                let this_year = NaiveDate::from_ymd_opt(today.year(), month, day);
                let next_year = NaiveDate::from_ymd_opt(today.year() + 1, month, day);
                let date = this_year.filter(|d| *d > today).or(next_year);
                utc_ms(date.unwrap_or(today).and_time(time))
            }
            Self::Ms(at_ms) => at_ms,
        }
    }
}

/// Returns the date in the Netherlands.
pub(crate) fn local_date(at_ms: i64) -> NaiveDate {
    let utc = DateTime::from_timestamp_millis(at_ms)
        .unwrap_or_default()
        .naive_utc();
    (utc + offset(utc)).date()
}

/// Returns the year and month (1 to 12) so many months before this one.
pub(crate) fn months_ago(now_ms: i64, months: u32) -> (i32, u32) {
    let today = local_date(now_ms);
    let first = today.with_day(1).unwrap_or(today);
    let then = first
        .checked_sub_months(Months::new(months))
        .unwrap_or(first);
    (then.year(), then.month())
}

/// Writes the day in words, in Dutch: `1 maart 2024`.
pub(crate) fn long_date(at_ms: i64) -> String {
    let date = local_date(at_ms);
    format!(
        "{} {} {}",
        date.day(),
        month_name(date.month()),
        date.year()
    )
}

/// Writes the day in words, in English: `1 March 2024`.
pub(crate) fn long_date_en(at_ms: i64) -> String {
    local_date(at_ms).format("%-d %B %Y").to_string()
}

/// Returns the Dutch name of a month (1 to 12).
pub(crate) fn month_name(month: u32) -> &'static str {
    match month {
        1 => "januari",
        2 => "februari",
        3 => "maart",
        4 => "april",
        5 => "mei",
        6 => "juni",
        7 => "juli",
        8 => "augustus",
        9 => "september",
        10 => "oktober",
        11 => "november",
        _ => "december",
    }
}

/// Reads `HH:MM`; noon for anything else.
fn clock(time: &str) -> NaiveTime {
    let noon = || NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    NaiveTime::parse_from_str(time, "%H:%M").unwrap_or_else(|_| noon())
}

fn utc_ms(local: NaiveDateTime) -> i64 {
    // The hour that summer time starts or ends is at night: an hour's doubt does not change the day.
    let utc = local - offset(local - TimeDelta::hours(1));
    utc.and_utc().timestamp_millis()
}

/// Returns how far east of UTC the clocks of the Netherlands are: two hours from the last Sunday of March to
/// the last of October, both at 01:00 UTC, else one.
fn offset(utc: NaiveDateTime) -> TimeDelta {
    let change = |month| {
        let last = NaiveDate::from_ymd_opt(utc.year(), month, 31).unwrap_or_default();
        let back = last.weekday().days_since(Weekday::Sun);
        let sunday = last.checked_sub_days(Days::new(u64::from(back)));
        sunday
            .and_then(|d| d.and_hms_opt(1, 0, 0))
            .unwrap_or_default()
    };
    if utc >= change(3) && utc < change(10) {
        TimeDelta::hours(2)
    } else {
        TimeDelta::hours(1)
    }
}

#[cfg(test)]
mod tests {
    use super::{At, long_date, long_date_en};

    /// 22 November 2026, 10:00 in the Netherlands.
    const NOW_MS: i64 = 1_795_338_000_000;

    #[test]
    fn an_hour_that_has_not_come_today_was_some_minutes_ago() {
        assert_eq!(At::days_ago(0, "14:02").ms(NOW_MS), NOW_MS - 360_000);
        assert_eq!(At::days_ago(0, "09:00").ms(NOW_MS), NOW_MS - 3_600_000);
    }

    #[test]
    fn winter_and_summer_have_their_own_offset() {
        let day = 86_400_000;
        assert_eq!(At::days_ago(1, "10:00").ms(NOW_MS), NOW_MS - day);
        let summer = At::date(2026, 7, 1, "10:00").ms(NOW_MS);
        assert_eq!(summer.rem_euclid(day), 8 * 3_600_000);
    }

    #[test]
    fn a_day_reads_as_people_write_it() {
        let day = At::date(2024, 3, 1, "09:00").ms(NOW_MS);
        assert_eq!(long_date(day), "1 maart 2024");
        assert_eq!(long_date_en(day), "1 March 2024");
    }

    #[test]
    fn the_next_first_of_march_is_next_year_and_of_december_this_one() {
        assert_eq!(
            At::next(3, 1, "01:00").ms(NOW_MS),
            At::date(2027, 3, 1, "01:00").ms(NOW_MS)
        );
        assert_eq!(
            At::next(12, 1, "01:00").ms(NOW_MS),
            At::date(2026, 12, 1, "01:00").ms(NOW_MS)
        );
    }
}
