//! The end of the server, announced to what would go on for ever.

use tokio::sync::watch;

/// Tells long answers that the server is about to stop. Clones tell the same.
#[derive(Debug, Clone, Default)]
pub struct Ending(watch::Sender<bool>);

impl Ending {
    /// Announces the end.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Waits until it is announced.
    pub async fn begun(&self) {
        // It is announced by nobody once all senders are gone, and one of them is here.
        let mut announced = self.0.subscribe();
        let _is_begun = announced.wait_for(|is_begun| *is_begun).await;
    }
}
