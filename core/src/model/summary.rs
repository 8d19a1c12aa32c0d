//! The summary of a conversation that came without one, made from its own words.
//!
//! It is made where items come in, so that lists, search and devices have it without reading any payload.
//! **Invariants:** a summary that a source gave is never touched; one that was made says from which part of the
//! payload, and goes only where that part may go; it quotes, and concludes nothing.

use serde_json::Value;

use super::item::Item;
use super::summary_from::SummaryFrom;
use crate::vocabulary::{Category, find_kind};

/// The longest of its lines, in characters.
const LINE_CHARS: usize = 120;
/// The longest summary made of one text: three lines on most screens.
const TEXT_CHARS: usize = 240;

/// Gives a conversation without a summary one that is made from its words, when it has any.
pub fn complete(item: &mut Item) {
    let kind = find_kind(&item.line.kind, &[]);
    // A kind that an organisation added is a conversation when it brings the words of one.
    let is_talk = kind.is_none_or(|kind| kind.category == Category::Conversation);
    if !is_talk || !item.line.summary.trim().is_empty() {
        return;
    }
    let made = SummaryFrom::ALL.into_iter().find_map(|from| {
        let summary = made_from(from, item.payload.get(from.part())?);
        Some((from, summary.filter(|text| !text.is_empty())?))
    });
    if let Some((from, summary)) = made.filter(|(_, summary)| *summary != item.line.title) {
        item.line.summary = summary;
        item.line.summary_from = Some(from);
    }
}

fn made_from(from: SummaryFrom, part: &Value) -> Option<String> {
    match from {
        SummaryFrom::Text => part.as_str().map(|text| excerpt(text, TEXT_CHARS)),
        SummaryFrom::Letter => {
            let body = part.get("body").or(Some(part)).and_then(Value::as_str)?;
            Some(excerpt(body, TEXT_CHARS))
        }
        SummaryFrom::Transcript => part.as_array().map(|turns| dialogue(turns)),
    }
}

/// Returns what the customer began with, and what was said last.
fn dialogue(turns: &[Value]) -> String {
    let text = |turn: &Value| turn.get("text").and_then(Value::as_str).map(str::to_owned);
    let is_customer = |turn: &&Value| turn.get("role").and_then(Value::as_str) == Some("customer");
    let first = turns.iter().find(is_customer).or(turns.first());
    let last = turns.last().filter(|last| Some(*last) != first);
    let said = [first, last].into_iter().flatten().filter_map(text);
    let lines = said.map(|text| excerpt(&text, LINE_CHARS));
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns the beginning of a text on one line: whole, or to the end of a sentence, or of a word.
fn excerpt(text: &str, chars: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(chars) else {
        return text;
    };
    let short = text.get(..end).unwrap_or_default();
    let sentence = short.rfind(['.', '!', '?']).filter(|at| {
        let is_end = short
            .get(at + 1..)
            .is_some_and(|rest| rest.starts_with(' '));
        is_end && *at > end / 3
    });
    if let Some(at) = sentence {
        return short.get(..=at).unwrap_or_default().to_owned();
    }
    let word = short.rfind(' ').unwrap_or(end);
    let cut = short.get(..word).unwrap_or(short);
    [cut.trim_end_matches([',', ';', ':', ' ']), "…"].concat()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ids::ItemId;
    use crate::model::ItemLine;

    fn completed(kind: &str, summary: &str, payload: &Value) -> (String, Option<SummaryFrom>) {
        let mut item = Item {
            line: ItemLine {
                title: "Gesprek".to_owned(),
                summary: summary.to_owned(),
                ..ItemLine::new(ItemId::parse("i").unwrap(), 0, kind)
            },
            recorded_ms: 0,
            recorded_by: String::new(),
            payload: payload.as_object().cloned().unwrap_or_default(),
        };
        complete(&mut item);
        (item.line.summary, item.line.summary_from)
    }

    #[test]
    fn a_conversation_without_a_summary_gets_one_of_its_own_words() {
        let mail = json!({"text": "Goedemiddag,\n\n mijn nota klopt niet."});
        let expected = (
            "Goedemiddag, mijn nota klopt niet.".to_owned(),
            Some(SummaryFrom::Text),
        );
        assert_eq!(completed("email", "", &mail), expected);
        let letter = json!({"letter": {"subject": "Nota", "body": "Hierbij zeg ik op."}});
        let expected = ("Hierbij zeg ik op.".to_owned(), Some(SummaryFrom::Letter));
        assert_eq!(completed("letter", " ", &letter), expected);
        let chat = json!({"transcript": [
            {"role": "agent", "text": "Waarmee kan ik helpen?"},
            {"role": "customer", "text": "De app doet het niet."},
            {"role": "agent", "text": "Hij doet het weer."}]});
        let expected = "De app doet het niet.\nHij doet het weer.".to_owned();
        assert_eq!(
            completed("chat", "", &chat),
            (expected, Some(SummaryFrom::Transcript))
        );
    }

    #[test]
    fn what_a_source_gave_stays_and_what_is_no_conversation_or_says_nothing_gets_none() {
        let text = json!({"text": "Iets"});
        assert_eq!(
            completed("email", "Van de bron", &text),
            ("Van de bron".to_owned(), None)
        );
        assert_eq!(completed("order", "", &text), (String::new(), None));
        for payload in [
            json!({}),
            json!({"text": " "}),
            json!({"text": 4}),
            json!({"transcript": []}),
            json!({"text": "Gesprek"}),
        ] {
            assert_eq!(
                completed("call", "", &payload),
                (String::new(), None),
                "{payload}"
            );
        }
    }

    #[test]
    fn a_long_text_ends_at_a_sentence_or_a_word_and_takes_three_lines_at_most() {
        let sentences = "Dit is een zin. ".repeat(30);
        let made = excerpt(&sentences, TEXT_CHARS);
        assert!(
            made.ends_with("zin.") && made.chars().count() <= TEXT_CHARS,
            "{made}"
        );
        let words = excerpt(&"één ".repeat(100), 10);
        assert_eq!(words, "één één…");
        assert_eq!(excerpt(&"x".repeat(20), 10), "xxxxxxxxxx…");
        assert!(made.lines().count() <= 3);
    }
}
