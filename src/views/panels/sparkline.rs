//! Satisfaction over time as a line as high as the text (R025).

use klantbeeld_core::insight::{ScorePoint, satisfaction_points};

use crate::dom::prelude::*;
use crate::state::View;

const WIDTH: f64 = 64.0;
const HEIGHT: f64 = 16.0;

/// The answers from left to right, good ones above; nothing when there are fewer than two.
#[component]
pub(super) fn Sparkline(view: View) -> Node {
    let points = Memo::new(move || view.with_facts(satisfaction_points).unwrap_or_default());
    move || {
        let points = points.get();
        let last = points.last().filter(|_| points.len() > 1)?;
        let (x, y) = place(points.len() - 1, points.len(), last);
        Some(view! {
            <svg class="c-sparkline" width=WIDTH height=HEIGHT aria-hidden="true">
                <path d=line(&points)></path>
                <circle cx=x cy=y r="2.5"></circle>
            </svg>
        })
    }
}

fn line(points: &[ScorePoint]) -> String {
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        let (x, y) = place(index, points.len(), point);
        path.push(if index == 0 { 'M' } else { 'L' });
        path.push_str(&decimal(x.round()));
        path.push(' ');
        path.push_str(&decimal(y.round()));
    }
    path
}

/// Where a point stands, with room for its dot at the edges.
#[expect(clippy::cast_precision_loss, reason = "a handful of answers")]
fn place(index: usize, count: usize, point: &ScorePoint) -> (f64, f64) {
    let part = index as f64 / count.saturating_sub(1).max(1) as f64;
    let height = (100.0 - f64::from(point.mood)) / 200.0;
    (3.0 + part * (WIDTH - 6.0), 3.0 + height * (HEIGHT - 6.0))
}
