//! How often one subject may call, by the generic cell rate algorithm of `governor`.
//!
//! The subject comes from the verified token, never from an address or a header that anybody can write.
//!
//! **Invariant:** only subjects that called a moment ago are remembered: one whose whole burst is there
//! again is the same as one that never called, and is forgotten.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use governor::clock::Clock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter as Limiter};
use klantbeeld_core::ids::TenantId;

/// After so many calls the subjects that need no remembering are forgotten.
const SWEEP_CALLS: u32 = 4_096;

/// A tenant's subject.
type Subject = (TenantId, String);

/// Reads the runtime's clock: nobody sets it back, and tests stop it.
#[derive(Debug, Clone)]
struct RuntimeClock;

impl Clock for RuntimeClock {
    type Instant = Instant;

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }
}

/// Limits the calls of every subject.
pub(super) struct RateLimiter {
    limiter: Limiter<Subject, HashMapStateStore<Subject>, RuntimeClock>,
    calls: AtomicU32,
}

impl RateLimiter {
    pub(super) fn new(per_s: u32, burst: u32) -> Self {
        let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(at_least_one(per_s)).allow_burst(at_least_one(burst));
        Self {
            limiter: Limiter::new(quota, HashMapStateStore::default(), RuntimeClock),
            calls: AtomicU32::new(0),
        }
    }

    /// Counts one call of a subject.
    ///
    /// # Errors
    /// The subject calls too often; says in how many milliseconds the next call is allowed.
    pub(super) fn take(&self, subject: &Subject) -> Result<(), u32> {
        if self.calls.fetch_add(1, Ordering::Relaxed) % SWEEP_CALLS == SWEEP_CALLS - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(subject).map_err(|refused| {
            let wait = refused.wait_time_from(RuntimeClock.now());
            u32::try_from(wait.as_micros().div_ceil(1_000)).unwrap_or(u32::MAX)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn subject(name: &str) -> Subject {
        (TenantId::parse("t").unwrap(), name.to_owned())
    }

    async fn wait_ms(ms: u64) {
        tokio::time::advance(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_subject_is_slowed_to_the_rate_and_others_are_not() {
        let limiter = RateLimiter::new(10, 3);
        for _ in 0..3 {
            assert_eq!(limiter.take(&subject("a")), Ok(()));
        }
        assert_eq!(limiter.take(&subject("a")), Err(100));
        wait_ms(60).await;
        assert_eq!(limiter.take(&subject("a")), Err(40));
        assert_eq!(limiter.take(&subject("b")), Ok(()));
        wait_ms(40).await;
        assert_eq!(limiter.take(&subject("a")), Ok(()));
        assert_eq!(limiter.take(&subject("a")), Err(100));
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_bounded_by_forgetting_who_may_burst_again() {
        let limiter = RateLimiter::new(1, 2);
        for n in 0..50_000 {
            limiter.take(&subject(&n.to_string())).unwrap();
            wait_ms(10).await;
            assert!(limiter.limiter.len() <= SWEEP_CALLS as usize + 200);
        }
    }
}
