//! Asking now and then, where no stream tells: an older server, a proxy that holds it back, a token that the leading
//! window does not have.

use std::time::Duration;

use leptos::prelude::*;

use super::following::Following;
use super::news;
use crate::api::remote::Remote;
use crate::api::wire::ChangesRequest;
use crate::state::trouble::moment;

/// How often is asked, and how long a stream may say nothing before that.
const ASK_EVERY: Duration = Duration::from_secs(30);
const SILENT_MS: i64 = 40_000;

/// Asks until the view is gone; nothing while the stream tells, and nothing while nobody looks.
pub(super) async fn ask_where_nobody_tells(following: &Following) {
    let (view, host) = (following.view, &following.host);
    loop {
        host.page.sleep(ASK_EVERY).await;
        // Who leads forgets those of whom it hears nothing.
        following.tell_shown();
        let is_told = host.now_ms().saturating_sub(following.heard_ms.get()) <= SILENT_MS;
        let is_online = view.is_online.try_get_untracked().unwrap_or_default();
        if is_told || !is_online || host.page.is_hidden() {
            continue;
        }
        let Some(head) = view.head.try_get_untracked().flatten() else {
            continue;
        };
        let request = ChangesRequest {
            customer_id: head.customer_id.clone(),
            since: head.version,
        };
        let question = |remote: &dyn Remote| remote.changes(request);
        let answer = view.ask(moment::TIMELINE, question).await;
        if answer.is_ok_and(|changes| changes.version != head.version) {
            news::hurry(view);
        }
    }
}
