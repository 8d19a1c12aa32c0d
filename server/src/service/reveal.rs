//! The value of a masked field, opened for a stated purpose.
//!
//! **Invariants:** this is the only exit of a masked value. A field that is not the caller's to see is refused in
//! the same words as one that there is not.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{HiddenReason, RevealRequest, RevealedField};

use super::lens::{Access, Lens};
use super::opening::Rule;
use super::{Session, fields, invalid, store_error};
use crate::store::Opened;

impl Session {
    pub(super) async fn reveal_field(
        &self,
        request: RevealRequest,
    ) -> Result<RevealedField, ApiError> {
        let RevealRequest {
            customer_id,
            field,
            purpose,
        } = request;
        self.guard(&customer_id)?;
        // Consents and value are of one moment.
        let (store, now_ms) = (&self.service.store, self.service.now_ms());
        let profile = store
            .load_profile(&self.caller.tenant, &customer_id, now_ms, 0)
            .await
            .map_err(store_error)?
            .ok_or(ApiError::NotFound)?;
        let lens = Lens::on(&self.service, &self.caller, &profile);
        let rule = masked(&lens, &field)?;
        let claim = fields::held(&lens, &profile, &field).ok_or(ApiError::NotFound)?;
        let is_masked = true;
        let purpose = self.purpose(&rule, is_masked, purpose)?;
        let purpose = purpose.ok_or(ApiError::Unavailable)?;
        let opened = Opened::Field(field.clone());
        self.write_opening(customer_id, opened, purpose).await?;
        Ok(RevealedField { field, claim })
    }
}

/// Returns the rule by which a field opens, when it is masked to this caller.
fn masked<'l>(lens: &'l Lens<'_>, name: &str) -> Result<Rule<'l>, ApiError> {
    let forbidden = |owner: &str| ApiError::Forbidden {
        owner: owner.to_owned(),
    };
    let field = lens.service.policy.field.get(name);
    let field = field.ok_or_else(|| forbidden(""))?;
    match lens.field(name) {
        Access::Masked => Ok(Rule {
            purposes: &field.purposes,
            owner: &field.owner,
        }),
        Access::Seen => Err(invalid(format!("`{name}` is not masked: the card has it"))),
        Access::Hidden(HiddenReason::Consent) => Err(forbidden(&field.owner)),
        Access::Hidden(HiddenReason::Role) | Access::Unnamed => Err(forbidden("")),
    }
}
