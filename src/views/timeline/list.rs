//! The virtual list: a fixed pool of recycled lines over a tall, empty box.
//!
//! A pool instead of a keyed list, because creating and removing elements while scrolling costs more
//! than writing new text into those that are there.

use chrono::{NaiveDate, NaiveTime};
use klantbeeld_core::time::DAY_MS;
use klantbeeld_core::timeline::Entry;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use web_sys::KeyboardEvent;

use super::keeping::keep_place;
use super::model::Model;
use super::row::{Row, translated};
use crate::i18n::format;
use crate::state::{Tail, View};
use crate::ui::{self, observe_size};
use crate::views::detail::detail_part;

/// A card is no higher; what is opened in it scrolls.
const COMPACT_PX: u32 = 680;

/// Shows the list, with the opened item's detail in place.
#[component]
pub(super) fn List(view: View, model: Model) -> impl IntoView {
    let scroller = model.list;
    observe_size(scroller, move |width_px, height_px| {
        model.width_px.set(width_px);
        model.height_px.set(height_px);
    });
    scroll_to_top_on_filter(view, model, scroller);
    scroll_to_opened(view, model, scroller);
    scroll_to_target(model, scroller);
    keep_place(view, model, scroller);
    let on_scroll = move |_| {
        if let Some(list) = scroller.get_untracked() {
            model
                .scroll_px
                .set(u32::try_from(list.scroll_top()).unwrap_or_default());
        }
    };
    let toggle = Callback::new(move |place: u32| toggle(view, model, place));
    let t = move || view.texts().timeline();
    let pool = Memo::new(move |_| model.pool());
    view! {
        <div
            class="c-timeline__list"
            node_ref=scroller
            style:height=move || compact_height(view, model)
            on:scroll=on_scroll
            on:keydown=move |event| on_key(view, model, scroller, &event)
        >
            <div class="c-timeline__canvas" style:height=move || format!("{}px", model.layout.with(|l| l.total_px()))>
                {move || (0..pool.get()).map(|slot| view! { <Day view model index=slot /> }).collect_view()}
                // A feed holds articles only: the days and the opened item stand beside it.
                <div
                    role="feed"
                    aria-label=move || t().title
                    aria-busy=move || (view.tail.get() == Tail::Partial).to_string()
                    hidden=move || model.shown.with(|s| s.0.is_empty())
                >
                    {move || {
                        (0..pool.get())
                            .map(|slot| view! { <Row view model index=slot on_open=toggle /> })
                            .collect_view()
                    }}
                </div>
                <Opened view model />
            </div>
            <Empty view model />
        </div>
    }
}

/// Returns the height of a card, which is as high as its few lines; elsewhere the style sheet says how high the list is.
fn compact_height(view: View, model: Model) -> String {
    if !view.is_compact.get() || model.shown.with(|s| s.0.is_empty()) {
        return String::new();
    }
    let height_px = model.layout.with(|l| l.total_px()).min(COMPACT_PX);
    format!("{height_px}px")
}

/// Shows the heading of a day, recycled like the lines.
#[component]
fn Day(view: View, model: Model, index: u32) -> impl IntoView {
    let now = Memo::new(move |_| {
        let days = |w: &Vec<(u32, Entry)>| {
            let heads = w.iter().filter_map(|(top, entry)| match entry {
                Entry::Day { date, .. } => Some((*top, *date)),
                Entry::Line(_) => None,
            });
            heads.into_iter().nth(index as usize)
        };
        model.window.with(days)
    });
    let text = move || {
        now.get()
            .map(|(_, date)| heading(view, date))
            .unwrap_or_default()
    };
    view! {
        <h3
            class="c-timeline__day"
            hidden=move || now.with(Option::is_none)
            style:transform=move || now.get().map(|(top_px, _)| translated(top_px))
            prop:textContent=text
        ></h3>
    }
}

/// "Today · Monday 16 November", or the date alone. Tracks language and clock.
fn heading(view: View, date: NaiveDate) -> String {
    let lang = view.lang.get();
    let now_ms = view.now_ms.get();
    let today = view.zone.with(|zone| zone.date(now_ms));
    // Noon keeps the date the same in every zone of a customer's country.
    let noon_ms = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis() + DAY_MS / 2;
    let text = format::weekday(lang, noon_ms, now_ms);
    let t = lang.texts().common();
    match (date - today).num_days() {
        0 => format!("{} · {text}", t.today),
        -1 => format!("{} · {text}", t.yesterday),
        1 => format!("{} · {text}", t.tomorrow),
        _ => text,
    }
}

/// Shows the detail of the opened line, below it.
#[component]
fn Opened(view: View, model: Model) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    observe_size(frame, move |_, height_px| model.detail_px.set(height_px));
    let place = Memo::new(move |_| model.opened_place());
    let top_px = move || place.get().map(|p| model.layout.with(|l| l.end_of(p)));
    view! {
        <div
            class="c-timeline__detail"
            node_ref=frame
            hidden=move || place.get().is_none()
            style:transform=move || top_px().map(translated)
        >
            {move || place.get().and_then(|_| view.opened.get()).map(|item_id| ui::place(view, move || detail_part(view, item_id.clone())))}
        </div>
    }
}

/// Shows what stands in the list when no line does.
#[component]
fn Empty(view: View, model: Model) -> impl IntoView {
    let is_empty = Memo::new(move |_| model.shown.with(|s| s.0.is_empty()));
    let text = move || {
        let t = view.texts().timeline();
        let has_items = view.head.with(|h| h.as_ref().is_some_and(|h| h.total > 0));
        if has_items { t.none } else { t.empty }
    };
    view! { <p class="c-timeline__empty" hidden=move || !is_empty.get()>{text}</p> }
}

fn toggle(view: View, model: Model, place: u32) {
    model.cursor.set(place);
    let row = model
        .shown
        .with_untracked(|s| s.0.get(place as usize).copied());
    let Some(line) = row.and_then(|row| view.timeline.with_untracked(|t| t.line(row))) else {
        return;
    };
    let is_open = view
        .opened
        .with_untracked(|o| o.as_ref() == Some(&line.item_id));
    if let (Some(host), false) = (view.host(), is_open) {
        let customer = view.customer.get_untracked();
        let customer = customer.as_ref().map_or("", |c| c.as_str());
        let item = line.item_id.as_str();
        host.emit(
            "select",
            &[("customer", customer), ("item", item), ("kind", &line.kind)],
        );
    }
    view.opened.set((!is_open).then_some(line.item_id));
}

/// Goes to the newest line of a new filter, not to the middle of where the former one was.
fn scroll_to_top_on_filter(view: View, model: Model, scroller: NodeRef<Div>) {
    Effect::new(move |before: Option<()>| {
        view.filter.track();
        if before.is_some()
            && model.scroll_px.get_untracked() > 0
            && let Some(list) = scroller.get_untracked()
        {
            list.set_scroll_top(0);
            model.scroll_px.set(0);
            model.cursor.set(0);
        }
    });
}

/// Brings an item that was opened from elsewhere into sight; filters that hide it give way.
fn scroll_to_opened(view: View, model: Model, scroller: NodeRef<Div>) {
    Effect::new(move |_| {
        let Some(item) = view.opened.get() else {
            return;
        };
        let Some(row) = view.timeline.with(|t| t.find(item.as_str())) else {
            return;
        };
        if model.shown.with_untracked(|s| !s.0.contains(&row)) {
            view.filter
                .set(klantbeeld_core::timeline::Filter::default());
            // What lies ahead stays hidden without this.
            if model.shown.with_untracked(|s| !s.0.contains(&row)) {
                view.shows_planned.set(true);
            }
        }
        let Some(place) = untrack(move || model.opened_place()) else {
            return;
        };
        let (top, end) = model
            .layout
            .with_untracked(|l| (l.top_of(place), l.end_of(place)));
        model.cursor.set(place);
        let Some(list) = scroller.get_untracked() else {
            return;
        };
        let (from, height) = (
            model.scroll_px.get_untracked(),
            model.height_px.get_untracked(),
        );
        if top < from || end > from + height {
            list.set_scroll_top(i32::try_from(top.saturating_sub(36)).unwrap_or(i32::MAX));
        }
    });
}

/// Brings a place that was asked for to the top.
fn scroll_to_target(model: Model, scroller: NodeRef<Div>) {
    Effect::new(move |_| {
        let Some(place) = model.target.get() else {
            return;
        };
        let Some(list) = scroller.get_untracked() else {
            return;
        };
        let day_px = model.heights.get_untracked().day_px;
        let top = model
            .layout
            .with_untracked(|l| l.top_of(place))
            .saturating_sub(day_px);
        list.set_scroll_top(i32::try_from(top).unwrap_or(i32::MAX));
        model.scroll_px.set(top);
        model.cursor.set(place);
        model.target.set(None);
    });
}

/// Arrow and page keys move from line to line, Home and End to the ends, Escape closes.
fn on_key(view: View, model: Model, scroller: NodeRef<Div>, event: &KeyboardEvent) {
    let last = model.shown.with_untracked(|s| s.0.len()).saturating_sub(1);
    let last = u32::try_from(last).unwrap_or(u32::MAX);
    let page = model.height_px.get_untracked() / model.heights.get_untracked().line_px;
    let cursor = model.cursor.get_untracked();
    let target = match event.key().as_str() {
        "ArrowDown" => cursor.saturating_add(1),
        "ArrowUp" => cursor.saturating_sub(1),
        "PageDown" => cursor.saturating_add(page),
        "PageUp" => cursor.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        // The focus is still on its way to the line that the arrows have reached.
        "Enter" | " " if model.is_moving.get_value() => {
            toggle(view, model, cursor);
            return event.prevent_default();
        }
        "Escape" if view.opened.with_untracked(Option::is_some) => {
            view.opened.set(None);
            event.prevent_default();
            return event.stop_propagation();
        }
        _ => return,
    };
    // Unchecked here and below: in another window an element may be one of that window's classes.
    let on = event.target().map(JsCast::unchecked_into::<HtmlElement>);
    if !on.is_some_and(|e| e.class_list().contains("c-row__title")) {
        return;
    }
    event.prevent_default();
    let target = target.min(last);
    model.cursor.set(target);
    model.is_moving.set_value(true);
    let Some(list) = scroller.get_untracked() else {
        return;
    };
    let (top, end) = model
        .layout
        .with_untracked(|l| (l.top_of(target), l.end_of(target)));
    let (from, height) = (
        model.scroll_px.get_untracked(),
        model.height_px.get_untracked(),
    );
    if top < from + 36 || end > from + height {
        let scroll_px = if top < from + 36 {
            top.saturating_sub(36)
        } else {
            end - height
        };
        list.set_scroll_top(i32::try_from(scroll_px).unwrap_or(i32::MAX));
        model.scroll_px.set(scroll_px);
    }
    // The slot shows the line only after this turn's effects.
    request_animation_frame(move || {
        // Whoever went on meanwhile is where they are now.
        if model.cursor.try_get_untracked() != Some(target) {
            return;
        }
        let _ = model.is_moving.try_set_value(false);
        let selector = format!("[data-place=\"{target}\"] .c-row__title");
        let title = list.query_selector(&selector).ok().flatten();
        if let Some(title) = title.map(JsCast::unchecked_into::<HtmlElement>) {
            let _ = title.focus();
        }
    });
}
