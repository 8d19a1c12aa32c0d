//! The use of products: when last, how much lately, and beside the same time before.
//!
//! **Invariant:** whole months are compared, with the same months a year before: a product such as gas is used
//! by the season. A history that is too short is compared with nothing.

use super::fact::{Basis, FactKey, FactValue, Panel};
use super::facts::{Facts, count};
use crate::model::ProductUse;

/// More products than this are for the timeline to tell.
const MAX_PRODUCTS: usize = 4;
/// The months of a year: as many are told, and as far back lie those that they are compared with.
const YEAR: usize = 12;

/// Returns a product's whole months until the present one, oldest first, in thousandths; empty for one whose
/// use began in the present month.
#[must_use]
pub fn whole_months(facts: &Facts<'_>, product: &ProductUse) -> Vec<i64> {
    let months = facts.month_now().saturating_sub(product.from_month).max(0);
    let known = product.amounts_milli.iter().copied();
    // Months after the last use were months of no use.
    let all = known.chain(std::iter::repeat(0));
    all.take(usize::try_from(months).unwrap_or(0)).collect()
}

/// Adds a fact for each of the products used last.
pub(super) fn products(facts: &Facts<'_>, panel: &mut Panel) {
    for (index, product) in facts.usage.iter().take(MAX_PRODUCTS).enumerate() {
        let months = whole_months(facts, product);
        let compared = compare(&months);
        let span = compared.map_or(YEAR.min(months.len()), |(span, _)| span);
        let value = FactValue::Use {
            index,
            product: product.product.clone(),
            unit: product.unit.clone(),
            last_ms: product.last_ms,
            amount_milli: sum(&months, 0, span),
            months: count(span),
            change_percent: compared.map(|(_, change)| change),
        };
        panel.push(FactKey::ProductUse, value, Basis::WholeMonths);
    }
}

/// Compares the last months to the same ones a year before, in percent, and says how many: a year, or as many as
/// are known of the year before. None without those months or without any use in them.
fn compare(months: &[i64]) -> Option<(usize, i64)> {
    let span = months.len().checked_sub(YEAR)?.min(YEAR);
    let before = sum(months, YEAR, span);
    if span == 0 || before <= 0 {
        return None;
    }
    let more = sum(months, 0, span).saturating_sub(before);
    Some((span, more.saturating_mul(100) / before))
}

/// Adds up so many months, after leaving out as many of the newest.
fn sum(months: &[i64], skipped: usize, span: usize) -> i64 {
    let counted = months.iter().rev().skip(skipped).take(span);
    counted.fold(0, |sum, amount| sum.saturating_add(*amount))
}
