//! What the records say about a customer, as typed facts: alerts, past, present, future, the axis.
//!
//! It exists so that every screen and both languages show the same computed facts, each with the
//! items it rests on. **Invariants:** no sentence is made here, only closed enums and numbers; nothing
//! is predicted; every function is linear in what it is given, and an empty customer gives empty
//! answers, never an error.

mod alert;
mod answer;
mod axis;
mod contact;
mod dossier;
mod evidence;
mod fact;
mod facts;
mod future;
mod header;
mod history;
mod journey;
mod past;
mod present;
mod satisfaction;
mod spent;
mod stage;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod usage;

pub use alert::{Alert, AlertKind, alerts};
pub use answer::{Answer, answer, awaits_answer, is_sent};
pub use axis::{Axis, AxisMonth, Mark, MarkKind, PlannedPoint, axis};
pub use contact::{ContactContext, ContactReason, contact_reason};
pub use dossier::{Account, Agreement, Dossier, VisitDay};
pub use evidence::MAX_EVIDENCE;
pub use fact::{Basis, Fact, FactKey, FactValue, Panel, Process, Tone};
pub use facts::{Facts, history_start_ms};
pub use future::future;
pub use header::{Header, display_name, full_name, header, initials};
pub use history::History;
pub use journey::{Phase, journey, stage};
pub use past::past;
pub use present::{present, running};
pub use satisfaction::{Reading, Scale, Score, ScorePoint, readings, satisfaction_points, score};
pub use stage::{Stage, StageRule, StageSince};
pub use usage::whole_months;
