//! Insight on hand-made customers.

mod alerts;
mod axis;
mod dossier;
mod empty;
mod header;
mod panels;
mod spent;
mod stage;
mod usage;
