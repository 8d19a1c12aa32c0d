//! What one caller sees of one customer: every question about fields, kinds and lines in one place.
//!
//! **Invariant:** there is no way from a stored line to an answered one but [`Lens::show`], or [`Lens::list`] and
//! [`Lens::show_listed`], and from a stored item but [`Lens::open`]. What they give names no item that the caller may not see, and no source that the
//! policy does not name.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{HiddenReason, OpenedItem};
use klantbeeld_core::ids::{CustomerId, ItemId};
use klantbeeld_core::model::{IdentityKind, Item, ItemLine, Profile, RelationKind};
use klantbeeld_core::vocabulary::find_kind;

use super::grants::{Grants, granted};
use super::{Service, store_error};
use crate::auth::Caller;
use crate::store::{Cursor, is_shared};

/// What the policy says of a field or kind, for this caller and customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// It is theirs to see.
    Seen,
    /// They see that it is there, and open it for a purpose.
    Masked,
    /// It is named, but not for them or not now.
    Hidden(HiddenReason),
    /// The policy does not name it: it does not exist for anybody.
    Unnamed,
}

impl Access {
    /// Returns whether the caller knows that it is there, be it masked.
    pub(super) fn is_there(self) -> bool {
        matches!(self, Self::Seen | Self::Masked)
    }
}

/// A stored line of which nothing but the caller's rights is left to be judged: if it has to be shared, it is.
pub(super) struct Listed(ItemLine);

impl Listed {
    /// Returns its place in the timeline.
    pub(super) fn place(&self) -> Cursor {
        place_of(&self.0)
    }
}

/// Returns the place of a line in the timeline.
pub(super) fn place_of(line: &ItemLine) -> Cursor {
    Cursor {
        at_ms: line.at_ms,
        item_id: line.item_id.clone(),
    }
}

/// The eyes of one caller on one customer.
pub(super) struct Lens<'a> {
    pub(super) service: &'a Service,
    pub(super) caller: &'a Caller,
    pub(super) customer: CustomerId,
    granted: Grants,
    /// Whether the customer has items that this caller does not see.
    hides_some: bool,
}

impl<'a> Lens<'a> {
    pub(super) fn new(
        service: &'a Service,
        caller: &'a Caller,
        customer: CustomerId,
        granted: Grants,
    ) -> Self {
        let mut lens = Self {
            service,
            caller,
            customer,
            granted,
            hides_some: false,
        };
        let is_seen = |kind: &String| lens.kind(kind).is_there() && !lens.needs_sharing(kind);
        lens.hides_some = !lens.granted.kinds.iter().all(is_seen);
        lens
    }

    /// Looks at a profile that is at hand.
    pub(super) fn on(service: &'a Service, caller: &'a Caller, profile: &Profile) -> Self {
        let granted = granted(&service.policy, profile);
        Self::new(service, caller, profile.customer_id.clone(), granted)
    }

    /// Returns what the policy says of a field.
    pub(super) fn field(&self, name: &str) -> Access {
        let policy = &self.service.policy;
        match policy.field.get(name) {
            None => Access::Unnamed,
            Some(_) if !policy.may_read_field(self.caller.role(), name) => {
                Access::Hidden(HiddenReason::Role)
            }
            Some(field) => {
                let is_masked = policy.masks_field(name);
                self.consented(field.requires_consent.as_deref(), is_masked)
            }
        }
    }

    /// Returns what the policy says of a kind of item.
    pub(super) fn kind(&self, slug: &str) -> Access {
        let policy = &self.service.policy;
        match policy.kind.get(slug) {
            None => Access::Unnamed,
            Some(_) if !policy.may_read_kind(self.caller.role(), slug) => {
                Access::Hidden(HiddenReason::Role)
            }
            Some(kind) => {
                let is_masked = policy.masks_kind(slug);
                self.consented(kind.requires_consent.as_deref(), is_masked)
            }
        }
    }

    /// Nobody is masked from themselves.
    fn consented(&self, consent: Option<&str>, is_masked: bool) -> Access {
        match consent {
            Some(field) if !self.granted.consents.contains(field) => {
                Access::Hidden(HiddenReason::Consent)
            }
            _ if is_masked && !self.caller.role().is_customer() => Access::Masked,
            _ => Access::Seen,
        }
    }

    /// Returns whether items of this kind are notes that a customer sees only when they are shared.
    pub(super) fn needs_sharing(&self, kind: &str) -> bool {
        self.caller.role().is_customer()
            && find_kind(kind, &self.service.custom_kinds).is_some_and(|k| k.word.slug == "note")
    }

    /// Returns the line as this caller sees it; none when it is not theirs to see.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn show(&self, line: ItemLine) -> Result<Option<ItemLine>, ApiError> {
        if !self.kind(&line.kind).is_there() {
            return Ok(None);
        }
        if self.needs_sharing(&line.kind) {
            let item = self.find(&line.item_id).await?;
            if !item.is_some_and(|item| is_shared(&item)) {
                return Ok(None);
            }
        }
        self.show_listed(Listed(line)).await
    }

    /// Reads the next lines of the timeline, without those that would have to be shared and are not.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn list(
        &self,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Vec<Listed>, ApiError> {
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        // Of the policy's kinds, and not of those that the customer has: one may be added this moment.
        let kinds = self.service.policy.kind.keys();
        let kinds: Vec<_> = kinds.filter(|k| self.needs_sharing(k)).cloned().collect();
        let lines = if kinds.is_empty() {
            store.list_items(tenant, &self.customer, after, limit).await
        } else {
            let listed = store.list_shared_items(tenant, &self.customer, &kinds, after, limit);
            listed.await
        };
        let lines = lines.map_err(store_error)?;
        Ok(lines.into_iter().map(Listed).collect())
    }

    /// Returns a line of [`Self::list`] as this caller sees it; none when it is not theirs to see.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn show_listed(
        &self,
        Listed(line): Listed,
    ) -> Result<Option<ItemLine>, ApiError> {
        let access = self.kind(&line.kind);
        if !access.is_there() {
            return Ok(None);
        }
        let line = self.quote_only_what_is_theirs(line);
        let line = self.name_only_what_is_theirs(line).await?;
        Ok(Some(match access {
            Access::Masked => mask(line),
            _ if self.keeps_money(&line).is_some() => without_texts(line),
            _ => line,
        }))
    }

    /// Returns the item as this caller sees it, opened; none when it is not theirs to see. Whether a purpose
    /// has to be stated first is asked before.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn open(&self, item: Item) -> Result<Option<OpenedItem>, ApiError> {
        if !self.may_open(&item) || self.keeps_money(&item.line).is_some() {
            return Ok(None);
        }
        let mut opened = OpenedItem::from(item);
        let policy = &self.service.policy;
        let kind = opened.line.kind.clone();
        opened
            .payload
            .retain(|part, _| policy.shows_payload(&kind, part));
        opened.recorded_by = self.author(opened.recorded_by, &opened.line.source);
        let line = self.quote_only_what_is_theirs(opened.line);
        opened.line = self.name_only_what_is_theirs(line).await?;
        Ok(Some(opened))
    }

    /// Finds an item of the customer, whoever may see it.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn find(&self, id: &ItemId) -> Result<Option<Item>, ApiError> {
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let found = store.get_item(tenant, &self.customer, id).await;
        found.map_err(store_error)
    }

    /// Finds an item that this caller may see, masked or not; one that is hidden is as one that is not there.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn find_seen(&self, id: &ItemId) -> Result<Option<Item>, ApiError> {
        Ok(self.find(id).await?.filter(|item| self.may_open(item)))
    }

    /// Returns whom to ask for an item that is about money, when this caller may not read those of its kind.
    pub(super) fn keeps_money(&self, line: &ItemLine) -> Option<&str> {
        let policy = &self.service.policy;
        let rule = policy.money_kept_from(self.caller.role(), &line.kind)?;
        let is_about_money = line.amount.is_some() || line.department == rule.owner;
        is_about_money.then_some(rule.owner.as_str())
    }

    /// Takes a summary away that quotes a part of the payload which the policy does not show.
    fn quote_only_what_is_theirs(&self, line: ItemLine) -> ItemLine {
        let policy = &self.service.policy;
        match line.summary_from {
            Some(from) if !policy.shows_payload(&line.kind, from.part()) => ItemLine {
                summary: String::new(),
                summary_from: None,
                ..line
            },
            _ => line,
        }
    }

    /// Takes the names of hidden items and unnamed sources out of a line.
    async fn name_only_what_is_theirs(&self, line: ItemLine) -> Result<ItemLine, ApiError> {
        let reply_to = match line.reply_to {
            Some(id) if self.hides_some => self.find_seen(&id).await?.map(|_| id),
            other => other,
        };
        Ok(ItemLine {
            reply_to,
            source: self.source(line.source),
            ..line
        })
    }

    /// Returns the slug of a source that the policy names; that of any other is empty.
    pub(super) fn source(&self, slug: String) -> String {
        if self.service.policy.source.contains_key(&slug) {
            slug
        } else {
            String::new()
        }
    }

    /// Returns who said it. Imports write the slug of the source there, which goes the way of the source.
    pub(super) fn author(&self, by: String, source: &str) -> String {
        if by == source { self.source(by) } else { by }
    }

    /// Returns every line that this caller may see, in the same order.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn show_all(&self, lines: Vec<ItemLine>) -> Result<Vec<ItemLine>, ApiError> {
        let mut shown = Vec::with_capacity(lines.len());
        for line in lines {
            shown.extend(self.show(line).await?);
        }
        Ok(shown)
    }

    /// Returns whether this caller may see the whole item, masked or not.
    pub(super) fn may_open(&self, item: &Item) -> bool {
        self.kind(&item.line.kind).is_there()
            && (!self.needs_sharing(&item.line.kind) || is_shared(item))
    }
}

fn mask(line: ItemLine) -> ItemLine {
    ItemLine {
        mood: None,
        due_ms: None,
        ..without_texts(line)
    }
}

/// Takes away what tells of money: the amount, and every text that may name it.
fn without_texts(line: ItemLine) -> ItemLine {
    ItemLine {
        // The screen says the kind, in its own language.
        title: String::new(),
        summary: String::new(),
        summary_from: None,
        reason: String::new(),
        goal: String::new(),
        outcome: String::new(),
        amount: None,
        ..line
    }
}

/// Returns the policy's name for an identifier.
pub(super) fn identity_field(kind: IdentityKind) -> &'static str {
    match kind {
        IdentityKind::Email => "contact.email",
        IdentityKind::Phone => "contact.phone",
        IdentityKind::CustomerNumber => "identity.customer_number",
        IdentityKind::ExternalId => "identity.external_id",
        IdentityKind::AnonymousId => "identity.anonymous_id",
        IdentityKind::SocialHandle => "identity.social_handle",
    }
}

/// Returns the policy's name for a link to another customer.
pub(super) fn relation_field(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Household => "relation.household",
        RelationKind::Contact => "relation.contact",
        RelationKind::WorksFor => "relation.works_for",
        RelationKind::Represents => "relation.represents",
    }
}
