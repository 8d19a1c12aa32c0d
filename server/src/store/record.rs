//! What sources say, as a unit of ingest, and what became of it.

use klantbeeld_core::ids::{CustomerId, ItemId};
use klantbeeld_core::model::{Assertion, CustomerKind, Identity, Item, Relation};

/// When a source said something: decides which of two tellings of an item is the newer one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Said {
    /// Once and for all, as generated data is: an item whose id is known is not told anew.
    #[default]
    Once,
    /// Now; the source does not say since when. What comes later is newer.
    Received(i64),
    /// By the source's own stamp. What has an older one than what is stored comes late.
    At(i64),
}

impl Said {
    /// Returns the source's stamp, when it has one.
    pub(super) fn stamp_ms(self) -> Option<i64> {
        match self {
            Self::At(at_ms) => Some(at_ms),
            Self::Once | Self::Received(_) => None,
        }
    }

    /// Returns since when it is known; none for what is never told anew.
    pub(super) fn known_ms(self) -> Option<i64> {
        match self {
            Self::At(at_ms) | Self::Received(at_ms) => Some(at_ms),
            Self::Once => None,
        }
    }
}

/// What one source says about one customer: a unit of ingest. Ids make it idempotent: what is already
/// there is counted as a duplicate and changes nothing; an item that is told otherwise is an update.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerRecord {
    /// Who.
    pub customer_id: CustomerId,
    /// When the source said it.
    pub said: Said,
    /// What they are, when the source knows; none keeps what is known, or `Person`.
    pub kind: Option<CustomerKind>,
    /// Claims about fields.
    pub assertions: Vec<Assertion>,
    /// Identifiers, normalised.
    pub identities: Vec<Identity>,
    /// Links to others.
    pub relations: Vec<Relation>,
    /// Timeline entries.
    pub items: Vec<Item>,
}

impl CustomerRecord {
    /// Makes a record that says nothing yet.
    #[must_use]
    pub fn new(customer_id: CustomerId, said: Said) -> Self {
        Self {
            customer_id,
            said,
            kind: None,
            assertions: Vec::new(),
            identities: Vec::new(),
            relations: Vec::new(),
            items: Vec::new(),
        }
    }
}

/// What an ingest did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IngestReport {
    /// Items, assertions, identities and relations that were new.
    pub stored: u64,
    /// Those that were there before.
    pub duplicates: u64,
    /// Items that were there with another content, in the order in which they came: counted in neither.
    pub retold: Vec<Retold>,
}

/// An item that was there with another content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retold {
    /// Which of the records told it, from 0.
    pub record: usize,
    /// The item.
    pub item_id: ItemId,
    /// The parts that differ.
    pub parts: Vec<&'static str>,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of an item that is told otherwise than it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is as it was told now; what it was before is kept.
    Updated,
    /// It stays as it was: the source's stamp is older than that of what is stored.
    Late,
    /// It stays as it was: another source, or somebody by hand, gave this id to something else.
    Foreign,
}

impl IngestReport {
    /// Counts one part of a record.
    pub(super) fn add(&mut self, is_new: bool) {
        if is_new {
            self.stored += 1;
        } else {
            self.duplicates += 1;
        }
    }

    /// Counts an item of a record.
    pub(super) fn add_item(&mut self, record: usize, item: &Item, put: Put) {
        match put {
            Put::New => self.stored += 1,
            Put::Same => self.duplicates += 1,
            Put::Retold(outcome, parts) => self.retold.push(Retold {
                record,
                item_id: item.line.item_id.clone(),
                parts,
                outcome,
            }),
        }
    }
}

/// What putting an item came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Put {
    /// It was not there.
    New,
    /// It was there just so.
    Same,
    /// It was there with another content, in these parts.
    Retold(Outcome, Vec<&'static str>),
}

/// What an item was before a source told it otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Since when the source told it otherwise: by its own stamp, or when that was received.
    pub at_ms: i64,
    /// Who told it.
    pub by: String,
    /// The item until then.
    pub former: Item,
}
