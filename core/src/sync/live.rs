//! One live stream for all windows of a browser: whom each of them shows, and so whom the stream has to watch.
//!
//! **Invariant:** a customer is watched from the lowest version that any window has: who is ahead drops what is old,
//! and nobody misses anything.

use std::collections::BTreeMap;

use crate::ids::CustomerId;

/// A window that said nothing for so long is gone; each says what it shows twice in that time.
const SILENT_MS: i64 = 90_000;

/// What the windows of a browser show.
#[derive(Debug, Clone, Default)]
pub struct Wants {
    windows: BTreeMap<String, Want>,
}

#[derive(Debug, Clone)]
struct Want {
    shown: Vec<(CustomerId, u64)>,
    heard_ms: i64,
}

impl Wants {
    /// Takes in what a window shows now. Returns whether somebody is among them who was not watched before.
    pub fn take_in(&mut self, window: &str, shown: Vec<(CustomerId, u64)>, now_ms: i64) -> bool {
        let before = self.watched(now_ms);
        let is_news = shown.iter().any(|(who, _)| !before.contains_key(who));
        let heard_ms = now_ms;
        self.windows
            .insert(window.to_owned(), Want { shown, heard_ms });
        is_news
    }

    /// Returns who is to be watched, each from the lowest version that a window has. Forgets windows that are gone.
    pub fn watched(&mut self, now_ms: i64) -> BTreeMap<CustomerId, u64> {
        self.windows
            .retain(|_, want| now_ms.saturating_sub(want.heard_ms) <= SILENT_MS);
        let mut watched = BTreeMap::new();
        for (customer, version) in self.windows.values().flat_map(|want| &want.shown) {
            let lowest = watched.entry(customer.clone()).or_insert(*version);
            *lowest = (*lowest).min(*version);
        }
        watched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(list: &[(&str, u64)]) -> Vec<(CustomerId, u64)> {
        let parse = |(id, version): &(&str, u64)| (CustomerId::parse(*id).unwrap(), *version);
        list.iter().map(parse).collect()
    }

    #[test]
    fn two_windows_on_one_customer_are_served_from_the_one_that_is_behind() {
        let mut wants = Wants::default();
        assert!(wants.take_in("a", shown(&[("c-1", 9)]), 0));
        assert!(!wants.take_in("b", shown(&[("c-1", 4)]), 0));
        assert!(wants.take_in("b", shown(&[("c-1", 4), ("c-2", 1)]), 0));
        let watched: Vec<_> = wants.watched(0).into_iter().collect();
        assert_eq!(watched, shown(&[("c-1", 4), ("c-2", 1)]));
    }

    #[test]
    fn a_window_that_moved_on_or_is_gone_wants_nothing_more() {
        let mut wants = Wants::default();
        wants.take_in("a", shown(&[("c-1", 1)]), 0);
        wants.take_in("b", shown(&[("c-2", 1)]), 0);
        wants.take_in("a", shown(&[("c-3", 1)]), SILENT_MS);
        let watched: Vec<_> = wants.watched(SILENT_MS + 1).into_iter().collect();
        assert_eq!(watched, shown(&[("c-3", 1)]));
    }
}
