//! A customer while their story is told: fields, identifiers, relations and items, one line each.
//!
//! **Invariant:** ids are counted in the order of telling, so the same story has the same ids.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::summary;
use klantbeeld_core::model::{
    Assertion, Author, CustomerKind, Identity, IdentityKind, Item, Relation, RelationKind,
};

use crate::customer::DemoCustomer;
use crate::ids::{customer_id, item_id};
use crate::item_builder::ItemBuilder;
use crate::known;
use crate::sources::source_name;
use crate::when::{At, long_date};

/// The hour at which nightly deliveries and forms are taken to arrive.
const FIELD_HOUR: &str = "09:15";

/// A story in the making.
#[derive(Debug)]
pub(crate) struct Story {
    now_ms: i64,
    customer: DemoCustomer,
}

impl Story {
    /// Begins the story of a person who is a customer.
    pub(crate) fn person(id: &str, now_ms: i64) -> Self {
        Self::new(id, CustomerKind::Person, now_ms)
    }

    /// Begins the story of a company, club or institution.
    pub(crate) fn organisation(id: &str, now_ms: i64) -> Self {
        Self::new(id, CustomerKind::Organisation, now_ms)
    }

    /// Begins the story of somebody who has not bought yet.
    pub(crate) fn prospect(id: &str, now_ms: i64) -> Self {
        Self::new(id, CustomerKind::Prospect, now_ms)
    }

    fn new(id: &str, kind: CustomerKind, now_ms: i64) -> Self {
        let customer = DemoCustomer {
            customer_id: customer_id(id),
            kind,
            assertions: Vec::new(),
            identities: Vec::new(),
            relations: Vec::new(),
            items: Vec::new(),
        };
        Self { now_ms, customer }
    }

    /// Returns the moment that is now, for moments that the story computes itself.
    pub(crate) fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Writes a day in words, for a part of a payload.
    pub(crate) fn day(&self, at: At) -> String {
        long_date(at.ms(self.now_ms))
    }

    /// Adds a value that a system delivered so many days ago.
    pub(crate) fn field(&mut self, field: &str, value: &str, source: &str, days: i64) -> &mut Self {
        self.claim(
            field,
            value,
            source,
            days,
            (Author::System, source_name(source)),
        )
    }

    /// Adds a value that the customer gave, on paper, by phone or in the portal.
    pub(crate) fn said(&mut self, field: &str, value: &str, source: &str, days: i64) -> &mut Self {
        self.claim(field, value, source, days, (Author::Customer, "Klant"))
    }

    /// Adds a value that an employee entered.
    pub(crate) fn entered(&mut self, field: &str, value: &str, by: &str, days: i64) -> &mut Self {
        self.claim(field, value, "agent_desktop", days, (Author::Employee, by))
    }

    fn claim(
        &mut self,
        field: &str,
        value: &str,
        source: &str,
        days: i64,
        (author, by): (Author, &str),
    ) -> &mut Self {
        let at_ms = At::days_ago(days, FIELD_HOUR).ms(self.now_ms);
        let number = self.customer.assertions.len() + 1;
        self.customer.assertions.push(Assertion {
            assertion_id: format!("a-{number:04}"),
            field: field.to_owned(),
            value: value.to_owned(),
            source: source.to_owned(),
            valid_from_ms: at_ms,
            known_at_ms: at_ms,
            author,
            by: by.to_owned(),
            raw: None,
            invalid: None,
        });
        self
    }

    /// Adds an identifier, normalised already: e-mail in lower case, telephone in E.164.
    pub(crate) fn identity(&mut self, kind: IdentityKind, value: &str, source: &str) -> &mut Self {
        let (value, source) = (value.to_owned(), source.to_owned());
        self.customer.identities.push(Identity {
            kind,
            value,
            source,
        });
        self
    }

    /// Adds a link to another customer: their id, their name, and a word of explanation.
    pub(crate) fn relation(
        &mut self,
        (id, name): (&str, &str),
        kind: RelationKind,
        note: &str,
    ) -> &mut Self {
        self.customer.relations.push(Relation {
            customer_id: customer_id(id),
            name: name.to_owned(),
            kind,
            note: note.to_owned(),
            source: "crm".to_owned(),
        });
        self
    }

    /// Adds an item and gives its id, for an answer to refer to.
    pub(crate) fn item(&mut self, builder: ItemBuilder) -> ItemId {
        let id = item_id(&format!("i-{:05}", self.customer.items.len() + 1));
        let mut item: Item = builder.finish(id.clone(), self.now_ms);
        known::complete(&mut item, &self.customer.items);
        summary::complete(&mut item);
        self.customer.items.push(item);
        id
    }

    /// Returns the item that was added last.
    pub(crate) fn last(&self) -> Option<&Item> {
        self.customer.items.last()
    }

    /// Finishes the customer.
    pub(crate) fn finish(self) -> DemoCustomer {
        self.customer
    }
}
