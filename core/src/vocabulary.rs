//! The words of the timeline: kinds, channels, departments, each with its name in two languages.
//!
//! The built-in lists are closed; an organisation adds touchpoints by configuration (`[kind.x]` in
//! the policy), based on a built-in one, so that insight knows what to do with them.

mod builtin;

use serde::{Deserialize, Serialize};

pub use builtin::{CHANNELS, DEPARTMENTS, KINDS};

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

/// Finds the kind as built in, directly or as the base of a configured one.
#[must_use]
pub fn find_kind(slug: &str, custom: &[CustomKind]) -> Option<&'static KindWord> {
    let builtin = |s: &str| KINDS.iter().find(|k| k.word.slug == s);
    builtin(slug).or_else(|| {
        custom
            .iter()
            .find(|c| c.slug == slug)
            .and_then(|c| builtin(&c.base))
    })
}

/// Finds the channel of that slug.
#[must_use]
pub fn find_channel(slug: &str) -> Option<&'static Word> {
    CHANNELS.iter().find(|c| c.slug == slug)
}

/// Finds the department of that slug.
#[must_use]
pub fn find_department(slug: &str) -> Option<&'static Word> {
    DEPARTMENTS.iter().find(|d| d.slug == slug)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn slugs_are_unique_and_every_word_has_both_languages() {
        let words = KINDS.iter().map(|k| k.word).collect::<Vec<_>>();
        for list in [words.as_slice(), CHANNELS, DEPARTMENTS] {
            let slugs: HashSet<_> = list.iter().map(|w| w.slug).collect();
            assert_eq!(slugs.len(), list.len());
            assert!(
                list.iter()
                    .all(|w| !w.nl.is_empty() && !w.en.is_empty() && !w.icon.is_empty())
            );
        }
    }

    #[test]
    fn a_configured_kind_behaves_like_its_base() {
        let label = Label {
            nl: "Showroombezoek".to_owned(),
            en: "Showroom visit".to_owned(),
        };
        let custom = [CustomKind {
            slug: "showroom".to_owned(),
            base: "visit".to_owned(),
            label,
        }];
        assert_eq!(
            find_kind("showroom", &custom).unwrap().category,
            Category::Conversation
        );
        assert!(find_kind("showroom", &[]).is_none());
    }
}
