//! One item, opened: the parts of its payload that the policy names, its question, answers and course.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{DetailRequest, FormerItem, ItemDetail};
use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{Item, ItemLine};

use super::lens::{Access, Lens};
use super::opening::Rule;
use super::{Session, store_error};
use crate::store::Opened;

impl Session {
    pub(super) async fn get_item(&self, request: DetailRequest) -> Result<ItemDetail, ApiError> {
        let lens = self.lens(&request.customer_id).await?;
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let item = self
            .find_to_open(&lens, &request.item_id, request.purpose)
            .await?;
        let (id, source) = (item.line.item_id.clone(), item.line.source.clone());
        let answers = store.list_answers(tenant, &lens.customer, &id).await;
        let history = store.list_status_changes(tenant, &lens.customer, &id).await;
        let mut history = history.map_err(store_error)?;
        for change in &mut history {
            change.by = lens.author(std::mem::take(&mut change.by), &source);
        }
        let former = self.former(&lens, &item).await?;
        let item = lens.open(item).await?.ok_or(ApiError::NotFound)?;
        Ok(ItemDetail {
            question: self.question(&lens, &item.line).await?,
            answers: lens.show_all(answers.map_err(store_error)?).await?,
            history,
            former,
            item,
        })
    }

    /// Finds an item that the caller may open for this purpose, and writes down that they do where that has
    /// to be known.
    ///
    /// # Errors
    /// It is not there for them, or a purpose has to be stated first.
    pub(super) async fn find_to_open(
        &self,
        lens: &Lens<'_>,
        item_id: &ItemId,
        purpose: Option<String>,
    ) -> Result<Item, ApiError> {
        let found = lens.find_seen(item_id).await?;
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
        if let Some(purpose) = self.purpose(&rule, is_masked, purpose)? {
            let opened = Opened::Item(item_id.clone());
            self.write_opening(lens.customer.clone(), opened, purpose)
                .await?;
        }
        Ok(item)
    }

    /// Returns what the item was before, as far as the caller may open that: it may have been of another kind.
    async fn former(&self, lens: &Lens<'_>, item: &Item) -> Result<Vec<FormerItem>, ApiError> {
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let id = &item.line.item_id;
        let revisions = store.list_revisions(tenant, &lens.customer, id).await;
        let mut former = Vec::new();
        for revision in revisions.map_err(store_error)? {
            let line = &revision.former.line;
            // The purpose that was stated is that of the present kind.
            if line.kind != item.line.kind && lens.kind(&line.kind) != Access::Seen {
                continue;
            }
            let by = lens.author(revision.by, &line.source);
            if let Some(item) = lens.open(revision.former).await? {
                let until_ms = revision.at_ms;
                former.push(FormerItem { until_ms, by, item });
            }
        }
        Ok(former)
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
