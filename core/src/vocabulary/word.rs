//! The shapes of words: labels, groups, and kinds as they are built in or configured.

use serde::{Deserialize, Serialize};

/// A name in the two languages of the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
}

/// The groups that the timeline filters by with one tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Somebody spoke or wrote.
    Conversation,
    /// Bought, delivered, returned, repaired.
    Order,
    /// Invoiced, paid, debited.
    Money,
    /// Complaints and claims.
    Complaint,
    /// Contracts, subscriptions, policies, warranties.
    Agreement,
    /// Use of product, site and app.
    Usage,
    /// Campaigns, surveys, loyalty.
    Marketing,
    /// Notes, promises, advice, tasks.
    Note,
}

impl Category {
    /// All of them, in the order of the screen and of their code in item blocks.
    pub const ALL: [Self; 8] = [
        Self::Conversation,
        Self::Order,
        Self::Money,
        Self::Complaint,
        Self::Agreement,
        Self::Usage,
        Self::Marketing,
        Self::Note,
    ];

    /// Returns its name in data and addresses.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Order => "order",
            Self::Money => "money",
            Self::Complaint => "complaint",
            Self::Agreement => "agreement",
            Self::Usage => "usage",
            Self::Marketing => "marketing",
            Self::Note => "note",
        }
    }
}

/// A built-in word: slug, Dutch, English, icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Name in data.
    pub slug: &'static str,
    /// Dutch.
    pub nl: &'static str,
    /// English.
    pub en: &'static str,
    /// Name of the icon symbol.
    pub icon: &'static str,
}

/// A built-in kind of item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindWord {
    /// Slug, labels and icon.
    pub word: Word,
    /// The group it filters under.
    pub category: Category,
    /// Whether the customer and the organisation met: touchpoints count as contacts.
    pub touchpoint: bool,
}

/// A kind that the organisation added by configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomKind {
    /// Name in data.
    pub slug: String,
    /// The built-in kind that it behaves like.
    pub base: String,
    /// Its names.
    pub label: Label,
}
