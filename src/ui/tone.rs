//! How good or bad something is, as the class that gives it its colour.

use klantbeeld_core::insight::Tone;

use leptos::prelude::*;

/// Returns the end of the class name (`c-badge--warn`) of a tone; empty for a neutral one.
pub(crate) fn tone_name(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "quiet",
        Tone::Info => "info",
        Tone::Good => "ok",
        Tone::Warn => "warn",
        Tone::Danger => "danger",
    }
}

/// `block block--tone`, for any block that comes in tones.
pub(crate) fn toned(block: &str, tone: &str) -> String {
    format!("{block} {block}--{tone}")
}

/// Shows a small round mark in the colour of a tone; what it means stands beside it in words.
#[component]
pub(crate) fn Dot(tone: &'static str) -> impl IntoView {
    view! { <span class=toned("c-dot", tone) aria-hidden="true"></span> }
}
