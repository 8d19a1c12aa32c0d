//! A page of the timeline: store pages are read until it is full, the end is reached, or enough was read.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{ItemPage, PageRequest};

use super::filter::Filter;
use super::lens::{Lens, place_of};
use super::{Session, checked, cursor};
use crate::store::Cursor;

/// Items that the store gives at a time when most of them will not be shown.
const SCAN_BATCH: usize = 1_000;
/// Store pages for one answer; then the answer is short, and its cursor goes on from there.
const MAX_ROUNDS: usize = 20;

impl Session {
    pub(super) async fn list_items(&self, request: PageRequest) -> Result<ItemPage, ApiError> {
        let limit = checked("limit", request.limit, 200)?;
        let filter = Filter::new(&request)?;
        let after = request.cursor.as_deref().map(cursor::decode).transpose()?;
        let lens = self.lens(&request.customer_id).await?;
        page(&lens, &filter, after, limit).await
    }
}

/// Reads a page through a lens.
pub(super) async fn page(
    lens: &Lens<'_>,
    filter: &Filter,
    mut after: Option<Cursor>,
    limit: usize,
) -> Result<ItemPage, ApiError> {
    let mut items = Vec::with_capacity(limit);
    let mut batch = if filter.is_open() {
        limit + 1
    } else {
        SCAN_BATCH
    };
    for _ in 0..MAX_ROUNDS {
        let lines = lens.list(after.clone(), batch).await?;
        let is_end = lines.len() < batch;
        for line in lines {
            let place = line.place();
            if let Some(shown) = lens.show_listed(line).await?.filter(|l| filter.takes(l)) {
                if items.len() == limit {
                    let next = items.last().map(|last| cursor::encode(&place_of(last)));
                    return Ok(ItemPage { items, next });
                }
                items.push(shown);
            }
            after = Some(place);
        }
        if is_end {
            return Ok(ItemPage { items, next: None });
        }
        batch = SCAN_BATCH;
    }
    let next = after.as_ref().map(cursor::encode);
    Ok(ItemPage { items, next })
}
