//! The rows of a block that are compared by other letters than their own, folded.

/// Rows with their folded texts, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded {
    pub(super) rows: Vec<(usize, String)>,
}
