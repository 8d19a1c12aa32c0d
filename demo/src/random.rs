//! Numbers that look random and are the same for the same seed (splitmix64, Steele et al. 2014).

/// A stream of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Begins the stream of one customer: each has their own, so that adding one changes no other.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut random = Self {
            state: seed ^ stream.wrapping_mul(0xd1b5_4a32_d192_ed03),
        };
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Draws a number from `low` to `high`, both included; `low` when `high` is not above it.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(self.next() % span).unwrap_or(0)
    }

    /// Draws whether something happens that happens so many times out of a hundred.
    pub(crate) fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// Picks one of a list; the type's default for an empty one.
    pub(crate) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let last = i64::try_from(list.len()).unwrap_or(0) - 1;
        let index = usize::try_from(self.between(0, last)).unwrap_or(0);
        list.get(index).copied().unwrap_or_default()
    }

    /// Draws a time of day between two hours.
    pub(crate) fn time(&mut self, from_hour: i64, to_hour: i64) -> String {
        let hour = self.between(from_hour, to_hour - 1);
        format!("{hour:02}:{:02}", self.between(0, 59))
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_streams_differ() {
        let draw = |seed, stream| {
            let mut random = Random::new(seed, stream);
            [random.between(0, 1_000_000), random.between(0, 1_000_000)]
        };
        assert_eq!(draw(1, 1), draw(1, 1));
        assert_ne!(draw(1, 1), draw(1, 2));
        assert_ne!(draw(1, 1), draw(2, 1));
    }

    #[test]
    fn every_item_of_a_list_is_picked_and_an_empty_list_gives_the_default() {
        let mut random = Random::new(7, 7);
        let picked: Vec<&str> = (0..60).map(|_| random.pick(&["a", "b", "c"])).collect();
        assert!(["a", "b", "c"].iter().all(|x| picked.contains(x)));
        assert_eq!(random.pick::<u8>(&[]), 0);
    }
}
