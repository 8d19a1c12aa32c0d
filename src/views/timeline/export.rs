//! What the timeline shows, as one file for a spreadsheet: a period for who looks into a complaint (R060).
//!
//! **Invariant:** the file holds the lines that the filters leave on the screen, all of them and nothing
//! else; what is hidden or masked on the screen is so in the file.

use std::time::Duration;

use js_sys::{Array, JsString};
use klantbeeld_core::csv::Table;
use klantbeeld_core::model::{Direction, ItemLine};
use klantbeeld_core::time::local_minute;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::model::Model;
use super::row::status_text;
use crate::dom::prelude::*;
use crate::i18n::{Lang, format};
use crate::state::{Tail, View};

/// How long a file is kept for the browser to read.
const KEPT: Duration = Duration::from_secs(60);

/// The button. It waits for the older items: half a period is worse than none.
#[component]
pub(super) fn Export(view: View, model: Model) -> Node {
    let is_empty = move || model.shown.with(|s| s.0.is_empty());
    let waits = move || view.tail.get() != Tail::Complete || is_empty();
    let save = move |_| {
        let name = view.lang.get_untracked().texts().timeline.export_name;
        let customer = view.head.with_untracked(|h| {
            let id = h.as_ref().map(|h| h.customer_id.to_string());
            id.unwrap_or_default()
        });
        let today = format::day_input(view.now_ms.get_untracked());
        offer(&table(view, model), &[name, &customer, &today].join("-"));
    };
    view! {
        <button type="button" class="c-button" disabled=waits on:click=save>
            {move || view.texts().timeline.export}
        </button>
    }
}

fn table(view: View, model: Model) -> String {
    let lang = view.lang.get_untracked();
    let mut table = Table::new(if lang == Lang::Nl { ';' } else { ',' });
    for heading in lang.texts().timeline.export_columns.split('|') {
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
    let t = &lang.texts().timeline;
    let moment = |at_ms: i64| {
        let offset_ms = view.zone.with_untracked(|z| z.offset_ms(at_ms));
        local_minute(at_ms, offset_ms)
    };
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
    for text in [
        &line.title,
        &line.summary,
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

/// Gives a file to the person, who says where it goes.
fn offer(text: &str, name: &str) {
    // A browser that refuses has said so itself; there is nothing to take back.
    let _ = try_offer(text, name);
}

fn try_offer(text: &str, name: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    let parts = Array::of1(&JsString::from(text));
    let file = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&file)?;
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(&[name, ".csv"].concat());
    link.click();
    // Safari reads the file after the click.
    let _ = set_timeout(move || drop(Url::revoke_object_url(&address)), KEPT);
    Ok(())
}
