//! Units as UCUM codes, from the words and signs that sources write.

use klantbeeld_core::model::Invalid;

/// A code and what is written for it, in small letters.
const UNITS: [(&str, &[&str]); 22] = [
    (
        "1",
        &[
            "st", "stk", "stuk", "stuks", "piece", "pieces", "pcs", "x", "aantal",
        ],
    ),
    ("m", &["meter", "meters", "metre", "mtr"]),
    ("cm", &["centimeter", "centimeters"]),
    ("mm", &["millimeter", "millimeters"]),
    ("km", &["kilometer", "kilometers", "kilometre"]),
    ("m2", &["m²", "vierkante meter"]),
    ("m3", &["m³", "kuub", "kubieke meter"]),
    ("g", &["gr", "gram", "grams"]),
    ("kg", &["kilo", "kilogram", "kilograms", "kgs"]),
    ("t", &["ton", "tonne"]),
    ("L", &["l", "ltr", "liter", "liters", "litre"]),
    ("mL", &["ml", "milliliter"]),
    ("kW.h", &["kwh", "kilowattuur", "kilowatt-hour"]),
    ("MW.h", &["mwh", "megawattuur"]),
    ("min", &["minuut", "minuten", "minute", "minutes", "mins"]),
    ("s", &["sec", "seconde", "seconden", "second", "seconds"]),
    ("h", &["uur", "uren", "u", "hour", "hours", "hr", "hrs"]),
    ("d", &["dag", "dagen", "day", "days"]),
    ("wk", &["week", "weken", "weeks"]),
    ("mo", &["maand", "maanden", "month", "months", "mnd"]),
    ("a", &["jaar", "jaren", "year", "years", "jr"]),
    ("%", &["procent", "percent", "pct"]),
];

/// Bytes are told apart by case: `MB` and `GB`, never `mb`.
const BYTES: [(&str, &str); 4] = [("B", "By"), ("kB", "kBy"), ("MB", "MBy"), ("GB", "GBy")];

/// Returns the code of a unit (UCUM): `kW.h` of `kWh`.
///
/// # Errors
/// It is none that is known.
pub fn unit(raw: &str) -> Result<&'static str, Invalid> {
    let text = raw.trim().trim_end_matches('.');
    if let Some((_, code)) = BYTES
        .iter()
        .find(|(written, code)| *written == text || *code == text)
    {
        return Ok(code);
    }
    let small = text.to_lowercase();
    let is_meant =
        |(code, words): &&(&str, &[&str])| *code == text || words.contains(&small.as_str());
    let by_case = || UNITS.iter().find(|(code, _)| code.to_lowercase() == small);
    let found = UNITS.iter().find(is_meant).or_else(by_case);
    found.map(|(code, _)| *code).ok_or(Invalid::Unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs_are_one_unit() {
        for (raw, code) in [
            ("kWh", "kW.h"),
            ("KWH", "kW.h"),
            ("m³", "m3"),
            ("M2", "m2"),
            ("liter", "L"),
            ("L", "L"),
            ("stuks", "1"),
            ("Kg", "kg"),
            ("GB", "GBy"),
            ("min.", "min"),
            ("uur", "h"),
            ("%", "%"),
            ("mb", ""),
            ("", ""),
            ("ellen", ""),
        ] {
            assert_eq!(unit(raw).unwrap_or_default(), code, "{raw}");
        }
    }

    #[test]
    fn every_code_is_its_own_form() {
        for (code, _) in UNITS {
            assert_eq!(unit(code), Ok(code));
        }
    }
}
