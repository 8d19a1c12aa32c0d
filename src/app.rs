//! The three faces: embedded for an employee, the customer's own page, and the app.

mod bar;
mod here;
mod queue;
mod recent;
mod search;

use crate::part::part;
use crate::state::{Face, View};
use crate::style;
use crate::ui::place;
use crate::views::{CustomerView, Drafts, own_part};
use bar::Bar;
use here::keep_here;
use leptos::prelude::*;
use recent::Recent;
use std::time::Duration;

/// When the bar is shown although nothing else is.
const BAR_AT_LAST: Duration = Duration::from_secs(1);

/// Shows the root of a mounted view.
#[component]
pub(crate) fn Root(view: View) -> impl IntoView {
    Drafts::provide();
    match view.face {
        Face::Agent => view! { <CustomerView view /> }.into_any(),
        Face::Own => place(view, move || own_part(view)),
        Face::App => view! { <App view /> }.into_any(),
    }
}

/// Shows the app: a bar, and below it the customer who was chosen, or those who were opened before.
#[component]
fn App(view: View) -> impl IntoView {
    let below = NodeRef::<leptos::html::Div>::new();
    let skip = move |_| {
        if let Some(below) = below.get_untracked() {
            // It is on the page: its button was just pressed.
            let _ = below.focus();
        }
    };
    let is_bar_due = RwSignal::new(false);
    let show_bar = move || {
        // Once: a bar that is made anew would lose what somebody is typing.
        if is_bar_due.try_get_untracked() == Some(false) {
            is_bar_due.set(true);
        }
    };
    view.after_first_screen(show_bar);
    // With a network that does not answer somebody else can be looked for.
    set_timeout(show_bar, BAR_AT_LAST);
    let recent = move || {
        is_bar_due
            .get()
            .then(|| place(view, move || recent_part(view)))
    };
    let bar = move || {
        is_bar_due
            .get()
            .then(|| place(view, move || bar_part(view)))
    };
    view! {
        <button type="button" class="c-button c-skip" on:click=skip>{move || view.texts().app().skip}</button>
        <div class="c-app__bar">{bar}</div>
        <div tabindex="-1" node_ref=below>
            <CustomerView view />
            {recent}
        </div>
    }
}

part! {
    /// Shows the bar above the customer.
    fn bar_part(view: View) -> AnyView in app {
        view.adopt_style(style::APP);
        keep_here(view);
        view! { <Bar view /> }.into_any()
    }
}

part! {
    /// Shows the customers that were opened before.
    fn recent_part(view: View) -> AnyView in app {
        view.adopt_style(style::APP);
        view! { <Recent view /> }.into_any()
    }
}
