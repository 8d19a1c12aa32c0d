//! A customer of whom nothing is known.

use super::super::testing::Customer;
use super::super::{Axis, AxisMonth, Panel, alerts, axis, future, header, past, present, stage};
use crate::time::month_of;

#[test]
fn a_new_prospect_gives_empty_answers_and_no_error() {
    let nobody = Customer::default();
    nobody.see(|facts| {
        assert!(alerts(facts).is_empty());
        for panel in [past(facts), present(facts), future(facts)] {
            assert_eq!(panel, Panel::default());
        }
        assert_eq!(stage(facts), None);
        assert_eq!(header(facts).name, "");
        assert_eq!(header(facts).initials, "");
        let month = month_of(facts.now_ms);
        let empty = AxisMonth {
            month,
            ..AxisMonth::default()
        };
        let expected = Axis {
            months: vec![empty],
            ..Axis::default()
        };
        assert_eq!(axis(facts, facts.now_ms, facts.now_ms), expected);
    });
}
