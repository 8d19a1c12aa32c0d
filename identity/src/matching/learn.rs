//! Learns from the records themselves how often fields agree: expectation and maximisation, without examples.
//!
//! How often two people agree by chance (u) comes from pairs taken at random; how often one person's records agree (m)
//! from the pairs of each pass, where the fields of its key are left out, for they agree by choice. What is learned
//! of few records is drawn towards what is usual.

use std::collections::BTreeMap;

use super::compare::{LEVELS, Level, Pattern, compare};
use super::model::{FieldModel, Model};
use super::passes::Passes;
use super::schema::Kind;
use super::table::Table;

/// Pairs that are taken at random.
const RANDOM_PAIRS: u32 = 40_000;
/// About how many pairs of the passes are learned from.
const SAMPLE_PAIRS: u64 = 250_000;
/// Rounds of expectation and maximisation, at most.
const ROUNDS: usize = 60;
/// When no probability moves more than this, all is learned.
const SETTLED: f64 = 1e-5;
/// How many pairs what is usual of m counts for.
const USUAL_MATCHES: f64 = 10.0;
/// How many pairs what is usual of u counts for.
const USUAL_PAIRS: f64 = 2_000.0;

/// Patterns and how often each was found.
type Counts = BTreeMap<Pattern, f64>;

/// What the passes give to learn from.
struct Sample {
    of_pass: Vec<Counts>,
    /// Pairs of any pass, each once.
    all: Counts,
    /// Only every so manieth block was taken.
    stride: f64,
}

/// Learns how the fields of a table agree.
#[must_use]
pub fn learn(table: &Table, passes: &Passes) -> Model {
    let random = random_levels(table);
    let sample = sample(table, passes);
    let mut model = begin(table);
    // How many pairs are of one person is not known at first, and they are among the pairs taken at random.
    for _ in 0..3 {
        let matches = model.prior * table.pair_count();
        set_u(&mut model, table, &random, matches);
        learn_m(&mut model, passes, &sample);
        model.prior = learn_prior(&model, table, &sample);
    }
    model
}

/// Returns what is usual before any pair is seen.
fn begin(table: &Table) -> Model {
    let fields = table.schema().fields().iter().map(|field| FieldModel {
        name: field.name.clone(),
        kind: field.kind,
        m: usual_m(field.kind),
        u: [0.0; LEVELS],
    });
    let pairs = table.pair_count().max(1.0);
    Model {
        prior: (0.05 * f64::from(table.len()) / pairs).clamp(1e-12, 0.1),
        place_cap_bits: Model::place_cap(table.len()),
        fields: fields.collect(),
    }
}

/// Returns how often one person's records agree, as a rule.
fn usual_m(kind: Kind) -> [f64; LEVELS] {
    match kind {
        Kind::Identifier => [0.0, 0.04, 0.005, 0.005, 0.95],
        _ => [0.0, 0.06, 0.03, 0.06, 0.85],
    }
}

/// Compares pairs at random, and counts the levels of each field.
fn random_levels(table: &Table) -> Vec<[f64; LEVELS]> {
    let mut counts = vec![[0.0; LEVELS]; table.columns.len()];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: u32| {
        // SplitMix64: the same pairs each time.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % u64::from(below)).unwrap_or_default()
    };
    let total = table.len();
    if total < 2 {
        return counts;
    }
    let second = table.second_from();
    for _ in 0..RANDOM_PAIRS {
        let (a, b) = match second {
            Some(from) if from > 0 && from < total => (next(from), from + next(total - from)),
            _ => (next(total), next(total)),
        };
        if !table.is_pair(a, b) {
            continue;
        }
        let pattern = compare(table, a, b);
        for (place, levels) in counts.iter_mut().enumerate() {
            if let Some(count) = levels.get_mut(pattern.get(place) as usize) {
                *count += 1.0;
            }
        }
    }
    counts
}

/// Sets how often two people agree. To have the same is counted over all pairs, by the values; the
/// other levels share the rest as they do at random.
fn set_u(model: &mut Model, table: &Table, random: &[[f64; LEVELS]], matches: f64) {
    let columns = table.columns.iter().zip(random);
    for (field, (column, levels)) in model.fields.iter_mut().zip(columns) {
        let square = |count: &u32| f64::from(*count) * (f64::from(*count) - 1.0) / 2.0;
        let known = column.counts().iter().map(|c| f64::from(*c)).sum::<f64>();
        let pairs = (known * (known - 1.0) / 2.0).max(0.0);
        let agreeing: f64 = column.counts().iter().map(square).sum();
        let by_chance = (agreeing - matches * field.m_of(Level::Same)).max(agreeing * 0.1);
        let usual = field.kind.usual_chance();
        let same = (by_chance + usual * USUAL_PAIRS) / (pairs + USUAL_PAIRS);
        let same = same.clamp(1e-9, 0.999);
        let others = [Level::Differs, Level::Similar, Level::Near];
        let count = |level: Level| levels.get(level as usize).copied().unwrap_or_default() + 1.0;
        let all: f64 = others.iter().map(|level| count(*level)).sum();
        for level in Level::ALL {
            let chance = match level {
                Level::Missing => 0.0,
                Level::Same => same,
                other => (1.0 - same) * count(other) / all,
            };
            if let Some(u) = field.u.get_mut(level as usize) {
                *u = chance;
            }
        }
    }
}

fn sample(table: &Table, passes: &Passes) -> Sample {
    let stride = usize::try_from(passes.size() / SAMPLE_PAIRS).unwrap_or(1) + 1;
    let mut of_pass = Vec::with_capacity(passes.count());
    let mut all = Counts::new();
    for number in 0..passes.count() {
        let mut counts = Counts::new();
        let visit = |a, b, is_new| {
            let pattern = compare(table, a, b);
            *counts.entry(pattern).or_default() += 1.0;
            if is_new {
                *all.entry(pattern).or_default() += 1.0;
            }
        };
        passes.visit(number, stride, table, visit, |_| {});
        of_pass.push(counts);
    }
    #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
    let stride = stride as f64;
    Sample {
        of_pass,
        all,
        stride,
    }
}

/// Learns m from every pass; a field's is the mean over those that do not have it in their key, each by the pairs of one person in it.
fn learn_m(model: &mut Model, passes: &Passes, sample: &Sample) {
    let usual: Vec<[f64; LEVELS]> = model.fields.iter().map(|f| usual_m(f.kind)).collect();
    let mut sums: Vec<[f64; LEVELS]> = usual
        .iter()
        .map(|levels| levels.map(|m| m * USUAL_MATCHES))
        .collect();
    for (number, counts) in sample.of_pass.iter().enumerate() {
        let is_key = |field| passes.is_key(number, field);
        let expected = learn_pass(model.clone(), counts, &usual, is_key);
        for (place, (sum, levels)) in sums.iter_mut().zip(&expected).enumerate() {
            if !is_key(place) {
                sum.iter_mut().zip(levels).for_each(|(s, l)| *s += l);
            }
        }
    }
    for (field, sum) in model.fields.iter_mut().zip(sums) {
        field.m = normal(sum);
    }
}

/// Returns how many pairs of one person have each level, by the pairs of one pass.
fn learn_pass(
    mut model: Model,
    counts: &Counts,
    usual: &[[f64; LEVELS]],
    is_key: impl Fn(usize) -> bool,
) -> Vec<[f64; LEVELS]> {
    let all: f64 = counts.values().sum();
    let mut prior = 0.2;
    let mut sums = vec![[0.0; LEVELS]; usual.len()];
    for _ in 0..ROUNDS {
        sums = vec![[0.0; LEVELS]; usual.len()];
        let mut matches = 0.0;
        for (pattern, count) in counts {
            let expected = count * model.of_pattern(*pattern, prior, &is_key);
            matches += expected;
            for (place, sum) in sums.iter_mut().enumerate() {
                if let Some(sum) = sum.get_mut(pattern.get(place) as usize) {
                    *sum += expected;
                }
            }
        }
        prior = ((matches + 0.5) / (all + 1.0)).clamp(1e-9, 0.999);
        let mut moved = 0.0_f64;
        for ((field, sum), usual) in model.fields.iter_mut().zip(&sums).zip(usual) {
            let mut drawn = *sum;
            for (sum, m) in drawn.iter_mut().zip(usual) {
                *sum += m * USUAL_MATCHES;
            }
            let m = normal(drawn);
            for (old, new) in field.m.iter().zip(m) {
                moved = moved.max((old - new).abs());
            }
            field.m = m;
        }
        if moved < SETTLED {
            break;
        }
    }
    sums
}

/// Makes shares of counts; the missing level has none.
fn normal(mut counts: [f64; LEVELS]) -> [f64; LEVELS] {
    if let Some(missing) = counts.get_mut(Level::Missing as usize) {
        *missing = 0.0;
    }
    let all: f64 = counts.iter().sum();
    counts.map(|count| if all > 0.0 { count / all } else { 0.0 })
}

/// Returns how likely any two records are one person: as many as the passes find, among all pairs.
fn learn_prior(model: &Model, table: &Table, sample: &Sample) -> f64 {
    let pairs = table.pair_count().max(1.0);
    let mut prior = model.prior;
    for _ in 0..20 {
        let expected = |(pattern, count): (&Pattern, &f64)| {
            count * model.of_pattern(*pattern, prior, |_| false)
        };
        let matches = sample.all.iter().map(expected).sum::<f64>() * sample.stride;
        prior = ((matches + 0.5) / pairs).clamp(1e-12, 0.3);
    }
    prior
}
