//! Where messages are taken in: which source it is by its key, what a message says, and what is refused.
//!
//! It exists so that HTTP, a replay by a steward and whatever comes next read a message in the same way. **Invariant:**
//! only sources of the registry bring anything in, and the registry holds none without a legal basis.

use std::collections::HashMap;
use std::sync::Arc;

use klantbeeld_core::policy::Policy;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::identifier::NoIds;
use super::import_record::content_id;
use super::line_error::LineError;
use super::lines::MAX_LINE_BYTES;
use super::normal::Region;
use super::options::Options;
use super::pipeline::{Incoming, Outcome, Pipeline, Understood};
use super::segment::{Call, Message, MessageType};
use super::twice::Members;
use crate::intake::{EntryState, MessageKey, Refused, Settled};
use crate::store::StoreError;

/// Stands in a text for bytes that are none; no sender has it in a message on purpose.
pub const NOT_TEXT: char = '\u{FFFD}';

/// The way of messages of the Segment specification; `segment/track` where the address names the type.
pub const SEGMENT: &str = "segment";

/// Takes messages in.
pub struct Desk {
    pipeline: Pipeline,
    by_key: HashMap<[u8; 32], Arc<str>>,
    options: HashMap<Arc<str>, Options>,
}

/// Messages of one source that come at one moment.
#[derive(Debug)]
pub struct Visit {
    source: Arc<str>,
    options: Options,
}

/// A message as it came.
#[derive(Debug, Clone, Copy)]
pub struct Arrived<'a> {
    /// The way that it came.
    pub way: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Whether [`NOT_TEXT`] in it stands for bytes that were no text.
    pub has_marks: bool,
    /// When it was sent, by the sender's clock.
    pub sent_ms: Option<i64>,
}

impl Desk {
    /// Makes one for the sources of a policy.
    #[must_use]
    pub fn new(pipeline: Pipeline, policy: &Policy) -> Self {
        let (mut by_key, mut options) = (HashMap::new(), HashMap::new());
        for (slug, source) in &policy.source {
            let slug: Arc<str> = slug.as_str().into();
            let keys = source.write_keys.iter().filter_map(|hash| digest_of(hash));
            by_key.extend(keys.map(|key| (key, Arc::clone(&slug))));
            let of_source = Options {
                tenant: pipeline.tenant().clone(),
                source: slug.as_ref().to_owned(),
                region: Region::default(),
                as_of_ms: 0,
                no_ids: NoIds::default(),
                dry_run: false,
                encoding: encoding_rs::UTF_8,
            };
            options.insert(slug, of_source);
        }
        Self {
            pipeline,
            by_key,
            options,
        }
    }

    /// Returns where messages go from here.
    #[must_use]
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// Returns the source that has this write key.
    #[must_use]
    pub fn source_of_key(&self, key: &str) -> Option<Arc<str>> {
        self.by_key
            .get(&<[u8; 32]>::from(Sha256::digest(key)))
            .cloned()
    }

    /// Begins with messages of a source that come at `at_ms`; none when the registry does not have it.
    #[must_use]
    pub fn visit(&self, source: &str, at_ms: i64) -> Option<Visit> {
        let (source, options) = self.options.get_key_value(source)?;
        let options = Options {
            as_of_ms: at_ms,
            ..options.clone()
        };
        Some(Visit {
            source: Arc::clone(source),
            options,
        })
    }

    /// Brings a refused message in after all, as it is or as somebody corrected it. Returns what became of it; none
    /// when no such message waits.
    ///
    /// # Errors
    /// A store does not answer.
    pub async fn replay(
        &self,
        id: i64,
        corrected: Option<String>,
        settled: Settled,
    ) -> Result<Option<Outcome>, StoreError> {
        let (intake, tenant) = (self.pipeline.intake(), self.pipeline.tenant());
        let entry = intake.get_entry(tenant, id).await?;
        let Some(entry) = entry.filter(|entry| entry.state == EntryState::Waiting) else {
            return Ok(None);
        };
        let is_cut = entry.is_cut && corrected.is_none();
        let text = corrected.unwrap_or(entry.text);
        let Some(visit) = self.visit(&entry.source, entry.at_ms) else {
            return Ok(Some(Outcome::Refused {
                code: "source".to_owned(),
                reason: "the registry has no such source any more".to_owned(),
            }));
        };
        let incoming = visit.read(Arrived {
            way: &entry.way,
            text: &text,
            has_marks: true,
            sent_ms: None,
        });
        // What is refused again stays what it is: the entry waits, with its first reason.
        if let Err(refused) = &incoming.what {
            return Ok(Some(Outcome::Refused {
                code: refused.code.clone(),
                reason: refused.reason.clone(),
            }));
        }
        if is_cut {
            return Ok(Some(Outcome::Refused {
                code: LineError::TooLong.code().to_owned(),
                reason: "only its beginning was kept: correct it whole".to_owned(),
            }));
        }
        let outcome = self.pipeline.submit(vec![incoming]).await?.pop();
        if matches!(outcome, Some(Outcome::Stored | Outcome::Repeated)) {
            intake
                .settle(tenant, id, EntryState::Replayed, settled)
                .await?;
        }
        Ok(outcome)
    }
}

impl Visit {
    /// Reads a message. One that cannot be read comes with its reason, to be kept in quarantine.
    #[must_use]
    pub fn read(&self, arrived: Arrived<'_>) -> Incoming {
        match self.understand(arrived) {
            Ok((id, understood)) => self.incoming(arrived.way, arrived.text, &id, Ok(understood)),
            Err(error) => self.refuse(arrived.way, arrived.text, error.code(), &error.to_string()),
        }
    }

    /// Refuses a text, to be kept in quarantine.
    #[must_use]
    pub fn refuse(&self, way: &str, text: &str, code: &str, reason: &str) -> Incoming {
        let refused = Refused {
            way: way.to_owned(),
            code: code.to_owned(),
            reason: reason.to_owned(),
            text: text.to_owned(),
        };
        self.incoming(way, text, &id_of(text), Err(refused))
    }

    fn incoming(
        &self,
        way: &str,
        text: &str,
        id: &str,
        what: Result<Understood, Refused>,
    ) -> Incoming {
        Incoming {
            source: Arc::clone(&self.source),
            key: MessageKey::new(&self.options.tenant, &self.source, id),
            at_ms: self.options.as_of_ms,
            what,
            text: text.into(),
            way: way.into(),
        }
    }

    fn understand(&self, arrived: Arrived<'_>) -> Result<(String, Understood), LineError> {
        let text = arrived.text;
        let options = &self.options;
        if text.len() > MAX_LINE_BYTES {
            return Err(LineError::TooLong);
        }
        if let Some(at) = text.find(NOT_TEXT).filter(|_| arrived.has_marks) {
            return Err(LineError::NotText { at: at + 1 });
        }
        let members: Members =
            serde_json::from_str(text).map_err(|e| LineError::Json(e.to_string()))?;
        if members.stand_twice {
            return Err(LineError::Twice);
        }
        let kind = arrived.way.strip_prefix(SEGMENT).unwrap_or_default();
        let call = Call {
            kind: kind.strip_prefix('/').and_then(MessageType::parse),
            sent_ms: arrived.sent_ms,
            received_ms: options.as_of_ms,
        };
        let message = Message::arrived(text, &options.no_ids, &call)?;
        let understood = Understood::by_message(&message, options)?;
        Ok((message.key, understood))
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

/// Returns the id that a message has, though it cannot be read as a whole; else one made of its text.
fn id_of(text: &str) -> String {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Named<'a> {
        #[serde(borrow)]
        message_id: Option<&'a RawValue>,
    }
    let named: Option<Named<'_>> = serde_json::from_str(text).ok();
    let id = named.and_then(|named| serde_json::from_str::<String>(named.message_id?.get()).ok());
    let is_id = |id: &String| !id.trim().is_empty();
    id.filter(is_id)
        .unwrap_or_else(|| content_id([text.trim()]))
}

/// Returns the bytes of a SHA-256 in hexadecimal digits.
fn digest_of(hex: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (place, byte) in digest.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(digest)
}
