//! What a view needs from around it: server, device, and the page with its clock, chance and events.
//!
//! Everything comes in through here, so that loading and writing run in a test without a browser.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use klantbeeld_core::ids::CustomerId;
use leptos::prelude::{Owner, RwSignal, untrack};
use leptos::reactive::owner::WeakOwner;
use leptos::reactive::spawn_local_scoped_with_cancellation;

use super::trouble::Trouble;
use crate::api::remote::{BlockStream, Remote};
use crate::api::wire::ProfileHead;
use crate::offline::{LocalStore, Peers};

/// The page around a view.
pub(crate) trait Page {
    /// Adds a style sheet to those of the view, unless it is there.
    fn adopt_style(&self, css: &'static str);
    /// Returns the present moment.
    fn now_ms(&self) -> i64;
    /// Returns a number from 0 up to 1.
    fn chance(&self) -> f64;
    /// Returns an id that nobody else has.
    fn new_id(&self) -> String;
    /// Returns how far the local clock is east of UTC at a moment, in milliseconds.
    fn offset_ms(&self, at_ms: i64) -> i64;
    /// Takes a zone by its IANA name for all days and times from now on; that of the device for none, or for one
    /// that the browser does not know.
    fn use_zone(&self, name: Option<&str>);
    /// Waits, giving the browser time to paint.
    fn sleep(&self, time: Duration) -> LocalBoxFuture<'static, ()>;
    /// Offers a file of that name and media type, for the person to keep where they like.
    fn offer_file(&self, content: &[u8], media_type: &str, name: &str);
    /// Returns whether nobody can see it, as in a tab behind another.
    fn is_hidden(&self) -> bool;
    /// Tells the host page something: `ready`, `select`, `change`, `error`, `signed-out`, `no-rights`, `unreachable`.
    fn emit(&self, name: &str, detail: &[(&str, &str)]);
}

/// What the loader asked for before this program was there.
#[derive(Default)]
pub(crate) struct Early {
    /// The answer to the first request; none when it has to be asked for again.
    pub(crate) head: Option<LocalBoxFuture<'static, Option<EarlyHead>>>,
    /// The whole timeline, where it was asked for.
    pub(crate) blocks: Option<EarlyBlocks>,
}

/// A whole timeline that was asked for early; none when it has to be asked for again.
pub(crate) type EarlyBlocks = LocalBoxFuture<'static, Option<BlockStream>>;

/// A first answer that came early.
pub(crate) type EarlyHead = Result<ProfileHead, crate::api::ApiError>;

/// Whether something is under way that one does at a time, as sending the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flushing {
    /// It rests.
    No,
    /// It is under way.
    Once,
    /// It is under way, and somebody asked for it since that began.
    Again,
}

/// Server, device and page of one view.
pub(crate) struct Host {
    /// Asked through [`View::ask`](super::View::ask) only.
    pub(super) remote: Rc<dyn Remote>,
    pub(crate) page: Rc<dyn Page>,
    /// Of the view; tasks end with it.
    owner: WeakOwner,
    store: Shared<LocalBoxFuture<'static, Rc<dyn LocalStore>>>,
    early: RefCell<Option<(CustomerId, Early)>>,
    turn: Cell<u64>,
    /// What keeps the server from answering.
    pub(super) trouble: RwSignal<Option<Trouble>>,
    pub(crate) flushing: Cell<Flushing>,
    /// Whether other windows of this browser have the same queue.
    pub(super) shares_queue: Cell<bool>,
    /// Which wait for the next sending counts: the last one.
    pub(super) wait: Cell<u64>,
    /// The other views of this browser.
    peers: Shared<LocalBoxFuture<'static, Option<Rc<dyn Peers>>>>,
    /// Whether something changed while nobody looked.
    pub(super) is_behind: Cell<bool>,
    /// Whether what others wrote is being fetched.
    pub(super) catching_up: Cell<Flushing>,
}

impl Host {
    /// Puts the parts together, within the owner of the view; `store` is opened, and `peers` are met, when that is
    /// first needed.
    pub(crate) fn new(
        remote: Rc<dyn Remote>,
        page: Rc<dyn Page>,
        peers: impl Future<Output = Option<Rc<dyn Peers>>> + 'static,
        store: impl Future<Output = Rc<dyn LocalStore>> + 'static,
    ) -> Self {
        Self {
            remote,
            page,
            owner: Owner::current().unwrap_or_default().downgrade(),
            store: store.boxed_local().shared(),
            early: RefCell::new(None),
            turn: Cell::new(0),
            trouble: RwSignal::new(None),
            flushing: Cell::new(Flushing::No),
            shares_queue: Cell::new(false),
            wait: Cell::new(0),
            peers: peers.boxed_local().shared(),
            is_behind: Cell::new(false),
            catching_up: Cell::new(Flushing::No),
        }
    }

    /// Keeps what the loader asked for, for the first opening of that customer.
    pub(crate) fn set_early(&self, customer: CustomerId, early: Early) {
        *self.early.borrow_mut() = Some((customer, early));
    }

    /// Returns what came early, if it is of this customer; it is used once.
    pub(super) fn take_early(&self, customer: &CustomerId) -> Early {
        let taken = self.early.borrow_mut().take();
        taken
            .filter(|(whose, _)| whose == customer)
            .map(|(_, early)| early)
            .unwrap_or_default()
    }

    /// Returns the device's store, which is opened once.
    pub(crate) async fn store(&self) -> Rc<dyn LocalStore> {
        self.store.clone().await
    }

    /// Returns the other views of this browser, which are met once; none where that cannot be.
    pub(super) async fn peers(&self) -> Option<Rc<dyn Peers>> {
        self.peers.clone().await
    }

    /// Returns whether the device's store is open already.
    pub(super) fn has_store(&self) -> bool {
        self.store.peek().is_some()
    }

    /// Runs a task until the view is gone, wherever it is started from.
    pub(super) fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        let Some(owner) = self.owner.upgrade() else {
            return;
        };
        // An owner of its own, so that a task that has ended leaves nothing behind in the view's.
        owner
            .child()
            .with(|| untrack(|| spawn_local_scoped_with_cancellation(task)));
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.page.now_ms()
    }

    pub(crate) fn emit(&self, name: &str, detail: &[(&str, &str)]) {
        self.page.emit(name, detail);
    }

    pub(crate) fn turn(&self) -> u64 {
        self.turn.get()
    }

    pub(super) fn next_turn(&self) -> u64 {
        self.turn.set(self.turn.get() + 1);
        self.turn.get()
    }
}
