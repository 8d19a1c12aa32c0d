//! A file of an item: its name, and a way to have it.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::Attachment;
use serde_json::{Map, Value};

use super::plain::plain;
use crate::api::ApiError;
use crate::api::remote::Remote;
use crate::api::wire::AttachmentRequest;
use crate::i18n::fill;
use crate::state::{View, moment};
use crate::ui::Icon;
use leptos::prelude::*;

/// The item that is open, and what it was opened for.
#[derive(Clone)]
pub(super) struct Opened {
    pub(super) item_id: ItemId,
    pub(super) purpose: Option<String>,
}

/// How far a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fetching {
    No,
    Underway,
    Offline,
    Gone,
    Failed,
}

/// Shows a file by its name and its number of pages; one that is kept can be had from the item that is open.
pub(super) fn attachment(
    view: View,
    opened: Option<&Opened>,
    file: &Map<String, Value>,
) -> AnyView {
    let part = |key: &str| file.get(key).map(plain).unwrap_or_default();
    let pages = part("pages");
    let lang = view.lang.get();
    let pages = (!pages.is_empty()).then(|| {
        let text = format!(" · {}: {pages}", lang.payload_part("pages"));
        view! { <span class="u-muted">{text}</span> }
    });
    let heading = lang.texts().detail().attachment;
    let kept = serde_json::from_value::<Attachment>(Value::Object(file.clone())).ok();
    let button = kept
        .zip(opened.cloned())
        .map(|(file, opened)| view! { <Download view opened file /> });
    view! {
        <div class="c-attachment">
            <Icon name="paperclip" /><span class="u-hidden">{heading}": "</span>{part("name")}{pages}" "{button}
        </div>
    }
    .into_any()
}

/// Fetches the file when it is asked for, and hands it to the person.
#[component]
fn Download(view: View, opened: Opened, file: Attachment) -> impl IntoView {
    let fetching = RwSignal::new(Fetching::No);
    let t = move || view.texts().detail();
    let size = size_text(file.size_bytes);
    let label = {
        let name = file.name.clone();
        move || fill(t().download_name, &name)
    };
    let fetch = move |_| fetch(view, &opened, &file, fetching);
    let is_underway = move || fetching.get() == Fetching::Underway;
    let said = move || match fetching.get() {
        Fetching::No => "",
        Fetching::Underway => t().downloading,
        Fetching::Offline => t().offline,
        Fetching::Gone => t().file_gone,
        Fetching::Failed => t().download_failed,
    };
    view! {
        <button type="button" class="c-button" aria-label=label disabled=is_underway on:click=fetch>
            {move || t().download}" "<span class="u-muted">{size}</span>
        </button>
        <span class="u-muted" role="status">{said}</span>
    }
}

fn fetch(view: View, opened: &Opened, file: &Attachment, fetching: RwSignal<Fetching>) {
    let (Some(host), Some(customer_id)) = (view.host(), view.customer.get_untracked()) else {
        return;
    };
    let turn = host.turn();
    let request = AttachmentRequest {
        customer_id,
        item_id: opened.item_id.clone(),
        sha256: file.sha256.clone(),
        purpose: opened.purpose.clone(),
    };
    let file = file.clone();
    fetching.set(Fetching::Underway);
    view.spawn(async move {
        let question = |remote: &dyn Remote| remote.open_attachment(request);
        let answer = view.ask(moment::DETAIL, question).await;
        if !view.is_turn(turn) {
            return;
        }
        // The item may have been closed meanwhile; then nobody waits for the file.
        let is_open = fetching.try_get_untracked().is_some();
        let end = match answer {
            Ok(content) => {
                if is_open {
                    host.page.offer_file(&content, &file.media_type, &file.name);
                }
                Fetching::No
            }
            Err(ApiError::Network) => Fetching::Offline,
            Err(ApiError::NotFound) => Fetching::Gone,
            Err(_) => Fetching::Failed,
        };
        let _ = fetching.try_set(end);
    });
}

/// Returns a size in the unit that people know it by.
fn size_text(bytes: u64) -> String {
    match bytes.div_ceil(1024) {
        kib if kib < 1024 => format!("{kib} kB"),
        kib => format!("{} MB", kib.div_ceil(1024)),
    }
}
