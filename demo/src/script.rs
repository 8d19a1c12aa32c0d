//! Items told as plain text, so that a history of years reads as a list and not as code.
//!
//! A block starts with `@ kind when time`, then words: `in` or `out`, and `name=value` with `mood`,
//! `status`, `cents`, `due`, `by`, `channel`, `source`, `dep`, `id` (a name for it) and `re` (the name
//! of the item that it answers, whose reason, goal and outcome it has unless it names its own). `when` is days ago (`402`), days ahead (`+4`), a date (`2021-04-12`)
//! or the next such day (`next:12-01`); an underscore in a value is a space. Then its lines:
//! `= title`, `. summary`, `why: …`, `goal: …`, `end: …`, `text: …`, `letter: subject | body`,
//! `< 19:41 Name: what the customer says`, `> 19:43 Name: what we say`, `+ part {json}`.
//! Anywhere, `<when>` is that day in words: `<+120>` is `22 maart 2027`, `<en:+120>` the same in English.
//!
//! **Invariant:** a line that cannot be read stops every test (debug assertion), and is left out else.

use std::collections::BTreeMap;

use klantbeeld_core::model::{ItemLine, Status};
use serde_json::{Value, json};

use crate::item_builder::{ItemBuilder, item};
use crate::story::Story;
use crate::when::{At, long_date, long_date_en};

/// The hour at which something is due.
const DUE_HOUR: &str = "17:00";

/// Adds the items of a text to a story, in its order.
pub(crate) fn tell(story: &mut Story, text: &str) {
    tell_earlier(story, text, 0);
}

/// Tells as [`tell`] does, with every "days ago" so many days earlier: an episode that fits any date.
pub(crate) fn tell_earlier(story: &mut Story, text: &str, shift: i64) {
    let text = with_dates(text, story.now_ms(), shift);
    let mut names = BTreeMap::new();
    for block in text.split("\n@ ").skip(1) {
        let mut lines = block.lines();
        let head = lines.next().unwrap_or_default();
        let Some((builder, name)) = header(head, &names, shift) else {
            debug_assert!(false, "not a header: {head}");
            continue;
        };
        story.item(body(builder, lines));
        if let (Some(name), Some(item)) = (name, story.last()) {
            names.insert(name, item.line.clone());
        }
    }
}

/// Returns the text with its days in words.
fn with_dates(text: &str, now_ms: i64, shift: i64) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        filled.push_str(before);
        let day = after
            .split_once('>')
            .and_then(|(when, after)| Some((day_in_words(when, now_ms, shift)?, after)));
        rest = if let Some((day, after)) = day {
            filled.push_str(&day);
            after
        } else {
            filled.push('<');
            after
        };
    }
    filled.push_str(rest);
    filled
}

fn day_in_words(when: &str, now_ms: i64, shift: i64) -> Option<String> {
    let at_ms = |when| Some(moment(when, DUE_HOUR, shift)?.ms(now_ms));
    match when.strip_prefix("en:") {
        Some(when) => at_ms(when).map(long_date_en),
        None => at_ms(when).map(long_date),
    }
}

/// Reads the first line of a block, and the name that it gives the item.
fn header<'a>(
    text: &'a str,
    names: &BTreeMap<&str, ItemLine>,
    shift: i64,
) -> Option<(ItemBuilder, Option<&'a str>)> {
    let mut words = text.split_whitespace();
    let (kind, when, time) = (words.next()?, words.next()?, words.next()?);
    let mut builder = item(kind, moment(when, time, shift)?);
    let mut name = None;
    for word in words {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        builder = match key {
            "in" => builder.inbound(),
            "out" => builder.outbound(),
            "mood" => builder.mood(value.parse().ok()?),
            "status" => builder.status(status(value)?),
            "cents" => builder.cents(value.parse().ok()?),
            "due" => builder.due(moment(value, DUE_HOUR, shift)?),
            "by" => builder.by(&value.replace('_', " ")),
            "channel" => builder.channel(value),
            "source" => builder.source(value),
            "dep" => builder.department(value),
            "re" => builder.answer(names.get(value)?),
            "id" => {
                name = Some(value);
                builder
            }
            _ => return None,
        };
    }
    Some((builder, name))
}

fn moment(when: &str, time: &str, shift: i64) -> Option<At> {
    if let Some(day) = when.strip_prefix("next:") {
        let (month, day) = day.split_once('-')?;
        return Some(At::next(month.parse().ok()?, day.parse().ok()?, time));
    }
    if let Some(days) = when.strip_prefix('+') {
        return Some(At::in_days(days.parse().ok()?, time));
    }
    let mut parts = when.split('-');
    match (parts.next()?, parts.next(), parts.next()) {
        (days, None, None) => Some(At::days_ago(shift + days.parse::<i64>().ok()?, time)),
        (year, Some(month), Some(day)) => {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            Some(At::date(year.parse().ok()?, month, day, time))
        }
        _ => None,
    }
}

fn status(name: &str) -> Option<Status> {
    serde_json::from_value(Value::from(name)).ok()
}

/// Reads the lines under a header.
fn body<'a>(mut builder: ItemBuilder, lines: impl Iterator<Item = &'a str>) -> ItemBuilder {
    let mut spoken: Vec<Value> = Vec::new();
    for line in lines
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        builder = match mark {
            "=" => builder.title(rest),
            "." => builder.summary(rest),
            "why:" => builder.reason(rest),
            "goal:" => builder.goal(rest),
            "end:" => builder.outcome(rest),
            "text:" => builder.with("text", rest),
            "letter:" => builder.with("letter", letter(rest)),
            "<" | ">" => {
                spoken.push(spoken_line(mark == "<", rest));
                builder
            }
            "+" => part(builder, rest),
            _ => {
                debug_assert!(false, "not a line of an item: {line}");
                builder
            }
        };
    }
    if spoken.is_empty() {
        builder
    } else {
        builder.with("transcript", spoken)
    }
}

fn letter(text: &str) -> Value {
    let (subject, body) = text.split_once(" | ").unwrap_or(("", text));
    json!({"subject": subject, "body": body})
}

fn spoken_line(is_customer: bool, text: &str) -> Value {
    let (at, rest) = text.split_once(' ').unwrap_or(("", text));
    let (who, said) = rest.split_once(": ").unwrap_or(("", rest));
    let role = if is_customer { "customer" } else { "agent" };
    json!({"who": who, "role": role, "at": at, "text": said})
}

fn part(builder: ItemBuilder, text: &str) -> ItemBuilder {
    let (name, value) = text.split_once(' ').unwrap_or((text, ""));
    match serde_json::from_str::<Value>(value) {
        Ok(value) => builder.with(name, value),
        Err(error) => {
            debug_assert!(false, "not JSON in `{text}`: {error}");
            builder
        }
    }
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::model::{Direction, Status};

    use super::tell;
    use crate::story::Story;

    #[test]
    fn a_block_becomes_an_item_and_can_answer_another() {
        let mut story = Story::person("c-1", 1_795_338_000_000);
        let text = "\n@ email 3 09:10 in mood=-30 id=vraag\n= Vraag\nwhy: Rekening\n\
                    < 09:10 An: Hoe zit dit?\n> 09:20 Bo: Zo.\n\
                    @ email 2 10:00 out re=vraag status=done by=Bo_Smit\n= Antwoord\n+ device {\"a\": 1}\n";
        tell(&mut story, text);
        let items = story.finish().items;
        let [question, answer] = items.as_slice() else {
            panic!("two items");
        };
        assert_eq!(question.line.direction, Direction::In);
        assert_eq!(
            (question.line.mood, question.line.reason.as_str()),
            (Some(-30), "Rekening")
        );
        assert_eq!(question.payload["transcript"][1]["who"], "Bo");
        assert_eq!(answer.line.reply_to.as_ref(), Some(&question.line.item_id));
        assert_eq!(
            (answer.line.status, answer.recorded_by.as_str()),
            (Some(Status::Done), "Bo Smit")
        );
        assert_eq!(answer.payload["device"]["a"], 1);
    }

    #[test]
    fn a_day_between_angles_is_told_in_words_and_speech_is_left_alone() {
        let mut story = Story::person("c-1", 1_795_338_000_000);
        tell(
            &mut story,
            "\n@ contract 10 09:10\n= Contract\n+ terms {\"Einddatum\": \"<+2>\", \"Start\": \"<en:10>\"}\n\
             @ chat 9 09:10 in\n= Chat\n< 09:10 An: 3 < 4\n> 09:11 Bo: 5 > 4\n",
        );
        let items = story.finish().items;
        assert_eq!(items[0].payload["terms"]["Einddatum"], "24 november 2026");
        assert_eq!(items[0].payload["terms"]["Start"], "12 November 2026");
        assert_eq!(items[1].payload["transcript"][0]["text"], "3 < 4");
        assert_eq!(items[1].payload["transcript"][1]["text"], "5 > 4");
    }

    #[test]
    #[should_panic(expected = "not a header")]
    fn an_unknown_word_is_not_passed_over() {
        tell(
            &mut Story::person("c-1", 0),
            "\n@ email 3 09:10 moods=3\n= Vraag\n",
        );
    }
}
