//! What a customer spent, by one definition.
//!
//! The same money is seen up to three times: as ordered, as invoiced, as paid. The three are never added up; the
//! fullest counts, because a source that does not deliver makes a view smaller and never larger.
//! **What counts** in a view: what happened in the last 36 months, and was not called off, turned down or only
//! planned. **A refund** goes off where its purchase counted: off the order, invoice or payment that it answers
//! (also by way of a return) and those that answer each other with it, and nowhere when that was called off or is
//! too long ago. What pays a credit note back goes off what was paid. What answers something that is no purchase
//! (a claim, a complaint) pays no purchase back; one that answers nothing goes off every view.
//! Currencies never mix.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{Basis, FactKey, FactValue, Panel};
use super::facts::Facts;
use super::history::History;
use crate::model::{ItemLine, Status};
use crate::money::{Currency, Money};
use crate::time::month_of;

/// Money is told over this year and the two before it, by month.
const SPENT_MONTHS: i32 = 36;
/// A refund answers a return, which answers an order: no chain is much longer.
const MOST_STEPS: usize = 4;

/// One of the three views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Paid,
    Invoiced,
    Ordered,
}

impl Seen {
    const ALL: [Self; 3] = [Self::Paid, Self::Invoiced, Self::Ordered];

    fn of(base: &str) -> Option<Self> {
        match base {
            "payment" | "debit" => Some(Self::Paid),
            "invoice" => Some(Self::Invoiced),
            "order" => Some(Self::Ordered),
            _ => None,
        }
    }

    fn basis(self) -> Basis {
        match self {
            Self::Paid => Basis::Paid,
            Self::Invoiced => Basis::Invoiced,
            Self::Ordered => Basis::Ordered,
        }
    }
}

/// The money lines of one customer, and who answers whom among them.
struct Ledger<'f, 'a> {
    facts: Facts<'f>,
    lines: &'a [ItemLine],
    by_id: BTreeMap<&'a str, &'a ItemLine>,
    answers: BTreeMap<&'a str, Vec<&'a ItemLine>>,
}

/// What one currency saw: sums, and what they rest on.
#[derive(Default)]
struct Sums<'a> {
    views: [i64; 3],
    counted: [Vec<&'a ItemLine>; 3],
}

impl<'a> Sums<'a> {
    fn add(&mut self, seen: Seen, amount_minor: i64, line: &'a ItemLine) {
        let place = seen as usize;
        if let (Some(sum), Some(counted)) = (self.views.get_mut(place), self.counted.get_mut(place))
        {
            *sum = sum.saturating_add(amount_minor);
            counted.push(line);
        }
    }
}

impl<'f, 'a> Ledger<'f, 'a> {
    fn new(facts: Facts<'f>, history: &'a History) -> Self {
        let lines = history.money.as_slice();
        let mut answers: BTreeMap<&str, Vec<&ItemLine>> = BTreeMap::new();
        for line in lines {
            if let Some(id) = &line.reply_to {
                answers.entry(id.as_str()).or_default().push(line);
            }
        }
        let by_id = lines.iter().map(|l| (l.item_id.as_str(), l)).collect();
        Self {
            facts,
            lines,
            by_id,
            answers,
        }
    }

    fn seen(&self, line: &ItemLine) -> Option<Seen> {
        Seen::of(self.facts.base(&line.kind))
    }

    /// Returns whether something happened, in the months that are told.
    fn counts(&self, line: &ItemLine) -> bool {
        let now = self.facts.month_now();
        let range = now.saturating_sub(SPENT_MONTHS - 1)..=now;
        happened(&self.facts, line) && range.contains(&month_of(line.at_ms))
    }

    /// Returns the purchase that a refund pays back.
    fn purchase(&self, refund: &ItemLine) -> Option<&'a ItemLine> {
        let mut line = refund;
        for _ in 0..MOST_STEPS {
            let answered = self.by_id.get(line.reply_to.as_ref()?.as_str()).copied()?;
            if self.seen(answered).is_some() {
                return Some(answered);
            }
            line = answered;
        }
        None
    }

    /// Returns the views off which a refund goes.
    fn views_of(&self, refund: &ItemLine, currency: Currency) -> BTreeSet<Seen> {
        let Some(purchase) = self.purchase(refund) else {
            let is_of_nothing = refund.reply_to.is_none();
            let all = Seen::ALL.into_iter().filter(|_| is_of_nothing);
            return all.collect();
        };
        let answered = purchase
            .reply_to
            .as_ref()
            .and_then(|id| self.by_id.get(id.as_str()));
        let answers = self.answers.get(purchase.item_id.as_str());
        let same = answered.into_iter().chain(answers.into_iter().flatten());
        let is_paid_back = |line: &ItemLine| line.amount.is_some_and(|m| m.amount_minor < 0);
        let mut views = BTreeSet::new();
        for line in same.copied().chain([purchase]) {
            let has_currency = line.amount.is_some_and(|m| m.currency == currency);
            if has_currency && !is_paid_back(line) && self.counts(line) {
                views.extend(self.seen(line));
            }
        }
        // An invoice is paid, whether or not the payment names it; so is a credit note.
        if self.seen(purchase) == Some(Seen::Invoiced) && self.counts(purchase) {
            views.insert(Seen::Paid);
        }
        views
    }

    fn sums(&self) -> BTreeMap<Currency, Sums<'a>> {
        let mut sums: BTreeMap<Currency, Sums<'a>> = BTreeMap::new();
        for line in self.lines.iter().filter(|l| happened(&self.facts, l)) {
            let Some(money) = line.amount else { continue };
            if self.facts.base(&line.kind) == "refund" {
                let is_new = self.counts(line);
                let has_purchase = self.purchase(line).is_some();
                if is_new || has_purchase {
                    let off = money.amount_minor.saturating_abs().saturating_neg();
                    for seen in self.views_of(line, money.currency) {
                        sums.entry(money.currency).or_default().add(seen, off, line);
                    }
                }
            } else if let Some(seen) = self.seen(line).filter(|_| self.counts(line)) {
                let sum = sums.entry(money.currency).or_default();
                sum.add(seen, money.amount_minor, line);
            }
        }
        sums
    }
}

/// Returns whether something took place and was neither called off, turned down nor only planned.
pub(super) fn happened(facts: &Facts<'_>, line: &ItemLine) -> bool {
    use Status::{Cancelled, Planned, Rejected};
    line.at_ms <= facts.now_ms && !matches!(line.status, Some(Cancelled | Rejected | Planned))
}

/// Adds what was spent, the currency with the most first.
pub(super) fn spent(facts: &Facts<'_>, history: &History, panel: &mut Panel) {
    let ledger = Ledger::new(*facts, history);
    let mut told: Vec<(Money, Basis, Vec<&ItemLine>)> = Vec::new();
    for (currency, sums) in ledger.sums() {
        let mut views = Seen::ALL.into_iter().zip(sums.views).zip(sums.counted);
        let Some(first) = views.next() else { continue };
        // Of equals the first: what was paid is the surest.
        let fuller = |a: ((Seen, i64), _), b: ((Seen, i64), _)| if b.0.1 > a.0.1 { b } else { a };
        let ((seen, amount_minor), counted) = views.fold(first, fuller);
        if amount_minor > 0 {
            let money = Money {
                amount_minor,
                currency,
            };
            told.push((money, seen.basis(), counted));
        }
    }
    told.sort_by_key(|(money, _, _)| std::cmp::Reverse(money.amount_minor));
    for (money, basis, counted) in told {
        panel
            .push(FactKey::Spent, FactValue::Money(money), basis)
            .because(counted);
    }
}
