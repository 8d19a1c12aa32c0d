//! The bar of the app: search, what waits to be sent, language, and a line when there is no network.

use super::queue::Queue;
use super::search::Search;
use crate::i18n::{Lang, fill, format};
use crate::state::View;
use crate::ui::{Icon, Notice, Segmented};
use leptos::prelude::*;

/// Shows the bar above the customer.
#[component]
pub(crate) fn Bar(view: View) -> impl IntoView {
    let options = Signal::derive(|| vec![("nl", "NL"), ("en", "EN")]);
    let value = Signal::derive(move || match view.lang.get() {
        Lang::Nl => "nl",
        Lang::En => "en",
    });
    let choose = Callback::new(move |name: &'static str| {
        view.lang.set(Lang::of_tag(name));
        remember(view, "lang", name);
    });
    let label = Signal::derive(move || view.texts().app().language.to_owned());
    view! {
        <header class="c-bar">
            <span class="c-bar__brand"><Icon name="eye" /><span>{move || view.texts().common().customer_view}</span></span>
            <Search view />
            <Queue view />
            <Segmented label options value on_choose=choose />
            <Theme view />
            {move || offline(view)}
        </header>
    }
}

/// Tells the page of the app what was chosen, which keeps it for the next start.
fn remember(view: View, name: &str, value: &str) {
    if let Some(host) = view.host() {
        host.emit("setting", &[("name", name), ("value", value)]);
    }
}

/// As the device has it, then dark, then light.
#[component]
fn Theme(view: View) -> impl IntoView {
    let theme = view.theme;
    let turn = move |_| {
        let next = match theme.get_untracked() {
            "auto" => "dark",
            "dark" => "light",
            _ => "auto",
        };
        theme.set(next);
        remember(view, "theme", next);
    };
    let label = move || {
        let t = view.texts().app();
        let now = match theme.get() {
            "dark" => t.theme_dark,
            "light" => t.theme_light,
            _ => t.theme_auto,
        };
        format!("{}: {now}", t.theme)
    };
    let icon = move || {
        let name = match theme.get() {
            "dark" => "moon",
            "light" => "sun",
            _ => "contrast",
        };
        view! { <Icon name /> }
    };
    view! {
        <button type="button" class="c-button c-button--quiet c-button--icon" title=label on:click=turn>
            {icon}
        </button>
    }
}

/// Says that there is no network and how old what is shown is.
fn offline(view: View) -> Option<AnyView> {
    if view.is_online.get() {
        return None;
    }
    let t = view.texts().state();
    let as_of = view.head.with(|h| h.as_ref().map(|h| h.as_of_ms));
    let text = as_of.map_or_else(
        || t.offline.to_owned(),
        |at_ms| fill(t.offline_age, &format::moment(view.lang.get(), at_ms)),
    );
    Some(
        view! { <div class="c-bar__offline" role="status"><Notice tone="warn" icon="wifi-off"><p>{text}</p></Notice></div> }.into_any(),
    )
}
