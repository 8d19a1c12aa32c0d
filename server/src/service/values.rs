//! Values as people type them, checked and brought into their one form before they are written.
//!
//! It exists so that searching never has to normalise: what stands in the store already is.

use chrono::NaiveDate;
use klantbeeld_core::policy::{FieldPolicy, ValueType};

/// The country code of numbers written without one.
const HOME_COUNTRY: &str = "31";

/// Returns the value in the form in which it is kept; empty stays empty: it takes the value away.
///
/// # Errors
/// A sentence that says what the field takes.
pub(super) fn normalise(field: &FieldPolicy, value: &str) -> Result<String, String> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(String::new());
    }
    match field.value_type {
        ValueType::Text => one_line(value),
        ValueType::Email if is_email(value) => Ok(value.to_lowercase()),
        ValueType::Email => Err("an e-mail address, such as name@example.nl".to_owned()),
        ValueType::Phone => normalise_phone(value)
            .ok_or_else(|| "a telephone number, such as 06 12345678 or +31 6 12345678".to_owned()),
        ValueType::Date => match NaiveDate::parse_from_str(value, "%Y-%m-%d") {
            Ok(date) if value.len() == 10 => Ok(date.format("%Y-%m-%d").to_string()),
            _ => Err("a date as YYYY-MM-DD".to_owned()),
        },
        ValueType::Choice => match value {
            "yes" | "no" => Ok(value.to_owned()),
            _ => Err("`yes`, `no` or empty".to_owned()),
        },
        ValueType::Option => {
            let names: Vec<_> = field.options.iter().map(|o| o.value.as_str()).collect();
            if names.contains(&value) {
                Ok(value.to_owned())
            } else {
                Err(format!("one of {}", names.join(", ")))
            }
        }
        ValueType::Number => match value.parse::<i64>() {
            Ok(number) => Ok(number.to_string()),
            Err(_) => Err("a whole number".to_owned()),
        },
    }
}

fn one_line(value: &str) -> Result<String, String> {
    if value
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        Err("text without control characters".to_owned())
    } else {
        Ok(value.to_owned())
    }
}

/// Returns whether a text can be an e-mail address: one `@`, something before it, a dotted host after it.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>(),;:\"[]\\@".contains(c);
    let label = |l: &str| {
        !l.is_empty()
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    text.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && local.chars().all(plain)
        && host.contains('.')
        && host.split('.').all(label)
}

/// Returns a telephone number in E.164, read as people write it; a number without country code is Dutch.
#[must_use]
pub fn normalise_phone(text: &str) -> Option<String> {
    let separator = |c: char| c.is_whitespace() || "-./".contains(c);
    let text = text.trim().replace("(0)", "");
    let bare: String = text
        .chars()
        .filter(|c| !separator(*c) && *c != '(' && *c != ')')
        .collect();
    let international = if let Some(rest) = bare.strip_prefix('+') {
        rest.to_owned()
    } else if let Some(rest) = bare.strip_prefix("00") {
        rest.to_owned()
    } else {
        format!("{HOME_COUNTRY}{}", bare.strip_prefix('0')?)
    };
    let is_whole = (8..=15).contains(&international.len())
        && international.bytes().all(|b| b.is_ascii_digit())
        && !international.starts_with('0');
    let is_dutch_length = !international.starts_with(HOME_COUNTRY) || international.len() == 11;
    (is_whole && is_dutch_length).then(|| format!("+{international}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_come_in_many_forms_and_rest_in_one() {
        for text in [
            "06 12345678",
            "06-12345678",
            "+31 6 1234 5678",
            "0031612345678",
            "+31 (0)6 12345678",
        ] {
            assert_eq!(
                normalise_phone(text).as_deref(),
                Some("+31612345678"),
                "{text}"
            );
        }
        assert_eq!(
            normalise_phone("+44 20 7946 0958").as_deref(),
            Some("+442079460958")
        );
        for text in [
            "",
            "12345",
            "0612",
            "call me",
            "+0123456789",
            "+31٦12345678",
            "06123456789012345",
        ] {
            assert_eq!(normalise_phone(text), None, "{text}");
        }
    }

    #[test]
    fn email_addresses_have_one_at_and_a_dotted_host() {
        for good in ["a@b.nl", "jan.de-vries+x@mail.example.co.uk"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "", "a", "a@b", "@b.nl", "a@b..nl", "a b@c.nl", "a@b@c.nl", "a@-b.nl", "<a@b.nl>",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
