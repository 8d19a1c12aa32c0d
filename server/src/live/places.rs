//! How many streams there may be, in all and of one subject.
//!
//! **Invariant:** a place is free again when its stream is gone, whichever way it went.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use klantbeeld::api::ApiError;
use klantbeeld_core::ids::TenantId;

/// When somebody may try again who has enough streams.
const AGAIN_MS: u32 = 30_000;

/// A tenant's subject.
type Subject = (TenantId, String);

/// The places of all streams.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    most_of_one: usize,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_subject: HashMap<Subject, usize>,
}

/// The place of one stream, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    subject: Subject,
    taken: Arc<Mutex<Taken>>,
}

impl Places {
    pub(super) fn new(most: usize, most_of_one: usize) -> Self {
        Self {
            most,
            most_of_one,
            taken: Arc::default(),
        }
    }

    /// Takes a place for a subject.
    ///
    /// # Errors
    /// [`ApiError::TooMany`] when the subject has enough, [`ApiError::Unavailable`] when there is none.
    pub(super) fn take(&self, tenant: &TenantId, subject: &str) -> Result<Place, ApiError> {
        let subject = (tenant.clone(), subject.to_owned());
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= self.most {
            return Err(ApiError::Unavailable);
        }
        let theirs = taken.by_subject.get(&subject).copied().unwrap_or_default();
        if theirs >= self.most_of_one {
            return Err(ApiError::TooMany {
                retry_after_ms: AGAIN_MS,
            });
        }
        taken.all += 1;
        taken.by_subject.insert(subject.clone(), theirs + 1);
        Ok(Place {
            subject,
            taken: Arc::clone(&self.taken),
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Entry::Occupied(mut theirs) = taken.by_subject.entry(self.subject.clone()) {
            *theirs.get_mut() -= 1;
            if *theirs.get() == 0 {
                theirs.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant() -> TenantId {
        TenantId::parse("t").unwrap()
    }

    #[test]
    fn one_subject_has_so_many_and_all_together_so_many() {
        let places = Places::new(3, 2);
        let take = |subject| places.take(&tenant(), subject);
        let held = [take("a").unwrap(), take("a").unwrap()];
        assert!(matches!(take("a"), Err(ApiError::TooMany { .. })));
        let other = take("b").unwrap();
        assert_eq!(take("c").unwrap_err(), ApiError::Unavailable);
        drop(held);
        drop(other);
        let taken = places.taken.lock().unwrap();
        assert_eq!((taken.all, taken.by_subject.len()), (0, 0));
    }
}
