//! What the change rows of a customer say, the same in every database: which are written, and what they come to.

use std::collections::BTreeSet;

use klantbeeld_core::ids::ItemId;

use super::codes::{Coded as _, Subject};
use super::error::StoreError;
use super::rules::MAX_LISTED_ITEMS;

/// What happened to a customer since a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// The version now.
    pub version: u64,
    /// Ids of items that are new or changed.
    pub items: Vec<ItemId>,
    /// Whether a field, identity or relation changed.
    pub fields_changed: bool,
    /// Whether there were more changes than asked for.
    pub truncated: bool,
}

impl ChangeSet {
    /// Begins with nothing; a customer who is behind `since` is another one than the caller knew.
    pub(super) fn begin(version: u64, since: u64) -> Self {
        Self {
            version,
            items: Vec::new(),
            fields_changed: false,
            truncated: since > version,
        }
    }

    /// Takes in a row: the number of its subject, and the item that it names.
    ///
    /// # Errors
    /// `Corrupt` when the item has no id.
    pub(super) fn take_in(&mut self, subject: i64, item_id: &str) -> Result<(), StoreError> {
        match Subject::from_code(subject) {
            Some(Subject::Item) => {
                let item = ItemId::parse(item_id)?;
                if !self.items.contains(&item) {
                    self.items.push(item);
                }
            }
            Some(Subject::Fields) => self.fields_changed = true,
            // What a newer program wrote may be anything.
            Some(Subject::Everything) | None => {
                self.fields_changed = true;
                self.truncated = true;
            }
        }
        Ok(())
    }
}

/// Returns the rows of one version: subject and item, the latter empty where none is meant.
pub(super) fn rows_of(
    is_new: bool,
    fields_changed: bool,
    items: &BTreeSet<ItemId>,
) -> Vec<(Subject, &str)> {
    if is_new || items.len() > MAX_LISTED_ITEMS {
        return vec![(Subject::Everything, "")];
    }
    let fields = fields_changed.then_some((Subject::Fields, ""));
    let items = items.iter().map(|item| (Subject::Item, item.as_str()));
    fields.into_iter().chain(items).collect()
}
