//! How something went over time, as a line as high as the text.

use klantbeeld_core::insight::{
    Facts, History, Scale, readings, satisfaction_points, whole_months,
};

use crate::state::View;
use leptos::prelude::*;

const WIDTH: f64 = 64.0;
const HEIGHT: f64 = 16.0;
/// Two years of use, so that a season stands beside the same season.
const MONTHS: usize = 24;

/// What is drawn.
#[derive(Clone, Copy)]
pub(super) enum Points {
    /// The answers to "how satisfied are you".
    Satisfaction,
    /// The scores on a scale.
    Scores(Scale),
    /// The use of the product at that place in the facts, by month.
    Use(usize),
}

/// Shows the points from left to right, high ones above; nothing when there are fewer than two.
#[component]
pub(super) fn Sparkline(
    view: View,
    points: Points,
    history: Memo<Option<History>>,
) -> impl IntoView {
    let points = Memo::new(move |_| {
        let heights = |facts: &Facts<'_>| heights(facts, points);
        let all = history.with(|history| view.with_history(history.as_ref(), heights));
        all.unwrap_or_default()
    });
    move || {
        let points = points.get();
        let last = points.last().filter(|_| points.len() > 1)?;
        let (x, y) = place(points.len() - 1, points.len(), *last);
        Some(view! {
            <svg class="c-sparkline" width=WIDTH height=HEIGHT aria-hidden="true">
                <path d=line(&points)></path>
                <circle cx=x cy=y r="2.5"></circle>
            </svg>
        })
    }
}

/// Returns how high each point stands, 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a line of sixteen pixels")]
fn heights(facts: &Facts<'_>, points: Points) -> Vec<f64> {
    match points {
        Points::Satisfaction => {
            let height = |mood: i8| (100.0 + f64::from(mood)) / 200.0;
            let points = satisfaction_points(facts).into_iter();
            points.map(|p| height(p.mood)).collect::<Vec<_>>()
        }
        Points::Scores(scale) => {
            let best = scale.best() as f64;
            let scores = readings(facts, scale).into_iter();
            scores.map(|r| r.score as f64 / best).collect::<Vec<_>>()
        }
        Points::Use(index) => {
            let product = facts.usage.get(index);
            let months = product.map_or_else(Vec::new, |p| whole_months(facts, p));
            let shown = months.get(months.len().saturating_sub(MONTHS)..);
            let shown = shown.unwrap_or_default();
            let most = shown.iter().fold(1, |most, m| m.abs().max(most)) as f64;
            shown
                .iter()
                .map(|m| (*m as f64 / most).max(0.0))
                .collect::<Vec<_>>()
        }
    }
}

fn line(points: &[f64]) -> String {
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        let (x, y) = place(index, points.len(), *point);
        path.push(if index == 0 { 'M' } else { 'L' });
        path.push_str(&x.round().to_string());
        path.push(' ');
        path.push_str(&y.round().to_string());
    }
    path
}

/// Returns where a point stands, with room for its dot at the edges.
#[expect(clippy::cast_precision_loss, reason = "two dozen points")]
fn place(index: usize, count: usize, point: f64) -> (f64, f64) {
    let part = index as f64 / count.saturating_sub(1).max(1) as f64;
    (
        3.0 + part * (WIDTH - 6.0),
        3.0 + (1.0 - point) * (HEIGHT - 6.0),
    )
}
