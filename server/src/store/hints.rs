//! Who is to be told that a customer has changed, within this process.
//!
//! Every adapter rings here after each write, so that an open view need not ask again and again. What changed stands
//! in the store alone.
//!
//! **Invariants:** a hint says where to look and nothing of what is there; it may come too often, and whoever follows
//! looks now and then without one. A watch holds at most the customers that it watches, however slow its reader is.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use klantbeeld_core::ids::{CustomerId, TenantId};
use tokio::sync::Notify;

/// The board that writes ring on. Cheap to clone; clones are one board.
#[derive(Clone, Default)]
pub struct Hints(Arc<Board>);

/// The bells of those who watch a customer.
type Bells = HashMap<(TenantId, CustomerId), Vec<Arc<Bell>>>;

#[derive(Default)]
struct Board {
    by_customer: Mutex<Bells>,
    /// Those who are told of every write, whoever it is about.
    everybody: Mutex<Vec<Arc<Bell>>>,
    watches: AtomicUsize,
}

#[derive(Default)]
struct Bell {
    rung: Mutex<Rung>,
    notify: Notify,
}

/// What was rung for since the last look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rung {
    /// Whether anything may have changed.
    pub all: bool,
    /// Of whom something changed.
    pub customers: BTreeSet<CustomerId>,
}

impl Rung {
    fn is_empty(&self) -> bool {
        !self.all && self.customers.is_empty()
    }
}

impl Bell {
    fn ring(&self, ring: impl FnOnce(&mut Rung)) {
        ring(&mut lock(&self.rung));
        self.notify.notify_one();
    }
}

impl Hints {
    /// Tells that something of a customer was written, after it is durable.
    pub fn tell(&self, tenant: &TenantId, customer: &CustomerId) {
        if self.watches() == 0 {
            return;
        }
        let key = (tenant.clone(), customer.clone());
        for bell in lock(&self.0.by_customer).get(&key).into_iter().flatten() {
            bell.ring(|rung| {
                rung.customers.insert(customer.clone());
            });
        }
        ring_all(&lock(&self.0.everybody));
    }

    /// Tells everybody that anything may have been written, as by another process.
    pub fn tell_all(&self) {
        for bells in lock(&self.0.by_customer).values() {
            ring_all(bells);
        }
        ring_all(&lock(&self.0.everybody));
    }

    /// Returns how many watch now.
    #[must_use]
    pub fn watches(&self) -> usize {
        self.0.watches.load(Ordering::Acquire)
    }

    /// Watches some customers of a tenant from now on.
    #[must_use]
    pub fn watch(&self, tenant: &TenantId, customers: BTreeSet<CustomerId>) -> Watch {
        let bell = Arc::new(Bell::default());
        let mut board = lock(&self.0.by_customer);
        for customer in &customers {
            let bells = board.entry((tenant.clone(), customer.clone()));
            bells.or_default().push(Arc::clone(&bell));
        }
        drop(board);
        self.watching(bell, Some((tenant.clone(), customers)))
    }

    /// Watches everything from now on; only [`Rung::all`] is ever rung.
    #[must_use]
    pub fn watch_all(&self) -> Watch {
        let bell = Arc::new(Bell::default());
        lock(&self.0.everybody).push(Arc::clone(&bell));
        self.watching(bell, None)
    }

    fn watching(&self, bell: Arc<Bell>, whom: Option<(TenantId, BTreeSet<CustomerId>)>) -> Watch {
        self.0.watches.fetch_add(1, Ordering::AcqRel);
        Watch {
            hints: self.clone(),
            bell,
            whom,
        }
    }
}

impl fmt::Debug for Hints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let watches = self.watches();
        f.debug_struct("Hints").field("watches", &watches).finish()
    }
}

/// One who watches, until it is dropped.
pub struct Watch {
    hints: Hints,
    bell: Arc<Bell>,
    whom: Option<(TenantId, BTreeSet<CustomerId>)>,
}

impl Watch {
    /// Waits until something was rung for, and takes it. Nothing is lost when the wait is given up.
    pub async fn rung(&self) -> Rung {
        loop {
            let rung = std::mem::take(&mut *lock(&self.bell.rung));
            if !rung.is_empty() {
                return rung;
            }
            self.bell.notify.notified().await;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let leave = |bells: &mut Vec<Arc<Bell>>| bells.retain(|b| !Arc::ptr_eq(b, &self.bell));
        if let Some((tenant, customers)) = &self.whom {
            let mut board = lock(&self.hints.0.by_customer);
            for customer in customers {
                let bells = board.entry((tenant.clone(), customer.clone()));
                if let Entry::Occupied(mut bells) = bells {
                    leave(bells.get_mut());
                    if bells.get().is_empty() {
                        bells.remove();
                    }
                }
            }
        } else {
            leave(&mut lock(&self.hints.0.everybody));
        }
        self.hints.0.watches.fetch_sub(1, Ordering::AcqRel);
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

fn ring_all(bells: &[Arc<Bell>]) {
    for bell in bells {
        bell.ring(|rung| rung.all = true);
    }
}

/// Takes a lock that outlives a panic: what it guards is changed in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(name: &str) -> TenantId {
        TenantId::parse(name).unwrap()
    }

    fn people(ids: &[&str]) -> BTreeSet<CustomerId> {
        let parse = |id: &&str| CustomerId::parse(*id).unwrap();
        ids.iter().map(parse).collect()
    }

    #[tokio::test]
    async fn who_watches_hears_of_those_customers_of_that_tenant_only() {
        let hints = Hints::default();
        let watch = hints.watch(&tenant("a"), people(&["c-1", "c-2"]));
        for (whose, customer) in [("b", "c-1"), ("a", "c-3"), ("a", "c-2"), ("a", "c-2")] {
            hints.tell(&tenant(whose), &CustomerId::parse(customer).unwrap());
        }
        let rung = watch.rung().await;
        assert_eq!((rung.all, rung.customers), (false, people(&["c-2"])));
    }

    #[tokio::test]
    async fn one_who_never_looks_holds_no_more_than_they_watch() {
        let hints = Hints::default();
        let watch = hints.watch(&tenant("a"), people(&["c-1"]));
        for _ in 0..100_000 {
            hints.tell(&tenant("a"), &CustomerId::parse("c-1").unwrap());
        }
        assert_eq!(watch.rung().await.customers.len(), 1);
    }

    #[tokio::test]
    async fn nothing_is_left_of_who_went() {
        let hints = Hints::default();
        let stays = hints.watch(&tenant("a"), people(&["c-1"]));
        drop(hints.watch(&tenant("a"), people(&["c-1", "c-2"])));
        drop(hints.watch_all());
        assert_eq!(hints.watches(), 1);
        assert_eq!(lock(&hints.0.by_customer).len(), 1);
        assert!(lock(&hints.0.everybody).is_empty());
        hints.tell_all();
        assert!(stays.rung().await.all);
        drop(stays);
        assert!(lock(&hints.0.by_customer).is_empty());
    }

    #[tokio::test]
    async fn a_wait_that_is_given_up_loses_nothing() {
        let hints = Hints::default();
        let watch = hints.watch(&tenant("a"), people(&["c-1"]));
        let no_time = std::time::Duration::ZERO;
        assert!(tokio::time::timeout(no_time, watch.rung()).await.is_err());
        hints.tell(&tenant("a"), &CustomerId::parse("c-1").unwrap());
        assert_eq!(watch.rung().await.customers, people(&["c-1"]));
    }
}
