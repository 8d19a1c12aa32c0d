//! Moments and dates as sources write them, to milliseconds of UTC.
//!
//! A date without a time is noon UTC, so that it is the same day on every screen from UTC-12 to
//! UTC+11. A time without a zone is UTC unless the mapping says otherwise.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _};

/// 1900 to 2200: outside of it somebody mistyped.
const RANGE_MS: std::ops::Range<i64> = -2_208_988_800_000..7_258_118_400_000;

/// The days of [`RANGE_MS`] as years.
const YEARS: std::ops::Range<i32> = 1900..2200;

const UTC: Option<FixedOffset> = FixedOffset::east_opt(0);

/// What a format string reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatKind {
    /// A date.
    Date,
    /// A date and a time.
    DateTime,
    /// A date, a time and a zone.
    Zoned,
}

/// What a chrono format string can read; none when it cannot be a date.
#[must_use]
pub fn format_kind(format: &str) -> Option<FormatKind> {
    let sample = FixedOffset::east_opt(7_200)?
        .with_ymd_and_hms(2024, 2, 29, 13, 45, 59)
        .single()?;
    let mut written = String::new();
    std::fmt::Write::write_fmt(&mut written, format_args!("{}", sample.format(format))).ok()?;
    if DateTime::parse_from_str(&written, format).is_ok() {
        Some(FormatKind::Zoned)
    } else if NaiveDateTime::parse_from_str(&written, format).is_ok() {
        Some(FormatKind::DateTime)
    } else if NaiveDate::parse_from_str(&written, format).is_ok() {
        Some(FormatKind::Date)
    } else {
        None
    }
}

/// A moment in a given format; `zone` counts for times without one.
#[must_use]
pub fn parse_ms(text: &str, format: &str, kind: FormatKind, zone: FixedOffset) -> Option<i64> {
    let at_ms = match kind {
        FormatKind::Zoned => DateTime::parse_from_str(text, format)
            .ok()?
            .timestamp_millis(),
        FormatKind::DateTime => local_ms(NaiveDateTime::parse_from_str(text, format).ok()?, zone)?,
        FormatKind::Date => noon_ms(NaiveDate::parse_from_str(text, format).ok()?)?,
    };
    RANGE_MS.contains(&at_ms).then_some(at_ms)
}

/// A moment as ISO 8601 writes it: with a zone, without one (UTC), or only the date.
#[must_use]
pub fn parse_iso_ms(text: &str) -> Option<i64> {
    let text = text.trim();
    let zoned = || {
        let formats = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z"];
        let short = || {
            formats
                .iter()
                .find_map(|f| DateTime::parse_from_str(text, f).ok())
        };
        DateTime::parse_from_rfc3339(text).ok().or_else(short)
    };
    let naive = || {
        let formats = [
            "%Y-%m-%dT%H:%M:%S%.f",
            "%Y-%m-%d %H:%M:%S%.f",
            "%Y-%m-%dT%H:%M",
        ];
        formats
            .iter()
            .find_map(|f| NaiveDateTime::parse_from_str(text, f).ok())
    };
    let date = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let at_ms = zoned()
        .map(|moment| moment.timestamp_millis())
        .or_else(|| local_ms(naive()?, UTC?))
        .or_else(|| noon_ms(date()?))?;
    RANGE_MS.contains(&at_ms).then_some(at_ms)
}

/// The calendar day of an ISO 8601 date or moment, as it is written: a birthday has no zone.
#[must_use]
pub fn parse_iso_day(text: &str) -> Option<String> {
    let text = text.trim();
    parse_iso_ms(text)?;
    parse_day(text.get(..10)?, "%Y-%m-%d")
}

/// A date in a given format, as `YYYY-MM-DD`.
#[must_use]
pub fn parse_day(text: &str, format: &str) -> Option<String> {
    let day = NaiveDate::parse_from_str(text, format).ok()?;
    let is_sane = YEARS.contains(&chrono::Datelike::year(&day));
    is_sane.then(|| day.format("%Y-%m-%d").to_string())
}

fn noon_ms(day: NaiveDate) -> Option<i64> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0)?;
    Some(day.and_time(noon).and_utc().timestamp_millis())
}

fn local_ms(local: NaiveDateTime, zone: FixedOffset) -> Option<i64> {
    let moment = zone.from_local_datetime(&local).single()?;
    Some(moment.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_moments_are_read_in_the_forms_that_libraries_write() {
        let expected = Some(1_449_720_511_905);
        for text in [
            "2015-12-10T04:08:31.905Z",
            "2015-12-10T05:08:31.905+01:00",
            "2015-12-10T05:08:31.905+0100",
            "2015-12-10 04:08:31.905",
        ] {
            assert_eq!(parse_iso_ms(text), expected, "{text}");
        }
        assert_eq!(parse_iso_ms("1970-01-02"), Some(86_400_000 + 43_200_000));
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in ["", "now", "2015-13-01", "1800-01-01", "+262143-01-01", "12"] {
            assert_eq!(parse_iso_ms(text), None, "{text}");
        }
    }

    #[test]
    fn a_format_says_what_it_reads_and_nonsense_is_none() {
        assert_eq!(format_kind("%Y%m%d"), Some(FormatKind::Date));
        assert_eq!(format_kind("%d-%m-%Y %H:%M"), Some(FormatKind::DateTime));
        assert_eq!(format_kind("%Y-%m-%dT%H:%M:%S%z"), Some(FormatKind::Zoned));
        for format in ["", "%", "%Q", "%H:%M", "date"] {
            assert_eq!(format_kind(format), None, "{format}");
        }
    }

    #[test]
    fn a_time_without_zone_is_in_the_zone_of_the_mapping() {
        let zone = FixedOffset::east_opt(3_600).unwrap();
        let format = "%d-%m-%Y %H:%M";
        let at_ms = parse_ms("01-01-1970 01:00", format, FormatKind::DateTime, zone);
        assert_eq!(at_ms, Some(0));
    }

    #[test]
    fn a_birthday_is_the_day_that_is_written_whatever_the_zone() {
        let day = parse_iso_day("1980-05-02T00:00:00+02:00");
        assert_eq!(day.as_deref(), Some("1980-05-02"));
        assert_eq!(
            parse_day("02-05-1980", "%d-%m-%Y").as_deref(),
            Some("1980-05-02")
        );
        assert_eq!(parse_iso_day("é980-05-02T"), None);
    }
}
