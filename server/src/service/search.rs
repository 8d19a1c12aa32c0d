//! Who somebody is: by identifier exactly, or by the words of name and address.
//!
//! **Invariant:** a hit rests only on what the caller may read. Whoever may not see e-mail addresses
//! cannot learn by searching that one exists.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{MatchedBy, SearchHit, SearchRequest};
use klantbeeld_core::insight::full_name;
use klantbeeld_core::model::Profile;

use super::lens::{Access, Lens, identity_field};
use super::{Session, checked, fields, invalid, normalise_phone, store_error};
use crate::auth::Scope;
use crate::store::FoundCustomer;
use crate::store::search_words::{query_words, words_of};

/// Longest question, in characters.
const MAX_QUERY_CHARS: usize = 200;
/// Asked of the store when the answer will be narrowed to a scope or to what a role may read.
const WIDE_LIMIT: usize = 200;

impl Session {
    pub(super) async fn search_customers(
        &self,
        request: SearchRequest,
    ) -> Result<Vec<SearchHit>, ApiError> {
        let limit = checked("limit", request.limit, 50)?;
        let query = request.query.trim();
        if query.chars().nth(MAX_QUERY_CHARS).is_some() {
            return Err(invalid(format!(
                "`query` has at most {MAX_QUERY_CHARS} characters"
            )));
        }
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let mut hits: Vec<SearchHit> = Vec::new();
        for found in self.candidates(query, limit).await? {
            if hits.len() == limit {
                break;
            }
            if hits.iter().all(|hit| hit.customer_id != found.customer_id) {
                hits.extend(self.hit(query, found).await?);
            }
        }
        Ok(hits)
    }

    /// Finds what the store has inside the caller's scope, identifiers first.
    async fn candidates(&self, query: &str, limit: usize) -> Result<Vec<FoundCustomer>, ApiError> {
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let wide = match self.caller.scope {
            Scope::All => limit.saturating_mul(2),
            Scope::Only(_) => WIDE_LIMIT,
        };
        let exact = store
            .find_by_identity(tenant, &identifiers(query), wide)
            .await
            .map_err(store_error)?;
        let named = store
            .search_names(tenant, query, wide)
            .await
            .map_err(store_error)?;
        let mut all: Vec<_> = exact.into_iter().chain(named).collect();
        all.retain(|found| self.caller.may_see(&found.customer_id));
        Ok(all)
    }

    async fn hit(&self, query: &str, found: FoundCustomer) -> Result<Option<SearchHit>, ApiError> {
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let profile = store
            .load_profile(tenant, &found.customer_id, self.service.now_ms(), 0)
            .await
            .map_err(store_error)?;
        let Some(profile) = profile else {
            return Ok(None);
        };
        let lens = Lens::on(&self.service, &self.caller, &profile);
        let matched_by = match found.matched {
            Some(kind) if lens.field(identity_field(kind)) == Access::Seen => {
                MatchedBy::Identity(kind)
            }
            None if is_named(&lens, &profile, query) => MatchedBy::Name,
            _ => return Ok(None),
        };
        Ok(Some(SearchHit {
            name: name(&lens, &profile),
            detail: detail(&lens, &profile),
            customer_id: profile.customer_id,
            kind: profile.kind,
            matched_by,
        }))
    }
}

/// Returns the forms in which an identifier may stand in the store.
fn identifiers(query: &str) -> Vec<String> {
    let mut forms = vec![query.to_owned(), query.to_lowercase(), query.to_uppercase()];
    forms.extend(normalise_phone(query));
    forms.sort();
    forms.dedup();
    forms
}

/// Returns whether every word of the question begins a word that this caller may read.
fn is_named(lens: &Lens<'_>, profile: &Profile, query: &str) -> bool {
    let mut claims = profile.assertions.clone();
    claims.retain(|claim| lens.field(&claim.field) == Access::Seen);
    let words = words_of(&claims);
    let wanted = query_words(query);
    !wanted.is_empty()
        && wanted
            .iter()
            .all(|start| words.iter().any(|word| word.starts_with(start.as_str())))
}

/// Returns the name as far as this caller may read it, as the card shows it.
fn name(lens: &Lens<'_>, profile: &Profile) -> String {
    full_name(&|field| fields::value(lens, profile, field))
}

/// Returns postcode and town: what tells people of one name apart.
fn detail(lens: &Lens<'_>, profile: &Profile) -> String {
    ["contact.postcode", "contact.town"]
        .into_iter()
        .filter_map(|field| fields::value(lens, profile, field))
        .collect::<Vec<_>>()
        .join(" ")
}
