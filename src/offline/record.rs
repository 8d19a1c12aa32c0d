//! The records as they rest in IndexedDB, as JSON text and raw blocks.
//!
//! Format 1. A later format gets another `format` number; what is not known is treated as absent and
//! fetched anew, so that no old record can show wrong values.

use js_sys::{Array, Uint8Array};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::json::{self, FromJson};
use klantbeeld_core::list::Gather;
use klantbeeld_core::model::CustomerKind;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

use crate::api::wire::ProfileHead;

/// The format that this build writes and reads.
pub(crate) const FORMAT: u32 = 1;

/// Card and first page of one customer, as the text that the server sent: writing it again would need
/// code for every type of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProfileRecord {
    pub(crate) text: String,
}

impl ProfileRecord {
    /// As it rests: the format, a blank, the server's text.
    pub(crate) fn to_stored(&self) -> String {
        format!("{FORMAT} {}", self.text)
    }

    /// What was stored in a format that this build knows.
    pub(crate) fn of_stored(stored: &str) -> Option<Self> {
        let (format, text) = stored.split_once(' ')?;
        (format.parse() == Ok(FORMAT)).then(|| Self {
            text: text.to_owned(),
        })
    }

    /// The profile; none when the text is not one that this build can read.
    pub(crate) fn head(&self) -> Option<ProfileHead> {
        json::read(&self.text)
    }
}

/// All blocks of one customer's timeline, and the version that they are of.
#[derive(Debug, Clone)]
pub(crate) struct BlocksRecord {
    pub(crate) version: u64,
    /// Lines that are newer than the blocks, as a block of their own.
    pub(crate) patch: Uint8Array,
    pub(crate) blocks: Vec<Uint8Array>,
}

impl BlocksRecord {
    /// The stored array holds the version, the patch, and then the blocks.
    pub(crate) fn of_stored(stored: JsValue) -> Option<Self> {
        let array = stored.dyn_into::<Array>().ok()?;
        let version = array.get(0).as_string()?.parse().ok()?;
        let mut bytes = array
            .iter()
            .skip(1)
            .filter_map(|b| b.dyn_into::<Uint8Array>().ok());
        Some(Self {
            version,
            patch: bytes.next()?,
            blocks: bytes.gather(),
        })
    }
}

/// One line of the list of customers on this device; also what is searched without network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub(crate) struct Person {
    pub(crate) customer_id: CustomerId,
    pub(crate) name: String,
    pub(crate) detail: String,
    pub(crate) kind: CustomerKind,
    /// Lower-case words that find this person: numbers, e-mail, telephone, postcode, town.
    pub(crate) keys: String,
    pub(crate) opened_ms: i64,
}
