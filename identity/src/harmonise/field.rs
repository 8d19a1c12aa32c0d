//! Which form a field of the profile has, by its name.

use klantbeeld_core::model::Invalid;

use super::{Region, country, currency, day, email, language, phone, postcode};

/// The form of a field's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A postcode.
    Postcode,
    /// A country.
    Country,
    /// A language.
    Language,
    /// A calendar day.
    Day,
    /// A currency.
    Currency,
}

/// Returns the form of a field; none for free text.
#[must_use]
pub fn form_of(field: &str) -> Option<Form> {
    let (group, name) = field.split_once('.')?;
    let begins = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    match group {
        "contact" if begins(&["phone", "mobile", "telephone"]) => Some(Form::Phone),
        "contact" if begins(&["email"]) => Some(Form::Email),
        "contact" if begins(&["postcode"]) => Some(Form::Postcode),
        "contact" if begins(&["country"]) => Some(Form::Country),
        "person" if name == "language" => Some(Form::Language),
        "person" if name == "birth_date" => Some(Form::Day),
        "relation" if name == "since" => Some(Form::Day),
        _ if name == "currency" => Some(Form::Currency),
        _ => None,
    }
}

/// Returns a value in its form. `region` is the country of telephone numbers and postcodes that name none.
///
/// # Errors
/// Why it cannot be what its field says.
pub fn field(form: Form, raw: &str, region: Region) -> Result<String, Invalid> {
    match form {
        Form::Phone => phone(raw, region),
        Form::Email => email(raw),
        Form::Postcode => postcode(raw, region.code()),
        Form::Country => country(raw),
        Form::Language => language(raw),
        Form::Day => day(raw),
        Form::Currency => currency(raw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_its_form_by_its_name() {
        assert_eq!(form_of("contact.phone_home"), Some(Form::Phone));
        assert_eq!(form_of("contact.email"), Some(Form::Email));
        assert_eq!(form_of("person.birth_date"), Some(Form::Day));
        for free in [
            "person.last_name",
            "contact.town",
            "email",
            "trait.phone",
            "consent.email",
        ] {
            assert_eq!(form_of(free), None, "{free}");
        }
    }
}
