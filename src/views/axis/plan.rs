//! Where everything on the axis stands, in CSS pixels. No markup and no words.
//!
//! **Invariants:** every month is equally wide; labels of planned items hang above their circles on
//! thin lines, and neither they nor the lines ever cross another label: one that finds no room is left
//! out (its circle stays).

use std::cmp::Ordering;

use klantbeeld_core::insight::{Axis, AxisMonth};
use klantbeeld_core::time::{month_of, month_start_ms};

/// The height of the whole drawing.
pub(super) const HEIGHT: f64 = 158.0;
/// Where bars stand and time runs.
pub(super) const BASE: f64 = 118.0;
/// Where moments of truth stand.
pub(super) const MARKS: f64 = 28.0;
/// Where the names of months stand.
pub(super) const TICKS: f64 = 133.0;
/// Where the word of today stands.
pub(super) const TODAY: f64 = 150.0;
const BAR_HEIGHT: f64 = 46.0;
const MOOD_MIDDLE: f64 = 45.0;
const MOOD_REACH: f64 = 26.0;
/// Below this width months keep a width that a finger can hit, and the axis scrolls.
const NARROW: f64 = 560.0;
const NARROW_STEP: f64 = 14.0;
/// A letter of a label, on average, in the widest of the fonts that systems have for their screens.
const LETTER: f64 = 6.8;
/// Between two labels of a row: a blank between words would make one label of two.
const GAP: f64 = 8.0;
/// Rows of labels: how many, where the first stands, and how far the next is below.
const ROWS: usize = 6;
const FIRST_ROW: f64 = 20.0;
const ROW: f64 = 15.0;

/// The scale of one drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// The first month shown.
    pub(super) from: i32,
    /// The last month shown.
    pub(super) to: i32,
    /// The width of a month.
    pub(super) step: f64,
    /// The width of the drawing.
    pub(super) width: f64,
    pub(super) now_ms: i64,
}

impl Scale {
    /// Returns a scale for the months from one to another, in so much room.
    pub(super) fn new(from: i32, to: i32, room: f64, now_ms: i64) -> Self {
        let count = f64::from((to - from + 1).max(1));
        let least = if room < NARROW { NARROW_STEP } else { 0.0 };
        let step = (room / count).max(least);
        Self {
            from,
            to,
            step,
            width: step * count,
            now_ms,
        }
    }

    /// Returns where a moment stands.
    pub(super) fn x(&self, at_ms: i64) -> f64 {
        let month = month_of(at_ms);
        let start = month_start_ms(month);
        let length = (month_start_ms(month + 1) - start).max(1);
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of one month")]
        let part = (at_ms - start) as f64 / length as f64;
        (f64::from(month - self.from) + part) * self.step
    }

    /// Returns where a month begins.
    pub(super) fn month_x(&self, month: i32) -> f64 {
        f64::from(month - self.from) * self.step
    }

    /// Returns the month at a place.
    pub(super) fn month_at(&self, x: f64) -> i32 {
        #[expect(clippy::cast_possible_truncation, reason = "within the drawing")]
        let index = (x / self.step).floor() as i32;
        (self.from + index).clamp(self.from, self.to)
    }

    /// Returns months whose names stand below the axis: every one, third, sixth or twelfth, as there is room.
    pub(super) fn ticks(&self) -> Vec<i32> {
        let every = [1, 3, 6, 12, 24, 60, 120];
        let fits = every
            .into_iter()
            .find(|n| f64::from(*n) * self.step >= 54.0)
            .unwrap_or(240);
        let room = |m: &i32| (16.0..self.width - 24.0).contains(&self.month_x(*m));
        (self.from..=self.to)
            .filter(|m| m.rem_euclid(fits) == 0)
            .filter(room)
            .collect::<Vec<_>>()
    }
}

fn put(path: &mut String, command: char, numbers: &[f64]) {
    path.push(command);
    for (index, number) in numbers.iter().enumerate() {
        if index > 0 {
            path.push(' ');
        }
        path.push_str(&((number * 10.0).round() / 10.0).to_string());
    }
}

/// Returns all bars of one sort as one outline. Heights go by the root, so that three contacts still show
/// beside forty meter readings.
pub(super) fn bars(scale: &Scale, axis: &Axis, count: fn(&AxisMonth) -> u32) -> String {
    let most = axis.months.iter().map(|m| m.all).max().unwrap_or(0).max(1);
    let widest = (scale.step * 0.62).min(22.0);
    let width = widest.max(1.0);
    let round = (width / 2.0).min(2.0);
    let mut path = String::new();
    for month in axis.months.iter().filter(|m| count(m) > 0) {
        let part = (f64::from(count(month)) / f64::from(most)).sqrt();
        let height = (part * BAR_HEIGHT).max(3.0);
        let left = scale.month_x(month.month) + (scale.step - width) / 2.0;
        put(&mut path, 'M', &[left, BASE]);
        put(&mut path, 'v', &[round - height]);
        put(&mut path, 'q', &[0.0, -round, round, -round]);
        put(&mut path, 'h', &[width - 2.0 * round]);
        put(&mut path, 'q', &[round, 0.0, round, round]);
        put(&mut path, 'v', &[height - round]);
        path.push('z');
    }
    path
}

/// Returns the curve of the months' mean moods; empty with fewer than two.
pub(super) fn mood(scale: &Scale, axis: &Axis) -> String {
    let points: Vec<(f64, f64)> = axis
        .months
        .iter()
        .filter_map(|m| {
            let mood = f64::from(m.mood?);
            let x = (scale.month_x(m.month) + scale.step / 2.0).min(scale.x(scale.now_ms));
            Some((x, MOOD_MIDDLE - mood / 100.0 * MOOD_REACH))
        })
        .collect::<Vec<_>>();
    let mut path = String::new();
    for pair in points.windows(2) {
        let [(x0, y0), (x1, y1)] = pair else { continue };
        if path.is_empty() {
            put(&mut path, 'M', &[*x0, *y0]);
        }
        let middle = f64::midpoint(*x0, *x1);
        put(&mut path, 'C', &[middle, *y0, middle, *y1, *x1, *y1]);
    }
    path
}

/// Moves marks that would cover each other apart, to the left, as far as they stay near their place.
pub(super) fn spread(scale: &Scale, mut places: Vec<f64>) -> Vec<f64> {
    const SIZE: f64 = 20.0;
    let mut next = scale.width + SIZE / 2.0;
    for place in places.iter_mut().rev() {
        let free = next - SIZE;
        if free < *place && *place - free <= 2.0 * SIZE {
            *place = free;
        }
        *place = place.max(SIZE / 2.0);
        next = *place;
    }
    places
}

/// A label of a planned item: beside a thin line that stands on its circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hanging {
    /// Where the line and the circle are.
    pub(super) x: f64,
    /// Where the text begins, and where it ends.
    pub(super) span: (f64, f64),
    row: usize,
}

impl Hanging {
    /// Returns the height of the text's baseline.
    pub(super) fn y(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
        let below = self.row as f64 * ROW;
        FIRST_ROW + below
    }

    /// Returns whether neither text nor line is in the other's way.
    fn is_clear_of(&self, other: &Self) -> bool {
        let holds = |span: (f64, f64), x: f64| x > span.0 - 3.0 && x < span.1 + 3.0;
        match self.row.cmp(&other.row) {
            Ordering::Equal => self.span.1 + GAP < other.span.0 || self.span.0 > other.span.1 + GAP,
            // The line of the upper one runs down through the row of the lower one.
            Ordering::Less => !holds(other.span, self.x),
            Ordering::Greater => !holds(self.span, other.x),
        }
    }
}

/// Returns the places of labels, given where each circle is and how many letters it has.
pub(super) fn hang(scale: &Scale, wanted: &[(f64, usize)]) -> Vec<Option<Hanging>> {
    let mut placed: Vec<Hanging> = Vec::new();
    let left = scale.x(scale.now_ms) + 4.0;
    let mut place = |(x, letters): &(f64, usize)| {
        #[expect(clippy::cast_precision_loss, reason = "the letters of a label")]
        let length = *letters as f64 * LETTER;
        let spans = [(x + 4.0, x + 4.0 + length), (x - 4.0 - length, x - 4.0)];
        let rows = (0..ROWS).flat_map(|row| spans.map(|span| Hanging { x: *x, span, row }));
        let inside = |h: &Hanging| h.span.0 >= left && h.span.1 <= scale.width - 2.0;
        let mut fitting = rows.filter(inside);
        let found = fitting.find(|h| placed.iter().all(|p| h.is_clear_of(p)))?;
        placed.push(found);
        Some(found)
    };
    wanted.iter().map(&mut place).collect::<Vec<_>>()
}

#[cfg(test)]
mod tests;
