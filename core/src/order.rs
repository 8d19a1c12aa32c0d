//! Sorting that is compiled once.
//!
//! The standard library compiles its sort anew for every type and every comparison, 6 kB each: with twenty
//! of them that was a fifteenth of the bundle. Here places are sorted, and the items follow.

use std::cmp::Ordering;

/// Sorts by a comparison; equal items stay in their order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let at = |a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    };
    let order = sorted_places(items.len(), &at);
    for place in 0..order.len() {
        items.swap(place, source(&order, place));
    }
}

/// Sorts by a key; equal items stay in their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

fn sorted_places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Where the item that belongs to `place` is now: the swaps before may have moved it, each to where its
/// own successor came from.
fn source(order: &[usize], place: usize) -> usize {
    let mut from = place;
    loop {
        from = order.get(from).copied().unwrap_or(place);
        if from >= place {
            return from;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(keys in prop::collection::vec(0u8..8, 0..200)) {
            let mut ours: Vec<(u8, usize)> = keys.iter().copied().zip(0..).collect();
            let mut theirs = ours.clone();
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs);
        }
    }
}
