//! What stands around messages, and where each of them begins and ends.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::ingest::loose_date::unix_ms;
use crate::ingest::when::parse_iso_ms;

/// The messages of one call.
#[derive(Debug)]
pub(super) struct Envelope<'a> {
    pub(super) messages: Vec<&'a str>,
    pub(super) sent_ms: Option<i64>,
    pub(super) write_key: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object with a `batch`")]
struct Batch<'a> {
    #[serde(borrow)]
    batch: Vec<&'a RawValue>,
    sent_at: Option<Value>,
    #[serde(borrow)]
    write_key: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One<'a> {
    #[serde(borrow)]
    write_key: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named<'a> {
    #[serde(borrow)]
    message_id: Option<Cow<'a, str>>,
}

impl<'a> Envelope<'a> {
    /// Takes a batch apart.
    ///
    /// # Errors
    /// In words: it is no such object, so that nothing can be said of its messages.
    pub(super) fn of_batch(text: &'a str) -> Result<Self, String> {
        let said = |error: serde_json::Error| format!("the call is no batch: {error}");
        let batch: Batch<'a> = serde_json::from_str(text).map_err(said)?;
        let sent_ms = match batch.sent_at {
            Some(Value::String(text)) => parse_iso_ms(&text).or_else(|| unix_ms(&text)),
            Some(Value::Number(number)) => unix_ms(&number.to_string()),
            _ => None,
        };
        Ok(Self {
            messages: batch.batch.into_iter().map(RawValue::get).collect(),
            sent_ms,
            write_key: batch.write_key.map(Cow::into_owned),
        })
    }

    /// Takes the call as one message, whatever is in it: reading it says what is wrong.
    #[expect(clippy::unnecessary_wraps, reason = "the same as for a batch")]
    pub(super) fn of_one(text: &'a str) -> Result<Self, String> {
        let one: Option<One<'_>> = serde_json::from_str(text).ok();
        Ok(Self {
            messages: vec![text],
            sent_ms: None,
            write_key: one.and_then(|one| one.write_key).map(Cow::into_owned),
        })
    }

    /// Returns the id of each message, as far as it says one.
    pub(super) fn ids(&self) -> Vec<Option<String>> {
        let id = |text: &&str| {
            let named: Named<'_> = serde_json::from_str(text).ok()?;
            named.message_id.map(Cow::into_owned)
        };
        self.messages.iter().map(id).collect()
    }
}
