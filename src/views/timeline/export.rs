//! What the timeline shows, as one file for a spreadsheet: a period for who looks into a complaint.
//!
//! **Invariant:** the file holds the lines that the filters leave on the screen, all of them and nothing
//! else; what is hidden or masked on the screen is so in the file.

use klantbeeld_core::csv::Table;
use klantbeeld_core::model::{Direction, ItemLine};

use super::model::Model;
use crate::i18n::{Lang, fill, format};
use crate::state::{Tail, View};
use crate::views::status::status_text;
use leptos::prelude::*;

/// Shows the button. It waits for the older items: half a period is worse than none.
#[component]
pub(super) fn Export(view: View, model: Model) -> impl IntoView {
    let is_empty = move || model.shown.with(|s| s.0.is_empty());
    let waits = move || view.tail.get() != Tail::Complete || is_empty();
    let save = move |_| {
        let name = view.lang.get_untracked().texts().timeline().export_name;
        let customer = view.head.with_untracked(|h| {
            let id = h.as_ref().map(|h| h.customer_id.to_string());
            id.unwrap_or_default()
        });
        let now_ms = view.now_ms.get_untracked();
        let today = view
            .zone
            .with_untracked(|zone| format::day_input(zone, now_ms));
        if let Some(host) = view.host() {
            let name = format!("{name}-{customer}-{today}.csv");
            host.page.offer_file(
                table(view, model).as_bytes(),
                "text/csv;charset=utf-8",
                &name,
            );
        }
    };
    view! {
        <button type="button" class="c-button" disabled=waits on:click=save>
            {move || view.texts().timeline().export}
        </button>
    }
}

fn table(view: View, model: Model) -> String {
    let lang = view.lang.get_untracked();
    let mut table = Table::new(if lang == Lang::Nl { ';' } else { ',' });
    for heading in lang.texts().timeline().export_columns.split('|') {
        table.text(heading);
    }
    table.end_line();
    view.timeline.with_untracked(|timeline| {
        model.shown.with_untracked(|shown| {
            for line in shown.0.iter().filter_map(|row| timeline.line(*row)) {
                add(&mut table, view, lang, &line);
                table.end_line();
            }
        });
    });
    table.finish()
}

fn add(table: &mut Table, view: View, lang: Lang, line: &ItemLine) {
    let t = lang.texts().timeline();
    let moment = |at_ms: i64| view.zone.with_untracked(|zone| zone.minute(at_ms));
    let direction = match line.direction {
        Direction::In => t.incoming,
        Direction::Out => t.outgoing,
        Direction::None => t.internal,
    };
    table.text(&moment(line.at_ms));
    table.text(&lang.kind(&line.kind, &view.custom_kinds()));
    table.text(&lang.channel(&line.channel));
    table.text(direction);
    table.text(&lang.department(&line.department));
    table.text(line.status.map_or("", |status| status_text(lang, status)));
    let summary = match line.summary_from {
        Some(_) => fill(t.made, &line.summary),
        None => line.summary.clone(),
    };
    for text in [
        &line.title,
        &summary,
        &line.reason,
        &line.goal,
        &line.outcome,
    ] {
        table.text(text);
    }
    table.number(&line.mood.map_or_else(String::new, |mood| mood.to_string()));
    let point = if lang == Lang::Nl { ',' } else { '.' };
    table.number(
        &line
            .amount
            .map_or_else(String::new, |money| money.decimal(point)),
    );
    table.text(
        line.amount
            .as_ref()
            .map_or("", |money| money.currency.as_str()),
    );
    table.text(&line.due_ms.map_or_else(String::new, moment));
    table.text(&view.source(&line.source));
    table.text(line.item_id.as_str());
    table.text(line.reply_to.as_ref().map_or("", |id| id.as_str()));
}
