//! Dates in another form than the one that was named: as spreadsheets, databases and scripts write them.
//!
//! It exists so that a column of which some cells were changed by a spreadsheet is read whole. **Invariants:** the
//! named form comes first; what is read here is told, with what it was taken for; nobody is born in the future.

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use klantbeeld_core::time::{PLAUSIBLE_YEARS, is_plausible, utc};

use super::oddity::{Note, Oddity, excerpt};
use super::when::{self, FormatKind, Zone};

/// Reads a moment in the named form, else in one that can be known; the note says which.
///
/// # Errors
/// It is no moment.
pub fn moment(
    part: &str,
    text: &str,
    (format, kind, zone): (&str, FormatKind, Zone),
) -> Result<(i64, Option<Note>), Note> {
    if let Some(at_ms) = when::parse_ms(text, format, kind, zone) {
        return Ok((at_ms, None));
    }
    let shorter = || {
        variants(format).into_iter().find_map(|format| {
            let kind = when::format_kind(&format)?;
            when::parse_ms(text, &format, kind, zone)
        })
    };
    let iso = || {
        when::starts_as_iso(text)
            .then(|| when::parse_iso_in(text, zone))
            .flatten()
    };
    let serial = || {
        excel(text).and_then(|(day, time)| match time {
            Some(time) => when::in_zone(day.and_time(time), zone),
            None => when::noon_ms(day),
        })
    };
    let at_ms = shorter()
        .or_else(iso)
        .or_else(serial)
        .or_else(|| unix_ms(text))
        .filter(|at_ms| is_plausible(*at_ms))
        .ok_or_else(|| Note::date(part, text, format))?;
    let read = utc(at_ms).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    Ok((at_ms, Some(read_as(part, text, read))))
}

/// Reads a calendar day in the named form, else in one that can be known; the note says which.
///
/// # Errors
/// It is no day.
pub fn day(part: &str, text: &str, format: &str) -> Result<(NaiveDate, Option<Note>), Note> {
    let plausible = |day: &NaiveDate| PLAUSIBLE_YEARS.contains(&day.year());
    let parse = |format: &str| {
        NaiveDate::parse_from_str(text, format)
            .ok()
            .filter(plausible)
    };
    if let Some(day) = parse(format) {
        return Ok((day, None));
    }
    let shorter = || variants(format).iter().find_map(|format| parse(format));
    let serial = || excel(text).map(|(day, _)| day);
    let machine = || unix_ms(text).map(|at_ms| utc(at_ms).date());
    let day = shorter()
        .or_else(|| written_first(text, format))
        .or_else(|| iso_day(text))
        .or_else(serial)
        .or_else(machine)
        .filter(plausible)
        .ok_or_else(|| Note::date(part, text, format))?;
    Ok((day, Some(read_as(part, text, day.to_string()))))
}

/// Puts a birthday that was written with two digits of its year into the past: `02-05-50` is 1950.
///
/// # Errors
/// The year was written whole and is still to come.
pub fn birthday(part: &str, text: &str, day: NaiveDate, now_ms: i64) -> Result<NaiveDate, Note> {
    // A day of grace: the day begins earlier in the east.
    let today = utc(now_ms).date() + Days::new(1);
    let year = format!("{:04}", day.year());
    match day.checked_sub_months(Months::new(1_200)) {
        _ if day <= today => Ok(day),
        Some(earlier) if !text.contains(&year) && is_short(text) => Ok(earlier),
        _ => Err(Note::new(part, Oddity::Future(excerpt(text)))),
    }
}

/// Reads seconds, milliseconds or microseconds since 1970, by the number of their digits; dates before 1973
/// would have fewer, as other numbers have.
#[must_use]
pub fn unix_ms(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if ![whole, fraction]
        .iter()
        .all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let count: i64 = whole.parse().ok()?;
    let thousandths = || format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok();
    let at_ms = match whole.len() {
        9 | 10 => count * 1_000 + thousandths()?,
        12 | 13 => count,
        15 | 16 => count / 1_000,
        _ => return None,
    };
    is_plausible(at_ms).then_some(at_ms)
}

/// Reads the days since 1899-12-30 that spreadsheets count, with the time of the day as a fraction. Five digits
/// only (1927 to 2173): fewer may be a year.
fn excel(text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 5 || whole.starts_with('0') || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)? + Days::new(whole.parse().ok()?);
    if fraction.bytes().all(|b| b == b'0') {
        return Some((day, None));
    }
    let part: f64 = format!("0.{fraction}").parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "less than the seconds of a day"
    )]
    let seconds = (part * 86_400.0).round() as i64;
    let at: NaiveDateTime = day.and_time(NaiveTime::MIN) + TimeDelta::seconds(seconds);
    Some((at.date(), Some(at.time())))
}

/// Returns near forms of a format: with two digits of the year, without or with seconds, without a time.
fn variants(format: &str) -> Vec<String> {
    let short_year = short_year(format);
    let without = |format: &str, part: &str| format.replace(part, "");
    let date_only = |format: &str| {
        let end = format.find([' ', 'T']).unwrap_or(format.len());
        format.get(..end).unwrap_or(format).to_owned()
    };
    let mut all = vec![short_year.clone()];
    for format in [format, short_year.as_str()] {
        all.push(without(format, ":%S"));
        if format.contains("%H:%M") && !format.contains("%H:%M:") {
            all.push(format.replace("%H:%M", "%H:%M:%S%.f"));
        }
        all.push(date_only(format));
    }
    all
}

/// Returns the format with two digits of the year, unless the year comes first: `01-03-26` would then be a day
/// in 2001 or one in 2026.
fn short_year(format: &str) -> String {
    if format.starts_with("%Y") {
        return format.to_owned();
    }
    format.replace("%Y", "%y")
}

/// Reads the day of a date and time, where a day was expected.
fn written_first(text: &str, format: &str) -> Option<NaiveDate> {
    let first = text.split([' ', 'T']).next()?;
    let formats = [format.to_owned(), short_year(format)];
    let is_time = text
        .get(first.len()..)
        .is_some_and(|rest| rest.contains(':'));
    is_time
        .then(|| {
            formats
                .iter()
                .find_map(|f| NaiveDate::parse_from_str(first, f).ok())
        })
        .flatten()
}

/// Reads the day of an ISO 8601 date or moment.
fn iso_day(text: &str) -> Option<NaiveDate> {
    when::starts_as_iso(text)
        .then(|| when::parse_iso_day(text)?.parse().ok())
        .flatten()
}

/// Returns whether no number of a text is a year with four digits.
fn is_short(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.clone().count() > 1 && numbers.map(str::len).all(|length| length <= 2)
}

fn read_as(part: &str, text: &str, read: String) -> Note {
    let text = excerpt(text);
    Note::new(part, Oddity::ReadAs { text, read })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: i64 = 1_772_000_000_000;

    fn at(text: &str, format: &str) -> Option<String> {
        let kind = when::format_kind(format).unwrap();
        let zone = "+01:00".parse().unwrap();
        let (at_ms, note) = moment("at", text, (format, kind, zone)).ok()?;
        assert!(note.is_some(), "{text}");
        Some(utc(at_ms).format("%Y-%m-%dT%H:%M:%S").to_string())
    }

    #[test]
    fn a_moment_in_another_form_is_read_and_told() {
        let format = "%d-%m-%Y %H:%M:%S";
        for (text, expected) in [
            ("01-03-2026 10:30", "2026-03-01T09:30:00"),
            ("01-03-26 10:30:15", "2026-03-01T09:30:15"),
            ("01-03-26 10:30", "2026-03-01T09:30:00"),
            ("01-03-2026", "2026-03-01T12:00:00"),
            ("46082.4375", "2026-03-01T09:30:00"),
            ("46082,4375", "2026-03-01T09:30:00"),
            ("46082", "2026-03-01T12:00:00"),
            ("1772357400", "2026-03-01T09:30:00"),
            ("1772357400000", "2026-03-01T09:30:00"),
            ("2026-03-01T10:30:00+01:00", "2026-03-01T09:30:00"),
            ("2026-03-01 10:30", "2026-03-01T09:30:00"),
        ] {
            assert_eq!(at(text, format).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "00-00-0000",
            "0000-00-00 00:00:00",
            "morgen",
            "2026",
            "12",
            "31-02-2026 10:30",
        ] {
            assert_eq!(at(text, format), None, "{text}");
        }
    }

    #[test]
    fn seconds_that_the_format_does_not_have_are_read() {
        for text in ["01-03-2026 10:30:59", "01-03-26 10:30:59.000"] {
            let found = at(text, "%d-%m-%Y %H:%M");
            assert_eq!(found.as_deref(), Some("2026-03-01T09:30:59"), "{text}");
        }
    }

    fn born(text: &str, format: &str) -> Result<String, String> {
        let (found, _) = day("born", text, format).map_err(|note| note.to_string())?;
        let day = birthday("born", text, found, NOW_MS).map_err(|note| note.to_string())?;
        Ok(day.to_string())
    }

    #[test]
    fn nobody_is_born_in_the_future() {
        for format in ["%d-%m-%Y", "%d-%m-%y"] {
            assert_eq!(born("02-05-50", format).unwrap(), "1950-05-02");
            assert_eq!(born("02-05-68", format).unwrap(), "1968-05-02");
            assert_eq!(born("02-05-80", format).unwrap(), "1980-05-02");
            assert_eq!(born("02-05-20", format).unwrap(), "2020-05-02");
        }
        let told = born("02-05-2050", "%d-%m-%Y").unwrap_err();
        assert_eq!(told, "`born`: `02-05-2050` is in the future");
    }

    #[test]
    fn a_day_in_another_form_is_read_and_no_date_is_none() {
        for text in [
            "29343",
            "02-05-1980 00:00:00",
            "1980-05-02",
            "1980-05-02T00:00:00+02:00",
            "326073600",
        ] {
            assert_eq!(born(text, "%d-%m-%Y").unwrap(), "1980-05-02", "{text}");
        }
        for text in ["00-00-0000", "1980", "31-02-1980", "02-05-1880", "x"] {
            assert!(born(text, "%d-%m-%Y").is_err(), "{text}");
        }
    }

    #[test]
    fn seconds_and_milliseconds_are_known_by_their_digits() {
        for text in [
            "1450292416",
            "1450292416.0",
            "1450292416000",
            "1450292416000000",
        ] {
            assert_eq!(unix_ms(text), Some(1_450_292_416_000), "{text}");
        }
        assert_eq!(unix_ms("1450292416.123"), Some(1_450_292_416_123));
        for text in [
            "",
            "0",
            "20151216",
            "-1450292416",
            "14502924160",
            "1e9",
            "99999999999999",
        ] {
            assert_eq!(unix_ms(text), None, "{text}");
        }
    }
}
