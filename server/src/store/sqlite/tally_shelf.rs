//! The tallies of busy customers that were opened last: reading sixteen thousand rows takes longer than
//! all the rest of an answer.
//!
//! **Invariant:** tallies are kept with the version they were read at, from one snapshot, and every write
//! that counts makes a new version; so what is kept is what would be read now.

use std::sync::Arc;

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::MonthTally;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::store::StoreError;

/// Fewer are read as fast as they are found here.
const WORTH_ROWS: usize = 500;
/// All together; some 200 bytes each.
const LIMIT_ROWS: usize = 65_536;
/// Expected customers. So few make one shard: each shard has its own part of the limit, and the tallies of
/// a busy customer have to fit into one.
const EXPECTED_CUSTOMERS: usize = 32;

type Key = (TenantId, CustomerId);

/// The tallies of one customer at a version.
#[derive(Debug, Clone)]
struct Kept {
    version: u64,
    months: Arc<[MonthTally]>,
}

/// Weighs tallies in rows.
#[derive(Debug, Clone)]
struct RowCount;

impl Weighter<Key, Kept> for RowCount {
    fn weight(&self, _: &Key, kept: &Kept) -> u64 {
        kept.months.len() as u64
    }
}

/// Keeps what is used often or was used last; forgets the rest.
#[derive(Debug)]
pub(super) struct TallyShelf(Cache<Key, Kept, RowCount>);

impl TallyShelf {
    pub(super) fn new() -> Self {
        Self(Cache::with_weighter(
            EXPECTED_CUSTOMERS,
            LIMIT_ROWS as u64,
            RowCount,
        ))
    }

    /// Returns the tallies at a version, read if they are not kept.
    pub(super) fn get(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        version: u64,
        read: impl FnOnce() -> Result<Vec<MonthTally>, StoreError>,
    ) -> Result<Arc<[MonthTally]>, StoreError> {
        let key = (tenant.clone(), customer.clone());
        if let Some(kept) = self.0.get(&key).filter(|kept| kept.version == version) {
            return Ok(kept.months);
        }
        let months: Arc<[MonthTally]> = read()?.into();
        if (WORTH_ROWS..=LIMIT_ROWS / 2).contains(&months.len()) {
            let months = Arc::clone(&months);
            self.0.insert(key, Kept { version, months });
        }
        Ok(months)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(shelf: &TallyShelf, customer: &str, version: u64, rows: usize) -> (usize, bool) {
        let (tenant, customer) = (
            TenantId::parse("t").unwrap(),
            CustomerId::parse(customer).unwrap(),
        );
        let mut was_read = false;
        let tally = MonthTally {
            month: 24_000,
            kind: "call".to_owned(),
            channel: String::new(),
            source: String::new(),
            count: 1,
            amount_minor: 0,
            currency: String::new(),
            last_ms: 0,
            mood_sum: 0,
            mood_count: 0,
        };
        let months = shelf
            .get(&tenant, &customer, version, || {
                was_read = true;
                Ok(vec![tally; rows])
            })
            .unwrap();
        (months.len(), was_read)
    }

    #[test]
    fn a_busy_customer_is_read_once_a_version_and_a_quiet_one_each_time() {
        let shelf = TallyShelf::new();
        assert_eq!(read(&shelf, "busy", 1, 600), (600, true));
        assert_eq!(read(&shelf, "busy", 1, 0), (600, false));
        assert_eq!(read(&shelf, "busy", 2, 700), (700, true));
        assert_eq!(read(&shelf, "quiet", 1, 10), (10, true));
        assert_eq!(read(&shelf, "quiet", 1, 10), (10, true));
    }

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let shelf = TallyShelf::new();
        for customer in ["a", "b", "a", "c"] {
            read(&shelf, customer, 1, 30_000);
        }
        assert_eq!(read(&shelf, "a", 1, 0), (30_000, false));
        assert_eq!(read(&shelf, "b", 1, 5), (5, true));
        assert_eq!(read(&shelf, "huge", 1, LIMIT_ROWS), (LIMIT_ROWS, true));
        assert_eq!(read(&shelf, "huge", 1, LIMIT_ROWS), (LIMIT_ROWS, true));
    }
}
