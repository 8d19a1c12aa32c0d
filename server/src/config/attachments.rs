//! `[attachments]`: where the files of items lie, and how large they may be.

use std::path::{Path, PathBuf};

use super::ConfigError;
use super::file::AttachmentsFile;
use crate::attachments::{AttachmentError, Attachments, DEFAULT_MAX_BYTES};

/// Above this a file would be in memory for too long: they are received and answered whole.
const MOST_BYTES: usize = 200 * 1024 * 1024;

/// Where files lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentSettings {
    /// The folder; without one they are in memory, as the store is.
    pub folder: Option<PathBuf>,
    /// The largest file, in bytes.
    pub max_bytes: usize,
}

impl AttachmentSettings {
    /// Returns what holds for a store that nothing else is said of: beside its file, or in memory.
    #[must_use]
    pub fn beside(store: &str) -> Self {
        let path = store
            .strip_prefix("sqlite:")
            .filter(|path| !path.is_empty());
        Self {
            folder: path.map(|path| PathBuf::from(format!("{path}.attachments"))),
            max_bytes: DEFAULT_MAX_BYTES,
        }
    }

    /// Opens the place.
    ///
    /// # Errors
    /// The folder cannot be made or read.
    pub fn open(&self) -> Result<Attachments, AttachmentError> {
        match &self.folder {
            Some(folder) => Attachments::in_folder(folder, self.max_bytes),
            None => Ok(Attachments::in_memory(self.max_bytes)),
        }
    }
}

/// Reads the section; `named` is the folder that the environment gives.
pub(super) fn parse(
    file: AttachmentsFile,
    named: Option<PathBuf>,
    base: &Path,
    store: &str,
) -> Result<AttachmentSettings, ConfigError> {
    let usual = AttachmentSettings::beside(store);
    let folder = named.or_else(|| file.folder.map(|folder| base.join(folder)));
    let max_bytes = file.max_bytes.unwrap_or(usual.max_bytes);
    if !(1..=MOST_BYTES).contains(&max_bytes) {
        return Err(ConfigError::Value {
            key: "attachments.max_bytes".to_owned(),
            value: max_bytes.to_string(),
            allowed: format!("1 to {MOST_BYTES}"),
        });
    }
    Ok(AttachmentSettings {
        folder: folder.or(usual.folder),
        max_bytes,
    })
}
