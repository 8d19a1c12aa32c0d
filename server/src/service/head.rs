//! The card and the first page, in one answer.

use std::collections::BTreeMap;

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{FieldView, OpenRequest, PageRequest, ProfileHead, SourceView, Viewer};
use klantbeeld_core::model::{Identity, ProductMonth, ProductUse, Profile, Relation};
use klantbeeld_core::vocabulary::Label;

use super::filter::Filter;
use super::lens::{Access, Lens, identity_field, relation_field};
use super::page::page;
use super::summary::Summary;
use super::{Session, checked, fields, store_error};

/// Open and planned items on the card.
const OPEN_LIMIT: usize = 50;
/// Products on the card: the latest used.
const MAX_PRODUCTS: usize = 12;

impl Session {
    pub(super) async fn open_profile(&self, request: OpenRequest) -> Result<ProfileHead, ApiError> {
        let page_size = checked("page_size", request.page_size, 200)?;
        let customer = request.customer_id;
        self.guard(&customer)?;
        let now_ms = self.service.now_ms();
        let profile = self
            .service
            .store
            .load_profile(&self.caller.tenant, &customer, now_ms, OPEN_LIMIT)
            .await
            .map_err(store_error)?
            .ok_or(ApiError::NotFound)?;
        let lens = Lens::on(&self.service, &self.caller, &profile);
        let filter = Filter::new(&everything(customer))?;
        let first_page = page(&lens, &filter, None, page_size).await?;
        let summary = Summary::of(&lens, &profile.months, &profile.shared, now_ms);
        let fields = fields::views(&lens, &profile);
        let first = match &profile.first {
            Some(line) => lens.show(line.clone()).await?,
            None => None,
        };
        Ok(ProfileHead {
            viewer: self.viewer(),
            identities: identities(&lens, &profile),
            relations: relations(&lens, &profile),
            open: lens.show_all(profile.open.clone()).await?,
            upcoming: lens.show_all(profile.upcoming.clone()).await?,
            first,
            page: first_page,
            total: summary.total,
            sources: self.sources(&fields, &summary, now_ms),
            custom_kinds: self.custom_kinds(&lens),
            time_zone: self.service.policy.time_zone.clone(),
            hidden: fields::hidden(&lens, &profile),
            customer_id: profile.customer_id,
            kind: profile.kind,
            version: profile.version,
            as_of_ms: now_ms,
            fields,
            channels: summary.channels(),
            usage: usage(&lens, &profile.usage),
            months: summary.months(),
        })
    }

    fn viewer(&self) -> Viewer {
        let (actor, policy) = (&self.caller.actor, &self.service.policy);
        let role = policy.role.get(actor.role.as_str());
        Viewer {
            subject: actor.subject.clone(),
            name: actor.name.clone(),
            role: actor.role.clone(),
            role_label: role.map_or_else(Label::default, |r| r.label.clone()),
            panels: role.map_or_else(Vec::new, |r| r.panels.clone()),
            may_add: policy.may_add(&actor.role) && !actor.role.is_customer(),
        }
    }

    fn custom_kinds(&self, lens: &Lens<'_>) -> Vec<klantbeeld_core::vocabulary::CustomKind> {
        let kinds = self.service.custom_kinds.iter();
        kinds
            .filter(|kind| lens.kind(&kind.slug).is_there())
            .cloned()
            .collect()
    }

    /// Returns the systems behind what is shown; those behind hidden things are not named.
    fn sources(&self, fields: &[FieldView], summary: &Summary<'_>, now_ms: i64) -> Vec<SourceView> {
        let claims = fields.iter().flat_map(|f| &f.claims);
        let said = claims.map(|c| (c.source.as_str(), c.known_at_ms));
        let did = summary
            .sources
            .iter()
            .map(|(source, at_ms)| (*source, *at_ms));
        let mut latest = BTreeMap::<&str, i64>::new();
        for (source, at_ms) in said.chain(did) {
            let last = latest.entry(source).or_insert(i64::MIN);
            *last = (*last).max(at_ms.min(now_ms));
        }
        let policy = &self.service.policy.source;
        latest
            .into_iter()
            .filter_map(|(slug, last_ms)| {
                let source = policy.get(slug)?;
                Some(SourceView {
                    slug: slug.to_owned(),
                    label: source.label.clone(),
                    system: source.system.clone(),
                    last_ms,
                })
            })
            .collect()
    }
}

fn everything(customer_id: klantbeeld_core::ids::CustomerId) -> PageRequest {
    PageRequest {
        customer_id,
        cursor: None,
        limit: 1,
        kinds: Vec::new(),
        channels: Vec::new(),
        text: String::new(),
    }
}

fn identities(lens: &Lens<'_>, profile: &Profile) -> Vec<Identity> {
    let all = profile.identities.iter().cloned();
    all.filter(|i| lens.field(identity_field(i.kind)) == Access::Seen)
        .map(|i| Identity {
            source: lens.source(i.source),
            ..i
        })
        .collect()
}

/// Returns what they use of each product. The policy names the parts of a payload that may be shown, and sums
/// of them are no different.
fn usage(lens: &Lens<'_>, months: &[ProductMonth]) -> Vec<ProductUse> {
    let policy = &lens.service.policy;
    let seen = |month: &&ProductMonth| {
        let kind = &month.kind;
        lens.kind(kind) == Access::Seen
            && !lens.needs_sharing(kind)
            && policy.shows_payload(kind, "product")
            && (month.unit.is_empty()
                || policy.shows_payload(kind, "quantity") && policy.shows_payload(kind, "unit"))
    };
    let seen: Vec<ProductMonth> = months.iter().filter(seen).cloned().collect();
    ProductUse::all(&seen, MAX_PRODUCTS)
}

fn relations(lens: &Lens<'_>, profile: &Profile) -> Vec<Relation> {
    let all = profile.relations.iter().cloned();
    all.filter(|r| lens.field(relation_field(r.kind)) == Access::Seen)
        .map(|r| Relation {
            source: lens.source(r.source),
            ..r
        })
        .collect()
}
