//! Channel by purpose: a row a channel, a column a purpose, an answer in each cell.

use crate::i18n::Lang;
use crate::state::{ShownField, View, set_fields};
use crate::ui::{Icon, Why};
use leptos::prelude::*;

pub(super) const CHANNELS: [&str; 6] = ["email", "phone", "sms", "whatsapp", "app", "post"];
const PURPOSES: [&str; 3] = ["service", "offers", "research"];

/// Shows the table; channels of which the viewer may see nothing are left out.
#[component]
pub(super) fn Matrix(view: View) -> impl IntoView {
    let channels = Memo::new(move |_| {
        let has = |channel: &&str| {
            PURPOSES
                .iter()
                .any(|p| view.field(&name(channel, p)).is_some())
        };
        CHANNELS.into_iter().filter(has).collect::<Vec<_>>()
    });
    let rows = move || {
        channels
            .get()
            .into_iter()
            .map(|c| row(view, c))
            .collect::<Vec<_>>()
    };
    let heads = PURPOSES.map(|p| view! { <th scope="col">{move || purpose(view, p)}</th> });
    let t = move || view.texts().preferences();
    view! {
        <table class="c-matrix" hidden=move || channels.with(Vec::is_empty)>
            <caption class="u-hidden">{move || t().matrix}</caption>
            <thead>
                <tr><th scope="col"><span class="u-hidden">{move || t().channel}</span></th>{Vec::from(heads)}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn name(channel: &str, purpose: &str) -> String {
    format!("preference.{channel}.{purpose}")
}

fn purpose(view: View, purpose: &str) -> &'static str {
    let t = view.texts().preferences();
    match purpose {
        "service" => t.service,
        "offers" => t.offers,
        _ => t.research,
    }
}

fn row(view: View, channel: &'static str) -> AnyView {
    let cells = PURPOSES.map(|p| view! { <td>{cell(view, name(channel, p))}</td> });
    // An answer is a button that changes it: where the answers of a channel come from is told beside its name.
    let fields = Signal::derive(move || PURPOSES.map(|p| name(channel, p)).to_vec());
    let trigger = move || view.lang.get().channel(channel);
    view! {
        <tr>
            <th scope="row"><Why view fields class="c-why c-why--value" trigger=trigger.into() /></th>
            {Vec::from(cells)}
        </tr>
    }.into_any()
}

/// Returns the answer in words; anything but yes and no is "not asked yet".
pub(super) fn answer_text(lang: Lang, value: Option<&str>) -> &'static str {
    let t = lang.texts().common();
    match value {
        Some("yes") => t.yes,
        Some("no") => t.no,
        _ => t.unknown,
    }
}

/// Returns what a screen reader says and the mouse shows: which field, which answer, whether it waits.
fn label(view: View, field: &ShownField) -> String {
    let lang = view.lang.get();
    let name = lang.label(&field.view.label);
    let mut text = format!("{name}: {}", answer_text(lang, field.value()));
    if field.pending.is_some() {
        text.push_str(", ");
        text.push_str(lang.texts().state().waiting);
    }
    text
}

/// Shows one answer: a button that goes from "not asked" to yes, no, and yes again; a mark where it is read-only.
fn cell(view: View, name: String) -> AnyView {
    let name = StoredValue::new(name);
    let field = Memo::new(move |_| view.field(&name.get_value()));
    let writable = Memo::new(move |_| field.with(|f| f.as_ref().map(|f| f.view.writable)));
    let value = move || field.with(|f| f.as_ref().and_then(|f| f.value().map(str::to_owned)));
    let class = move || match value().as_deref() {
        Some("yes") => "c-answer c-answer--yes",
        Some("no") => "c-answer c-answer--no",
        _ => "c-answer",
    };
    let mark = move || {
        let name = match value().as_deref() {
            Some("yes") => "check",
            Some("no") => "x",
            _ => "minus",
        };
        view! { <Icon name /> }
    };
    let label = move || field.with(|f| f.as_ref().map(|f| label(view, f)));
    let waits = move || field.with(|f| f.as_ref().is_none_or(|f| f.pending.is_none()));
    let change = move |_| {
        let is_yes = untrack(value).as_deref() == Some("yes");
        let answer = if is_yes { "no" } else { "yes" };
        set_fields(view, vec![(name.get_value(), answer.to_owned())]);
    };
    let content = move || match writable.get() {
        Some(true) => view! {
            <button type="button" class=class aria-label=label on:click=change>
                {mark}<span class="c-answer__wait" hidden=waits></span>
            </button>
        }
        .into_any(),
        Some(false) => {
            view! { <span class=class role="img" aria-label=label>{mark}</span> }.into_any()
        }
        None => ().into_any(),
    };
    content.into_any()
}
