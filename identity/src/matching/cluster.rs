//! Pairs to persons.
//!
//! **Invariant:** two groups become one only when at least half of the pairs between them were found likely: a chain
//! of records that are each a little alike makes nobody one with the last of them.

use std::collections::{HashMap, HashSet};

use super::pairs::{Decision, Pair};

/// Pairs between two groups that are looked at.
const MAX_LOOKED_AT: usize = 400;

/// Returns the groups of records that are one person by the automatic pairs: each has two records or more, in
/// order, and the groups are in the order of their first.
#[must_use]
pub fn cluster(pairs: &[Pair]) -> Vec<Vec<u32>> {
    let likely: HashSet<(u32, u32)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
    let mut sure: Vec<&Pair> = pairs
        .iter()
        .filter(|pair| pair.decision == Decision::Automatic)
        .collect();
    sure.sort_by(|x, y| {
        let by_probability = y.probability.total_cmp(&x.probability);
        by_probability.then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    let mut group_of: HashMap<u32, usize> = HashMap::new();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for pair in sure {
        let one = group(&mut group_of, &mut groups, pair.a);
        let other = group(&mut group_of, &mut groups, pair.b);
        if one == other || !belong_together(&groups, one, other, &likely) {
            continue;
        }
        let (into, from) = if size(&groups, one) >= size(&groups, other) {
            (one, other)
        } else {
            (other, one)
        };
        let moved = groups.get_mut(from).map(std::mem::take).unwrap_or_default();
        for record in &moved {
            group_of.insert(*record, into);
        }
        if let Some(group) = groups.get_mut(into) {
            group.extend(moved);
        }
    }
    groups.retain(|group| group.len() > 1);
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_unstable();
    groups
}

fn size(groups: &[Vec<u32>], at: usize) -> usize {
    groups.get(at).map_or(0, Vec::len)
}

/// Returns the group of a record, which is its own at first.
fn group(of: &mut HashMap<u32, usize>, groups: &mut Vec<Vec<u32>>, record: u32) -> usize {
    *of.entry(record).or_insert_with(|| {
        groups.push(vec![record]);
        groups.len() - 1
    })
}

fn belong_together(
    groups: &[Vec<u32>],
    one: usize,
    other: usize,
    likely: &HashSet<(u32, u32)>,
) -> bool {
    let members = |at: usize| groups.get(at).into_iter().flatten().copied();
    let between = members(one).flat_map(|a| members(other).map(move |b| (a.min(b), a.max(b))));
    let (mut all, mut yes) = (0_usize, 0_usize);
    for pair in between.take(MAX_LOOKED_AT) {
        all += 1;
        yes += usize::from(likely.contains(&pair));
    }
    yes * 2 >= all
}
