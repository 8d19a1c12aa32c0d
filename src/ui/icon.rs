//! Icons: one outline set in one sprite a view, drawn in the colour of the text around them.

use super::outlines::OUTLINES;
use crate::dom::prelude::*;

/// The symbols that [`Icon`] and `<use href="#kb-name">` refer to; once in every view.
#[component]
pub(crate) fn Sprite() -> Node {
    let symbol = |(name, outline): &(&'static str, &'static str)| {
        view! { <symbol id=["kb-", name].concat() viewBox="0 0 24 24"><path d=*outline></path></symbol> }
    };
    view! { <svg class="u-hidden" aria-hidden="true">{OUTLINES.iter().map(symbol).collect::<Node>()}</svg> }
}

/// An icon by its name in the sprite; it says nothing to a screen reader.
#[component]
pub(crate) fn Icon(name: &'static str) -> Node {
    view! {
        <svg class="c-icon" aria-hidden="true">
            <use href=["#kb-", name].concat()></use>
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
