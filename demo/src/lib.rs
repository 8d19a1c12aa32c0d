//! A seeded generator of a demo organisation: a Dutch energy and home-services company with some 200
//! customers, told over three years and more.
//!
//! Pure: the caller gives the seed and the moment that is now; the same two give the same data.
//! Parts of a payload have these shapes, the same for every kind:
//! - `text`: a text. `transcript`: a list of `{who, role: customer|agent, at: "HH:MM", text}`.
//! - `lines`: a list of `{product, quantity, amount_minor}`. `letter`: `{subject, body}`.
//! - `attachment`: `{name, pages}`. `documents`: a list of names.
//! - `terms` of an agreement: `{Ingangsdatum, Einddatum, Opzegtermijn, …}`; the end is also the moment of the
//!   `renewal` that answers it, and `due` is the last date to give notice.
//! - `document`: `{Soort, Versie, "Geldig tot"}`. `duration`: a text such as `5 min 20 s`.
//! - `steps`: a list of `{date: "YYYY-MM-DD", text, done}`. `answers`: a list of `{question, answer}`.
//! - the others: a text, a number, or a flat object of texts and numbers.

mod card;
mod crowd;
mod customer;
mod heavy;
mod ids;
mod item_builder;
mod known;
mod random;
mod routine;
mod script;
mod sources;
mod stories;
mod story;
mod when;

pub use customer::DemoCustomer;

/// The policy of the demo organisation: fields, kinds, sources, roles and purposes.
pub const POLICY_TOML: &str = include_str!("../policy.toml");

/// Generates the demo organisation's customers, the told ones first. `now_ms` is the moment that is now.
#[must_use]
pub fn generate(seed: u64, now_ms: i64) -> Vec<DemoCustomer> {
    let mut customers = stories::all(now_ms);
    customers.push(heavy::tell(seed, now_ms));
    customers.extend(crowd::all(seed, now_ms));
    customers
}
