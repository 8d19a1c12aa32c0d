//! What follows from the rest of a story, so that no text has to say it twice: why somebody bought or answered,
//! and the terms of an agreement or document in the words of its summary.

use klantbeeld_core::model::Item;
use klantbeeld_core::time::DAY_MS;
use serde_json::Value;

/// So long after a conversation a survey is about it.
const ABOUT_DAYS: i64 = 21;

/// What is bought for what, by a word of the title, in the language of the customer.
const BOUGHT_FOR: [(&str, &str); 15] = [
    ("smart thermostat", "Save energy"),
    ("thermostaat", "Energie besparen"),
    ("stekker", "Verbruik per apparaat zien"),
    ("rookmelder", "Veilig wonen"),
    ("co-melder", "Veilig wonen"),
    ("tochtstrip", "Warmer huis"),
    ("douchekop", "Water besparen"),
    ("onderhoud", "Jaarlijks onderhoud"),
    ("warmtepomp", "Van het gas af"),
    ("ketel", "Oude ketel vervangen"),
    ("zonnepan", "Zelf stroom opwekken"),
    ("laad", "Elektrisch rijden"),
    ("batterij", "Eigen stroom bewaren"),
    ("isolatie", "Warmer huis"),
    ("radiator", "Warmer huis"),
];

/// Adds what is known of an item beside what was told before it.
pub(crate) fn complete(item: &mut Item, told: &[Item]) {
    if item.line.reason.is_empty() {
        let reason = match item.line.kind.as_str() {
            "order" => bought_for(&item.line.title),
            "satisfaction" | "survey" => asked_about(item, told),
            _ => None,
        };
        item.line.reason = reason.unwrap_or_default();
    }
    if let Some(terms) = terms(item) {
        let summary = [item.line.summary.as_str(), &terms];
        let told = summary.into_iter().filter(|part| !part.is_empty());
        item.line.summary = told.collect::<Vec<_>>().join(" ");
    }
}

fn bought_for(title: &str) -> Option<String> {
    let title = title.to_lowercase();
    let found = BOUGHT_FOR.iter().find(|(word, _)| title.contains(word));
    found.map(|(_, reason)| (*reason).to_owned())
}

/// Returns what the latest conversation before a survey was about.
fn asked_about(item: &Item, told: &[Item]) -> Option<String> {
    let kinds = [
        "call",
        "chat",
        "visit",
        "complaint",
        "repair",
        "email",
        "whatsapp",
        "meeting",
    ];
    let range = item.line.at_ms - ABOUT_DAYS * DAY_MS..=item.line.at_ms;
    let talks = told.iter().map(|other| &other.line).filter(|line| {
        kinds.contains(&line.kind.as_str())
            && range.contains(&line.at_ms)
            && !line.reason.is_empty()
    });
    talks
        .max_by_key(|line| line.at_ms)
        .map(|line| line.reason.clone())
}

/// Returns the time of notice of an agreement, and until when a document holds where that is no date; none when the
/// summary says it.
fn terms(item: &Item) -> Option<String> {
    let text = |part: &str, name: &str| {
        let value = item.payload.get(part)?.get(name).and_then(Value::as_str);
        value.filter(|value| !value.is_empty())
    };
    match item.line.kind.as_str() {
        "contract" | "subscription" if !item.line.summary.contains("pzegtermijn") => {
            text("terms", "Opzegtermijn").map(|time| format!("Opzegtermijn {time}."))
        }
        "document" if item.line.due_ms.is_none() => {
            text("document", "Geldig tot").map(|until| format!("· Geldig {until}"))
        }
        _ => None,
    }
}
