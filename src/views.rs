//! The parts of a customer's view, each in a file of its own.

pub(crate) mod detail;
mod shell;
mod timeline;

pub(crate) use shell::CustomerView;
