//! What data stewards see and decide: sources with their health, and messages that were refused.
//!
//! **Invariant:** nothing here is answered to a role that the policy does not name as stewards, and nothing of another
//! tenant to anybody.

use std::collections::HashMap;
use std::sync::Arc;

use klantbeeld::api::ApiError;
use klantbeeld::api::backend::Reply;
use klantbeeld::api::steward::backend::StewardBackend;
use klantbeeld::api::steward::{
    DiscardRequest, EntriesRequest, EntryDetail, EntryLine, EntryPage, EntryRequest,
    EntryState as WireState, ReplayRequest, ReplayResult, SourceHealth, SourcesRequest,
};

use super::{Session, checked, invalid, store_error};
use crate::auth::Scope;
use crate::ingest::desk::Desk;
use crate::ingest::pipeline::Outcome;
use crate::intake::{Asked, Entry, EntryState, Settled};

const MOST_ENTRIES: u16 = 200;
const MOST_REASON_BYTES: usize = 500;

impl Session {
    /// Returns the desk, for stewards of the tenant whose messages it takes in.
    fn desk(&self) -> Result<&Arc<Desk>, ApiError> {
        let role = self.service.policy.role.get(self.caller.role().as_str());
        let sees_all = matches!(self.caller.scope, Scope::All);
        if !sees_all || !role.is_some_and(|role| role.may_steward) {
            let owner = String::new();
            return Err(ApiError::Forbidden { owner });
        }
        let desk = self.service.desk.as_ref().ok_or(ApiError::Unavailable)?;
        if *desk.pipeline().tenant() == self.caller.tenant {
            Ok(desk)
        } else {
            Err(ApiError::NotFound)
        }
    }

    async fn list_sources(&self) -> Result<Vec<SourceHealth>, ApiError> {
        let (desk, now_ms) = (self.desk()?, self.service.now_ms());
        let tallies = desk.pipeline().intake().tallies(&self.caller.tenant).await;
        let tallies = tallies.map_err(store_error)?.into_iter();
        let tallies: HashMap<_, _> = tallies.map(|t| (t.source.clone(), t)).collect();
        let registered = self.service.policy.source.iter();
        let health = registered.map(|(slug, source)| {
            let known = tallies.get(slug);
            let tally = known.cloned().unwrap_or_default();
            SourceHealth {
                slug: slug.clone(),
                label: source.label.clone(),
                system: source.system.clone(),
                owner: source.owner.clone(),
                categories: source.categories.clone(),
                origin: source.origin,
                licence: source.licence.clone(),
                basis: source.basis.clone(),
                cadence: source.cadence.clone(),
                fresh_within_ms: source.fresh_within_ms(),
                first_ms: known.map(|t| t.first_ms),
                last_ms: known.map(|t| t.last_ms),
                last_accepted_ms: tally.last_accepted_ms,
                is_late: source.is_late(tally.last_accepted_ms, now_ms),
                accepted: tally.accepted,
                repeated: tally.repeated,
                refused: tally.refused,
                waiting: tally.waiting,
                dropped: tally.dropped,
            }
        });
        Ok(health.collect())
    }

    async fn list_entries(&self, request: EntriesRequest) -> Result<EntryPage, ApiError> {
        let desk = self.desk()?;
        let limit = checked("limit", request.limit, MOST_ENTRIES)?;
        let asked = Asked {
            source: request.source,
            code: request.reason,
            with_settled: request.with_settled,
            before: request.cursor,
            limit: limit + 1,
        };
        let found = desk
            .pipeline()
            .intake()
            .list_entries(&self.caller.tenant, asked);
        let mut found = found.await.map_err(store_error)?;
        let is_more = found.len() > limit;
        found.truncate(limit);
        Ok(EntryPage {
            next: found.last().map(|entry| entry.id).filter(|_| is_more),
            entries: found.into_iter().map(line).collect(),
        })
    }

    async fn read_entry(&self, id: i64) -> Result<EntryDetail, ApiError> {
        let desk = self.desk()?;
        let found = desk.pipeline().intake().get_entry(&self.caller.tenant, id);
        let entry = found
            .await
            .map_err(store_error)?
            .ok_or(ApiError::NotFound)?;
        Ok(EntryDetail {
            text: entry.text.clone(),
            is_cut: entry.is_cut,
            entry: line(entry),
        })
    }

    async fn replay_entry(&self, request: ReplayRequest) -> Result<ReplayResult, ApiError> {
        let desk = self.desk()?;
        let settled = self.settled(String::new());
        let outcome = desk.replay(request.id, request.text, settled).await;
        let outcome = outcome.map_err(store_error)?.ok_or(ApiError::NotFound)?;
        let (is_taken, reason, message) = match outcome {
            Outcome::Stored | Outcome::Repeated => (true, String::new(), String::new()),
            Outcome::Refused { code, reason } => (false, code, reason),
        };
        Ok(ReplayResult {
            is_taken,
            reason,
            message,
        })
    }

    async fn discard_entry(&self, request: DiscardRequest) -> Result<EntryDetail, ApiError> {
        let desk = self.desk()?;
        let reason = request.reason.trim();
        if reason.is_empty() || reason.len() > MOST_REASON_BYTES {
            return Err(invalid("`reason` has 1 to 500 bytes"));
        }
        let settled = self.settled(reason.to_owned());
        let (intake, tenant) = (desk.pipeline().intake(), &self.caller.tenant);
        let state = EntryState::Discarded;
        let judged = intake.settle(tenant, request.id, state, settled).await;
        if !judged.map_err(store_error)? {
            return Err(ApiError::NotFound);
        }
        self.read_entry(request.id).await
    }

    fn settled(&self, reason: String) -> Settled {
        Settled {
            by: self.caller.actor.name.clone(),
            reason,
            at_ms: self.service.now_ms(),
        }
    }
}

fn line(entry: Entry) -> EntryLine {
    let settled_ms = entry.settled.as_ref().map(|settled| settled.at_ms);
    let (settled_by, settled_reason) = match entry.settled {
        Some(settled) => (settled.by, settled.reason),
        None => Default::default(),
    };
    EntryLine {
        id: entry.id,
        source: entry.source,
        way: entry.way,
        reason: entry.code,
        message: entry.reason,
        at_ms: entry.at_ms,
        state: match entry.state {
            EntryState::Waiting => WireState::Waiting,
            EntryState::Replayed => WireState::Replayed,
            EntryState::Discarded => WireState::Discarded,
        },
        settled_by,
        settled_reason,
        settled_ms,
    }
}

impl StewardBackend for Session {
    fn sources(self: Arc<Self>, _: SourcesRequest) -> Reply<Vec<SourceHealth>> {
        Box::pin(async move { self.list_sources().await })
    }

    fn entries(self: Arc<Self>, request: EntriesRequest) -> Reply<EntryPage> {
        Box::pin(async move { self.list_entries(request).await })
    }

    fn entry(self: Arc<Self>, request: EntryRequest) -> Reply<EntryDetail> {
        Box::pin(async move { self.read_entry(request.id).await })
    }

    fn replay(self: Arc<Self>, request: ReplayRequest) -> Reply<ReplayResult> {
        Box::pin(async move { self.replay_entry(request).await })
    }

    fn discard(self: Arc<Self>, request: DiscardRequest) -> Reply<EntryDetail> {
        Box::pin(async move { self.discard_entry(request).await })
    }
}
