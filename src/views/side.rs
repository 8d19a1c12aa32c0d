//! Panels that come after the first screen: what was promised, the dossier, preferences, the fields that stand
//! nowhere else, what is masked, and the buttons to add something.

use super::add::AddButton;
use super::arrangement::Panel;
use super::dossier::Dossier;
use super::masked::Masked;
use super::more::More;
use super::preferences::Preferences;
use super::promises::Promises;
use crate::part::part;
use crate::state::View;
use crate::style;
use leptos::prelude::*;

part! {
    /// Shows panels, one after the other.
    pub(super) fn side_part(view: View, panels: Vec<Panel>) -> AnyView in rest, preload preload_rest {
        view.adopt_style(style::REST);
        let shown = panels.into_iter().map(|panel| match panel {
            Panel::Add => view! { <AddButton view /><Masked view /> }.into_any(),
            Panel::Promises => view! { <Promises view /> }.into_any(),
            Panel::Dossier => view! { <Dossier view /> }.into_any(),
            Panel::Preferences => view! { <Preferences view /> }.into_any(),
            Panel::More => view! { <More view /> }.into_any(),
            // They are of the first screen.
            Panel::Alerts | Panel::Ball | Panel::Timeline => ().into_any(),
        });
        shown.collect_view().into_any()
    }
}
