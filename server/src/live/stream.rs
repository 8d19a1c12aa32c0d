//! One stream: what it watches, what it said last, and when it ends.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::Stream;
use futures::stream::unfold;
use klantbeeld::api::ApiError;
use klantbeeld::api::live::{LiveEnd, LiveEvent, LiveRequest, MAX_WATCHED};
use klantbeeld_core::ids::CustomerId;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::ending::Ending;
use super::places::Place;
use crate::auth::LEEWAY_S;
use crate::service::Session;
use crate::store::{ProfileStore, Rung, Watch};

/// How often the token's time is looked at.
const CHECK_EVERY: Duration = Duration::from_secs(1);
/// After so many of those all that is watched is looked at, whether a hint came or not.
const CHECKS_PER_LOOK: u32 = 15;
/// Who is further behind fetches all of it rather than what changed.
const FAR_BEHIND: u64 = 500;

/// A stream that is open.
pub(super) struct LiveStream {
    session: Arc<Session>,
    watch: Watch,
    /// The version of each customer that the reader has or was told of.
    told: BTreeMap<CustomerId, u64>,
    /// What goes out next; no more than is watched, and a word before and after.
    ready: VecDeque<LiveEvent>,
    is_over: bool,
    ends_at_ms: i64,
    ending: Ending,
    check: Interval,
    checks: u32,
    opened: Instant,
    _place: Place,
}

/// Opens a stream, with what changed since the versions of the request.
///
/// # Errors
/// [`ApiError::Invalid`] for none or too many customers; the store does not answer.
pub(super) async fn open(
    session: Arc<Session>,
    request: LiveRequest,
    boot: &str,
    place: Place,
    ending: Ending,
) -> Result<LiveStream, ApiError> {
    if !(1..=MAX_WATCHED).contains(&request.watched.len()) {
        let message = format!("`watched` holds 1 to {MAX_WATCHED} customers");
        return Err(ApiError::Invalid { message });
    }
    let had = request.watched.into_iter();
    let told: BTreeMap<_, _> = had.map(|w| (w.customer_id, w.version)).collect();
    // Watched before it is looked at, so that nothing happens in between.
    let watch = session.watch(told.keys().cloned());
    let mut check = interval(CHECK_EVERY);
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stream = LiveStream {
        ends_at_ms: end_of(&session),
        session,
        watch,
        told,
        ready: VecDeque::new(),
        is_over: false,
        ending,
        check,
        checks: 0,
        opened: Instant::now(),
        _place: place,
    };
    let is_restarted = request.boot.is_some_and(|former| former != boot);
    stream.begin(boot, is_restarted).await?;
    Ok(stream)
}

/// Returns when the caller's token ends. One that is accepted for a little longer, because clocks differ, is good for
/// as long as it is accepted.
fn end_of(session: &Session) -> i64 {
    let expires_at_ms = session.caller().expires_at_ms;
    if session.service().now_ms() < expires_at_ms {
        expires_at_ms
    } else {
        expires_at_ms.saturating_add(LEEWAY_S * 1_000)
    }
}

impl LiveStream {
    /// Returns the store that it looks at.
    pub(super) fn store(&self) -> Arc<dyn ProfileStore> {
        Arc::clone(self.session.service().store())
    }

    /// Returns its events as they come.
    pub(super) fn events(self) -> impl Stream<Item = LiveEvent> + Send {
        unfold(self, Self::next)
    }

    /// Puts up what is said first.
    async fn begin(&mut self, boot: &str, is_restarted: bool) -> Result<(), ApiError> {
        let boot = boot.to_owned();
        let (mut changes, mut is_off) = (VecDeque::new(), is_restarted);
        for (customer, had) in std::mem::take(&mut self.told) {
            let Some(now) = self.session.current_version(&customer).await? else {
                changes.push_back(LiveEvent::Gone {
                    customer_id: customer,
                });
                continue;
            };
            // Ahead of the store is who saw another life of it.
            is_off |= had > now || (had > 0 && now - had > FAR_BEHIND);
            if had < now {
                changes.push_back(changed(&customer, now));
            }
            self.told.insert(customer, now);
        }
        if is_off {
            changes.retain(|event| matches!(event, LiveEvent::Gone { .. }));
            changes.push_front(LiveEvent::Resync);
        }
        self.ready.push_back(LiveEvent::Hello { boot });
        self.ready.append(&mut changes);
        self.end_if_nothing_is_left();
        Ok(())
    }

    async fn next(mut self) -> Option<(LiveEvent, Self)> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some((event, self));
            }
            if self.is_over {
                return None;
            }
            tokio::select! {
                biased;
                () = self.ending.begun() => self.end(LiveEnd::Stopping),
                rung = self.watch.rung() => self.look(&rung).await,
                _ = self.check.tick() => self.tick().await,
            }
        }
    }

    /// Looks at the time, and now and then at all that is watched.
    async fn tick(&mut self) {
        if self.session.service().now_ms() >= self.ends_at_ms {
            return self.end(LiveEnd::TokenExpired);
        }
        self.checks += 1;
        if self.checks.is_multiple_of(CHECKS_PER_LOOK) {
            let all = Rung {
                all: true,
                ..Rung::default()
            };
            self.look(&all).await;
        }
    }

    /// Reads the versions of those who were rung for.
    async fn look(&mut self, rung: &Rung) {
        let is_meant = |c: &&CustomerId| rung.all || rung.customers.contains(*c);
        let customers: Vec<_> = self.told.keys().filter(is_meant).cloned().collect();
        for customer in customers {
            match self.session.current_version(&customer).await {
                Ok(Some(now)) => {
                    if self.told.insert(customer.clone(), now) != Some(now) {
                        self.ready.push_back(changed(&customer, now));
                    }
                }
                Ok(None) => {
                    self.told.remove(&customer);
                    self.ready.push_back(LiveEvent::Gone {
                        customer_id: customer,
                    });
                }
                Err(_) => return self.end(LiveEnd::Unavailable),
            }
        }
        self.end_if_nothing_is_left();
    }

    fn end_if_nothing_is_left(&mut self) {
        if self.told.is_empty() {
            self.end(LiveEnd::NothingToWatch);
        }
    }

    fn end(&mut self, reason: LiveEnd) {
        self.is_over = true;
        self.ready.push_back(LiveEvent::End { reason });
    }
}

fn changed(customer: &CustomerId, version: u64) -> LiveEvent {
    LiveEvent::Change {
        customer_id: customer.clone(),
        version,
    }
}

impl Drop for LiveStream {
    fn drop(&mut self) {
        let ms = self.opened.elapsed().as_secs_f64() * 1_000.0;
        let tenant = self.session.caller().tenant.as_str();
        tracing::info!(ms, tenant, "stream ended");
    }
}

impl fmt::Debug for LiveStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveStream").finish_non_exhaustive()
    }
}
