//! E-mail addresses and telephone numbers that people said: by these a customer is searched, too.
//!
//! A correction is a claim and no identifier: whoever types somebody else's address into their own page must not
//! draw that person's imports to themselves. It only lets them be found.
//!
//! **Invariant:** pure, and the same for every adapter.

use klantbeeld_core::model::{Assertion, Author, IdentityKind};

/// The fields that hold addresses and numbers, with the kind of identifier that such a value is.
pub const STATED_FIELDS: [(&str, IdentityKind); 3] = [
    ("contact.email", IdentityKind::Email),
    ("contact.phone", IdentityKind::Phone),
    ("contact.mobile", IdentityKind::Phone),
];

/// Returns a value in the form in which it is looked for.
#[must_use]
pub fn stated_form(kind: IdentityKind, value: &str) -> String {
    match kind {
        IdentityKind::Email => value.to_lowercase(),
        _ => value.to_owned(),
    }
}

/// Returns what of a claim is looked for: the address or number that a person said.
pub(super) fn stated(claim: &Assertion) -> Option<String> {
    if claim.author == Author::System || claim.value.is_empty() {
        return None;
    }
    let mut fields = STATED_FIELDS.iter();
    let (_, kind) = fields.find(|(field, _)| *field == claim.field)?;
    Some(stated_form(*kind, &claim.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(field: &str, value: &str, author: Author) -> Assertion {
        Assertion {
            assertion_id: "a".to_owned(),
            field: field.to_owned(),
            value: value.to_owned(),
            source: "crm".to_owned(),
            valid_from_ms: 0,
            known_at_ms: 0,
            author,
            by: String::new(),
            raw: None,
            invalid: None,
        }
    }

    #[test]
    fn only_what_people_say_of_address_and_number_is_looked_for() {
        let mail = |author| claim("contact.email", "Anna@Example.nl", author);
        assert_eq!(stated(&mail(Author::Customer)).unwrap(), "anna@example.nl");
        assert_eq!(stated(&mail(Author::Employee)).unwrap(), "anna@example.nl");
        assert_eq!(stated(&mail(Author::System)), None);
        let phone = claim("contact.mobile", "+31612345678", Author::Customer);
        assert_eq!(stated(&phone).unwrap(), "+31612345678");
        assert_eq!(stated(&claim("contact.email", "", Author::Customer)), None);
        assert_eq!(stated(&claim("health.notes", "x", Author::Customer)), None);
    }
}
