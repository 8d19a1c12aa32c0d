//! What a mapping reads from which column.
//!
//! It exists once, so that no column is read that was not looked for before the first row, and `--explain`
//! tells what is really done.

use std::collections::BTreeSet;

use super::Choice;
use super::rules::{FieldValue, ItemRule, Mapping, Moment};
use super::template::Template;

/// A column, and what is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use<'a> {
    /// The column.
    pub column: &'a str,
    /// The part of the mapping that reads it.
    pub of: String,
}

impl Mapping {
    /// Returns every column that the mapping reads.
    #[must_use]
    pub fn used_columns(&self) -> BTreeSet<&str> {
        self.uses().into_iter().map(|used| used.column).collect()
    }

    /// Returns what the mapping makes of each column, in its own order.
    #[must_use]
    pub fn uses(&self) -> Vec<Use<'_>> {
        let mut uses = Uses(Vec::new());
        uses.template("customer.id", &self.customer_id);
        uses.choice("region", self.region.as_ref());
        if let Some(known_at) = &self.known_at {
            uses.moment("customer.known_at", known_at);
        }
        for identity in &self.identities {
            let kind = serde_json::to_string(&identity.kind).unwrap_or_default();
            uses.add(
                &identity.column,
                format!("identity {}", kind.trim_matches('"')),
            );
        }
        for field in &self.fields {
            let name = &field.field;
            match &field.value {
                FieldValue::Constant(_) => {}
                FieldValue::Column(column) => uses.add(column, format!("field {name}")),
                FieldValue::Date { column, format } => {
                    uses.add(column, format!("field {name}, a date as {format}"));
                }
                FieldValue::Listed { column, values } => {
                    uses.add(
                        column,
                        format!("field {name}, {} values listed", values.len()),
                    );
                }
            }
        }
        if let Some(item) = &self.item {
            uses.item(item);
        }
        uses.0
    }
}

struct Uses<'a>(Vec<Use<'a>>);

impl<'a> Uses<'a> {
    fn add(&mut self, column: &'a str, of: String) {
        self.0.push(Use { column, of });
    }

    fn template(&mut self, of: &str, template: &'a Template) {
        for column in template.columns() {
            self.add(column, of.to_owned());
        }
    }

    fn moment(&mut self, of: &str, moment: &'a Moment) {
        self.add(&moment.column, format!("{of}, as {}", moment.format));
        if let Some(time) = &moment.time_column {
            self.add(time, format!("{of}, its time"));
        }
    }

    fn choice<T>(&mut self, of: &str, choice: Option<&'a Choice<T>>) {
        if let Some(Choice::Column { column, values, .. }) = choice {
            self.add(column, format!("{of}, {} values listed", values.len()));
        }
    }

    fn item(&mut self, item: &'a ItemRule) {
        if let Some(id) = &item.id {
            self.template("item.id", id);
        }
        self.choice("item.kind", Some(&item.kind));
        self.choice("item.channel", Some(&item.channel));
        self.choice("item.department", Some(&item.department));
        self.choice("item.direction", Some(&item.direction));
        self.choice("item.status", item.status.as_ref());
        self.moment("item.at", &item.at);
        if let Some(due) = &item.due {
            self.moment("item.due", due);
        }
        if let Some(reply) = &item.reply_to {
            self.template("item.reply_to", reply);
        }
        if let Some(amount) = &item.amount {
            self.add(&amount.column, "item.amount".to_owned());
            if let Err(column) = &amount.currency {
                self.add(column, "item.amount, its currency".to_owned());
            }
            self.choice("item.amount.decimal", Some(&amount.decimal));
        }
        let texts = [
            ("item.title", &item.title),
            ("item.summary", &item.summary),
            ("item.reason", &item.reason),
        ];
        for (of, template) in texts {
            self.template(of, template);
        }
        for part in &item.payload {
            self.add(&part.column, format!("item.payload {}", part.name));
        }
    }
}
