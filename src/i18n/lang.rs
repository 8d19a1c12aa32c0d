//! The languages of the screen.

/// The language of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) enum Lang {
    /// Dutch.
    #[default]
    Nl,
    /// English.
    En,
}
