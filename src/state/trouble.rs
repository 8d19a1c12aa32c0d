//! What keeps the server from answering, in the words that persons and hosts know.

use crate::api::ApiError;
use crate::i18n::Lang;

/// Why the server does not answer as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nobody is signed in any more.
    SignedOut,
    /// Whoever is signed in may not.
    NoRights,
    /// Server or network are not there.
    Unreachable,
}

impl Trouble {
    /// Returns what an error comes from; none when the server answered.
    pub(super) fn of(error: &ApiError) -> Option<Self> {
        match error {
            ApiError::NotSignedIn { .. } => Some(Self::SignedOut),
            ApiError::Forbidden { .. } => Some(Self::NoRights),
            ApiError::Network | ApiError::Unavailable => Some(Self::Unreachable),
            _ => None,
        }
    }

    /// Returns the name of the event that hosts know it by.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::NoRights => "no-rights",
            Self::Unreachable => "unreachable",
        }
    }
}

/// What was asked for, in the words that hosts know.
pub(crate) mod moment {
    pub(crate) const OPEN: &str = "open";
    pub(crate) const TIMELINE: &str = "timeline";
    pub(crate) const DETAIL: &str = "detail";
    pub(crate) const SEARCH: &str = "search";
    pub(crate) const WRITE: &str = "write";
    /// A part of the program.
    pub(crate) const PART: &str = "part";
}

/// Returns what is so, in a sentence.
pub(crate) fn title_of(lang: Lang, error: &ApiError) -> &'static str {
    let t = lang.texts().state();
    match error {
        ApiError::NotSignedIn { .. } => t.signed_out,
        ApiError::Forbidden { .. } => t.forbidden,
        ApiError::NotFound => t.not_found,
        ApiError::Invalid { .. } => t.invalid,
        ApiError::TooMany { .. } => t.too_many,
        ApiError::Unavailable => t.unavailable,
        _ => t.failed,
    }
}

/// Returns the name of an error for the host page.
pub(super) fn code_of(error: &ApiError) -> &'static str {
    match error {
        ApiError::NotSignedIn { .. } => "not_signed_in",
        ApiError::Forbidden { .. } => "forbidden",
        ApiError::NotFound => "not_found",
        ApiError::Network => "network",
        ApiError::TooMany { .. } => "too_many",
        _ => "unavailable",
    }
}
