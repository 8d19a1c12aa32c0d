//! Which records are about the same person, by the model of Fellegi and Sunter.
//!
//! Records become a [`Table`] of prepared values. [`Passes`] choose the pairs that are worth a look, so that cost grows
//! with the records and not with their square. `learn` finds, from the data and without examples, how often a
//! field agrees among pairs of one person (m) and among others (u); [`find_pairs`] weighs every pair by that and keeps the
//! likely ones with the evidence of each field; [`cluster`] makes persons of them.
//!
//! **Invariants:** the same records give the same answer, whatever their order of comparison. A place that two share
//! makes nobody more likely one person than one household has people. No pair is automatic whose names or birth dates
//! contradict each other, or that has nothing of the person themselves.

mod cluster;
mod compare;
mod learn;
mod model;
mod pairs;
mod passes;
mod prepare;
mod schema;
mod table;

pub use cluster::cluster;
pub use compare::Level;
pub use learn::learn;
pub use model::{FieldModel, Model};
pub use pairs::{Decision, Evidence, Found, Pair, Thresholds, find_pairs};
pub use passes::Passes;
pub use schema::{Field, Kind, Schema, SchemaError};
pub use table::Table;
