//! The value of a field on screen, with its source beside it and its origin one tap away.

use klantbeeld_core::model::Author;
use klantbeeld_core::money::{Currency, Money};
use klantbeeld_core::policy::ValueType;

use super::icon::Icon;
use super::time::short_age;
use super::why::Why;
use crate::api::wire::FieldView;
use crate::i18n::{Lang, format};
use crate::state::{Face, ShownField, View};
use leptos::prelude::*;

/// The shown value as the viewer writes it; none when there is none.
pub(crate) fn shown_text(lang: Lang, field: &ShownField) -> Option<String> {
    field
        .value()
        .and_then(|value| claim_text(lang, &field.view, value))
}

/// A value of that field as the viewer writes it; none when it is empty.
pub(crate) fn claim_text(lang: Lang, field: &FieldView, value: &str) -> Option<String> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let t = &lang.texts().common;
    Some(match field.value_type {
        ValueType::Date => format::day_of_text(lang, value),
        ValueType::Choice if value == "yes" => t.yes.to_owned(),
        ValueType::Choice if value == "no" => t.no.to_owned(),
        ValueType::Phone => phone(value),
        ValueType::Number => number(lang, &field.field, value),
        ValueType::Option => {
            let option = field.options.iter().find(|o| o.value == value);
            option.map_or_else(|| value.to_owned(), |o| lang.label(&o.label))
        }
        ValueType::Text | ValueType::Email | ValueType::Choice => value.to_owned(),
    })
}

/// Fields that end in `_minor` hold euro cents; other numbers are numbers.
fn number(lang: Lang, field: &str, value: &str) -> String {
    let Ok(number) = value.parse() else {
        return value.to_owned();
    };
    if field.ends_with("_minor") {
        format::money(
            lang,
            Money {
                amount_minor: number,
                currency: Currency::EUR,
            },
        )
    } else {
        format::number(lang, number)
    }
}

/// Dutch area codes of two digits after the zero; all others have three.
const SHORT_AREAS: &str = "10 13 15 20 23 24 26 30 33 35 36 38 40 43 45 46 50 53 55 58 70 71 72 73 74 75 76 77 78 79 85 88";

/// Dutch numbers the Dutch way: `06 12 34 56 78`, `030 234 56 78`, `0346 123 456`; others as they came.
pub(crate) fn phone(text: &str) -> String {
    let digits = text.strip_prefix("+31").unwrap_or_default();
    if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    let area = digits.get(..2).unwrap_or_default();
    let gaps: &[usize] = if digits.starts_with('6') {
        &[1, 3, 5, 7]
    } else if SHORT_AREAS.split(' ').any(|short| short == area) {
        &[2, 5, 7]
    } else {
        &[3, 6]
    };
    let mut spaced = String::from("0");
    for (index, digit) in digits.chars().enumerate() {
        if gaps.contains(&index) {
            spaced.push(' ');
        }
        spaced.push(digit);
    }
    spaced
}

/// `CRM · 3 d` of a field's shown claim; empty when there is none.
pub(crate) fn source_badge(view: View, field: &ShownField) -> String {
    match field.view.claims.first() {
        Some(claim) => {
            let is_own = view.face == Face::Own && claim.author == Author::Customer;
            let from = if is_own {
                view.texts().own.source.to_owned()
            } else {
                view.source(&claim.source)
            };
            [from, short_age(view, claim.known_at_ms)].join(" · ")
        }
        None => String::new(),
    }
}

/// Values of one or more fields in a row, with the source of the first as the "why?" button, and a
/// mark while a change of them waits to be sent. Nothing at all when there is no value to show.
#[component]
pub(crate) fn Value(
    view: View,
    /// The fields' names, in the order of the screen.
    #[prop(into)]
    fields: Vec<String>,
    /// Makes one text of the values, each with its field's name.
    #[prop(default = in_a_row)]
    join: fn(&[(&str, String)]) -> String,
    /// `mailto:` or `tel:`, to make a link of the value.
    #[prop(default = "")]
    scheme: &'static str,
) -> impl IntoView {
    let names = StoredValue::new(fields);
    let shown = Memo::new(move |_| {
        let all = names.get_value();
        let known = all.iter().filter_map(|name| view.field(name));
        known
            .filter(|field| field.value().is_some())
            .collect::<Vec<_>>()
    });
    move || {
        let fields = shown.get();
        let first = fields.first().cloned()?;
        let lang = view.lang.get();
        let texts = fields
            .iter()
            .filter_map(|f| Some((f.view.field.as_str(), shown_text(lang, f)?)));
        let text = join(&texts.collect::<Vec<_>>());
        let value = if scheme.is_empty() {
            view! { <span class="c-value__text">{text}</span> }.into_any()
        } else {
            let href = [scheme, first.value().unwrap_or_default()].concat();
            view! { <a class="c-value__text" href=href>{text}</a> }.into_any()
        };
        let is_pending = fields.iter().any(|f| f.pending.is_some());
        Some(
            view! { <span class="c-value">{value}" "{origin_or_wait(view, names, is_pending)}</span> },
        )
    }
}

/// The values one after the other.
fn in_a_row(values: &[(&str, String)]) -> String {
    let texts: Vec<&str> = values
        .iter()
        .map(|(_, text)| text.as_str())
        .collect::<Vec<_>>();
    texts.join(" ")
}

fn origin_or_wait(view: View, names: StoredValue<Vec<String>>, is_pending: bool) -> AnyView {
    let badge = move || {
        let known = |name: &String| view.field(name).filter(|f| f.value().is_some());
        let first = names.with_value(|n| n.iter().find_map(known));
        let text = first
            .map(|field| source_badge(view, &field))
            .unwrap_or_default();
        if text.is_empty() {
            view.texts().why.why.to_owned()
        } else {
            text
        }
    };
    let mark = is_pending.then(|| view! { <PendingMark view /> });
    view! {
        <Why view fields=Signal::derive(move || names.get_value()) trigger=badge.into() />
        {mark}
    }
    .into_any()
}

/// "Waiting to be sent", beside what was written here and is not at the server yet.
#[component]
pub(crate) fn PendingMark(view: View) -> impl IntoView {
    view! {
        <span class="c-pending" title=move || view.texts().state.waiting_hint>
            <Icon name="clock" />
            {move || view.texts().state.waiting}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn dutch_numbers_are_written_the_dutch_way_and_others_as_they_came() {
        assert_eq!(phone("+31612345678"), "06 12 34 56 78");
        assert_eq!(phone("+31302345678"), "030 234 56 78");
        assert_eq!(phone("+31346123456"), "0346 123 456");
        assert_eq!(phone("+3161234567"), "+3161234567");
        assert_eq!(phone("+4915112345678"), "+4915112345678");
        assert_eq!(phone(""), "");
    }
}
