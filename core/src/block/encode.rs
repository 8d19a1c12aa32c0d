//! Writing a block from lines.

use std::collections::BTreeMap;

use super::columns::Block;
use super::{MAGIC, NO_MOOD, TEXT_PARTS, UNIT_SEPARATOR};
use crate::model::{Direction, ItemLine, Status, SummaryFrom};

/// Words by first use, with the code of each row.
#[derive(Default)]
struct Coder<'a> {
    codes: BTreeMap<&'a str, u16>,
    words: Vec<&'a str>,
    rows: Vec<u16>,
}

impl<'a> Coder<'a> {
    fn push(&mut self, word: &'a str) {
        let next = u16::try_from(self.words.len()).unwrap_or(u16::MAX);
        let code = *self.codes.entry(word).or_insert(next);
        if code == next {
            self.words.push(word);
        }
        self.rows.push(code);
    }

    fn write(&self, out: &mut Vec<u8>) {
        let count = u16::try_from(self.words.len()).unwrap_or(u16::MAX);
        out.extend(count.to_le_bytes());
        for word in &self.words {
            short_text(out, word);
        }
        for code in &self.rows {
            let [low, high] = code.to_le_bytes();
            out.push(low);
            if self.words.len() > 256 {
                out.push(high);
            }
        }
    }
}

/// Slugs and ids are at most 128 bytes by their types; a longer slug is cut at a character.
fn short_text(out: &mut Vec<u8>, text: &str) {
    let cut = text
        .get(..text.floor_char_boundary(255))
        .unwrap_or_default();
    out.push(u8::try_from(cut.len()).unwrap_or(0));
    out.extend(cut.as_bytes());
}

fn count(out: &mut Vec<u8>, n: usize) {
    out.extend(u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

/// Writes a column of texts: the ends of each, then all of them in one run.
fn texts(out: &mut Vec<u8>, rows: impl Iterator<Item = String>) {
    let mut body = String::new();
    count(out, 0);
    for row in rows {
        body.push_str(&row);
        count(out, body.len());
    }
    count(out, body.len());
    out.extend(body.as_bytes());
}

fn line_text(line: &ItemLine) -> String {
    let parts: [&str; TEXT_PARTS] = [
        &line.title,
        &line.summary,
        &line.reason,
        &line.goal,
        &line.outcome,
    ];
    let used = parts
        .iter()
        .rposition(|p| !p.is_empty())
        .map_or(0, |last| last + 1);
    let mut text = String::new();
    for (i, part) in parts.iter().take(used).enumerate() {
        if i > 0 {
            text.push(UNIT_SEPARATOR);
        }
        text.extend(
            part.chars()
                .map(|c| if c == UNIT_SEPARATOR { ' ' } else { c }),
        );
    }
    text
}

fn flags(line: &ItemLine) -> u8 {
    let direction = match line.direction {
        Direction::None => 0,
        Direction::In => 1,
        Direction::Out => 2,
    };
    let status = line
        .status
        .and_then(|s| Status::ALL.iter().position(|x| *x == s));
    let code = status.and_then(|i| u8::try_from(i + 1).ok()).unwrap_or(0);
    direction | (code << 2) | (SummaryFrom::code(line.summary_from) << 6)
}

impl Block {
    /// Writes these lines as a block, in this order; the caller gives them newest first.
    #[must_use]
    pub fn encode(lines: &[ItemLine]) -> Vec<u8> {
        let mut out = Vec::with_capacity(lines.len() * 160 + 256);
        out.extend(MAGIC);
        count(&mut out, lines.len());
        let mut coders: [Coder<'_>; 5] = Default::default();
        for line in lines {
            let currency = line.amount.as_ref().map_or("", |m| m.currency.as_str());
            let words = [
                &*line.kind,
                &*line.channel,
                &*line.department,
                &*line.source,
                currency,
            ];
            for (coder, word) in coders.iter_mut().zip(words) {
                coder.push(word);
            }
        }
        for coder in &coders {
            coder.write(&mut out);
        }
        out.extend(lines.iter().flat_map(|l| l.at_ms.to_le_bytes()));
        out.extend(lines.iter().map(flags));
        out.extend(
            lines
                .iter()
                .map(|l| l.mood.unwrap_or(NO_MOOD).cast_unsigned()),
        );
        amounts(&mut out, lines);
        texts(&mut out, lines.iter().map(line_text));
        texts(
            &mut out,
            lines.iter().map(|l| l.item_id.as_str().to_owned()),
        );
        sparse(&mut out, lines);
        out
    }
}

fn amounts(out: &mut Vec<u8>, lines: &[ItemLine]) {
    let minor = |l: &ItemLine| l.amount.map_or(0, |m| m.amount_minor);
    if lines.iter().all(|l| i32::try_from(minor(l)).is_ok()) {
        out.push(4);
        let narrow = |l| i32::try_from(minor(l)).unwrap_or_default();
        out.extend(lines.iter().flat_map(|l| narrow(l).to_le_bytes()));
    } else {
        out.push(8);
        out.extend(lines.iter().flat_map(|l| minor(l).to_le_bytes()));
    }
}

fn sparse(out: &mut Vec<u8>, lines: &[ItemLine]) {
    count(out, lines.iter().filter(|l| l.due_ms.is_some()).count());
    for (row, line) in lines.iter().enumerate() {
        if let Some(due_ms) = line.due_ms {
            count(out, row);
            out.extend(due_ms.to_le_bytes());
        }
    }
    count(out, lines.iter().filter(|l| l.reply_to.is_some()).count());
    for (row, line) in lines.iter().enumerate() {
        if let Some(reply_to) = &line.reply_to {
            count(out, row);
            short_text(out, reply_to.as_str());
        }
    }
}
