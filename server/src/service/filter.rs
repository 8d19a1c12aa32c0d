//! What a page request asks for: kinds, channels and a text, judged on the line as it is shown.
//!
//! **Invariant:** the filter reads the shown line, never the stored one, so that a masked text cannot be
//! guessed by asking for it.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::PageRequest;
use klantbeeld_core::block::Needle;
use klantbeeld_core::model::ItemLine;

use super::invalid;

/// Longest text to look for, in characters.
const MAX_TEXT_CHARS: usize = 200;
/// Most kinds or channels in one request.
const MAX_NAMES: usize = 100;

/// A checked filter.
#[derive(Debug)]
pub(super) struct Filter {
    kinds: Vec<String>,
    channels: Vec<String>,
    needle: Option<Needle>,
}

impl Filter {
    /// Makes the filter of a request.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] when it is longer than anybody means.
    pub(super) fn new(request: &PageRequest) -> Result<Self, ApiError> {
        if request.text.chars().nth(MAX_TEXT_CHARS).is_some() {
            return Err(invalid(format!(
                "`text` has at most {MAX_TEXT_CHARS} characters"
            )));
        }
        if request.kinds.len() > MAX_NAMES || request.channels.len() > MAX_NAMES {
            return Err(invalid(format!("at most {MAX_NAMES} kinds and channels")));
        }
        Ok(Self {
            kinds: request.kinds.clone(),
            channels: request.channels.clone(),
            needle: Needle::new(&request.text),
        })
    }

    /// Returns whether everything matches.
    pub(super) fn is_open(&self) -> bool {
        self.kinds.is_empty() && self.channels.is_empty() && self.needle.is_none()
    }

    /// Returns whether a shown line is asked for.
    pub(super) fn takes(&self, line: &ItemLine) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&line.kind))
            && (self.channels.is_empty() || self.channels.contains(&line.channel))
            && self.needle.as_ref().is_none_or(|needle| {
                needle.is_in(&[
                    &line.title,
                    &line.summary,
                    &line.reason,
                    &line.goal,
                    &line.outcome,
                ])
            })
    }
}
