//! What one transaction does to one customer, decided here and written afterwards in few statements.
//!
//! While the transaction holds the customer's row nobody else writes to them; so what was read of them at its
//! begin is true to its end, and everything can be decided without asking again.
//!
//! **Invariants:** a customer that anything was stored for gets one new version, whatever the number of writes. An
//! item that becomes another keeps what it was, and is counted once.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{Assertion, CustomerKind, Identity, Item, Relation, Status};
use klantbeeld_core::time::month_of;

use crate::store::codes::Coded as _;
use crate::store::differing::parts;
use crate::store::record::{Outcome, Put, Said};
use crate::store::retelling::{Known, Retelling, decide};
use crate::store::rules::NOT_OPEN;
use crate::store::{StoreError, search_words};

/// A customer inside of a transaction.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The version before the transaction; 0 for a new customer.
    pub(super) version: i64,
    pub(super) kind: CustomerKind,
    /// Since when they are found by name, if they are.
    pub(super) found_since: Option<i64>,
    /// Since when they are to be found who were not before; the present, if nothing is said.
    pub(super) place: Option<i64>,
    pub(super) fields_changed: bool,
    /// What is there of that which the transaction names.
    pub(super) known: KnownParts,
    pub(super) new_claims: Vec<Assertion>,
    pub(super) new_identities: Vec<Identity>,
    pub(super) new_relations: Vec<Relation>,
    pub(super) items: BTreeMap<ItemId, Held>,
    /// Items that are new or different now.
    pub(super) changed: BTreeSet<ItemId>,
    pub(super) revisions: Vec<Former>,
    pub(super) settled: Vec<Settled>,
    /// Months whose counts are made anew: of those an item became another one.
    pub(super) recounted: BTreeSet<i32>,
}

/// Claims, identifiers and links that are there, by their keys.
#[derive(Debug, Default)]
pub(super) struct KnownParts {
    pub(super) claims: HashSet<String>,
    pub(super) identities: HashSet<(i64, String, String)>,
    pub(super) relations: HashSet<(String, i64, String)>,
}

/// An item as it is in the transaction, with what the store knows beside it.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) item: Item,
    /// The source's stamp of what it told last.
    pub(super) told_ms: Option<i64>,
    pub(super) told_status: Option<Status>,
    pub(super) first_status: Option<Status>,
    pub(super) by_hand_ms: Option<i64>,
    /// How often the source told it otherwise.
    pub(super) retold: i32,
    pub(super) is_stored: bool,
    pub(super) is_different: bool,
    /// What it was before, oldest first, once that was read.
    pub(super) former: Option<Vec<Item>>,
}

/// What an item was until it was told otherwise.
#[derive(Debug)]
pub(super) struct Former {
    pub(super) item: Item,
    pub(super) sequence: i32,
    pub(super) at_ms: i64,
    pub(super) by: String,
    pub(super) status: Option<Status>,
}

/// A promise that ended.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) item_id: ItemId,
    pub(super) status: Status,
    pub(super) at_ms: i64,
    pub(super) by: String,
}

/// It has to be read what an item was before; then the same is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NeedsFormer;

impl Held {
    fn new(item: Item, told_ms: Option<i64>) -> Self {
        Self {
            told_ms,
            told_status: item.line.status,
            first_status: item.line.status,
            by_hand_ms: None,
            retold: 0,
            is_stored: false,
            is_different: false,
            former: Some(Vec::new()),
            item,
        }
    }
}

impl Draft {
    /// Returns the version that the transaction makes.
    pub(super) const fn next_version(&self) -> i64 {
        self.version + 1
    }

    /// Returns whether there is anything to write.
    pub(super) fn is_changed(&self) -> bool {
        self.version == 0 || self.fields_changed || !self.changed.is_empty()
    }

    /// Returns whether a claim is new by which the customer is found.
    pub(super) fn is_renamed(&self) -> bool {
        self.new_claims
            .iter()
            .any(|c| search_words::is_searched(&c.field))
    }

    /// Makes the customer what the source says they are.
    pub(super) fn put_kind(&mut self, kind: Option<CustomerKind>) {
        if let Some(kind) = kind.filter(|kind| *kind != self.kind) {
            self.kind = kind;
            self.fields_changed = true;
        }
    }

    /// Adds a claim; false when it is there already.
    pub(super) fn put_claim(&mut self, claim: &Assertion) -> bool {
        let is_new = self.known.claims.insert(claim.assertion_id.clone());
        if is_new {
            self.new_claims.push(claim.clone());
            self.fields_changed = true;
        }
        is_new
    }

    /// Adds an identifier; false when it is there already.
    pub(super) fn put_identity(&mut self, identity: &Identity) -> bool {
        let (value, source) = (identity.value.clone(), identity.source.clone());
        let key = (identity.kind.code(), value, source);
        let is_new = self.known.identities.insert(key);
        if is_new {
            self.new_identities.push(identity.clone());
            self.fields_changed = true;
        }
        is_new
    }

    /// Adds a link to another customer; false when that source said so already.
    pub(super) fn put_relation(&mut self, relation: &Relation) -> bool {
        let (other, source) = (relation.customer_id.to_string(), relation.source.clone());
        let key = (other, relation.kind.code(), source);
        let is_new = self.known.relations.insert(key);
        if is_new {
            self.new_relations.push(relation.clone());
            self.fields_changed = true;
        }
        is_new
    }

    /// Adds an item; false when its id is there already. The stamp is the source's own.
    pub(super) fn put_item(&mut self, item: &Item, stamp_ms: Option<i64>) -> bool {
        let id = &item.line.item_id;
        if self.items.contains_key(id) {
            return false;
        }
        self.changed.insert(id.clone());
        let held = Held::new(item.clone(), stamp_ms);
        self.items.insert(id.clone(), held);
        true
    }

    /// Puts what a source tells of an item, be it new or known.
    ///
    /// # Errors
    /// It has to be read first what the item was before.
    pub(super) fn tell_item(&mut self, told: &Item, said: Said) -> Result<Put, NeedsFormer> {
        if self.put_item(told, said.stamp_ms()) {
            return Ok(Put::New);
        }
        let Some(held) = self.items.get_mut(&told.line.item_id) else {
            return Ok(Put::Same);
        };
        if said == Said::Once {
            return Ok(Put::Same);
        }
        let retelling = retelling(held, told, said)?;
        let put = match retelling {
            Retelling::Nothing(put) => put,
            Retelling::Update {
                item: next,
                parts,
                new_status,
            } => {
                let months = [&held.item, &*next].map(|item| month_of(item.line.at_ms));
                self.recounted.extend(months);
                self.changed.insert(next.line.item_id.clone());
                let former = Former {
                    sequence: held.retold + 1,
                    at_ms: said.known_ms().unwrap_or(told.recorded_ms),
                    by: told.recorded_by.clone(),
                    status: new_status,
                    item: std::mem::replace(&mut held.item, *next),
                };
                held.become_next(&former);
                self.revisions.push(former);
                Put::Retold(Outcome::Updated, parts)
            }
        };
        if matches!(put, Put::Same | Put::Retold(Outcome::Updated, _)) {
            held.stamp(said.stamp_ms());
        }
        Ok(put)
    }

    /// Ends an open promise.
    ///
    /// # Errors
    /// `NotFound` when there is no such item, `Refused` when it is no open promise.
    pub(super) fn settle(&mut self, settled: Settled) -> Result<(), StoreError> {
        let held = self.items.get_mut(&settled.item_id);
        let held = held.ok_or(StoreError::NotFound)?;
        let line = &mut held.item.line;
        if line.kind != "promise" || line.status != Some(Status::Open) {
            return Err(StoreError::Refused(NOT_OPEN));
        }
        line.status = Some(settled.status);
        held.by_hand_ms = Some(settled.at_ms);
        held.is_different = true;
        self.changed.insert(settled.item_id.clone());
        self.settled.push(settled);
        Ok(())
    }
}

impl Held {
    /// Takes up that the item is another one now.
    fn become_next(&mut self, former: &Former) {
        self.told_status = former.status.or(self.told_status);
        self.retold = former.sequence;
        self.is_different = true;
        if let Some(all) = &mut self.former {
            all.push(former.item.clone());
        }
    }

    /// Keeps the newest stamp, so that something older is known to be late.
    fn stamp(&mut self, stamp_ms: Option<i64>) {
        if stamp_ms > self.told_ms {
            self.told_ms = stamp_ms;
            self.is_different = true;
        }
    }
}

fn retelling(held: &Held, told: &Item, said: Said) -> Result<Retelling, NeedsFormer> {
    if parts(&held.item, told).is_empty() {
        return Ok(Retelling::Nothing(Put::Same));
    }
    let known = Known {
        item: &held.item,
        stamp_ms: held.told_ms,
        told_status: held.told_status,
        by_hand_ms: held.by_hand_ms,
    };
    decide(&known, told, said, || {
        held.former.clone().ok_or(NeedsFormer)
    })
}
