//! Writes: each operation is judged alone, and each has its own answer.
//!
//! **Invariant:** an operation that is refused left no trace; one that is applied is durable. When the
//! store fails in the middle the whole call fails, and sending it again is safe. No answer tells an item that
//! the caller may not see from one that is not there.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{OperationOutcome, OperationResult, PushRequest};
use klantbeeld_core::ids::{CustomerId, ItemId};
use klantbeeld_core::model::{Action, Operation};
use klantbeeld_core::sync::kind_for_channel;
use klantbeeld_core::vocabulary::find_channel;
use sha2::{Digest as _, Sha256};

use super::lens::Lens;
use super::{Session, invalid, store_error, values};
use crate::store::{Applied, StoreError, StoreResult};

/// Operations in one call.
pub const MAX_OPERATIONS: usize = 100;

impl Session {
    pub(super) async fn push_operations(
        &self,
        request: PushRequest,
    ) -> Result<Vec<OperationResult>, ApiError> {
        if request.operations.len() > MAX_OPERATIONS {
            return Err(ApiError::TooLarge);
        }
        let mut results = Vec::with_capacity(request.operations.len());
        for operation in request.operations {
            let op_id = operation.op_id.clone();
            let outcome = match self.apply(operation).await {
                Ok(version) => OperationOutcome::Applied { version },
                Err(error) if error.is_passing() => return Err(error),
                Err(error) => OperationOutcome::Refused { error },
            };
            results.push(OperationResult { op_id, outcome });
        }
        Ok(results)
    }

    async fn apply(&self, operation: Operation) -> Result<u64, ApiError> {
        self.guard(&operation.customer_id)?;
        operation.validate().map_err(|e| invalid(e.to_string()))?;
        let operation = self.permit(operation).await?;
        let applied = match self.write(&operation).await {
            Err(StoreError::Taken | StoreError::OperationReused) => {
                let operation = self.beside_hidden(operation).await?;
                self.write(&operation).await
            }
            other => other,
        };
        Ok(applied.map_err(store_error)?.version)
    }

    async fn write(&self, operation: &Operation) -> StoreResult<Applied> {
        let (store, caller) = (&self.service.store, &self.caller);
        let now_ms = self.service.now_ms();
        store
            .apply(&caller.tenant, &caller.actor, operation, now_ms)
            .await
    }

    /// Gives a new item another id when its own is taken by one that the caller may not see: a refusal would
    /// tell that there is such an item. The same operation always gets the same id.
    async fn beside_hidden(&self, mut operation: Operation) -> Result<Operation, ApiError> {
        let Some(id) = added_item(&mut operation.action) else {
            return Ok(operation);
        };
        let lens = self.lens(&operation.customer_id).await?;
        let taken = lens.find(id).await?;
        if taken.is_some_and(|item| !lens.may_open(&item)) {
            let name = format!("{}\0{id}", operation.op_id);
            let id_text = format!("{:x}", Sha256::digest(name));
            *id = ItemId::parse(id_text).map_err(|e| invalid(e.to_string()))?;
        }
        Ok(operation)
    }

    /// Returns the operation with its value in the form in which it is kept, when the caller may do it.
    async fn permit(&self, operation: Operation) -> Result<Operation, ApiError> {
        let action = match operation.action {
            Action::SetField { field, value } => {
                let value = self
                    .permit_field(&operation.customer_id, &field, &value)
                    .await?;
                Action::SetField { field, value }
            }
            other => {
                self.permit_item(&operation.customer_id, &other).await?;
                other
            }
        };
        Ok(Operation {
            action,
            ..operation
        })
    }

    async fn permit_field(
        &self,
        customer: &CustomerId,
        name: &str,
        value: &str,
    ) -> Result<String, ApiError> {
        let policy = &self.service.policy;
        let forbidden = |owner: &str| ApiError::Forbidden {
            owner: owner.to_owned(),
        };
        let field = policy.field.get(name).ok_or_else(|| forbidden(""))?;
        let lens = self.lens(customer).await?;
        let may_write = policy.may_write_field(self.caller.role(), name);
        if !may_write || !lens.field(name).is_there() {
            // Who may not see the field does not learn who keeps it, nor that it exists.
            let readable = policy.may_read_field(self.caller.role(), name);
            return Err(forbidden(if readable { &field.owner } else { "" }));
        }
        values::normalise(field, value).map_err(|takes| invalid(format!("`{name}` takes {takes}")))
    }

    async fn permit_item(&self, customer: &CustomerId, action: &Action) -> Result<(), ApiError> {
        let kind = match action {
            Action::SetField { .. } => return Ok(()),
            Action::LogContact { channel, .. } => kind_for_channel(channel),
            Action::AddNote { .. } => "note",
            Action::AddPromise { .. } | Action::SettlePromise { .. } => "promise",
        };
        let lens = self.permit_adding(customer, kind).await?;
        match action {
            Action::LogContact { channel, .. } if find_channel(channel).is_none() => {
                Err(invalid("`channel` is not one that there is"))
            }
            Action::SettlePromise { item_id, .. } => match lens.find_seen(item_id).await? {
                Some(_) => Ok(()),
                None => Err(ApiError::NotFound),
            },
            // Who may not read an amount does not write one.
            Action::AddPromise {
                amount: Some(_), ..
            } => match self
                .service
                .policy
                .money_kept_from(self.caller.role(), kind)
            {
                Some(rule) => Err(ApiError::Forbidden {
                    owner: rule.owner.clone(),
                }),
                None => Ok(()),
            },
            Action::AddNote {
                attachment: Some(file),
                ..
            } => self.expect_attachment(customer, file).await,
            _ => Ok(()),
        }
    }

    /// Returns the caller's eyes on a customer, when they may add items of this kind.
    pub(super) async fn permit_adding(
        &self,
        customer: &CustomerId,
        kind: &str,
    ) -> Result<Lens<'_>, ApiError> {
        let (policy, role) = (&self.service.policy, self.caller.role());
        let owner = policy.kind.get(kind).map_or("", |k| k.owner.as_str());
        let forbidden = || ApiError::Forbidden {
            owner: owner.to_owned(),
        };
        if role.is_customer() || !policy.may_add(role) || !policy.may_read_kind(role, kind) {
            return Err(forbidden());
        }
        let lens = self.lens(customer).await?;
        if lens.kind(kind).is_there() {
            Ok(lens)
        } else {
            Err(forbidden())
        }
    }
}

/// Returns the id of the item that an action adds, if it adds one.
fn added_item(action: &mut Action) -> Option<&mut ItemId> {
    match action {
        Action::LogContact { item_id, .. }
        | Action::AddNote { item_id, .. }
        | Action::AddPromise { item_id, .. } => Some(item_id),
        Action::SetField { .. } | Action::SettlePromise { .. } => None,
    }
}
