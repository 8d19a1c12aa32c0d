//! What an item said before its source told it otherwise: the values that are no longer so, and until when.

use klantbeeld_core::model::ItemLine;

use super::payload::payload;
use crate::api::wire::{FormerItem, ItemDetail, OpenedItem};
use crate::i18n::{fill, format};
use crate::state::View;
use crate::views::status::status_text;
use leptos::prelude::*;

/// Shows each former content beside the one that followed it, oldest first.
pub(super) fn former(view: View, detail: &ItemDetail) -> Option<AnyView> {
    let next = detail.former.iter().skip(1).map(|former| &former.item);
    let next = next.chain([&detail.item]);
    let steps: Vec<_> = detail.former.iter().zip(next).collect();
    (!steps.is_empty()).then(|| {
        let heading = view.texts().detail().former;
        let list = steps
            .into_iter()
            .map(|(former, next)| step(view, former, next));
        let list = list.collect_view();
        view! { <section><h4>{heading}</h4><ul>{list}</ul></section> }.into_any()
    })
}

fn step(view: View, former: &FormerItem, next: &OpenedItem) -> AnyView {
    let t = view.texts().detail();
    let until = fill(t.until, &format::moment(view.lang.get(), former.until_ms));
    let by = match former.by.as_str() {
        "" => String::new(),
        by => fill(t.by, by),
    };
    let (old, new) = (values(view, &former.item.line), values(view, &next.line));
    let changed = old.into_iter().zip(new).filter(|(old, new)| old != new);
    let row = |((name, value), _): ((&'static str, String), _)| {
        let value = if value.is_empty() {
            t.nothing.to_owned()
        } else {
            value
        };
        view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
    };
    let rows = changed.map(row).collect_view();
    let parts = (former.item.payload != next.payload).then(|| {
        let currency = former.item.line.amount.map(|m| m.currency);
        payload(view, None, &former.item.payload, currency)
    });
    view! {
        <li>
            <span class="u-muted">{until}" "{by}</span>
            <dl class="c-detail__facts">{rows}</dl>
            {parts}
        </li>
    }
    .into_any()
}

/// The values of a line by their names, in the order in which they are shown.
fn values(view: View, line: &ItemLine) -> [(&'static str, String); 9] {
    let lang = view.lang.get();
    let t = lang.texts().detail();
    let money = line.amount.map(|m| format::money(lang, m));
    let due = line.due_ms.map(|due| format::day(lang, due));
    let status = line.status.map(|s| status_text(lang, s).to_owned());
    [
        (t.when, format::moment(lang, line.at_ms)),
        (t.title, line.title.clone()),
        (t.summary, line.summary.clone()),
        (t.reason, line.reason.clone()),
        (t.goal, line.goal.clone()),
        (t.outcome, line.outcome.clone()),
        (t.amount, money.unwrap_or_default()),
        (t.due, due.unwrap_or_default()),
        (t.status, status.unwrap_or_default()),
    ]
}
