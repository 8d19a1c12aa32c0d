//! Where each day's heading and each line stands in a scrolling list of known heights.
//!
//! Lines have one height, so that a place is found by arithmetic for any length of list; opened
//! lines add their measured height below themselves.

use super::{Timeline, Zone};

/// Something that stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The heading of a local day.
    Day {
        /// Day number since 1970, local.
        day: i64,
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
    day: i64,
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
        let (mut same_day, mut day) = (0..0, 0);
        for (place, row) in (0_u32..).zip(rows) {
            let at_ms = timeline.at_ms(*row);
            if !same_day.contains(&at_ms) {
                same_day = zone.day_span(at_ms);
                day = zone.day_of(at_ms);
            }
            if groups.last().is_none_or(|g| g.day != day) {
                let headings = u32::try_from(groups.len()).unwrap_or(u32::MAX);
                let top_px = headings * heights.day_px + place * heights.line_px + extra_px;
                groups.push(Group {
                    day,
                    first: place,
                    top_px,
                });
            }
            while let Some((_, height)) = open.next_if(|(at, _)| *at == place) {
                extra_px += height;
            }
        }
        let lines = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        Self {
            heights,
            groups,
            lines,
            opened: opened.to_vec(),
        }
    }

    /// Height of the whole list.
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

    /// Where a line stands, from the top of the list.
    #[must_use]
    pub fn top_of(&self, place: u32) -> u32 {
        self.group_of(place).map_or(0, |g| {
            g.top_px
                + self.heights.day_px
                + (place - g.first) * self.heights.line_px
                + self.extra_between(g.first, place)
        })
    }

    /// The place of the first line at or before a moment, for jumping to a date in a list that
    /// stands newest first.
    #[must_use]
    pub fn place_of_day(&self, day: i64) -> Option<u32> {
        let index = self.groups.partition_point(|g| g.day > day);
        self.groups
            .get(index)
            .or(self.groups.last())
            .map(|g| g.first)
    }

    /// What stands between two heights, with its own top, in order.
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
                        day: group.day,
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
