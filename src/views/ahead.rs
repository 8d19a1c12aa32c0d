//! Fetching the parts that may be needed next while nothing else travels, so that nobody waits for a window.

use leptos::prelude::*;

use super::add::preload_forms;
use super::detail::preload_detail;
use crate::state::{Tail, View};

/// Fetches details and forms once the timeline is there. A part that does not come now is asked for again by who
/// needs it.
pub(super) fn fetch_ahead(view: View) {
    Effect::new(move |_| {
        if view.tail.get() != Tail::Partial {
            view.spawn(async {
                // Who needs them says so when they are missing.
                let _ = preload_detail().await;
                let _ = preload_forms().await;
            });
        }
    });
}
