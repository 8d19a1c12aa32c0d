//! The badges beside the name: what the customer is to the organisation and how they like to be met. Each is the
//! button that explains itself.

use klantbeeld_core::insight::{Header as Facts, StageSince};
use klantbeeld_core::model::CustomerKind;

use super::names::names;
use crate::i18n::{Lang, fill, format};
use crate::state::View;
use crate::ui::{Said, Why, short_date, shown_text};
use crate::views::evidence::{Because, Reason};
use crate::views::words;
use leptos::prelude::*;

/// Shows the badges, in the order of what matters first.
#[component]
pub(super) fn Badges(view: View, facts: Memo<Facts>) -> impl IntoView {
    let badges = move || {
        let known = facts.get();
        let mut all = vec![tier(view, &known), kind(view, &known), roles(view)];
        all.push(since(view, &known));
        all.push(programme(view, &known));
        all.push(known.stage.clone().map(|stage| stage_badge(view, stage)));
        all.push(household(view, &known));
        all.push(prefers(view, &known));
        all.push(worth(view));
        all.push(owner(view, &known));
        all.into_iter()
            .flatten()
            .map(|badge| view! { <li>{badge}</li> })
            .collect_view()
    };
    view! { <ul class="c-badges">{badges}</ul> }
}

/// Shows a badge that opens the origin of its fields.
fn badge(view: View, class: &'static str, fields: &[&str], text: String) -> AnyView {
    let trigger = move || text.clone();
    view! { <Why view fields=names(fields) is_named=true class trigger=trigger.into() /> }
        .into_any()
}

const QUIET: &str = "c-badge c-badge--quiet c-why--badge";
const GOLD: &str = "c-badge c-badge--warn c-why--badge";
const ACCENT: &str = "c-badge c-badge--info c-why--badge";
const FUTURE: &str = "c-badge c-badge--future c-why--badge";

fn field_text(view: View, name: &str) -> Option<String> {
    view.field(name)
        .and_then(|field| shown_text(view.lang.get(), &field))
}

fn tier(view: View, facts: &Facts) -> Option<AnyView> {
    let slug = facts.tier.as_deref()?;
    let class = match slug {
        "gold" | "goud" => GOLD,
        "platinum" | "platina" => ACCENT,
        _ => QUIET,
    };
    let text = words::capital(&field_text(view, "relation.tier")?);
    Some(badge(view, class, &["relation.tier"], text))
}

/// Shows tier and points in the loyalty programme.
fn programme(view: View, facts: &Facts) -> Option<AnyView> {
    let t = view.texts().header();
    let tier = facts
        .programme_tier
        .as_ref()
        .and_then(|_| field_text(view, "loyalty.tier"));
    let points = facts
        .points
        .map(|_| field_text(view, "loyalty.points").unwrap_or_default());
    let told = [tier, points.map(|points| fill(t.points, &points))];
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.is_empty() {
        return None;
    }
    let fields = ["loyalty.tier", "loyalty.points"];
    let known = known_of(view, &fields);
    Some(badge(
        view,
        QUIET,
        &known,
        fill(t.programme, &told.join(" · ")),
    ))
}

/// Returns those of these fields of which a value is known.
fn known_of(view: View, fields: &[&'static str]) -> Vec<&'static str> {
    let known = fields.iter().copied();
    known.filter(|field| view.value(field).is_some()).collect()
}

fn kind(view: View, facts: &Facts) -> Option<AnyView> {
    let t = view.texts().header();
    let kind = view.head.with(|h| h.as_ref().map(|h| h.kind))?;
    let (class, text) = match kind {
        CustomerKind::Prospect => (FUTURE, t.prospect),
        CustomerKind::Organisation => (QUIET, t.organisation),
        CustomerKind::Person if facts.is_organisation => (QUIET, t.organisation),
        CustomerKind::Person => return None,
    };
    if facts.is_organisation {
        return Some(badge(view, class, &["organisation.name"], text.to_owned()));
    }
    let told = view
        .head
        .with(|h| Some(h.as_ref()?.identities.first()?.source.clone()));
    let said = Said {
        what: text.to_owned(),
        source: told.unwrap_or_default(),
    };
    let trigger = move || text;
    let why =
        view! { <Why view fields=Vec::new() said is_named=true class trigger=trigger.into() /> };
    Some(why.into_any())
}

/// Shows what somebody is besides a customer; that they are one is said by the next badge.
fn roles(view: View) -> Option<AnyView> {
    let text = field_text(view, "relation.roles")?;
    let roles: Vec<String> = text
        .split(',')
        .map(|role| role.trim().replace('_', " "))
        .collect();
    let told: Vec<&str> = roles
        .iter()
        .map(String::as_str)
        .filter(|r| !r.is_empty() && *r != "klant")
        .collect();
    (!told.is_empty()).then(|| {
        badge(
            view,
            QUIET,
            &["relation.roles"],
            words::capital(&told.join(", ")),
        )
    })
}

fn since(view: View, facts: &Facts) -> Option<AnyView> {
    let lang = view.lang.get();
    let date = format::day_of_text(lang, facts.since.as_deref()?);
    let text = fill(lang.texts().header().customer_since, &date);
    Some(badge(view, QUIET, &["relation.since"], text))
}

fn stage_badge(view: View, stage: StageSince) -> AnyView {
    let lang = view.lang.get();
    let t = lang.texts().header();
    let name = words::stage(lang, stage.stage);
    let text = fill(
        &fill(t.stage_since, name),
        &short_date(view, stage.since_ms),
    );
    let basis = words::stage_rule(lang, stage.rule).to_owned();
    let reason = Reason {
        exact_ms: None,
        basis,
        evidence: stage.evidence,
    };
    let about = lang.texts().stage().stage.to_owned();
    let trigger = move || text.clone();
    view! { <Because view about reason class=QUIET trigger=trigger.into() /> }.into_any()
}

fn household(view: View, facts: &Facts) -> Option<AnyView> {
    let count = facts.household?;
    let t = view.texts().header();
    let text = if count == 1 {
        t.household_one.to_owned()
    } else {
        fill(t.household, &count.to_string())
    };
    Some(badge(view, QUIET, &["household.size"], text))
}

/// Shows language, form of address and time of day that they like best.
fn prefers(view: View, facts: &Facts) -> Option<AnyView> {
    let lang = view.lang.get();
    let t = lang.texts().header();
    let language = facts
        .language
        .clone()
        .or_else(|| view.value("person.language"));
    let form = view
        .value("preference.form_of_address")
        .or_else(|| view.value("person.form_of_address"));
    let parts = [
        language.and_then(|l| language_name(lang, &l)),
        form.and_then(|f| match f.as_str() {
            "formal" => Some(t.formal),
            "informal" => Some(t.informal),
            _ => None,
        }),
        facts.contact_window.as_deref().and_then(|w| match w {
            "morning" => Some(t.morning),
            "afternoon" => Some(t.afternoon),
            "evening" => Some(t.evening),
            _ => None,
        }),
    ];
    let told: Vec<&str> = parts.into_iter().flatten().collect();
    if told.is_empty() {
        return None;
    }
    let fields = [
        "preference.language",
        "preference.form_of_address",
        "preference.contact_window",
        "person.language",
        "person.form_of_address",
    ];
    let known = known_of(view, &fields);
    Some(badge(
        view,
        QUIET,
        &known,
        fill(t.prefers, &told.join(", ")),
    ))
}

fn language_name(lang: Lang, slug: &str) -> Option<&'static str> {
    let t = lang.texts().header();
    match slug {
        "nl" => Some(t.dutch),
        "en" => Some(t.english),
        _ => None,
    }
}

fn worth(view: View) -> Option<AnyView> {
    let amount = field_text(view, "relation.value_minor")?;
    let text = fill(view.texts().header().value, &amount);
    Some(badge(view, QUIET, &["relation.value_minor"], text))
}

fn owner(view: View, facts: &Facts) -> Option<AnyView> {
    let text = fill(view.texts().header().owner, facts.owner.as_deref()?);
    Some(badge(view, QUIET, &["relation.owner"], text))
}
