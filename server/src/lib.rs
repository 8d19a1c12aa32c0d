//! The profile store and the HTTP layer behind the customer view.
//!
//! `store` keeps what is known, `service` decides who sees what of it, `http` carries it, `ingest` brings
//! data in, `intake` counts what arrives and keeps what is refused, `attachments` keeps files. Only `service` filters by policy, and every exit goes through it.

pub mod attachments;
pub mod auth;
pub mod config;
pub mod http;
pub mod ingest;
pub mod intake;
pub mod live;
pub mod service;
pub mod store;
pub mod unclassified;
pub mod webhooks;
