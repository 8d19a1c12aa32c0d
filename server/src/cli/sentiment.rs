//! `klantbeeld sentiment`: the feeling of each line of the standard input, as it comes.

use std::io::{self, BufRead as _, Write as _};

use anyhow::Result;
use clap::{Args, ValueEnum};
use klantbeeld_models::sentiment::{Language, Sentiment, read};
use serde::Serialize;

/// Read the feeling of each line of the standard input.
#[derive(Debug, Args)]
pub(super) struct SentimentArgs {
    /// The language of the texts; `auto` looks for itself, line by line.
    #[arg(long, value_enum, default_value = "auto")]
    lang: Lang,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    Nl,
    En,
    Auto,
}

/// The answer for programs; its shape is a promise.
#[derive(Debug, Serialize)]
struct SentimentJson<'a> {
    score: f64,
    /// None when the text is in neither language; the score is then 0.
    language: Option<Language>,
    confidence: f64,
    words: Vec<WordJson<'a>>,
}

#[derive(Debug, Serialize)]
struct WordJson<'a> {
    text: &'a str,
    /// In bytes of the line, as UTF-8.
    start: usize,
    end: usize,
    weight: f64,
}

/// Does it.
pub(super) fn sentiment(args: &SentimentArgs) -> Result<()> {
    let language = match args.lang {
        Lang::Nl => Some(Language::Nl),
        Lang::En => Some(Language::En),
        Lang::Auto => None,
    };
    let mut input = io::stdin().lock();
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        let found = read(text, language);
        if args.json {
            serde_json::to_writer(&mut output, &as_json(text, &found)).map_err(io::Error::from)?;
            output.write_all(b"\n")?;
        } else {
            let language = found
                .language
                .map_or("-", |l| if l == Language::Nl { "nl" } else { "en" });
            writeln!(output, "{:+.4}\t{language}\t{text}", found.score)?;
        }
        line.clear();
    }
    Ok(output.flush()?)
}

fn as_json<'a>(text: &'a str, found: &Sentiment) -> SentimentJson<'a> {
    let word = |word: &klantbeeld_models::sentiment::Carrier| WordJson {
        text: text.get(word.start..word.end).unwrap_or_default(),
        start: word.start,
        end: word.end,
        weight: word.weight,
    };
    SentimentJson {
        score: found.score,
        language: found.language,
        confidence: found.confidence,
        words: found.words.iter().map(word).collect(),
    }
}
