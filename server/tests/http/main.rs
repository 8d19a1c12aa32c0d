//! The HTTP layer in process: every endpoint, every way in that must stay shut, and the wire itself.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests stop at what they did not expect"
)]

mod attachments;
mod blocks;
mod bodies;
mod canary;
mod changes;
mod config;
mod detail;
mod diagnosis;
mod files;
mod forgery;
mod harness;
mod hidden;
mod intake;
mod live;
mod log;
mod matrix;
mod open;
mod origins;
mod page;
mod push;
mod recipes;
mod retold;
mod reveal;
mod search;
mod sign_in;
mod stream;
mod ten_minutes;
mod tokens;
mod webhooks;
mod wire;
mod world;
