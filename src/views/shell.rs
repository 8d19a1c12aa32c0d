//! One customer's view, put together: header, alerts, crystal ball, timeline, side column, foot.
//!
//! The organisation decides what it contains: a part shows when the host's `panels` or else the
//! role's panels in the policy name it, or when neither names any.

use super::add::add_part;
use super::ahead::fetch_ahead;
use super::alerts::Alerts;
use super::ball::{ball_part, preload_ball};
use super::dossier::dossier_part;
use super::foot::foot_part;
use super::header::Header;
use super::preferences::preferences_part;
use super::promises::{preload_rest, promises_part};
use super::states::LoadState;
use super::timeline::Timeline;
use crate::state::{Load, View};
use crate::ui::place;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// Returns whether a part of the view is to be shown.
pub(crate) fn shows(view: View, panel: &str) -> bool {
    let has = |names: &[String]| names.is_empty() || names.iter().any(|n| n == panel);
    view.panels.with(|host| {
        if !host.is_empty() {
            return has(host);
        }
        view.head
            .with(|head| head.as_ref().is_none_or(|h| has(&h.viewer.panels)))
    })
}

/// Shows everything about one customer, for an employee.
#[component]
pub(crate) fn CustomerView(view: View) -> impl IntoView {
    // Each customer has elements of their own: whatever a page did to the former ones goes with them.
    let ready = Memo::new(move |_| (view.load.get() == Load::Ready).then(|| view.customer.get()));
    move || match ready.get() {
        Some(_) => view! { <Parts view /> }.into_any(),
        None => view! { <LoadState view /> }.into_any(),
    }
}

/// The part that a narrow view shows under its tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Now,
    Timeline,
    Ball,
    Preferences,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Now, Self::Timeline, Self::Ball, Self::Preferences];

    fn name(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Timeline => "timeline",
            Self::Ball => "ball",
            Self::Preferences => "preferences",
        }
    }

    fn text(self, view: View) -> &'static str {
        let t = view.texts();
        match self {
            Self::Now => t.state().now,
            Self::Timeline => t.timeline().title,
            Self::Ball => t.state().tab_ball,
            Self::Preferences => t.state().tab_preferences,
        }
    }
}

#[component]
fn Parts(view: View) -> impl IntoView {
    let tab = RwSignal::new(Tab::Now);
    // What is opened from an alert or a month must be in sight.
    Effect::new(move |_| {
        if view.opened.get().is_some() || view.jump_to_ms.get().is_some() {
            tab.set(Tab::Timeline);
        }
    });
    let on_month = Callback::new(move |at_ms| view.jump_to_ms.set(Some(at_ms)));
    fetch_ahead(view);
    let stage = paint_in_stages(view);
    let part = move |at: Stage, name: &'static str, make: fn(View) -> AnyView| {
        let is_shown = Memo::new(move |_| stage.get() >= at && shows(view, name));
        move || is_shown.get().then(|| make(view))
    };
    let has_ball = Memo::new(move |_| shows(view, "ball"));
    let is_ball_due = Memo::new(move |_| stage.get() >= Stage::Ball);
    let ball = move || {
        has_ball.get().then(|| {
            if is_ball_due.get() {
                place(view, move || ball_part(view, on_month))
            } else {
                view! { <div class="c-ball c-ball--wait"></div> }.into_any()
            }
        })
    };
    let is_rest_due = Memo::new(move |_| stage.get() >= Stage::All);
    let shell = NodeRef::<leptos::html::Div>::new();
    let skip = move |_| {
        tab.set(Tab::Timeline);
        // A narrow view shows it only then.
        request_animation_frame(move || focus_timeline(shell));
    };
    view! {
        <div class="c-view" data-tab=move || tab.get().name() node_ref=shell>
            <button type="button" class="c-button c-skip" on:click=skip>{move || view.texts().state().skip}</button>
            <div class="c-view__top c-card" part="top">
                <Header view />
                {part(Stage::First, "alerts", |view| view! { <Alerts view /> }.into_any())}
            </div>
            <Tabs view tab />
            {ball}
            <div class="c-view__main">
                {part(Stage::First, "timeline", |view| view! { <Timeline view /> }.into_any())}
            </div>
            <div class="c-view__side">
                {move || is_rest_due.get().then(|| place(view, move || add_part(view)))}
                {part(Stage::All, "promises", |view| place(view, move || promises_part(view)))}
                {part(Stage::All, "dossier", |view| place(view, move || dossier_part(view)))}
                {part(Stage::All, "preferences", |view| place(view, move || preferences_part(view)))}
            </div>
            {move || is_rest_due.get().then(|| place(view, move || foot_part(view)))}
        </div>
    }
}

/// Puts the focus on the line of the timeline that the keyboard is on.
fn focus_timeline(shell: NodeRef<leptos::html::Div>) {
    let line = ".c-row__title[tabindex=\"0\"]";
    let shell = shell.try_get_untracked().flatten();
    let line = shell.and_then(|s| s.query_selector(line).ok().flatten());
    if let Some(line) = line.and_then(|l| l.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An empty timeline has no line.
        let _ = line.focus();
    }
}

/// What is on screen already: who and what happened first, the rest when its part has come, in places of its
/// height, so that nothing moves and the first lines are there a tenth of a second earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    First,
    Ball,
    All,
}

fn paint_in_stages(view: View) -> RwSignal<Stage> {
    let stage = RwSignal::new(Stage::First);
    let rest = async move {
        // A part that does not come says so in its own place.
        let _ = preload_ball().await;
        let _ = stage.try_set(Stage::Ball);
        let _ = preload_rest().await;
        let _ = stage.try_set(Stage::All);
    };
    // After the frame that shows the first lines has been painted.
    request_animation_frame(move || set_timeout(move || view.spawn(rest), Duration::ZERO));
    stage
}

#[component]
fn Tabs(view: View, tab: RwSignal<Tab>) -> impl IntoView {
    let button = move |which: Tab| {
        view! {
            <button
                type="button"
                aria-pressed=move || (tab.get() == which).to_string()
                on:click=move |_| tab.set(which)
            >
                {move || which.text(view)}
            </button>
        }
    };
    view! {
        <nav class="c-tabs" aria-label=move || view.texts().state().parts>
            {Tab::ALL.into_iter().map(button).collect_view()}
        </nav>
    }
}
