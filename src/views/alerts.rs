//! What must be known before the conversation starts: why the customer is in contact, when the host says it, and
//! three alerts, the most urgent first.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::insight::{Alert, AlertKind, ContactReason, alerts, contact_reason};

use super::evidence::show_item;
use crate::i18n::{Lang, fill, format};
use crate::state::View;
use crate::ui::{Dot, days, tone_name, toned};
use leptos::prelude::*;

/// How many are shown.
const SHOWN: usize = 3;

/// Shows them; nothing at all when there is nothing urgent and the host gave no reason.
#[component]
pub(crate) fn Alerts(view: View) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let mut all = view.with_facts(alerts).unwrap_or_default();
        all.truncate(SHOWN);
        all
    });
    let about = Memo::new(move |_| {
        let contact = view.contact.get()?;
        view.with_facts(|f| contact_reason(f, &contact)).flatten()
    });
    move || {
        let (alerts, about) = (shown.get(), about.get());
        if alerts.is_empty() && about.is_none() {
            return None;
        }
        let items: Vec<_> = alerts.into_iter().map(|alert| item(view, alert)).collect();
        let label = move || view.texts().header().alerts;
        Some(view! {
            <section part="alerts" aria-label=label>
                {about.map(|about| view! { <ul class="c-alerts">{reason(view, about)}</ul> })}
                {(!items.is_empty()).then(|| view! { <ul class="c-alerts">{items}</ul> })}
            </section>
        })
    }
}

fn item(view: View, alert: Alert) -> AnyView {
    let lang = view.lang.get();
    let t = lang.texts();
    let tone = tone_name(alert.tone);
    let head = headline(view, &alert);
    // A title often names the amount itself.
    let is_told = alert.title.contains(|c: char| c.is_ascii_digit());
    let amount = alert.amount.filter(|_| !is_told);
    let sum = amount.map(|amount| format!(" · {}", format::money(lang, amount)));
    // A masked item has no title: then the headline says it all.
    let gap = if alert.title.is_empty() { "" } else { " · " };
    let told = [
        gap,
        alert.title.as_str(),
        sum.as_deref().unwrap_or_default(),
    ]
    .concat();
    line(
        view,
        tone,
        head,
        told,
        alert.item_id,
        t.common().show.to_owned(),
    )
}

/// Shows why the customer is in contact: what the conversation starts with, and no alert.
fn reason(view: View, about: ContactReason) -> AnyView {
    let t = view.texts();
    let channel = view.contact.with(|c| c.as_ref().map(|c| c.channel.clone()));
    let head = contact_words(view.lang.get(), channel.as_deref().unwrap_or_default());
    let action = match about.count {
        2.. => fill(t.header().show_items, &about.count.to_string()),
        _ => t.common().show.to_owned(),
    };
    let told = [" ", &about.reason].concat();
    line(view, "reason", head.to_owned(), told, about.item_id, action)
}

/// Shows a line with the button that opens its item, when it has one.
fn line(
    view: View,
    tone: &'static str,
    head: String,
    told: String,
    item_id: Option<ItemId>,
    action: String,
) -> AnyView {
    let name = [&action, ": ", &head, ",", &told].concat();
    let button = item_id.map(|id| {
        view! {
            <button type="button" class="c-alert__action" aria-label=name on:click=move |_| show_item(view, &id)>
                {action}
            </button>
        }
    });
    view! {
        <li class=toned("c-alert", tone)>
            <Dot tone />
            <span class="c-alert__text"><strong>{head}</strong>{told}</span>
            {button}
        </li>
    }
    .into_any()
}

/// Returns what is the matter, without the title of the item.
fn headline(view: View, alert: &Alert) -> String {
    let lang = view.lang.get();
    let t = lang.texts().header();
    let text = match (alert.kind, alert.days) {
        (AlertKind::ComplaintOpen, 0) => t.complaint_today,
        (AlertKind::ComplaintOpen, _) => t.complaint,
        (AlertKind::PromiseOverdue, _) => t.promise_late,
        (AlertKind::PromiseDue, 0) => t.promise_today,
        (AlertKind::PromiseDue, 1) => t.promise_tomorrow,
        (AlertKind::PromiseDue, _) => t.promise_soon,
        (AlertKind::InvoiceOverdue, _) => t.invoice_late,
        (AlertKind::ClaimLate, _) => t.claim_late,
        (AlertKind::RepairLate, _) => t.repair_late,
        (AlertKind::RequestLate, _) => t.request_late,
        (AlertKind::ParcelLate, _) => t.parcel_late,
        (AlertKind::ContractNotice, 0) => t.notice_today,
        (AlertKind::ContractNotice, _) => t.notice,
        (AlertKind::UnderWay, _) => t.under_way,
    };
    fill(text, &days(lang, alert.days))
}

fn contact_words(lang: Lang, channel: &str) -> &'static str {
    let t = lang.texts().header();
    match channel {
        "phone" => t.reason_call,
        "email" | "chat" | "sms" | "whatsapp" | "social" | "post" => t.reason_write,
        "store" | "field" => t.reason_visit,
        _ => t.reason_any,
    }
}
