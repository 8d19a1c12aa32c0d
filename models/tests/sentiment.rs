//! Feelings beside the reference and beside people, on any text, and what the lexicons weigh.

#![expect(clippy::unwrap_used, reason = "tests stop at what they did not expect")]

use klantbeeld_models::sentiment::{Language, Sentiment, packs, read};
use proptest::prelude::*;

const TWEETS: &str = include_str!("data/vader_tweets_ground_truth.txt");
const REFERENCE: &str = include_str!("data/vader_reference.tsv");
const SERVICE: &str = include_str!("data/nl-service.tsv");

/// Rating by people and text.
fn tweets() -> Vec<(f64, &'static str)> {
    let tweet = |line: &'static str| {
        let mut cells = line.splitn(3, '\t').skip(1);
        (
            cells.next().unwrap().parse().unwrap(),
            cells.next().unwrap(),
        )
    };
    TWEETS
        .split('\n')
        .filter(|line| !line.trim().is_empty())
        .map(tweet)
        .collect()
}

fn english(text: &str) -> f64 {
    read(text, Some(Language::En)).score
}

#[test]
fn english_is_the_reference_to_four_decimals_on_every_tweet() {
    let scores: Vec<&str> = REFERENCE
        .lines()
        .map(|line| line.split_once('\t').unwrap().1)
        .collect();
    let tweets = tweets();
    assert_eq!((tweets.len(), scores.len()), (4_200, 4_200));
    let other = tweets
        .iter()
        .zip(scores)
        .filter_map(|((_, text), reference)| {
            let ours = format!("{:.4}", english(text));
            (ours != reference).then(|| format!("{ours} {reference} {text}"))
        });
    let other: Vec<_> = other.collect();
    assert!(
        other.is_empty(),
        "{} differ: {:#?}",
        other.len(),
        &other[..other.len().min(10)]
    );
}

#[test]
fn english_is_the_reference_on_emoji_capitals_idioms_and_oddities() {
    for line in include_str!("data/vader_more.tsv").lines() {
        let (reference, text) = line.split_once('\t').unwrap();
        assert_eq!(format!("{:.4}", english(text)), reference, "{text}");
    }
}

#[test]
fn english_agrees_with_people() {
    let tweets = tweets();
    let (people, ours): (Vec<f64>, Vec<f64>) = tweets
        .iter()
        .map(|(rating, text)| (*rating, english(text)))
        .unzip();
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    let (x, y) = (mean(&people), mean(&ours));
    let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        people.iter().zip(&ours).map(|(p, o)| f(p - x, o - y)).sum()
    };
    let r = sum(&|p, o| p * o) / (sum(&|p, _| p * p) * sum(&|_, o| o * o)).sqrt();
    assert!(r >= 0.87, "{r}");
}

/// Accuracy and macro F1 over negative, neutral and positive.
fn quality(pairs: &[(usize, usize)]) -> (f64, f64) {
    let right = pairs.iter().filter(|(truth, ours)| truth == ours).count();
    let f1 = |class: usize| {
        let both = pairs.iter().filter(|p| **p == (class, class)).count() as f64;
        let truth = pairs.iter().filter(|p| p.0 == class).count() as f64;
        let ours = pairs.iter().filter(|p| p.1 == class).count() as f64;
        2.0 * both / (truth + ours)
    };
    let mean = (f1(0) + f1(1) + f1(2)) / 3.0;
    (right as f64 / pairs.len() as f64, mean)
}

#[test]
fn dutch_is_as_good_on_service_sentences_as_the_documentation_says() {
    let rows: Vec<(&str, &str)> = SERVICE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('\t').unwrap())
        .collect();
    assert!(rows.len() >= 300);
    let class = |text: &str| {
        let score = read(text, Some(Language::Nl)).score;
        if score > 0.15 {
            2
        } else if score < -0.15 {
            0
        } else {
            1
        }
    };
    let truth = |label: &str| {
        ["negative", "neutral", "positive"]
            .iter()
            .position(|l| *l == label)
            .unwrap()
    };
    let pairs: Vec<_> = rows
        .iter()
        .map(|(label, text)| (truth(label), class(text)))
        .collect();
    for (count, (label, text)) in pairs.iter().zip(&rows).filter(|(p, _)| p.0 != p.1) {
        println!("{label} read as {}: {text}", count.1);
    }
    let (accuracy, f1) = quality(&pairs);
    println!("accuracy {accuracy:.3}, macro F1 {f1:.3}");
    let dutch = rows
        .iter()
        .filter(|(_, text)| read(text, None).language == Some(Language::Nl));
    let detected = dutch.count() as f64 / rows.len() as f64;
    println!("seen to be Dutch {detected:.3}");
    assert!(accuracy >= 0.60 && f1 >= 0.60 && detected > 0.95);
}

#[test]
fn tweets_are_seen_to_be_english() {
    let tweets = tweets();
    let seen = |language| {
        tweets
            .iter()
            .filter(|(_, text)| read(text, None).language == language)
            .count()
    };
    let (english, dutch) = (seen(Some(Language::En)), seen(Some(Language::Nl)));
    assert!(english > 4_000 && dutch < 42, "{english} {dutch}");
}

#[test]
fn both_lexicons_travel_in_sixty_kilobytes() {
    let weigh = |pack: &&[u8]| {
        let mut packed = Vec::new();
        let params = brotli::enc::BrotliEncoderParams {
            quality: 11,
            lgwin: 22,
            ..Default::default()
        };
        brotli::BrotliCompress(&mut &pack[..], &mut packed, &params).unwrap();
        packed.len()
    };
    let sizes: Vec<usize> = packs().iter().map(weigh).collect();
    println!("brotli bytes: {sizes:?}");
    assert!(sizes.iter().sum::<usize>() <= 60_000, "{sizes:?}");
}

fn assert_sound(text: &str, found: &Sentiment) {
    assert!((-1.0..=1.0).contains(&found.score), "{}", found.score);
    assert!(
        (0.0..=1.0).contains(&found.confidence),
        "{}",
        found.confidence
    );
    for word in &found.words {
        assert!(word.weight.is_finite());
        assert!(!text.get(word.start..word.end).unwrap().is_empty());
    }
}

#[test]
fn a_megabyte_is_read_in_both_languages() {
    for line in [
        "not good but bad 😀 really GREAT! ",
        "niet goed maar slecht 😀 heel FIJN! ",
        "😀",
        "x",
        "  ",
    ] {
        let text = line.repeat(1_200_000 / line.len());
        for language in [None, Some(Language::Nl), Some(Language::En)] {
            assert_sound(&text, &read(&text, language));
        }
    }
}

#[test]
fn the_words_that_carried_it_stand_where_they_are_said_to_stand() {
    let text = "  \u{1F600}bad 😀 I'm not very happy,though (GREAT) service";
    let shown: Vec<_> = read(text, Some(Language::En))
        .words
        .iter()
        .map(|w| text.get(w.start..w.end).unwrap())
        .collect();
    assert!(
        shown.contains(&"GREAT") && shown.contains(&"😀"),
        "{shown:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_text_has_a_score_and_places_within_it(text in "\\PC{0,80}", words in proptest::collection::vec(
        proptest::sample::select(vec!["not", "good", "BAD", "but", "niet", "goed", "slecht!", "maar", "😀", ":)", "é", "least", "no", "kind", "of"]), 0..40),
    ) {
        for text in [text, words.join(" "), words.concat()] {
            for language in [None, Some(Language::Nl), Some(Language::En)] {
                assert_sound(&text, &read(&text, language));
            }
        }
    }
}
