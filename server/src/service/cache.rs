//! Encoded timelines of the customers that were opened last, within a limit of bytes.
//!
//! **Invariant:** the key holds the customer's version and the role, so that a kept answer is the answer
//! that would be made now; nothing ever has to be invalidated.

use bytes::Bytes;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Role;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// What an entry takes beside its parts, in bytes: its key and its places in the cache.
const ENTRY_BYTES: usize = 256;

/// Expected entries. So few make one shard: each shard has its own part of the limit, and the timeline of
/// a busy customer has to fit into one.
const EXPECTED_ENTRIES: usize = 32;

/// What an encoded timeline depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct BlockKey {
    pub(super) tenant: TenantId,
    pub(super) customer: CustomerId,
    pub(super) version: u64,
    pub(super) role: Role,
    pub(super) gzip: bool,
}

/// Weighs entries in bytes.
#[derive(Clone)]
struct Size;

impl Weighter<BlockKey, Vec<Bytes>> for Size {
    fn weight(&self, _: &BlockKey, parts: &Vec<Bytes>) -> u64 {
        size_of_entry(parts) as u64
    }
}

/// Keeps what is used often or was used last; forgets the rest.
pub(super) struct BlockCache {
    limit_bytes: usize,
    entries: Cache<BlockKey, Vec<Bytes>, Size>,
}

impl BlockCache {
    pub(super) fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            entries: Cache::with_weighter(EXPECTED_ENTRIES, limit_bytes as u64, Size),
        }
    }

    pub(super) fn get(&self, key: &BlockKey) -> Option<Vec<Bytes>> {
        self.entries.get(key)
    }

    /// Keeps an answer; one that alone is larger than half of the limit is not worth it.
    pub(super) fn put(&self, key: BlockKey, parts: Vec<Bytes>) {
        if size_of_entry(&parts) <= self.limit_bytes / 2 {
            self.entries.insert(key, parts);
        }
    }
}

fn size_of_entry(parts: &[Bytes]) -> usize {
    parts.iter().map(Bytes::len).sum::<usize>() + ENTRY_BYTES
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
        let nothing = BlockCache::new(0);
        nothing.put(key("a"), part());
        assert!(nothing.get(&key("a")).is_none());
        assert!(cache.entries.weight() <= 4_000);
    }
}
