//! The small parts that every view is made of.

mod address;
mod correct;
mod dialog;
mod field_text;
mod icon;
mod notice;
mod outlines;
mod place;
mod popover;
mod segmented;
mod size;
mod time;
mod tone;
mod value;
mod why;

pub(crate) use address::own_words;
pub(crate) use correct::{Correct, CorrectForm, NOTE_FIELD};
pub(crate) use dialog::Dialog;
pub(crate) use field_text::{claim_text, shown_text};
pub(crate) use icon::{ICON_BOX, Icon, outline};
pub(crate) use notice::{Bone, EmptyState, Notice, Toast};
pub(crate) use place::place;
pub(crate) use popover::Popover;
pub(crate) use segmented::Segmented;
pub(crate) use size::observe_size;
pub(crate) use time::{RelTime, dated, days, freshness, near, short_date};
pub(crate) use tone::{Dot, tone_name, toned};
pub(crate) use value::{PendingMark, Value, source_badge};
pub(crate) use why::{Said, Why};
