//! Opening for a purpose: which purposes open something to this caller, and the line in the access log.
//!
//! It exists so that an item and a field are opened under one rule.
//!
//! **Invariant:** the line is durable before anything of what is opened is answered.

use klantbeeld::api::ApiError;
use klantbeeld_core::ids::CustomerId;

use super::{Session, store_error};
use crate::store::{AccessEntry, Opened};

/// What the policy says of the opening of a field or a kind.
pub(super) struct Rule<'p> {
    /// The purposes that it may be used for.
    pub(super) purposes: &'p [String],
    /// The department to ask.
    pub(super) owner: &'p str,
}

impl Session {
    /// Returns the purpose to write down; none when it opens without one and none was stated.
    ///
    /// # Errors
    /// [`ApiError::NeedsPurpose`] with those that open it to this caller; [`ApiError::Forbidden`] when none does.
    pub(super) fn purpose(
        &self,
        rule: &Rule<'_>,
        is_masked: bool,
        stated: Option<String>,
    ) -> Result<Option<String>, ApiError> {
        let (policy, role) = (&self.service.policy, self.caller.role());
        let bound = self.caller.purpose.as_ref();
        let purposes: Vec<_> = rule
            .purposes
            .iter()
            .filter(|name| bound.is_none_or(|only| only == *name) && policy.may_use(role, name))
            .cloned()
            .collect();
        match stated {
            Some(purpose) if purposes.contains(&purpose) => Ok(Some(purpose)),
            None if !is_masked => Ok(None),
            _ if purposes.is_empty() => Err(ApiError::Forbidden {
                owner: rule.owner.to_owned(),
            }),
            _ => Err(ApiError::NeedsPurpose { purposes }),
        }
    }

    /// Writes down that this caller opens something, durably, and says so in the log without naming anybody.
    ///
    /// # Errors
    /// It could not be written: then nothing may be answered.
    pub(super) async fn write_opening(
        &self,
        customer_id: CustomerId,
        opened: Opened,
        purpose: String,
    ) -> Result<(), ApiError> {
        let caller = &self.caller;
        let (tenant, role) = (caller.tenant.as_str(), caller.role().as_str());
        let what = match &opened {
            Opened::Item(_) => "item",
            Opened::Field(_) => "field",
        };
        let entry = AccessEntry {
            customer_id,
            opened,
            actor: caller.actor.clone(),
            purpose: purpose.clone(),
            at_ms: self.service.now_ms(),
        };
        let written = self.service.store.log_access(&caller.tenant, entry).await;
        written.map_err(store_error)?;
        tracing::info!(tenant, role, what, purpose, "opened");
        Ok(())
    }
}
