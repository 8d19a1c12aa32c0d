//! The axis: what happened per month, how it felt, what mattered, today, and what is planned.
//!
//! It is one control for the keyboard: arrow keys go by month, page keys by year, Home and End to the
//! ends, Enter goes to that month on the timeline. Screen readers get the same as a table.

mod draw;
mod plan;
mod ribbon;
mod table;

use klantbeeld_core::insight::{self, Axis as Data, history_start_ms};
use klantbeeld_core::time::{month_of, month_start_ms};
use web_sys::{KeyboardEvent, MouseEvent};

use self::plan::{HEIGHT, Scale};
use self::table::MonthTable;
use crate::state::View;
use crate::ui::observe_size;
use leptos::html::Div;
use leptos::prelude::*;

/// How much of the past is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    OneYear,
    ThreeYears,
    All,
}

const HOUR_MS: i64 = 3_600_000;
/// The widest stretch of months.
const MOST_MONTHS: i32 = 1_100;

/// What the axis shows and where its cursor is; made by the crystal ball, which shows both in its head.
#[derive(Clone, Copy)]
pub(super) struct AxisState {
    view: View,
    chosen: RwSignal<Option<Range>>,
    /// The month under pointer or keys.
    cursor: RwSignal<Option<i32>>,
    room: RwSignal<f64>,
    data: Memo<(Scale, Data)>,
}

impl AxisState {
    pub(super) fn new(view: View) -> Self {
        let chosen = RwSignal::new(None);
        let room = RwSignal::new(1_000.0);
        let data = Memo::new(move |_| compute(view, chosen.get(), room.get()));
        Self {
            view,
            chosen,
            cursor: RwSignal::new(None),
            room,
            data,
        }
    }

    pub(super) fn choose(self, range: Range) {
        self.cursor.set(None);
        self.chosen.set(Some(range));
    }

    /// Returns the chosen range, or the one that shows anything.
    pub(super) fn range(self) -> Range {
        range_of(self.view, self.chosen.get())
    }

    /// Returns what the month under the cursor holds; none without a cursor.
    pub(super) fn readout(self) -> Option<String> {
        let month = self.cursor.get()?;
        let lang = self.view.lang.get();
        Some(self.data.with(|(_, axis)| draw::readout(lang, axis, month)))
    }

    fn move_to(self, month: i32) {
        let (from, to) = self
            .data
            .with_untracked(|(scale, _)| (scale.from, scale.to));
        self.cursor.set(Some(month.clamp(from, to)));
    }
}

/// Three years, unless everything that happened is older.
fn range_of(view: View, chosen: Option<Range>) -> Range {
    if let Some(range) = chosen {
        return range;
    }
    let since = month_of(view.now_ms.get()) - 35;
    let is_recent = view.head.with(|head| {
        let months = head
            .as_ref()
            .map(|h| h.months.0.as_slice())
            .unwrap_or_default();
        months.is_empty() || months.iter().any(|m| m.month >= since)
    });
    if is_recent {
        Range::ThreeYears
    } else {
        Range::All
    }
}

fn compute(view: View, chosen: Option<Range>, room: f64) -> (Scale, Data) {
    // By the hour: the clock must not redraw the axis every half minute.
    let now_ms = view.now_ms.get().div_euclid(HOUR_MS) * HOUR_MS;
    let now = month_of(now_ms);
    let first = || {
        view.with_facts(history_start_ms)
            .flatten()
            .map_or(now, month_of)
    };
    let (past, future) = match range_of(view, chosen) {
        Range::OneYear => (11, 6),
        Range::ThreeYears => (35, 14),
        Range::All => {
            let past = (now - first()).clamp(11, MOST_MONTHS);
            (past, (past / 2 + 6).min(18))
        }
    };
    let scale = Scale::new(now - past, now + future, room, now_ms);
    let (from_ms, to_ms) = (month_start_ms(scale.from), month_start_ms(scale.to + 1) - 1);
    let data = view
        .with_facts(|f| insight::axis(f, from_ms, to_ms))
        .unwrap_or_default();
    (scale, data)
}

/// Shows the axis itself. `on_month` gets the last moment of the month to go to.
#[component]
pub(super) fn Axis(state: AxisState, on_month: Callback<i64>) -> impl IntoView {
    let view = state.view;
    let frame = NodeRef::<Div>::new();
    observe_size(frame, move |width, _| {
        if width > 0 {
            state.room.set(f64::from(width));
        }
    });
    keep_today_in_sight(state, frame);
    let go = Callback::new(move |month: i32| on_month.run(month_start_ms(month + 1) - 1));
    let month = move || {
        let today = || month_of(view.now_ms.get());
        state.cursor.get().unwrap_or_else(today)
    };
    let value_text = move || {
        let lang = view.lang.get();
        state
            .data
            .with(|(_, axis)| draw::readout(lang, axis, month()))
    };
    let bound =
        move |pick: fn(&Scale) -> i32| state.data.with(|(scale, _)| pick(scale)).to_string();
    view! {
        <div class="c-axis">
            <div
                class="c-axis__frame"
                node_ref=frame
                role="slider"
                tabindex="0"
                aria-label=move || view.texts().ball().axis
                aria-valuemin=move || bound(|s| s.from)
                aria-valuemax=move || bound(|s| s.to)
                aria-valuenow=move || month().to_string()
                aria-valuetext=value_text
                on:keydown=move |event| on_key(state, &event, go)
                on:blur=move |_| state.cursor.set(None)
            >
                <Drawing state go />
            </div>
            <MonthTable view data=state.data />
        </div>
    }
}

/// Shows the drawing, with the month under the pointer marked.
#[component]
fn Drawing(state: AxisState, go: Callback<i32>) -> impl IntoView {
    let view = state.view;
    let width = move || state.data.with(|(scale, _)| scale.width.round());
    let drawing = move || {
        state
            .data
            .with(|(scale, axis)| draw::picture(view, *scale, axis))
    };
    let cursor = move || {
        let month = state.cursor.get()?;
        Some(draw::cursor(state.data.with(|(scale, _)| *scale), month))
    };
    view! {
        <svg
            class="c-axis__drawing"
            width=width
            height=HEIGHT
            aria-hidden="true"
            on:pointermove=move |event| state.cursor.set(month_under(state, &event))
            on:pointerleave=move |_| state.cursor.set(None)
            on:click=move |event| {
                if let Some(month) = month_under(state, &event) {
                    go.run(month);
                }
            }
        >
            {cursor}
            {drawing}
        </svg>
    }
}

/// Scrolls a narrow view to the months around today; the rest is beside them.
fn keep_today_in_sight(state: AxisState, frame: NodeRef<Div>) {
    Effect::new(move |_| {
        let (today, room) = state
            .data
            .with(|(scale, _)| (scale.x(scale.now_ms), state.room.get()));
        let Some(frame) = frame.get() else { return };
        #[expect(clippy::cast_possible_truncation, reason = "CSS pixels")]
        let left = (today - room * 0.55) as i32;
        if left > 0 {
            // Now the page would have to lay everything out for it, and once more for what comes yet.
            request_animation_frame(move || frame.set_scroll_left(left));
        }
    });
}

/// Returns the month at the pointer.
fn month_under(state: AxisState, event: &MouseEvent) -> Option<i32> {
    use wasm_bindgen::JsCast;
    // Unchecked: in another window it may be one of that window's classes.
    let drawing: web_sys::Element = event.current_target()?.unchecked_into();
    let left = drawing.get_bounding_client_rect().left();
    Some(
        state
            .data
            .with_untracked(|(scale, _)| scale.month_at(f64::from(event.client_x()) - left)),
    )
}

fn on_key(state: AxisState, event: &KeyboardEvent, go: Callback<i32>) {
    let today = || month_of(state.view.now_ms.get_untracked());
    let month = state.cursor.get_untracked().unwrap_or_else(today);
    let next = match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => month - 1,
        "ArrowRight" | "ArrowUp" => month + 1,
        "PageDown" => month - 12,
        "PageUp" => month + 12,
        "Home" => i32::MIN,
        "End" => i32::MAX,
        "Enter" | " " => {
            event.prevent_default();
            return go.run(month);
        }
        _ => return,
    };
    event.prevent_default();
    state.move_to(next);
}
