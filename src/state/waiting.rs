//! What waits to be sent, among the open items that the server knows.

use klantbeeld_core::model::ItemLine;
use klantbeeld_core::sync::Pending;

/// Returns open items with the promises that wait and without those whose end waits.
pub(super) fn with_pending(open: &[ItemLine], pending: &Pending) -> Vec<ItemLine> {
    let settled = |line: &ItemLine| {
        pending
            .settlements
            .iter()
            .any(|s| s.item_id == line.item_id)
    };
    let new = pending
        .items
        .iter()
        .map(|i| &i.line)
        .filter(|l| l.status.is_some());
    let known = |line: &&ItemLine| !open.iter().any(|o| o.item_id == line.item_id);
    let all = new.filter(known).chain(open);
    all.filter(|line| !settled(line)).cloned().collect()
}
