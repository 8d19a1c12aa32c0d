//! What stands in a customer's file: contracts with their terms, documents with version and validity,
//! letters with what was enclosed, accounts by name, visits in words.

use klantbeeld_core::model::{Item, Status};
use klantbeeld_demo::{DemoCustomer, generate};
use serde_json::Value;

/// 22 November 2026, 16:00 in the Netherlands.
const NOW_MS: i64 = 1_795_359_600_000;

fn all() -> Vec<DemoCustomer> {
    generate(2026, NOW_MS)
}

fn of_kinds<'a>(customer: &'a DemoCustomer, kinds: &[&str]) -> Vec<&'a Item> {
    let items = customer.items.iter();
    items
        .filter(|i| kinds.contains(&i.line.kind.as_str()))
        .collect()
}

/// Returns what each customer has that is not as it should be.
fn wrong(kinds: &[&str], is_wrong: impl Fn(&DemoCustomer, &Item) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for customer in &all() {
        for item in of_kinds(customer, kinds) {
            if is_wrong(customer, item) {
                let line = &item.line;
                found.push(format!(
                    "{}: {} {}",
                    customer.customer_id, line.kind, line.title
                ));
            }
        }
    }
    found
}

fn text<'a>(item: &'a Item, part: &str, keys: &[&str]) -> Option<&'a str> {
    let part = item.payload.get(part)?;
    keys.iter().find_map(|key| part.get(*key)?.as_str())
}

const START: &[&str] = &["Ingangsdatum", "Start date"];
const END: &[&str] = &["Einddatum", "End date"];
const NOTICE: &[&str] = &["Opzegtermijn", "Notice period"];

#[test]
fn every_agreement_tells_its_start_its_end_and_its_notice() {
    let lacks = |_: &DemoCustomer, item: &Item| {
        [START, END, NOTICE]
            .iter()
            .any(|keys| text(item, "terms", keys).is_none())
    };
    assert_eq!(
        wrong(&["contract", "subscription"], lacks),
        Vec::<String>::new()
    );
}

#[test]
fn an_agreement_with_an_end_has_a_renewal_then_and_its_notice_lies_before() {
    let is_wrong = |customer: &DemoCustomer, item: &Item| {
        let line = &item.line;
        let end = text(item, "terms", END).unwrap();
        let ends = end.chars().next().is_some_and(|c| c.is_ascii_digit());
        let renewals = of_kinds(customer, &["renewal"]);
        let renewal = renewals
            .iter()
            .find(|r| r.line.reply_to.as_ref() == Some(&line.item_id));
        match (line.status, renewal) {
            (Some(Status::Cancelled), _) => line.due_ms.is_some(),
            (_, None) => ends || line.due_ms.is_some(),
            (Some(Status::Active), Some(r)) => {
                !ends
                    || r.line.at_ms <= NOW_MS
                    || line.due_ms.is_none_or(|due_ms| due_ms >= r.line.at_ms)
            }
            (_, Some(r)) => !ends || r.line.at_ms > NOW_MS || line.due_ms.is_some(),
        }
    };
    assert_eq!(
        wrong(&["contract", "subscription"], is_wrong),
        Vec::<String>::new()
    );
}

#[test]
fn every_document_tells_its_sort_its_version_and_how_long_it_holds() {
    let is_wrong = |_: &DemoCustomer, item: &Item| {
        let keys = ["Soort", "Versie", "Geldig tot"];
        let lacks = keys.iter().any(|k| text(item, "document", &[k]).is_none());
        let version = ["Versie ", "Version "];
        lacks || !version.iter().any(|v| item.line.summary.starts_with(v))
    };
    assert_eq!(wrong(&["document"], is_wrong), Vec::<String>::new());
    let customers = all();
    let count = |id: &str| {
        let customer = customers.iter().find(|c| c.customer_id.as_str() == id);
        of_kinds(customer.unwrap(), &["document"]).len()
    };
    assert!(count("c-4401882") >= 4 && count("c-4402100") >= 3);
}

#[test]
fn every_letter_names_what_was_enclosed() {
    let is_wrong = |_: &DemoCustomer, item: &Item| text(item, "attachment", &["name"]).is_none();
    assert_eq!(wrong(&["letter"], is_wrong), Vec::<String>::new());
}

#[test]
fn whoever_signs_in_has_an_account_over_that_channel() {
    let is_wrong = |customer: &DemoCustomer, item: &Item| {
        let accounts = of_kinds(customer, &["account"]);
        let is_over =
            |a: &&Item| a.line.channel == item.line.channel && a.line.at_ms <= item.line.at_ms;
        !accounts.iter().any(is_over)
    };
    assert_eq!(wrong(&["login"], is_wrong), Vec::<String>::new());
}

#[test]
fn a_visit_tells_how_many_pages_and_how_long_in_words() {
    let is_wrong = |_: &DemoCustomer, item: &Item| {
        let duration = item.payload.get("duration").and_then(Value::as_str);
        let in_words = duration.is_some_and(|d| d.ends_with(" s") || d.ends_with(" min"));
        let tells =
            item.line.summary.contains("pagina's · ") && item.line.summary.ends_with(" min");
        !in_words || (item.line.kind == "session" && !tells)
    };
    let kinds = ["session", "page_view", "product_view"];
    assert_eq!(wrong(&kinds, is_wrong), Vec::<String>::new());
}

#[test]
fn nothing_is_measured_after_somebody_left() {
    let is_wrong = |customer: &DemoCustomer, item: &Item| {
        let roles = customer
            .assertions
            .iter()
            .filter(|a| a.field == "relation.roles");
        let role = roles.max_by_key(|a| a.known_at_ms);
        let left_ms = role.filter(|a| a.value.starts_with("oud-klant"));
        left_ms.is_some_and(|a| item.line.at_ms > a.known_at_ms)
    };
    assert_eq!(wrong(&["usage", "meter"], is_wrong), Vec::<String>::new());
}
