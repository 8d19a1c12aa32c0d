//! Asking the server: every answer is heard, and trouble is told to the person and to the host.
//!
//! **Invariant:** every question goes through [`View::ask`], so that none fails unheard. The host is told once of what
//! lasts, until something was answered or somebody tries again: a page that gives another token at every event would
//! go round and round otherwise.

use klantbeeld_core::ids::CustomerId;
use leptos::prelude::*;

use super::trouble::{Trouble, code_of, moment, title_of};
use super::view::View;
use crate::api::ApiError;
use crate::api::remote::{Answer, Remote};

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
