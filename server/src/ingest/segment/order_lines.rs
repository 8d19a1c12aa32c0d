//! The products of an order, as order lines in the shape that every source's have.

use klantbeeld_core::money::{Currency, MoneyError};
use serde_json::{Map, Value};

use super::super::decimal::Quantity;
use super::super::oddity::{Note, Oddity, excerpt};
use super::amount::{self, push_once};
use super::wire;

/// Returns the products with their places. A list with gaps counts, which PHP writes as an object of numbers.
pub(super) fn products(properties: &Map<String, Value>) -> Option<Vec<(usize, &Value)>> {
    match properties.get("products")? {
        Value::Array(products) => Some(products.iter().enumerate().collect()),
        Value::Object(products) => {
            let numbered = products
                .iter()
                .map(|(key, product)| Some((key.parse::<usize>().ok()?, product)));
            let mut numbered: Vec<_> = numbered.collect::<Option<_>>()?;
            numbered.sort_by_key(|(place, _)| *place);
            Some(numbered)
        }
        _ => None,
    }
}

/// Makes order lines: `product`, `quantity` and `amount_minor` for the whole line, beside what the source said of
/// the product. What is odd is left out and noted.
pub(super) fn lines(properties: &Map<String, Value>, notes: &mut Vec<Note>) -> Option<Value> {
    let products = products(properties)?;
    let currency = amount::currency(properties, notes)
        .map_err(|note| push_once(notes, note))
        .ok();
    let mut lines = Vec::with_capacity(products.len());
    for (place, product) in products {
        let part = format!("properties.products[{place}]");
        match product {
            Value::Object(product) => lines.push(line(product, &part, currency, notes)),
            other if wire::is_empty(other) => {}
            other => notes.push(Note::shape(&part, other, "an object")),
        }
    }
    Some(Value::Array(lines))
}

fn line(
    product: &Map<String, Value>,
    part: &str,
    currency: Option<Currency>,
    notes: &mut Vec<Note>,
) -> Value {
    let mut line = product.clone();
    if let Some(name) = line.remove("name") {
        line.insert("product".to_owned(), name);
    }
    let quantity = match line.remove("quantity") {
        Some(said) if !wire::is_empty(&said) => match quantity(&said) {
            Some(quantity) => Some(quantity),
            None => {
                let text = excerpt(&said.to_string());
                notes.push(Note::new(&format!("{part}.quantity"), Oddity::Number(text)));
                None
            }
        },
        _ => Some(Quantity::ONE),
    };
    if let Some(quantity) = quantity {
        line.insert("quantity".to_owned(), quantity.to_json());
    }
    let price = line.get("price").filter(|price| !wire::is_empty(price));
    if let (Some(price), Some(quantity), Some(currency)) = (price, quantity, currency) {
        let read = amount::money(price, currency).and_then(|price| {
            let too_large = || MoneyError::Overflow(price.decimal('.'));
            quantity.times(price.amount_minor).ok_or_else(too_large)
        });
        match read {
            Ok(amount_minor) => {
                line.insert("amount_minor".to_owned(), amount_minor.into());
                line.insert("currency".to_owned(), currency.as_str().into());
            }
            Err(problem) => notes.push(Note::money(&format!("{part}.price"), problem)),
        }
    }
    Value::Object(line)
}

fn quantity(value: &Value) -> Option<Quantity> {
    match value {
        Value::String(text) => Quantity::parse(text),
        // Nine decimals leave out what adding up in floating point left behind.
        Value::Number(number) if number.is_f64() => {
            Quantity::parse(&format!("{:.9}", number.as_f64()?))
        }
        Value::Number(number) => Quantity::parse(&number.to_string()),
        _ => None,
    }
}
