//! How often one subject may call: a token bucket each, in bounded memory.
//!
//! The subject comes from the verified token, never from an address or a header that anybody can write.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use klantbeeld_core::ids::TenantId;

/// Subjects that are remembered; a full bucket is the same as none, so full ones are forgotten first.
const MAX_SUBJECTS: usize = 50_000;

/// A tenant's subject.
type Subject = (TenantId, String);

#[derive(Clone, Copy)]
struct Bucket {
    /// Thousandths of a request that are left.
    left: u64,
    at_ms: i64,
}

/// Buckets of all subjects.
pub(super) struct RateLimiter {
    per_s: u64,
    burst: u64,
    buckets: Mutex<HashMap<Subject, Bucket>>,
}

impl RateLimiter {
    pub(super) fn new(per_s: u32, burst: u32) -> Self {
        Self {
            per_s: per_s.into(),
            burst: u64::from(burst) * 1_000,
            buckets: Mutex::default(),
        }
    }

    /// Takes one request from a subject's bucket.
    ///
    /// # Errors
    /// The bucket is empty; says in how many milliseconds it is not.
    pub(super) fn take(&self, subject: Subject, now_ms: i64) -> Result<(), u32> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MAX_SUBJECTS && !buckets.contains_key(&subject) {
            buckets.retain(|_, bucket| self.filled(*bucket, now_ms) < self.burst);
            if buckets.len() >= MAX_SUBJECTS {
                buckets.clear();
            }
        }
        let full = Bucket {
            left: self.burst,
            at_ms: now_ms,
        };
        let bucket = buckets.entry(subject).or_insert(full);
        let left = self.filled(*bucket, now_ms);
        if left < 1_000 {
            let wait_ms = (1_000 - left).div_ceil(self.per_s.max(1));
            return Err(u32::try_from(wait_ms).unwrap_or(u32::MAX));
        }
        *bucket = Bucket {
            left: left - 1_000,
            at_ms: now_ms,
        };
        Ok(())
    }

    /// What is in a bucket now: `per_s` thousandths come in each millisecond.
    fn filled(&self, bucket: Bucket, now_ms: i64) -> u64 {
        let elapsed_ms = u64::try_from(now_ms.saturating_sub(bucket.at_ms)).unwrap_or(0);
        bucket
            .left
            .saturating_add(elapsed_ms.saturating_mul(self.per_s))
            .min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(name: &str) -> Subject {
        (TenantId::parse("t").unwrap(), name.to_owned())
    }

    #[test]
    fn a_subject_is_slowed_to_the_rate_and_others_are_not() {
        let limiter = RateLimiter::new(10, 3);
        for _ in 0..3 {
            assert_eq!(limiter.take(subject("a"), 0), Ok(()));
        }
        assert_eq!(limiter.take(subject("a"), 0), Err(100));
        assert_eq!(limiter.take(subject("a"), 60), Err(40));
        assert_eq!(limiter.take(subject("b"), 60), Ok(()));
        assert_eq!(limiter.take(subject("a"), 100), Ok(()));
        assert_eq!(limiter.take(subject("a"), 100), Err(100));
    }

    #[test]
    fn memory_is_bounded_by_forgetting_full_buckets() {
        let limiter = RateLimiter::new(1, 2);
        for n in 0..=MAX_SUBJECTS {
            limiter
                .take(subject(&n.to_string()), 10 * n as i64)
                .unwrap();
        }
        assert!(limiter.buckets.lock().unwrap().len() <= MAX_SUBJECTS);
    }
}
