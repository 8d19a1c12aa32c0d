//! The value of a field as the viewer writes it: dates, telephone numbers, options in words.

use klantbeeld_core::money::{Currency, Money};
use klantbeeld_core::policy::ValueType;

use crate::api::wire::FieldView;
use crate::i18n::{Lang, format};
use crate::state::ShownField;

/// Returns the shown value as the viewer writes it; none when there is none.
pub(crate) fn shown_text(lang: Lang, field: &ShownField) -> Option<String> {
    field
        .value()
        .and_then(|value| claim_text(lang, &field.view, value))
}

/// Returns a value of that field as the viewer writes it; none when it is empty.
pub(crate) fn claim_text(lang: Lang, field: &FieldView, value: &str) -> Option<String> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let t = lang.texts().common();
    Some(match field.value_type {
        ValueType::Date => format::day_of_text(lang, value),
        ValueType::Choice if value == "yes" => t.yes.to_owned(),
        ValueType::Choice if value == "no" => t.no.to_owned(),
        ValueType::Phone => phone(value),
        ValueType::Number => number(lang, &field.field, value),
        ValueType::Option => {
            let option = field.options.iter().find(|o| o.value == value);
            option.map_or_else(|| value.to_owned(), |o| lang.label(&o.label))
        }
        ValueType::Text | ValueType::Email | ValueType::Choice => value.to_owned(),
    })
}

/// Returns a number as text: fields that end in `_minor` hold euro cents, other numbers are numbers.
fn number(lang: Lang, field: &str, value: &str) -> String {
    let Ok(number) = value.parse() else {
        return value.to_owned();
    };
    if field.ends_with("_minor") {
        format::money(
            lang,
            Money {
                amount_minor: number,
                currency: Currency::EUR,
            },
        )
    } else {
        format::number(lang, number)
    }
}

/// Dutch area codes of two digits after the zero; all others have three.
const SHORT_AREAS: &str = "10 13 15 20 23 24 26 30 33 35 36 38 40 43 45 46 50 53 55 58 70 71 72 73 74 75 76 77 78 79 85 88";

/// Dutch numbers the Dutch way: `06 12 34 56 78`, `030 234 56 78`, `0346 123 456`; others as they came.
pub(crate) fn phone(text: &str) -> String {
    let digits = text.strip_prefix("+31").unwrap_or_default();
    if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    let area = digits.get(..2).unwrap_or_default();
    let gaps: &[usize] = if digits.starts_with('6') {
        &[1, 3, 5, 7]
    } else if SHORT_AREAS.split(' ').any(|short| short == area) {
        &[2, 5, 7]
    } else {
        &[3, 6]
    };
    let mut spaced = String::from("0");
    for (index, digit) in digits.chars().enumerate() {
        if gaps.contains(&index) {
            spaced.push(' ');
        }
        spaced.push(digit);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn dutch_numbers_are_written_the_dutch_way_and_others_as_they_came() {
        assert_eq!(phone("+31612345678"), "06 12 34 56 78");
        assert_eq!(phone("+31302345678"), "030 234 56 78");
        assert_eq!(phone("+31346123456"), "0346 123 456");
        assert_eq!(phone("+3161234567"), "+3161234567");
        assert_eq!(phone("+4915112345678"), "+4915112345678");
        assert_eq!(phone(""), "");
    }
}
