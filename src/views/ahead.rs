//! Fetching the parts that may be needed next while nothing else travels, so that nobody waits for a window.

use leptos::prelude::*;

use super::side::preload_rest;
use crate::state::{Tail, View};

/// Fetches details and forms once the timeline is there. A part that does not come now is asked for again by who
/// needs it.
pub(super) fn fetch_ahead(view: View) {
    Effect::new(move |_| {
        if view.tail.get() != Tail::Partial {
            // Who needs them says so when they are missing.
            view.spawn(async {
                let _ = preload_rest().await;
            });
        }
    });
}
