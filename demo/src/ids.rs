//! Ids out of the texts of this crate.

use klantbeeld_core::ids::{CustomerId, ItemId};

/// Makes a text of this crate a customer's id.
#[expect(
    clippy::expect_used,
    reason = "every id is a constant or a number of this crate"
)]
pub(crate) fn customer_id(text: &str) -> CustomerId {
    CustomerId::parse(text).expect("ids of this crate are short and plain")
}

/// Makes a text of this crate an item's id.
#[expect(
    clippy::expect_used,
    reason = "every id is a constant or a number of this crate"
)]
pub(crate) fn item_id(text: &str) -> ItemId {
    ItemId::parse(text).expect("ids of this crate are short and plain")
}
