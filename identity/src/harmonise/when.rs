//! Moments and dates as sources write them, to milliseconds of UTC.
//!
//! A date without a time is noon UTC, so that it is the same day on every screen from UTC-12 to
//! UTC+11. A time without a zone is UTC unless the mapping says otherwise.
//!
//! Where a clock was set back, a local time was told twice: the first is taken. Where it was set forward, an
//! hour was never told: such a time is refused, for it shows that the zone is not the source's.

use std::str::FromStr;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use klantbeeld_core::time::{PLAUSIBLE_YEARS, is_plausible};

/// Where times were told that do not say so themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// At one distance from UTC all year: `+01:00`.
    Offset(FixedOffset),
    /// In a place whose clocks may change: `Europe/Amsterdam`.
    Named(Tz),
}

impl Default for Zone {
    fn default() -> Self {
        Self::Named(Tz::UTC)
    }
}

/// A text that is no zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither an offset such as `+01:00` nor a zone such as `Europe/Amsterdam`")]
pub struct UnknownZone;

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        let named = || text.parse().map(Self::Named);
        text.parse()
            .map(Self::Offset)
            .or_else(|_| named())
            .map_err(|_| UnknownZone)
    }
}

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

/// Returns what a chrono format string can read; none when it cannot be a date.
#[must_use]
pub fn format_kind(format: &str) -> Option<FormatKind> {
    let sample = FixedOffset::east_opt(7_200)?
        .with_ymd_and_hms(2024, 2, 29, 13, 45, 59)
        .single()?;
    let mut written = String::new();
    sample.format(format).write_to(&mut written).ok()?;
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

/// Reads a moment in a given format; `zone` counts for times without one.
#[must_use]
pub fn parse_ms(text: &str, format: &str, kind: FormatKind, zone: Zone) -> Option<i64> {
    let at_ms = match kind {
        FormatKind::Zoned => DateTime::parse_from_str(text, format)
            .ok()?
            .timestamp_millis(),
        FormatKind::DateTime => in_zone(NaiveDateTime::parse_from_str(text, format).ok()?, zone)?,
        FormatKind::Date => noon_ms(NaiveDate::parse_from_str(text, format).ok()?)?,
    };
    is_plausible(at_ms).then_some(at_ms)
}

/// Reads a moment as ISO 8601 writes it: with a zone, without one (UTC), or only the date.
#[must_use]
pub fn parse_iso_ms(text: &str) -> Option<i64> {
    parse_iso_in(text, Zone::default())
}

/// Reads the same; `zone` counts for times without one.
#[must_use]
pub fn parse_iso_in(text: &str, zone: Zone) -> Option<i64> {
    let text = text.trim();
    let zoned = || {
        let formats = [
            "%Y-%m-%dT%H:%M:%S%.f%#z",
            "%Y-%m-%d %H:%M:%S%.f%#z",
            "%Y-%m-%d %H:%M:%S%.f %#z",
            "%Y-%m-%dT%H:%M%#z",
            "%Y-%m-%d %H:%M%#z",
            "%Y-%m-%d %H:%M %#z",
        ];
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
            "%Y-%m-%d %H:%M",
        ];
        formats
            .iter()
            .find_map(|f| NaiveDateTime::parse_from_str(text, f).ok())
    };
    let date = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let at_ms = zoned()
        .map(|moment| moment.timestamp_millis())
        .or_else(|| in_zone(naive()?, zone))
        .or_else(|| noon_ms(date()?))?;
    is_plausible(at_ms).then_some(at_ms)
}

/// Reads the calendar day of an ISO 8601 date or moment, as it is written: a birthday has no zone.
#[must_use]
pub fn parse_iso_day(text: &str) -> Option<String> {
    let text = text.trim();
    parse_iso_ms(text)?;
    parse_day(text.get(..10)?, "%Y-%m-%d")
}

/// Reads a date in a given format, as `YYYY-MM-DD`.
#[must_use]
pub fn parse_day(text: &str, format: &str) -> Option<String> {
    let day = NaiveDate::parse_from_str(text, format).ok()?;
    let is_sane = PLAUSIBLE_YEARS.contains(&day.year());
    is_sane.then(|| day.format("%Y-%m-%d").to_string())
}

/// Returns whether a text begins as ISO 8601 does: with a year and a hyphen.
#[must_use]
pub fn starts_as_iso(text: &str) -> bool {
    let is_year = |start: &str| start.bytes().all(|b| b.is_ascii_digit());
    text.get(..4).is_some_and(is_year) && text.get(4..5) == Some("-")
}

/// Returns noon UTC of a day: the same day on nearly every screen.
#[must_use]
pub fn noon_ms(day: NaiveDate) -> Option<i64> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0)?;
    Some(day.and_time(noon).and_utc().timestamp_millis())
}

/// Returns the moment that the clocks of a zone told.
#[must_use]
pub fn in_zone(local: NaiveDateTime, zone: Zone) -> Option<i64> {
    match zone {
        Zone::Offset(offset) => local_ms(local, &offset),
        Zone::Named(zone) => local_ms(local, &zone),
    }
}

fn local_ms(local: NaiveDateTime, zone: &impl TimeZone) -> Option<i64> {
    let moment = zone.from_local_datetime(&local).earliest()?;
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
            "2015-12-10 05:08:31.905 +0100",
        ] {
            assert_eq!(parse_iso_ms(text), expected, "{text}");
        }
        assert_eq!(parse_iso_ms("1970-01-02"), Some(86_400_000 + 43_200_000));
        for text in [
            "1970-01-02T00:00Z",
            "1970-01-02T01:00+01:00",
            "1970-01-02 00:00",
        ] {
            assert_eq!(parse_iso_ms(text), Some(86_400_000), "{text}");
        }
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
        for zone in ["+01:00", "Europe/Amsterdam"] {
            assert_eq!(told("01-01-1970 01:00", zone), Some(0), "{zone}");
        }
        assert_eq!(told("01-01-1970 00:00", "UTC"), Some(0));
        for text in ["", "Amsterdam", "Europe/Amsterdm", "CET+1", "25:00"] {
            assert_eq!(text.parse::<Zone>(), Err(UnknownZone), "{text}");
        }
    }

    /// Returns what the clocks of a zone told, to milliseconds.
    fn told(text: &str, zone: &str) -> Option<i64> {
        let zone = zone.parse().unwrap();
        parse_ms(text, "%d-%m-%Y %H:%M", FormatKind::DateTime, zone)
    }

    #[test]
    fn a_named_zone_knows_when_its_clocks_change() {
        for (text, utc) in [
            ("28-03-2026 12:00", "2026-03-28T11:00:00Z"),
            ("29-03-2026 01:59", "2026-03-29T00:59:00Z"),
            ("29-03-2026 03:00", "2026-03-29T01:00:00Z"),
            ("01-07-2026 12:00", "2026-07-01T10:00:00Z"),
            ("25-10-2026 01:59", "2026-10-24T23:59:00Z"),
            // Told at 00:30 and at 01:30 UTC.
            ("25-10-2026 02:30", "2026-10-25T00:30:00Z"),
            ("25-10-2026 03:00", "2026-10-25T02:00:00Z"),
        ] {
            assert_eq!(told(text, "Europe/Amsterdam"), parse_iso_ms(utc), "{text}");
        }
    }

    #[test]
    fn a_time_that_no_clock_told_is_refused() {
        assert_eq!(told("29-03-2026 02:30", "Europe/Amsterdam"), None);
        assert!(told("29-03-2026 02:30", "+01:00").is_some());
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
