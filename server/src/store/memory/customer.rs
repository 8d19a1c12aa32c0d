//! One customer in memory: what was put, and what follows from it by counting again each time.
//!
//! It counts and sorts on every read, where a database keeps tallies and indexes; that is what makes it
//! the reference that the others are compared with.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, OperationId};
use klantbeeld_core::model::{
    Assertion, CustomerKind, Identity, IdentityKind, Item, ItemLine, MonthTally, ProductMonth,
    Profile, Relation, Status, USE_MONTHS, Use,
};
use klantbeeld_core::time::month_of;

use crate::store::rules::{CLOCK_SKEW_MS, MAX_LISTED_ITEMS, NOT_OPEN, is_running};
use crate::store::{ChangeSet, Cursor, Matched, StoreError, is_shared, search_words, stated};

/// What a version changed, in the order of the list of changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Everything,
    Fields,
    Item(ItemId),
}

/// A customer. A version of 0 means that nothing of them was finished yet.
#[derive(Debug, Default)]
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
    histories: HashMap<ItemId, Vec<StatusChange>>,
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

    pub(super) fn put_item(&mut self, item: Item, pending: &mut Pending) -> bool {
        let (at_ms, item_id) = (item.line.at_ms, item.line.item_id.clone());
        if self.places.contains_key(&item_id) {
            return false;
        }
        self.places.insert(item_id.clone(), at_ms);
        if let Some(status) = item.line.status {
            let by = item.recorded_by.clone();
            let at_ms = item.recorded_ms;
            let first = StatusChange { status, at_ms, by };
            self.histories.insert(item_id.clone(), vec![first]);
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
        history.push(change);
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
        self.histories.get(item_id).cloned().unwrap_or_default()
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
            months: self.months(|_| true).into(),
            shared: self.shared(),
            usage: self.usage(month_of(now_ms)),
            open: open
                .filter(|line| is_open(line))
                .take(limit)
                .cloned()
                .collect(),
            upcoming: upcoming.take(limit).cloned().collect(),
            first: lines().find(|line| line.at_ms <= now_ms).cloned(),
        }
    }

    fn usage(&self, month_now: i32) -> Vec<ProductMonth> {
        let mut months = BTreeMap::new();
        for item in self.items.values() {
            let month = month_of(item.line.at_ms);
            let is_told = (month_now - USE_MONTHS..=month_now).contains(&month);
            let Some(used) = Use::of(&item.line, &item.payload).filter(|_| is_told) else {
                continue;
            };
            let key = (month, item.line.kind.clone(), used.product, used.unit);
            let sum = months.entry(key).or_insert((0, 0, i64::MIN));
            sum.0 += 1;
            sum.1 += used.quantity_milli;
            sum.2 = item.line.at_ms.max(sum.2);
        }
        let sums = months.into_iter();
        sums.map(|((month, kind, product, unit), sum)| ProductMonth {
            month,
            kind,
            product,
            unit,
            uses: sum.0,
            quantity_milli: sum.1,
            last_ms: sum.2,
        })
        .collect()
    }

    fn shared(&self) -> Vec<MonthTally> {
        let counted = self.months(is_shared).into_iter();
        let mut tallies: Vec<MonthTally> = Vec::new();
        for tally in counted {
            let tally = MonthTally {
                amount_minor: 0,
                currency: String::new(),
                mood_sum: 0,
                mood_count: 0,
                ..tally
            };
            let key =
                |t: &MonthTally| (t.month, t.kind.clone(), t.channel.clone(), t.source.clone());
            // Those of several currencies stand side by side.
            match tallies.last_mut().filter(|last| key(last) == key(&tally)) {
                Some(last) => {
                    last.count += tally.count;
                    last.last_ms = last.last_ms.max(tally.last_ms);
                }
                None => tallies.push(tally),
            }
        }
        tallies
    }

    fn months(&self, is_counted: impl Fn(&Item) -> bool) -> Vec<MonthTally> {
        let mut months = BTreeMap::new();
        let items = self.items.values().filter(|item| is_counted(item));
        for line in items.map(|item| &item.line) {
            let currency = line.amount.map(|money| money.currency.to_string());
            let currency = currency.unwrap_or_default();
            let words = [&line.kind, &line.channel, &line.source, &currency].map(String::clone);
            let key = (month_of(line.at_ms), words);
            let tally = months.entry(key).or_insert_with_key(|(month, words)| {
                let [kind, channel, source, currency] = words.clone();
                MonthTally {
                    month: *month,
                    kind,
                    channel,
                    source,
                    count: 0,
                    amount_minor: 0,
                    currency,
                    last_ms: line.at_ms,
                    mood_sum: 0,
                    mood_count: 0,
                }
            });
            tally.count += 1;
            tally.amount_minor += line.amount.map_or(0, |money| money.amount_minor);
            tally.last_ms = tally.last_ms.max(line.at_ms);
            tally.mood_sum += line.mood.map_or(0, i32::from);
            tally.mood_count += u32::from(line.mood.is_some());
        }
        months.into_values().collect()
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
