//! Where each day's heading and each line stands in a scrolling list of known heights.
//!
//! A line has one of two heights, by what it says, so that every place is known without a screen; opened lines
//! add their measured height below themselves.

use chrono::NaiveDate;

use super::{Timeline, Zone};

/// Something that stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The heading of a local date.
    Day {
        /// The date.
        date: NaiveDate,
        /// How many lines it has.
        lines: u32,
    },
    /// A line, by its place among the shown lines.
    Line(u32),
}

/// The heights that the style sheet gives, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heights {
    /// A day's heading.
    pub day_px: u32,
    /// A line that is not opened.
    pub line_px: u32,
    /// The same for one with a short title and nothing below it.
    pub short_px: u32,
}

/// A line: where it begins, and whether it is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    top_px: u32,
    is_short: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    date: NaiveDate,
    first: u32,
    top_px: u32,
}

/// The places of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    heights: Heights,
    groups: Vec<Group>,
    lines: Vec<Line>,
    total_px: u32,
}

fn place_of(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Counts the rows at the start that hold, at least one; those that hold stand together. Looks at a few of
/// many, as the rows of a day are next to each other.
fn leading(rows: &[u32], holds: impl Fn(&u32) -> bool) -> usize {
    let mut known = 1;
    let mut step = 1;
    while rows.get(known + step - 1).is_some_and(&holds) {
        known += step;
        step *= 2;
    }
    let end = (known + step - 1).min(rows.len());
    let between = rows.get(known..end).unwrap_or_default();
    known + between.partition_point(holds)
}

impl Layout {
    /// Lays out these rows of a timeline, grouped by local day. `short`: which rows of the timeline are short;
    /// `opened`: places of opened lines with their extra height, in order.
    #[must_use]
    pub fn new(
        timeline: &Timeline,
        rows: &[u32],
        zone: &Zone,
        heights: Heights,
        short: &[bool],
        opened: &[(u32, u32)],
    ) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut lines = Vec::with_capacity(rows.len());
        let mut open = opened.iter().peekable();
        let mut top_px = 0;
        let mut rest = rows;
        while let Some(row) = rest.first() {
            let at_ms = timeline.at_ms(*row);
            let (same_day, date) = (zone.day_span(at_ms), zone.date(at_ms));
            if groups.last().is_none_or(|g| g.date != date) {
                let first = place_of(lines.len());
                groups.push(Group {
                    date,
                    first,
                    top_px,
                });
                top_px += heights.day_px;
            }
            let is_same = |row: &u32| same_day.contains(&timeline.at_ms(*row));
            let (same, others) = rest.split_at(leading(rest, is_same));
            for row in same {
                let place = place_of(lines.len());
                let is_short = short.get(*row as usize) == Some(&true);
                lines.push(Line { top_px, is_short });
                top_px += heights.of(is_short);
                while let Some((_, extra_px)) = open.next_if(|(at, _)| *at <= place) {
                    top_px += extra_px;
                }
            }
            rest = others;
        }
        Self {
            heights,
            groups,
            lines,
            total_px: top_px,
        }
    }

    /// Returns the height of the whole list.
    #[must_use]
    pub fn total_px(&self) -> u32 {
        self.total_px
    }

    /// Returns where a line stands, from the top of the list.
    #[must_use]
    pub fn top_of(&self, place: u32) -> u32 {
        self.lines.get(place as usize).map_or(0, |l| l.top_px)
    }

    /// Returns whether a line is short.
    #[must_use]
    pub fn is_short(&self, place: u32) -> bool {
        self.lines.get(place as usize).is_some_and(|l| l.is_short)
    }

    /// Returns where a line ends and what is opened in it begins.
    #[must_use]
    pub fn end_of(&self, place: u32) -> u32 {
        self.top_of(place) + self.heights.of(self.is_short(place))
    }

    /// Returns the place of the first line on or before a date, for jumping to a date in a list that
    /// stands newest first.
    #[must_use]
    pub fn place_of_date(&self, date: NaiveDate) -> Option<u32> {
        let index = self.groups.partition_point(|g| g.date > date);
        self.groups
            .get(index)
            .or(self.groups.last())
            .map(|g| g.first)
    }

    /// Returns what stands between two heights, with its own top, in order.
    #[must_use]
    pub fn window(&self, from_px: u32, to_px: u32) -> Vec<(u32, Entry)> {
        let mut entries = Vec::new();
        if from_px >= self.total_px {
            return entries;
        }
        let index = self
            .groups
            .partition_point(|g| g.top_px <= from_px)
            .saturating_sub(1);
        for (i, group) in self.groups.iter().enumerate().skip(index) {
            if group.top_px >= to_px {
                break;
            }
            let next = self.groups.get(i + 1).map(|next| next.first);
            let end = next.unwrap_or_else(|| place_of(self.lines.len()));
            if group.top_px + self.heights.day_px > from_px {
                let (date, lines) = (group.date, end - group.first);
                entries.push((group.top_px, Entry::Day { date, lines }));
            }
            let lines = self.lines.get(group.first as usize..end as usize);
            let lines = lines.unwrap_or_default();
            // The last that begins above reaches into the window: it ends where the next one begins.
            let above = lines.partition_point(|l| l.top_px <= from_px);
            let first = above.saturating_sub(1);
            let inside = lines.iter().skip(first).take_while(|l| l.top_px < to_px);
            let places = group.first + place_of(first)..;
            entries.extend(places.zip(inside).map(|(p, l)| (l.top_px, Entry::Line(p))));
        }
        entries
    }
}

impl Heights {
    fn of(self, is_short: bool) -> u32 {
        if is_short {
            self.short_px
        } else {
            self.line_px
        }
    }
}

#[cfg(test)]
mod tests {
    use super::leading;

    #[test]
    fn the_leading_rows_are_those_before_the_first_that_does_not_hold() {
        for length in 1..40 {
            let rows: Vec<u32> = (0..length).collect();
            for end in 1..=length {
                let asked = std::cell::Cell::new(0);
                let holds = |row: &u32| {
                    asked.set(asked.get() + 1);
                    *row < end
                };
                assert_eq!(leading(&rows, holds), end as usize, "{end} of {length}");
                assert!(asked.get() <= 12, "{} for {end} of {length}", asked.get());
            }
        }
    }
}
