//! Who is this? A number, an e-mail address or a name in, the customer or the candidates out.
//!
//! **Invariant:** only one who fits alone is opened unasked: the one that an identifier names, or the
//! only one the server finds. Of several, and without network, a person chooses.

use klantbeeld_core::finding;
use klantbeeld_core::ids::CustomerId;
use leptos::prelude::*;

use super::loader::{clear, open};
use super::trouble::moment;
use super::view::{Candidate, Load, View};
use crate::api::ApiError;
use crate::api::wire::{MatchedBy, SearchHit, SearchRequest};
use crate::offline::Person;
use crate::part::task;

/// How many candidates are shown.
const MOST: u16 = 8;

/// Looks for whom a host means, and shows them or the candidates.
pub(crate) fn recognise(view: View, known: &str) {
    let Some(host) = view.host() else { return };
    let query = known.trim().to_owned();
    if query.is_empty() {
        return;
    }
    let turn = host.next_turn();
    clear(view, None);
    view.load.set(Load::Loading);
    view.wanted.set(query.clone());
    view.spawn(async move {
        if find_part(view, query, turn).await.is_err() && view.is_turn(turn) {
            view.miss_part();
            view.load.set(Load::Failed(ApiError::Network));
        }
    });
}

task! {
    /// Asks the server, or without network the device, and shows what came of it.
    fn find_part(view: View, query: String, turn: u64) -> (), in later {
        find(view, query, turn)
    }
}

async fn find(view: View, query: String, turn: u64) {
    let Some(host) = view.host() else { return };
    let request = SearchRequest {
        query: query.clone(),
        limit: MOST,
    };
    let answer = view.ask(moment::SEARCH, |remote| remote.search(request));
    let found = match answer.await {
        Ok(hits) => from_server(hits),
        Err(ApiError::Network) => {
            let people = host.store().await.list_people().await;
            Err(from_device(&people, &query))
        }
        Err(error) => {
            if view.is_turn(turn) {
                view.load.set(Load::Failed(error));
            }
            return;
        }
    };
    if !view.is_turn(turn) {
        return;
    }
    match found {
        Ok(customer) => open(view, Some(customer)),
        Err(candidates) => view.load.set(Load::Candidates(query, candidates)),
    }
}

/// Tries once more what failed: the customer, or whom a host meant.
pub(crate) fn again(view: View) {
    match view.customer.get_untracked() {
        Some(customer) => open(view, Some(customer)),
        None => recognise(view, &view.wanted.get_untracked()),
    }
}

fn from_server(hits: Vec<SearchHit>) -> Result<CustomerId, Vec<Candidate>> {
    let is_named = |h: &&SearchHit| matches!(h.matched_by, MatchedBy::Identity(_));
    let mut named = hits.iter().filter(is_named);
    match (named.next(), named.next(), hits.as_slice()) {
        (Some(only), None, _) | (_, _, [only]) => Ok(only.customer_id.clone()),
        _ => Err(hits
            .into_iter()
            .map(|h| candidate(h.customer_id, h.name, h.detail))
            .collect()),
    }
}

/// Returns those of this device who may be meant. Who is alone here need not be alone: a person decides.
fn from_device(people: &[Person], query: &str) -> Vec<Candidate> {
    people
        .iter()
        .filter(|p| finding::holds(&p.keys, query))
        .take(MOST.into())
        .map(|p| candidate(p.customer_id.clone(), p.name.clone(), p.detail.clone()))
        .collect()
}

fn candidate(customer_id: CustomerId, name: String, detail: String) -> Candidate {
    Candidate {
        customer_id,
        name,
        detail,
    }
}
