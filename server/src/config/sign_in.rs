//! Where `/app/` and `/mijn/` get their token, and where a person signs in.
//!
//! **Invariant:** an address that is kept is a path of this server's origin, or of an origin that may call the API,
//! so that a mistake in a file sends nobody's cookies elsewhere.

use super::error::ConfigError;
use super::file::SignInFile;
use super::origin::Origin;

/// An address of the sign-in of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInUrl {
    text: String,
    origin: Option<Origin>,
}

/// Where tokens come from, and where a person signs in; each may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignIn {
    /// Gives `{"token": "…", "customer": "…"}` to whoever is signed in there, and 401 to others.
    pub token_url: Option<SignInUrl>,
    /// The page on which a person signs in.
    pub page_url: Option<SignInUrl>,
}

impl SignInUrl {
    /// Takes a text as an address, if it is a path, or of one of these origins.
    ///
    /// # Errors
    /// A sentence that says what is allowed.
    pub fn parse(text: &str, allowed: &[Origin]) -> Result<Self, &'static str> {
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '\\' | '#' | '"' | '<' | '>');
        if !text.chars().all(is_plain) {
            return Err("write it as a browser would send it, without blanks and without #");
        }
        let origin = if text.starts_with('/') && !text.starts_with("//") {
            None
        } else {
            Some(origin_of(text, allowed)?)
        };
        Ok(Self {
            text: text.to_owned(),
            origin,
        })
    }

    /// Returns the address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the origin, if it is not this server's own.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// Returns the address with further parameters, in their order.
    #[must_use]
    pub fn with_query(&self, pairs: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs);
        let joint = if self.text.contains('?') { '&' } else { '?' };
        format!("{}{joint}{}", self.text, query.finish())
    }
}

fn origin_of(text: &str, allowed: &[Origin]) -> Result<Origin, &'static str> {
    const FORM: &str = "write a path of this server (/crm/token), or a whole address (https://crm.example.nl/token)";
    let (_, rest) = text.split_once("://").ok_or(FORM)?;
    let host_bytes = rest.find(['/', '?']).unwrap_or(rest.len());
    let (origin, _) = text
        .split_at_checked(text.len() - rest.len() + host_bytes)
        .ok_or(FORM)?;
    let origin = Origin::parse(origin)?;
    if allowed.contains(&origin) {
        Ok(origin)
    } else {
        Err("its origin is neither public_origin nor one of allowed_origins")
    }
}

/// Reads `[sign_in]`; the environment goes before the file.
pub(super) fn parse(
    file: SignInFile,
    env: &dyn Fn(&str) -> Option<String>,
    allowed: &[Origin],
) -> Result<SignIn, ConfigError> {
    let url = |key: &str, name: &str, filed: Option<String>| {
        let text = env(name).or(filed);
        let parsed = text.map(|text| {
            SignInUrl::parse(&text, allowed).map_err(|reason| ConfigError::Value {
                key: key.to_owned(),
                value: text,
                allowed: reason.to_owned(),
            })
        });
        parsed.transpose()
    };
    Ok(SignIn {
        token_url: url(
            "sign_in.token_url",
            "KLANTBEELD_SIGN_IN_TOKEN_URL",
            file.token_url,
        )?,
        page_url: url(
            "sign_in.page_url",
            "KLANTBEELD_SIGN_IN_PAGE_URL",
            file.page_url,
        )?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crm() -> Vec<Origin> {
        vec![Origin::parse("https://crm.example.nl").expect("an origin")]
    }

    #[test]
    fn a_path_and_an_allowed_origin_are_taken() {
        for text in [
            "/crm/token",
            "/crm/token?app=1",
            "https://crm.example.nl/token",
            "https://crm.example.nl",
        ] {
            let url = SignInUrl::parse(text, &crm()).expect(text);
            assert_eq!(url.as_str(), text);
            assert_eq!(url.origin().is_some(), text.starts_with("https"));
        }
    }

    #[test]
    fn another_origin_and_what_only_looks_like_an_allowed_one_are_refused() {
        for text in [
            "https://crm.example.nl.evil.example/token",
            "https://crm.example.nl@evil.example/token",
            "https://crm.example.nl:8443/token",
            "http://crm.example.nl/token",
            "//evil.example/token",
            "/\\evil.example/token",
            "javascript:alert(1)",
            "crm/token",
            "",
            "/crm /token",
        ] {
            assert!(SignInUrl::parse(text, &crm()).is_err(), "{text}");
        }
    }

    #[test]
    fn parameters_are_added_to_those_that_are_there() {
        let pairs = [("face", "mijn"), ("customer", "c 1&role=agent")];
        let plain = SignInUrl::parse("/token", &[]).expect("a path");
        assert_eq!(
            plain.with_query(&pairs),
            "/token?face=mijn&customer=c+1%26role%3Dagent"
        );
        let with = SignInUrl::parse("/token?app=1", &[]).expect("a path");
        assert_eq!(with.with_query(&[("face", "app")]), "/token?app=1&face=app");
    }
}
