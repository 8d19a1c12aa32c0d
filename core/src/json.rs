//! Reading JSON into the types that travel, in a tenth of the code that serde makes for it.
//!
//! serde compiles a reader for every type and every format: for the thirty types that reach the widget that
//! was an eighth of the bundle (ADR 0013). Here the text becomes a tree once, and `#[derive(FromJson)]` takes
//! it apart. The attributes are serde's, so that both read the same; a test holds them together.
//!
//! **Invariant:** only the widget reads this way. It takes what the server wrote, so unknown fields are
//! passed over and an error says nothing but that it cannot be read; the server reads with serde, strictly.

mod parse;

use serde_json::{Map, Value};

pub use klantbeeld_macros::FromJson;

/// A type that a tree of JSON can be taken apart into.
pub trait FromJson: Sized {
    /// Takes it out of the tree; none when it is something else. `Null` stands for a field that is not there.
    fn from_json(value: &mut Value) -> Option<Self>;
}

/// Reads a text; none when it is no JSON or something else.
#[must_use]
pub fn read<T: FromJson>(text: &str) -> Option<T> {
    T::from_json(&mut parse::tree(text)?)
}

/// A field of an object, once for each type of field: `Null` is read when it is not there.
#[doc(hidden)]
#[inline(never)]
pub fn field<T: FromJson>(object: &mut Value, name: &str) -> Option<T> {
    match object.get_mut(name) {
        Some(value) => T::from_json(value),
        None => T::from_json(&mut Value::Null),
    }
}

/// A field that may be left out.
#[doc(hidden)]
pub fn optional_field<T: FromJson + Default>(object: &mut Value, name: &str) -> Option<T> {
    field::<Option<T>>(object, name).map(Option::unwrap_or_default)
}

/// A variant's name and content: `"name"`, or `{"name": content}`.
#[doc(hidden)]
pub fn variant(value: &mut Value) -> Option<(String, Value)> {
    match value {
        Value::String(name) => Some((std::mem::take(name), Value::Null)),
        Value::Object(object) => std::mem::take(object).into_iter().next(),
        _ => None,
    }
}

impl FromJson for () {
    fn from_json(value: &mut Value) -> Option<Self> {
        value.is_null().then_some(())
    }
}

impl FromJson for bool {
    fn from_json(value: &mut Value) -> Option<Self> {
        value.as_bool()
    }
}

impl FromJson for String {
    fn from_json(value: &mut Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(std::mem::take(text)),
            _ => None,
        }
    }
}

impl FromJson for i64 {
    fn from_json(value: &mut Value) -> Option<Self> {
        value.as_i64()
    }
}

impl FromJson for u64 {
    fn from_json(value: &mut Value) -> Option<Self> {
        value.as_u64()
    }
}

macro_rules! narrower {
    ($($number:ty),*) => {
        $(impl FromJson for $number {
            fn from_json(value: &mut Value) -> Option<Self> {
                value.as_i64()?.try_into().ok()
            }
        })*
    };
}
narrower!(i8, i32, u8, u16, u32);

impl FromJson for Map<String, Value> {
    fn from_json(value: &mut Value) -> Option<Self> {
        match value {
            Value::Object(object) => Some(std::mem::take(object)),
            _ => None,
        }
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &mut Value) -> Option<Self> {
        if value.is_null() {
            return Some(None);
        }
        T::from_json(value).map(Some)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &mut Value) -> Option<Self> {
        let values = value.as_array_mut()?;
        let mut list = Self::with_capacity(values.len());
        for value in values {
            list.push(T::from_json(value)?);
        }
        Some(list)
    }
}
