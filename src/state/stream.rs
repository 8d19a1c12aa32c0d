//! The whole timeline as blocks, read from the server as they come.

use gloo_net::http::Response;
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use crate::api::ApiError;

/// Path of the blocks; the body is `{"request":{"customer_id":...}}`.
pub(super) const PATH: &str = "/api/v1/timeline/blocks";
/// The version that the blocks are of.
pub(super) const VERSION_HEADER: &str = "x-klantbeeld-version";
/// A block larger than this is a mistake, not a block.
const MAX_FRAME_BYTES: usize = 16 * 1024 * 1024;

/// Puts pieces of a stream together to frames: `u32` length (little endian), then that many bytes.
#[derive(Default)]
pub(super) struct Frames {
    length: Vec<u8>,
    frame: Vec<u8>,
    filled: usize,
    wanted: usize,
}

impl Frames {
    /// Takes a piece and calls `done` with every frame that it completes.
    ///
    /// # Errors
    /// When a length cannot be meant.
    pub(super) fn push(
        &mut self,
        piece: &Uint8Array,
        mut done: impl FnMut(Vec<u8>),
    ) -> Result<(), ApiError> {
        let total = piece.length() as usize;
        let mut at = 0;
        while at < total {
            if self.wanted == 0 {
                let take = (4 - self.length.len()).min(total - at);
                self.length.extend(slice(piece, at, take).to_vec());
                at += take;
                if let Ok(length) = <[u8; 4]>::try_from(self.length.as_slice()) {
                    self.wanted = u32::from_le_bytes(length) as usize;
                    self.length.clear();
                    if self.wanted == 0 || self.wanted > MAX_FRAME_BYTES {
                        return Err(ApiError::Unavailable);
                    }
                    self.frame = vec![0; self.wanted];
                    self.filled = 0;
                }
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
                done(std::mem::take(&mut self.frame));
            }
        }
        Ok(())
    }

    /// Whether nothing is left half read.
    pub(super) fn is_whole(&self) -> bool {
        self.wanted == 0 && self.length.is_empty()
    }
}

fn slice(piece: &Uint8Array, at: usize, len: usize) -> Uint8Array {
    let index = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
    piece.subarray(index(at), index(at + len))
}

/// The answer that the loader asked for early; none when it has to be asked for again.
pub(super) async fn early(response: Promise) -> Option<Response> {
    let response = JsFuture::from(response).await.ok()?;
    let response = Response::from(response.dyn_into::<web_sys::Response>().ok()?);
    response.ok().then_some(response)
}

/// Reads frames to the end. `go_on` is asked after every piece; `false` stops the transfer.
///
/// # Errors
/// When the stream breaks off or makes no sense.
pub(super) async fn read(
    response: &Response,
    mut done: impl FnMut(Vec<u8>),
    go_on: impl Fn() -> bool,
) -> Result<(), ApiError> {
    let body = response.body().ok_or(ApiError::Network)?;
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut frames = Frames::default();
    loop {
        let step = JsFuture::from(reader.read())
            .await
            .map_err(|_| ApiError::Network)?;
        if !go_on() {
            // Nobody waits for the rest; that the cancelling itself fails does not matter.
            drop(reader.cancel());
            return Err(ApiError::Network);
        }
        let part = |name: &str| Reflect::get(&step, &JsValue::from_str(name));
        if part("done").is_ok_and(|d| d.is_truthy()) {
            return if frames.is_whole() {
                Ok(())
            } else {
                Err(ApiError::Network)
            };
        }
        let piece = part("value").map_err(|_| ApiError::Network)?;
        frames.push(&piece.unchecked_into(), &mut done)?;
    }
}
