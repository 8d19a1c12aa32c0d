//! The parts of a customer's view, each in a file of its own.

mod add;
mod ahead;
mod alerts;
mod axis;
mod ball;
pub(crate) mod detail;
mod dossier;
mod evidence;
mod foot;
mod header;
mod own;
mod panels;
mod preferences;
mod promises;
mod shell;
mod states;
mod status;
mod timeline;
mod unsent;
mod words;

pub(crate) use add::Drafts;
pub(crate) use own::own_part;
pub(crate) use shell::CustomerView;
pub(crate) use unsent::write_line;
