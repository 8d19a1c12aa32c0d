//! What waits to be sent, and what the server did not take, in sight and in the user's hand.

use klantbeeld_core::sync::Outbox;

use crate::i18n::fill;
use crate::state::{View, flush};
use crate::ui::{Icon, Popover};
use crate::views::write_line;
use leptos::prelude::*;

/// Shows the queue as a button with its count; opened, every write with what can be done.
#[component]
pub(crate) fn Queue(view: View) -> impl IntoView {
    let waiting = Memo::new(move |_| view.outbox.with(Outbox::waiting_count));
    let refused = Memo::new(move |_| view.outbox.with(|o| o.refused().count()));
    let label = Signal::derive(move || view.texts().queue().title.to_owned());
    let is_known = view.is_queue_known;
    let text = move || {
        let t = view.texts().queue();
        match (waiting.get(), refused.get()) {
            (0, 0) if is_known.get() => t.empty.to_owned(),
            (0, 0) => t.checking.to_owned(),
            (0, _) => t.attention.to_owned(),
            (n, _) => fill(t.count, &n.to_string()),
        }
    };
    let class = move || match (waiting.get(), refused.get()) {
        (0, 0) if is_known.get() => "c-badge c-badge--ok",
        (0, 0) => "c-badge",
        (_, 0) => "c-badge c-badge--warn",
        _ => "c-badge c-badge--danger",
    };
    let trigger =
        ViewFn::from(move || view! { <span class=class><Icon name="send" />{text}</span> });
    view! {
        <div class="c-queue">
            <Popover label class="c-queue__button" trigger>
                <h2>{move || view.texts().queue().title}</h2>
                {move || entries(view)}
            </Popover>
        </div>
    }
}

fn entries(view: View) -> AnyView {
    let t = view.texts().queue();
    let all = view.outbox.with(|o| o.entries().to_vec());
    if all.is_empty() {
        let is_known = view.is_queue_known.get();
        let text = if is_known { t.empty } else { t.checking };
        return view! { <p>{text}</p> }.into_any();
    }
    let send = move |_| {
        view.outbox.update(Outbox::on_online);
        flush(view);
    };
    let rows = all.into_iter().map(|e| write_line(view, &e)).collect_view();
    view! {
        <ul class="c-queue__list">{rows}</ul>
        <button type="button" class="c-button" on:click=send><Icon name="send" />{t.send_now}</button>
    }.into_any()
}
