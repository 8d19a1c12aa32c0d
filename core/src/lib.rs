//! The customer view without I/O: model, policy, insight, item blocks and the write queue.
//!
//! It exists so that the browser and the server give the same answer: what an agent sees without
//! network is what the server would say.
//!
//! **Invariants:** nothing here reads a clock, a random source, a file or the network; time and
//! randomness are parameters. Nothing here knows Leptos, web-sys, tokio or SQL.

pub mod block;
pub mod csv;
pub mod finding;
pub mod folding;
pub mod ids;
pub mod insight;
pub mod model;
pub mod money;
pub mod policy;
pub mod survivorship;
pub mod sync;
pub mod time;
pub mod timeline;
pub mod vocabulary;
