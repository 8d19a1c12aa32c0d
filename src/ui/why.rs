//! "Where from, since when, why this one": the origin of a value, opened in place.

use klantbeeld_core::model::{Author, Invalid};
use klantbeeld_core::survivorship::Decider;

use super::correct::Correct;
use super::field_text::{claim_text, shown_text};
use super::place::place;
use super::popover::Popover;
use super::time::near;
use crate::api::wire::Claim;
use crate::i18n::{Lang, fill, format};
use crate::part::part;
use crate::state::{ShownField, View};
use crate::style;
use leptos::prelude::*;

/// Shows a dotted button that opens the origin of one or more fields in place.
#[component]
pub(crate) fn Why(
    view: View,
    /// The fields' names; those that the viewer may not see are left out.
    #[prop(into)]
    fields: Signal<Vec<String>>,
    /// Of what is no field: what it is, and the source that says so.
    #[prop(optional)]
    said: Option<Said>,
    /// Whether the button's own text says what it is about, so that its name need not.
    #[prop(optional)]
    is_named: bool,
    /// `c-why`, or with a look of its own.
    #[prop(default = "c-why")]
    class: &'static str,
    /// What the button shows.
    trigger: ViewFn,
) -> impl IntoView {
    let said = StoredValue::new(said);
    let label = Signal::derive(move || {
        if is_named {
            return view.texts().why().origin.to_owned();
        }
        let names = fields.get();
        let first = names.iter().find_map(|name| view.field(name));
        let what = first
            .map(|f| view.lang.get().label(&f.view.label))
            .or_else(|| said.get_value().map(|said| said.what))
            .unwrap_or_default();
        fill(view.texts().why().open, &what)
    });
    view! {
        <Popover label class=class trigger>
            <p class="c-pop__title">{move || view.texts().why().title}</p>
            {move || place(view, move || origins_part(view, fields.get(), said.get_value()))}
        </Popover>
    }
}

/// Something that is no field, and the source that says it.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) what: String,
    pub(crate) source: String,
}

part! {
    /// Shows where fields come from, and what is no field.
    fn origins_part(view: View, names: Vec<String>, said: Option<Said>) -> AnyView in rest {
        view.adopt_style(style::REST);
        view! {
            {said.map(|said| source_of(view, &said))}
            {origins(view, &names)}
            <Correct view fields=names />
        }
        .into_any()
    }
}

/// Shows which source says something; since when is not recorded of it.
fn source_of(view: View, said: &Said) -> AnyView {
    let t = view.texts();
    view! {
        <dl>
            <dt>{t.why().from}</dt><dd>{view.source(&said.source)}</dd>
            <dt>{t.why().since}</dt><dd>{t.more().not_recorded}</dd>
        </dl>
    }
    .into_any()
}

/// Shows a section for each origin; values that came together are told together.
fn origins(view: View, names: &[String]) -> AnyView {
    let mut groups: Vec<Vec<ShownField>> = Vec::new();
    for field in names.iter().filter_map(|name| view.field(name)) {
        let shares =
            |group: &Vec<ShownField>| group.first().is_some_and(|f| is_same_origin(f, &field));
        match groups.iter_mut().find(|group| shares(group)) {
            Some(group) => group.push(field),
            None => groups.push(vec![field]),
        }
    }
    groups
        .iter()
        .map(|group| origin(view, group))
        .collect_view()
        .into_any()
}

/// Returns whether two undisputed values came from the same source at the same moment.
fn is_same_origin(a: &ShownField, b: &ShownField) -> bool {
    let key = |f: &ShownField| match f.view.claims.as_slice() {
        [claim] if f.pending.is_none() => Some(Claim {
            value: String::new(),
            ..claim.clone()
        }),
        _ => None,
    };
    let owned = |f: &ShownField| (f.view.owner.clone(), f.view.cadence.clone());
    key(a).is_some() && key(a) == key(b) && owned(a) == owned(b)
}

/// Shows values of one origin: source, times, author, owner, rhythm, and what else was claimed.
fn origin(view: View, group: &[ShownField]) -> Option<AnyView> {
    let field = group.first()?;
    let lang = view.lang.get();
    let t = lang.texts().why();
    let mut rows: Vec<(String, String)> = group
        .iter()
        .map(|field| {
            let value = shown_text(lang, field).unwrap_or_else(|| t.nothing.to_owned());
            (lang.label(&field.view.label), value)
        })
        .collect::<Vec<_>>();
    if let Some(pending) = &field.pending {
        rows.push((
            lang.texts().state().waiting.to_owned(),
            near(view, pending.made_at_ms),
        ));
    } else if let Some(claim) = field.view.claims.first() {
        claim_rows(view, claim, &mut rows);
    }
    rows.push((t.owner.to_owned(), lang.department(&field.view.owner)));
    rows.push((t.cadence.to_owned(), cadence(lang, &field.view.cadence)));
    let kept = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = kept.map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> });
    let section = view! {
        <section class="c-origin">
            <dl>{rows.collect_view()}</dl>
            {others(view, field)}
        </section>
    };
    Some(section.into_any())
}

/// Shows the values that lost, and the rule by which; nothing when there are none.
fn others(view: View, field: &ShownField) -> Option<AnyView> {
    let t = view.texts().why();
    let skipped = usize::from(field.pending.is_none());
    let lost = field.view.claims.iter().skip(skipped);
    let lost: Vec<_> = lost.map(|claim| other(view, field, claim)).collect();
    if lost.is_empty() {
        return None;
    }
    let list = view! {
        <p class="u-muted">{t.others}</p>
        <ul>{lost}</ul>
        <p class="u-muted">{rule(view, field)}</p>
    };
    Some(list.into_any())
}

/// Names the one rule by which the shown value was chosen; none when this device does not know it.
fn rule(view: View, field: &ShownField) -> Option<&'static str> {
    let t = view.texts().rule();
    if field.pending.is_some() {
        return Some(t.waiting);
    }
    Some(match field.view.chosen_by? {
        Decider::Customer => t.customer,
        Decider::Person => t.person,
        Decider::Withdrawal => t.withdrawal,
        Decider::Newest => t.newest,
        Decider::Since => t.since,
        Decider::Order => t.order,
        Decider::Valid => t.valid,
    })
}

fn claim_rows(view: View, claim: &Claim, rows: &mut Vec<(String, String)>) {
    let lang = view.lang.get();
    let t = lang.texts().why();
    rows.push((t.from.to_owned(), view.source(&claim.source)));
    rows.push((t.since.to_owned(), format::day(lang, claim.valid_from_ms)));
    rows.push((t.known.to_owned(), format::moment(lang, claim.known_at_ms)));
    if claim.author != Author::System {
        rows.push((t.by.to_owned(), author(lang, claim)));
    }
    if let Some(raw) = &claim.raw {
        rows.push((t.written.to_owned(), raw.clone()));
    }
    if let Some(reason) = claim.invalid {
        rows.push((t.invalid.to_owned(), invalid(lang, reason).to_owned()));
    }
}

/// Returns how often a field is brought up to date; a rhythm of the organisation's own words as it is.
fn cadence(lang: Lang, text: &str) -> String {
    let t = lang.texts().why();
    let words = match text {
        "live" => t.live,
        "nightly" => t.nightly,
        "yearly" => t.yearly,
        "at every contact" => t.at_contact,
        "after every survey" => t.after_survey,
        "when asked" => t.when_asked,
        "when told" => t.when_told,
        other => other,
    };
    words.to_owned()
}

/// Returns who claimed it: the customer, or the name of the employee.
fn author(lang: Lang, claim: &Claim) -> String {
    match claim.author {
        Author::Customer => lang.texts().why().customer.to_owned(),
        Author::Employee | Author::System => claim.by.clone(),
    }
}

/// Shows a value that lost: what it was, whose, and when.
fn other(view: View, field: &ShownField, claim: &Claim) -> AnyView {
    let lang = view.lang.get();
    let value = claim_text(lang, &field.view, &claim.value);
    let value = value.unwrap_or_else(|| lang.texts().why().nothing.to_owned());
    let detail = [view.source(&claim.source), near(view, claim.known_at_ms)].join(" · ");
    view! { <li>{value}" " <span class="u-muted">{detail}</span></li> }.into_any()
}

/// Says why a value cannot be right.
fn invalid(lang: Lang, reason: Invalid) -> &'static str {
    let t = lang.texts().invalid();
    match reason {
        Invalid::Phone => t.phone,
        Invalid::Email => t.email,
        Invalid::Postcode => t.postcode,
        Invalid::Country => t.country,
        Invalid::Date => t.date,
        Invalid::Future => t.future,
        Invalid::Currency => t.currency,
        Invalid::Language => t.language,
        Invalid::Unit => t.unit,
    }
}
