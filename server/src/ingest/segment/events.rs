//! Events, pages and screens to timeline entries. The events that the specification names have a kind
//! of their own; every other is an `event` under its own name.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{Direction, Item, ItemLine, Status};
use klantbeeld_core::money::Money;
use klantbeeld_core::vocabulary::{Category, find_kind};
use serde_json::{Map, Value};

use super::super::line_error::LineError;
use super::super::oddity::Note;
use super::super::options::Options;
use super::message::{Message, MessageType};
use super::{amount, order_lines, place, wire};

/// The properties that hold what a person wrote.
const SAID: &[&str] = &["message_body", "review_body", "description"];

/// The longest summary; the whole text is in the payload as `text`.
const MAX_SUMMARY_CHARS: usize = 300;

/// What a named event is on the timeline.
#[derive(Debug, Clone, Copy)]
struct Sort {
    kind: &'static str,
    department: &'static str,
    direction: Direction,
    status: Option<Status>,
    role: Role,
}

/// What an event does with its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It is the order: its id is the order's, so that it is stored once and can be answered.
    Order,
    /// It gives money back for one.
    Refund,
    /// It is about one.
    About,
}

const fn sort(kind: &'static str, department: &'static str, direction: Direction) -> Sort {
    Sort {
        kind,
        department,
        direction,
        status: None,
        role: Role::About,
    }
}

const fn with(mut sort: Sort, status: Status, role: Role) -> Sort {
    sort.status = Some(status);
    sort.role = role;
    sort
}

/// Returns the kind of an event by its name; old names of the first e-commerce specification count too.
fn sort_of(event: &str) -> Sort {
    use Direction::{In, None, Out};
    match event.trim().to_lowercase().as_str() {
        "order completed" | "completed order" => {
            with(sort("order", "sales", In), Status::Done, Role::Order)
        }
        "order cancelled" => with(sort("order", "sales", In), Status::Cancelled, Role::About),
        "order refunded" | "refunded order" => {
            with(sort("refund", "finance", Out), Status::Done, Role::Refund)
        }
        "product viewed" | "viewed product" | "product clicked" | "clicked product" => {
            sort("product_view", "digital", None)
        }
        "product list viewed" | "viewed product category" | "product list filtered" => {
            sort("page_view", "digital", None)
        }
        "products searched" | "searched products" => sort("search", "digital", None),
        "product reviewed" => sort("review", "service", In),
        "promotion viewed" | "viewed promotion" => sort("campaign", "marketing", Out),
        "email delivered" | "email opened" | "email bounced" => sort("campaign", "marketing", Out),
        "promotion clicked" | "clicked promotion" | "email link clicked" => {
            sort("campaign_response", "marketing", In)
        }
        "live chat conversation started" | "live chat message sent" => sort("chat", "service", In),
        "live chat message received" => sort("chat", "service", Out),
        "signed in" | "logged in" => sort("login", "digital", None),
        "signed up" | "account created" | "account deleted" => sort("account", "digital", None),
        "trial started" => with(
            sort("subscription", "sales", None),
            Status::Active,
            Role::About,
        ),
        "trial ended" => with(
            sort("subscription", "sales", None),
            Status::Ended,
            Role::About,
        ),
        "application opened" => sort("session", "digital", None),
        _ => sort("event", "digital", None),
    }
}

/// Makes the timeline entry of a track, page or screen message.
pub(super) fn item(
    message: &Message,
    options: &Options,
    notes: &mut Vec<Note>,
) -> Result<Item, LineError> {
    let sort = match message.kind {
        MessageType::Track => sort_of(
            message
                .event
                .as_deref()
                .ok_or(LineError::Missing("event"))?,
        ),
        _ => sort("page_view", "digital", Direction::None),
    };
    let properties = &message.properties;
    let order = order_id(properties, options, notes)?;
    let (item_id, reply_to) = match (sort.role, order) {
        (Role::Order, Some(order)) => (order, None),
        (_, order) => (item_id(message)?, order),
    };
    Ok(Item {
        line: ItemLine {
            channel: channel(sort, message).to_owned(),
            direction: sort.direction,
            department: sort.department.to_owned(),
            source: options.source.clone(),
            status: sort.status,
            title: title(message),
            amount: money(sort, properties, notes)?,
            summary: summary(sort.kind, properties),
            reason: reason(message),
            reply_to,
            ..ItemLine::new(item_id, message.at_ms, sort.kind)
        },
        recorded_ms: message.recorded_ms(),
        recorded_by: options.source.clone(),
        payload: payload(message, notes),
    })
}

/// Returns the summary; that of a conversation is made from its text, which says so, as for every source.
fn summary(kind: &str, properties: &Map<String, Value>) -> String {
    let is_talk = find_kind(kind, &[]).is_some_and(|k| k.category == Category::Conversation);
    let said = if is_talk {
        String::new()
    } else {
        first_text(properties, SAID)
    };
    said.chars().take(MAX_SUMMARY_CHARS).collect()
}

/// Returns why, where the message says it: in its own word, or the campaign that brought an order.
fn reason(message: &Message) -> String {
    let own = first_text(&message.properties, &["reason"]);
    if !own.is_empty() {
        return one_line(&own);
    }
    let is_order = message.properties.contains_key("order_id");
    let campaign = message.context.campaign.get("name").and_then(Value::as_str);
    campaign
        .filter(|_| is_order)
        .map(one_line)
        .unwrap_or_default()
}

/// Returns the id of a message's item: its `messageId`, so that the same message is stored once.
fn item_id(message: &Message) -> Result<ItemId, LineError> {
    ItemId::parse(message.key.as_str()).map_err(|e| LineError::id("messageId", e))
}

fn order_id(
    properties: &Map<String, Value>,
    options: &Options,
    notes: &mut Vec<Note>,
) -> Result<Option<ItemId>, LineError> {
    let named = properties
        .get("order_id")
        .or_else(|| properties.get("orderId"));
    let part = "properties.order_id";
    let Some(id) = wire::id_of(named, part, &options.no_ids, notes) else {
        return Ok(None);
    };
    ItemId::parse(format!("order:{id}"))
        .map(Some)
        .map_err(|e| LineError::id(part, e))
}

fn channel(sort: Sort, message: &Message) -> &'static str {
    let event = message.event.as_deref().unwrap_or_default().to_lowercase();
    match sort.kind {
        "chat" => "chat",
        _ if event.starts_with("email ") => "email",
        _ => place::channel(message),
    }
}

/// Returns what an order cost and a refund gives back. Other events keep their amounts in the payload: what
/// lies in a basket is not turnover.
fn money(
    sort: Sort,
    properties: &Map<String, Value>,
    notes: &mut Vec<Note>,
) -> Result<Option<Money>, LineError> {
    let names = ["total", "revenue", "value"];
    match sort.role {
        Role::Order => amount::first(properties, &names, notes),
        Role::Refund => Ok(
            amount::first(properties, &names, notes)?.map(|money| Money {
                amount_minor: money.amount_minor.saturating_abs().saturating_neg(),
                currency: money.currency,
            }),
        ),
        Role::About => Ok(None),
    }
}

/// Returns the best short name: what was bought, seen or sought, else what happened.
fn title(message: &Message) -> String {
    let properties = &message.properties;
    let names = [
        "query",
        "name",
        "title",
        "product_name",
        "trial_plan_name",
        "email_subject",
    ];
    let event = message.event.as_deref();
    let named = || {
        let own = first_text(properties, &names);
        let text = if own.is_empty() {
            product_names(properties)
        } else {
            own
        };
        Some(text).filter(|text| !text.is_empty())
    };
    let page = || {
        let path = first_text(properties, &["path", "url"]);
        message
            .name
            .clone()
            .or(Some(path))
            .filter(|text| !text.is_empty())
    };
    let title = match message.kind {
        MessageType::Track => named().or_else(|| event.map(str::to_owned)),
        _ => Some(first_text(properties, &["title"]))
            .filter(|text| !text.is_empty())
            .or_else(page),
    };
    one_line(&title.unwrap_or_else(|| "/".to_owned()))
}

fn product_names(properties: &Map<String, Value>) -> String {
    let products = order_lines::products(properties).into_iter().flatten();
    let names = products.filter_map(|(_, p)| p.get("name")?.as_str());
    names.take(3).collect::<Vec<_>>().join(", ")
}

fn first_text(properties: &Map<String, Value>, names: &[&str]) -> String {
    let texts = names
        .iter()
        .filter_map(|name| properties.get(*name)?.as_str());
    texts
        .map(str::trim)
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// Cuts a text to at most 200 characters on one line.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(200).collect()
}

/// Collects the properties, the name of the event, where it was and what brought them; order lines as `lines`.
fn payload(message: &Message, notes: &mut Vec<Note>) -> Map<String, Value> {
    let mut payload = message.properties.clone();
    if let Some(lines) = order_lines::lines(&message.properties, notes) {
        payload.insert("lines".to_owned(), lines);
        payload.remove("products");
    }
    let said = first_text(&message.properties, SAID);
    if !said.is_empty() {
        payload.insert("text".to_owned(), said.into());
    }
    let texts = [
        ("event", message.event.as_ref()),
        ("page", message.name.as_ref()),
        ("category", message.category.as_ref()),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            payload
                .entry(name)
                .or_insert_with(|| Value::String(text.clone()));
        }
    }
    if let Some(url) = message.context.page.get("url") {
        payload.entry("url").or_insert_with(|| url.clone());
    }
    if !message.context.campaign.is_empty() {
        let campaign = Value::Object(message.context.campaign.clone());
        payload.entry("campaign").or_insert(campaign);
    }
    payload
}
