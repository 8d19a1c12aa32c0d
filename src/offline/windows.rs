//! The other windows of this browser: whose turn it is to send, and a word when the queue has changed.
//!
//! **Invariants:** a turn ends with the window that has it, however that ends. A browser without locks or channels
//! loses speed and no write: leases keep windows apart, and each looks at the queue now and then.

use std::time::Duration;

use futures::channel::{mpsc, oneshot};
use futures::future::{Either, select};
use futures::stream::{self, LocalBoxStream};
use futures::{FutureExt, StreamExt};
use gloo_timers::future::sleep;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::store::Turn;

/// The name of the lock and of the channel, of this origin alone.
const NAME: &str = "klantbeeld-outbox";
/// How long another window may send before it is taken for one that sleeps.
const PATIENCE: Duration = Duration::from_secs(45);

#[wasm_bindgen]
extern "C" {
    pub(super) type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, held: &Function) -> Result<Promise, JsValue>;

    #[derive(Clone)]
    pub(super) type BroadcastChannel;
    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(name: &str) -> Result<BroadcastChannel, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    pub(super) fn post_message(this: &BroadcastChannel, message: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter, js_name = onmessage)]
    pub(super) fn set_onmessage(this: &BroadcastChannel, listener: Option<&Function>);
    #[wasm_bindgen(method)]
    pub(super) fn close(this: &BroadcastChannel);
}

/// Waits until no other window of this browser sends.
pub(super) async fn turn() -> Turn {
    let held = match locks() {
        Some(locks) => lock(&locks, NAME, sleep(PATIENCE)).await,
        None => None,
    };
    let is_alone = held.is_some();
    Turn {
        is_alone,
        _held: Some(Box::new(held)),
    }
}

/// Returns the browser's locks; none in one that has none, and outside of secure contexts.
pub(super) fn locks() -> Option<LockManager> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// Waits for the lock. It is held until what is given here is dropped; none when another window has it longer than
/// `patience`, or the browser refuses.
pub(super) async fn lock(
    locks: &LockManager,
    name: &str,
    patience: impl Future<Output = ()> + Unpin,
) -> Option<oneshot::Sender<()>> {
    let (granted, grant) = oneshot::channel();
    let hold = Closure::once_into_js(move |_: JsValue| {
        let (holder, release) = oneshot::channel::<()>();
        // Whoever does not wait any more has dropped it, which gives the lock back at once.
        let _ = granted.send(holder);
        future_to_promise(release.map(|_| Ok(JsValue::UNDEFINED)))
    });
    let request = locks.request(name, hold.unchecked_ref()).ok()?;
    // It ends when the lock is given back, or at once where the browser refuses it.
    let refused = JsFuture::from(request);
    match select(grant, select(refused, patience)).await {
        Either::Left((holder, _)) => holder.ok(),
        Either::Right(_) => None,
    }
}

/// The other windows, as far as they can be told something.
pub(super) struct Windows {
    channel: Option<BroadcastChannel>,
}

impl Windows {
    pub(super) fn open() -> Self {
        Self {
            channel: BroadcastChannel::new(NAME).ok(),
        }
    }

    /// Tells the others that the queue has changed.
    pub(super) fn tell(&self) {
        if let Some(channel) = &self.channel {
            // Who is not told sees it at the next look.
            let _ = channel.post_message(&JsValue::NULL);
        }
    }

    /// Returns a word for each time that another window tells something; for one listener.
    pub(super) fn changes(&self) -> LocalBoxStream<'static, ()> {
        let Some(channel) = self.channel.clone() else {
            return stream::pending().boxed_local();
        };
        let (told, words) = mpsc::unbounded();
        let on_message = Closure::<dyn Fn()>::new(move || {
            // The view may be gone.
            let _ = told.unbounded_send(());
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let listener = Listener {
            channel,
            _on_message: on_message,
        };
        words
            .map(move |()| {
                let _lives_as_long = &listener;
            })
            .boxed_local()
    }
}

/// Listens until it is dropped.
struct Listener {
    channel: BroadcastChannel,
    _on_message: Closure<dyn Fn()>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
    }
}

impl Drop for Windows {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
