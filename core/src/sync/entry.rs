//! One write in the queue, as it is kept on the device.

use serde::{Deserialize, Serialize};

use crate::model::Operation;

/// Why the server will never do an operation as it is; the user decides what happens to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The role or scope does not allow it.
    Forbidden {
        /// The department to ask.
        owner: String,
    },
    /// The customer or the item is no longer there.
    NotFound,
    /// It is not one that can be meant.
    Invalid {
        /// What to change, in the server's words.
        message: String,
    },
    /// Its id was used for something else.
    Conflict,
    /// It is too large to send.
    TooLarge,
}

/// Where a write is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// It waits to be sent.
    Waiting,
    /// It was sent; until the lease ends nobody sends it again.
    Sending {
        /// When the lease ends.
        until_ms: i64,
    },
    /// The server refused it for good.
    Refused {
        /// Why.
        reason: Refusal,
    },
}

/// Why the last try did not bring a write to the server. It is sent again by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hindrance {
    /// No network, or no answer.
    Network,
    /// The sign-in has ended.
    SignedOut,
    /// The customer is not within what this person may open now.
    NoAccess,
    /// The server cannot do it now.
    Busy,
}

/// A write in the queue. Its key on the device is the operation's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place: lower goes first.
    pub seq: u64,
    /// The write.
    pub operation: Operation,
    /// Where it is.
    pub state: EntryState,
    /// How often it was sent.
    pub attempts: u32,
    /// Not sent before this moment.
    pub next_try_ms: i64,
    /// What the last try met; none before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hindrance: Option<Hindrance>,
}

impl Entry {
    /// Returns whether the server refused it for good.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self.state, EntryState::Refused { .. })
    }

    /// Returns whether a person may give it up: it was refused, or it waits for access that may never come.
    #[must_use]
    pub fn may_be_given_up(&self) -> bool {
        let is_held = self.hindrance == Some(Hindrance::NoAccess);
        self.is_refused() || (is_held && self.state == EntryState::Waiting)
    }
}
