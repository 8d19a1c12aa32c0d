//! Brings the claims of a record into the form of their fields, once, when they come in.
//!
//! **Invariants:** the value as it was written stays beside its form; what cannot be what its field says is kept
//! as it was written, with the reason. An id of a claim is made of what was written, so that what was imported before
//! is known again.

use klantbeeld_core::model::Invalid;
use klantbeeld_core::time::{DAY_MS, utc};
use klantbeeld_identity::harmonise::{self, Form, Region};

use super::import_record::ImportRecord;

/// Brings every claim of a record into its form. `region` is the country of numbers and postcodes, where the record names
/// none; nobody is born after `as_of_ms`.
pub(super) fn harmonise(record: &mut ImportRecord, region: Region, as_of_ms: i64) {
    let mut countries = record.assertions.iter().rev();
    let said = countries.find(|claim| claim.field == "contact.country");
    let named = said.and_then(|claim| harmonise::country(&claim.value).ok());
    let home = named
        .and_then(|code| Region::parse(&code))
        .unwrap_or(region);
    for claim in &mut record.assertions {
        let Some(form) = harmonise::form_of(&claim.field) else {
            continue;
        };
        if claim.value.is_empty() {
            continue;
        }
        // A number without a country is dialled from where the source is, whatever the address.
        let place = if form == Form::Phone { region } else { home };
        let read = harmonise::field(form, &claim.value, place);
        let read = read.or_else(|reason| match form {
            Form::Phone => harmonise::field(form, &claim.value, home),
            _ => Err(reason),
        });
        match read {
            Ok(day) if is_born_later(&claim.field, &day, as_of_ms) => {
                claim.invalid = Some(Invalid::Future);
            }
            Ok(value) if value != claim.value => {
                claim.raw = Some(std::mem::replace(&mut claim.value, value));
            }
            Ok(_) => {}
            Err(reason) => claim.invalid = Some(reason),
        }
    }
}

/// Returns whether a birth date is still to come; with a day of grace, which begins earlier in the east.
fn is_born_later(field: &str, day: &str, as_of_ms: i64) -> bool {
    let last = utc(as_of_ms.saturating_add(DAY_MS)).date().to_string();
    field == "person.birth_date" && day > last.as_str()
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::ids::CustomerId;
    use klantbeeld_core::model::{Assertion, Author};

    use super::*;
    use crate::ingest::import_record::Subject;

    const NOW_MS: i64 = 1_772_000_000_000;

    /// Returns value, what was written, and why it is invalid.
    fn harmonised(claims: &[(&str, &str)]) -> Vec<(String, Option<String>, Option<Invalid>)> {
        let customer = CustomerId::parse("c").unwrap();
        let mut record = ImportRecord::about(Subject::Customer(customer));
        for (field, value) in claims {
            record.assertions.push(Assertion {
                assertion_id: (*field).to_owned(),
                field: (*field).to_owned(),
                value: (*value).to_owned(),
                source: "crm".to_owned(),
                valid_from_ms: 0,
                known_at_ms: 0,
                author: Author::System,
                by: "crm".to_owned(),
                raw: None,
                invalid: None,
            });
        }
        harmonise(&mut record, Region::default(), NOW_MS);
        let told = record.assertions.into_iter();
        told.map(|claim| (claim.value, claim.raw, claim.invalid))
            .collect()
    }

    #[test]
    fn a_value_has_its_form_and_keeps_how_it_was_written() {
        for (field, raw, form) in [
            ("contact.phone", "06-12345678", "+31612345678"),
            ("contact.email", "Ann@Example.NL", "ann@example.nl"),
            ("contact.postcode", "3511ab", "3511 AB"),
            ("contact.country", "Nederland", "NL"),
            ("person.language", "nl_NL", "nl-NL"),
            ("person.birth_date", "24-12-1980", "1980-12-24"),
        ] {
            let expected = (form.to_owned(), Some(raw.to_owned()), None);
            assert_eq!(harmonised(&[(field, raw)]), [expected], "{field}");
            let expected = (form.to_owned(), None, None);
            assert_eq!(harmonised(&[(field, form)]), [expected], "{field}");
        }
    }

    #[test]
    fn what_cannot_be_so_is_kept_as_it_was_written_and_marked() {
        for (field, raw, reason) in [
            ("contact.phone", "06-1234", Invalid::Phone),
            ("contact.email", "ann(at)example.nl", Invalid::Email),
            ("contact.postcode", "0123 AB", Invalid::Postcode),
            ("contact.country", "Nergensland", Invalid::Country),
            ("person.birth_date", "1980-13-01", Invalid::Date),
            ("person.birth_date", "2055-01-01", Invalid::Future),
            ("person.language", "klingon?", Invalid::Language),
        ] {
            let expected = (raw.to_owned(), None, Some(reason));
            assert_eq!(harmonised(&[(field, raw)]), [expected], "{field}");
        }
    }

    #[test]
    fn a_postcode_is_judged_by_the_country_of_its_address_and_free_text_is_left_alone() {
        let told = harmonised(&[
            ("contact.postcode", "1000"),
            ("contact.country", "België"),
            ("contact.phone", "02 551 20 20"),
            ("trait.phone", "x"),
            ("contact.email", ""),
        ]);
        let values: Vec<_> = told.iter().map(|(value, _, _)| value.as_str()).collect();
        assert_eq!(values, ["1000", "BE", "+3225512020", "x", ""]);
        assert!(told.iter().all(|(_, _, invalid)| invalid.is_none()));
    }
}
