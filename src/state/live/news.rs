//! Fetching what others wrote, and telling it: a mark on the lines for a moment, and a word for a screen reader.
//!
//! **Invariant:** what somebody wrote here is no news to them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::ItemLine;
use klantbeeld_core::timeline::Timeline;
use leptos::prelude::*;

use crate::api::wire::ProfileHead;
use crate::i18n::fill;
use crate::state::host::Flushing;
use crate::state::loader::bring_up_to_date;
use crate::state::view::{Load, View};

/// How long what is new is marked.
const MARKED: Duration = Duration::from_secs(6);
/// What follows at once is fetched together.
const PAUSE: Duration = Duration::from_millis(150);

/// Fetches what changed, or leaves it until somebody looks.
pub(super) fn hurry(view: View) {
    let Some(host) = view.host() else { return };
    if host.page.is_hidden() {
        host.is_behind.set(true);
    } else {
        view.spawn(catch_up(view));
    }
}

/// Fetches what changed. Asked while it does, it does so once more.
pub(super) async fn catch_up(view: View) {
    let Some(host) = view.host() else { return };
    host.is_behind.set(false);
    if host.catching_up.replace(Flushing::Again) != Flushing::No {
        return;
    }
    while host.catching_up.replace(Flushing::Once) == Flushing::Again {
        if let Some(before) = Before::of(view) {
            bring_up_to_date(view).await;
            before.tell_what_is_new(view);
        }
        if host.catching_up.get() == Flushing::Again {
            host.page.sleep(PAUSE).await;
        }
    }
    host.catching_up.set(Flushing::No);
}

/// What was on screen before.
struct Before {
    turn: u64,
    head: Arc<ProfileHead>,
    timeline: Arc<Timeline>,
    /// Items that were written here.
    own: BTreeSet<ItemId>,
}

impl Before {
    /// Returns none where nothing is shown yet: what is being loaded is new as a whole.
    fn of(view: View) -> Option<Self> {
        if view.load.try_get_untracked() != Some(Load::Ready) {
            return None;
        }
        let own = |item: &klantbeeld_core::sync::PendingItem| item.line.item_id.clone();
        Some(Self {
            turn: view.host()?.turn(),
            head: view.head.get_untracked()?,
            timeline: view.known.get_untracked(),
            own: view
                .pending
                .with_untracked(|p| p.items.iter().map(own).collect()),
        })
    }

    fn tell_what_is_new(&self, view: View) {
        if !view.is_turn(self.turn) {
            return;
        }
        let lines = self.new_lines(&view.known.get_untracked());
        let head = view.head.get_untracked();
        let is_card_new = head.is_some_and(|head| head.fields != self.head.fields);
        let Some(text) = self.in_words(view, &lines, is_card_new) else {
            return;
        };
        let ids: Arc<[ItemId]> = lines.into_iter().map(|(line, _)| line.item_id).collect();
        view.marked.set(Arc::clone(&ids));
        view.spoken.set(text);
        view.spawn(async move {
            if let Some(host) = view.host() {
                host.page.sleep(MARKED).await;
            }
            // Something newer may be marked by then.
            let is_same = view.marked.try_with_untracked(|m| Arc::ptr_eq(m, &ids));
            if is_same == Some(true) {
                view.marked.set(Arc::default());
                view.spoken.set(String::new());
            }
        });
    }

    /// Returns the lines that are new or changed, and whether they were there before. A timeline that was fetched as a
    /// whole says nothing of what is new in it.
    fn new_lines(&self, now: &Timeline) -> Vec<(ItemLine, bool)> {
        let is_not_own = |line: &&ItemLine| !self.own.contains(&line.item_id);
        let lines = now.patch().iter().filter(is_not_own);
        lines
            .filter_map(|line| {
                let row = self.timeline.find(line.item_id.as_str());
                let before = row.and_then(|row| self.timeline.line(row));
                (before.as_ref() != Some(line)).then(|| (line.clone(), before.is_some()))
            })
            .collect()
    }

    fn in_words(
        &self,
        view: View,
        lines: &[(ItemLine, bool)],
        is_card_new: bool,
    ) -> Option<String> {
        let t = untrack(|| view.texts()).live();
        match lines {
            [] => is_card_new.then(|| t.card_changed.to_owned()),
            [(line, was_there)] => {
                let text = if *was_there { t.one_changed } else { t.one_new };
                Some(fill(text, &untrack(|| view.title(line))))
            }
            many => Some(fill(t.many_new, &many.len().to_string())),
        }
    }
}
