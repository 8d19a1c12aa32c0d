//! The addresses and numbers that people said, by which their customers are found.

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Assertion;
use rusqlite::params;

use super::writer::Writer;
use crate::store::{StoreError, stated};

/// Writes down what of a claim is looked for, if anything is.
pub(super) fn write(
    writer: Writer<'_>,
    customer: &CustomerId,
    claim: &Assertion,
) -> Result<(), StoreError> {
    let Some(value) = stated::stated(claim) else {
        return Ok(());
    };
    writer
        .insert(
            "INSERT INTO stated (tenant_id, customer_id, value) VALUES (?1, ?2, ?3) \
             ON CONFLICT (tenant_id, customer_id, value) DO NOTHING",
            params![writer.tenant.as_str(), customer.as_str(), value],
        )
        .map(drop)
}
