//! The tallies of a customer as they travel: a list of numbers for each kind.
//!
//! A busy customer has some two thousand of them. As objects they were most of the first answer, and
//! reading them took longer than showing the rest of it.

use serde::{Deserialize, Serialize};

use super::MonthTally;

/// Items counted per month, kind and currency; channel and source are empty. In any order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<KindMonths>", into = "Vec<KindMonths>")]
pub struct Months(pub Vec<MonthTally>);

/// What one kind and currency did. A row is month, count, amount in minor units, latest `at_ms`, sum of the
/// moods, and how many had one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindMonths {
    kind: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    currency: String,
    rows: Vec<i64>,
}

/// Numbers in a row.
const ROW: usize = 6;

/// A list of rows is not a whole number of them, or one of its counts is out of range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a row of months is six numbers: month, count, amount, latest, mood sum, moods")]
pub struct BrokenMonths;

impl KindMonths {
    fn tally(&self, row: &[i64]) -> Option<MonthTally> {
        let &[month, count, amount_minor, last_ms, mood_sum, mood_count] = row else {
            return None;
        };
        Some(MonthTally {
            month: month.try_into().ok()?,
            kind: self.kind.clone(),
            channel: String::new(),
            source: String::new(),
            count: count.try_into().ok()?,
            amount_minor,
            currency: self.currency.clone(),
            last_ms,
            mood_sum: mood_sum.try_into().ok()?,
            mood_count: mood_count.try_into().ok()?,
        })
    }
}

impl TryFrom<Vec<KindMonths>> for Months {
    type Error = BrokenMonths;

    fn try_from(kinds: Vec<KindMonths>) -> Result<Self, BrokenMonths> {
        let rows = kinds
            .iter()
            .flat_map(|kind| kind.rows.chunks(ROW).map(|row| kind.tally(row)));
        let months: Option<Vec<MonthTally>> = rows.collect();
        months.map(Self).ok_or(BrokenMonths)
    }
}

impl From<Months> for Vec<KindMonths> {
    fn from(Months(mut months): Months) -> Self {
        months.sort_by(|a, b| place(a).cmp(&place(b)));
        let same =
            |a: &MonthTally, b: &MonthTally| (&a.kind, &a.currency) == (&b.kind, &b.currency);
        months
            .chunk_by(same)
            .filter_map(|tallies| {
                let first = tallies.first()?;
                Some(KindMonths {
                    kind: first.kind.clone(),
                    currency: first.currency.clone(),
                    rows: tallies.iter().flat_map(row).collect(),
                })
            })
            .collect()
    }
}

fn place(tally: &MonthTally) -> (&str, &str, i32) {
    (&tally.kind, &tally.currency, tally.month)
}

fn row(tally: &MonthTally) -> [i64; ROW] {
    [
        tally.month.into(),
        tally.count.into(),
        tally.amount_minor,
        tally.last_ms,
        tally.mood_sum.into(),
        tally.mood_count.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(kind: &str, currency: &str, month: i32) -> MonthTally {
        MonthTally {
            month,
            kind: kind.to_owned(),
            channel: String::new(),
            source: String::new(),
            count: 2,
            amount_minor: -1_250,
            currency: currency.to_owned(),
            last_ms: 1_790_000_000_000,
            mood_sum: -40,
            mood_count: 1,
        }
    }

    #[test]
    fn months_come_back_as_they_went_grouped_by_kind_and_currency() {
        let months = Months(vec![
            tally("call", "", 24_001),
            tally("purchase", "EUR", 24_000),
            tally("purchase", "USD", 24_000),
            tally("call", "", 24_000),
        ]);
        let text = serde_json::to_string(&months).unwrap();
        assert_eq!(text.matches("\"kind\"").count(), 3, "{text}");
        let read: Months = serde_json::from_str(&text).unwrap();
        let sorted = |Months(mut all): Months| {
            all.sort_by(|a, b| place(a).cmp(&place(b)));
            all
        };
        assert_eq!(sorted(read), sorted(months));
    }

    #[test]
    fn half_a_row_or_a_count_that_is_no_count_is_refused() {
        for rows in ["[24000,1]", "[24000,-1,0,5,0,0]", "[99999999999,1,0,5,0,0]"] {
            let text = format!(r#"[{{"kind":"call","rows":{rows}}}]"#);
            assert!(serde_json::from_str::<Months>(&text).is_err(), "{text}");
        }
    }
}
