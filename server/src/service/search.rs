//! Who somebody is: by identifier exactly, or by the words of name and address. Who goes by an address or number
//! now comes before who did so before.
//!
//! **Invariant:** a hit rests only on what the caller may read. Whoever may not see e-mail addresses
//! cannot learn by searching that one exists.

use std::collections::HashMap;

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{MatchedBy, SearchHit, SearchRequest};
use klantbeeld_core::insight::full_name;
use klantbeeld_core::model::{IdentityKind, Profile};

use super::lens::{Access, Lens, identity_field};
use super::{Session, checked, fields, invalid, normalise_phone, store_error};
use crate::auth::Scope;
use crate::store::search_words::{SEARCHED_FIELDS, begin_each, query_words, words_of};
use crate::store::{FoundCustomer, Matched, STATED_FIELDS, Within, stated_form};

/// Longest question, in characters.
const MAX_QUERY_CHARS: usize = 200;
/// Asked of the store by identifier: of those who share one, the present ones come first.
const SHARED_LIMIT: usize = 50;
/// Asked of the store by name when the role does not read all that is searched.
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
        let question = Question {
            text: query,
            identifiers: identifiers(query),
        };
        let found = self.candidates(&question, limit).await?;
        let customers = found.iter().map(|f| f.customer_id.clone()).collect();
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let cards = store.load_cards(tenant, customers).await;
        let cards = cards.map_err(store_error)?.into_iter();
        let cards: HashMap<_, _> = cards.map(|card| (card.customer_id.clone(), card)).collect();
        let mut hits: Vec<SearchHit> = Vec::new();
        for found in found {
            if hits.iter().all(|hit| hit.customer_id != found.customer_id)
                && let Some(card) = cards.get(&found.customer_id)
            {
                hits.extend(self.hit(&question, found.matched, card));
            }
        }
        hits.sort_by_key(|hit| hit.former);
        hits.truncate(limit);
        Ok(hits)
    }

    /// Finds what the store has inside the caller's scope, identifiers first.
    async fn candidates(
        &self,
        question: &Question<'_>,
        limit: usize,
    ) -> Result<Vec<FoundCustomer>, ApiError> {
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let within: Within<'_> = match &self.caller.scope {
            Scope::All => None,
            Scope::Only(customers) => Some(customers),
        };
        let (values, role) = (&question.identifiers, self.caller.role());
        let known = store.find_by_identity(tenant, within, values, SHARED_LIMIT);
        let mut all = known.await.map_err(store_error)?;
        let said = store.find_by_statement(tenant, within, values, SHARED_LIMIT);
        all.extend(said.await.map_err(store_error)?);
        let policy = &self.service.policy;
        let reads_all = SEARCHED_FIELDS
            .iter()
            .all(|field| policy.may_read_field(role, field));
        let limit = if reads_all {
            limit.saturating_mul(2)
        } else {
            WIDE_LIMIT
        };
        let named = store.search_names(tenant, within, question.text, limit);
        all.extend(named.await.map_err(store_error)?);
        Ok(all)
    }

    fn hit(&self, question: &Question<'_>, matched: Matched, card: &Profile) -> Option<SearchHit> {
        let lens = Lens::on(&self.service, &self.caller, card);
        let is_seen = |kind| lens.field(identity_field(kind)) == Access::Seen;
        let matched_by = match matched {
            Matched::Identity(kind) if is_seen(kind) => MatchedBy::Identity(kind),
            Matched::Stated => MatchedBy::Identity(question.stated(&lens, card)?),
            Matched::Words if is_named(&lens, card, question.text) => MatchedBy::Name,
            _ => return None,
        };
        let former = match matched_by {
            MatchedBy::Identity(kind) => question.is_former(&lens, card, kind),
            MatchedBy::Name => false,
        };
        Some(SearchHit {
            name: name(&lens, card),
            detail: detail(&lens, card),
            customer_id: card.customer_id.clone(),
            kind: card.kind,
            matched_by,
            former,
        })
    }
}

/// What is asked, and the forms in which it may stand in the store as an identifier.
struct Question<'q> {
    text: &'q str,
    identifiers: Vec<String>,
}

impl Question<'_> {
    /// Returns what kind of identifier it is that was said of this customer, as far as the caller may read it.
    fn stated(&self, lens: &Lens<'_>, card: &Profile) -> Option<IdentityKind> {
        let mut fields = STATED_FIELDS.into_iter();
        let found = fields.find(|(field, kind)| {
            lens.field(field) == Access::Seen && self.is_claimed(card, field, *kind)
        });
        found.map(|(_, kind)| kind)
    }

    /// Returns whether the customer went by this address or number, and has another now.
    fn is_former(&self, lens: &Lens<'_>, card: &Profile, kind: IdentityKind) -> bool {
        let seen = |field: &str| lens.field(field) == Access::Seen;
        let fields = || STATED_FIELDS.iter().filter(|(f, k)| *k == kind && seen(f));
        let is_current = |(field, _): &(&str, IdentityKind)| {
            fields::value(lens, card, field).is_some_and(|value| self.is_this(kind, &value))
        };
        !fields().any(is_current) && fields().any(|(field, _)| self.is_claimed(card, field, kind))
    }

    fn is_claimed(&self, card: &Profile, field: &str, kind: IdentityKind) -> bool {
        let mut claims = card.assertions.iter().filter(|claim| claim.field == field);
        claims.any(|claim| self.is_this(kind, &claim.value))
    }

    fn is_this(&self, kind: IdentityKind, value: &str) -> bool {
        self.identifiers.contains(&stated_form(kind, value))
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
    let wanted = query_words(query);
    !wanted.is_empty() && begin_each(&words_of(&claims), &wanted)
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
