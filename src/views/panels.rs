//! Past, present and future as three lists of computed facts, each with its reason one tap away (R054).

mod sparkline;
mod value;

use klantbeeld_core::insight::{self, Basis, Fact, FactKey, FactValue, Facts, Panel};
use klantbeeld_core::list::Gather;

use self::sparkline::Sparkline;
use super::evidence::{Because, Reason};
use super::words;
use crate::dom::prelude::*;
use crate::i18n::{BallTexts, fill};
use crate::state::View;
use crate::ui::{Why, days, tone_name, toned};

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

/// The three panels side by side.
#[component]
pub(super) fn Panels(view: View) -> Node {
    let panels = [PAST, PRESENT, FUTURE].map(|which| panel(view, which));
    view! { <div class="c-panels">{panels}</div> }
}

fn panel(view: View, which: Which) -> Node {
    let facts = Memo::new(move || view.with_facts(which.compute).unwrap_or_default());
    let t = move || &view.texts().ball;
    let rows = move || {
        let facts = facts.get().facts;
        if facts.is_empty() {
            return view! { <p class="u-muted">{(which.nothing)(t())}</p> };
        }
        let rows: Vec<_> = facts.into_iter().map(|fact| row(view, fact)).gather();
        view! { <dl class="c-facts">{rows}</dl> }
    };
    view! {
        <section class=toned("c-panel", which.class)>
            <h3>{move || (which.title)(t())}</h3>
            {rows}
        </section>
    }
}

/// A fact: its name, and its value, which opens the reason.
fn row(view: View, fact: Fact) -> Node {
    let key = fact.key;
    let tone = toned("c-facts__value", tone_name(fact.tone));
    let line = is_trend(key).then(|| view! { <Sparkline view /> });
    let name = move || words::fact_name(view.lang.get(), key);
    view! {
        <div class="c-facts__row">
            <dt>{name}</dt>
            <dd class=tone>{line}{why(view, fact)}</dd>
        </div>
    }
}

/// The line stands once: with the trend, where there is one.
fn is_trend(key: FactKey) -> bool {
    key == FactKey::SatisfactionTrend
}

/// The value as the button that explains it. A field explains itself by its origin.
fn why(view: View, fact: Fact) -> Node {
    let fact = StoredValue::new(fact);
    let text = move || fact.with_value(|f| value::text(view, f));
    let trigger = move || {
        let is_long = fact.with_value(is_longer_than_normal);
        let note = is_long.then(|| {
            view! { " " <span class="u-muted u-small">{view.texts().ball.longer}</span> }
        });
        view! { {text} {note} }
    };
    if let Basis::Field(name) = fact.with_value(|f| f.basis) {
        let fields = Signal::derive(move || vec![name.to_owned()]);
        return view! { <Why view fields class="c-why c-why--value" trigger=trigger.into() /> };
    }
    let about = Signal::derive(move || {
        let key = fact.with_value(|f| f.key);
        words::fact_name(view.lang.get(), key).to_owned()
    });
    let reason = Signal::derive(move || fact.with_value(|f| reason_of(view, f)));
    view! { <Because view about reason class="c-why c-why--value" trigger=trigger.into() /> }
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
        basis.push_str(&fill(lang.texts().basis.norm, &days(lang, norm)));
    }
    let exact_ms = match fact.value {
        FactValue::Ago { at_ms, .. } | FactValue::Planned { at_ms, .. } => Some(at_ms),
        _ => None,
    };
    Reason {
        basis,
        exact_ms,
        evidence: fact.evidence.clone(),
    }
}
