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
    let label = Signal::derive(move || view.texts().app().queue.to_owned());
    let text = move || {
        let t = view.texts().app();
        match (waiting.get(), refused.get()) {
            (0, 0) => t.queue_empty.to_owned(),
            (0, _) => t.attention.to_owned(),
            (n, _) => fill(t.queue_count, &n.to_string()),
        }
    };
    let class = move || match (waiting.get(), refused.get()) {
        (0, 0) => "c-badge c-badge--ok",
        (_, 0) => "c-badge c-badge--warn",
        _ => "c-badge c-badge--danger",
    };
    let trigger =
        ViewFn::from(move || view! { <span class=class><Icon name="send" />{text}</span> });
    view! {
        <div class="c-queue">
            <Popover label class="c-queue__button" trigger>
                <h2>{move || view.texts().app().queue}</h2>
                {move || entries(view)}
            </Popover>
        </div>
    }
}

fn entries(view: View) -> AnyView {
    let t = view.texts().app();
    let all = view.outbox.with(|o| o.entries().to_vec());
    if all.is_empty() {
        return view! { <p>{t.queue_empty}</p> }.into_any();
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
