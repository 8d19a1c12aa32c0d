//! Amounts in JSON: numbers or texts, exact to the cent.

use klantbeeld_core::money::{Currency, Money, MoneyError};
use serde_json::{Map, Value};

use super::super::decimal;
use super::super::line_error::LineError;
use super::super::oddity::{Note, Oddity, excerpt};
use super::wire;

/// How far a number may be from a whole minor unit: what adding up prices in floating point leaves.
const DUST: f64 = 1e-6;

/// Numbers with a fraction above this have no room for cents.
const MAX_FLOAT: f64 = 1e13;

/// Returns the currency of the properties; the specification says US dollars when there is none.
pub(super) fn currency(
    properties: &Map<String, Value>,
    notes: &mut Vec<Note>,
) -> Result<Currency, Note> {
    let part = "properties.currency";
    match properties.get("currency") {
        None | Some(Value::Null) => Ok(Currency::USD),
        Some(value) if wire::is_empty(value) => {
            push_once(notes, Note::new(part, Oddity::NoCurrency));
            Ok(Currency::USD)
        }
        Some(Value::String(code)) => Currency::parse(&code.trim().to_ascii_uppercase()),
        Some(other) => Err(MoneyError::Currency(excerpt(&other.to_string()))),
    }
    .map_err(|problem| Note::money(part, problem))
}

/// Returns the first of these properties that says something, as money; what is odd is noted.
///
/// # Errors
/// It is an amount that is too large for the store.
pub(super) fn first(
    properties: &Map<String, Value>,
    names: &[&str],
    notes: &mut Vec<Note>,
) -> Result<Option<Money>, LineError> {
    let found = names.iter().find_map(|name| {
        let value = properties.get(*name)?;
        (!wire::is_empty(value)).then_some((*name, value))
    });
    let Some((name, value)) = found else {
        return Ok(None);
    };
    let read = currency(properties, notes).and_then(|currency| {
        money(value, currency).map_err(|e| Note::money(&format!("properties.{name}"), e))
    });
    match read {
        Ok(money) => Ok(Some(money)),
        Err(note) if matches!(note.oddity, Oddity::Money(MoneyError::Overflow(_))) => {
            Err(note.into())
        }
        Err(note) => {
            push_once(notes, note);
            Ok(None)
        }
    }
}

/// Adds a note, unless it is there.
pub(super) fn push_once(notes: &mut Vec<Note>, note: Note) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

/// Returns a value as money of this currency.
pub(super) fn money(value: &Value, currency: Currency) -> Result<Money, MoneyError> {
    let text = match value {
        Value::String(text) => return decimal::unmarked(text, currency),
        // The shortest text that reads back as the same number is what the source wrote.
        Value::Number(number) => match number.as_f64() {
            Some(float) if !number.is_i64() && !number.is_u64() => {
                if float.abs() > MAX_FLOAT {
                    return Err(MoneyError::Overflow(number.to_string()));
                }
                format!("{float}")
            }
            _ => number.to_string(),
        },
        other => return Err(MoneyError::Amount(excerpt(&other.to_string()))),
    };
    match (Money::parse_decimal(&text, currency), value.as_f64()) {
        (Err(MoneyError::TooPrecise(..)), Some(float)) => {
            without_dust(float, currency).ok_or(MoneyError::TooPrecise(text, currency))
        }
        (parsed, _) => parsed,
    }
    .and_then(decimal::within_limit)
}

/// Sweeps the dust of floating point: `27.499999999999996` is 27.50, a sum of prices that a browser made.
fn without_dust(float: f64, currency: Currency) -> Option<Money> {
    let places = usize::try_from(currency.exponent()).ok()?;
    let rounded = format!("{float:.places$}");
    let distance = (rounded.parse::<f64>().ok()? - float).abs();
    if distance > DUST {
        return None;
    }
    Money::parse_decimal(&rounded, currency).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_texts_are_read_exactly() {
        let minor = |value: Value| money(&value, Currency::EUR).map(|m| m.amount_minor);
        assert_eq!(minor(json!(25.99)), Ok(2599));
        assert_eq!(minor(json!("25.99")), Ok(2599));
        assert_eq!(minor(json!(27.50)), Ok(2750));
        assert_eq!(minor(json!(3)), Ok(300));
        assert_eq!(minor(json!(-0.1)), Ok(-10));
        assert_eq!(minor(json!(9_999_999_999_999.91)), Ok(999_999_999_999_991));
    }

    #[test]
    fn the_dust_of_floating_point_is_swept_and_half_cents_are_not() {
        let minor = |value: Value| money(&value, Currency::EUR).map(|m| m.amount_minor);
        assert_eq!(minor(json!(27.499_999_999_999_996)), Ok(2750));
        assert_eq!(minor(json!(0.1 + 0.2)), Ok(30));
        assert!(matches!(
            minor(json!(0.005)),
            Err(MoneyError::TooPrecise(..))
        ));
        assert!(matches!(minor(json!(1e300)), Err(MoneyError::Overflow(_))));
        let cents_are_lost = minor(json!(90_071_992_547_409.9));
        assert!(matches!(cents_are_lost, Err(MoneyError::Overflow(_))));
        assert!(matches!(minor(json!(true)), Err(MoneyError::Amount(_))));
    }
}
