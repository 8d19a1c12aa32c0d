//! What a view keeps, as a port: on the device in the app, in memory elsewhere and where the browser refuses.

use std::any::Any;

use futures::future::LocalBoxFuture;
use futures::stream::LocalBoxStream;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::sync::{Entry, StoreChange};

use super::error::LocalStoreError;
use super::record::{KeptTimeline, Person};
use crate::api::wire::ProfileHead;

/// What a question to the store is answered with, when it comes.
pub(crate) type Kept<T> = LocalBoxFuture<'static, T>;

/// Sees the queue as it is kept, and says what changes.
pub(crate) type Meeting = Box<dyn FnOnce(Vec<Entry>) -> Vec<StoreChange>>;

/// The right to send; dropping it, or the window that has it, lets the next one in.
pub(crate) struct Turn {
    /// Whether no other window sends meanwhile. Without locks nobody can know that, and leases keep windows apart.
    pub(crate) is_alone: bool,
    /// Gives it back when it is dropped.
    pub(crate) _held: Option<Box<dyn Any>>,
}

/// Where a view keeps what it has seen and what waits to be sent. What cannot be read is not there.
pub(crate) trait LocalStore {
    /// Returns whether what it keeps survives the page.
    fn is_durable(&self) -> bool;
    /// Returns the card of a customer, if it is kept.
    fn load_profile(&self, customer: &CustomerId) -> Kept<Option<ProfileHead>>;
    /// Returns the timeline of a customer, if it is kept.
    fn load_timeline(&self, customer: &CustomerId) -> Kept<Option<KeptTimeline>>;
    /// Keeps a card, its entry in the list of people and, where it is another one than before, the timeline:
    /// together or not at all. Fails when the browser refuses.
    fn save_profile(
        &self,
        head: &ProfileHead,
        person: &Person,
        timeline: Option<KeptTimeline>,
    ) -> Kept<Result<(), LocalStoreError>>;
    /// Returns the customers that are kept, last opened first.
    fn list_people(&self) -> Kept<Vec<Person>>;
    /// Lets `meeting` see the whole queue and say what changes; nobody else changes it meanwhile. Durable when it is
    /// done, if the store is. Fails when the browser refuses: then nothing was changed.
    fn meet_outbox(&self, meeting: Meeting) -> Kept<Result<(), LocalStoreError>>;
    /// Waits until no other window of this device sends; for good where there are none.
    fn turn(&self) -> Kept<Turn>;
    /// Returns a word for each time that another window changed the queue.
    fn changes_elsewhere(&self) -> LocalBoxStream<'static, ()>;
}
