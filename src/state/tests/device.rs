//! A device that several windows share, with or without locks, and that may refuse or not answer.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use futures::channel::mpsc::{self, UnboundedSender};
use futures::future::{pending, ready};
use futures::lock::Mutex;
use futures::stream::LocalBoxStream;
use futures::{FutureExt, StreamExt};
use klantbeeld_core::ids::CustomerId;

use crate::api::wire::ProfileHead;
use crate::offline::error::LocalStoreError;
use crate::offline::{KeptTimeline, LocalStore, Meeting, Memory, Person, Turn};

type Kept<T> = futures::future::LocalBoxFuture<'static, T>;

/// How a device answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Well,
    Refuses,
    Silent,
}

/// What all windows have in common.
pub(super) struct Device {
    memory: Memory,
    listeners: RefCell<Vec<(usize, UnboundedSender<()>)>>,
    windows: Cell<usize>,
    sending: Option<Arc<Mutex<()>>>,
    pub(super) mood: Cell<Mood>,
}

impl Device {
    pub(super) fn new(has_locks: bool) -> Rc<Self> {
        Rc::new(Self {
            memory: Memory::default(),
            listeners: RefCell::default(),
            windows: Cell::new(0),
            sending: has_locks.then(|| Arc::new(Mutex::new(()))),
            mood: Cell::new(Mood::Well),
        })
    }

    /// Opens the device in one more window.
    pub(super) fn window(self: &Rc<Self>) -> Rc<dyn LocalStore> {
        self.windows.set(self.windows.get() + 1);
        Rc::new(Window {
            device: Rc::clone(self),
            number: self.windows.get(),
        })
    }
}

struct Window {
    device: Rc<Device>,
    number: usize,
}

impl LocalStore for Window {
    fn is_durable(&self) -> bool {
        true
    }

    fn load_profile(&self, customer: &CustomerId) -> Kept<Option<ProfileHead>> {
        self.device.memory.load_profile(customer)
    }

    fn load_timeline(&self, customer: &CustomerId) -> Kept<Option<KeptTimeline>> {
        self.device.memory.load_timeline(customer)
    }

    fn save_profile(
        &self,
        head: &ProfileHead,
        person: &Person,
        timeline: Option<KeptTimeline>,
    ) -> Kept<Result<(), LocalStoreError>> {
        self.device.memory.save_profile(head, person, timeline)
    }

    fn list_people(&self) -> Kept<Vec<Person>> {
        self.device.memory.list_people()
    }

    fn meet_outbox(&self, meeting: Meeting) -> Kept<Result<(), LocalStoreError>> {
        match self.device.mood.get() {
            Mood::Well => {}
            Mood::Refuses => {
                let full = LocalStoreError::Refused("full".to_owned());
                return ready(Err(full)).boxed_local();
            }
            Mood::Silent => return pending().boxed_local(),
        }
        let is_changed = Rc::new(Cell::new(false));
        let changes = Rc::clone(&is_changed);
        let met = self.device.memory.meet_outbox(Box::new(move |entries| {
            let made = meeting(entries);
            changes.set(!made.is_empty());
            made
        }));
        if is_changed.get() {
            let listeners = self.device.listeners.borrow();
            for (_, told) in listeners.iter().filter(|(n, _)| *n != self.number) {
                // Whose window is closed hears nothing.
                let _ = told.unbounded_send(());
            }
        }
        met
    }

    fn turn(&self) -> Kept<Turn> {
        let Some(sending) = self.device.sending.clone() else {
            let turn = Turn {
                is_alone: false,
                _held: None,
            };
            return ready(turn).boxed_local();
        };
        async move {
            Turn {
                is_alone: true,
                _held: Some(Box::new(sending.lock_owned().await)),
            }
        }
        .boxed_local()
    }

    fn changes_elsewhere(&self) -> LocalBoxStream<'static, ()> {
        let (told, changes) = mpsc::unbounded();
        let mut listeners = self.device.listeners.borrow_mut();
        listeners.push((self.number, told));
        changes.boxed_local()
    }
}
