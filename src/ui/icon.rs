//! Icons: one outline set, drawn in the colour of the text around them.
//!
//! Each icon is a path of its own. One sprite with a `<use>` for each icon costs the browser a hidden copy of
//! the symbol wherever it is used, and a new one whenever a recycled line shows another icon.

use super::outlines::OUTLINES;
use leptos::prelude::*;

/// The square that outlines are drawn in.
pub(crate) const ICON_BOX: &str = "0 0 24 24";

/// Returns the path of an icon; none for a name that no icon has.
pub(crate) fn outline(icon: &str) -> &'static str {
    let mut found = OUTLINES.iter().filter(|(name, _)| *name == icon);
    found.next().map_or("", |(_, path)| path)
}

/// Shows an icon by its name; it says nothing to a screen reader.
#[component]
pub(crate) fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="c-icon" viewBox=ICON_BOX aria-hidden="true">
            <path d=outline(name)></path>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::vocabulary::{CHANNELS, DEPARTMENTS, KINDS};

    use super::OUTLINES;

    #[test]
    fn every_kind_channel_and_department_has_its_icon() {
        let words = KINDS
            .iter()
            .map(|k| &k.word)
            .chain(CHANNELS)
            .chain(DEPARTMENTS);
        for word in words {
            assert!(
                OUTLINES.iter().any(|(name, _)| *name == word.icon),
                "{}",
                word.icon
            );
        }
    }
}
