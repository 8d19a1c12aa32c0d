//! Dates in the forms that are usual in Europe, and as ISO 8601 writes them.
//!
//! **Invariants:** the day comes before the month wherever both are numbers; nothing is guessed by turning them.

use chrono::NaiveDate;
use klantbeeld_core::folding::fold;
use klantbeeld_core::model::Invalid;

use super::when::{self, Zone};

/// The first letters of the months in Dutch, English, German and French.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "fev"],
    &["mrt", "maa", "mar"],
    &["apr", "avr"],
    &["mei", "may", "mai"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "aou"],
    &["sep"],
    &["okt", "oct"],
    &["nov"],
    &["dec", "dez"],
];

/// Returns a calendar day as `YYYY-MM-DD`.
///
/// # Errors
/// It is none, or not between 1900 and 2200.
pub fn day(raw: &str) -> Result<String, Invalid> {
    let text = raw.trim();
    let compact = || {
        let is_compact = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
        is_compact
            .then(|| when::parse_day(text, "%Y%m%d"))
            .flatten()
    };
    let numbers = || {
        let written = text.replace(['/', '.', ' '], "-");
        let formats = if is_short_year(&written) {
            ["%d-%m-%y", "%d-%m-%y"]
        } else {
            ["%d-%m-%Y", "%Y-%m-%d"]
        };
        formats
            .iter()
            .find_map(|format| when::parse_day(&written, format))
    };
    let found = compact().or_else(numbers).or_else(|| in_words(text));
    found
        .or_else(|| when::parse_iso_day(text))
        .ok_or(Invalid::Date)
}

/// Returns a moment in milliseconds of UTC; `zone` counts for times that name none.
///
/// # Errors
/// It is none, or not between 1900 and 2200.
pub fn moment_ms(raw: &str, zone: Zone) -> Result<i64, Invalid> {
    let text = raw.trim();
    let european = || {
        let written = text.replace(['/', '.'], "-");
        let formats = [
            "%d-%m-%Y %H:%M:%S%.f",
            "%d-%m-%Y %H:%M",
            "%d-%m-%YT%H:%M:%S",
            "%d-%m-%YT%H:%M",
        ];
        formats.iter().find_map(|format| {
            let kind = when::format_kind(format)?;
            when::parse_ms(&written, format, kind, zone)
        })
    };
    let of_day = || when::parse_iso_ms(&day(text).ok()?);
    let found = when::parse_iso_in(text, zone).or_else(european);
    found.or_else(of_day).ok_or(Invalid::Date)
}

fn is_short_year(written: &str) -> bool {
    written
        .rsplit('-')
        .next()
        .is_some_and(|year| year.len() == 2)
        && written.split('-').next().is_some_and(|day| day.len() <= 2)
}

/// Reads `24 december 1980` and `December 24, 1980`, in four languages.
fn in_words(text: &str) -> Option<String> {
    let parts = text
        .split([' ', '-', ',', '.', '/'])
        .filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(fold).collect();
    let [one, two, year] = parts.as_slice() else {
        return None;
    };
    let (day, month) = match (month(one), month(two)) {
        (None, Some(month)) => (one, month),
        (Some(month), None) => (two, month),
        _ => return None,
    };
    let day = day.trim_end_matches(|c: char| c.is_alphabetic());
    let day = NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)?;
    when::parse_day(&day.to_string(), "%Y-%m-%d")
}

fn month(word: &str) -> Option<u32> {
    let begins = |starts: &&[&str]| starts.iter().any(|start| word.starts_with(start));
    let place = MONTHS.iter().position(begins)?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_the_usual_forms() {
        for raw in [
            "1980-12-24",
            "19801224",
            "24-12-1980",
            "24/12/1980",
            "24.12.1980",
            "24 12 1980",
            "24 december 1980",
            "24 dec. 1980",
            "24-dec-1980",
            "24th December 1980",
            "December 24, 1980",
            "24 décembre 1980",
            "24. Dezember 1980",
            "1980/12/24",
            "24-12-80",
            "1980-12-24T23:30:00+02:00",
            " 24-12-1980 ",
        ] {
            assert_eq!(day(raw).as_deref(), Ok("1980-12-24"), "{raw}");
        }
        assert_eq!(day("2 mrt 1999").as_deref(), Ok("1999-03-02"));
        assert_eq!(day("2 juillet 1999").as_deref(), Ok("1999-07-02"));
        assert_eq!(day("2 juin 1999").as_deref(), Ok("1999-06-02"));
    }

    #[test]
    fn what_is_no_day_is_none_and_nothing_is_turned() {
        for raw in [
            "",
            "12/24/1980",
            "31-02-1980",
            "19801324",
            "1850-01-01",
            "24 smarch 1980",
            "december",
            "1980",
            "24-12",
            "24-12-19800",
            "-1980-12-24",
        ] {
            assert_eq!(day(raw), Err(Invalid::Date), "{raw}");
        }
    }

    #[test]
    fn a_moment_knows_its_zone_or_gets_one() {
        let zone: Zone = "Europe/Amsterdam".parse().unwrap();
        for (raw, utc) in [
            ("01-07-2026 12:00", "2026-07-01T10:00:00Z"),
            ("1/7/2026 12:00:30", "2026-07-01T10:00:30Z"),
            ("2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z"),
            ("2026-07-01 12:00", "2026-07-01T10:00:00Z"),
            ("1 juli 2026", "2026-07-01T12:00:00Z"),
        ] {
            assert_eq!(moment_ms(raw, zone).ok(), when::parse_iso_ms(utc), "{raw}");
        }
        assert_eq!(moment_ms("29-03-2026 02:30", zone), Err(Invalid::Date));
    }
}
