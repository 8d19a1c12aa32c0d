//! Who is this: the name and what stands beside it (R063, R064).

use super::facts::Facts;
use super::stage::StageSince;

/// The first lines of the card. Texts are the fields' values as they are; none when not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The display name; empty when no name is known.
    pub name: String,
    /// One or two letters for the avatar; empty when no name is known.
    pub initials: String,
    /// Whether it is an organisation.
    pub is_organisation: bool,
    /// What he is to the organisation: `klant`, `lid`, ...
    pub roles: Vec<String>,
    /// Since when, as `YYYY-MM-DD`.
    pub since: Option<String>,
    /// Whole years since then.
    pub years: Option<i64>,
    /// `bronze`, `silver`, `gold`, `platinum` or the organisation's own.
    pub tier: Option<String>,
    /// How many persons live there.
    pub household: Option<i64>,
    /// What the relation is worth, in minor units.
    pub value_minor: Option<i64>,
    /// Who looks after the relation.
    pub owner: Option<String>,
    /// The pinned useful fact (R056).
    pub note: Option<String>,
    /// `nl` or `en`.
    pub language: Option<String>,
    /// `morning`, `afternoon`, `evening` or `any`.
    pub contact_window: Option<String>,
    /// Where he stands in the buying cycle.
    pub stage: Option<StageSince>,
}

/// The first lines of the card.
#[must_use]
pub fn header(_facts: &Facts<'_>) -> Header {
    Header::default()
}

/// `organisation.name`, or `salutation initials (first_name) last_name`; empty when none is known.
#[must_use]
pub fn display_name(_facts: &Facts<'_>) -> String {
    String::new()
}

/// One or two capitals for the avatar; empty when no name is known.
#[must_use]
pub fn initials(_facts: &Facts<'_>) -> String {
    String::new()
}
