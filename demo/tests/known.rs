//! What follows from a story is there without being said twice.

use klantbeeld_core::model::{Item, SummaryFrom};
use klantbeeld_core::vocabulary::{Category, find_kind};
use klantbeeld_demo::generate;

/// 22 November 2026, 16:00 in the Netherlands.
const NOW_MS: i64 = 1_795_359_600_000;

fn items() -> Vec<Item> {
    let all = generate(2026, NOW_MS);
    all.into_iter()
        .flat_map(|customer| customer.items)
        .collect()
}

#[test]
fn every_order_says_why_it_was_bought_and_a_survey_after_a_conversation_what_that_was_about() {
    let all = items();
    let of = |kinds: &[&str]| {
        let found = all.iter().filter(|i| kinds.contains(&i.line.kind.as_str()));
        let known = found.clone().filter(|i| !i.line.reason.is_empty()).count();
        (found.count(), known)
    };
    let (orders, known) = of(&["order"]);
    let without = all
        .iter()
        .filter(|i| i.line.kind == "order" && i.line.reason.is_empty());
    let titles: Vec<_> = without.map(|i| i.line.title.as_str()).collect();
    assert_eq!((orders, titles), (known, Vec::new()));
    let (surveys, known) = of(&["satisfaction", "survey"]);
    assert!(known > 40, "{known} of {surveys}");
}

#[test]
fn a_contract_names_its_time_of_notice_and_a_document_until_when_it_holds() {
    for item in items() {
        let text = |part: &str, name: &str| {
            let value = item.payload.get(part).and_then(|p| p.get(name));
            value
                .and_then(|v| v.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        let line = &item.line;
        let summary = &line.summary;
        match line.kind.as_str() {
            "contract" | "subscription" => {
                let time = text("terms", "Opzegtermijn");
                assert!(summary.contains(&time), "{}: {summary}", line.title);
            }
            "document" if line.due_ms.is_none() => {
                let until = text("document", "Geldig tot");
                assert!(summary.contains(&until), "{}: {summary}", line.title);
            }
            _ => {}
        }
    }
}

#[test]
fn a_conversation_that_has_words_has_a_summary_of_three_lines_at_most_and_says_when_it_was_made() {
    let mut made = 0;
    for item in items() {
        let line = &item.line;
        let is_talk =
            find_kind(&line.kind, &[]).is_some_and(|k| k.category == Category::Conversation);
        let has_words = SummaryFrom::ALL
            .iter()
            .any(|from| item.payload.contains_key(from.part()));
        if is_talk && has_words {
            assert!(!line.summary.is_empty(), "{} {}", line.kind, line.title);
            assert!(line.summary.lines().count() <= 3, "{}", line.summary);
            made += usize::from(line.summary_from.is_some());
        }
    }
    assert!(made > 100, "{made}");
}
