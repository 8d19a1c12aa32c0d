//! The purchase models beside what is published about CDNOW, and on histories of every kind.

#![cfg(feature = "fit")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at what they did not expect"
)]

use std::collections::BTreeMap;
use std::io::Read as _;

use klantbeeld_models::ModelError;
use klantbeeld_models::purchases::fit::{fit_purchases, fit_values};
use klantbeeld_models::purchases::history::histories;
use klantbeeld_models::purchases::lifetime::Horizon;
use klantbeeld_models::purchases::{
    BgNbd, GammaGamma, History, Purchase, Spending, lifetime_value,
};
use proptest::prelude::*;

const SAMPLE: &str = include_str!("data/cdnow_customers_summary_with_transactions.csv");

fn sample() -> Vec<(History, Option<Spending>)> {
    let rows = SAMPLE.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let repeats: u32 = cells[1].parse().unwrap();
        let number = |index: usize| cells[index].parse::<f64>().unwrap();
        let history = History::new(repeats, number(2), number(3)).unwrap();
        (history, Spending::new(repeats, number(4)).ok())
    });
    rows.collect()
}

fn master() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../demo/data/CDNOW_master.txt.gz"
    );
    let mut text = String::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// Lines as purchases, with days counted from 1 January 1997.
fn purchases(text: &str) -> Vec<Purchase<'_>> {
    text.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let day = day(cells.get(1)?)?;
            let amount: f64 = cells.get(3)?.parse().ok()?;
            Some(Purchase {
                customer: cells[0],
                day,
                amount_minor: (amount * 100.0).round() as i64,
                currency: "USD",
            })
        })
        .collect()
}

fn day(text: &str) -> Option<i32> {
    const BEFORE_MONTH: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let number: i32 = text.parse().ok()?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let before = BEFORE_MONTH.get(usize::try_from(month - 1).ok()?)?;
    Some((year - 1997) * 365 + before + day - 1)
}

fn assert_near(actual: &[f64], published: &[f64], tolerance: f64) {
    for (a, p) in actual.iter().zip(published) {
        assert!(
            (a - p).abs() <= tolerance,
            "{actual:?} beside {published:?}"
        );
    }
}

#[test]
fn the_sample_gives_the_published_parameters_to_three_decimals() {
    let histories: Vec<_> = sample().into_iter().map(|(history, _)| history).collect();
    let fit = fit_purchases(&histories).unwrap();
    assert_near(
        &fit.model.numbers(),
        &[0.2426, 4.4135, 0.7929, 2.4258],
        5e-4,
    );
    assert_near(&[fit.log_likelihood], &[-9582.43], 0.005);
    let one_by_one: f64 = histories.iter().map(|h| fit.model.log_likelihood(h)).sum();
    assert_near(&[one_by_one], &[fit.log_likelihood], 1e-6);
    assert!(
        fit.standard_errors
            .unwrap()
            .iter()
            .all(|error| *error > 0.0)
    );
}

#[test]
fn all_customers_of_the_shop_give_the_reference_parameters() {
    let text = master();
    let all = histories(&purchases(&text), day("19970930").unwrap());
    assert_eq!(all.counts.customers, 23_570);
    let list: Vec<_> = all.customers.iter().map(|c| c.history).collect();
    let fit = fit_purchases(&list).unwrap();
    assert_near(
        &fit.model.numbers(),
        &[0.251_624, 4.788_945, 0.723_433, 2.161_087],
        5e-4,
    );
}

#[test]
fn values_of_those_who_came_back_give_the_published_parameters() {
    let spendings: Vec<_> = sample()
        .into_iter()
        .filter_map(|(_, spending)| spending)
        .collect();
    assert_eq!(spendings.len(), 946);
    let fit = fit_values(&spendings).unwrap();
    assert_near(&fit.model.numbers(), &[6.2488, 3.7446, 15.4477], 5e-3);
}

#[test]
fn one_customer_is_foretold_to_six_digits() {
    let histories: Vec<_> = sample().into_iter().map(|(history, _)| history).collect();
    let model = fit_purchases(&histories).unwrap().model;
    let history = History::new(2, 30.43, 38.86).unwrap();
    let expected = model.expected_purchases(&history, 39.0).unwrap();
    assert_near(
        &[expected, model.p_alive(&history)],
        &[1.225_910, 0.726_609],
        2e-6,
    );
}

#[test]
fn the_sum_over_counts_is_the_hypergeometric_function_of_the_paper() {
    // Computed with scipy.special.hyp2f1 for r 0.243, alpha 4.414, a 0.793, b 2.426 and 39 weeks.
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    for (repeats, recency, age, expected) in HYPERGEOMETRIC {
        let history = History::new(repeats, recency, age).unwrap();
        let ours = model.expected_purchases(&history, 39.0).unwrap();
        assert!(
            (ours - expected).abs() < 1e-9 * expected.max(1.0),
            "{ours} {expected}"
        );
    }
}

const HYPERGEOMETRIC: [(u32, f64, f64, f64); 6] = [
    (0, 0.00, 38.86, 0.19509805201125396),
    (1, 1.71, 38.86, 0.2031869870797511),
    (2, 30.43, 38.86, 1.226028174767135),
    (12, 35.00, 36.00, 8.467256441251768),
    (0, 0.00, 0.50, 1.1126087658981536),
    (29, 38.00, 38.43, 19.83235529267205),
];

#[test]
fn the_held_out_months_are_foretold_as_well_as_by_the_reference() {
    let text = master();
    let (until, end) = (day("19970930").unwrap(), day("19980630").unwrap());
    let bought = purchases(&text);
    let histories_of_sample = sample();
    let list: Vec<_> = histories_of_sample
        .iter()
        .map(|(history, _)| *history)
        .collect();
    let model = fit_purchases(&list).unwrap().model;
    let mut days: BTreeMap<&str, std::collections::BTreeSet<i32>> = BTreeMap::new();
    for p in bought.iter().filter(|p| p.day > until && p.day <= end) {
        days.entry(p.customer).or_default().insert(p.day);
    }
    let ids: Vec<&str> = include_str!("data/cdnow_sample_ids.txt").lines().collect();
    let actual = |index: usize| days.get(ids[index]).map_or(0, |days| days.len());
    let (mut foretold, mut seen, mut errors) = (0.0, 0, 0.0);
    for (index, history) in list.iter().enumerate() {
        let expected = model.expected_purchases(history, 39.0).unwrap();
        foretold += expected;
        seen += actual(index);
        errors += (expected - actual(index) as f64).abs();
    }
    assert_eq!(seen, 1_882);
    assert!((foretold - 1_653.0).abs() < 1.0, "{foretold}");
    let mean = errors / list.len() as f64;
    assert!(mean <= 0.785_55, "{mean}");
}

#[test]
fn the_interval_of_a_lifetime_value_holds_what_the_models_say() {
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let values = GammaGamma::new(6.2488, 3.7446, 15.4477).unwrap();
    let history = History::new(10, 36.0, 38.0).unwrap();
    let spending = Spending::new(10, 40.0).unwrap();
    let mut horizon = Horizon {
        weeks: 52.0,
        yearly_discount: 0.0,
        coverage: 0.8,
    };
    let value = lifetime_value(&model, &values, (&history, Some(&spending)), &horizon).unwrap();
    assert!(
        value.low < value.expected && value.expected < value.high,
        "{value:?}"
    );
    let mean = values.expected_value(Some(&spending)).unwrap();
    assert!((value.expected - value.purchases * mean).abs() < 1e-9);
    horizon.yearly_discount = 0.15;
    let later = lifetime_value(&model, &values, (&history, Some(&spending)), &horizon).unwrap();
    assert!(later.expected < value.expected && later.expected > 0.9 * value.expected);
    horizon.coverage = 0.5;
    let narrow = lifetime_value(&model, &values, (&history, Some(&spending)), &horizon).unwrap();
    assert!(narrow.high - narrow.low < later.high - later.low);
}

#[test]
fn too_little_is_said_with_its_count() {
    let once = History::new(0, 0.0, 3.0).unwrap();
    let error = fit_purchases(&[once]).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("not enough data: 1 purchase ("),
        "{error}"
    );
    assert!(matches!(
        fit_purchases(&[]),
        Err(ModelError::NotEnough { .. })
    ));
    let same = vec![Spending::new(2, 5.0).unwrap(); 50];
    assert!(matches!(
        fit_values(&same),
        Err(ModelError::Undetermined(_))
    ));
}

fn any_history() -> impl Strategy<Value = History> {
    let age = prop_oneof![Just(0.0), 0.0..5_000.0];
    let count = prop_oneof![Just(0_u32), 1..20_u32, 1..200_000_u32];
    (count, 0.0..=1.0, age).prop_map(|(repeats, share, age)| {
        let recency = if repeats == 0 { 0.0 } else { share * age };
        History::new(repeats, recency, age).unwrap()
    })
}

fn any_number() -> impl Strategy<Value = f64> {
    (-9.0..6.0_f64).prop_map(|power| 10_f64.powf(power))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn no_history_and_no_model_give_what_is_no_number(
        history in any_history(),
        numbers in [any_number(), any_number(), any_number(), any_number()],
        (p, q, v) in (any_number(), any_number(), any_number()),
        weeks in 0.01..1_000.0_f64,
        spending in proptest::option::of((1..1_000_u32, any_number())),
    ) {
        let model = BgNbd::new(numbers[0], numbers[1], numbers[2], numbers[3]).unwrap();
        let alive = model.p_alive(&history);
        prop_assert!((0.0..=1.0).contains(&alive));
        let expected = model.expected_purchases(&history, weeks).unwrap();
        prop_assert!(expected.is_finite() && expected >= 0.0);
        prop_assert!(model.log_likelihood(&history).is_finite());
        let values = GammaGamma::new(p, q, v).unwrap();
        let spending = spending.and_then(|(days, mean)| Spending::new(days, mean).ok());
        let horizon = Horizon { weeks, yearly_discount: 0.1, coverage: 0.8 };
        if let Ok(value) = lifetime_value(&model, &values, (&history, spending.as_ref()), &horizon) {
            prop_assert!(value.low.is_finite() && value.low >= 0.0 && value.low <= value.high);
            prop_assert!(value.high.is_finite() && value.expected.is_finite());
        }
    }

    #[test]
    fn any_purchases_are_fitted_or_refused_in_words(
        lines in proptest::collection::vec((0..40_u8, 0..400_i32, -5_000..50_000_i64, 0..2_u8), 0..120),
        until in 0..400_i32,
    ) {
        let ids: Vec<String> = (0..40).map(|n| n.to_string()).collect();
        let list: Vec<_> = lines.iter().map(|(who, day, amount_minor, currency)| Purchase {
            customer: &ids[usize::from(*who)],
            day: *day,
            amount_minor: *amount_minor,
            currency: if *currency == 0 { "EUR" } else { "USD" },
        }).collect();
        let all = histories(&list, until);
        let counted: Vec<_> = all.customers.iter().map(|c| c.history).collect();
        match fit_purchases(&counted) {
            Ok(fit) => {
                prop_assert!(fit.log_likelihood.is_finite());
                prop_assert!(fit.model.numbers().iter().all(|n| n.is_finite() && *n > 0.0));
            }
            Err(error) => prop_assert!(!error.to_string().contains("NaN")),
        }
        let spendings: Vec<_> = all.customers.iter().filter_map(|c| c.spending).collect();
        if let Ok(fit) = fit_values(&spendings) {
            prop_assert!(fit.log_likelihood.is_finite());
        }
    }
}
