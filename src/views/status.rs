//! The status of an item: its word and its tone.

use klantbeeld_core::model::Status;

use crate::i18n::Lang;

/// Returns the status in words.
pub(super) fn status_text(lang: Lang, status: Status) -> &'static str {
    let t = lang.texts().timeline();
    match status {
        Status::Open => t.open,
        Status::InProgress => t.in_progress,
        Status::Planned => t.planned,
        Status::Done => t.done,
        Status::Kept => t.kept,
        Status::Broken => t.broken,
        Status::Cancelled => t.cancelled,
        Status::Active => t.active,
        Status::Ended => t.ended,
        Status::Rejected => t.rejected,
    }
}

/// Returns the tone of a status, as the badge's modifier.
pub(super) fn status_tone(status: Status) -> &'static str {
    match status {
        Status::Open | Status::InProgress => "warn",
        Status::Planned => "future",
        Status::Kept | Status::Done | Status::Active => "ok",
        Status::Broken | Status::Rejected => "danger",
        Status::Cancelled | Status::Ended => "quiet",
    }
}
