//! Where each day's heading and each line stands in a scrolling list of known heights.
//!
//! Lines have one height, so that a place is found by arithmetic for any length of list; opened
//! lines add their measured height below themselves.

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
    lines: u32,
    /// Opened lines by place, with the extra height of each.
    opened: Vec<(u32, u32)>,
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
    /// Lays out these rows of a timeline, grouped by local day. `opened`: places of opened lines with
    /// their extra height, in order.
    #[must_use]
    pub fn new(
        timeline: &Timeline,
        rows: &[u32],
        zone: &Zone,
        heights: Heights,
        opened: &[(u32, u32)],
    ) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut open = opened.iter().peekable();
        let mut extra_px = 0;
        let mut rest = rows;
        while let Some(row) = rest.first() {
            let first = place_of(rows.len() - rest.len());
            while let Some((_, height)) = open.next_if(|(at, _)| *at < first) {
                extra_px += height;
            }
            let at_ms = timeline.at_ms(*row);
            let (same_day, date) = (zone.day_span(at_ms), zone.date(at_ms));
            if groups.last().is_none_or(|g| g.date != date) {
                let headings = place_of(groups.len());
                let top_px = headings * heights.day_px + first * heights.line_px + extra_px;
                groups.push(Group {
                    date,
                    first,
                    top_px,
                });
            }
            let is_same = |row: &u32| same_day.contains(&timeline.at_ms(*row));
            rest = rest.get(leading(rest, is_same)..).unwrap_or_default();
        }
        let lines = place_of(rows.len());
        Self {
            heights,
            groups,
            lines,
            opened: opened.to_vec(),
        }
    }

    /// Returns the height of the whole list.
    #[must_use]
    pub fn total_px(&self) -> u32 {
        self.groups.last().map_or(0, |g| {
            g.top_px
                + self.heights.day_px
                + (self.lines - g.first) * self.heights.line_px
                + self.extra_between(g.first, self.lines)
        })
    }

    fn extra_between(&self, from: u32, to: u32) -> u32 {
        self.opened
            .iter()
            .filter(|(p, _)| (from..to).contains(p))
            .map(|(_, px)| px)
            .sum()
    }

    fn group_of(&self, place: u32) -> Option<&Group> {
        let index = self
            .groups
            .partition_point(|g| g.first <= place)
            .checked_sub(1)?;
        self.groups.get(index)
    }

    /// Returns where a line stands, from the top of the list.
    #[must_use]
    pub fn top_of(&self, place: u32) -> u32 {
        self.group_of(place).map_or(0, |g| {
            g.top_px
                + self.heights.day_px
                + (place - g.first) * self.heights.line_px
                + self.extra_between(g.first, place)
        })
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
        let index = self
            .groups
            .partition_point(|g| g.top_px <= from_px)
            .saturating_sub(1);
        for (i, group) in self.groups.iter().enumerate().skip(index) {
            if group.top_px >= to_px {
                break;
            }
            let end = self.groups.get(i + 1).map_or(self.lines, |next| next.first);
            if group.top_px + self.heights.day_px > from_px {
                entries.push((
                    group.top_px,
                    Entry::Day {
                        date: group.date,
                        lines: end - group.first,
                    },
                ));
            }
            self.lines_between(group, end, from_px, to_px, &mut entries);
        }
        entries
    }

    fn lines_between(
        &self,
        group: &Group,
        end: u32,
        from_px: u32,
        to_px: u32,
        entries: &mut Vec<(u32, Entry)>,
    ) {
        let opened = self.extra_between(group.first, end) > 0;
        let body_px = group.top_px + self.heights.day_px;
        // Without an opened line the first visible one is found by division.
        let skip = if opened {
            0
        } else {
            from_px.saturating_sub(body_px) / self.heights.line_px
        };
        for place in (group.first + skip).min(end)..end {
            let top_px = self.top_of(place);
            if top_px >= to_px {
                break;
            }
            let bottom_px = top_px + self.heights.line_px + self.extra_between(place, place + 1);
            if bottom_px > from_px {
                entries.push((top_px, Entry::Line(place)));
            }
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
