//! Prints how fast feelings are read and how fast purchases are fitted; `docs/MODELS.md` has figures.
//!
//! `cargo run --release -p klantbeeld-models --features fit --example models_speed`

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a figure for people"
)]

use std::hint::black_box;
use std::time::Instant;

use klantbeeld_models::purchases::fit::fit_purchases;
use klantbeeld_models::purchases::{BgNbd, History};
use klantbeeld_models::sentiment::{Language, read};

fn main() {
    let tweets = include_str!("../tests/data/vader_tweets_ground_truth.txt");
    let texts: Vec<&str> = tweets
        .lines()
        .filter_map(|line| line.splitn(3, '\t').nth(2))
        .collect();
    for language in [Language::En, Language::Nl] {
        black_box(read("once, to unpack", Some(language)));
        let start = Instant::now();
        for _ in 0..20 {
            for text in &texts {
                black_box(read(text, Some(language)));
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{language:?}: {:.0} texts/s",
            f64::from(20 * 4_200) / seconds
        );
    }
    let sample = include_str!("../tests/data/cdnow_customers_summary_with_transactions.csv");
    let histories: Vec<History> = sample.lines().skip(1).map(history).collect();
    let start = Instant::now();
    let fit = fit_purchases(&histories).unwrap();
    println!(
        "fit of 2,357 customers: {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    let start = Instant::now();
    for index in 0..1_000_000_usize {
        let history = histories.get(index % histories.len()).unwrap();
        black_box(score(&fit.model, history));
    }
    println!(
        "1,000,000 customers scored: {:.2} s",
        start.elapsed().as_secs_f64()
    );
}

fn score(model: &BgNbd, history: &History) -> (f64, f64) {
    (
        model.p_alive(history),
        model.expected_purchases(history, 39.0).unwrap(),
    )
}

fn history(line: &str) -> History {
    let mut cells = line
        .split(',')
        .skip(1)
        .map(|cell| cell.parse::<f64>().unwrap());
    let mut next = || cells.next().unwrap();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count"
    )]
    let repeats = next() as u32;
    History::new(repeats, next(), next()).unwrap()
}
