//! Finding a person among those on a device, without network.
//!
//! A person is found by the beginning or middle of any of their words, and by a number or postcode however
//! it is spaced: `3571 AB` and `3571ab`, `06-12345678` and `+31612345678` are the same.

use crate::folding::{fold, plain_words};
use crate::ids::CustomerId;
use crate::model::Action;
use crate::sync::Entry;

/// Fields of the card by which a person is found.
pub const FOUND_BY: [&str; 5] = [
    "contact.postcode",
    "contact.town",
    "contact.email",
    "contact.phone",
    "contact.mobile",
];

/// Returns whether a person is meant, by their keys or by a correction of theirs that waits to be sent.
#[must_use]
pub fn is_meant(customer: &CustomerId, keys: &str, waiting: &[Entry], query: &str) -> bool {
    if holds(keys, query) {
        return true;
    }
    let mut all = keys.to_owned();
    for entry in waiting
        .iter()
        .filter(|e| e.operation.customer_id == *customer)
    {
        match &entry.operation.action {
            Action::SetField { field, value } if FOUND_BY.contains(&field.as_str()) => {
                all.push(' ');
                all.push_str(&keys_of(value));
            }
            _ => {}
        }
    }
    all.len() > keys.len() && holds(&all, query)
}

/// Returns the text by which a value is found: folded as it stands, and closed up.
#[must_use]
pub fn keys_of(value: &str) -> String {
    let spaced = fold(value);
    let closed = close_up(&spaced);
    let mut keys = spaced.clone();
    if closed != spaced {
        keys.push(' ');
        keys.push_str(&closed);
    }
    if let Some(national) = closed.strip_prefix("+31") {
        keys.push_str(" 0");
        keys.push_str(national);
    }
    keys
}

/// Returns whether keys hold every word of a question, in any order, or the whole of it closed up.
#[must_use]
pub fn holds(keys: &str, query: &str) -> bool {
    // A device may keep keys that an earlier version made.
    let keys = fold(keys);
    let words = plain_words(query);
    if words.is_empty() {
        return query.trim().is_empty();
    }
    if words.iter().all(|word| keys.contains(word.as_str())) {
        return true;
    }
    let closed = close_up(&fold(query));
    let closed = closed.strip_prefix("0031").unwrap_or(&closed);
    !closed.is_empty() && closed.bytes().any(|b| b.is_ascii_digit()) && keys.contains(closed)
}

fn close_up(text: &str) -> String {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '(' | ')' | '/');
    text.chars().filter(|c| !is_between(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::OperationId;
    use crate::model::Operation;
    use crate::sync::EntryState;

    fn waiting(customer: &str, field: &str, value: &str) -> Entry {
        Entry {
            seq: 1,
            operation: Operation {
                op_id: OperationId::parse("op-1").unwrap(),
                customer_id: CustomerId::parse(customer).unwrap(),
                made_at_ms: 0,
                action: Action::SetField {
                    field: field.to_owned(),
                    value: value.to_owned(),
                },
            },
            state: EntryState::Waiting,
            attempts: 0,
            next_try_ms: 0,
            hindrance: None,
        }
    }

    #[test]
    fn a_correction_that_waits_finds_its_customer_and_nobody_else() {
        let queue = [
            waiting("c-1", "contact.email", "Nieuw@Voorbeeld.nl"),
            waiting("c-1", "contact.mobile", "+31612345678"),
            waiting("c-1", "health.notes", "astma"),
        ];
        let meant = |customer: &str, query: &str| {
            let customer = CustomerId::parse(customer).unwrap();
            is_meant(&customer, "jansen oud@voorbeeld.nl", &queue, query)
        };
        for query in [
            "nieuw@voorbeeld.nl",
            "06-12345678",
            "jansen nieuw",
            "oud@voorbeeld.nl",
        ] {
            assert!(meant("c-1", query), "{query}");
        }
        assert!(!meant("c-1", "astma"));
        assert!(!meant("c-2", "nieuw@voorbeeld.nl"));
    }

    #[test]
    fn five_identifiers_find_a_person_however_they_are_written() {
        let values = [
            "mevr. M. van der Veen-Jansen",
            "3571 AB",
            "marijke@voorbeeld.nl",
            "+31612345678",
            "ZK-20881",
        ];
        let keys = values.map(keys_of).join(" ");
        for query in [
            "veen jansen",
            "3571 AB",
            "3571ab",
            "Marijke@",
            "06 12345678",
            "0612345678",
            "06-12 34 56 78",
            "+31 6 1234 5678",
            "0031612345678",
            "zk-20881",
            "ZK20881",
        ] {
            assert!(holds(&keys, query), "{query} in {keys}");
        }
        for query in ["3571 AC", "0612345679", "jansen bakker"] {
            assert!(!holds(&keys, query), "{query} in {keys}");
        }
        assert!(holds(&keys, ""), "nothing asked is answered by everybody");
        assert!(
            !holds(&keys, " -' "),
            "signs alone are answered by nobody, as online"
        );
    }

    #[test]
    fn a_name_is_found_however_its_letters_are_written() {
        let keys = [
            "Drs. W. ’t Hooft",
            "Noe\u{308}l d'Arc-Özgür",
            "ĲSBRAND ĲZERMAN",
        ]
        .map(keys_of)
        .join(" ");
        for query in [
            "'t hooft",
            "t Hooft",
            "hooft w",
            "Noël",
            "NOEL",
            "d’arc",
            "darc",
            "özgür",
            "Ozgu\u{308}r",
            "ijzerman",
            "Ĳzerman",
            "arc-ozgur",
        ] {
            assert!(holds(&keys, query), "{query} in {keys}");
        }
        assert!(holds("Özgür", "ozgur"), "keys of an earlier version");
    }
}
