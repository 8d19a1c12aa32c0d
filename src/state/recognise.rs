//! Who is this? A number, an e-mail address or a name in, the customer or the candidates out (R085).
//!
//! **Invariant:** only one who fits alone is opened by himself: the one that an identifier names, or the
//! only one there is. Of several a person chooses.

use klantbeeld_core::finding;
use klantbeeld_core::ids::CustomerId;
use wasm_bindgen_futures::spawn_local;

use super::loader::{clear, open};
use super::view::{Candidate, Load, View};
use crate::api::ApiError;
use crate::api::wire::{MatchedBy, SearchHit, SearchRequest};
use crate::signal::Read;

/// How many candidates are shown.
const MOST: u16 = 8;

/// Looks for whom a host means, and shows him or the candidates.
pub(crate) fn recognise(view: View, known: &str) {
    let Some(host) = view.host() else { return };
    let query = known.trim().to_owned();
    if query.is_empty() {
        return;
    }
    let turn = host.next_turn();
    clear(view, None);
    view.load.set(Load::Loading);
    spawn_local(async move {
        let request = SearchRequest {
            query: query.clone(),
            limit: MOST,
        };
        let answer = host.session.call("", &request).await;
        if !view.is_turn(turn) {
            return;
        }
        let found = match answer {
            Ok(hits) => from_server(hits),
            Err(ApiError::Network) => from_device(view, &query),
            Err(error) => return view.load.set(Load::Failed(error)),
        };
        match found {
            Ok(customer) => open(view, Some(customer)),
            Err(candidates) => view.load.set(Load::Candidates(query, candidates)),
        }
    });
}

fn from_server(hits: Vec<SearchHit>) -> Result<CustomerId, Vec<Candidate>> {
    let mut named = hits
        .iter()
        .filter(|h| matches!(h.matched_by, MatchedBy::Identity(_)));
    if let (Some(only), None) = (named.next(), named.next()) {
        return Ok(only.customer_id.clone());
    }
    alone(hits.into_iter().map(|h| (h.customer_id, h.name, h.detail)))
}

fn from_device(view: View, query: &str) -> Result<CustomerId, Vec<Candidate>> {
    view.people.with_untracked(|people| {
        let meant = people.iter().filter(|p| finding::holds(&p.keys, query));
        let candidates = meant.map(|p| (p.customer_id.clone(), p.name.clone(), p.detail.clone()));
        alone(candidates.take(MOST.into()))
    })
}

fn alone(
    candidates: impl Iterator<Item = (CustomerId, String, String)>,
) -> Result<CustomerId, Vec<Candidate>> {
    let mut all = Vec::new();
    for (customer_id, name, detail) in candidates {
        all.push(Candidate {
            customer_id,
            name,
            detail,
        });
    }
    match all.as_slice() {
        [only] => Ok(only.customer_id.clone()),
        _ => Err(all),
    }
}
