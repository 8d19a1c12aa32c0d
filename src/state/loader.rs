//! Loading a customer: the device and the network are asked at once, and what comes first is shown.

use std::rc::Rc;
use std::sync::Arc;

use futures::future::join;
use js_sys::{Promise, Reflect};
use klantbeeld_core::block::Block;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::list::Gather;
use klantbeeld_core::time::{DAY_MS, month_start_ms};
use klantbeeld_core::timeline::{Filter, Timeline};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;

use super::host::{Early, Host, pause};
use super::keeper::keep;
use super::stream;
use super::view::{Load, Tail, View};
use crate::api::ApiError;
use crate::api::call::read_answer;
use crate::api::wire::{ChangesRequest, OpenRequest, ProfileHead};
use crate::i18n::format;
use crate::offline::{BlocksRecord, ProfileRecord};
use crate::signal::Read;

/// How many items the first page has; the loader's prefetch asks for as many.
const FIRST_PAGE: u16 = 50;
/// How many changed items are laid over the blocks before they are fetched anew.
const MAX_PATCH: usize = 400;

/// Shows a customer, or none. Everything of the former one is gone when this returns.
pub(crate) fn open(view: View, customer: Option<CustomerId>) {
    let Some(host) = view.host() else { return };
    let turn = host.next_turn();
    clear(view, customer.clone());
    if let Some(customer) = customer {
        spawn_local(load(view, host, turn, customer));
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
    spawn_local(async move {
        match fetch_head(&host, &customer).await {
            Ok((head, text)) if view.is_turn(turn) => {
                show(view, &host, Arc::new(head), false);
                complete(view, &host, turn, &customer, text, None).await;
            }
            Err(error) if view.is_turn(turn) => fail(view, error),
            _ => {}
        }
    });
}

async fn load(view: View, host: Rc<Host>, turn: u64, customer: CustomerId) {
    let Early {
        answer: early_answer,
        head,
        blocks,
        stream,
    } = host.take_early(&customer);
    let device = show_from_device(view, &host, turn, &customer, (head, blocks));
    let network = async {
        let answer = match early_answer {
            Some(answer) => early_head(answer).await,
            None => None,
        };
        let answer = match answer {
            Some(answer) => answer,
            None => fetch_head(&host, &customer).await,
        };
        match answer {
            Ok((head, text)) => {
                if view.is_turn(turn) {
                    show(view, &host, Arc::new(head), false);
                }
                Ok(text)
            }
            Err(error) => Err(error),
        }
    };
    let ((), answer) = join(device, network).await;
    if !view.is_turn(turn) {
        return;
    }
    match answer {
        Ok(text) => complete(view, &host, turn, &customer, text, stream).await,
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

/// What the device keeps: as the loader read it early, or from the store.
async fn show_from_device(
    view: View,
    host: &Rc<Host>,
    turn: u64,
    customer: &CustomerId,
    (early_head, early_blocks): (Option<Promise>, Option<Promise>),
) {
    let record = match early_head {
        Some(head) => JsFuture::from(head)
            .await
            .ok()
            .and_then(|text| ProfileRecord::of_stored(&text.as_string()?)),
        None => host.store().await.load_profile(customer).await,
    };
    let Some(record) = record else { return };
    if !view.is_turn(turn) {
        return;
    }
    let Some(head) = record.head() else { return };
    let version = head.version;
    if view.head.with_untracked(Option::is_none) {
        show(view, host, Arc::new(head), true);
    }
    let kept = match early_blocks {
        Some(blocks) => JsFuture::from(blocks)
            .await
            .ok()
            .and_then(BlocksRecord::of_stored),
        None => host.store().await.load_blocks(customer).await,
    };
    let Some(kept) = kept else { return };
    let shown = view
        .head
        .try_with_untracked(|h| h.as_ref().map(|h| h.version))
        .flatten();
    if !view.is_turn(turn) || kept.version > shown.unwrap_or(0).max(version) {
        return;
    }
    let mut timeline = Timeline::default();
    for block in &kept.blocks {
        if timeline.push_block(block.to_vec()).is_err() {
            return;
        }
    }
    if let Ok(patch) = Block::parse(kept.patch.to_vec()) {
        timeline.set_patch((0..patch.rows()).filter_map(|row| patch.line(row)).gather());
    }
    view.kept_version.set(kept.version);
    set_timeline(view, timeline, kept.version);
}

fn set_timeline(view: View, timeline: Timeline, version: u64) {
    view.show_timeline(Arc::new(timeline));
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
    view.zone.set(Arc::new(format::zone(from_ms, until_ms)));
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

type Head = Result<(ProfileHead, String), ApiError>;

/// The answer that the loader fetched early; none when it has to be asked for again.
async fn early_head(answer: Promise) -> Option<Head> {
    let answer = JsFuture::from(answer).await.ok()?;
    let part = |name: &str| Reflect::get(&answer, &JsValue::from_str(name)).ok();
    let status = part("status").and_then(|s| s.as_f64()).unwrap_or_default();
    let text = part("text").and_then(|t| t.as_string()).unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an HTTP status"
    )]
    let status = status as u16;
    // A token that ran out meanwhile is asked for anew, like on any other call.
    if status == 401 || status == 0 {
        return None;
    }
    Some(read_answer(status, &text).map(|head| (head, text)))
}

/// Card and first page, read and as the text that came.
async fn fetch_head(host: &Rc<Host>, customer: &CustomerId) -> Head {
    let request = OpenRequest {
        customer_id: customer.clone(),
        page_size: FIRST_PAGE,
    };
    let (status, text) = host.session.call_text(customer.as_str(), &request).await?;
    Ok((read_answer(status, &text)?, text))
}

/// Brings the timeline to the version of the head, and keeps both on the device.
async fn complete(
    view: View,
    host: &Rc<Host>,
    turn: u64,
    customer: &CustomerId,
    text: String,
    early: Option<Promise>,
) {
    let Some(head) = view.head.get_untracked() else {
        return;
    };
    let had = view.timeline_version.get_untracked();
    let is_current =
        had == head.version || (had > 0 && patch(view, host, turn, customer, had).await);
    let result = if is_current {
        Ok(())
    } else {
        fetch_blocks(view, host, turn, customer, head.version, early).await
    };
    if !view.is_turn(turn) {
        return;
    }
    if result.is_err() {
        view.tail.set(Tail::Failed);
        return;
    }
    // Only now the timeline has what was written here: until then it stands there as what waits.
    view.outbox.update(|o| o.on_version(customer, head.version));
    // The first screen is painted before anything is written.
    pause(60).await;
    if view.is_turn(turn) {
        keep(view, host, turn, &head, text).await;
    }
}

/// Lays the items that changed over the blocks; `false` when that is not enough.
async fn patch(view: View, host: &Rc<Host>, turn: u64, customer: &CustomerId, had: u64) -> bool {
    let request = ChangesRequest {
        customer_id: customer.clone(),
        since: had,
    };
    let answer = host.session.call(customer.as_str(), &request).await;
    let Ok(changes) = answer else { return false };
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
        .gather();
    lines.extend(changes.items.iter().cloned());
    if lines.len() > MAX_PATCH {
        return false;
    }
    timeline.set_patch(lines);
    set_timeline(view, timeline, changes.version);
    true
}

async fn fetch_blocks(
    view: View,
    host: &Rc<Host>,
    turn: u64,
    customer: &CustomerId,
    version: u64,
    early: Option<Promise>,
) -> Result<(), ApiError> {
    let whose = customer.as_str();
    let response = match early {
        Some(early) => stream::early(early).await,
        None => None,
    };
    let response = match response {
        Some(response) => response,
        None => {
            let body = ["{\"request\":{\"customer_id\":", &json_text(whose), "}}"].concat();
            host.session.stream(whose, stream::PATH, &body).await?
        }
    };
    let of = response
        .headers()
        .get(stream::VERSION_HEADER)
        .and_then(|v| v.parse().ok());
    let mut timeline = Timeline::default();
    let mut is_sound = true;
    let take = |bytes| is_sound &= timeline.push_block(bytes).is_ok();
    stream::read(&response, take, || view.is_turn(turn)).await?;
    if !is_sound || !view.is_turn(turn) {
        return Err(ApiError::Unavailable);
    }
    set_timeline(view, timeline, of.unwrap_or(version));
    Ok(())
}

fn json_text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
