//! Uses that are read from items, and months that become products.

use serde_json::json;

use super::*;
use crate::insight::testing::line;

fn used(kind: &str, payload: &Value) -> Option<(String, String, i64)> {
    let line = line(kind, "i", 0);
    Use::of(&line, payload.as_object().unwrap()).map(|u| (u.product, u.unit, u.quantity_milli))
}

fn month(product: &str, unit: &str, month: i32, uses: u32, quantity_milli: i64) -> ProductMonth {
    ProductMonth {
        month,
        kind: "usage".to_owned(),
        product: product.to_owned(),
        unit: unit.to_owned(),
        uses,
        quantity_milli,
        last_ms: i64::from(month) * 1_000,
    }
}

#[test]
fn an_item_of_use_names_its_product_and_how_much() {
    let gas = json!({"product": " Gas ", "quantity": 12.3456, "unit": "m³"});
    let read = Some(("Gas".to_owned(), "m³".to_owned(), 12_346));
    assert_eq!(used("usage", &gas), read);
    assert_eq!(used("meter", &gas), read);
    assert_eq!(used("charging_session", &gas), read, "a kind of its own");
    assert_eq!(used("order", &gas), None, "what is bought is not used yet");
    let back = json!({"product": "Zon", "quantity": -4, "unit": "kWh"});
    assert_eq!(used("usage", &back).unwrap().2, -4_000);
}

#[test]
fn what_is_not_measured_is_counted_and_what_cannot_be_read_is_not_guessed() {
    let app = Some(("App".to_owned(), String::new(), 0));
    assert_eq!(used("usage", &json!({"product": "App"})), app);
    let odd = json!({"product": "App", "quantity": "veel", "unit": "kWh"});
    assert_eq!(used("usage", &odd), app);
    let huge = json!({"product": "App", "quantity": 1e300, "unit": "kWh"});
    assert_eq!(used("usage", &huge), app);
    assert_eq!(used("usage", &json!({"product": ""})), None);
    assert_eq!(used("usage", &json!({"product": 7, "quantity": 1})), None);
    let long = "x".repeat(500);
    assert_eq!(
        used("usage", &json!({"product": long})).unwrap().0.len(),
        80
    );
}

#[test]
fn months_become_products_without_gaps_the_latest_used_first() {
    let months = [
        month("Gas", "m³", 24_003, 1, 70_000),
        month("Elektriciteit", "kWh", 24_009, 1, 250_000),
        month("Gas", "m³", 24_001, 1, 90_000),
        month("Gas", "kWh", 24_000, 1, 5_000),
        month("Gas", "", 24_011, 1, 0),
        month("App", "", 24_010, 3, 0),
        month("App", "", 24_010, 4, 0),
    ];
    let all = ProductUse::all(&months, 9);
    let told: Vec<_> = all
        .iter()
        .map(|p| (p.product.as_str(), p.unit.as_str(), p.from_month))
        .collect();
    let expected = [
        ("App", "", 24_010),
        ("Elektriciteit", "kWh", 24_009),
        ("Gas", "m³", 24_001),
        ("Gas", "kWh", 24_000),
    ];
    assert_eq!(told, expected);
    let amounts: Vec<_> = all.iter().map(|p| p.amounts_milli.as_slice()).collect();
    let expected: [&[i64]; 4] = [&[7_000], &[250_000], &[90_000, 0, 70_000], &[5_000]];
    assert_eq!(amounts, expected);
    assert_eq!(ProductUse::all(&months, 2).len(), 2);
    assert_eq!(ProductUse::all(&[], 2), []);
}
