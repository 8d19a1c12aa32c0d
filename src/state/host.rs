//! What a view needs from the page around it: connection, clock, chance, events.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::Shared;
use js_sys::{Function, Object, Promise, Reflect};
use klantbeeld_core::ids::CustomerId;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::api::call::Session;
use crate::dom::set_timeout;
use crate::offline::LocalStore;

type Opening = Shared<Pin<Box<dyn Future<Output = Rc<LocalStore>>>>>;

/// Promises of what the loader began with before this bundle was there.
#[derive(Default)]
pub(crate) struct Early {
    /// `{ status, text }` of the first request.
    pub(crate) answer: Option<Promise>,
    /// The records of the device, as they are stored; `undefined` where there is none.
    pub(crate) head: Option<Promise>,
    pub(crate) blocks: Option<Promise>,
    /// The `Response` to the request for all blocks; `undefined` where it was not asked for.
    pub(crate) stream: Option<Promise>,
}

/// Whether the queue is being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flushing {
    /// It rests.
    No,
    /// It is being sent.
    Once,
    /// It is being sent, and somebody asked for it since that began.
    Again,
}

/// The page around a view. Clock and chance come in here, so that nothing else reads them.
pub(crate) struct Host {
    pub(crate) session: Session,
    store: Opening,
    clock: fn() -> i64,
    chance: fn() -> f64,
    new_id: fn() -> String,
    emit: Function,
    /// What the loader fetched and read of the first customer while this bundle was on its way.
    early: RefCell<Option<(CustomerId, Early)>>,
    turn: Cell<u64>,
    pub(crate) flushing: Cell<Flushing>,
}

impl Host {
    pub(crate) fn new(
        session: Session,
        device: Option<Promise>,
        clock: fn() -> i64,
        chance: fn() -> f64,
        new_id: fn() -> String,
        emit: Function,
    ) -> Self {
        let opening: Pin<Box<dyn Future<Output = Rc<LocalStore>>>> =
            Box::pin(async move { Rc::new(LocalStore::open(device).await) });
        Self {
            session,
            store: opening.shared(),
            clock,
            chance,
            new_id,
            emit,
            early: RefCell::new(None),
            turn: Cell::new(0),
            flushing: Cell::new(Flushing::No),
        }
    }

    pub(crate) fn set_early(&self, customer: CustomerId, early: Early) {
        *self.early.borrow_mut() = Some((customer, early));
    }

    /// What came early, if it is of this customer; it is used once.
    pub(crate) fn take_early(&self, customer: &CustomerId) -> Early {
        let taken = self.early.borrow_mut().take();
        taken
            .filter(|(whose, _)| whose == customer)
            .map(|(_, early)| early)
            .unwrap_or_default()
    }

    /// The device's store, opened once.
    pub(crate) async fn store(&self) -> Rc<LocalStore> {
        self.store.clone().await
    }

    pub(crate) fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    pub(crate) fn chance(&self) -> f64 {
        (self.chance)()
    }

    pub(crate) fn new_id(&self) -> String {
        (self.new_id)()
    }

    /// Tells the host page something: `ready`, `select`, `change`, `error`.
    pub(crate) fn emit(&self, name: &str, detail: &[(&str, &str)]) {
        let object = Object::new();
        for (key, value) in detail {
            let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
        }
        // A listener of the host that throws is the host's to mend.
        let _ = self
            .emit
            .call2(&JsValue::UNDEFINED, &JsValue::from_str(name), &object);
    }

    pub(crate) fn turn(&self) -> u64 {
        self.turn.get()
    }

    pub(crate) fn next_turn(&self) -> u64 {
        self.turn.set(self.turn.get() + 1);
        self.turn.get()
    }
}

/// Waits, giving the browser time to paint.
pub(crate) async fn pause(ms: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        let done = move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        };
        set_timeout(done, std::time::Duration::from_millis(ms.into()));
    });
    let _ = JsFuture::from(promise).await;
}
