//! Files of items: who may open them is who may open their item, and who may add them is who may add a note.
//!
//! **Invariant:** a file is answered only when an item that this caller may open names it, and the policy shows
//! that part of it.

use bytes::Bytes;
use klantbeeld::api::ApiError;
use klantbeeld::api::wire::AttachmentRequest;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::attachment::ATTACHMENT_PART;
use klantbeeld_core::model::{Attachment, attachments_of};

use super::{Session, invalid};
use crate::attachments::AttachmentError;

/// The kind of item that a person can add a file with.
const NOTE: &str = "note";

impl Session {
    /// Returns a file with what it is, for who may open its item.
    ///
    /// # Errors
    /// Item or file are not there for this caller, or a purpose has to be stated first.
    pub async fn open_attachment(
        &self,
        request: AttachmentRequest,
    ) -> Result<(Attachment, Bytes), ApiError> {
        let lens = self.lens(&request.customer_id).await?;
        let item = self
            .find_to_open(&lens, &request.item_id, request.purpose)
            .await?;
        if !self
            .service
            .policy
            .shows_payload(&item.line.kind, ATTACHMENT_PART)
        {
            return Err(ApiError::NotFound);
        }
        let mut named = attachments_of(&item.payload).into_iter();
        let file = named.find(|file| file.sha256 == request.sha256);
        let file = file.ok_or(ApiError::NotFound)?;
        let (files, tenant) = (&self.service.attachments, &self.caller.tenant);
        let content = files.read(tenant, &lens.customer, &file.sha256).await;
        Ok((file, content.map_err(attachment_error)?))
    }

    /// Keeps a file for a note that comes after it, and returns how the note names it.
    ///
    /// # Errors
    /// The caller may not add notes for this customer, or the file is not one that is taken.
    pub async fn add_attachment(
        &self,
        customer: &CustomerId,
        name: &str,
        content: Bytes,
    ) -> Result<Attachment, ApiError> {
        self.permit_adding(customer, NOTE).await?;
        let (files, tenant) = (&self.service.attachments, &self.caller.tenant);
        let added = files.add(tenant, customer, name, content).await;
        added.map_err(attachment_error)
    }

    /// Refuses a note whose file did not arrive.
    pub(super) async fn expect_attachment(
        &self,
        customer: &CustomerId,
        file: &Attachment,
    ) -> Result<(), ApiError> {
        let (files, tenant) = (&self.service.attachments, &self.caller.tenant);
        match files.has(tenant, customer, file).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(invalid(
                "the file of `attachment` did not arrive: send it first",
            )),
            Err(error) => Err(attachment_error(error)),
        }
    }
}

fn attachment_error(error: AttachmentError) -> ApiError {
    match error {
        AttachmentError::NotFound => ApiError::NotFound,
        AttachmentError::TooLarge { .. } => ApiError::TooLarge,
        AttachmentError::Unavailable(_) => {
            tracing::error!(error = "attachments", "files failed");
            ApiError::Unavailable
        }
        AttachmentError::Empty | AttachmentError::Type | AttachmentError::Name => {
            invalid(error.to_string())
        }
    }
}
