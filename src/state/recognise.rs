//! Who is this? A number, an e-mail address or a name in, the customer or the candidates out.
//!
//! **Invariant:** only one who fits alone is opened unasked: the one that an identifier names, or the
//! only one the server finds. Of several, and without network, a person chooses.

use klantbeeld_core::finding;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::sync::Entry;
use leptos::prelude::*;

use super::loader::{clear, open};
use super::trouble::moment;
use super::view::{Candidate, Load, View};
use crate::api::ApiError;
use crate::api::wire::{MatchedBy, SearchHit, SearchRequest};
use crate::i18n::Lang;
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
        Ok(hits) => {
            let lang = view.lang.try_get_untracked().unwrap_or(Lang::Nl);
            from_server(hits, lang.texts().app().former)
        }
        Err(ApiError::Network) => {
            let people = host.store().await.list_people().await;
            let waiting = view.outbox.try_with_untracked(|o| o.entries().to_vec());
            Err(from_device(&people, &waiting.unwrap_or_default(), &query))
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

/// `former` is what is said of one whose address or number it was before.
fn from_server(hits: Vec<SearchHit>, former: &str) -> Result<CustomerId, Vec<Candidate>> {
    // Whose address or number it was before may be somebody else by now: a person decides.
    let is_named = |h: &&SearchHit| matches!(h.matched_by, MatchedBy::Identity(_)) && !h.former;
    let mut named = hits.iter().filter(is_named);
    match (named.next(), named.next(), hits.as_slice()) {
        (Some(only), None, _) => Ok(only.customer_id.clone()),
        (_, _, [only]) if !only.former => Ok(only.customer_id.clone()),
        _ => Err(hits
            .into_iter()
            .map(|h| {
                let said = if h.former { former } else { "" };
                let parts = [h.detail.as_str(), said]
                    .into_iter()
                    .filter(|p| !p.is_empty());
                let detail = parts.collect::<Vec<_>>().join(" · ");
                candidate(h.customer_id, h.name, detail)
            })
            .collect()),
    }
}

/// Returns those of this device who may be meant. Who is alone here need not be alone: a person decides.
fn from_device(people: &[Person], waiting: &[Entry], query: &str) -> Vec<Candidate> {
    people
        .iter()
        .filter(|p| finding::is_meant(&p.customer_id, &p.keys, waiting, query))
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
