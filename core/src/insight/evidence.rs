//! What a computed statement rests on: the ids of items, the newest of them.

/// The most items that a statement names as its evidence; the newest are kept.
pub const MAX_EVIDENCE: usize = 20;
