//! Why a value cannot be what its field says it is.
//!
//! It exists so that such a value is marked and shown, not hidden: somebody has to repair it, and has to see it for that.

use serde::{Deserialize, Serialize};

/// What a value is not, although its field says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Invalid {
    /// No numbering plan has it.
    #[error("no telephone number")]
    Phone,
    /// No message can be sent there.
    #[error("no e-mail address")]
    Email,
    /// Its country has no such postcode.
    #[error("no postcode of its country")]
    Postcode,
    /// ISO 3166 has no such country, and no country is called so.
    #[error("no country")]
    Country,
    /// No day between 1900 and 2200.
    #[error("no date")]
    Date,
    /// A birth date that is still to come.
    #[error("a date in the future")]
    Future,
    /// ISO 4217 has no such currency.
    #[error("no currency")]
    Currency,
    /// No language has this tag or name.
    #[error("no language")]
    Language,
    /// No unit that is known.
    #[error("no unit")]
    Unit,
}

impl Invalid {
    /// All reasons.
    pub const ALL: [Self; 9] = [
        Self::Phone,
        Self::Email,
        Self::Postcode,
        Self::Country,
        Self::Date,
        Self::Future,
        Self::Currency,
        Self::Language,
        Self::Unit,
    ];

    /// Returns the reason's name, as it is kept and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Postcode => "postcode",
            Self::Country => "country",
            Self::Date => "date",
            Self::Future => "future",
            Self::Currency => "currency",
            Self::Language => "language",
            Self::Unit => "unit",
        }
    }

    /// Finds a reason by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}
