//! An opened item, in place under its line.

use klantbeeld_core::ids::ItemId;
use leptos::prelude::*;

use crate::state::View;

/// The detail of one item.
#[component]
pub(crate) fn Detail(view: View, item_id: ItemId) -> impl IntoView {
    let _ = (view, item_id);
}
