//! What a view keeps, as a port: on the device in the app, in memory elsewhere and where the browser refuses.

use futures::future::LocalBoxFuture;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::sync::{Entry, StoreChange};

use super::error::LocalStoreError;
use super::record::{KeptTimeline, Person};
use crate::api::wire::ProfileHead;

/// What a question to the store is answered with, when it comes.
pub(crate) type Kept<T> = LocalBoxFuture<'static, T>;

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
    /// Returns the writes that wait.
    fn load_outbox(&self) -> Kept<Vec<Entry>>;
    /// Keeps changes of the queue; durable when it is done, if the store is. Fails when the browser refuses.
    fn save_outbox(&self, changes: Vec<StoreChange>) -> Kept<Result<(), LocalStoreError>>;
}
