//! What other processes write: asked of the store while there are streams, because nobody tells it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::store::ProfileStore;

/// How often the store is asked. One question takes microseconds.
const ASK_EVERY: Duration = Duration::from_millis(200);

/// Asks the store whether others wrote, in one task, as long as somebody watches.
#[derive(Debug, Default)]
pub(super) struct Others {
    is_asking: Arc<AtomicBool>,
}

impl Others {
    /// Sees to it that the store is asked. Somebody watches it already.
    pub(super) fn follow(&self, store: Arc<dyn ProfileStore>) {
        if self.is_asking.swap(true, Ordering::AcqRel) {
            return;
        }
        let is_asking = Arc::clone(&self.is_asking);
        tokio::spawn(async move {
            while is_asked(&is_asking, store.as_ref()) {
                tokio::time::sleep(ASK_EVERY).await;
                // A store that does not answer is asked again.
                if store.was_written_elsewhere().await.unwrap_or(false) {
                    store.hints().tell_all();
                }
            }
        });
    }
}

/// Returns whether to go on. Who comes at the very moment of the end is not left without: either they begin anew, or
/// this goes on.
fn is_asked(is_asking: &AtomicBool, store: &dyn ProfileStore) -> bool {
    if store.hints().watches() > 0 {
        return true;
    }
    is_asking.store(false, Ordering::Release);
    store.hints().watches() > 0 && !is_asking.swap(true, Ordering::AcqRel)
}
