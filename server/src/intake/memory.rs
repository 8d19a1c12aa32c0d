//! Arrivals in memory: for tests, and for a store that is forgotten at the end.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use klantbeeld_core::ids::TenantId;

use super::{
    Arrival, Asked, ENTRY_LIFE_MS, Entry, EntryState, IntakeStore, KEY_LIFE_MS, MAX_WAITING,
    MessageKey, Settled, SourceTally,
};
use crate::store::StoreResult;

#[derive(Debug, Default)]
struct Tenant {
    tallies: BTreeMap<String, SourceTally>,
    seen: HashMap<MessageKey, i64>,
    entries: BTreeMap<i64, (MessageKey, Entry)>,
    by_key: HashMap<MessageKey, i64>,
    last_id: i64,
}

/// Arrivals of all tenants.
#[derive(Debug, Default)]
pub struct MemoryIntakeStore {
    tenants: Mutex<HashMap<TenantId, Tenant>>,
}

impl MemoryIntakeStore {
    fn lock(&self) -> MutexGuard<'_, HashMap<TenantId, Tenant>> {
        self.tenants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, tenant: &TenantId, work: impl FnOnce(&mut Tenant) -> T) -> T {
        work(self.lock().entry(tenant.clone()).or_default())
    }
}

impl Tenant {
    fn note(&mut self, arrival: Arrival) -> bool {
        let Arrival {
            source,
            key,
            at_ms,
            refused,
        } = arrival;
        let tally = self.tallies.entry(source.clone()).or_insert(SourceTally {
            source: source.clone(),
            first_ms: at_ms,
            ..SourceTally::default()
        });
        tally.first_ms = tally.first_ms.min(at_ms);
        tally.last_ms = tally.last_ms.max(at_ms);
        let Some(refused) = refused else {
            tally.last_accepted_ms = tally.last_accepted_ms.max(Some(at_ms));
            let is_new = self.seen.insert(key, at_ms).is_none();
            if is_new {
                tally.accepted += 1;
                self.release(key, &source, at_ms);
            } else {
                tally.repeated += 1;
            }
            return is_new;
        };
        if self.by_key.contains_key(&key) {
            tally.repeated += 1;
            return false;
        }
        tally.refused += 1;
        let (text, is_cut) = refused.kept();
        self.last_id += 1;
        let entry = Entry {
            id: self.last_id,
            source: source.clone(),
            text: text.to_owned(),
            is_cut,
            way: refused.way,
            code: refused.code,
            reason: refused.reason,
            at_ms,
            state: EntryState::Waiting,
            settled: None,
        };
        self.by_key.insert(key, entry.id);
        self.entries.insert(entry.id, (key, entry));
        true
    }

    /// Lets an entry out that was taken in after all.
    fn release(&mut self, key: MessageKey, source: &str, at_ms: i64) {
        let waiting = self
            .by_key
            .get(&key)
            .and_then(|id| self.entries.get_mut(id));
        let waiting = waiting.filter(|(_, entry)| entry.state == EntryState::Waiting);
        if let Some((_, entry)) = waiting {
            entry.state = EntryState::Replayed;
            entry.settled = Some(Settled {
                by: source.to_owned(),
                reason: String::new(),
                at_ms,
            });
        }
    }

    fn waiting<'a>(&'a self, source: &'a str) -> impl Iterator<Item = i64> + 'a {
        self.entries
            .values()
            .filter(move |(_, e)| e.source == source && e.state == EntryState::Waiting)
            .map(|(_, e)| e.id)
    }

    /// Lets the oldest go of a source of which too many wait.
    fn bound(&mut self, source: &str) {
        let waiting: Vec<_> = self.waiting(source).collect();
        let too_many = waiting.len().saturating_sub(MAX_WAITING as usize);
        for id in waiting.into_iter().take(too_many) {
            if let Some((key, _)) = self.entries.remove(&id) {
                self.by_key.remove(&key);
            }
        }
        if let Some(tally) = self.tallies.get_mut(source) {
            tally.dropped += too_many as u64;
        }
    }
}

#[async_trait]
impl IntakeStore for MemoryIntakeStore {
    async fn note(&self, tenant: &TenantId, arrivals: Vec<Arrival>) -> StoreResult<Vec<bool>> {
        Ok(self.with(tenant, |t| {
            let refused = arrivals.iter().filter(|a| a.refused.is_some());
            let full: BTreeSet<_> = refused.map(|a| a.source.clone()).collect();
            let are_new = arrivals.into_iter().map(|a| t.note(a)).collect();
            full.iter().for_each(|source| t.bound(source));
            are_new
        }))
    }

    async fn knows(&self, tenant: &TenantId, keys: Vec<MessageKey>) -> StoreResult<Vec<bool>> {
        Ok(self.with(tenant, |t| {
            keys.iter().map(|key| t.seen.contains_key(key)).collect()
        }))
    }

    async fn tallies(&self, tenant: &TenantId) -> StoreResult<Vec<SourceTally>> {
        Ok(self.with(tenant, |t| {
            let counted = |tally: &SourceTally| SourceTally {
                waiting: t.waiting(&tally.source).count() as u64,
                ..tally.clone()
            };
            t.tallies.values().map(counted).collect()
        }))
    }

    async fn list_entries(&self, tenant: &TenantId, asked: Asked) -> StoreResult<Vec<Entry>> {
        let fits = |wanted: &Option<String>, found: &String| {
            wanted.as_ref().is_none_or(|wanted| wanted == found)
        };
        Ok(self.with(tenant, |t| {
            t.entries
                .values()
                .rev()
                .map(|(_, entry)| entry)
                .filter(|e| asked.before.is_none_or(|before| e.id < before))
                .filter(|e| fits(&asked.source, &e.source) && fits(&asked.code, &e.code))
                .filter(|e| asked.with_settled || e.state == EntryState::Waiting)
                .take(asked.limit)
                .cloned()
                .collect()
        }))
    }

    async fn get_entry(&self, tenant: &TenantId, id: i64) -> StoreResult<Option<Entry>> {
        Ok(self.with(tenant, |t| t.entries.get(&id).map(|(_, e)| e.clone())))
    }

    async fn settle(
        &self,
        tenant: &TenantId,
        id: i64,
        state: EntryState,
        settled: Settled,
    ) -> StoreResult<bool> {
        Ok(self.with(tenant, |t| {
            let waiting = t.entries.get_mut(&id).map(|(_, e)| e);
            let Some(entry) = waiting.filter(|e| e.state == EntryState::Waiting) else {
                return false;
            };
            entry.state = state;
            entry.settled = Some(settled);
            true
        }))
    }

    async fn forget_old(&self, tenant: &TenantId, now_ms: i64) -> StoreResult<u64> {
        Ok(self.with(tenant, |t| {
            t.seen.retain(|_, at_ms| *at_ms >= now_ms - KEY_LIFE_MS);
            let before = t.entries.len();
            t.entries
                .retain(|_, (_, e)| e.at_ms >= now_ms - ENTRY_LIFE_MS);
            t.by_key.retain(|_, id| t.entries.contains_key(id));
            (before - t.entries.len()) as u64
        }))
    }
}
