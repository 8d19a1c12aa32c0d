//! A line of the list: what it shows of an item, and the recycled element that shows it.

use crate::dom::prelude::*;
use klantbeeld_core::model::{Direction, ItemLine, Status};
use klantbeeld_core::timeline::{Entry, Mood};
use klantbeeld_core::vocabulary::{Category, find_kind};

use super::model::Model;
use crate::i18n::{Lang, fill, format, kind_icon};
use crate::state::View;

/// What one slot of the list shows now.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) top_px: u32,
    pub(super) place: u32,
    pub(super) line: ItemLine,
    is_opened: bool,
    is_planned: bool,
    answer: Option<String>,
}

/// What slot `slot` of `pool` shows: the line in sight whose place falls to it.
pub(super) fn shown(view: View, model: Model, slot: u32) -> Option<Shown> {
    let pool = model.pool();
    let mine = |(_, entry): &&(u32, Entry)| matches!(entry, Entry::Line(p) if p % pool == slot);
    let (top_px, place) = model.window.with(|w| match w.iter().find(mine) {
        Some((top, Entry::Line(place))) => Some((*top, *place)),
        _ => None,
    })?;
    let row = model.shown.with(|s| s.0.get(place as usize).copied())?;
    let line = view.timeline.with(|t| t.line(row))?;
    let is_opened = view.opened.with(|o| o.as_ref() == Some(&line.item_id));
    let is_planned = line.at_ms > view.now_ms.get();
    let answer = answer(view, model, &line);
    Some(Shown {
        top_px,
        place,
        line,
        is_opened,
        is_planned,
        answer,
    })
}

/// What became of a message: the answer's title, or that there is none.
fn answer(view: View, model: Model, line: &ItemLine) -> Option<String> {
    let t = &view.texts().timeline;
    if line.direction != Direction::Out {
        return None;
    }
    let category = find_kind(&line.kind, &[]).map(|k| k.category);
    if !matches!(category, Some(Category::Conversation | Category::Marketing)) {
        return None;
    }
    let row = model
        .replies
        .with(|r| r.get(line.item_id.as_str()).copied());
    let reply = row.and_then(|row| view.timeline.with(|t| t.line(row)));
    Some(reply.map_or_else(|| t.unanswered.to_owned(), |r| fill(t.answered, &r.title)))
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

fn mood_class(mood: Option<i8>) -> &'static str {
    match mood.map(Mood::of) {
        Some(Mood::Negative) => "c-row__mood c-row__mood--negative",
        Some(Mood::Positive) => "c-row__mood c-row__mood--positive",
        _ => "c-row__mood",
    }
}

/// A recycled element of the list; where it has nothing to show it is out of sight.
#[expect(clippy::too_many_lines, reason = "one component's markup")]
#[component]
pub(super) fn Row(view: View, model: Model, index: u32, on_open: Callback<u32>) -> Node {
    let now = Memo::new(move || shown(view, model, index));
    let with = move |f: fn(Lang, &Shown) -> String| {
        let lang = view.lang.get();
        now.with(|s| s.as_ref().map(|s| f(lang, s)).unwrap_or_default())
    };
    let badge = move || now.with(|s| s.as_ref().and_then(|s| s.line.status));
    let title = move || with(|_, s| s.line.title.clone());
    let kind = move || {
        let custom = view.custom_kinds();
        let lang = view.lang.get();
        now.with(|s| {
            s.as_ref()
                .map(|s| lang.kind(&s.line.kind, &custom))
                .unwrap_or_default()
        })
    };
    let icon = move || {
        let custom = view.custom_kinds();
        let name = now.with(|s| {
            s.as_ref()
                .map_or("activity", |s| kind_icon(&s.line.kind, &custom))
        });
        format!("#kb-{name}")
    };
    let place = move || now.with(|s| s.as_ref().map(|s| s.place));
    view! {
        <article
            class="c-row"
            class:is-opened=move || now.with(|s| s.as_ref().is_some_and(|s| s.is_opened))
            class:is-planned=move || now.with(|s| s.as_ref().is_some_and(|s| s.is_planned))
            hidden=move || now.with(Option::is_none)
            style:transform=move || now.with(|s| s.as_ref().map(|s| format!("translateY({}px)", s.top_px)))
            aria-posinset=move || place().map(|p| p + 1)
            aria-setsize=move || model.count()
            data-place=place
        >
            <span class="c-row__icon" aria-hidden="true">
                <svg class="c-icon"><use href=icon></use></svg>
            </span>
            <div class="c-row__body">
                <button
                    class="c-row__title"
                    type="button"
                    tabindex=move || if place() == Some(model.cursor.get()) { "0" } else { "-1" }
                    aria-expanded=move || now.with(|s| s.as_ref().is_some_and(|s| s.is_opened)).to_string()
                    on:click=move |_| if let Some(place) = place() { on_open.run(place) }
                >
                    <span class=move || now.with(|s| mood_class(s.as_ref().and_then(|s| s.line.mood)))></span>
                    <span class="u-hidden">{kind}": "</span>
                    <span class="c-row__text">{title}</span>
                </button>
                <span
                    class=move || badge().map_or(String::new(), |s| format!("c-badge c-badge--{}", status_tone(s)))
                    hidden=move || badge().is_none()
                >
                    {move || badge().map(|s| status_text(view.lang.get(), s))}
                </span>
                <p class="c-row__summary">{move || with(|lang, s| summary(lang, &s.line, s.answer.as_deref()))}</p>
            </div>
            <div class="c-row__side">
                <span class="c-row__amount">
                    {move || with(|lang, s| s.line.amount.map(|m| format::money(lang, m)).unwrap_or_default())}
                </span>
                <time>{move || with(|lang, s| format::time(lang, s.line.at_ms))}</time>
                <span>{move || with(|lang, s| lang.channel(&s.line.channel))}</span>
            </div>
        </article>
    }
}
