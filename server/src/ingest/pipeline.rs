//! Messages that arrive one by one or a few at a time, from any way in: recognise, store, count, answer.
//!
//! Every way in reads its own form and hands over what it understood, with the author's id; from there all go one
//! way. Requests that come while a batch is written share the next one, so that many small requests wait for the
//! disk together.
//!
//! **Invariants:** an answer is given when what it says is durable, in the profiles first and in the counts after.
//! What does not fit in the bound is not taken at all ([`Busy`]). A message that the store cannot take costs itself
//! alone. A message that came before changes nothing.

mod batch;
mod incoming;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use klantbeeld_core::ids::TenantId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

pub use incoming::{Incoming, Outcome, Understood};

use crate::intake::IntakeStore;
use crate::store::{ProfileStore, StoreError};

/// What may be in the house at a time, in KiB: 64 MiB. A message counts for at least one.
const ROOM_KIB: usize = 64 << 10;

/// Messages that are written at a time.
const MOST_AT_ONCE: usize = 4_000;

/// How often what is old is forgotten, in milliseconds.
const FORGET_EVERY_MS: i64 = 3_600_000;

/// There is no room: the sender is to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too much waits to be written")]
pub struct Busy;

/// Room for what is being read and written; given back when dropped.
#[derive(Debug)]
pub struct Room {
    _kib: OwnedSemaphorePermit,
}

struct Job {
    incoming: Vec<Incoming>,
    answer: oneshot::Sender<Result<Vec<Outcome>, StoreError>>,
}

/// The one way in. Cheap to clone.
#[derive(Clone)]
pub struct Pipeline {
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<dyn ProfileStore>,
    intake: Arc<dyn IntakeStore>,
    tenant: TenantId,
    queue: Mutex<VecDeque<Job>>,
    turn: tokio::sync::Mutex<()>,
    room: Arc<Semaphore>,
    /// When what is old was last forgotten.
    forgot_ms: Mutex<i64>,
}

impl Pipeline {
    /// Makes one that writes a tenant's data.
    #[must_use]
    pub fn new(
        store: Arc<dyn ProfileStore>,
        intake: Arc<dyn IntakeStore>,
        tenant: TenantId,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                store,
                intake,
                tenant,
                queue: Mutex::default(),
                turn: tokio::sync::Mutex::default(),
                room: Arc::new(Semaphore::new(ROOM_KIB)),
                forgot_ms: Mutex::default(),
            }),
        }
    }

    /// Returns whose data it writes.
    #[must_use]
    pub fn tenant(&self) -> &TenantId {
        &self.inner.tenant
    }

    /// Returns what is known of arrivals.
    #[must_use]
    pub fn intake(&self) -> &Arc<dyn IntakeStore> {
        &self.inner.intake
    }

    /// Takes room for so many bytes, and so many messages, until it is dropped.
    ///
    /// # Errors
    /// There is none now.
    pub fn room(&self, bytes: usize, messages: usize) -> Result<Room, Busy> {
        let kib = u32::try_from((bytes >> 10).max(messages).max(1)).map_err(|_| Busy)?;
        let taken = Arc::clone(&self.inner.room).try_acquire_many_owned(kib);
        taken.map(|kib| Room { _kib: kib }).map_err(|_| Busy)
    }

    /// Brings messages in. Returns what became of each, in their order, when that is durable.
    ///
    /// # Errors
    /// The store does not answer: nothing is acknowledged, and the sender is to send all of them again.
    pub async fn submit(&self, incoming: Vec<Incoming>) -> Result<Vec<Outcome>, StoreError> {
        if incoming.is_empty() {
            return Ok(Vec::new());
        }
        let (answer, answered) = oneshot::channel();
        lock(&self.inner.queue).push_back(Job { incoming, answer });
        let inner = Arc::clone(&self.inner);
        // A task of its own: whoever asked may go away while it writes for others as well.
        tokio::spawn(async move { inner.write_next().await });
        let broken = |_| StoreError::Unavailable("the work was broken off".to_owned());
        answered.await.map_err(broken)?
    }
}

impl Inner {
    /// Writes what waits, up to a batch. There are as many calls of it as jobs, so that none is left.
    async fn write_next(&self) {
        let _turn = self.turn.lock().await;
        let (mut answers, mut incoming) = (Vec::new(), Vec::new());
        for job in self.take_jobs() {
            answers.push((job.incoming.len(), job.answer));
            incoming.extend(job.incoming);
        }
        if answers.is_empty() {
            return;
        }
        let now_ms = incoming
            .iter()
            .map(|one| one.at_ms)
            .max()
            .unwrap_or_default();
        let written = batch::write(
            self.store.as_ref(),
            self.intake.as_ref(),
            &self.tenant,
            incoming,
        );
        let mut outcomes = match written.await {
            Ok(outcomes) => outcomes.into_iter(),
            Err(error) => {
                tracing::error!(error = "intake", "a batch was not written");
                let text = error.to_string();
                for (_, answer) in answers {
                    // Whoever does not wait any more will send again.
                    let _gone = answer.send(Err(StoreError::Unavailable(text.clone())));
                }
                return;
            }
        };
        for (count, answer) in answers {
            let _gone = answer.send(Ok(outcomes.by_ref().take(count).collect()));
        }
        self.forget_old(now_ms).await;
    }

    /// Keeps what is known of arrivals bounded in time, now and then and when everybody has their answer.
    async fn forget_old(&self, now_ms: i64) {
        {
            let mut forgot_ms = lock(&self.forgot_ms);
            if now_ms.saturating_sub(*forgot_ms) < FORGET_EVERY_MS {
                return;
            }
            *forgot_ms = now_ms;
        }
        if self.intake.forget_old(&self.tenant, now_ms).await.is_err() {
            tracing::warn!(error = "intake", "what is old was not forgotten");
        }
    }

    fn take_jobs(&self) -> Vec<Job> {
        let mut queue = lock(&self.queue);
        let (mut jobs, mut messages) = (Vec::new(), 0);
        while let Some(job) = queue.front() {
            messages += job.incoming.len();
            if messages > MOST_AT_ONCE && !jobs.is_empty() {
                break;
            }
            jobs.extend(queue.pop_front());
        }
        jobs
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
