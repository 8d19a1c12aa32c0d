//! Which panels a view has, and where they stand: the organisation decides.
//!
//! The order of the host's `panels`, or else of the role's in the policy, is the order on screen; who names none
//! has all. Where there is room, the narrow panels that follow the timeline stand beside it, and narrow ones that
//! follow each other stand in a row.

use crate::state::View;
use leptos::prelude::*;

/// A part of the view that the policy names; and the buttons to add something, which go by a right of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Panel {
    Alerts,
    Ball,
    Timeline,
    Promises,
    Dossier,
    Preferences,
    More,
    Add,
}

impl Panel {
    const NAMED: [(&'static str, Self); 7] = [
        ("alerts", Self::Alerts),
        ("ball", Self::Ball),
        ("timeline", Self::Timeline),
        ("promises", Self::Promises),
        ("dossier", Self::Dossier),
        ("preferences", Self::Preferences),
        ("more", Self::More),
    ];

    fn of(name: &str) -> Option<Self> {
        let named = Self::NAMED.iter().find(|(own, _)| *own == name);
        named.map(|(_, panel)| *panel)
    }

    fn is_narrow(self) -> bool {
        matches!(self, Self::Promises | Self::Dossier | Self::Add)
    }
}

/// Returns the names of the panels to show. Tracks what decides.
pub(super) fn names_of(view: View) -> Vec<String> {
    let by_host = view.panels.get();
    if !by_host.is_empty() {
        return by_host;
    }
    let by_role = view
        .head
        .with(|h| h.as_ref().map(|h| h.viewer.panels.clone()));
    by_role.unwrap_or_default()
}

/// Returns the rows of the view from top to bottom: a wide panel by itself, narrow ones together.
pub(super) fn rows(names: &[String]) -> Vec<Vec<Panel>> {
    let mut panels: Vec<Panel> = Vec::new();
    for panel in names.iter().filter_map(|name| Panel::of(name)) {
        if !panels.contains(&panel) {
            panels.push(panel);
        }
    }
    if names.is_empty() {
        panels.extend(Panel::NAMED.map(|(_, panel)| panel));
    }
    // Beside the timeline if something stands there; else before everything that takes a screen to pass.
    let mut pairs = panels.windows(2);
    let beside = pairs.position(|pair| matches!(pair, [Panel::Timeline, next] if next.is_narrow()));
    let at = match (beside, panels.first()) {
        (Some(timeline), _) => timeline + 1,
        (None, Some(Panel::Alerts)) => 1,
        (None, _) => 0,
    };
    panels.insert(at, Panel::Add);
    let rows = panels.chunk_by(|a, b| a.is_narrow() && b.is_narrow());
    rows.map(<[Panel]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::Panel::{Add, Alerts, Ball, Dossier, More, Preferences, Promises, Timeline};
    use super::*;

    fn rows_for(names: &str) -> Vec<Vec<Panel>> {
        let names: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
        rows(&names)
    }

    #[test]
    fn panels_stand_in_the_order_in_which_they_are_named() {
        for names in [
            "alerts ball timeline promises dossier preferences more",
            "alerts promises dossier ball timeline preferences",
            "preferences dossier timeline",
            "timeline",
        ] {
            let shown = rows_for(names).concat();
            let shown = shown.into_iter().filter(|panel| *panel != Add);
            let named = names.split(' ').map(|name| Panel::of(name).unwrap());
            assert_eq!(
                shown.collect::<Vec<_>>(),
                named.collect::<Vec<_>>(),
                "{names}"
            );
        }
    }

    #[test]
    fn narrow_panels_that_follow_each_other_share_a_row_and_wide_ones_have_their_own() {
        assert_eq!(
            rows_for("alerts ball timeline promises dossier preferences more"),
            [
                vec![Alerts],
                vec![Ball],
                vec![Timeline],
                vec![Add, Promises, Dossier],
                vec![Preferences],
                vec![More]
            ]
        );
        assert_eq!(
            rows_for("alerts promises dossier ball timeline preferences"),
            [
                vec![Alerts],
                vec![Add, Promises, Dossier],
                vec![Ball],
                vec![Timeline],
                vec![Preferences]
            ]
        );
    }

    #[test]
    fn who_names_none_has_all_and_what_nobody_knows_or_was_named_before_is_left_out() {
        assert_eq!(rows_for("").concat().len(), Panel::NAMED.len() + 1);
        assert_eq!(
            rows_for("header timeline weather timeline"),
            [vec![Add], vec![Timeline]]
        );
        assert_eq!(rows_for("weather"), [vec![Add]]);
    }
}
