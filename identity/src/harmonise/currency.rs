//! Currencies as three letters of ISO 4217.

use iso_currency::{Currency, IntoEnumIterator as _};
use klantbeeld_core::folding::fold;
use klantbeeld_core::model::Invalid;

/// Signs and words of one currency each. The dollar and the yen sign stand for several, and for none here.
const ALSO: [(&str, &str); 8] = [
    ("€", "EUR"),
    ("euros", "EUR"),
    ("£", "GBP"),
    ("us$", "USD"),
    ("amerikaanse dollar", "USD"),
    ("us-dollar", "USD"),
    ("britse pond", "GBP"),
    ("zwitserse frank", "CHF"),
];

/// Returns the three letters of a currency, from its code, its English name, or a sign that is its own.
///
/// # Errors
/// There is none that is called so.
pub fn currency(raw: &str) -> Result<String, Invalid> {
    let text = fold(raw.trim());
    let also = ALSO.iter().find(|(name, _)| *name == text);
    let code = also.map_or_else(|| text.to_uppercase(), |(_, code)| (*code).to_owned());
    let is_meant = |c: &Currency| c.code() == code || fold(c.name()) == text;
    let found = Currency::iter().find(is_meant);
    found.map(|c| c.code().to_owned()).ok_or(Invalid::Currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_names_and_own_signs_are_currencies_and_shared_signs_are_not() {
        for (raw, code) in [
            ("EUR", "EUR"),
            (" eur ", "EUR"),
            ("€", "EUR"),
            ("Euro", "EUR"),
            ("£", "GBP"),
            ("US dollar", ""),
            ("United States dollar", "USD"),
            ("SRD", "SRD"),
            ("$", ""),
            ("XXY", ""),
            ("", ""),
            ("guldens", ""),
        ] {
            assert_eq!(currency(raw).unwrap_or_default(), code, "{raw}");
        }
    }
}
