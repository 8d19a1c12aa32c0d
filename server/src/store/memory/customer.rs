//! One customer in memory: what was put, and what follows from it by counting again each time.
//!
//! It counts and sorts on every read, where a database keeps tallies and indexes; that is what makes it
//! the reference that the others are compared with.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, OperationId};
use klantbeeld_core::model::{
    Assertion, CustomerKind, Identity, IdentityKind, Item, ItemLine, Profile, Relation, Status,
};
use klantbeeld_core::time::month_of;

use super::counts::{months, shared, usage};
use crate::store::record::Put;
use crate::store::retelling::{Known, Retelling, decide};
use crate::store::rules::{CLOCK_SKEW_MS, MAX_LISTED_ITEMS, NOT_OPEN, is_running};
use crate::store::{
    ChangeSet, Cursor, Matched, Outcome, Revision, Said, StoreError, search_words, stated,
};

/// What a version changed, in the order of the list of changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Everything,
    Fields,
    Item(ItemId),
}

/// A customer. A version of 0 means that nothing of them was finished yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Customer {
    pub(super) kind: CustomerKind,
    pub(super) version: u64,
    /// Their place among those who can be found by name.
    pub(super) document: Option<u64>,
    claims: BTreeMap<String, Assertion>,
    identities: BTreeSet<(IdentityKind, String, String)>,
    relations: BTreeMap<(CustomerId, u8, String), Relation>,
    items: BTreeMap<(i64, ItemId), Item>,
    places: HashMap<ItemId, i64>,
    /// Each with whether a person gave it.
    histories: HashMap<ItemId, Vec<(StatusChange, bool)>>,
    /// The source's stamp of what it told last.
    stamps: HashMap<ItemId, i64>,
    revisions: HashMap<ItemId, Vec<Revision>>,
    changes: BTreeSet<(u64, Subject)>,
    pub(super) operations: HashMap<OperationId, ([u8; 32], u64)>,
}

/// What one write did to a customer, until it is finished.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) fields_changed: bool,
    items: BTreeSet<ItemId>,
}

impl Customer {
    pub(super) fn put_assertion(&mut self, claim: Assertion, pending: &mut Pending) -> bool {
        let is_new = !self.claims.contains_key(&claim.assertion_id);
        if is_new {
            pending.fields_changed = true;
            self.claims.insert(claim.assertion_id.clone(), claim);
        }
        is_new
    }

    pub(super) fn put_identity(&mut self, identity: Identity, pending: &mut Pending) -> bool {
        let is_new = self
            .identities
            .insert((identity.kind, identity.value, identity.source));
        pending.fields_changed |= is_new;
        is_new
    }

    pub(super) fn put_relation(&mut self, relation: Relation, pending: &mut Pending) -> bool {
        let other = relation.customer_id.clone();
        let key = (other, relation.kind as u8, relation.source.clone());
        let is_new = !self.relations.contains_key(&key);
        if is_new {
            pending.fields_changed = true;
            self.relations.insert(key, relation);
        }
        is_new
    }

    /// Puts what a source tells of an item, be it new or known.
    pub(super) fn tell_item(&mut self, told: &Item, said: Said, pending: &mut Pending) -> Put {
        let id = &told.line.item_id;
        let Some(item) = self.item(id).cloned() else {
            self.put_item(told.clone(), said.stamp_ms(), pending);
            return Put::New;
        };
        let history = self
            .histories
            .get(id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let last = |is_by_hand: bool| history.iter().rfind(|(_, by_hand)| *by_hand == is_by_hand);
        let known = Known {
            item: &item,
            stamp_ms: self.stamps.get(id).copied(),
            told_status: last(false).map(|(change, _)| change.status),
            by_hand_ms: last(true).map(|(change, _)| change.at_ms),
        };
        let former = || {
            let former = self.revisions(id).into_iter().map(|r| r.former);
            Ok::<_, Infallible>(former.collect())
        };
        let Ok(retelling) = decide(&known, told, said, former);
        let put = match retelling {
            Retelling::Nothing(put) => put,
            Retelling::Update {
                item: next,
                parts,
                new_status,
            } => {
                let at_ms = said.known_ms().unwrap_or(told.recorded_ms);
                let by = told.recorded_by.clone();
                if let Some(status) = new_status {
                    let by = by.clone();
                    let change = StatusChange { status, at_ms, by };
                    let history = self.histories.entry(id.clone()).or_default();
                    history.push((change, false));
                }
                self.items.remove(&(item.line.at_ms, id.clone()));
                self.places.insert(id.clone(), next.line.at_ms);
                self.items.insert((next.line.at_ms, id.clone()), *next);
                pending.items.insert(id.clone());
                let former = item;
                let revisions = self.revisions.entry(id.clone()).or_default();
                revisions.push(Revision { at_ms, by, former });
                Put::Retold(Outcome::Updated, parts)
            }
        };
        if let Some(stamp_ms) = said.stamp_ms()
            && matches!(put, Put::Same | Put::Retold(Outcome::Updated, _))
        {
            let stamp = self.stamps.entry(id.clone()).or_insert(stamp_ms);
            *stamp = stamp_ms.max(*stamp);
        }
        put
    }

    /// Adds an item; false when its id is there already.
    pub(super) fn put_item(
        &mut self,
        item: Item,
        stamp_ms: Option<i64>,
        pending: &mut Pending,
    ) -> bool {
        let (at_ms, item_id) = (item.line.at_ms, item.line.item_id.clone());
        if self.places.contains_key(&item_id) {
            return false;
        }
        self.places.insert(item_id.clone(), at_ms);
        if let Some(status) = item.line.status {
            let by = item.recorded_by.clone();
            let at_ms = item.recorded_ms;
            let first = StatusChange { status, at_ms, by };
            self.histories.insert(item_id.clone(), vec![(first, false)]);
        }
        if let Some(stamp_ms) = stamp_ms {
            self.stamps.insert(item_id.clone(), stamp_ms);
        }
        pending.items.insert(item_id.clone());
        self.items.insert((at_ms, item_id), item);
        true
    }

    /// Ends an open promise.
    pub(super) fn settle(
        &mut self,
        item_id: &ItemId,
        change: StatusChange,
        pending: &mut Pending,
    ) -> Result<(), StoreError> {
        let at_ms = *self.places.get(item_id).ok_or(StoreError::NotFound)?;
        let item = self.items.get_mut(&(at_ms, item_id.clone()));
        let line = &mut item.ok_or(StoreError::NotFound)?.line;
        if line.kind != "promise" || line.status != Some(Status::Open) {
            return Err(StoreError::Refused(NOT_OPEN));
        }
        line.status = Some(change.status);
        let history = self.histories.entry(item_id.clone()).or_default();
        history.push((change, true));
        pending.items.insert(item_id.clone());
        Ok(())
    }

    /// Gives the write its version, when it changed anything.
    pub(super) fn finish(&mut self, pending: Pending) {
        if self.version > 0 && !pending.fields_changed && pending.items.is_empty() {
            return;
        }
        self.version += 1;
        let version = self.version;
        if version == 1 || pending.items.len() > MAX_LISTED_ITEMS {
            self.changes.insert((version, Subject::Everything));
            return;
        }
        if pending.fields_changed {
            self.changes.insert((version, Subject::Fields));
        }
        let items = pending.items.into_iter();
        self.changes
            .extend(items.map(|item| (version, Subject::Item(item))));
    }

    /// Returns the words by which they are found.
    pub(super) fn words(&self) -> BTreeSet<String> {
        let claims: Vec<_> = self.claims.values().cloned().collect();
        search_words::words_of(&claims)
    }

    /// Returns the kind of the identifier of that value.
    pub(super) fn identity_of(&self, value: &str) -> Option<Matched> {
        let found = self.identities.iter().find(|(_, known, _)| known == value);
        found.map(|(kind, ..)| Matched::Identity(*kind))
    }

    /// Returns whether somebody said that address or number.
    pub(super) fn statement_of(&self, value: &str) -> Option<Matched> {
        let mut claims = self.claims.values();
        claims
            .any(|claim| stated::stated(claim).is_some_and(|said| said == value))
            .then_some(Matched::Stated)
    }

    pub(super) fn claims(&self) -> impl Iterator<Item = &Assertion> {
        self.claims.values()
    }

    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    pub(super) fn item(&self, item_id: &ItemId) -> Option<&Item> {
        let at_ms = *self.places.get(item_id)?;
        self.items.get(&(at_ms, item_id.clone()))
    }

    pub(super) fn history(&self, item_id: &ItemId) -> Vec<StatusChange> {
        let steps = self.histories.get(item_id).into_iter().flatten();
        steps.map(|(change, _)| change.clone()).collect()
    }

    /// Returns the kinds that items were of before.
    pub(super) fn former_kinds(&self) -> impl Iterator<Item = String> {
        let all = self.revisions.values().flatten();
        all.map(|revision| revision.former.line.kind.clone())
    }

    pub(super) fn revisions(&self, item_id: &ItemId) -> Vec<Revision> {
        self.revisions.get(item_id).cloned().unwrap_or_default()
    }

    pub(super) fn page(
        &self,
        after: Option<Cursor>,
        limit: usize,
        is_listed: impl Fn(&Item) -> bool,
    ) -> Vec<ItemLine> {
        let newest_first = self.items.iter().rev();
        let older = newest_first.filter(|((at_ms, item_id), _)| {
            after
                .as_ref()
                .is_none_or(|cursor| (*at_ms, item_id) < (cursor.at_ms, &cursor.item_id))
        });
        older
            .filter(|(_, item)| is_listed(item))
            .take(limit)
            .map(|(_, item)| item.line.clone())
            .collect()
    }

    pub(super) fn card(&self, id: CustomerId) -> Profile {
        Profile {
            version: self.version,
            assertions: self.claims.values().cloned().collect(),
            ..Profile::new(id, self.kind)
        }
    }

    pub(super) fn profile(&self, id: &CustomerId, now_ms: i64, limit: usize) -> Profile {
        let lines = || self.items.values().map(|item| &item.line);
        let is_open = |line: &ItemLine| {
            is_running(line.status) && line.at_ms <= now_ms.saturating_add(CLOCK_SKEW_MS)
        };
        let open = self.items.values().rev().map(|item| &item.line);
        let upcoming = lines().filter(|line| line.at_ms > now_ms && !is_open(line));
        let identities = self.identities.iter().cloned();
        Profile {
            customer_id: id.clone(),
            kind: self.kind,
            version: self.version,
            assertions: self.claims.values().cloned().collect(),
            identities: identities
                .map(|(kind, value, source)| Identity {
                    kind,
                    value,
                    source,
                })
                .collect(),
            relations: self.relations.values().cloned().collect(),
            months: months(self.items()).into(),
            shared: shared(self.items()),
            usage: usage(self.items(), month_of(now_ms)),
            open: open
                .filter(|line| is_open(line))
                .take(limit)
                .cloned()
                .collect(),
            upcoming: upcoming.take(limit).cloned().collect(),
            first: lines().find(|line| line.at_ms <= now_ms).cloned(),
        }
    }

    pub(super) fn changes_since(&self, since: u64, limit: usize) -> ChangeSet {
        let mut set = ChangeSet {
            version: self.version,
            items: Vec::new(),
            fields_changed: false,
            truncated: since > self.version,
        };
        let later = self.changes.iter().filter(|(version, _)| *version > since);
        for (place, (_, subject)) in later.enumerate() {
            if place == limit {
                set.truncated = true;
                break;
            }
            match subject {
                Subject::Item(item) if set.items.contains(item) => {}
                Subject::Item(item) => set.items.push(item.clone()),
                Subject::Fields => set.fields_changed = true,
                Subject::Everything => {
                    set.fields_changed = true;
                    set.truncated = true;
                }
            }
        }
        set
    }
}
