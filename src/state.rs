//! What one mounted view knows and does: signals, loading, writing. No markup.
//!
//! **Invariants:** a customer's answer is used only while that customer's turn lasts (see
//! [`View::is_turn`]); on a switch every value of the former customer goes before anything of the next
//! can come. Nothing here touches a signal after an await without asking whether it still exists.

mod answers;
mod ask;
mod complete;
mod correction;
mod device_queue;
mod first_screen;
mod heal;
mod host;
mod keeper;
mod live;
mod loader;
mod outbox;
mod recognise;
mod sender;
#[cfg(test)]
mod tests;
mod told;
mod trouble;
mod view;
mod waiting;

pub(crate) use correction::{set_fields, tell_saved, undo};
pub(crate) use heal::{heal, heal_if_needed};
pub(crate) use host::{Early, EarlyHead, Host, Page};
pub(crate) use live::{seen as catch_up_if_behind, start as start_live};
pub(crate) use loader::{open, refresh};
pub(crate) use outbox::{discard, flush, retry, start as start_outbox, write};
pub(crate) use recognise::recognise;
pub(crate) use told::{FieldValue, Told};
pub(crate) use trouble::{Trouble, moment, title_of};
pub(crate) use view::{Candidate, Face, Load, Settings, ShownField, Tail, View};
