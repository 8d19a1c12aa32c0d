//! A line of the list: what it shows of an item, and the recycled element that shows it.

use std::sync::Arc;

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::insight::{awaits_answer, is_sent};
use klantbeeld_core::model::ItemLine;
use klantbeeld_core::timeline::{Entry, Mood, Timeline};

use leptos::prelude::*;

use super::model::Model;
use crate::i18n::{Lang, fill, format, kind_icon};
use crate::state::View;
use crate::ui::{ICON_BOX, outline, toned};
use crate::views::status::{status_text, status_tone};

/// What decides what a slot shows; while it stays the same, nothing is read or written.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    top_px: u32,
    place: u32,
    row: u32,
    timeline: ByAddress,
    lang: Lang,
    now_ms: i64,
    opened: Option<ItemId>,
    is_short: bool,
}

/// A timeline that counts as another whenever it was made anew: comparing its lines would cost more than drawing.
#[derive(Debug, Clone)]
struct ByAddress(Arc<Timeline>);

impl PartialEq for ByAddress {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Returns the line in sight whose place falls to slot `slot` of the pool.
fn key(view: View, model: Model, slot: u32) -> Option<Key> {
    let pool = model.pool();
    let mine = |(_, entry): &&(u32, Entry)| matches!(entry, Entry::Line(p) if p % pool == slot);
    let (top_px, place) = model.window.with(|w| match w.iter().find(mine) {
        Some((top, Entry::Line(place))) => Some((*top, *place)),
        _ => None,
    })?;
    Some(Key {
        top_px,
        place,
        row: model.shown.with(|s| s.0.get(place as usize).copied())?,
        timeline: ByAddress(view.timeline.get()),
        lang: view.lang.get(),
        now_ms: view.now_ms.get(),
        opened: view.opened.get(),
        is_short: model.layout.with(|l| l.is_short(place)),
    })
}

/// Returns what became of a message: the answer's title, or that there is none.
fn answer(view: View, line: &ItemLine) -> Option<String> {
    let t = view.texts().timeline();
    let custom = view.custom_kinds();
    if !is_sent(line, &custom) {
        return None;
    }
    let reply = view.timeline.with(|t| {
        // Rows go from new to old, so the last is the first answer.
        let answers = t.replies().filter(|(id, _)| *id == line.item_id.as_str());
        answers.last().and_then(|(_, row)| t.line(row))
    });
    if let Some(reply) = reply {
        return Some(fill(t.answered, &view.title(&reply)));
    }
    let waits = awaits_answer(line, &custom, view.now_ms.get());
    waits.then(|| t.unanswered.to_owned())
}

fn summary(lang: Lang, line: &ItemLine, answer: Option<&str>) -> String {
    let t = lang.texts().timeline();
    let mut text = line.summary.replace('\n', " ");
    if line.summary_from.is_some() {
        text = fill(t.made, &text);
    }
    let mut add = |part: &str| {
        if !part.is_empty() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(part);
        }
    };
    if !line.goal.is_empty() {
        add(&fill(t.goal, &line.goal));
    }
    if !line.outcome.is_empty() {
        add(&fill(t.outcome, &line.outcome));
    } else if !line.goal.is_empty() {
        add(t.no_outcome);
    }
    add(answer.unwrap_or_default());
    text
}

fn class_of(view: View, key: &Key, line: &ItemLine, is_opened: bool, has_badge: bool) -> String {
    let mut class = String::from("c-row");
    if is_opened {
        class.push_str(" is-opened");
    }
    if key.is_short {
        class.push_str(" is-short");
    }
    if line.at_ms > key.now_ms {
        class.push_str(" is-planned");
    }
    if has_badge {
        class.push_str(" has-status");
    }
    if view.marked.with(|marked| marked.contains(&line.item_id)) {
        class.push_str(" is-new");
    }
    match line.mood.map(Mood::of) {
        Some(Mood::Negative) => class.push_str(" is-negative"),
        Some(Mood::Positive) => class.push_str(" is-positive"),
        _ => {}
    }
    class
}

/// Everything that a row of the list shows, ready to be written.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    place: u32,
    class: String,
    transform: String,
    icon: &'static str,
    is_opened: bool,
    /// What a screen reader says of the button.
    name: String,
    title: String,
    /// The badge's class and text.
    badge: Option<(String, &'static str)>,
    summary: String,
    amount: String,
    /// When, and over which channel.
    way: String,
}

fn shown(view: View, key: &Key) -> Option<Shown> {
    let line = key.timeline.0.line(key.row)?;
    let lang = key.lang;
    let custom = view.custom_kinds();
    let is_opened = key.opened.as_ref() == Some(&line.item_id);
    let badge = badge(view, lang, &line);
    let title = view.title(&line);
    Some(Shown {
        place: key.place,
        class: class_of(view, key, &line, is_opened, badge.is_some()),
        transform: translated(key.top_px),
        icon: outline(kind_icon(&line.kind, &custom)),
        is_opened,
        name: name(&lang.kind(&line.kind, &custom), &title),
        title,
        badge,
        summary: summary(lang, &line, answer(view, &line).as_deref()),
        amount: line
            .amount
            .map(|m| format::money(lang, m))
            .unwrap_or_default(),
        way: way(lang, &line),
    })
}

fn badge(view: View, lang: Lang, line: &ItemLine) -> Option<(String, &'static str)> {
    if view.is_waiting(&line.item_id) {
        let class = toned("c-badge", "warn");
        return Some((class, lang.texts().state().waiting));
    }
    let status = line.status?;
    let class = toned("c-badge", status_tone(status));
    Some((class, status_text(lang, status)))
}

/// Returns kind and title, as a screen reader says them; a title that begins with its kind says both.
fn name(kind: &str, title: &str) -> String {
    if title.starts_with(kind) {
        return title.to_owned();
    }
    [kind, title].join(": ")
}

fn way(lang: Lang, line: &ItemLine) -> String {
    let time = format::time(lang, line.at_ms);
    if line.channel.is_empty() {
        return time;
    }
    [time, lang.channel(&line.channel)].join(" · ")
}

/// Returns where a recycled element stands in the list.
pub(super) fn translated(top_px: u32) -> String {
    format!("translateY({top_px}px)")
}

/// Shows a recycled row of the list; where it has nothing to show it is out of sight.
///
/// Its texts replace whatever is in their elements: a page that translates or marks words puts nodes of its own
/// there, and a text written to the former node would leave another item's on screen.
#[component]
pub(super) fn Row(view: View, model: Model, index: u32, on_open: Callback<u32>) -> impl IntoView {
    let key = Memo::new(move |_| key(view, model, index));
    let shown = Memo::new(move |_| key.with(|key| shown(view, key.as_ref()?)));
    let place = move || shown.with(|s| s.as_ref().map(|s| s.place));
    let is_current = move || place().is_some_and(|place| place == model.cursor.get());
    let text = move |of: fn(&Shown) -> &str| {
        move || shown.with(|s| s.as_ref().map(|s| of(s).to_owned()).unwrap_or_default())
    };
    let badge = move || shown.with(|s| s.as_ref().and_then(|s| s.badge.clone()));
    let open = move |_| {
        if let Some(place) = untrack(place) {
            on_open.run(place);
        }
    };
    view! {
        <article
            class=text(|s| &s.class)
            style:transform=text(|s| &s.transform)
            hidden=move || shown.with(Option::is_none)
            aria-setsize=move || model.count()
            aria-posinset=move || place().map(|place| place + 1)
            data-place=place
        >
            <svg class="c-row__icon c-icon" viewBox=ICON_BOX aria-hidden="true">
                <path d=text(|s| s.icon)></path>
            </svg>
            <div class="c-row__body">
                <button
                    class="c-row__title"
                    type="button"
                    tabindex=move || if is_current() { "0" } else { "-1" }
                    aria-expanded=move || shown.with(|s| s.as_ref().is_some_and(|s| s.is_opened)).to_string()
                    aria-label=text(|s| &s.name)
                    on:click=open
                    prop:textContent=text(|s| &s.title)
                ></button>
                <span
                    class=move || badge().map(|(class, _)| class).unwrap_or_default()
                    hidden=move || badge().is_none()
                    prop:textContent=move || badge().map_or("", |(_, text)| text)
                ></span>
                <p class="c-row__summary" prop:textContent=text(|s| &s.summary)></p>
            </div>
            <div class="c-row__side">
                <span class="c-row__amount" prop:textContent=text(|s| &s.amount)></span>
                <span prop:textContent=text(|s| &s.way)></span>
            </div>
        </article>
    }
}
