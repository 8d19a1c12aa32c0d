//! An opened item, in place under its line: what was said, ordered, written, agreed, and what came of it.

mod attachment;
mod facts;
mod focus;
mod former;
mod payload;
mod plain;

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::insight::{Answer, answer};
use klantbeeld_core::model::{Action, ItemLine, Status};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::api::ApiError;
use crate::api::wire::{DetailRequest, ItemDetail};
use crate::i18n::fill;
use crate::part::part;
use crate::state::{View, moment, set_fields, write};
use crate::style;
use crate::ui::{Bone, Icon, NOTE_FIELD, Notice, PendingMark};
use crate::views::found::marked;
use attachment::Opened;
use focus::LAID_OUT;
use leptos::prelude::*;

/// How far the opening is.
#[derive(Clone)]
enum Opening {
    Loading,
    Open(Box<ItemDetail>, Option<String>),
    /// It was written here, and the server does not have it yet.
    Waiting,
    Failed(ApiError),
}

part! {
    /// Shows the detail of one item.
    pub(crate) fn detail_part(view: View, item_id: ItemId) -> AnyView in rest {
        view.adopt_style(style::REST);
        view! { <Detail view item_id /> }.into_any()
    }
}

#[component]
fn Detail(view: View, item_id: ItemId) -> impl IntoView {
    let opening = RwSignal::new(Opening::Loading);
    let item = StoredValue::new(item_id);
    let load = Callback::new(move |purpose| load(view, item.get_value(), purpose, opening));
    let waits = Memo::new(move |_| item.with_value(|id| view.is_waiting(id)));
    // When it opens, and again once the server has what was written here.
    Effect::new(move |_| {
        waits.track();
        load.run(None);
    });
    let content = move || match opening.get() {
        Opening::Loading => loading(view),
        Opening::Open(detail, purpose) => opened(view, &detail, purpose),
        Opening::Waiting => {
            view! { {item.with_value(|id| known(view, id))}<p><PendingMark view /></p> }.into_any()
        }
        Opening::Failed(error) => {
            view! { {item.with_value(|id| known(view, id))}{failed(view, error, load)} }.into_any()
        }
    };
    let frame = NodeRef::new();
    focus::go_and_give_back(frame);
    Effect::new(move |_| {
        if opening.with(|o| matches!(o, Opening::Open(..))) {
            set_timeout(move || bring_into_sight(frame), LAID_OUT);
        }
    });
    view! { <article class="c-detail" node_ref=frame>{content}</article> }
}

/// Scrolls as little as is needed: what was opened from an alert or a promise may be far away.
fn bring_into_sight(frame: NodeRef<leptos::html::Article>) {
    let how = ScrollIntoViewOptions::new();
    how.set_block(ScrollLogicalPosition::Nearest);
    // The item may have been closed by then.
    if let Some(frame) = frame.try_get_untracked().flatten() {
        frame.scroll_into_view_with_scroll_into_view_options(&how);
    }
}

fn load(view: View, item_id: ItemId, purpose: Option<String>, opening: RwSignal<Opening>) {
    let (Some(host), Some(customer_id)) = (view.host(), view.customer.get_untracked()) else {
        return;
    };
    if untrack(|| view.is_waiting(&item_id)) {
        opening.set(Opening::Waiting);
        return;
    }
    let turn = host.turn();
    opening.set(Opening::Loading);
    view.spawn(async move {
        let request = DetailRequest {
            customer_id,
            item_id,
            purpose: purpose.clone(),
        };
        let answer = view
            .ask(moment::DETAIL, |remote| remote.detail(request))
            .await;
        if !view.is_turn(turn) {
            return;
        }
        // The line may have been closed meanwhile: then nobody waits for it.
        let _ = opening.try_set(match answer {
            Ok(detail) => Opening::Open(Box::new(detail), purpose),
            Err(error) => Opening::Failed(error),
        });
    });
}

/// Shows what the line itself says, for when no more can be had.
fn known(view: View, item_id: &ItemId) -> Option<AnyView> {
    let row = view.timeline.with(|t| t.find(item_id.as_str()));
    let line = row.and_then(|row| view.timeline.with(|t| t.line(row)))?;
    Some(facts::facts(view, &line, None))
}

fn loading(view: View) -> AnyView {
    view! {
        <div class="c-bones" role="status" aria-label=view.texts().detail().loading>
            <Bone width="70%" height="14px" />
            <Bone width="90%" height="14px" />
            <Bone width="50%" height="14px" />
        </div>
    }
    .into_any()
}

fn failed(view: View, error: ApiError, load: Callback<Option<String>>) -> AnyView {
    let t = view.texts().detail();
    match error {
        ApiError::NeedsPurpose { purposes } => {
            let button = |purpose: String| {
                let text = fill(t.open_for, &view.lang.get().purpose(&purpose));
                view! {
                    <button type="button" class="c-button" on:click=move |_| load.run(Some(purpose.clone()))>
                        {text}
                    </button>
                }
            };
            let buttons = purposes.into_iter().map(button).collect_view();
            view! { <Notice tone="warn" icon="lock"><p>{t.purpose}</p>{buttons}</Notice> }
                .into_any()
        }
        ApiError::Network => {
            view! { <Notice icon="cloud-off"><p>{t.offline}</p></Notice> }.into_any()
        }
        _ => view! {
            <Notice tone="danger" icon="alert">
                <p>{t.failed}</p>
                <button type="button" class="c-button" on:click=move |_| load.run(None)>
                    {view.texts().common().retry}
                </button>
            </Notice>
        }
        .into_any(),
    }
}

fn opened(view: View, detail: &ItemDetail, purpose: Option<String>) -> AnyView {
    let line = &detail.item.line;
    let opened = Opened {
        item_id: line.item_id.clone(),
        purpose,
    };
    view! {
        {facts::facts(view, line, Some(&detail.item))}
        {payload::payload(view, Some(&opened), &detail.item.payload, line.amount.map(|m| m.currency))}
        {question(view, detail)}
        {answers(view, detail)}
        {facts::history(view, &detail.history)}
        {former::former(view, detail)}
        {settle(view, line)}
        {pin(view, detail)}
    }
    .into_any()
}

/// Shows another item as a button that opens it.
fn link(view: View, line: &ItemLine) -> AnyView {
    let item_id = line.item_id.clone();
    let title = view.title(line);
    view! {
        <button type="button" class="c-link" on:click=move |_| view.opened.set(Some(item_id.clone()))>
            {title}
        </button>
    }.into_any()
}

fn question(view: View, detail: &ItemDetail) -> Option<AnyView> {
    let question = detail.question.as_ref()?;
    let heading = view.texts().detail().question;
    Some(view! { <section><h4>{heading}</h4><p>{link(view, question)}</p></section> }.into_any())
}

/// Shows what came back on what we sent: the answers, that there is none yet, or that nobody waits for one.
fn answers(view: View, detail: &ItemDetail) -> Option<AnyView> {
    let t = view.texts().detail();
    let (line, now_ms) = (&detail.item.line, view.now_ms.get_untracked());
    let is_answered = !detail.answers.is_empty();
    let told = match answer(line, &view.custom_kinds(), now_ms, is_answered) {
        _ if is_answered => "",
        Some(Answer::Unanswered) => t.no_reply,
        Some(Answer::NotExpected) => t.needs_no_reply,
        Some(Answer::Answered) | None => return None,
    };
    if !told.is_empty() {
        return Some(view! { <p class="u-muted">{told}</p> }.into_any());
    }
    let answer = |line: &ItemLine| {
        let summary = line.summary.clone();
        view! { <li>{link(view, line)}" "<span class="u-muted">{marked(view, summary)}</span></li> }
    };
    let list = detail.answers.iter().map(answer).collect_view();
    Some(view! { <section><h4>{t.reply}</h4><ul>{list}</ul></section> }.into_any())
}

/// Shows the two ends of a promise that is still open.
fn settle(view: View, line: &ItemLine) -> Option<AnyView> {
    let may = view
        .head
        .with_untracked(|h| h.as_ref().is_some_and(|h| h.viewer.may_add));
    let is_settled = view
        .pending
        .with(|p| p.settlements.iter().any(|s| s.item_id == line.item_id));
    let is_open = line.kind == "promise" && line.status.is_none_or(Status::is_open);
    let t = view.texts().detail();
    let button = |text: &'static str, status: Status, class: &'static str| {
        let item_id = line.item_id.clone();
        let end = move |_| {
            write(
                view,
                Action::SettlePromise {
                    item_id: item_id.clone(),
                    status,
                },
            );
            view.opened.set(None);
        };
        view! { <button type="button" class=class on:click=end>{text}</button> }
    };
    (may && is_open && !is_settled).then(|| {
        view! {
            <div class="c-detail__actions">
                {button(t.settle_kept, Status::Kept, "c-button c-button--primary")}
                {button(t.settle_broken, Status::Broken, "c-button")}
            </div>
        }
        .into_any()
    })
}

/// Shows the button that pins a note on the card, where its reader may.
fn pin(view: View, detail: &ItemDetail) -> Option<AnyView> {
    let may = untrack(|| view.field(NOTE_FIELD)).is_some_and(|f| f.view.writable);
    if !may || detail.item.line.kind != "note" {
        return None;
    }
    let whole = detail
        .item
        .payload
        .get("text")
        .and_then(|text| text.as_str());
    let text = whole.unwrap_or(&detail.item.line.title).to_owned();
    let pin = move |_| {
        set_fields(view, vec![(NOTE_FIELD.to_owned(), text.clone())]);
    };
    let button = view! {
        <div class="c-detail__actions">
            <button type="button" class="c-button" on:click=pin><Icon name="pin" />{view.texts().more().pin_this}</button>
        </div>
    };
    Some(button.into_any())
}
