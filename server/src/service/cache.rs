//! Encoded timelines of the customers that were opened last, within a limit of bytes.
//!
//! **Invariant:** the key holds the customer's version and the role, so that a kept answer is the answer
//! that would be made now; nothing ever has to be invalidated.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Role;

/// What an encoded timeline depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct BlockKey {
    pub(super) tenant: TenantId,
    pub(super) customer: CustomerId,
    pub(super) version: u64,
    pub(super) role: Role,
    pub(super) gzip: bool,
}

struct Kept {
    parts: Vec<Bytes>,
    bytes: usize,
    used: u64,
}

#[derive(Default)]
struct Shelf {
    entries: HashMap<BlockKey, Kept>,
    bytes: usize,
    clock: u64,
}

/// Keeps what was used last; forgets the rest.
pub(super) struct BlockCache {
    limit_bytes: usize,
    shelf: Mutex<Shelf>,
}

impl BlockCache {
    pub(super) fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            shelf: Mutex::default(),
        }
    }

    pub(super) fn get(&self, key: &BlockKey) -> Option<Vec<Bytes>> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.clock += 1;
        let now = shelf.clock;
        let kept = shelf.entries.get_mut(key)?;
        kept.used = now;
        Some(kept.parts.clone())
    }

    /// Keeps an answer; one that alone is larger than half of the limit is not worth it.
    pub(super) fn put(&self, key: BlockKey, parts: Vec<Bytes>) {
        let bytes = parts.iter().map(Bytes::len).sum::<usize>() + 256;
        if bytes > self.limit_bytes / 2 {
            return;
        }
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.clock += 1;
        let used = shelf.clock;
        if let Some(former) = shelf.entries.insert(key, Kept { parts, bytes, used }) {
            shelf.bytes -= former.bytes;
        }
        shelf.bytes += bytes;
        while shelf.bytes > self.limit_bytes {
            let oldest = shelf.entries.iter().min_by_key(|(_, kept)| kept.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                return;
            };
            if let Some(gone) = shelf.entries.remove(&oldest) {
                shelf.bytes -= gone.bytes;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(customer: &str) -> BlockKey {
        BlockKey {
            tenant: TenantId::parse("t").unwrap(),
            customer: CustomerId::parse(customer).unwrap(),
            version: 1,
            role: Role::new("agent"),
            gzip: false,
        }
    }

    #[test]
    fn the_longest_unused_goes_first_and_the_limit_holds() {
        let cache = BlockCache::new(4_000);
        let part = || vec![Bytes::from(vec![0; 1_000])];
        for customer in ["a", "b", "c"] {
            cache.put(key(customer), part());
        }
        assert!(cache.get(&key("a")).is_some());
        cache.put(key("d"), part());
        assert!(cache.get(&key("b")).is_none());
        assert!(cache.get(&key("a")).is_some());
        cache.put(key("huge"), vec![Bytes::from(vec![0; 3_000])]);
        assert!(cache.get(&key("huge")).is_none());
        assert!(cache.shelf.lock().unwrap().bytes <= 4_000);
    }
}
