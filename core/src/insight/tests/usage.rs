//! The use of products beside the time before.

use super::super::testing::{Customer, NOW_MS};
use super::super::{FactKey, FactValue, past};
use crate::model::ProductUse;
use crate::time::month_of;

/// Makes a product used for so many whole months until now, so much in each, oldest first.
fn used(amounts: &[i64]) -> ProductUse {
    let months = i32::try_from(amounts.len()).unwrap();
    ProductUse {
        product: "Gas".to_owned(),
        unit: "m³".to_owned(),
        last_ms: NOW_MS,
        from_month: month_of(NOW_MS) - months,
        amounts_milli: amounts.to_vec(),
    }
}

/// Returns amount, months and change of the only product.
fn told(product: ProductUse) -> (i64, u32, Option<i64>) {
    let customer = Customer {
        usage: vec![product],
        ..Customer::default()
    };
    let panel = customer.see(past);
    match panel.find(FactKey::ProductUse).map(|f| &f.value) {
        Some(FactValue::Use {
            amount_milli,
            months,
            change_percent,
            ..
        }) => (*amount_milli, *months, *change_percent),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_year_is_compared_with_the_year_before() {
    let years = [vec![7; 12], vec![100; 12], vec![90; 12]].concat();
    assert_eq!(told(used(&years)), (1_080, 12, Some(-10)));
}

#[test]
fn a_short_history_is_compared_with_the_same_months_of_last_year_and_a_shorter_one_not_at_all() {
    // Fifteen months: winter beside winter, never beside the autumn before it.
    let winter = [vec![100; 3], vec![10; 9], vec![150; 3]].concat();
    assert_eq!(told(used(&winter)), (450, 3, Some(50)));
    assert_eq!(told(used(&[100; 12])), (1_200, 12, None), "no year before");
    assert_eq!(told(used(&[10, 20])), (30, 2, None));
    assert_eq!(told(used(&[0; 30])), (0, 12, None), "nothing before");
}

#[test]
fn the_present_month_does_not_count_and_months_without_use_do() {
    let mut running = used(&[vec![100; 24], vec![999]].concat());
    running.from_month += 1;
    assert_eq!(told(running), (1_200, 12, Some(0)));
    let mut new = used(&[40]);
    new.from_month += 1;
    assert_eq!(told(new), (0, 0, None));
    let mut ended = used(&[100; 18]);
    ended.from_month -= 6;
    assert_eq!(
        told(ended),
        (600, 12, Some(-50)),
        "months without use count"
    );
}

#[test]
fn the_products_used_last_are_told_and_no_more_than_four() {
    let customer = Customer {
        usage: vec![used(&[1]); 7],
        ..Customer::default()
    };
    let facts = customer.see(past).facts;
    let products = facts.iter().filter(|f| f.key == FactKey::ProductUse);
    assert_eq!(products.count(), 4);
}
