//! One item, opened: the parts of its payload that the policy names, its question, answers and course.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{DetailRequest, ItemDetail};
use klantbeeld_core::model::ItemLine;

use super::lens::{Access, Lens};
use super::opening::Rule;
use super::{Session, store_error};
use crate::store::Opened;

impl Session {
    pub(super) async fn get_item(&self, request: DetailRequest) -> Result<ItemDetail, ApiError> {
        let lens = self.lens(&request.customer_id).await?;
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let found = lens.find_seen(&request.item_id).await?;
        let item = found.ok_or(ApiError::NotFound)?;
        if let Some(owner) = lens.keeps_money(&item.line) {
            return Err(ApiError::Forbidden {
                owner: owner.to_owned(),
            });
        }
        let is_masked = lens.kind(&item.line.kind) == Access::Masked;
        let rule = self.service.policy.kind.get(&item.line.kind);
        let rule = rule.ok_or(ApiError::NotFound)?;
        let rule = Rule {
            purposes: &rule.purposes,
            owner: &rule.owner,
        };
        if let Some(purpose) = self.purpose(&rule, is_masked, request.purpose)? {
            let opened = Opened::Item(request.item_id);
            self.write_opening(request.customer_id, opened, purpose)
                .await?;
        }
        let (id, source) = (item.line.item_id.clone(), item.line.source.clone());
        let answers = store.list_answers(tenant, &lens.customer, &id).await;
        let history = store.list_status_changes(tenant, &lens.customer, &id).await;
        let mut history = history.map_err(store_error)?;
        for change in &mut history {
            change.by = lens.author(std::mem::take(&mut change.by), &source);
        }
        let item = lens.open(item).await?.ok_or(ApiError::NotFound)?;
        Ok(ItemDetail {
            question: self.question(&lens, &item.line).await?,
            answers: lens.show_all(answers.map_err(store_error)?).await?,
            history,
            item,
        })
    }

    async fn question(
        &self,
        lens: &Lens<'_>,
        line: &ItemLine,
    ) -> Result<Option<ItemLine>, ApiError> {
        let Some(id) = &line.reply_to else {
            return Ok(None);
        };
        match lens.find(id).await? {
            Some(item) => lens.show(item.line).await,
            None => Ok(None),
        }
    }
}
