//! One tenant in memory: its customers, and the writes to them.

use std::collections::BTreeMap;

use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::{Actor, Item, Operation, Status};

use super::customer::{Customer, Pending};
use crate::store::mutation::{Mutation, mutation};
use crate::store::rules::{check_item, check_record, fingerprint};
use crate::store::{
    AccessEntry, Applied, CustomerRecord, FoundCustomer, IngestReport, Matched, PurchaseLine,
    StoreError, StoreStats, Within, search_words,
};

/// A tenant's data.
#[derive(Debug, Clone, Default)]
pub(super) struct Tenant {
    pub(super) customers: BTreeMap<CustomerId, Customer>,
    pub(super) access: Vec<AccessEntry>,
    /// The last place that was given to somebody who can be found by name.
    documents: u64,
}

impl Tenant {
    pub(super) fn purchases(&self, kind: &str, before_ms: i64) -> Vec<PurchaseLine> {
        let line = |customer_id: &CustomerId, item: &Item| {
            let line = &item.line;
            let is_meant = line.kind == kind
                && line.at_ms < before_ms
                && line.status != Some(Status::Cancelled);
            line.amount.filter(|_| is_meant).map(|amount| PurchaseLine {
                customer_id: customer_id.clone(),
                at_ms: line.at_ms,
                amount_minor: amount.amount_minor,
                currency: amount.currency.as_str().to_owned(),
            })
        };
        let customers = self.customers.iter();
        customers
            .flat_map(|(id, customer)| customer.items().filter_map(move |item| line(id, item)))
            .collect()
    }

    pub(super) fn ingest(
        &mut self,
        records: Vec<CustomerRecord>,
    ) -> Result<IngestReport, StoreError> {
        records.iter().try_for_each(check_record)?;
        let mut report = IngestReport::default();
        let mut pending: BTreeMap<CustomerId, Pending> = BTreeMap::new();
        for (place, record) in records.into_iter().enumerate() {
            let changes = pending.entry(record.customer_id.clone()).or_default();
            let customer = self.customers.entry(record.customer_id).or_default();
            if let Some(kind) = record.kind.filter(|kind| *kind != customer.kind) {
                customer.kind = kind;
                changes.fields_changed = true;
            }
            for claim in record.assertions {
                report.add(customer.put_assertion(claim, changes));
            }
            for identity in record.identities {
                report.add(customer.put_identity(identity, changes));
            }
            for relation in record.relations {
                report.add(customer.put_relation(relation, changes));
            }
            for item in record.items {
                let put = customer.tell_item(&item, record.said, changes);
                report.add_item(place, &item, put);
            }
        }
        for (customer, changes) in pending {
            self.finish(&customer, changes);
        }
        Ok(report)
    }

    fn finish(&mut self, customer: &CustomerId, pending: Pending) {
        let Some(customer) = self.customers.get_mut(customer) else {
            return;
        };
        customer.finish(pending);
        if customer.document.is_none() && !customer.words().is_empty() {
            self.documents += 1;
            customer.document = Some(self.documents);
        }
    }

    pub(super) fn apply(
        &mut self,
        actor: &Actor,
        operation: &Operation,
        now_ms: i64,
    ) -> Result<Applied, StoreError> {
        let hash = fingerprint(operation)?;
        let id = &operation.customer_id;
        let customer = self.customers.get_mut(id).ok_or(StoreError::NotFound)?;
        match customer.operations.get(&operation.op_id) {
            Some((known, version)) if *known == hash => {
                return Ok(Applied {
                    version: *version,
                    repeated: true,
                });
            }
            Some(_) => return Err(StoreError::OperationReused),
            None => {}
        }
        let mut pending = Pending::default();
        write(
            customer,
            mutation(actor, operation, now_ms),
            actor,
            &mut pending,
        )?;
        let version = customer.version + 1;
        customer
            .operations
            .insert(operation.op_id.clone(), (hash, version));
        self.finish(id, pending);
        Ok(Applied {
            version,
            repeated: false,
        })
    }

    /// Finds customers of whom one of the values is known, as `matched` says.
    pub(super) fn find_by_value(
        &self,
        within: Within<'_>,
        values: &[String],
        limit: usize,
        matched: impl Fn(&Customer, &str) -> Option<Matched>,
    ) -> Vec<FoundCustomer> {
        let mut found: Vec<FoundCustomer> = Vec::new();
        for value in values {
            for (id, customer) in self.those(within) {
                if let Some(matched) = matched(customer, value)
                    && found.iter().all(|known| known.customer_id != *id)
                {
                    found.push(FoundCustomer {
                        customer_id: id.clone(),
                        matched,
                    });
                }
            }
        }
        found.truncate(limit);
        found
    }

    fn those<'a>(
        &'a self,
        within: Within<'a>,
    ) -> impl Iterator<Item = (&'a CustomerId, &'a Customer)> {
        let all = self.customers.iter();
        all.filter(move |(id, _)| within.is_none_or(|within| within.contains(*id)))
    }

    pub(super) fn search_names(
        &self,
        within: Within<'_>,
        query: &str,
        limit: usize,
    ) -> Vec<FoundCustomer> {
        let asked = search_words::query_words(query);
        if asked.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<_> = self
            .those(within)
            .filter(|(_, customer)| {
                let words = customer.words();
                let begins = |start: &String| words.iter().any(|word| word.starts_with(start));
                asked.iter().all(begins)
            })
            .collect();
        found.sort_by_key(|(_, customer)| customer.document);
        let ids = found.into_iter().take(limit).map(|(id, _)| id.clone());
        ids.map(|customer_id| FoundCustomer {
            customer_id,
            matched: Matched::Words,
        })
        .collect()
    }

    pub(super) fn stats(&self) -> StoreStats {
        let mut stats = StoreStats {
            customers: self.customers.len() as u64,
            ..StoreStats::default()
        };
        for claim in self.customers.values().flat_map(Customer::claims) {
            let field = claim.field.clone();
            *stats.claims_by_field.entry(field).or_default() += 1;
        }
        for line in self
            .customers
            .values()
            .flat_map(Customer::items)
            .map(|item| &item.line)
        {
            stats.items += 1;
            *stats.items_by_kind.entry(line.kind.clone()).or_default() += 1;
            *stats
                .items_by_source
                .entry(line.source.clone())
                .or_default() += 1;
            if let Some(money) = line.amount {
                let currency = money.currency.to_string();
                *stats.sums_minor.entry(currency).or_default() += money.amount_minor;
            }
        }
        stats
    }

    pub(super) fn list_access(&self, customer: &CustomerId, limit: usize) -> Vec<AccessEntry> {
        let of_customer = self.access.iter().filter(|e| e.customer_id == *customer);
        let mut entries: Vec<_> = of_customer.cloned().collect();
        entries.reverse();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.at_ms));
        entries.truncate(limit);
        entries
    }
}

/// Puts what an operation writes.
fn write(
    customer: &mut Customer,
    mutation: Mutation,
    actor: &Actor,
    pending: &mut Pending,
) -> Result<(), StoreError> {
    let added = match mutation {
        Mutation::Claim(claim) => customer.put_assertion(claim, pending),
        Mutation::Item(item) => {
            check_item(&item)?;
            customer.put_item(*item, None, pending)
        }
        Mutation::Settle {
            item_id,
            status,
            at_ms,
        } => {
            let by = actor.name.clone();
            customer.settle(&item_id, StatusChange { status, at_ms, by }, pending)?;
            true
        }
    };
    if added {
        Ok(())
    } else {
        Err(StoreError::Taken)
    }
}
