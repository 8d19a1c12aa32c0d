//! What stands where there is nothing to show, and what the view has to say about itself.

use super::icon::Icon;
use super::tone::toned;
use leptos::prelude::*;

/// Shows a place without content: what is so, and what to do.
#[component]
pub(crate) fn EmptyState(
    icon: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(into, optional)] hint: Option<Signal<String>>,
    /// A button, when there is something to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="c-empty">
            <Icon name=icon />
            <strong>{move || title.get()}</strong>
            {hint.map(|hint| view! { <p>{move || hint.get()}</p> })}
            {children.map(|children| children())}
        </div>
    }
}

/// Shows a line that needs a look, in the colour of `info`, `ok`, `warn` or `danger`.
#[component]
pub(crate) fn Notice(
    #[prop(default = "info")] tone: &'static str,
    #[prop(default = "info")] icon: &'static str,
    children: Children,
) -> impl IntoView {
    view! { <div class=toned("c-notice", tone)><Icon name=icon />{children()}</div> }
}

/// Shows a line at the lower edge of the view, with a way to undo what it tells. It stays until it is closed.
#[component]
pub(crate) fn Toast(
    #[prop(into)] text: Signal<String>,
    #[prop(into)] action: Signal<String>,
    on_action: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="c-toast" role="status">
            <span>{move || text.get()}</span>
            <button type="button" class="c-button" on:click=move |_| on_action.run(())>
                {move || action.get()}
            </button>
        </div>
    }
}

/// Shows a grey box of the size of what is still to come, in CSS pixels; `width` is any CSS length.
#[component]
pub(crate) fn Bone(width: &'static str, height: &'static str) -> impl IntoView {
    view! { <span class="c-bone" aria-hidden="true" style:width=width style:height=height></span> }
}
