//! The zone in which days and times are told: the organisation's, or the device's where that is not known.
//!
//! It exists because "today", "tomorrow" and "overdue" are the same for all who look, whatever the clock of the
//! device in their hands says.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A zone that the browser knows.
struct Known {
    name: String,
    /// Writes a moment so that it ends with the offset, such as `GMT+01:00`.
    offsets: Function,
}

thread_local! {
    static ZONE: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// Takes a zone by its IANA name; the device's for none, and for one that the browser does not know. Returns
/// whether it is another than before: then what was made for the former one is to be made anew.
pub(super) fn take(name: Option<&str>) -> bool {
    let is_same = ZONE.with_borrow(|zone| zone.as_ref().map(|known| known.name.as_str()) == name);
    if is_same {
        return false;
    }
    let known = name.and_then(|name| {
        let name = name.to_owned();
        let offsets = offsets(&name)?;
        Some(Known { name, offsets })
    });
    ZONE.set(known);
    true
}

/// Returns what tells the offsets of a zone; none where the browser does not know the zone or cannot tell.
fn offsets(name: &str) -> Option<Function> {
    let options = Object::new();
    set(&options, &JsValue::from_str(name));
    let key = JsValue::from_str("timeZoneName");
    Reflect::set(&options, &key, &JsValue::from_str("longOffset")).ok()?;
    // An unknown zone is an exception, which only a construction by reflection gives as a value.
    let class = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let class = Reflect::get(&class, &JsValue::from_str("DateTimeFormat")).ok()?;
    let arguments = Array::of2(&JsValue::from_str("en"), &options);
    let made = Reflect::construct::<fn() -> JsValue>(class.dyn_ref()?, &arguments).ok()?;
    Some(made.unchecked_into::<Intl::DateTimeFormat>().format())
}

/// Lets dates be written in a zone.
pub(super) fn set(options: &Object, zone: &JsValue) {
    // Setting a plain property on a fresh object cannot fail.
    let _ = Reflect::set(options, &JsValue::from_str("timeZone"), zone);
}

/// Lets dates be written in the zone that is in use.
pub(super) fn add_to(options: &Object) {
    ZONE.with_borrow(|zone| {
        if let Some(known) = zone {
            set(options, &JsValue::from_str(&known.name));
        }
    });
}

/// Returns how many milliseconds east of UTC the zone in use is at a moment.
#[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are f64")]
#[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
pub(crate) fn offset_ms(at_ms: i64) -> i64 {
    let named = ZONE.with_borrow(|zone| {
        let moment = JsValue::from_f64(at_ms as f64);
        let text = zone.as_ref()?.offsets.call1(&JsValue::UNDEFINED, &moment);
        read_offset_ms(&text.ok()?.as_string()?)
    });
    named.unwrap_or_else(|| {
        let minutes = Date::new(&JsValue::from_f64(at_ms as f64)).get_timezone_offset();
        -(minutes as i64) * 60_000
    })
}

/// Reads the offset at the end of `1/7/2026, GMT+01:00`; `GMT` alone is none, and there were zones with seconds.
fn read_offset_ms(text: &str) -> Option<i64> {
    let (_, offset) = text.rsplit_once("GMT")?;
    let Some(sign) = offset.chars().next() else {
        return Some(0);
    };
    // The minus of a browser may be the typographic one.
    let sign_of = if sign == '+' { 1 } else { -1 };
    let parts = offset.get(sign.len_utf8()..)?.split(':');
    let mut seconds = 0;
    for (part, worth) in parts.zip([3_600, 60, 1]) {
        seconds += part.parse::<i64>().ok()? * worth;
    }
    Some(sign_of * seconds * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_as_browsers_write_them() {
        let minutes = |text: &str| read_offset_ms(text).map(|ms| ms / 60_000);
        assert_eq!(minutes("7/1/2026, GMT+02:00"), Some(120));
        assert_eq!(minutes("7/1/2026, GMT-03:30"), Some(-210));
        assert_eq!(minutes("7/1/2026, GMT\u{2212}05:00"), Some(-300));
        assert_eq!(minutes("7/1/2026, GMT"), Some(0));
        assert_eq!(read_offset_ms("5/1/1930, GMT+00:19:32"), Some(1_172_000));
        assert_eq!(minutes("7/1/2026, CET"), None);
    }
}
