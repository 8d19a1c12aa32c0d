//! Trying again, by the person, by the host, or because there is another token.

use klantbeeld_core::sync::Outbox;
use leptos::prelude::*;

use super::loader::refresh;
use super::outbox::flush;
use super::recognise::again;
use super::view::{Load, View};

/// Does again what failed, and sends what waits.
pub(crate) fn heal(view: View) {
    let Some(host) = view.host() else { return };
    host.trouble.set(None);
    retry_all(view);
}

/// Does so if something failed: there is another token, perhaps of no more use than the one before.
pub(crate) fn heal_if_needed(view: View) {
    if view
        .host()
        .is_some_and(|host| host.trouble.get_untracked().is_some())
    {
        retry_all(view);
    }
}

fn retry_all(view: View) {
    if view
        .load
        .with_untracked(|load| matches!(load, Load::Failed(_)))
    {
        again(view);
    } else {
        refresh(view);
    }
    view.outbox.update(Outbox::on_online);
    flush(view);
}
