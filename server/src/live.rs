//! The live stream: every open view hears within milliseconds that its customer has another version.
//!
//! The store's versions are the truth, and what wakes a stream is a hint that may be lost: a stream reads the version
//! of those whom it was rung for, and of all it watches now and then. So what a stream missed while it was away is
//! what its first look finds, and there is no buffer that could be too short.
//!
//! **Invariants:** a stream says versions and never data, so what somebody may see is decided where they fetch it.
//! What a stream holds is bounded by the customers it watches, however slow its reader is. It ends with the caller's
//! token, and before the server does.

mod ending;
mod others;
mod places;
mod stream;

use std::sync::Arc;

use futures::Stream;
use klantbeeld::api::ApiError;
use klantbeeld::api::live::{LiveEvent, LiveRequest};

pub use ending::Ending;

use crate::service::Session;
use others::Others;
use places::Places;

/// What the streams of a server share.
#[derive(Debug)]
pub struct Live {
    boot: String,
    places: Places,
    others: Others,
    ending: Ending,
}

impl Live {
    /// Makes room for so many streams, and so many of one subject.
    #[must_use]
    pub fn new(streams: usize, per_subject: usize) -> Self {
        Self {
            boot: format!("{:016x}", rand::random::<u64>()),
            places: Places::new(streams, per_subject),
            others: Others::default(),
            ending: Ending::default(),
        }
    }

    /// Returns what ends all streams.
    #[must_use]
    pub fn ending(&self) -> &Ending {
        &self.ending
    }

    /// Opens a stream of what happens to the customers of a request.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for none or too many customers, [`ApiError::TooMany`] when the caller has enough streams,
    /// [`ApiError::Unavailable`] when the server has.
    pub async fn open(
        &self,
        session: Arc<Session>,
        request: LiveRequest,
    ) -> Result<impl Stream<Item = LiveEvent> + Send + use<>, ApiError> {
        let caller = session.caller();
        let place = self.places.take(&caller.tenant, &caller.actor.subject)?;
        let opened = stream::open(session, request, &self.boot, place, self.ending.clone()).await?;
        self.others.follow(opened.store());
        Ok(opened.events())
    }
}
