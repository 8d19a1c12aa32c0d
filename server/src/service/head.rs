//! The card and the first page, in one answer.

use std::collections::BTreeMap;

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{FieldView, OpenRequest, PageRequest, ProfileHead, SourceView, Viewer};
use klantbeeld_core::model::{ChannelTally, Identity, MonthTally, Profile, Relation};
use klantbeeld_core::time::month_of;
use klantbeeld_core::vocabulary::{Label, find_kind};

use super::filter::Filter;
use super::lens::{Access, Lens, identity_field, relation_field};
use super::page::{page, place_of};
use super::{Session, checked, fields, store_error};

/// Open and planned items on the card.
const OPEN_LIMIT: usize = 50;
/// Items read at a time while shared notes are counted.
const COUNT_BATCH: usize = 1_000;

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
        let months = months(&lens, &profile).await?;
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
            total: months.iter().map(|m| u64::from(m.count)).sum(),
            sources: self.sources(&fields, &months, now_ms),
            custom_kinds: self.custom_kinds(&lens),
            hidden: fields::hidden(&lens, &profile),
            customer_id: profile.customer_id,
            kind: profile.kind,
            version: profile.version,
            as_of_ms: now_ms,
            fields,
            channels: self.channels(&months, now_ms),
            months: merged(months),
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
            .filter(|kind| lens.kind(&kind.slug) == Access::Seen)
            .cloned()
            .collect()
    }

    /// How many meetings went over each channel until now.
    fn channels(&self, months: &[MonthTally], now_ms: i64) -> Vec<ChannelTally> {
        let custom = &self.service.custom_kinds;
        let meets = |m: &&MonthTally| find_kind(&m.kind, custom).is_some_and(|k| k.touchpoint);
        let mut counts = BTreeMap::<&str, u32>::new();
        let past = months.iter().filter(|m| m.month <= month_of(now_ms));
        for tally in past.filter(meets) {
            *counts.entry(&tally.channel).or_default() += tally.count;
        }
        let tally = |(channel, count): (&str, u32)| ChannelTally {
            channel: channel.to_owned(),
            count,
        };
        counts.into_iter().map(tally).collect()
    }

    /// The systems behind what is shown; those behind hidden things are not named.
    fn sources(&self, fields: &[FieldView], months: &[MonthTally], now_ms: i64) -> Vec<SourceView> {
        let claims = fields.iter().flat_map(|f| &f.claims);
        let said = claims.map(|c| (c.source.as_str(), c.known_at_ms));
        let did = months.iter().map(|m| (m.source.as_str(), m.last_ms));
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
    let all = profile.identities.iter();
    all.filter(|i| lens.field(identity_field(i.kind)) == Access::Seen)
        .cloned()
        .collect()
}

fn relations(lens: &Lens<'_>, profile: &Profile) -> Vec<Relation> {
    let all = profile.relations.iter();
    all.filter(|r| lens.field(relation_field(r.kind)) == Access::Seen)
        .cloned()
        .collect()
}

/// The tallies by month, kind and currency only: a busy customer has some hundred of these, and ten
/// thousand by channel and source, which the screen does not need.
fn merged(mut months: Vec<MonthTally>) -> Vec<MonthTally> {
    fn group(tally: &MonthTally) -> (i32, &str, &str) {
        (tally.month, &tally.kind, &tally.currency)
    }
    months.sort_unstable_by(|a, b| group(a).cmp(&group(b)));
    let mut all: Vec<MonthTally> = Vec::new();
    for tally in months {
        match all.last_mut().filter(|sum| group(sum) == group(&tally)) {
            Some(sum) => {
                sum.count = sum.count.saturating_add(tally.count);
                sum.amount_minor = sum.amount_minor.saturating_add(tally.amount_minor);
                sum.last_ms = sum.last_ms.max(tally.last_ms);
                sum.mood_sum = sum.mood_sum.saturating_add(tally.mood_sum);
                sum.mood_count = sum.mood_count.saturating_add(tally.mood_count);
            }
            None => {
                let (channel, source) = (String::new(), String::new());
                all.push(MonthTally {
                    channel,
                    source,
                    ..tally
                });
            }
        }
    }
    all
}

async fn months(lens: &Lens<'_>, profile: &Profile) -> Result<Vec<MonthTally>, ApiError> {
    let mut shown: Vec<_> = profile
        .months
        .iter()
        .filter_map(|m| lens.tally(m))
        .collect();
    if profile.months.iter().any(|m| lens.needs_sharing(&m.kind)) {
        shown.extend(shared_notes(lens).await?);
    }
    Ok(shown)
}

/// Counts the notes that the customer may read, one by one: the tallies of the store know them all.
async fn shared_notes(lens: &Lens<'_>) -> Result<Vec<MonthTally>, ApiError> {
    let mut tallies = BTreeMap::<(i32, String, String, String), MonthTally>::new();
    let mut after = None;
    loop {
        let (store, tenant) = (&lens.service.store, &lens.caller.tenant);
        let lines = store
            .list_items(tenant, &lens.customer, after.take(), COUNT_BATCH)
            .await
            .map_err(store_error)?;
        let is_end = lines.len() < COUNT_BATCH;
        after = lines.last().map(place_of);
        for line in lines {
            if !lens.needs_sharing(&line.kind) {
                continue;
            }
            if let Some(line) = lens.show(line).await? {
                let month = month_of(line.at_ms);
                let key = (month, line.kind, line.channel, line.source);
                let tally = tallies.entry(key.clone()).or_insert_with(|| empty(key));
                tally.count += 1;
                tally.last_ms = tally.last_ms.max(line.at_ms);
            }
        }
        if is_end {
            return Ok(tallies.into_values().collect());
        }
    }
}

fn empty((month, kind, channel, source): (i32, String, String, String)) -> MonthTally {
    MonthTally {
        month,
        kind,
        channel,
        source,
        count: 0,
        amount_minor: 0,
        currency: String::new(),
        last_ms: i64::MIN,
        mood_sum: 0,
        mood_count: 0,
    }
}
