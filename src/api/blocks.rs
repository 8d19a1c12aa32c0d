//! The whole timeline as KB1 blocks, read from a response while it comes.
//!
//! On the wire each block is a frame: its length in bytes (`u32`, little endian), then that many bytes.

use futures::StreamExt;
use futures::stream::{self, Stream};
use gloo_net::http::Response;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_streams::ReadableStream;

use super::ApiError;
use super::remote::BlockStream;

/// The version that the blocks are of.
const VERSION_HEADER: &str = "x-klantbeeld-version";
/// A block larger than this is a mistake, not a block.
const MAX_FRAME_BYTES: usize = 16 * 1024 * 1024;

/// Starts to read a response.
///
/// # Errors
/// [`ApiError::Network`] when it has no body.
pub(crate) fn read(response: &Response) -> Result<BlockStream, ApiError> {
    let version = response.headers().get(VERSION_HEADER);
    let body = response.body().ok_or(ApiError::Network)?;
    let pieces = ReadableStream::from_raw(body.unchecked_into()).into_stream();
    Ok(BlockStream {
        version: version.and_then(|v| v.parse().ok()),
        blocks: frames_of(pieces).boxed_local(),
    })
}

fn frames_of(
    pieces: impl Stream<Item = Result<JsValue, JsValue>> + 'static,
) -> impl Stream<Item = Result<Vec<u8>, ApiError>> {
    let end = stream::once(async { None });
    let pieces = pieces.map(Some).chain(end);
    let blocks = pieces.scan(Frames::default(), |frames, piece| {
        let done = match piece {
            Some(Ok(piece)) => frames.push(&piece.unchecked_into()),
            Some(Err(_)) => Err(ApiError::Network),
            None if frames.is_whole() => Ok(Vec::new()),
            None => Err(ApiError::Network),
        };
        let done = done.map_or_else(
            |error| vec![Err(error)],
            |d| d.into_iter().map(Ok).collect(),
        );
        futures::future::ready(Some(stream::iter(done)))
    });
    blocks.flatten()
}

/// Puts pieces of a stream together to frames.
#[derive(Default)]
struct Frames {
    length: Vec<u8>,
    frame: Vec<u8>,
    filled: usize,
    wanted: usize,
}

impl Frames {
    /// Takes a piece and returns the frames that it completes.
    ///
    /// # Errors
    /// When a length cannot be meant.
    fn push(&mut self, piece: &Uint8Array) -> Result<Vec<Vec<u8>>, ApiError> {
        let total = piece.length() as usize;
        let mut done = Vec::new();
        let mut at = 0;
        while at < total {
            if self.wanted == 0 {
                let take = (4 - self.length.len()).min(total - at);
                self.length.extend(slice(piece, at, take).to_vec());
                at += take;
                self.begin()?;
                continue;
            }
            let take = (self.wanted - self.filled).min(total - at);
            let end = self.filled + take;
            if let Some(room) = self.frame.get_mut(self.filled..end) {
                slice(piece, at, take).copy_to(room);
            }
            self.filled = end;
            at += take;
            if self.filled == self.wanted {
                self.wanted = 0;
                done.push(std::mem::take(&mut self.frame));
            }
        }
        Ok(done)
    }

    /// Makes room for a frame, as soon as its length is known.
    fn begin(&mut self) -> Result<(), ApiError> {
        if let Ok(length) = <[u8; 4]>::try_from(self.length.as_slice()) {
            self.wanted = u32::from_le_bytes(length) as usize;
            self.length.clear();
            if self.wanted == 0 || self.wanted > MAX_FRAME_BYTES {
                return Err(ApiError::Unavailable);
            }
            self.frame = vec![0; self.wanted];
            self.filled = 0;
        }
        Ok(())
    }

    /// Returns whether nothing is left half read.
    fn is_whole(&self) -> bool {
        self.wanted == 0 && self.length.is_empty()
    }
}

fn slice(piece: &Uint8Array, at: usize, len: usize) -> Uint8Array {
    let index = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
    piece.subarray(index(at), index(at + len))
}
