//! Everything in memory, for views that keep nothing on the device and for browsers that refuse to.

use std::cell::RefCell;
use std::collections::BTreeMap;

use klantbeeld_core::ids::{CustomerId, OperationId};
use klantbeeld_core::sync::{Entry, StoreChange};

use super::record::{KeptTimeline, Person};
use crate::api::wire::ProfileHead;

/// Forgets all when the page closes.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    outbox: RefCell<BTreeMap<OperationId, Entry>>,
    profiles: RefCell<BTreeMap<CustomerId, Profile>>,
}

#[derive(Debug)]
struct Profile {
    head: ProfileHead,
    person: Person,
    timeline: Option<KeptTimeline>,
}

impl Memory {
    pub(super) fn load_profile(&self, customer: &CustomerId) -> Option<ProfileHead> {
        let profiles = self.profiles.borrow();
        profiles.get(customer).map(|p| p.head.clone())
    }

    pub(super) fn load_timeline(&self, customer: &CustomerId) -> Option<KeptTimeline> {
        let profiles = self.profiles.borrow();
        profiles.get(customer).and_then(|p| p.timeline.clone())
    }

    pub(super) fn save_profile(
        &self,
        head: &ProfileHead,
        person: &Person,
        timeline: Option<KeptTimeline>,
    ) {
        let mut profiles = self.profiles.borrow_mut();
        let former = profiles.remove(&person.customer_id);
        let profile = Profile {
            head: head.clone(),
            person: person.clone(),
            timeline: timeline.or_else(|| former.and_then(|p| p.timeline)),
        };
        profiles.insert(person.customer_id.clone(), profile);
    }

    pub(super) fn list_people(&self) -> Vec<Person> {
        let profiles = self.profiles.borrow();
        profiles.values().map(|p| p.person.clone()).collect()
    }

    pub(super) fn load_outbox(&self) -> Vec<Entry> {
        self.outbox.borrow().values().cloned().collect()
    }

    pub(super) fn save_outbox(&self, changes: Vec<StoreChange>) {
        let mut outbox = self.outbox.borrow_mut();
        for change in changes {
            match change {
                StoreChange::Put(entry) => {
                    outbox.insert(entry.operation.op_id.clone(), *entry);
                }
                StoreChange::Remove(op_id) => {
                    outbox.remove(&op_id);
                }
            }
        }
    }
}
