//! The parts of a customer's view, each in a file of its own.

mod add;
mod ahead;
mod alerts;
mod arrangement;
mod axis;
mod ball;
pub(crate) mod detail;
mod dossier;
mod evidence;
mod foot;
mod found;
mod header;
mod masked;
mod more;
mod own;
mod panels;
mod preferences;
mod promises;
mod shell;
mod side;
mod states;
mod status;
mod timeline;
mod told;
mod unsent;
mod words;

pub(crate) use add::Drafts;
pub(crate) use own::own_part;
pub(crate) use shell::CustomerView;
pub(crate) use unsent::write_line;
