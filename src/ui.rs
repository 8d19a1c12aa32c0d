//! The small parts that every view is made of.

mod size;

pub(crate) use size::observe_size;
