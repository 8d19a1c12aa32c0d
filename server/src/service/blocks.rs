//! The whole timeline in blocks, newest first: what the widget keeps, filters and searches.
//!
//! On the wire each block is preceded by its length as `u32`, little endian. An answer of several
//! blocks is sent while it is being made, so that the first rows do not wait for the last.

use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::stream::{BoxStream, StreamExt as _};
use klantbeeld::api::ApiError;
use klantbeeld_core::block::{BLOCK_ROWS, Block};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::ItemLine;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::cache::BlockKey;
use super::lens::Listed;
use super::{Session, store_error};

/// Parts that may wait for a slow reader.
const QUEUE_PARTS: usize = 4;

/// The parts of an answer, in order.
pub type BlockStream = BoxStream<'static, Result<Bytes, ApiError>>;

/// An answer: the version that it is at least of, and its bytes.
pub struct Blocks {
    /// The customer's version when the reading began; later changes are in the changes since it.
    pub version: u64,
    /// The bytes, compressed when asked for.
    pub stream: BlockStream,
}

impl Session {
    /// Reads the timeline of a customer in blocks.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], or the store does not answer; a failure in the middle ends the stream.
    pub async fn blocks(&self, customer: &CustomerId, gzip: bool) -> Result<Blocks, ApiError> {
        self.guard(customer)?;
        let tenant = &self.caller.tenant;
        let version = self.service.store.version(tenant, customer).await;
        let version = version.map_err(store_error)?.ok_or(ApiError::NotFound)?;
        let key = BlockKey {
            tenant: tenant.clone(),
            customer: customer.clone(),
            version,
            role: self.caller.role().clone(),
            gzip,
        };
        if let Some(parts) = self.service.blocks.get(&key) {
            let stream = futures::stream::iter(parts.into_iter().map(Ok)).boxed();
            return Ok(Blocks { version, stream });
        }
        let (sender, receiver) = mpsc::channel(QUEUE_PARTS);
        let session = self.clone();
        tokio::spawn(async move {
            if let Err(error) = session.produce(key, &sender).await {
                // The reader may have gone; then nobody is left to tell.
                drop(sender.send(Err(error)).await);
            }
        });
        let stream = ReceiverStream::new(receiver).boxed();
        Ok(Blocks { version, stream })
    }

    async fn produce(&self, key: BlockKey, sender: &Sender) -> Result<(), ApiError> {
        let lens = self.lens(&key.customer).await?;
        let mut writer = Writer::new(key.gzip);
        let mut parts = Vec::new();
        let mut after = None;
        let mut rows = Vec::with_capacity(BLOCK_ROWS);
        loop {
            let lines = lens.list(after.take(), BLOCK_ROWS).await?;
            let is_end = lines.len() < BLOCK_ROWS;
            after = lines.last().map(Listed::place);
            for line in lines {
                rows.extend(lens.show_listed(line).await?);
                if rows.len() == BLOCK_ROWS {
                    let full = std::mem::replace(&mut rows, Vec::with_capacity(BLOCK_ROWS));
                    writer = writer.add(full, sender, &mut parts).await?;
                }
            }
            if is_end {
                break;
            }
        }
        if !rows.is_empty() {
            writer = writer.add(rows, sender, &mut parts).await?;
        }
        writer.finish(sender, &mut parts).await?;
        let now = self.service.store.version(&key.tenant, &key.customer).await;
        if now.is_ok_and(|version| version == Some(key.version)) {
            self.service.blocks.put(key, parts);
        }
        Ok(())
    }
}

type Sender = mpsc::Sender<Result<Bytes, ApiError>>;

/// Encodes, compresses and sends, and remembers what it sent.
struct Writer {
    gzip: Option<GzEncoder<Vec<u8>>>,
}

impl Writer {
    fn new(gzip: bool) -> Self {
        Self {
            gzip: gzip.then(|| GzEncoder::new(Vec::new(), Compression::fast())),
        }
    }

    /// Adds a block. The work is done off the request threads: a block takes milliseconds.
    async fn add(
        mut self,
        rows: Vec<ItemLine>,
        sender: &Sender,
        parts: &mut Vec<Bytes>,
    ) -> Result<Self, ApiError> {
        let work = tokio::task::spawn_blocking(move || {
            let part = self.encode(&rows);
            (self, part)
        });
        let (writer, part) = work.await.map_err(|_| ApiError::Unavailable)?;
        send(part?, sender, parts).await?;
        Ok(writer)
    }

    fn encode(&mut self, rows: &[ItemLine]) -> Result<Bytes, ApiError> {
        let block = Block::encode(rows);
        let length = u32::try_from(block.len()).map_err(|_| ApiError::Unavailable)?;
        let Some(gzip) = &mut self.gzip else {
            let mut part = length.to_le_bytes().to_vec();
            part.extend(block);
            return Ok(part.into());
        };
        let written = gzip
            .write_all(&length.to_le_bytes())
            .and_then(|()| gzip.write_all(&block))
            .and_then(|()| gzip.flush());
        written.map_err(|_| ApiError::Unavailable)?;
        Ok(std::mem::take(gzip.get_mut()).into())
    }

    async fn finish(self, sender: &Sender, parts: &mut Vec<Bytes>) -> Result<(), ApiError> {
        match self.gzip.map(GzEncoder::finish) {
            Some(Ok(tail)) => send(tail.into(), sender, parts).await,
            Some(Err(_)) => Err(ApiError::Unavailable),
            None => Ok(()),
        }
    }
}

async fn send(part: Bytes, sender: &Sender, parts: &mut Vec<Bytes>) -> Result<(), ApiError> {
    parts.push(part.clone());
    sender
        .send(Ok(part))
        .await
        .map_err(|_| ApiError::Unavailable)
}
