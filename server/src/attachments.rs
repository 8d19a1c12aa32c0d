//! The files that belong to items: letters, documents, photos.
//!
//! They exist outside of the profile store so that a store stays small and quick. Where they lie is behind
//! the port of `object_store`: a folder today, and what else it knows when one machine is not enough.
//!
//! **Invariants:** a file is found by tenant, customer and the hash of its content, so the same file twice is
//! one file, nothing is overwritten, and what is one customer's is never another's. A file is durable when
//! [`Attachments::add`] returns. What a file is said to be is what its first bytes say.

mod media_type;

use std::fmt;
use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::Bytes;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Attachment;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutMode, PutOptions};
use sha2::{Digest as _, Sha256};

/// The largest file unless the configuration says otherwise: a photo of a good camera, a long document.
pub const DEFAULT_MAX_BYTES: usize = 20 * 1024 * 1024;

/// Why a file is not taken, or not found.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More than the limit.
    #[error("the file is larger than {max_bytes} bytes")]
    TooLarge {
        /// The limit.
        max_bytes: usize,
    },
    /// Not one of the types that are taken.
    #[error("a file of this type is not taken; {} are", media_type::NAMES)]
    Type,
    /// Its name is empty, too long, or more than one line.
    #[error("the file needs a name of one line, at most 200 characters")]
    Name,
    /// There is no such file for this customer.
    #[error("there is no such file")]
    NotFound,
    /// The folder or service does not answer.
    #[error("the files are not available: {0}")]
    Unavailable(object_store::Error),
}

/// The files of all customers. Cheap to clone; clones share them.
#[derive(Clone)]
pub struct Attachments {
    objects: Arc<dyn ObjectStore>,
    max_bytes: usize,
}

impl Attachments {
    /// Keeps files in a folder, and makes it when it is not there.
    ///
    /// # Errors
    /// [`AttachmentError::Unavailable`] when it cannot be made.
    pub fn in_folder(folder: &FilePath, max_bytes: usize) -> Result<Self, AttachmentError> {
        let made = std::fs::create_dir_all(folder);
        made.map_err(|error| {
            AttachmentError::Unavailable(object_store::Error::Generic {
                store: "folder",
                source: Box::new(error),
            })
        })?;
        let files =
            LocalFileSystem::new_with_prefix(folder).map_err(AttachmentError::Unavailable)?;
        Ok(Self {
            objects: Arc::new(files.with_fsync(true)),
            max_bytes,
        })
    }

    /// Keeps files in memory, to be forgotten at the end.
    #[must_use]
    pub fn in_memory(max_bytes: usize) -> Self {
        Self {
            objects: Arc::new(InMemory::new()),
            max_bytes,
        }
    }

    /// Returns the largest file that is taken, in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        self.max_bytes
    }

    /// Adds a file to a customer, durably, and returns how an item names it. Adding it again changes nothing.
    ///
    /// # Errors
    /// What is wrong with the file, or that it cannot be written.
    pub async fn add(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        name: &str,
        content: Bytes,
    ) -> Result<Attachment, AttachmentError> {
        if content.is_empty() {
            return Err(AttachmentError::Empty);
        }
        if content.len() > self.max_bytes {
            return Err(AttachmentError::TooLarge {
                max_bytes: self.max_bytes,
            });
        }
        let media_type = media_type::of(name, &content).ok_or(AttachmentError::Type)?;
        let attachment = Attachment {
            name: name.trim().to_owned(),
            media_type: media_type.to_owned(),
            size_bytes: content.len() as u64,
            sha256: format!("{:x}", Sha256::digest(&content)),
        };
        if !attachment.is_well_formed() {
            return Err(AttachmentError::Name);
        }
        let place = place(tenant, customer, &attachment.sha256);
        let once = PutOptions::from(PutMode::Create);
        match self.objects.put_opts(&place, content.into(), once).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(attachment),
            Err(error) => Err(AttachmentError::Unavailable(error)),
        }
    }

    /// Returns the content of a customer's file.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub async fn read(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        sha256: &str,
    ) -> Result<Bytes, AttachmentError> {
        let found = self.objects.get(&place(tenant, customer, sha256)).await;
        let content = found.map_err(missing)?.bytes().await;
        content.map_err(missing)
    }

    /// Returns whether a customer has this file, of this size.
    ///
    /// # Errors
    /// The folder or service does not answer.
    pub async fn has(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        file: &Attachment,
    ) -> Result<bool, AttachmentError> {
        match self
            .objects
            .head(&place(tenant, customer, &file.sha256))
            .await
            .map_err(missing)
        {
            Ok(found) => Ok(found.size == file.size_bytes),
            Err(AttachmentError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl fmt::Debug for Attachments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachments").finish_non_exhaustive()
    }
}

/// Returns where a file lies. Each part becomes one name: what means something in a path is encoded. Customers
/// go by a hash, because some folders do not tell `C-1` from `c-1`, and a name of a folder may be personal.
fn place(tenant: &TenantId, customer: &CustomerId, sha256: &str) -> Path {
    let owner = format!("{:x}", Sha256::digest(customer.as_str()));
    Path::from_iter([tenant.as_str(), owner.as_str(), sha256])
}

fn missing(error: object_store::Error) -> AttachmentError {
    match error {
        object_store::Error::NotFound { .. } => AttachmentError::NotFound,
        other => AttachmentError::Unavailable(other),
    }
}

#[cfg(test)]
mod tests;
