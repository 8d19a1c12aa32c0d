//! Loading a customer: the device and the network are asked at once, and what comes first is shown.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::future::{LocalBoxFuture, join};
use klantbeeld_core::block::Block;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::time::{DAY_MS, month_start_ms};
use klantbeeld_core::timeline::{Filter, Timeline, Zone};
use leptos::prelude::*;

use super::host::{Early, Host};
use super::keeper::keep;
use super::view::{Load, Tail, View};
use crate::api::ApiError;
use crate::api::remote::BlockStream;
use crate::api::wire::{ChangesRequest, OpenRequest, ProfileHead};

/// How many items the first page has; the loader's prefetch asks for as many.
const FIRST_PAGE: u16 = 50;
/// What a paint takes at most, before something is written.
const PAINTED: Duration = Duration::from_millis(60);
/// How many changed items are laid over the blocks before they are fetched anew.
const MAX_PATCH: usize = 400;

/// Shows a customer, or none. Everything of the former one is gone when this returns.
pub(crate) fn open(view: View, customer: Option<CustomerId>) {
    let Some(host) = view.host() else { return };
    let turn = host.next_turn();
    clear(view, customer.clone());
    if let Some(customer) = customer {
        view.spawn(load(view, host, turn, customer));
    }
}

/// Takes everything of the former customer off the screen.
pub(super) fn clear(view: View, customer: Option<CustomerId>) {
    let load = if customer.is_some() {
        Load::Loading
    } else {
        Load::Nobody
    };
    view.head.set(None);
    view.timeline.set(Arc::default());
    view.known.set(Arc::default());
    view.timeline_version.set(0);
    view.kept_version.set(0);
    view.tail.set(Tail::Partial);
    view.filter.set(Filter::default());
    view.opened.set(None);
    view.jump_to_ms.set(None);
    view.is_stale.set(false);
    view.load.set(load);
    view.customer.set(customer);
}

/// Fetches what changed since, keeping filter and place.
pub(crate) fn refresh(view: View) {
    let (Some(host), Some(customer)) = (view.host(), view.customer.get_untracked()) else {
        return;
    };
    let turn = host.turn();
    view.spawn(async move {
        match fetch_head(&host, &customer).await {
            Ok(head) if view.is_turn(turn) => {
                let head = Arc::new(head);
                show(view, &host, Arc::clone(&head), false);
                complete(view, &host, turn, &head, None).await;
            }
            Err(error) if view.is_turn(turn) => fail(view, error),
            _ => {}
        }
    });
}

async fn load(view: View, host: Rc<Host>, turn: u64, customer: CustomerId) {
    let Early { head, blocks } = host.take_early(&customer);
    let device = show_from_device(view, &host, turn, &customer);
    let network = async {
        let early = match head {
            Some(head) => head.await,
            None => None,
        };
        let answer = match early {
            Some(answer) => answer,
            None => fetch_head(&host, &customer).await,
        };
        let head = Arc::new(answer?);
        if view.is_turn(turn) {
            show(view, &host, Arc::clone(&head), false);
        }
        Ok(head)
    };
    let ((), answer) = join(device, network).await;
    if !view.is_turn(turn) {
        return;
    }
    match answer {
        Ok(head) => complete(view, &host, turn, &head, blocks).await,
        Err(error) => fail(view, error),
    }
}

fn fail(view: View, error: ApiError) {
    let is_network = error.is_passing();
    if view.head.with_untracked(Option::is_none) || !is_network {
        if let Some(host) = view.host() {
            let customer = view.customer.get_untracked();
            host.emit(
                "error",
                &[
                    ("code", code_of(&error)),
                    ("message", &error.to_string()),
                    ("customer", customer.as_ref().map_or("", CustomerId::as_str)),
                ],
            );
        }
        view.head.set(None);
        view.load.set(Load::Failed(error));
        return;
    }
    view.is_stale.set(true);
    if view.tail.get_untracked() == Tail::Partial {
        view.tail.set(Tail::Failed);
    }
}

/// The name of an error for the host page.
pub(super) fn code_of(error: &ApiError) -> &'static str {
    match error {
        ApiError::NotSignedIn { .. } => "not_signed_in",
        ApiError::Forbidden { .. } => "forbidden",
        ApiError::NotFound => "not_found",
        ApiError::Network => "network",
        ApiError::TooMany { .. } => "too_many",
        _ => "unavailable",
    }
}

/// Shows what the device keeps, unless the server's answer is there already.
async fn show_from_device(view: View, host: &Rc<Host>, turn: u64, customer: &CustomerId) {
    let store = host.store().await;
    let Some(head) = store.load_profile(customer).await else {
        return;
    };
    if !view.is_turn(turn) {
        return;
    }
    let version = head.version;
    if view.head.with_untracked(Option::is_none) {
        show(view, host, Arc::new(head), true);
    }
    let Some(kept) = store.load_timeline(customer).await else {
        return;
    };
    let shown = view
        .head
        .try_with_untracked(|h| h.as_ref().map(|h| h.version))
        .flatten();
    if !view.is_turn(turn) || kept.version > shown.unwrap_or(0).max(version) {
        return;
    }
    view.kept_version.set(kept.version);
    set_timeline(view, kept.timeline, kept.version);
}

fn set_timeline(view: View, timeline: Arc<Timeline>, version: u64) {
    view.show_timeline(timeline);
    view.timeline_version.set(version);
    view.tail.set(Tail::Complete);
}

/// Shows card and first page; the first page stands in for the timeline until that is there.
fn show(view: View, host: &Rc<Host>, head: Arc<ProfileHead>, from_device: bool) {
    let is_first = view.head.with_untracked(Option::is_none);
    let from_ms = head
        .months
        .0
        .iter()
        .map(|m| m.month)
        .min()
        .map_or(0, month_start_ms);
    let until_ms = host.now_ms() + 3 * 365 * DAY_MS;
    let zone = Zone::learn(from_ms, until_ms, |at_ms| host.page.offset_ms(at_ms));
    view.zone.set(Arc::new(zone));
    if view.timeline_version.get_untracked() == 0 {
        let mut timeline = Timeline::default();
        // The block was made here a moment ago: it can be read.
        let _ = timeline.push_block(Block::encode(&head.page.items));
        view.show_timeline(Arc::new(timeline));
    }
    if head.page.next.is_none() {
        view.tail.set(Tail::Complete);
    }
    view.is_stale.set(from_device);
    view.head.set(Some(Arc::clone(&head)));
    view.load.set(Load::Ready);
    if is_first {
        host.emit("ready", &[("customer", head.customer_id.as_str())]);
    }
}

/// Card and first page.
async fn fetch_head(host: &Rc<Host>, customer: &CustomerId) -> Result<ProfileHead, ApiError> {
    let request = OpenRequest {
        customer_id: customer.clone(),
        page_size: FIRST_PAGE,
    };
    host.remote.open(request).await
}

/// Brings the timeline to the version of the head, and keeps both on the device.
async fn complete(
    view: View,
    host: &Rc<Host>,
    turn: u64,
    head: &Arc<ProfileHead>,
    early: Option<LocalBoxFuture<'static, Option<BlockStream>>>,
) {
    let had = view.timeline_version.get_untracked();
    let is_current = had == head.version || (had > 0 && patch(view, host, turn, head, had).await);
    let result = if is_current {
        Ok(())
    } else {
        fetch_blocks(view, host, turn, head, early).await
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
async fn patch(view: View, host: &Rc<Host>, turn: u64, head: &ProfileHead, had: u64) -> bool {
    let request = ChangesRequest {
        customer_id: head.customer_id.clone(),
        since: had,
    };
    let Ok(changes) = host.remote.changes(request).await else {
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
    set_timeline(view, Arc::new(timeline), changes.version);
    true
}

async fn fetch_blocks(
    view: View,
    host: &Rc<Host>,
    turn: u64,
    head: &ProfileHead,
    early: Option<LocalBoxFuture<'static, Option<BlockStream>>>,
) -> Result<(), ApiError> {
    let early = match early {
        Some(early) => early.await,
        None => None,
    };
    let mut stream = match early {
        Some(stream) => stream,
        None => host.remote.blocks(head.customer_id.clone()).await?,
    };
    let mut timeline = Timeline::default();
    while let Some(block) = stream.blocks.next().await {
        // Nobody waits for the rest of a customer who is not on screen any more.
        if !view.is_turn(turn) {
            return Err(ApiError::Network);
        }
        let read = timeline.push_block(block?);
        read.map_err(|_| ApiError::Unavailable)?;
    }
    if !view.is_turn(turn) {
        return Err(ApiError::Network);
    }
    let version = stream.version.unwrap_or(head.version);
    set_timeline(view, Arc::new(timeline), version);
    Ok(())
}
