//! What the timeline derives from the view's state: shown rows, counts, places, the part in sight.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use klantbeeld_core::timeline::layout::Heights;
use klantbeeld_core::timeline::{Counts, Entry, Filter, Layout};

use crate::state::{Tail, View};
use leptos::html::Div;
use leptos::prelude::*;

/// The heights of a line and of a day's heading; `style/timeline.css` gives the same.
const WIDE: Heights = Heights {
    day_px: 36,
    line_px: 64,
    short_px: 44,
};
const NARROW: Heights = Heights {
    day_px: 36,
    line_px: 100,
    short_px: 60,
};
/// Under this width of the list, titles wrap.
const NARROW_PX: u32 = 560;
/// What a narrow line has beside its title, and the width of a wide letter of it.
const BESIDE_TITLE_PX: u32 = 58;
const LETTER_PX: u32 = 9;
/// Lines of a card.
const COMPACT_LINES: usize = 5;
/// What is drawn above and below the part in sight.
const MARGIN_PX: u32 = 64;

/// Takes one facet's counts from what is shown.
pub(super) type Facet = fn(&(Vec<u32>, Counts)) -> &BTreeMap<String, u32>;

/// A shared value that counts as changed whenever it was made anew: comparing 100,000 rows to find
/// out would cost more than drawing them.
#[derive(Debug)]
pub(super) struct Made<T> {
    shared: Arc<T>,
}

impl<T> Made<T> {
    fn new(value: T) -> Self {
        Self {
            shared: Arc::new(value),
        }
    }
}

impl<T> Clone for Made<T> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> PartialEq for Made<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl<T> Deref for Made<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.shared
    }
}

/// Signals of one mounted timeline.
#[derive(Clone, Copy)]
pub(super) struct Model {
    view: View,
    /// Shown rows, newest first, and the counts beside each filter.
    pub(super) shown: Memo<Made<(Vec<u32>, Counts)>>,
    pub(super) layout: Memo<Made<Layout>>,
    /// What stands in and just around the part in sight, with the top of each.
    pub(super) window: Memo<Vec<(u32, Entry)>>,
    pub(super) scroll_px: RwSignal<u32>,
    pub(super) height_px: RwSignal<u32>,
    pub(super) width_px: RwSignal<u32>,
    /// Height of the opened item's detail, once measured.
    pub(super) detail_px: RwSignal<u32>,
    /// A place that the list is asked to bring to its top.
    pub(super) target: RwSignal<Option<u32>>,
    /// The line that the keyboard is on.
    pub(super) cursor: RwSignal<u32>,
    /// Whether the focus is on its way to that line.
    pub(super) is_moving: StoredValue<bool>,
    pub(super) heights: Memo<Heights>,
    /// The box that scrolls.
    pub(super) list: NodeRef<Div>,
}

/// Returns of every row whether its line is certainly a short one.
fn short_rows(view: View, width_px: RwSignal<u32>) -> Memo<Made<Vec<bool>>> {
    // Of how many letters a title certainly fits in one line.
    let title_chars = Memo::new(move |_| match width_px.get() {
        narrow @ ..NARROW_PX => narrow.saturating_sub(BESIDE_TITLE_PX) / LETTER_PX,
        _ => u32::MAX,
    });
    Memo::new(move |_| {
        let title_chars = title_chars.get() as usize;
        let custom = view.custom_kinds();
        view.timeline
            .with(|t| Made::new(t.short_rows(title_chars, &custom)))
    })
}

impl Model {
    pub(super) fn new(view: View) -> Self {
        let scroll_px = RwSignal::new(0);
        let height_px = RwSignal::new(720);
        let width_px = RwSignal::new(900);
        let detail_px = RwSignal::new(0);
        let heights = Memo::new(move |_| {
            if width_px.get() < NARROW_PX {
                NARROW
            } else {
                WIDE
            }
        });
        let short = short_rows(view, width_px);
        let shown = Memo::new(move |_| {
            let custom = view.custom_kinds();
            view.timeline.with(|t| {
                let mut found = t.filter(&view.applied_filter(), &custom);
                if view.is_compact.get() {
                    let opened = view.opened.get().and_then(|id| t.find(id.as_str()));
                    keep_newest(&mut found.0, opened);
                }
                Made::new(found)
            })
        });
        let layout = Memo::new(move |_| {
            let opened: Vec<_> = opened_place(view, shown)
                .map(|p| (p, detail_px.get()))
                .into_iter()
                .collect();
            let (zone, heights) = (view.zone.get(), heights.get());
            let (shown, short) = (shown.get(), short.get());
            view.timeline
                .with(|t| Made::new(Layout::new(t, &shown.0, &zone, heights, &short, &opened)))
        });
        let window = Memo::new(move |_| {
            let from = scroll_px.get();
            let to = from + height_px.get() + MARGIN_PX;
            layout.with(|l| l.window(from.saturating_sub(MARGIN_PX), to))
        });
        let cursor = RwSignal::new(0);
        let target = RwSignal::new(None);
        Self {
            view,
            shown,
            layout,
            window,
            scroll_px,
            height_px,
            width_px,
            detail_px,
            cursor,
            is_moving: StoredValue::new(false),
            target,
            heights,
            list: NodeRef::new(),
        }
    }

    /// Returns how many lines to draw at most, for a pool that never grows while scrolling.
    pub(super) fn pool(self) -> u32 {
        (self.height_px.get() + 2 * MARGIN_PX) / self.heights.get().short_px + 2
    }

    /// Returns the place of the opened line among the shown ones.
    pub(super) fn opened_place(self) -> Option<u32> {
        opened_place(self.view, self.shown)
    }

    /// Returns how many lines there are with this filter; the server knows it before all of them are here.
    pub(super) fn count(self) -> u32 {
        let view = self.view;
        let matching = self.shown.with(|s| s.1.matching);
        let is_all = view.filter.with(|f| *f == Filter::default()) && view.shows_planned.get();
        if view.tail.get() == Tail::Partial && is_all {
            let total = view.head.with(|h| h.as_ref().map_or(0, |h| h.total));
            return u32::try_from(total).unwrap_or(u32::MAX).max(matching);
        }
        matching
    }
}

/// Keeps the last lines for a card in a CRM, and the one that is opened from an alert wherever it is.
fn keep_newest(rows: &mut Vec<u32>, opened: Option<u32>) {
    let older = opened.filter(|row| rows.iter().skip(COMPACT_LINES).any(|r| r == row));
    rows.truncate(COMPACT_LINES);
    rows.extend(older);
}

fn opened_place(view: View, shown: Memo<Made<(Vec<u32>, Counts)>>) -> Option<u32> {
    let item = view.opened.get()?;
    let row = view.timeline.with(|t| t.find(item.as_str()))?;
    let place = shown.with(|s| s.0.iter().position(|r| *r == row))?;
    u32::try_from(place).ok()
}
