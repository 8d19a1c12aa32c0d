//! Why the server does not start, or stopped.

use std::io;
use std::net::SocketAddr;

use crate::attachments::AttachmentError;
use crate::auth::demo::DemoError;
use crate::store::StoreError;
use crate::webhooks::WebhookError;

/// Why the server does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error("cannot listen on {listen}: {error}")]
    Listen {
        /// The address.
        listen: SocketAddr,
        /// Why.
        error: io::Error,
    },
    /// The built product cannot be read.
    #[error("cannot read the built product: {0}")]
    Files(io::Error),
    /// The folder for files of items cannot be used.
    #[error(transparent)]
    Attachments(#[from] AttachmentError),
    /// Where arrivals are kept cannot be opened.
    #[error("cannot keep what arrives: {0}")]
    Intake(StoreError),
    /// Other systems cannot be told of what happens.
    #[error(transparent)]
    Webhooks(#[from] WebhookError),
    /// The demo issuer cannot have its key.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// The signals of the operating system cannot be heard.
    #[error("cannot wait for signals: {0}")]
    Signal(io::Error),
}
