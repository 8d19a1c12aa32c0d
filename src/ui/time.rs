//! Moments as people say them: near ones relative, with the exact moment on hover and on focus.

use klantbeeld_core::time::month_of;

use crate::i18n::{Lang, fill, format};
use crate::state::View;
use leptos::prelude::*;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Shows a moment: "yesterday", "in 3 days", or the date, with the exact one as title and under the focus.
#[component]
pub(crate) fn RelTime(view: View, #[prop(into)] at_ms: Signal<i64>) -> impl IntoView {
    let exact = move || format::moment(view.lang.get(), at_ms.get());
    let near = move || near(view, at_ms.get());
    view! { <time class="c-time" tabindex="0" title=exact data-exact=exact>{near}</time> }
}

/// "yesterday", "in 3 days", or the date. Tracks language, clock and zone.
pub(crate) fn near(view: View, at_ms: i64) -> String {
    let (lang, now_ms) = (view.lang.get(), view.now_ms.get());
    view.zone
        .with(|zone| format::near(lang, at_ms, now_ms, zone))
}

/// `27 nov.`, with the year when it is not within half a year from now.
pub(crate) fn short_date(view: View, at_ms: i64) -> String {
    let day = format::short_day(view.lang.get(), at_ms);
    if (at_ms - view.now_ms.get()).abs() < 183 * DAY_MS {
        return day;
    }
    let local_ms = view.zone.with(|z| at_ms.saturating_add(z.offset_ms(at_ms)));
    [day, month_of(local_ms).div_euclid(12).to_string()].join(" ")
}

/// `1 mrt 2027`: the year always, for terms that run over years.
pub(crate) fn dated(view: View, at_ms: i64) -> String {
    let day = format::short_day(view.lang.get(), at_ms);
    let local_ms = view.zone.with(|z| at_ms.saturating_add(z.offset_ms(at_ms)));
    let year = month_of(local_ms).div_euclid(12).to_string();
    [day.trim_end_matches('.'), &year].join(" ")
}

/// Returns how old something is, as short as a badge needs it: `today`, `3 d`, `2 mnd`, `4 jr`.
pub(crate) fn short_age(view: View, at_ms: i64) -> String {
    let t = view.texts().common();
    let now_ms = view.now_ms.get();
    let days = view.zone.with(|zone| zone.days_between(at_ms, now_ms));
    let (unit, count) = match days {
        ..=0 => return t.today.to_owned(),
        1 => return t.yesterday.to_owned(),
        2..=45 => (t.short_days, days),
        46..=700 => (t.short_months, (days + 15) / 30),
        _ => (t.short_years, days / 365),
    };
    fill(unit, &count.to_string())
}

/// Returns how fresh something is: "just now", "5 min ago", "3 hours ago", then the day.
pub(crate) fn freshness(view: View, at_ms: i64) -> String {
    let age_ms = view.now_ms.get() - at_ms;
    let t = view.texts().common();
    match age_ms {
        ..MINUTE_MS => t.now.to_owned(),
        MINUTE_MS..HOUR_MS => fill(t.minutes_ago, &(age_ms / MINUTE_MS).to_string()),
        HOUR_MS..DAY_MS => fill(t.hours_ago, &(age_ms / HOUR_MS).to_string()),
        _ => near(view, at_ms),
    }
}

/// "1 day", "6 days".
pub(crate) fn days(lang: Lang, count: i64) -> String {
    let t = lang.texts().common();
    if count == 1 {
        t.one_day.to_owned()
    } else {
        fill(t.days, &format::number(lang, count))
    }
}
