//! Everything in memory, for views that keep nothing on the device and for browsers that refuse to.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use futures::future::ready;
use futures::stream::{self, LocalBoxStream};
use futures::{FutureExt, StreamExt};
use klantbeeld_core::ids::{CustomerId, OperationId};
use klantbeeld_core::sync::{Entry, StoreChange};

use super::error::LocalStoreError;
use super::record::{KeptTimeline, Person};
use super::store::{Kept, LocalStore, Meeting, Turn};
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

impl LocalStore for Memory {
    fn is_durable(&self) -> bool {
        false
    }

    fn load_profile(&self, customer: &CustomerId) -> Kept<Option<ProfileHead>> {
        let profiles = self.profiles.borrow();
        kept(profiles.get(customer).map(|p| p.head.clone()))
    }

    fn load_timeline(&self, customer: &CustomerId) -> Kept<Option<KeptTimeline>> {
        let profiles = self.profiles.borrow();
        kept(profiles.get(customer).and_then(|p| p.timeline.clone()))
    }

    fn save_profile(
        &self,
        head: &ProfileHead,
        person: &Person,
        timeline: Option<KeptTimeline>,
    ) -> Kept<Result<(), LocalStoreError>> {
        let mut profiles = self.profiles.borrow_mut();
        let former = profiles.remove(&person.customer_id);
        let profile = Profile {
            head: head.clone(),
            person: person.clone(),
            timeline: timeline.or_else(|| former.and_then(|p| p.timeline)),
        };
        profiles.insert(person.customer_id.clone(), profile);
        kept(Ok(()))
    }

    fn list_people(&self) -> Kept<Vec<Person>> {
        let profiles = self.profiles.borrow();
        let mut people: Vec<_> = profiles.values().map(|p| p.person.clone()).collect();
        people.sort_by_key(|person| Reverse(person.opened_ms));
        kept(people)
    }

    fn meet_outbox(&self, meeting: Meeting) -> Kept<Result<(), LocalStoreError>> {
        let entries = self.outbox.borrow().values().cloned().collect();
        let changes = meeting(entries);
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
        kept(Ok(()))
    }

    fn turn(&self) -> Kept<Turn> {
        kept(Turn {
            is_alone: true,
            _held: None,
        })
    }

    fn changes_elsewhere(&self) -> LocalBoxStream<'static, ()> {
        stream::pending().boxed_local()
    }
}

fn kept<T: 'static>(value: T) -> Kept<T> {
    ready(value).boxed_local()
}
