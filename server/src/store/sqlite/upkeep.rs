//! What keeps the file well: whether it can be read and written, and a log that does not keep its size.

use std::time::Duration;

use super::connections::Connections;
use super::{items, profile};
use crate::store::StoreError;

/// How often emptying the log is tried while others use it, and what lies between.
const LOG_TRIES: u32 = 50;
const LOG_PAUSE: Duration = Duration::from_millis(20);

/// Brings what the log holds to where it belongs, as long as others leave room for it.
pub(super) fn empty_log(db: &Connections) -> Result<(), StoreError> {
    for _ in 0..LOG_TRIES {
        if db.empty_log()? {
            break;
        }
        std::thread::sleep(LOG_PAUSE);
    }
    Ok(())
}

/// Reads a profile and a page, as somebody would, and asks whether there is room to write.
pub(super) fn ready(db: &Connections) -> Result<(), StoreError> {
    if let Some((tenant, customer)) = db.any_customer()? {
        db.read_snapshot(&tenant, |connection, words| {
            let now_ms = 0;
            let tallies = db.tallies();
            profile::load(connection, words, tallies, &tenant, &customer, now_ms, 1)?;
            items::page(connection, words, &tenant, &customer, None, 1)
        })?;
    }
    db.check_room()
}
