//! Dates, numbers and money as the viewer's language writes them, by the browser's `Intl`.
//!
//! Formatters are made once per language: making one costs as much as using it a hundred times. Days and times are
//! those of the organisation's zone where it has one; all views of a page are of one server, so there is one.

mod zone;

use std::cell::{OnceCell, RefCell};

use chrono::NaiveDate;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use klantbeeld_core::money::{Currency, Money};
use klantbeeld_core::timeline::Zone;
use wasm_bindgen::JsValue;

use super::Lang;
pub(crate) use zone::offset_ms;

/// The formatters of one language, each made when it is first used: one costs a few milliseconds.
#[derive(Default)]
struct Formatters {
    day: OnceCell<Function>,
    weekday: OnceCell<Function>,
    month: OnceCell<Function>,
    time: OnceCell<Function>,
    moment: OnceCell<Function>,
    number: OnceCell<Function>,
    short: OnceCell<Function>,
    date: OnceCell<Function>,
    money: RefCell<Vec<(Currency, Function)>>,
}

thread_local! {
    static NL: RefCell<Formatters> = RefCell::default();
    static EN: RefCell<Formatters> = RefCell::default();
}

/// Takes a zone by its IANA name for all that is written from now on; the device's for none, and for one that the
/// browser does not know.
pub(crate) fn use_zone(name: Option<&str>) {
    if zone::take(name) {
        NL.take();
        EN.take();
    }
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a plain property on a fresh object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}

fn locales(lang: Lang) -> Array {
    Array::of1(&JsValue::from_str(lang.tag()))
}

fn dates(lang: Lang, pairs: &[(&str, &str)]) -> Function {
    let options = options(pairs);
    zone::add_to(&options);
    Intl::DateTimeFormat::new(&locales(lang), &options).format()
}

fn numbers(lang: Lang, pairs: &[(&str, &str)]) -> Function {
    Intl::NumberFormat::new(&locales(lang), &options(pairs)).format()
}

fn with<R>(lang: Lang, f: impl FnOnce(&Formatters) -> R) -> R {
    match lang {
        Lang::Nl => NL.with_borrow(f),
        Lang::En => EN.with_borrow(f),
    }
}

fn date(
    lang: Lang,
    at_ms: i64,
    cell: fn(&Formatters) -> &OnceCell<Function>,
    pairs: &[(&str, &str)],
) -> String {
    with(lang, |f| {
        call(cell(f).get_or_init(|| dates(lang, pairs)), at_ms)
    })
}

#[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are f64")]
fn call(formatter: &Function, value: i64) -> String {
    call_number(formatter, value as f64)
}

fn call_number(formatter: &Function, value: f64) -> String {
    let text = formatter.call1(&JsValue::UNDEFINED, &JsValue::from_f64(value));
    text.ok().and_then(|t| t.as_string()).unwrap_or_default()
}

/// How a whole date is written.
const DAY: [(&str, &str); 3] = [("day", "numeric"), ("month", "long"), ("year", "numeric")];

/// `14 maart 2019`.
pub(crate) fn day(lang: Lang, at_ms: i64) -> String {
    date(lang, at_ms, |f| &f.day, &DAY)
}

/// `27 nov.`.
pub(crate) fn short_day(lang: Lang, at_ms: i64) -> String {
    date(
        lang,
        at_ms,
        |f| &f.short,
        &[("day", "numeric"), ("month", "short")],
    )
}

/// `maandag 16 november`; with the year when it is another one than now.
pub(crate) fn weekday(lang: Lang, at_ms: i64, now_ms: i64) -> String {
    let pairs = [("weekday", "long"), ("day", "numeric"), ("month", "long")];
    let text = date(lang, at_ms, |f| &f.weekday, &pairs);
    let year = |ms: i64| klantbeeld_core::time::month_of(ms).div_euclid(12);
    if year(at_ms) == year(now_ms) {
        text
    } else {
        format!("{text} {}", year(at_ms))
    }
}

/// `nov. 2026`.
pub(crate) fn month(lang: Lang, at_ms: i64) -> String {
    date(
        lang,
        at_ms,
        |f| &f.month,
        &[("month", "short"), ("year", "numeric")],
    )
}

/// `14:02`.
pub(crate) fn time(lang: Lang, at_ms: i64) -> String {
    date(
        lang,
        at_ms,
        |f| &f.time,
        &[("hour", "2-digit"), ("minute", "2-digit")],
    )
}

/// `16 november 2026 om 19:41`.
pub(crate) fn moment(lang: Lang, at_ms: i64) -> String {
    date(
        lang,
        at_ms,
        |f| &f.moment,
        &[("dateStyle", "long"), ("timeStyle", "short")],
    )
}

/// `1.284`.
pub(crate) fn number(lang: Lang, value: i64) -> String {
    with(lang, |f| {
        call(f.number.get_or_init(|| numbers(lang, &[])), value)
    })
}

/// Thousandths as a number: whole when it is large, otherwise as exact as it is.
#[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are f64")]
pub(crate) fn thousandths(lang: Lang, value: i64) -> String {
    const LARGE: i64 = 100_000;
    let exact = if value.abs() < LARGE {
        value
    } else {
        value / 1_000 * 1_000
    };
    with(lang, |f| {
        let formatter = f.number.get_or_init(|| numbers(lang, &[]));
        call_number(formatter, exact as f64 / 1_000.0)
    })
}

fn money_formatter(lang: Lang, formatters: &Formatters, currency: Currency) -> Function {
    let mut kept = formatters.money.borrow_mut();
    if let Some((_, formatter)) = kept.iter().find(|(c, _)| *c == currency) {
        return formatter.clone();
    }
    // A browser rounds some currencies to what is paid in shops.
    let places = currency.exponent().to_string();
    let formatter = numbers(
        lang,
        &[
            ("style", "currency"),
            ("currency", currency.as_str()),
            ("minimumFractionDigits", &places),
            ("maximumFractionDigits", &places),
        ],
    );
    kept.push((currency, formatter.clone()));
    formatter
}

/// `€ 186,40`, exactly: the amount is given to `Intl` as decimal text where it takes that.
pub(crate) fn money(lang: Lang, money: Money) -> String {
    let formatter = with(lang, |f| money_formatter(lang, f, money.currency));
    let places = money.currency.exponent() as usize;
    let digits = format!(
        "{:0>width$}",
        money.amount_minor.unsigned_abs(),
        width = places + 1
    );
    let (whole, cents) = digits
        .split_at_checked(digits.len() - places)
        .unwrap_or((&digits, ""));
    let sign = if money.amount_minor < 0 { "-" } else { "" };
    let dot = if places > 0 { "." } else { "" };
    let decimal = JsValue::from_str(&format!("{sign}{whole}{dot}{cents}"));
    let text = formatter.call1(&JsValue::UNDEFINED, &decimal);
    text.ok().and_then(|t| t.as_string()).unwrap_or_default()
}

/// `vandaag`, `gisteren`, `3 dagen geleden`, `over 3 dagen`; the date itself when it is further away.
pub(crate) fn near(lang: Lang, at_ms: i64, now_ms: i64, zone: &Zone) -> String {
    let days = zone.days_between(now_ms, at_ms);
    let t = lang.texts().common();
    match days {
        0 => t.today.to_owned(),
        1 => t.tomorrow.to_owned(),
        -1 => t.yesterday.to_owned(),
        -6..=6 => relative(lang, days),
        _ => day(lang, at_ms),
    }
}

fn relative(lang: Lang, days: i64) -> String {
    let count = days.abs();
    match (lang, days < 0) {
        (Lang::Nl, true) => format!("{count} dagen geleden"),
        (Lang::Nl, false) => format!("over {count} dagen"),
        (Lang::En, true) => format!("{count} days ago"),
        (Lang::En, false) => format!("in {count} days"),
    }
}

/// Returns the date of a `YYYY-MM-DD`, as date inputs and fields have it.
pub(crate) fn date_of(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// Returns a moment as `YYYY-MM-DD` of the day that it is in a zone, for date inputs.
pub(crate) fn day_input(zone: &Zone, at_ms: i64) -> String {
    zone.date(at_ms).to_string()
}

/// `YYYY-MM-DD` values of fields, as the viewer writes dates; what is no date stays as it is.
pub(crate) fn day_of_text(lang: Lang, text: &str) -> String {
    // A date has no zone: it is read and written by the same clock.
    let start = Date::new(&JsValue::from_str(&format!("{text}T00:00:00Z"))).get_time();
    if !start.is_finite() {
        return text.to_owned();
    }
    let utc = || {
        let options = options(&DAY);
        zone::set(&options, &JsValue::from_str("UTC"));
        Intl::DateTimeFormat::new(&locales(lang), &options).format()
    };
    with(lang, |f| call_number(f.date.get_or_init(utc), start))
}
