//! One item of a story while it is written: a kind and a moment, and what differs from the usual.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{Direction, Item, ItemLine, Status};
use klantbeeld_core::money::{Currency, Money};
use serde_json::{Map, Value};

use crate::when::At;

/// An item in the making. The kind gives channel, department and source until they are named.
#[derive(Debug, Clone)]
pub(crate) struct ItemBuilder {
    at: At,
    recorded: Option<At>,
    due: Option<At>,
    recorded_by: String,
    payload: Map<String, Value>,
    line: ItemLine,
}

/// Begins an item of a kind at a moment.
pub(crate) fn item(kind: &str, at: At) -> ItemBuilder {
    let (channel, department, source) = usual(kind);
    ItemBuilder {
        at,
        recorded: None,
        due: None,
        recorded_by: String::new(),
        payload: Map::new(),
        line: ItemLine {
            channel: channel.to_owned(),
            department: department.to_owned(),
            source: source.to_owned(),
            ..ItemLine::new(crate::ids::item_id("new"), 0, kind)
        },
    }
}

/// Returns channel, department and source that a kind usually has.
fn usual(kind: &str) -> (&'static str, &'static str, &'static str) {
    match kind {
        "call" => ("phone", "service", "telephony"),
        "email" => ("email", "service", "crm"),
        "chat" => ("chat", "service", "webchat"),
        "sms" => ("sms", "service", "crm"),
        "social" => ("social", "social", "social"),
        "review" => ("web", "social", "social"),
        "visit" => ("field", "field", "field_service"),
        "meeting" => ("field", "sales", "planning"),
        "letter" => ("post", "service", "document_archive"),
        "ticket" => ("web", "service", "portal"),
        "order" | "return" => ("web", "sales", "webshop"),
        "delivery" => ("partner", "logistics", "planning"),
        "repair" => ("field", "field", "field_service"),
        "reservation" => ("web", "sales", "reservations"),
        "request" => ("web", "sales", "portal"),
        "invoice" | "payment" | "refund" | "debit" | "tariff_change" => {
            ("system", "finance", "billing")
        }
        "claim" | "complaint" => ("phone", "service", "crm"),
        "contract" | "renewal" | "subscription" | "warranty" => ("system", "sales", "crm"),
        "document" => ("system", "service", "document_archive"),
        "usage" | "meter" => ("device", "service", "metering"),
        "session" | "page_view" | "product_view" | "search" => ("web", "digital", "webshop"),
        "event" => ("app", "digital", "portal"),
        "login" | "account" => ("portal", "digital", "portal"),
        "location" => ("app", "field", "field_service"),
        "campaign" | "campaign_response" => ("email", "marketing", "campaigns"),
        "survey" | "satisfaction" => ("email", "marketing", "surveys"),
        "loyalty" => ("app", "marketing", "campaigns"),
        "advice" => ("phone", "sales", "crm"),
        "health" => ("phone", "care", "crm"),
        "showroom_visit" => ("store", "sales", "reservations"),
        _ => ("system", "service", "crm"),
    }
}

/// Setters of a text of the line.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name(mut self, text: impl Into<String>) -> Self {
            self.line.$name = text.into();
            self
        }
    )*};
}

impl ItemBuilder {
    texts! {
        /// Names the channel by its slug.
        channel
        /// Names the department by its slug.
        department
        /// Names the source by its slug.
        source
        /// Gives the title, one line.
        title
        /// Gives the summary, at most three lines.
        summary
        /// Says why there was contact.
        reason
        /// Names the goal that it served.
        goal
        /// Says what came of it.
        outcome
    }

    /// Says that it went from the customer to us.
    pub(crate) fn inbound(mut self) -> Self {
        self.line.direction = Direction::In;
        self
    }

    /// Says that it went from us to the customer.
    pub(crate) fn outbound(mut self) -> Self {
        self.line.direction = Direction::Out;
        self
    }

    /// Says how far it is.
    pub(crate) fn status(mut self, status: Status) -> Self {
        self.line.status = Some(status);
        self
    }

    /// Says how the customer felt, -100 to 100.
    pub(crate) fn mood(mut self, mood: i8) -> Self {
        self.line.mood = Some(mood);
        self
    }

    /// Names the money in euro cents.
    pub(crate) fn cents(mut self, amount_minor: i64) -> Self {
        let currency = Currency::EUR;
        self.line.amount = Some(Money {
            amount_minor,
            currency,
        });
        self
    }

    /// Says when it is due or ends.
    pub(crate) fn due(mut self, due: At) -> Self {
        self.due = Some(due);
        self
    }

    /// Names the item that it answers.
    pub(crate) fn reply_to(mut self, item_id: &ItemId) -> Self {
        self.line.reply_to = Some(item_id.clone());
        self
    }

    /// Names the item that it answers: one conversation, so one reason, goal and outcome.
    pub(crate) fn answer(self, question: &ItemLine) -> Self {
        self.reply_to(&question.item_id)
            .reason(question.reason.as_str())
            .goal(question.goal.as_str())
            .outcome(question.outcome.as_str())
    }

    /// Names who recorded it; the source, if left out.
    pub(crate) fn by(mut self, name: &str) -> Self {
        name.clone_into(&mut self.recorded_by);
        self
    }

    /// Says when it was recorded, for late news and for what is planned.
    pub(crate) fn recorded(mut self, at: At) -> Self {
        self.recorded = Some(at);
        self
    }

    /// Adds a part of the payload; the policy must name it for this kind.
    pub(crate) fn with(mut self, part: &str, value: impl Into<Value>) -> Self {
        self.payload.insert(part.to_owned(), value.into());
        self
    }

    /// Finishes the item.
    pub(crate) fn finish(self, item_id: ItemId, now_ms: i64) -> Item {
        let mut line = self.line;
        line.item_id = item_id;
        line.at_ms = self.at.ms(now_ms);
        line.due_ms = self.due.map(|due| due.ms(now_ms));
        let recorded = self.recorded.map_or(line.at_ms, |at| at.ms(now_ms));
        let known_before = At::days_ago(14, "09:30").ms(now_ms);
        let recorded_ms = if recorded > now_ms {
            known_before
        } else {
            recorded
        };
        let recorded_by = if self.recorded_by.is_empty() {
            crate::sources::source_name(&line.source).to_owned()
        } else {
            self.recorded_by
        };
        Item {
            line,
            recorded_ms,
            recorded_by,
            payload: self.payload,
        }
    }
}
