//! An item that a source tells again: whether that is news, and what the item becomes.
//!
//! It exists so that every adapter decides the same way. **Invariants:** pure; a status that a person gave stays
//! until the source tells another one than it told before; nothing older replaces what is newer.

use klantbeeld_core::model::{Item, ItemLine, Status};

use super::differing::parts;
use super::record::{Outcome, Put, Said};

/// What the store knows of an item that is told again.
pub(super) struct Known<'a> {
    /// The item as it stands now.
    pub(super) item: &'a Item,
    /// The source's stamp of that, when it had one.
    pub(super) stamp_ms: Option<i64>,
    /// The status that the source told last.
    pub(super) told_status: Option<Status>,
    /// When a person last gave it another status.
    pub(super) by_hand_ms: Option<i64>,
}

/// What is to be done.
pub(super) enum Retelling {
    /// Nothing; the source says the same as before, perhaps under a newer stamp.
    Nothing(Put),
    /// The item becomes this one.
    Update {
        /// The item, with the status that it keeps or gets.
        item: Box<Item>,
        /// The parts that differ.
        parts: Vec<&'static str>,
        /// The status that the source tells now, when it is another one than before.
        new_status: Option<Status>,
    },
}

/// Decides about an item that is there; `former` gives what it was before, if that has to be known.
///
/// # Errors
/// Those of `former`.
pub(super) fn decide<E>(
    known: &Known<'_>,
    told: &Item,
    said: Said,
    former: impl FnOnce() -> Result<Vec<Item>, E>,
) -> Result<Retelling, E> {
    let nothing = |put| Ok(Retelling::Nothing(put));
    if said == Said::Once {
        return nothing(Put::Same);
    }
    let stamp_ms = said.stamp_ms();
    // A source that says no status takes none away.
    let is_other = told.line.status.is_some() && told.line.status != known.told_status;
    let is_older_than_hand = known.by_hand_ms.zip(stamp_ms).is_some_and(|(h, s)| s < h);
    let new_status = told.line.status.filter(|_| is_other && !is_older_than_hand);
    let item = Item {
        line: ItemLine {
            status: new_status.or(known.item.line.status),
            ..told.line.clone()
        },
        recorded_ms: known.item.recorded_ms,
        recorded_by: known.item.recorded_by.clone(),
        payload: told.payload.clone(),
    };
    let parts = parts(known.item, &item);
    if parts.is_empty() {
        return nothing(Put::Same);
    }
    if known.item.line.source != told.line.source {
        return nothing(Put::Retold(Outcome::Foreign, parts));
    }
    if known.stamp_ms.zip(stamp_ms).is_some_and(|(k, s)| s < k) {
        let is_repeated = |former: &Item| super::differing::parts(former, told).is_empty();
        return nothing(if former()?.iter().any(is_repeated) {
            Put::Same
        } else {
            Put::Retold(Outcome::Late, parts)
        });
    }
    Ok(Retelling::Update {
        item: Box::new(item),
        parts,
        new_status,
    })
}
