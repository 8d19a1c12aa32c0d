//! How good probabilities are: do they order rows rightly, and do they happen as often as they say?

use serde::Serialize;

/// One class of like probabilities, with what happened in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// From this probability ...
    pub from: f64,
    /// ... up to this one.
    pub to: f64,
    /// Rows in it.
    pub rows: usize,
    /// What was foretold, as a mean; 0 without rows.
    pub foretold: f64,
    /// What happened, as a share; 0 without rows.
    pub happened: f64,
}

/// Classes of a reliability table, of equal width.
const BANDS: usize = 10;

/// Returns the chance that a row that happened has a higher probability than one that did not; ties count half.
///
/// None unless there are rows of both kinds.
#[must_use]
pub fn auc(rows: &[(f64, bool)]) -> Option<f64> {
    let mut sorted = rows.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut wins, mut below) = (0.0, 0.0);
    for equal in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let happened = count(equal.iter().filter(|row| row.1).count());
        let not = count(equal.len()) - happened;
        wins += happened * (below + not / 2.0);
        below += not;
    }
    let happened = count(rows.len()) - below;
    let pairs = happened * below;
    (pairs > 0.0).then(|| wins / pairs)
}

/// Returns the reliability table: ten classes of probabilities with what happened in each.
#[must_use]
pub fn reliability(rows: &[(f64, bool)]) -> Vec<Band> {
    let width = 1.0 / count(BANDS);
    let band = |index: usize| {
        let (from, to) = (count(index) * width, count(index + 1) * width);
        let is_last = index + 1 == BANDS;
        let inside = |p: f64| p >= from && (p < to || is_last);
        let own: Vec<_> = rows.iter().filter(|row| inside(row.0)).collect();
        let size = count(own.len().max(1));
        Band {
            from,
            to,
            rows: own.len(),
            foretold: own.iter().map(|row| row.0).sum::<f64>() / size,
            happened: count(own.iter().filter(|row| row.1).count()) / size,
        }
    };
    (0..BANDS).map(band).collect()
}

/// Returns the expected calibration error: how far what happened is from what was foretold, 0 to 1, over the
/// classes by their rows. None without rows.
#[must_use]
pub fn calibration_error(rows: &[(f64, bool)]) -> Option<f64> {
    let off = |band: Band| count(band.rows) * (band.foretold - band.happened).abs();
    let sum: f64 = reliability(rows).into_iter().map(off).sum();
    (!rows.is_empty()).then(|| sum / count(rows.len()))
}

#[expect(clippy::cast_precision_loss, reason = "rows are fewer than 2^52")]
fn count(rows: usize) -> f64 {
    rows as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_judged_with_ties_as_halves() {
        assert_eq!(auc(&[(0.9, true), (0.1, false)]), Some(1.0));
        assert_eq!(auc(&[(0.1, true), (0.9, false)]), Some(0.0));
        assert_eq!(auc(&[(0.5, true), (0.5, false)]), Some(0.5));
        let rows = [(0.8, true), (0.6, false), (0.4, true), (0.2, false)];
        assert_eq!(auc(&rows), Some(0.75));
        assert_eq!(auc(&[(0.5, true)]), None);
    }

    #[test]
    fn what_happens_as_often_as_it_is_foretold_has_no_error() {
        let mut rows = vec![(0.25, false); 75];
        rows.extend([(0.25, true); 25]);
        assert_eq!(calibration_error(&rows), Some(0.0));
        let too_sure = [(1.0, true), (1.0, false)];
        assert_eq!(calibration_error(&too_sure), Some(0.5));
        assert_eq!(calibration_error(&[]), None);
        assert_eq!(reliability(&too_sure)[9].rows, 2);
    }
}
