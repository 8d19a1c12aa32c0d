//! What the live stream says on the wire: that a customer has another version, never what changed.
//!
//! `POST /api/v1/live` answers with server-sent events; `data` of each is a [`LiveEvent`] as JSON, and `event` its name.

use klantbeeld_core::ids::CustomerId;
use serde::{Deserialize, Serialize};

/// Customers that one stream may watch.
pub const MAX_WATCHED: usize = 64;

/// Asks to be told of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveRequest {
    /// Of whom, 1 to [`MAX_WATCHED`].
    pub watched: Vec<Watched>,
    /// The server's `boot` of the stream before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot: Option<String>,
}

/// A customer that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watched {
    /// Who.
    pub customer_id: CustomerId,
    /// The version that the caller has; 0 for none.
    pub version: u64,
}

/// Why a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiveEnd {
    /// The token's time is over: come back with another.
    TokenExpired,
    /// The server goes down: come back in a moment.
    Stopping,
    /// None of the customers is the caller's to see.
    NothingToWatch,
    /// The store does not answer.
    Unavailable,
}

/// What a stream says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum LiveEvent {
    /// The stream is there.
    Hello {
        /// This life of this server; a restart has another.
        boot: String,
    },
    /// A customer has another version than the caller.
    Change {
        /// Who.
        customer_id: CustomerId,
        /// The version now.
        version: u64,
    },
    /// What the caller has may be off, of each customer: fetch them anew.
    Resync,
    /// There is no such customer, or no longer, or not for this caller.
    Gone {
        /// Who.
        customer_id: CustomerId,
    },
    /// Nothing more comes.
    End {
        /// Why.
        reason: LiveEnd,
    },
}

impl LiveEvent {
    /// Returns the event's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Hello { .. } => "hello",
            Self::Change { .. } => "change",
            Self::Resync => "resync",
            Self::Gone { .. } => "gone",
            Self::End { .. } => "end",
        }
    }
}
