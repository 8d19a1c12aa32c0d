//! From the ids of an import to customers, stored ones first.
//!
//! **Invariant:** a visitor's data goes to a stored customer only when that customer is the visitor
//! themselves, or the one customer who is known to be them; never to one of several.

use std::collections::HashMap;

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::IdentityKind;

use super::super::import_record::Subject;
use super::links::{Group, Links};
use super::person;
use crate::store::{Matched, ProfileStore, StoreError};

/// Finds the customer of every subject; remembers what it found.
pub(crate) struct Resolver<'a> {
    store: Option<&'a dyn ProfileStore>,
    tenant: &'a TenantId,
    links: Links,
    known: HashMap<Subject, CustomerId>,
}

impl<'a> Resolver<'a> {
    /// Makes one with the links of the import; without a store (a dry run) nothing is looked up.
    pub(crate) fn new(
        store: Option<&'a dyn ProfileStore>,
        tenant: &'a TenantId,
        links: Links,
    ) -> Self {
        Self {
            store,
            tenant,
            links,
            known: HashMap::new(),
        }
    }

    /// Returns the customer of a subject; none for an id that cannot be one (reading refuses those before).
    pub(crate) async fn customer(
        &mut self,
        subject: &Subject,
    ) -> Result<Option<CustomerId>, StoreError> {
        if let Subject::Customer(customer) = subject {
            return Ok(Some(customer.clone()));
        }
        if let Some(known) = self.known.get(subject) {
            return Ok(Some(known.clone()));
        }
        let found = match subject {
            Subject::User(user) => {
                let alone = || Group {
                    users: vec![user.clone()],
                    anonymous: Vec::new(),
                };
                let group = self.links.of_user(user).cloned().unwrap_or_else(alone);
                self.of_group(&group).await?
            }
            Subject::Anonymous(visitor) => match self.links.of_visitor(visitor).cloned() {
                Some(group) => self.of_group(&group).await?,
                None => self.of_visitor(visitor).await?,
            },
            Subject::Customer(_) => None,
        };
        if let Some(found) = &found {
            self.known.insert(subject.clone(), found.clone());
        }
        Ok(found)
    }

    /// Returns a stored customer of any of the ids, else a new one named by the user's newest id.
    async fn of_group(&self, group: &Group) -> Result<Option<CustomerId>, StoreError> {
        for user in &group.users {
            if let Some(found) = self.stored_user(user).await? {
                return Ok(Some(found));
            }
        }
        for visitor in group.users.iter().chain(&group.anonymous) {
            if let Some(found) = self.stored_visitor(visitor, group).await? {
                return Ok(Some(found));
            }
        }
        let newest = group.users.first();
        Ok(newest.and_then(|user| person::user_id(user, "userId").ok()))
    }

    async fn stored_user(&self, user: &str) -> Result<Option<CustomerId>, StoreError> {
        let Some(store) = self.store else {
            return Ok(None);
        };
        if let Ok(same) = person::user_id(user, "userId")
            && store.version(self.tenant, &same).await?.is_some()
        {
            return Ok(Some(same));
        }
        self.only(user, IdentityKind::ExternalId).await
    }

    /// Finds the stored visitor, unless they turned out to be somebody else before.
    async fn stored_visitor(
        &self,
        visitor: &str,
        group: &Group,
    ) -> Result<Option<CustomerId>, StoreError> {
        let (Some(store), Ok(id)) = (self.store, person::anonymous_id(visitor)) else {
            return Ok(None);
        };
        // Most visitors are new, and asking for a version costs a tenth of asking for a profile.
        if store.version(self.tenant, &id).await?.is_none() {
            return Ok(None);
        }
        let Some(profile) = store.load_profile(self.tenant, &id, 0, 0).await? else {
            return Ok(None);
        };
        let is_somebody_else = profile.identities.iter().any(|identity| {
            identity.kind == IdentityKind::ExternalId && !group.users.contains(&identity.value)
        });
        Ok((!is_somebody_else).then_some(id))
    }

    /// Makes the customer of a visitor of whom the import does not say who they are.
    async fn of_visitor(&self, visitor: &str) -> Result<Option<CustomerId>, StoreError> {
        let Ok(own) = person::anonymous_id(visitor) else {
            return Ok(None);
        };
        // What this import has stored of one of several people says nothing of whose the visitor is.
        if let Some(store) = self.store.filter(|_| !self.links.is_shared(visitor))
            && store.version(self.tenant, &own).await?.is_none()
            && let Some(found) = self.only(visitor, IdentityKind::AnonymousId).await?
        {
            return Ok(Some(found));
        }
        Ok(Some(own))
    }

    /// Returns the customer with this identifier, when there is exactly one.
    async fn only(
        &self,
        value: &str,
        kind: IdentityKind,
    ) -> Result<Option<CustomerId>, StoreError> {
        let Some(store) = self.store else {
            return Ok(None);
        };
        let values = [value.to_owned()];
        let found = store
            .find_by_identity(self.tenant, None, &values, 50)
            .await?;
        let mut matching = found
            .into_iter()
            .filter(|f| f.matched == Matched::Identity(kind));
        let first = matching.next().map(|f| f.customer_id);
        Ok(if matching.next().is_some() {
            None
        } else {
            first
        })
    }
}
