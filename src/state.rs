//! What one mounted view knows and does: signals, loading, writing. No markup.
//!
//! **Invariants:** a customer's answer is used only while that customer's turn lasts (see
//! [`View::is_turn`]); on a switch every value of the former customer goes before anything of the next
//! can come. Nothing here touches a signal after an await without asking whether it still exists.

mod ask;
mod complete;
mod first_screen;
mod heal;
mod host;
mod keeper;
mod loader;
mod outbox;
mod recognise;
mod sender;
#[cfg(test)]
mod tests;
mod trouble;
mod view;

pub(crate) use heal::{heal, heal_if_needed};
pub(crate) use host::{Early, EarlyHead, Host, Page};
pub(crate) use loader::{open, refresh};
pub(crate) use outbox::{discard, flush, retry, start as start_outbox, write};
pub(crate) use recognise::recognise;
pub(crate) use trouble::{Trouble, moment, title_of};
pub(crate) use view::{Candidate, Face, Load, Settings, ShownField, Tail, View};
