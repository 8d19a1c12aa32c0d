//! From the ids of the source to ids of customers, and the prefixes that keep the two apart.

use klantbeeld_core::ids::CustomerId;

use super::super::import_record::Subject;
use super::super::line_error::LineError;

const ANONYMOUS: &str = "anon:";
const ORGANISATION: &str = "org:";

/// Checks that a user's id can be a customer's, and does not look like a visitor's or an organisation's.
pub(super) fn check_user(id: &str, part: &'static str) -> Result<(), LineError> {
    if id.starts_with(ANONYMOUS) || id.starts_with(ORGANISATION) {
        return Err(LineError::ReservedId(part));
    }
    user_id(id, part).map(|_| ())
}

/// Returns the customer whose id is the user's.
pub(super) fn user_id(id: &str, part: &str) -> Result<CustomerId, LineError> {
    CustomerId::parse(id).map_err(|e| LineError::id(part, e))
}

/// Returns the customer who is a visitor.
pub(super) fn anonymous_id(id: &str) -> Result<CustomerId, LineError> {
    CustomerId::parse(format!("{ANONYMOUS}{id}")).map_err(|e| LineError::id("anonymousId", e))
}

/// Returns the customer who is an organisation.
pub(super) fn organisation_id(id: &str, part: &str) -> Result<Subject, LineError> {
    CustomerId::parse(format!("{ORGANISATION}{id}"))
        .map(Subject::Customer)
        .map_err(|e| LineError::id(part, e))
}
