//! Values of attributes, styles and properties, fixed or following signals.

use std::borrow::Cow;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::number::decimal;
use super::reactive::follow;
use crate::signal::{Make, Memo, Read, Signal};

/// What is written into an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing: an attribute or a style is taken away.
    Absent,
    /// An attribute without a text, a ticked box.
    Flag(bool),
    /// A text.
    Text(Cow<'static, str>),
}

/// What a value can be made of.
pub(crate) trait ToValue {
    /// The value.
    fn to_value(self) -> Value;
}

impl ToValue for bool {
    fn to_value(self) -> Value {
        Value::Flag(self)
    }
}

impl ToValue for &'static str {
    fn to_value(self) -> Value {
        Value::Text(Cow::Borrowed(self))
    }
}

impl ToValue for String {
    fn to_value(self) -> Value {
        Value::Text(Cow::Owned(self))
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(self) -> Value {
        self.map_or(Value::Absent, T::to_value)
    }
}

/// Where a value is written; one function for each place.
type Write = fn(&Element, &str, &Value);

/// What can stand behind `=` in a view.
pub(crate) trait Attribute {
    /// Writes it into the element, again and again if it follows signals.
    fn bind(self, element: &Element, name: &'static str, write: Write);
}

impl<T: ToValue, F: FnMut() -> T + 'static> Attribute for F {
    fn bind(mut self, element: &Element, name: &'static str, write: Write) {
        bind_closure(element, name, write, Box::new(move || self().to_value()));
    }
}

impl<T: ToValue + Clone + 'static> Attribute for Signal<T> {
    fn bind(self, element: &Element, name: &'static str, write: Write) {
        (move || self.get()).bind(element, name, write);
    }
}

impl<T: ToValue + Clone + 'static> Attribute for Memo<T> {
    fn bind(self, element: &Element, name: &'static str, write: Write) {
        (move || self.get()).bind(element, name, write);
    }
}

fn bind_closure(
    element: &Element,
    name: &'static str,
    write: Write,
    mut make: Box<dyn Make<Value>>,
) {
    let element = element.clone();
    let mut before = Value::Absent;
    follow(Box::new(move || {
        let now = make.make();
        if now != before {
            write(&element, name, &now);
            before = now;
        }
    }));
}

impl ToValue for f64 {
    fn to_value(self) -> Value {
        decimal(self).to_value()
    }
}

/// Numbers are written as texts, and fixed values once.
macro_rules! fixed {
    (as text: $($number:ty),*; $($fixed:ty),*) => {
        $(impl ToValue for $number {
            fn to_value(self) -> Value {
                self.to_string().to_value()
            }
        })*
        $(impl Attribute for $number {
            fn bind(self, element: &Element, name: &'static str, write: Write) {
                write(element, name, &self.to_value());
            }
        })*
        $(impl Attribute for $fixed {
            fn bind(self, element: &Element, name: &'static str, write: Write) {
                write(element, name, &self.to_value());
            }
        })*
    };
}
fixed!(as text: u32, i32, usize, i64; f64, bool, &'static str, String, Option<&'static str>, Option<String>);

pub(super) fn write_attribute(element: &Element, name: &str, value: &Value) {
    // Only a name with a blank or the like is refused, and names are literals.
    let _ = match value {
        Value::Absent | Value::Flag(false) => element.remove_attribute(name),
        Value::Flag(true) => element.set_attribute(name, ""),
        Value::Text(text) => element.set_attribute(name, text),
    };
}

/// Styles go through the CSSOM, which no content security policy forbids.
pub(super) fn write_style(element: &Element, name: &str, value: &Value) {
    let style = element.unchecked_ref::<web_sys::HtmlElement>().style();
    let _ = match value {
        Value::Text(text) => style.set_property(name, text),
        Value::Absent | Value::Flag(_) => style.remove_property(name).map(drop),
    };
}

pub(super) fn write_property(element: &Element, name: &str, value: &Value) {
    let value = match value {
        Value::Absent => JsValue::NULL,
        Value::Flag(flag) => JsValue::from_bool(*flag),
        Value::Text(text) => JsValue::from_str(text),
    };
    let _ = js_sys::Reflect::set(element, &JsValue::from_str(name), &value);
}
