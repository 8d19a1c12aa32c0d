//! Following a customer while they are on screen: what others write is fetched, marked for a moment and told.
//!
//! A hint says that there is another version; what changed is fetched as it is after a write, so place and typed text
//! stay. Where there is no stream the server is asked now and then.
//!
//! **Invariant:** a window that nobody looks at fetches nothing; it catches up when it is seen again.

mod asking;
mod follow;
mod following;
mod leading;
mod news;

use super::view::View;
use crate::part::task;

task! {
    /// Follows the customers that are shown, until the view is gone.
    fn follow_part(view: View) -> (), in live {
        follow::follow(view)
    }
}

task! {
    /// Catches up with what happened while nobody looked.
    fn catch_up_part(view: View) -> (), in live {
        news::catch_up(view)
    }
}

/// Starts to follow, once there is something to look at.
pub(crate) fn start(view: View) {
    view.after_first_screen(move || {
        view.spawn(async move {
            // Without the part the view is as fresh as it was opened, and says how fresh that is.
            let _ = follow_part(view).await;
        });
    });
}

/// Takes in that somebody looks again. Returns whether there is something to catch up with.
pub(crate) fn seen(view: View) -> bool {
    let is_behind = view.host().is_some_and(|host| host.is_behind.get());
    if is_behind {
        view.spawn(async move {
            let _ = catch_up_part(view).await;
        });
    }
    is_behind
}
