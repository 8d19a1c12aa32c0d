//! Packs the lexicons: what the widget loads to read feelings, small enough to travel on demand.
//!
//! A pack is text, which brotli shrinks best: sorted words, each as the number of letters it shares with the one
//! before and the rest of it, then one byte of weight. [`src/sentiment/pack.rs`] reads it.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=build.rs");
    let data = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("en.pack"), pack(&english(&data)?)?)?;
    fs::write(out.join("nl.pack"), pack(&dutch(&data)?)?)?;
    fs::write(out.join("emoji.pack"), emoji(&data)?)?;
    Ok(())
}

/// Words with their mean rating in tenths, -40 to 40; the last line of a word counts, as in the original.
fn english(data: &Path) -> Outcome<BTreeMap<String, i8>> {
    let text = fs::read_to_string(data.join("vader_lexicon.txt"))?;
    let mut words = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let mut cells = line.trim().split('\t');
        let (Some(word), Some(rating)) = (cells.next(), cells.next()) else {
            return Err(format!("not a word with a rating: {line}").into());
        };
        words.insert(word.to_owned(), rounded(rating.parse::<f64>()? * 10.0)?);
    }
    Ok(words)
}

/// Words with the mean polarity of their senses in hundredths, -100 to 100, weighed by how sure the lexicon is;
/// then the words of services, which it lacks.
fn dutch(data: &Path) -> Outcome<BTreeMap<String, i8>> {
    let text = fs::read_to_string(data.join("nl-sentiment.xml"))?;
    let document = roxmltree::Document::parse(&text)?;
    let mut senses: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for word in document
        .descendants()
        .filter(|node| node.has_tag_name("word"))
    {
        let number = |name| word.attribute(name).unwrap_or("").parse::<f64>();
        let (polarity, weight) = (number("polarity")?, number("confidence")?);
        let form = word
            .attribute("form")
            .ok_or("a word without form")?
            .to_lowercase();
        let sums = senses.entry(form).or_default();
        sums.0 += polarity * weight;
        sums.1 += weight;
    }
    let mut words = BTreeMap::new();
    for (form, (sum, weight)) in senses {
        let polarity = if weight > 0.0 { sum / weight } else { 0.0 };
        let hundredths = rounded((polarity * 100.0).round())?;
        if hundredths != 0 && !form.contains(' ') {
            words.insert(form, hundredths);
        }
    }
    let additions = fs::read_to_string(data.join("nl-additions.tsv"))?;
    for line in additions
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let (form, polarity) = line
            .split_once('\t')
            .ok_or("an addition without polarity")?;
        words.insert(
            form.to_owned(),
            rounded(polarity.trim().parse::<f64>()? * 100.0)?,
        );
    }
    Ok(words)
}

fn rounded(value: f64) -> Outcome<i8> {
    let whole = value.round();
    if (whole - value).abs() > 1e-6 || !(-120.0..=120.0).contains(&whole) {
        return Err(format!("{value} does not fit into a byte").into());
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within bounds")]
    let byte = whole as i8;
    Ok(byte)
}

/// All words, front-coded, each ended by a zero; then a zero, and the weights in the same order.
fn pack(words: &BTreeMap<String, i8>) -> Outcome<Vec<u8>> {
    let mut letters = Vec::new();
    let mut before = "";
    for word in words.keys() {
        let mut shared = 0;
        for ((at, letter), other) in word.char_indices().zip(before.chars()) {
            if letter != other || shared > 60 {
                break;
            }
            shared = at + letter.len_utf8();
        }
        // Above zero, so that zero can end the words.
        letters.push(u8::try_from(shared)? + 1);
        letters.extend(word.bytes().skip(shared));
        letters.push(0);
        before = word;
    }
    letters.push(0);
    letters.extend(words.values().map(|weight| weight.cast_unsigned()));
    Ok(letters)
}

/// A line for each emoji of one character with its description: others are never looked up.
fn emoji(data: &Path) -> Outcome<String> {
    let text = fs::read_to_string(data.join("emoji_utf8_lexicon.txt"))?;
    let mut lines = BTreeMap::new();
    for line in text.lines() {
        let (emoji, description) = line
            .split_once('\t')
            .ok_or("an emoji without description")?;
        let mut letters = emoji.trim().chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            lines.insert(letter, description.trim());
        }
    }
    Ok(lines
        .iter()
        .map(|(emoji, text)| format!("{emoji}{text}\n"))
        .collect())
}
