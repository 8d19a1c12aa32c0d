//! What keeps the server from answering: heard at every question, told to the person and to the host, and healed.
//!
//! **Invariant:** every question goes through [`View::ask`], so that none fails unheard. The host is told once of what
//! lasts, until something was answered or somebody tries again: a page that gives another token at every event would
//! go round and round otherwise.

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::sync::Outbox;
use leptos::prelude::*;

use super::loader::refresh;
use super::outbox::flush;
use super::recognise::again;
use super::view::{Load, View};
use crate::api::ApiError;
use crate::api::remote::{Answer, Remote};
use crate::i18n::Lang;

/// Why the server does not answer as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nobody is signed in any more.
    SignedOut,
    /// Whoever is signed in may not.
    NoRights,
    /// Server or network are not there.
    Unreachable,
}

impl Trouble {
    fn of(error: &ApiError) -> Option<Self> {
        match error {
            ApiError::NotSignedIn { .. } => Some(Self::SignedOut),
            ApiError::Forbidden { .. } => Some(Self::NoRights),
            ApiError::Network | ApiError::Unavailable => Some(Self::Unreachable),
            _ => None,
        }
    }

    /// Returns the name of the event that hosts know it by.
    fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::NoRights => "no-rights",
            Self::Unreachable => "unreachable",
        }
    }
}

/// What was asked for, in the words that hosts know.
pub(crate) mod moment {
    pub(crate) const OPEN: &str = "open";
    pub(crate) const TIMELINE: &str = "timeline";
    pub(crate) const DETAIL: &str = "detail";
    pub(crate) const SEARCH: &str = "search";
    pub(crate) const WRITE: &str = "write";
    /// A part of the program.
    pub(crate) const PART: &str = "part";
}

impl View {
    /// Asks the server, and hears what becomes of it.
    ///
    /// # Errors
    /// Those of the question; [`ApiError::Unavailable`] once the view is gone.
    pub(crate) async fn ask<T>(
        self,
        moment: &'static str,
        question: impl FnOnce(&dyn Remote) -> Answer<T>,
    ) -> Result<T, ApiError> {
        let host = self.host().ok_or(ApiError::Unavailable)?;
        let turn = host.turn();
        let answer = question(&*host.remote).await;
        self.hear(turn, moment, answer.as_ref().err());
        answer
    }

    /// Returns what keeps the server from answering now; tracks it.
    pub(crate) fn trouble(self) -> Option<Trouble> {
        self.host().and_then(|host| host.trouble.get())
    }

    /// Takes in that a part of the program did not come.
    pub(crate) fn miss_part(self) {
        if let Some(host) = self.host() {
            self.hear(host.turn(), moment::PART, Some(&ApiError::Network));
        }
    }

    /// Takes in how a question ended. That of a former customer says nothing about this one.
    pub(super) fn hear(self, turn: u64, moment: &'static str, error: Option<&ApiError>) {
        let Some(host) = self.host().filter(|host| host.turn() == turn) else {
            return;
        };
        let (before, now) = (host.trouble.get_untracked(), error.and_then(Trouble::of));
        if before != now {
            host.trouble.set(now);
        }
        let Some(error) = error else { return };
        let is_known = now.is_some() && before == now && now != Some(Trouble::NoRights);
        // To be asked for a purpose is no failure.
        if is_known || matches!(error, ApiError::NeedsPurpose { .. }) {
            return;
        }
        let customer = self.customer.get_untracked();
        let customer = ("customer", customer.as_ref().map_or("", CustomerId::as_str));
        let message = ("message", title_of(self.lang.get_untracked(), error));
        host.emit("error", &[("code", code_of(error)), message, customer]);
        if let Some(trouble) = now {
            host.emit(trouble.name(), &[customer, message, ("during", moment)]);
        }
    }
}

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

/// Returns what is so, in a sentence.
pub(crate) fn title_of(lang: Lang, error: &ApiError) -> &'static str {
    let t = lang.texts().state();
    match error {
        ApiError::NotSignedIn { .. } => t.signed_out,
        ApiError::Forbidden { .. } => t.forbidden,
        ApiError::NotFound => t.not_found,
        ApiError::Invalid { .. } => t.invalid,
        ApiError::TooMany { .. } => t.too_many,
        ApiError::Unavailable => t.unavailable,
        _ => t.failed,
    }
}

/// Returns the name of an error for the host page.
fn code_of(error: &ApiError) -> &'static str {
    match error {
        ApiError::NotSignedIn { .. } => "not_signed_in",
        ApiError::Forbidden { .. } => "forbidden",
        ApiError::NotFound => "not_found",
        ApiError::Network => "network",
        ApiError::TooMany { .. } => "too_many",
        _ => "unavailable",
    }
}
