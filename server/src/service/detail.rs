//! One item, opened: the parts of its payload that the policy names, its question, answers and course.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{DetailRequest, FormerItem, ItemDetail};
use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{Item, ItemLine};

use super::lens::{Access, Lens};
use super::{Session, store_error};
use crate::store::AccessEntry;

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
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let found = lens.find_seen(item_id).await?;
        let item = found.ok_or(ApiError::NotFound)?;
        if let Some(owner) = lens.keeps_money(&item.line) {
            return Err(ApiError::Forbidden {
                owner: owner.to_owned(),
            });
        }
        if let Some(purpose) = self.purpose(lens, &item, purpose)? {
            let entry = AccessEntry {
                customer_id: lens.customer.clone(),
                item_id: item_id.clone(),
                actor: self.caller.actor.clone(),
                purpose,
                at_ms: self.service.now_ms(),
            };
            store.log_access(tenant, entry).await.map_err(store_error)?;
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

    /// Returns the purpose to write down; none when the item opens without one and none was stated.
    fn purpose(
        &self,
        lens: &Lens<'_>,
        item: &Item,
        stated: Option<String>,
    ) -> Result<Option<String>, ApiError> {
        let kind = self.service.policy.kind.get(&item.line.kind);
        let kind = kind.ok_or(ApiError::NotFound)?;
        let is_masked = lens.kind(&item.line.kind) == Access::Masked;
        let bound = self.caller.purpose.as_ref();
        let purposes: Vec<_> = kind
            .purposes
            .iter()
            .filter(|name| bound.is_none_or(|only| only == *name))
            .cloned()
            .collect();
        match stated {
            Some(purpose) if purposes.contains(&purpose) => Ok(Some(purpose)),
            None if !is_masked => Ok(None),
            _ if purposes.is_empty() => Err(ApiError::Forbidden {
                owner: kind.owner.clone(),
            }),
            _ => Err(ApiError::NeedsPurpose { purposes }),
        }
    }
}
