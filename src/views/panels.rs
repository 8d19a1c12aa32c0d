//! Past, present and future as three lists of computed facts, each with its reason one tap away.

mod processes;
mod sparkline;
mod value;

use klantbeeld_core::insight::{
    self, Basis, Fact, FactKey, FactValue, Facts, History, Panel, Scale,
};

use self::sparkline::{Points, Sparkline};
use super::evidence::{Because, Reason};
use super::words;
use crate::i18n::{BallTexts, fill};
use crate::state::{Tail, View};
use crate::ui::{Why, days, tone_name, toned};
use leptos::prelude::*;

/// Which of the three.
#[derive(Clone, Copy)]
struct Which {
    class: &'static str,
    title: fn(&BallTexts) -> &'static str,
    nothing: fn(&BallTexts) -> &'static str,
    compute: fn(&Facts<'_>) -> Panel,
}

const PAST: Which = Which {
    class: "past",
    title: |t| t.past,
    nothing: |t| t.nothing_past,
    compute: insight::past,
};
const PRESENT: Which = Which {
    class: "present",
    title: |t| t.present,
    nothing: |t| t.nothing_present,
    compute: insight::present,
};
const FUTURE: Which = Which {
    class: "future",
    title: |t| t.future,
    nothing: |t| t.nothing_future,
    compute: insight::future,
};

/// Shows the three panels side by side.
#[component]
pub(super) fn Panels(view: View) -> impl IntoView {
    // A sum of half the items would be wrong: the past waits for all of them.
    let history = Memo::new(move |_| {
        let is_whole = view.tail.get() == Tail::Complete;
        is_whole.then(|| history(view))
    });
    let panels = [PAST, PRESENT, FUTURE].map(|which| panel(view, which, history));
    view! { <div class="c-panels">{panels}</div> }
}

/// Returns what the whole timeline tells, with the dates of the scores in the profile.
fn history(view: View) -> History {
    let since = |name: &str| {
        let field = view.field(name)?;
        field.view.claims.first().map(|claim| claim.valid_from_ms)
    };
    let timeline = view.timeline.get();
    let mut history = History::of(&timeline, &view.custom_kinds());
    history.nps_since_ms = since("satisfaction.nps");
    history.csat_since_ms = since("satisfaction.csat");
    history
}

fn panel(view: View, which: Which, history: Memo<Option<History>>) -> AnyView {
    let facts = Memo::new(move |_| {
        history
            .with(|history| view.with_history(history.as_ref(), which.compute))
            .unwrap_or_default()
    });
    let t = move || view.texts().ball();
    let rows = move || {
        let facts = facts.get().facts;
        if facts.is_empty() {
            return view! { <p class="u-muted">{(which.nothing)(t())}</p> }.into_any();
        }
        let rows: Vec<_> = facts
            .into_iter()
            .map(|fact| row(view, fact, history))
            .collect();
        view! { <dl class="c-facts">{rows}</dl> }.into_any()
    };
    view! {
        <section class=toned("c-panel", which.class)>
            <h3>{move || (which.title)(t())}</h3>
            {rows}
        </section>
    }
    .into_any()
}

/// Shows a fact: its name, and its value, which opens the reason.
fn row(view: View, fact: Fact, history: Memo<Option<History>>) -> AnyView {
    let (key, basis) = (fact.key, fact.basis);
    let tone = toned("c-facts__value", tone_name(fact.tone));
    let line = points_of(&fact).map(|points| view! { <Sparkline view points history /> });
    let list = match &fact.value {
        FactValue::Processes(list) => Some(processes::list(view, list)),
        _ => None,
    };
    let product = product_of(&fact);
    let name = move || {
        product
            .clone()
            .unwrap_or_else(|| words::fact_name(view.lang.get(), key, basis).to_owned())
    };
    view! {
        <div class="c-facts__row">
            <dt>{name}</dt>
            <dd class=tone>{line}{why(view, fact)}{list}</dd>
        </div>
    }
    .into_any()
}

/// Returns what is drawn as a line beside the value: how it went.
fn points_of(fact: &Fact) -> Option<Points> {
    match fact.value {
        FactValue::Trend { .. } => Some(Points::Satisfaction),
        FactValue::Score { .. } if fact.key == FactKey::Nps => Some(Points::Scores(Scale::Nps)),
        FactValue::Score { .. } => Some(Points::Scores(Scale::Csat)),
        FactValue::Use { index, .. } => Some(Points::Use(index)),
        _ => None,
    }
}

/// Returns the name of a fact: one about a product bears the product's.
fn product_of(fact: &Fact) -> Option<String> {
    match &fact.value {
        FactValue::Use { product, .. } => Some(product.clone()),
        _ => None,
    }
}

/// Shows the value as the button that explains it. A field explains itself by its origin.
fn why(view: View, fact: Fact) -> AnyView {
    let fact = StoredValue::new(fact);
    let text = move || fact.with_value(|f| value::text(view, f));
    let trigger = move || {
        let is_long = fact.with_value(is_longer_than_normal);
        let note = is_long.then(|| {
            view! { " " <span class="u-muted u-small">{view.texts().ball().longer}</span> }
        });
        view! { {text} {note} }
    };
    if let Basis::Field(name) = fact.with_value(|f| f.basis) {
        let fields = Signal::derive(move || vec![name.to_owned()]);
        return view! { <Why view fields class="c-why c-why--value" trigger=trigger.into() /> }
            .into_any();
    }
    let about = Signal::derive(move || {
        let named = |f: &Fact| {
            product_of(f)
                .unwrap_or_else(|| words::fact_name(view.lang.get(), f.key, f.basis).to_owned())
        };
        fact.with_value(named)
    });
    let reason = Signal::derive(move || fact.with_value(|f| reason_of(view, f)));
    view! { <Because view about reason class="c-why c-why--value" trigger=trigger.into() /> }
        .into_any()
}

fn is_longer_than_normal(fact: &Fact) -> bool {
    let has_norm = matches!(
        fact.value,
        FactValue::Ago {
            norm_days: Some(_),
            ..
        }
    );
    has_norm && fact.tone == insight::Tone::Warn
}

fn reason_of(view: View, fact: &Fact) -> Reason {
    let lang = view.lang.get();
    let mut basis = words::basis(lang, fact.basis).to_owned();
    if let FactValue::Ago {
        norm_days: Some(norm),
        ..
    } = fact.value
    {
        basis.push(' ');
        basis.push_str(&fill(lang.texts().basis().norm, &days(lang, norm)));
    }
    let exact_ms = match fact.value {
        FactValue::Ago { at_ms, .. }
        | FactValue::Planned { at_ms, .. }
        | FactValue::Use { last_ms: at_ms, .. } => Some(at_ms),
        _ => None,
    };
    Reason {
        basis,
        exact_ms,
        evidence: fact.evidence.clone(),
    }
}
