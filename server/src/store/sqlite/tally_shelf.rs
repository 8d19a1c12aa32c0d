//! The tallies of busy customers that were opened last: reading sixteen thousand rows takes longer than
//! all the rest of an answer.
//!
//! **Invariant:** tallies are kept with the version they were read at, from one snapshot, and every write
//! that counts makes a new version; so what is kept is what would be read now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::MonthTally;

use crate::store::StoreError;

/// Fewer are read as fast as they are found here.
const WORTH_ROWS: usize = 500;
/// All together; some 200 bytes each.
const LIMIT_ROWS: usize = 65_536;

type Key = (TenantId, CustomerId);

#[derive(Debug)]
struct Kept {
    version: u64,
    months: Arc<[MonthTally]>,
    used: u64,
}

#[derive(Debug, Default)]
struct Shelf {
    kept: HashMap<Key, Kept>,
    clock: u64,
}

/// Keeps what was used last; forgets the rest.
#[derive(Debug, Default)]
pub(super) struct TallyShelf(Mutex<Shelf>);

impl TallyShelf {
    /// Returns the tallies at a version, read if they are not kept.
    pub(super) fn get(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        version: u64,
        read: impl FnOnce() -> Result<Vec<MonthTally>, StoreError>,
    ) -> Result<Arc<[MonthTally]>, StoreError> {
        let key = (tenant.clone(), customer.clone());
        if let Some(months) = self.lock().find(&key, version) {
            return Ok(months);
        }
        let months: Arc<[MonthTally]> = read()?.into();
        if (WORTH_ROWS..=LIMIT_ROWS / 2).contains(&months.len()) {
            self.lock().keep(key, version, Arc::clone(&months));
        }
        Ok(months)
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn find(&mut self, key: &Key, version: u64) -> Option<Arc<[MonthTally]>> {
        self.clock += 1;
        let kept = self.kept.get_mut(key).filter(|k| k.version == version)?;
        kept.used = self.clock;
        Some(Arc::clone(&kept.months))
    }

    fn keep(&mut self, key: Key, version: u64, months: Arc<[MonthTally]>) {
        let used = self.clock;
        let kept = Kept {
            version,
            months,
            used,
        };
        self.kept.insert(key, kept);
        while self.kept.values().map(|k| k.months.len()).sum::<usize>() > LIMIT_ROWS {
            let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.used);
            let Some(key) = oldest.map(|(key, _)| key.clone()) else {
                return;
            };
            self.kept.remove(&key);
        }
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
        let shelf = TallyShelf::default();
        assert_eq!(read(&shelf, "busy", 1, 600), (600, true));
        assert_eq!(read(&shelf, "busy", 1, 0), (600, false));
        assert_eq!(read(&shelf, "busy", 2, 700), (700, true));
        assert_eq!(read(&shelf, "quiet", 1, 10), (10, true));
        assert_eq!(read(&shelf, "quiet", 1, 10), (10, true));
    }

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let shelf = TallyShelf::default();
        for customer in ["a", "b", "a", "c"] {
            read(&shelf, customer, 1, 30_000);
        }
        assert_eq!(read(&shelf, "a", 1, 0), (30_000, false));
        assert_eq!(read(&shelf, "b", 1, 5), (5, true));
        assert_eq!(read(&shelf, "huge", 1, LIMIT_ROWS), (LIMIT_ROWS, true));
        assert_eq!(read(&shelf, "huge", 1, LIMIT_ROWS), (LIMIT_ROWS, true));
    }
}
