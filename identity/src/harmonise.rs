//! Values in the one form in which they are compared and shown.
//!
//! Each function takes a value as somebody wrote it and returns its form, or the one reason why it cannot be what it
//! should. Callers keep the value as it came beside the form, and an invalid one with its reason.

mod address;
mod country;
mod currency;
mod day;
mod email;
mod field;
mod language;
mod person_name;
mod phone;
mod sort_name;
mod unit;
pub mod when;

pub use address::{StreetLine, postcode};
pub use country::country;
pub use currency::currency;
pub use day::{day, moment_ms};
pub use email::email;
pub use field::{Form, field, form_of};
pub use klantbeeld_core::model::Invalid;
pub use language::language;
pub use person_name::{PersonName, tidy};
pub use phone::{Region, phone};
pub use sort_name::{sort_name, without_prefix};
pub use unit::unit;
