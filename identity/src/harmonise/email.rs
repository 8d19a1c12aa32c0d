//! E-mail addresses as they are compared: in small letters, an international domain as the mail system writes it.
//!
//! The part before the `@` is put in small letters too: no provider that is in use makes a difference, and people do not.

use email_address::{EmailAddress, Options};
use klantbeeld_core::model::Invalid;

/// The longest address, in bytes (RFC 5321).
const MAX_BYTES: usize = 254;

/// Returns an address as it is compared: `Peter@Bücher.example` is `peter@xn--bcher-kva.example`.
///
/// # Errors
/// No message can be sent there.
pub fn email(raw: &str) -> Result<String, Invalid> {
    let text = raw.trim();
    let (own, domain) = text.rsplit_once('@').ok_or(Invalid::Email)?;
    let domain = domain.trim_end_matches('.');
    let domain = idna::domain_to_ascii_strict(domain).map_err(|_| Invalid::Email)?;
    let address = format!("{}@{domain}", own.to_lowercase());
    let options = Options::default()
        .with_required_tld()
        .without_domain_literal()
        .without_display_text();
    let is_address = EmailAddress::parse_with_options(&address, options).is_ok();
    if is_address && address.len() <= MAX_BYTES {
        Ok(address)
    } else {
        Err(Invalid::Email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_in_small_letters_and_its_domain_as_the_mail_system_writes_it() {
        for (raw, expected) in [
            (" Peter@Example.COM ", "peter@example.com"),
            (
                "ann.de-vries+nieuws@mail.example.nl",
                "ann.de-vries+nieuws@mail.example.nl",
            ),
            ("info@Bücher.example", "info@xn--bcher-kva.example"),
            ("info@xn--bcher-kva.example", "info@xn--bcher-kva.example"),
            ("o'brien@example.ie", "o'brien@example.ie"),
            ("josé@example.es", "josé@example.es"),
            ("a@b.nl.", "a@b.nl"),
        ] {
            assert_eq!(email(raw).as_deref(), Ok(expected), "{raw}");
        }
    }

    #[test]
    fn where_no_message_can_be_sent_is_no_address() {
        for raw in [
            "",
            "@",
            "a@",
            "@b.nl",
            "a b@c.nl",
            "a@b@c.nl",
            "ann@localhost",
            "ann@exa mple.nl",
            "ann@example..nl",
            ".ann@example.nl",
            "ann@-example.nl",
            "ann@[127.0.0.1]",
            "Ann <a@b.nl>",
        ] {
            assert_eq!(email(raw), Err(Invalid::Email), "{raw}");
        }
        let long = format!("{}@example.nl", "x".repeat(300));
        assert_eq!(email(&long), Err(Invalid::Email));
    }
}
