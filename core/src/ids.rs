//! Identifiers as types of their own, so that a customer's id never stands where an item's should.
//!
//! **Invariant:** an id that exists is 1 to [`MAX_ID_BYTES`] bytes long and holds no control character.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest id that is accepted, in bytes of UTF-8.
pub const MAX_ID_BYTES: usize = 128;

/// Why a text cannot be an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text is empty.
    #[error("an id cannot be empty")]
    Empty,
    /// The text is longer than [`MAX_ID_BYTES`].
    #[error("an id has at most {MAX_ID_BYTES} bytes, this one has {0}")]
    TooLong(usize),
    /// The text holds a control character.
    #[error("an id cannot hold control characters")]
    ControlCharacter,
}

fn check(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        Err(IdError::Empty)
    } else if text.len() > MAX_ID_BYTES {
        Err(IdError::TooLong(text.len()))
    } else if text.chars().any(char::is_control) {
        Err(IdError::ControlCharacter)
    } else {
        Ok(())
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes the text as an id.
            ///
            /// # Errors
            /// When it is empty, too long, or holds control characters.
            pub fn parse(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                check(&text)?;
                Ok(Self(text))
            }

            /// Returns the id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// The organisation whose customers these are.
    TenantId
);
id!(
    /// One customer of one tenant: a person or an organisation.
    CustomerId
);
id!(
    /// One entry on a customer's timeline; unique for one customer.
    ItemId
);
id!(
    /// One write, named by its author, so that it can be sent twice.
    OperationId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_refused_when_empty_too_long_or_with_control_characters() {
        assert_eq!(CustomerId::parse(""), Err(IdError::Empty));
        assert_eq!(
            CustomerId::parse("x".repeat(129)),
            Err(IdError::TooLong(129))
        );
        assert_eq!(CustomerId::parse("a\u{0}b"), Err(IdError::ControlCharacter));
        assert_eq!(CustomerId::parse("klant-1").unwrap().as_str(), "klant-1");
    }

    #[test]
    fn a_bad_id_does_not_deserialise() {
        assert!(serde_json::from_str::<ItemId>("\"\"").is_err());
        assert!(serde_json::from_str::<ItemId>("\"a\\nb\"").is_err());
    }
}
