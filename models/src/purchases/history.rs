//! From single purchases to what the models read: how often, how lately, since when, and for how much.
//!
//! A day on which somebody buys counts once, whatever they buy on it. What is paid back lowers the value of its day
//! and is no purchase. Purchases in any currency count; values are of one currency only.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::gamma_gamma::Spending;
use crate::ModelError;

/// One purchase, or what was paid back when the amount is negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase<'a> {
    /// Whose.
    pub customer: &'a str,
    /// On which day, counted from any fixed day.
    pub day: i32,
    /// How much, in minor units of the currency.
    pub amount_minor: i64,
    /// The ISO 4217 code.
    pub currency: &'a str,
}

/// A customer's past as BG/NBD reads it, in weeks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// Purchases after the first.
    pub repeats: u32,
    /// From the first purchase to the last.
    pub recency_weeks: f64,
    /// From the first purchase to the day on which we look.
    pub age_weeks: f64,
}

impl History {
    /// Returns a history that makes sense.
    ///
    /// # Errors
    /// [`ModelError::Number`] unless `0 <= recency_weeks <= age_weeks`, both finite, with a recency of 0 for
    /// somebody who bought once.
    pub fn new(repeats: u32, recency_weeks: f64, age_weeks: f64) -> Result<Self, ModelError> {
        let must = |name, must| Err(ModelError::Number { name, must });
        if !age_weeks.is_finite() || age_weeks < 0.0 {
            return must("age_weeks", "a finite number of at least 0");
        }
        if !(0.0..=age_weeks).contains(&recency_weeks) {
            return must("recency_weeks", "between 0 and the age");
        }
        if repeats == 0 && recency_weeks > 0.0 {
            return must("recency_weeks", "0 for somebody who bought once");
        }
        Ok(Self {
            repeats,
            recency_weeks,
            age_weeks,
        })
    }
}

/// What was counted on the way to the histories.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Lines that are purchases until the day.
    pub purchases: usize,
    /// People who bought.
    pub customers: usize,
    /// People who bought on more than one day.
    pub repeat_customers: usize,
    /// Lines after the day, which nobody knew on it.
    pub later: usize,
    /// Lines with a negative amount: they lower a value and are no purchase.
    pub refunds: usize,
    /// Purchases in another currency: they count, and their value does not.
    pub other_currency: usize,
}

/// One customer as the models read them.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer<'a> {
    /// Whose.
    pub id: &'a str,
    /// When they bought.
    pub history: History,
    /// What they paid on the days after the first, if anything.
    pub spending: Option<Spending>,
}

/// All customers as they were known at the end of a day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Histories<'a> {
    /// In the order of their ids.
    pub customers: Vec<Customer<'a>>,
    /// What they were made of.
    pub counts: Counts,
    /// The currency of all values: the one with most purchases.
    pub currency: Option<&'a str>,
}

#[derive(Default)]
struct Day {
    is_purchase: bool,
    total_minor: i64,
}

/// Counts purchases by customer, with what was known at the end of `until_day`.
#[must_use]
pub fn histories<'a>(purchases: &[Purchase<'a>], until_day: i32) -> Histories<'a> {
    let mut counts = Counts::default();
    let known: Vec<_> = purchases.iter().filter(|p| p.day <= until_day).collect();
    counts.later = purchases.len() - known.len();
    let currency = commonest_currency(&known);
    let mut days: BTreeMap<&str, BTreeMap<i32, Day>> = BTreeMap::new();
    for purchase in known {
        let is_refund = purchase.amount_minor < 0;
        let is_other = Some(purchase.currency) != currency;
        counts.refunds += usize::from(is_refund);
        counts.purchases += usize::from(!is_refund);
        counts.other_currency += usize::from(is_other && !is_refund);
        let day = days.entry(purchase.customer).or_default();
        let day = day.entry(purchase.day).or_default();
        day.is_purchase |= !is_refund;
        if !is_other {
            day.total_minor = day.total_minor.saturating_add(purchase.amount_minor);
        }
    }
    let customers: Vec<_> = days
        .into_iter()
        .filter_map(|(id, days)| customer(id, &days, until_day))
        .collect();
    counts.customers = customers.len();
    counts.repeat_customers = customers.iter().filter(|c| c.history.repeats > 0).count();
    Histories {
        customers,
        counts,
        currency,
    }
}

fn commonest_currency<'a>(purchases: &[&Purchase<'a>]) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for purchase in purchases {
        *counts.entry(purchase.currency).or_default() += 1;
    }
    let most = counts.iter().max_by_key(|(_, count)| **count);
    most.map(|(currency, _)| *currency)
}

fn customer<'a>(id: &'a str, days: &BTreeMap<i32, Day>, until_day: i32) -> Option<Customer<'a>> {
    let mut bought = days.iter().filter(|(_, day)| day.is_purchase);
    let (first, _) = bought.next()?;
    let later: Vec<_> = bought.collect();
    let last = later.last().map_or(first, |(day, _)| day);
    let repeats = u32::try_from(later.len()).unwrap_or(u32::MAX);
    let history = History {
        repeats,
        recency_weeks: weeks(*first, *last),
        age_weeks: weeks(*first, until_day),
    };
    let paid: Vec<f64> = later
        .iter()
        .filter(|(_, day)| day.total_minor > 0)
        .map(|(_, day)| minor(day.total_minor))
        .collect();
    let days = u32::try_from(paid.len()).unwrap_or(u32::MAX);
    let mean_minor = paid.iter().sum::<f64>() / f64::from(days.max(1));
    Some(Customer {
        id,
        history,
        spending: Spending::new(days, mean_minor).ok(),
    })
}

fn weeks(from_day: i32, to_day: i32) -> f64 {
    (f64::from(to_day) - f64::from(from_day)) / 7.0
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a model's mean, not an amount that is paid"
)]
fn minor(amount: i64) -> f64 {
    amount as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buys(customer: &str, day: i32, amount_minor: i64) -> Purchase<'_> {
        Purchase {
            customer,
            day,
            amount_minor,
            currency: "EUR",
        }
    }

    #[test]
    fn a_day_counts_once_and_the_first_day_has_no_value() {
        let purchases = [
            buys("a", 0, 900),
            buys("a", 7, 100),
            buys("a", 7, 200),
            buys("a", 21, 500),
            buys("a", 40, 1),
        ];
        let all = histories(&purchases, 28);
        let a = &all.customers[0];
        assert_eq!(a.history, History::new(2, 3.0, 4.0).unwrap());
        assert_eq!(a.spending, Some(Spending::new(2, 400.0).unwrap()));
        assert_eq!((all.counts.purchases, all.counts.later), (4, 1));
    }

    #[test]
    fn what_is_paid_back_is_no_purchase_and_lowers_its_day() {
        let purchases = [
            buys("a", 0, 900),
            buys("a", 7, 300),
            buys("a", 7, -100),
            buys("a", 14, -50),
            buys("b", 3, -5),
        ];
        let all = histories(&purchases, 14);
        assert_eq!(all.customers.len(), 1, "b bought nothing");
        assert_eq!(all.customers[0].history.repeats, 1);
        assert_eq!(
            all.customers[0].spending,
            Some(Spending::new(1, 200.0).unwrap())
        );
        assert_eq!(all.counts.refunds, 3);
    }

    #[test]
    fn currencies_do_not_mix() {
        let mut dollars = buys("a", 7, 99_999);
        dollars.currency = "USD";
        let purchases = [
            buys("a", 0, 100),
            dollars,
            buys("a", 14, 300),
            buys("a", 21, 500),
        ];
        let all = histories(&purchases, 21);
        assert_eq!(all.currency, Some("EUR"));
        assert_eq!(all.customers[0].history.repeats, 3);
        assert_eq!(
            all.customers[0].spending,
            Some(Spending::new(2, 400.0).unwrap())
        );
        assert_eq!(all.counts.other_currency, 1);
    }

    #[test]
    fn all_in_one_second_is_one_purchase_day() {
        let all = histories(&[buys("a", 3, 1), buys("a", 3, 1), buys("a", 3, 1)], 3);
        assert_eq!(all.customers[0].history, History::new(0, 0.0, 0.0).unwrap());
        assert_eq!(all.customers[0].spending, None);
    }
}
