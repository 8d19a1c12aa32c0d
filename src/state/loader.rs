//! Loading a customer, from the network and from the device: what comes first is shown.
//!
//! The network is asked first. What reads the device is a part of the program whose coming would hold up the
//! answer on a first visit, when there is nothing on the device yet.

use std::future::ready;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{join, select};
use klantbeeld_core::block::Block;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::time::{DAY_MS, month_start_ms};
use klantbeeld_core::timeline::{Filter, Timeline, Zone};
use leptos::prelude::*;

use super::complete::complete_part;
use super::host::{Early, EarlyBlocks, EarlyHead, Host};
use super::trouble::moment;
use super::view::{Load, Tail, View};
use crate::api::ApiError;
use crate::api::remote::Remote;
use crate::api::wire::{OpenRequest, ProfileHead};

/// How many items the first page has; the loader's prefetch asks for as many.
const FIRST_PAGE: u16 = 50;
/// How long the network may take before the device is asked as well.
const NETWORK_ALONE: Duration = Duration::from_millis(400);

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
    // Of another customer the host is told anew.
    if let Some(host) = view.host()
        && (customer.is_none() || view.customer.get_untracked() != customer)
    {
        host.trouble.set(None);
    }
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
    view.spawn(bring_up_to_date(view));
}

/// Does as [`refresh`], and ends when all of it is there.
pub(super) async fn bring_up_to_date(view: View) {
    let (Some(host), Some(customer)) = (view.host(), view.customer.get_untracked()) else {
        return;
    };
    let turn = host.turn();
    match fetch_head(view, None, &customer).await {
        Ok(head) if view.is_turn(turn) => {
            let head = Arc::new(head);
            show(view, &host, Arc::clone(&head), false);
            complete(view, host, turn, head, None).await;
        }
        Err(error) if view.is_turn(turn) => fail(view, error),
        _ => {}
    }
}

async fn load(view: View, host: Rc<Host>, turn: u64, customer: CustomerId) {
    let Early { head, blocks } = host.take_early(&customer);
    let (answered, answer_is_there) = oneshot::channel::<()>();
    let device = async {
        if !host.has_store() {
            select(answer_is_there, host.page.sleep(NETWORK_ALONE)).await;
        }
        show_from_device(view, &host, turn, &customer).await;
    };
    let network = async {
        // Whichever way it ends, the device need not wait any longer.
        let _answered = answered;
        let early = match head {
            Some(head) => head.await,
            None => None,
        };
        let head = Arc::new(fetch_head(view, early, &customer).await?);
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
        Ok(head) => complete(view, host, turn, head, blocks).await,
        Err(error) => fail(view, error),
    }
}

/// Brings timeline and device up to date with the card, by a part that comes after the first screen.
async fn complete(
    view: View,
    host: Rc<Host>,
    turn: u64,
    head: Arc<ProfileHead>,
    early: Option<EarlyBlocks>,
) {
    let is_there = complete_part(view, host, turn, head, early).await.is_ok();
    if !is_there && view.is_turn(turn) {
        view.miss_part();
        view.tail.set(Tail::Failed);
    }
}

fn fail(view: View, error: ApiError) {
    let is_network = error.is_passing();
    if view.head.with_untracked(Option::is_none) || !is_network {
        view.head.set(None);
        view.load.set(Load::Failed(error));
        return;
    }
    view.is_stale.set(true);
    if view.tail.get_untracked() == Tail::Partial {
        view.tail.set(Tail::Failed);
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
    view.show_whole_timeline(kept.timeline, kept.version);
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
    host.page.use_zone(head.time_zone.as_deref());
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

/// Returns card and first page: what came early, or else asked for now.
async fn fetch_head(
    view: View,
    early: Option<EarlyHead>,
    customer: &CustomerId,
) -> Result<ProfileHead, ApiError> {
    let request = OpenRequest {
        customer_id: customer.clone(),
        page_size: FIRST_PAGE,
    };
    let open = |remote: &dyn Remote| match early {
        Some(answer) => ready(answer).boxed_local(),
        None => remote.open(request),
    };
    view.ask(moment::OPEN, open).await
}
