//! How many records a batch has: as many as are written in the time that others can wait for.
//!
//! It exists because a disk may be a hundred times slower than another: a number that is right here blocks
//! every caller there. **Invariant:** between two batches the store is free for longer than a waiting writer
//! takes to look again.

use std::time::{Duration, Instant};

/// What a batch should take; a caller who writes meanwhile waits for one.
const GOAL: Duration = Duration::from_millis(30);

/// How long the store is left alone, for whoever waits. Writers of other processes look once a millisecond.
const PAUSE: Duration = Duration::from_millis(2);

/// Fewer do not take noticeably less: a batch waits for the disk, however small it is.
const FEWEST: usize = 250;
const MOST: usize = 5_000;
const FIRST: usize = 500;

/// The size of the next batch.
#[derive(Debug)]
pub(super) struct BatchSize {
    records: usize,
    ended: Option<Instant>,
}

/// A batch that is being written.
#[derive(Debug)]
pub(super) struct Turn {
    records: usize,
    began: Instant,
}

impl Default for BatchSize {
    fn default() -> Self {
        Self {
            records: FIRST,
            ended: None,
        }
    }
}

impl BatchSize {
    /// Returns how many records the next batch has.
    pub(super) fn records(&self) -> usize {
        self.records
    }

    /// Begins a batch of so many records, when others had their turn.
    pub(super) fn begin(&self, records: usize) -> Turn {
        let since = self.ended.map(|ended| ended.elapsed());
        if let Some(rest) = since.and_then(|since| PAUSE.checked_sub(since)) {
            std::thread::sleep(rest);
        }
        Turn {
            records,
            began: Instant::now(),
        }
    }

    /// Ends it, and learns from how long it took.
    pub(super) fn end(&mut self, turn: Turn) {
        self.ended = Some(Instant::now());
        self.learn(turn.records, turn.began.elapsed());
    }

    /// Goes half of the way to what would have taken the goal: one slow batch is no slow disk.
    fn learn(&mut self, records: usize, took: Duration) {
        let per_record = took.as_nanos() / records.max(1) as u128;
        let fitting = GOAL.as_nanos() / per_record.max(1);
        let fitting = usize::try_from(fitting).unwrap_or(MOST);
        self.records = ((self.records + fitting) / 2).clamp(FEWEST, MOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_grow_on_a_quick_store_and_shrink_on_a_slow_one() {
        let mut size = BatchSize::default();
        for _ in 0..20 {
            size.learn(
                size.records(),
                Duration::from_micros(size.records() as u64 * 10),
            );
        }
        assert!((2_990..=3_000).contains(&size.records()), "{size:?}");
        size.learn(3_000, Duration::from_millis(300));
        assert!((1_600..1_700).contains(&size.records()), "{size:?}");
        for _ in 0..20 {
            size.learn(size.records(), Duration::from_secs(1));
        }
        assert_eq!(size.records(), FEWEST);
        for _ in 0..20 {
            size.learn(size.records(), Duration::ZERO);
        }
        assert_eq!(size.records(), MOST);
    }
}
