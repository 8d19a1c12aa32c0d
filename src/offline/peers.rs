//! The other views of this browser that follow the same server: which of them reads its stream, and what it hears.
//!
//! A browser lets a page hold six connections to a server. One stream for all windows leaves five to each.
//!
//! **Invariants:** the lead ends with the window that has it, however that ends. A view in a page without locks or
//! channels leads by itself.

use std::any::Any;
use std::rc::Rc;

use futures::channel::mpsc;
use futures::future::pending;
use futures::stream::{self, LocalBoxStream};
use futures::{FutureExt, StreamExt};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::store::Kept;
use super::windows::{BroadcastChannel, lock, locks};
use crate::part::task;

/// The right to read the stream for all; dropping it, or the window that has it, lets the next one in.
pub(crate) type Lead = Option<Box<dyn Any>>;

/// The other views of this browser.
pub(crate) trait Peers {
    /// Waits until no other view reads the stream.
    fn lead(&self) -> Kept<Lead>;
    /// Tells the others something.
    fn tell(&self, word: &str);
    /// Returns what others tell; for one listener.
    fn words(&self) -> LocalBoxStream<'static, String>;
}

/// Meets the other views that follow the server at an address; none when the part of the program that can does not
/// come.
pub(crate) async fn peers(server: String) -> Option<Rc<dyn Peers>> {
    peers_part(server).await.ok()
}

task! {
    /// Meets them.
    fn peers_part(server: String) -> Rc<dyn Peers>, in live {
        async move {
            let peers: Rc<dyn Peers> = Rc::new(BrowserPeers::of(&server));
            peers
        }
    }
}

/// The other views, by a lock and a channel of the page's origin.
struct BrowserPeers {
    name: String,
    channel: Option<BroadcastChannel>,
}

impl BrowserPeers {
    /// Meets those who follow the server at this address.
    fn of(server: &str) -> Self {
        let name = format!("klantbeeld-live {server}");
        let channel = BroadcastChannel::new(&name).ok();
        Self { name, channel }
    }
}

impl Peers for BrowserPeers {
    fn lead(&self) -> Kept<Lead> {
        // Without a channel the leader's words would reach nobody.
        let locks = self.channel.as_ref().and_then(|_| locks());
        let name = self.name.clone();
        async move {
            let held: Box<dyn Any> = Box::new(lock(&locks?, &name, pending()).await?);
            Some(held)
        }
        .boxed_local()
    }

    fn tell(&self, word: &str) {
        if let Some(channel) = &self.channel {
            // Who is not told asks by itself now and then.
            let _ = channel.post_message(&JsValue::from_str(word));
        }
    }

    fn words(&self) -> LocalBoxStream<'static, String> {
        let Some(channel) = self.channel.clone() else {
            return stream::pending().boxed_local();
        };
        let (told, words) = mpsc::unbounded();
        let on_message = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            let data = Reflect::get(&event, &"data".into()).ok();
            if let Some(word) = data.and_then(|data| data.as_string()) {
                // The view may be gone.
                let _ = told.unbounded_send(word);
            }
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let listener = Listener {
            channel,
            _on_message: on_message,
        };
        words
            .map(move |word| {
                let _lives_as_long = &listener;
                word
            })
            .boxed_local()
    }
}

/// Listens until it is dropped.
struct Listener {
    channel: BroadcastChannel,
    _on_message: Closure<dyn Fn(JsValue)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
    }
}

impl Drop for BrowserPeers {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
