//! What waits until there is something to look at.

use std::time::Duration;

use leptos::prelude::*;

use super::view::{Load, View};

/// Enough for the frame that shows the first lines.
const TIME_TO_PAINT: Duration = Duration::from_millis(50);

impl View {
    /// Does something once, when there is something to look at: a customer, or why there is none. What the
    /// first lines do not need waits for this, for it would hold them up.
    pub(crate) fn after_first_screen(self, then: impl FnOnce() + 'static) {
        let mut then = Some(then);
        Effect::new(move |_| {
            if self.load.get() == Load::Loading {
                return;
            }
            if let (Some(then), Some(host)) = (then.take(), self.host()) {
                self.spawn(async move {
                    host.page.sleep(TIME_TO_PAINT).await;
                    then();
                });
            }
        });
    }
}
