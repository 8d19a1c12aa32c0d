//! Bringing the timeline to the version of the card, and keeping both on the device.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use klantbeeld_core::timeline::Timeline;
use leptos::prelude::*;

use super::host::{EarlyBlocks, Host};
use super::keeper::keep;
use super::trouble::moment;
use super::view::{Tail, View};
use crate::api::ApiError;
use crate::api::wire::{ChangesRequest, ProfileHead};
use crate::part::task;

/// What a paint takes at most, before something is written.
const PAINTED: Duration = Duration::from_millis(60);
/// How many changed items are laid over the blocks before they are fetched anew.
const MAX_PATCH: usize = 400;

task! {
    /// Fetches what the timeline lacks, and keeps all of it on the device.
    pub(super) fn complete_part(
        view: View,
        host: Rc<Host>,
        turn: u64,
        head: Arc<ProfileHead>,
        early: Option<EarlyBlocks>,
    ) -> (), in later {
        async move { complete(view, &host, turn, &head, early).await }
    }
}

/// Brings the timeline to the version of the head, and keeps both on the device.
async fn complete(
    view: View,
    host: &Host,
    turn: u64,
    head: &ProfileHead,
    early: Option<EarlyBlocks>,
) {
    let had = view.timeline_version.get_untracked();
    let is_current = had == head.version || (had > 0 && patch(view, turn, head, had).await);
    let result = if is_current {
        Ok(())
    } else {
        fetch_blocks(view, turn, head, early).await
    };
    if !view.is_turn(turn) {
        return;
    }
    if result.is_err() {
        view.tail.set(Tail::Failed);
        return;
    }
    // Only now the timeline has what was written here: until then it stands there as what waits.
    view.outbox
        .update(|o| o.on_version(&head.customer_id, head.version));
    // The first screen is painted before anything is written.
    host.page.sleep(PAINTED).await;
    if view.is_turn(turn) {
        keep(view, host, turn, head).await;
    }
}

/// Lays the items that changed over the blocks; `false` when that is not enough.
async fn patch(view: View, turn: u64, head: &ProfileHead, had: u64) -> bool {
    let request = ChangesRequest {
        customer_id: head.customer_id.clone(),
        since: had,
    };
    let changes = view.ask(moment::TIMELINE, |remote| remote.changes(request));
    let Ok(changes) = changes.await else {
        return false;
    };
    if !view.is_turn(turn) {
        return true;
    }
    let mut timeline = Timeline::clone(&view.known.get_untracked());
    let is_new = |id: &_| !changes.items.iter().any(|n| n.item_id == *id);
    let mut lines: Vec<_> = timeline
        .patch()
        .iter()
        .filter(|l| is_new(&l.item_id))
        .cloned()
        .collect();
    lines.extend(changes.items.iter().cloned());
    if lines.len() > MAX_PATCH {
        return false;
    }
    timeline.set_patch(lines);
    view.show_whole_timeline(Arc::new(timeline), changes.version);
    true
}

async fn fetch_blocks(
    view: View,
    turn: u64,
    head: &ProfileHead,
    early: Option<EarlyBlocks>,
) -> Result<(), ApiError> {
    let early = match early {
        Some(early) => early.await,
        None => None,
    };
    let mut stream = match early {
        Some(stream) => stream,
        None => {
            let whose = head.customer_id.clone();
            view.ask(moment::TIMELINE, |remote| remote.blocks(whose))
                .await?
        }
    };
    let mut timeline = Timeline::default();
    while let Some(block) = stream.blocks.next().await {
        // Nobody waits for the rest of a customer who is not on screen any more.
        if !view.is_turn(turn) {
            return Err(ApiError::Network);
        }
        let read = block.and_then(|block| {
            let read = timeline.push_block(block);
            read.map_err(|_| ApiError::Unavailable)
        });
        view.hear(turn, moment::TIMELINE, read.as_ref().err());
        read?;
    }
    if !view.is_turn(turn) {
        return Err(ApiError::Network);
    }
    let version = stream.version.unwrap_or(head.version);
    view.show_whole_timeline(Arc::new(timeline), version);
    Ok(())
}
