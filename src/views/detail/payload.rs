//! What only one kind of item has: a conversation, order lines, a letter, steps, answers.
//!
//! Known shapes (see the demo's crate documentation) get a form of their own; whatever else the policy lets
//! through is shown as names and values, so that nothing is hidden for want of a form. Texts are
//! shown literally: there is no way from data to markup.

use klantbeeld_core::model::attachment::ATTACHMENT_PART;
use klantbeeld_core::money::{Currency, Money};
use serde_json::{Map, Value};

use super::attachment::{Opened, attachment};
use super::plain::plain;
use crate::i18n::format;
use crate::state::View;
use crate::ui::Icon;
use crate::views::found::marked;
use crate::views::words;
use leptos::prelude::*;

/// Shows all parts of the payload.
pub(super) fn payload(
    view: View,
    opened: Option<&Opened>,
    parts: &Map<String, Value>,
    currency: Option<Currency>,
) -> AnyView {
    let currency = currency.unwrap_or(Currency::EUR);
    let part = |(name, value): (&String, &Value)| match (name.as_str(), value) {
        ("transcript", Value::Array(turns)) => transcript(view, turns),
        ("lines", Value::Array(lines)) => order_lines(view, lines, currency),
        ("steps", Value::Array(all)) => steps(view, all),
        ("answers", Value::Array(all)) => answers(view, all),
        ("letter", Value::Object(letter)) => self::letter(view, letter),
        (ATTACHMENT_PART, Value::Object(file)) => attachment(view, opened, file),
        (ATTACHMENT_PART, Value::Array(files)) => {
            let files = files.iter().filter_map(Value::as_object);
            files
                .map(|file| attachment(view, opened, file))
                .collect_view()
                .into_any()
        }
        ("tariff", Value::Object(tariff)) if change(tariff).is_some() => self::tariff(view, tariff),
        ("text", Value::String(text)) => {
            view! { <p class="c-detail__text">{marked(view, text.clone())}</p> }.into_any()
        }
        ("shareable", _) => ().into_any(),
        _ => other(view, name, value, currency),
    };
    parts.iter().map(part).collect_view().into_any()
}

fn text_of(value: &Value, key: &str) -> String {
    value.get(key).map(plain).unwrap_or_default()
}

fn transcript(view: View, turns: &[Value]) -> AnyView {
    let turn = |turn: &Value| {
        let is_customer = text_of(turn, "role") == "customer";
        let class = if is_customer {
            "c-turn c-turn--customer"
        } else {
            "c-turn"
        };
        let (who, at) = (text_of(turn, "who"), text_of(turn, "at"));
        view! {
            <li class=class>
                <span class="c-turn__who">{who}" "<span class="u-muted">{at}</span></span>
                <p>{marked(view, text_of(turn, "text"))}</p>
            </li>
        }
    };
    let heading = view.texts().detail().transcript;
    let list = turns.iter().map(turn).collect_view();
    view! { <section><h4>{heading}</h4><ol class="c-transcript">{list}</ol></section> }.into_any()
}

fn order_lines(view: View, lines: &[Value], currency: Currency) -> AnyView {
    let lang = view.lang.get();
    let t = lang.texts().detail();
    let money = |line: &Value| {
        let amount_minor = line.get("amount_minor").and_then(Value::as_i64);
        let money = amount_minor.map(|amount_minor| Money {
            amount_minor,
            currency,
        });
        money.map(|m| format::money(lang, m)).unwrap_or_default()
    };
    let row = |line: &Value| {
        view! {
            <tr>
                <td>{marked(view, text_of(line, "product"))}</td>
                <td class="u-number">{text_of(line, "quantity")}</td>
                <td class="u-number">{money(line)}</td>
            </tr>
        }
    };
    let rows = lines.iter().map(row).collect_view();
    view! {
        <table class="c-lines">
            <caption class="u-hidden">{t.lines}</caption>
            <thead>
                <tr>
                    <th scope="col">{t.product}</th>
                    <th scope="col" class="u-number">{t.quantity}</th>
                    <th scope="col" class="u-number">{t.amount}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn steps(view: View, all: &[Value]) -> AnyView {
    let lang = view.lang.get();
    let step = |step: &Value| {
        let is_done = step.get("done").and_then(Value::as_bool).unwrap_or(false);
        let class = if is_done { "c-step is-done" } else { "c-step" };
        let date = format::day_of_text(lang, &text_of(step, "date"));
        let mark = if is_done {
            lang.texts().timeline().done
        } else {
            lang.texts().timeline().open
        };
        view! {
            <li class=class>
                <span class="u-hidden">{mark}": "</span>{text_of(step, "text")}" "<span class="u-muted">{date}</span>
            </li>
        }
    };
    let list = all.iter().map(step).collect_view();
    view! { <section><h4>{lang.texts().detail().steps}</h4><ol class="c-steps">{list}</ol></section> }
        .into_any()
}

fn answers(view: View, all: &[Value]) -> AnyView {
    let row = |pair: &Value| {
        view! { <div><dt>{text_of(pair, "question")}</dt><dd>{marked(view, text_of(pair, "answer"))}</dd></div> }
    };
    let heading = view.texts().detail().answers_survey;
    let list = all.iter().map(row).collect_view();
    view! { <section><h4>{heading}</h4><dl class="c-detail__facts">{list}</dl></section> }
        .into_any()
}

fn letter(view: View, letter: &Map<String, Value>) -> AnyView {
    let part = |key: &str| letter.get(key).map(plain).unwrap_or_default();
    let heading = view.texts().detail().letter;
    view! {
        <section class="c-letter">
            <h4>{heading}": "{marked(view, part("subject"))}</h4>
            <p class="c-detail__text">{marked(view, part("body"))}</p>
        </section>
    }
    .into_any()
}

/// Returns what something was and what it becomes, when a part says both.
fn change(parts: &Map<String, Value>) -> Option<(String, String)> {
    let first = |keys: [&str; 4]| keys.iter().find_map(|key| parts.get(*key)).map(plain);
    let before = first(["old", "oud", "now", "nu"])?;
    Some((before, first(["new", "nieuw", "later", "straks"])?))
}

fn tariff(view: View, parts: &Map<String, Value>) -> AnyView {
    let (before, after) = change(parts).unwrap_or_default();
    let heading = view.lang.get().payload_part("tariff");
    view! {
        <section>
            <h4>{heading}</h4>
            <p class="c-change"><s class="u-muted">{before}</s><Icon name="arrow-right" /><strong>{after}</strong></p>
        </section>
    }.into_any()
}

/// Names and values of a part without a form of its own.
fn other(view: View, name: &str, value: &Value, currency: Currency) -> AnyView {
    let lang = view.lang.get();
    let heading = lang.payload_part(name);
    let shown = |key: &str, value: &Value| match value.as_i64() {
        Some(amount_minor) if key.ends_with("_minor") => format::money(
            lang,
            Money {
                amount_minor,
                currency,
            },
        ),
        _ => plain(value),
    };
    let rows = match value {
        Value::Object(parts) => {
            let pairs = parts
                .iter()
                .map(|(key, value)| (spaced(key), shown(key, value)));
            pairs.collect::<Vec<_>>()
        }
        _ => vec![(heading.clone(), shown(name, value))],
    };
    let row = |(name, value): (String, String)| view! { <div><dt>{name}</dt><dd>{marked(view, value)}</dd></div> };
    let list = rows.into_iter().map(row).collect_view();
    let title = value.is_object().then(|| view! { <h4>{heading}</h4> });
    view! { <section>{title}<dl class="c-detail__facts">{list}</dl></section> }.into_any()
}

/// Returns a key as a name: blanks for underscores, a capital in front.
fn spaced(key: &str) -> String {
    let text = key.trim_end_matches("_minor").replace('_', " ");
    words::capital(&text)
}
