//! The pipeline on stores in memory, and on one that goes away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::policy::Policy;
use serde_json::json;

use super::{Busy, Incoming, Outcome, Pipeline, ROOM_KIB};
use crate::ingest::desk::{Arrived, Desk, SEGMENT};
use crate::intake::memory::MemoryIntakeStore;
use crate::intake::{
    Arrival, Asked, Entry, EntryState, IntakeStore, MessageKey, Settled, SourceTally,
};
use crate::store::memory::MemoryProfileStore;
use crate::store::{MAX_AMOUNT_MINOR, ProfileStore, StoreError, StoreResult};

fn tenant() -> TenantId {
    TenantId::parse("acme").unwrap()
}

fn policy() -> Policy {
    toml::from_str(include_str!("../../../tests/http/policy.toml")).unwrap()
}

fn desk(store: Arc<dyn ProfileStore>) -> Desk {
    let intake = Arc::new(MemoryIntakeStore::default());
    Desk::new(Pipeline::new(store, intake, tenant()), &policy())
}

fn read(desk: &Desk, messages: &[serde_json::Value]) -> Vec<Incoming> {
    let visit = desk.visit("shop", 1_793_491_200_000).unwrap();
    let texts = messages.iter().map(ToString::to_string);
    texts
        .map(|text| {
            visit.read(Arrived {
                way: SEGMENT,
                text: &text,
                has_marks: false,
                sent_ms: None,
            })
        })
        .collect()
}

fn order(id: &str, user: &str, total: i64) -> serde_json::Value {
    json!({
        "type": "track", "event": "Order Completed", "messageId": id, "userId": user,
        "timestamp": "2026-10-01T10:00:00Z",
        "properties": { "order_id": id, "total": total, "currency": "EUR" },
    })
}

async fn customers(store: &dyn ProfileStore) -> u64 {
    store.stats(&tenant()).await.unwrap().customers
}

#[tokio::test]
async fn a_message_that_the_store_cannot_take_costs_itself_alone() {
    let store = Arc::new(MemoryProfileStore::new());
    let desk = desk(store.clone());
    let too_much = i64::try_from(MAX_AMOUNT_MINOR).unwrap();
    let all = [
        order("1", "a", 5),
        order("2", "b", too_much),
        order("3", "c", 6),
    ];
    let outcomes = desk.pipeline().submit(read(&desk, &all)).await.unwrap();
    assert_eq!(outcomes[0], Outcome::Stored);
    assert!(matches!(&outcomes[1], Outcome::Refused { reason, .. } if reason.contains("amount")));
    assert_eq!(outcomes[2], Outcome::Stored);
    assert_eq!(customers(store.as_ref()).await, 2);
    let tallies = desk.pipeline().intake().tallies(&tenant()).await.unwrap();
    assert_eq!((tallies[0].accepted, tallies[0].waiting), (2, 1));
}

#[tokio::test]
async fn the_same_message_changes_nothing_the_second_time() {
    let store = Arc::new(MemoryProfileStore::new());
    let desk = desk(store.clone());
    let twice = [order("1", "a", 5), order("1", "a", 5)];
    let outcomes = desk.pipeline().submit(read(&desk, &twice)).await.unwrap();
    assert_eq!(outcomes, [Outcome::Stored, Outcome::Repeated]);
    let customer = CustomerId::parse("a").unwrap();
    let before = store.version(&tenant(), &customer).await.unwrap();
    let outcomes = desk.pipeline().submit(read(&desk, &twice)).await.unwrap();
    assert_eq!(outcomes, [Outcome::Repeated, Outcome::Repeated]);
    assert_eq!(store.version(&tenant(), &customer).await.unwrap(), before);
}

#[tokio::test]
async fn what_there_is_no_room_for_is_not_taken_and_room_comes_back() {
    let desk = desk(Arc::new(MemoryProfileStore::new()));
    let pipeline = desk.pipeline();
    let held = pipeline.room((ROOM_KIB - 1) << 10, 1).unwrap();
    assert_eq!(pipeline.room(4_096, 1).unwrap_err(), Busy);
    assert_eq!(pipeline.room(0, 2).unwrap_err(), Busy);
    drop(held);
    assert!(pipeline.room(4_096, 1).is_ok());
}

/// Arrivals that cannot be noted while it is told so; counts how often that is asked.
#[derive(Default)]
struct Flaky {
    inner: MemoryIntakeStore,
    is_gone: AtomicBool,
    notes: AtomicUsize,
}

#[async_trait]
impl IntakeStore for Flaky {
    async fn note(&self, tenant: &TenantId, arrivals: Vec<Arrival>) -> StoreResult<Vec<bool>> {
        self.notes.fetch_add(1, Ordering::SeqCst);
        if self.is_gone.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("gone".to_owned()));
        }
        self.inner.note(tenant, arrivals).await
    }

    async fn knows(&self, tenant: &TenantId, keys: Vec<MessageKey>) -> StoreResult<Vec<bool>> {
        self.inner.knows(tenant, keys).await
    }

    async fn tallies(&self, tenant: &TenantId) -> StoreResult<Vec<SourceTally>> {
        self.inner.tallies(tenant).await
    }

    async fn list_entries(&self, tenant: &TenantId, asked: Asked) -> StoreResult<Vec<Entry>> {
        self.inner.list_entries(tenant, asked).await
    }

    async fn get_entry(&self, tenant: &TenantId, id: i64) -> StoreResult<Option<Entry>> {
        self.inner.get_entry(tenant, id).await
    }

    async fn settle(
        &self,
        tenant: &TenantId,
        id: i64,
        state: EntryState,
        settled: Settled,
    ) -> StoreResult<bool> {
        self.inner.settle(tenant, id, state, settled).await
    }

    async fn forget_old(&self, tenant: &TenantId, now_ms: i64) -> StoreResult<u64> {
        self.inner.forget_old(tenant, now_ms).await
    }
}

fn flaky_desk() -> (Arc<Flaky>, Desk) {
    let intake = Arc::new(Flaky::default());
    let store = Arc::new(MemoryProfileStore::new());
    let pipeline = Pipeline::new(store, intake.clone(), tenant());
    (intake, Desk::new(pipeline, &policy()))
}

#[tokio::test]
async fn what_is_not_counted_is_not_acknowledged_and_counts_once_when_it_comes_again() {
    let (intake, desk) = flaky_desk();
    let one = [order("1", "a", 5)];
    intake.is_gone.store(true, Ordering::SeqCst);
    let refused = desk.pipeline().submit(read(&desk, &one)).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    intake.is_gone.store(false, Ordering::SeqCst);
    let again = desk.pipeline().submit(read(&desk, &one)).await.unwrap();
    assert_eq!(again, [Outcome::Stored]);
    let tallies = intake.tallies(&tenant()).await.unwrap();
    assert_eq!((tallies[0].accepted, tallies[0].repeated), (1, 0));
}

#[tokio::test]
async fn an_entry_that_is_thirty_days_old_is_gone_after_the_next_messages() {
    let (intake, desk) = flaky_desk();
    let at = async |at_ms: i64, id: &str| {
        let visit = desk.visit("shop", at_ms).unwrap();
        let one = visit.refuse(SEGMENT, id, "json", "no message at all");
        desk.pipeline().submit(vec![one]).await.unwrap();
        // The answer comes before the tidying: the next turn is after it.
        desk.pipeline()
            .submit(read(&desk, &[order(id, "a", 1)]))
            .await
            .unwrap();
        let asked = Asked {
            limit: 9,
            ..Asked::default()
        };
        intake.list_entries(&tenant(), asked).await.unwrap().len()
    };
    assert_eq!(at(1_793_491_200_000 - 31 * 86_400_000, "old").await, 0);
    assert_eq!(at(1_793_491_200_000, "new").await, 1);
}

#[tokio::test]
async fn calls_that_come_together_wait_for_the_disk_together_and_each_gets_its_own_answer() {
    let (intake, desk) = flaky_desk();
    let desk = Arc::new(desk);
    let calls = (0..100).map(|n| {
        let desk = desk.clone();
        async move {
            let id = format!("m{}", n / 2);
            let wrong = json!({ "type": "track", "messageId": format!("w{n}") });
            let all = read(&desk, &[order(&id, "a", 5), wrong]);
            desk.pipeline().submit(all).await.unwrap()
        }
    });
    let answers = futures::future::join_all(calls).await;
    let stored = answers.iter().filter(|a| a[0] == Outcome::Stored).count();
    assert_eq!(stored, 50);
    assert!(
        answers
            .iter()
            .all(|a| matches!(a[1], Outcome::Refused { .. }))
    );
    assert!(intake.notes.load(Ordering::SeqCst) < 10);
}
