//! A line of the list: what it shows of an item, and the recycled element that shows it.

use std::sync::Arc;

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::insight::{awaits_answer, is_sent};
use klantbeeld_core::model::{ItemLine, Status};
use klantbeeld_core::timeline::{Entry, Mood, Timeline};

use super::model::Model;
use crate::dom::prelude::*;
use crate::dom::{LiveElement, LiveText, follow};
use crate::i18n::{Lang, fill, format, kind_icon};
use crate::state::View;
use crate::ui::{ICON_BOX, outline};

/// What decides what a slot shows; while it stays the same, nothing is read or written.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    top_px: u32,
    place: u32,
    row: u32,
    timeline: *const Timeline,
    lang: Lang,
    now_ms: i64,
    opened: Option<ItemId>,
}

/// The line in sight whose place falls to slot `slot` of the pool.
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
        timeline: view.timeline.with(Arc::as_ptr),
        lang: view.lang.get(),
        now_ms: view.now_ms.get(),
        opened: view.opened.get(),
    })
}

/// What became of a message: the answer's title, or that there is none.
fn answer(view: View, line: &ItemLine) -> Option<String> {
    let t = &view.texts().timeline;
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

/// The status in words.
pub(crate) fn status_text(lang: Lang, status: Status) -> &'static str {
    let t = &lang.texts().timeline;
    match status {
        Status::Open => t.open,
        Status::InProgress => t.in_progress,
        Status::Planned => t.planned,
        Status::Done => t.done,
        Status::Kept => t.kept,
        Status::Broken => t.broken,
        Status::Cancelled => t.cancelled,
        Status::Active => t.active,
        Status::Ended => t.ended,
        Status::Rejected => t.rejected,
    }
}

/// The tone of a status, as the badge's modifier.
pub(crate) fn status_tone(status: Status) -> &'static str {
    match status {
        Status::Open | Status::InProgress => "warn",
        Status::Planned => "future",
        Status::Kept | Status::Done | Status::Active => "ok",
        Status::Broken | Status::Rejected => "danger",
        Status::Cancelled | Status::Ended => "quiet",
    }
}

fn summary(lang: Lang, line: &ItemLine, answer: Option<&str>) -> String {
    let t = &lang.texts().timeline;
    let mut text = line.summary.replace('\n', " ");
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
    }
    add(answer.unwrap_or_default());
    text
}

fn class_of(key: &Key, line: &ItemLine, is_opened: bool, has_badge: bool) -> String {
    let mut class = String::from("c-row");
    if is_opened {
        class.push_str(" is-opened");
    }
    if line.at_ms > key.now_ms {
        class.push_str(" is-planned");
    }
    if has_badge {
        class.push_str(" has-status");
    }
    match line.mood.map(Mood::of) {
        Some(Mood::Negative) => class.push_str(" is-negative"),
        Some(Mood::Positive) => class.push_str(" is-positive"),
        _ => {}
    }
    class
}

/// The places of a recycled element that change with the line it shows.
#[derive(Clone, Default)]
struct Parts {
    article: LiveElement,
    icon: LiveElement,
    button: LiveElement,
    badge: LiveElement,
}

struct Words {
    title: LiveText,
    badge: LiveText,
    summary: LiveText,
    amount: LiveText,
    /// When, and over which channel.
    way: LiveText,
}

fn write(view: View, key: &Key, line: &ItemLine, parts: &Parts, words: &Words) {
    let lang = key.lang;
    let custom = view.custom_kinds();
    let is_opened = key.opened.as_ref() == Some(&line.item_id);
    let article = &parts.article;
    let waits = view.is_waiting(&line.item_id);
    let has_badge = waits || line.status.is_some();
    article.attribute("class", class_of(key, line, is_opened, has_badge));
    article.style("transform", translated(key.top_px));
    article.attribute("aria-posinset", key.place + 1);
    article.attribute("data-place", key.place);
    let icon = kind_icon(&line.kind, &custom);
    parts.icon.attribute("d", outline(icon));
    let button = &parts.button;
    button.attribute("aria-expanded", is_opened.to_string());
    let title = view.title(line);
    let name = [&*lang.kind(&line.kind, &custom), ": ", &title].concat();
    button.attribute("aria-label", name);
    parts.badge.attribute("hidden", !has_badge);
    if waits {
        parts.badge.attribute("class", "c-badge c-badge--warn");
        words.badge.set(view.texts().state.waiting);
    } else if let Some(status) = line.status {
        let tone = status_tone(status);
        parts
            .badge
            .attribute("class", ["c-badge c-badge--", tone].concat());
        words.badge.set(status_text(lang, status));
    }
    words.title.set(title);
    words
        .summary
        .set(summary(lang, line, answer(view, line).as_deref()));
    words.amount.set(
        line.amount
            .map(|m| format::money(lang, m))
            .unwrap_or_default(),
    );
    let mut way = format::time(lang, line.at_ms);
    if !line.channel.is_empty() {
        // A blank in a wide list, the next line in a narrow one.
        way.push_str(" ·\n");
        way.push_str(&lang.channel(&line.channel));
    }
    words.way.set(way);
}

/// Where a recycled element stands in the list.
pub(super) fn translated(top_px: u32) -> String {
    ["translateY(", &top_px.to_string(), "px)"].concat()
}

/// A recycled element of the list; where it has nothing to show it is out of sight.
#[component]
pub(super) fn Row(view: View, model: Model, index: u32, on_open: Callback<u32>) -> Node {
    let parts = Parts::default();
    let text = LiveText::new;
    let words = Words {
        title: text(),
        badge: text(),
        summary: text(),
        amount: text(),
        way: text(),
    };
    let place = StoredValue::new(None);
    let open = move |_| {
        if let Some(place) = place.get_value() {
            on_open.run(place);
        }
    };
    let row = view! {
        <article class="c-row" hidden=true node_ref=&parts.article>
            <svg class="c-row__icon c-icon" viewBox=ICON_BOX aria-hidden="true">
                <path node_ref=&parts.icon></path>
            </svg>
            <div class="c-row__body">
                <button class="c-row__title" type="button" node_ref=&parts.button on:click=open>
                    {words.title.node()}
                </button>
                <span hidden=true node_ref=&parts.badge>{words.badge.node()}</span>
                <p class="c-row__summary">{words.summary.node()}</p>
            </div>
            <div class="c-row__side">
                <span class="c-row__amount">{words.amount.node()}</span>
                <span>{words.way.node()}</span>
            </div>
        </article>
    };
    let mut before = None;
    follow(Box::new(move || {
        let now = key(view, model, index);
        let at = now.as_ref().map(|k| k.place);
        let is_current = at.is_some() && at == Some(model.cursor.get());
        parts.article.attribute("hidden", now.is_none());
        parts.article.attribute("aria-setsize", model.count());
        parts
            .button
            .attribute("tabindex", if is_current { "0" } else { "-1" });
        if now == before {
            return;
        }
        place.set_value(at);
        if let Some(key) = &now
            && let Some(line) = view.timeline.with(|t| t.line(key.row))
        {
            write(view, key, &line, &parts, &words);
        }
        before = now;
    }));
    row
}
