//! What a view knows of the stream of its browser, and what the views tell each other.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::channel::mpsc;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::sync::Wants;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::news;
use crate::api::live::LiveEvent;
use crate::offline::Peers;
use crate::state::host::Host;
use crate::state::view::View;

/// What views of one browser tell each other.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Word {
    /// A view shows these customers, each of a version.
    Shows(String, Vec<(CustomerId, u64)>),
    /// Who reads the stream asks what the others show.
    Who,
    /// The stream said this.
    Said(LiveEvent),
    /// The stream is alive.
    Alive,
}

/// What a view knows of the stream of its browser.
pub(super) struct Following {
    pub(super) view: View,
    pub(super) host: Rc<Host>,
    pub(super) peers: Rc<dyn Peers>,
    /// Its name among the views of the browser.
    name: String,
    /// What all of them show; of use to who leads.
    pub(super) wants: RefCell<Wants>,
    /// Whether another view reads the stream, with a token that is not good for the customer who is shown here.
    pub(super) is_alone: Cell<bool>,
    /// Whether this view reads a stream.
    pub(super) reads: Cell<bool>,
    /// When the stream last said anything.
    pub(super) heard_ms: Cell<i64>,
    /// The life of the server that the last stream was of.
    pub(super) boot: RefCell<Option<String>>,
    /// Asks who leads to open another stream.
    reopen: RefCell<Option<mpsc::Sender<()>>>,
}

/// What became of something that a stream said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// It is taken in.
    Taken,
    /// The stream does not tell of the customer who is shown here.
    NotForThis,
}

impl Following {
    /// Returns what a view knows that heard nothing yet; `reopen` reaches its own reading of the stream.
    pub(super) fn new(
        view: View,
        host: Rc<Host>,
        peers: Rc<dyn Peers>,
        reopen: mpsc::Sender<()>,
    ) -> Self {
        Self {
            view,
            name: host.page.new_id(),
            wants: RefCell::default(),
            is_alone: Cell::new(false),
            reads: Cell::new(false),
            heard_ms: Cell::new(i64::MIN),
            boot: RefCell::default(),
            reopen: RefCell::new(Some(reopen)),
            host,
            peers,
        }
    }

    /// Returns the customer on screen with the version that is shown.
    pub(super) fn shown(&self) -> Vec<(CustomerId, u64)> {
        let head = self.view.head.try_get_untracked().flatten();
        head.map(|head| (head.customer_id.clone(), head.version))
            .into_iter()
            .collect()
    }

    /// Tells the others what is shown here. Returns whether somebody is among them who was not watched before.
    pub(super) fn tell_shown(&self) -> bool {
        let (shown, now_ms) = (self.shown(), self.host.now_ms());
        self.tell(&Word::Shows(self.name.clone(), shown.clone()));
        let mut wants = self.wants.borrow_mut();
        wants.take_in(&self.name, shown, now_ms)
    }

    pub(super) fn tell(&self, word: &Word) {
        if let Ok(word) = serde_json::to_string(word) {
            self.peers.tell(&word);
        }
    }

    /// Asks who leads, if it is this one, to open another stream.
    pub(super) fn reopen(&self) {
        if let Some(reopen) = self.reopen.borrow_mut().as_mut() {
            // Full: it is asked already.
            let _ = reopen.try_send(());
        }
    }

    /// Takes in what a stream said, of this view or of another.
    pub(super) fn hear(&self, event: &LiveEvent) -> Heard {
        let shown = self.shown();
        let Some((customer, version)) = shown.first() else {
            return Heard::Taken;
        };
        self.heard_ms.set(self.host.now_ms());
        match event {
            LiveEvent::Change {
                customer_id,
                version: now,
            } if customer_id == customer && now != version => news::hurry(self.view),
            LiveEvent::Resync => news::hurry(self.view),
            LiveEvent::Gone { customer_id } if customer_id == customer => {
                self.heard_ms.set(i64::MIN);
                return Heard::NotForThis;
            }
            LiveEvent::Hello { .. }
            | LiveEvent::Change { .. }
            | LiveEvent::Gone { .. }
            | LiveEvent::End { .. } => {}
        }
        Heard::Taken
    }
}
