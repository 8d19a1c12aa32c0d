//! Why the customer is in contact now, as the host says it, and what of late is about it.
//!
//! It is no alert: nothing is wrong because somebody calls.

use super::facts::{Facts, count};
use crate::folding::{fold, plain_words};
use crate::ids::ItemId;
use crate::model::ItemLine;

/// Items that old are not what a contact of today is about.
const RELATED_DAYS: i64 = 90;
/// Shorter words say nothing about a subject.
const WORD_CHARS: usize = 4;

/// Why the customer is in contact now, as the host says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactContext {
    /// Slug of the channel, may be empty.
    pub channel: String,
    /// The reason as text, may be empty.
    pub reason: String,
}

/// The reason, with the recent items that share a word with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactReason {
    /// The reason as the host gave it.
    pub reason: String,
    /// The newest related item.
    pub item_id: Option<ItemId>,
    /// How many are related.
    pub count: u32,
}

/// Finds what of late is about the reason for the contact; none when the host gave none.
#[must_use]
pub fn contact_reason(facts: &Facts<'_>, host: &ContactContext) -> Option<ContactReason> {
    let reason = host.reason.trim();
    if reason.is_empty() {
        return None;
    }
    let mut words = plain_words(reason);
    words.retain(|word| word.chars().count() >= WORD_CHARS);
    let is_related = |line: &&ItemLine| {
        -facts.days_to(line.at_ms) <= RELATED_DAYS
            && [&line.title, &line.reason, &line.summary]
                .into_iter()
                .any(|text| {
                    let text = fold(text);
                    words.iter().any(|w| text.contains(w.as_str()))
                })
    };
    let related: Vec<&ItemLine> = facts.happened().filter(is_related).collect();
    Some(ContactReason {
        reason: reason.to_owned(),
        item_id: related.first().map(|l| l.item_id.clone()),
        count: count(related.len()),
    })
}
