//! What happens by itself at every customer: usage by the month, debits, visits to the site.

use klantbeeld_core::model::Status;
use klantbeeld_core::money::{self, Currency, Money};
use serde_json::json;

use crate::item_builder::item;
use crate::random::Random;
use crate::story::Story;
use crate::when::{At, month_name, months_ago};

/// The names of the online accounts.
const PORTAL: &str = "Mijn-omgeving";
const APP: &str = "Lichtveld-app";

/// Usage of one meter, month by month: name, unit, and a typical month in hundredths of the unit.
pub(crate) struct Meter {
    /// What it measures.
    pub(crate) product: &'static str,
    /// In which unit.
    pub(crate) unit: &'static str,
    /// A typical month.
    pub(crate) typical: i64,
    /// How much more (percent) in January than in a typical month, and less in July.
    pub(crate) winter: i64,
    /// The last reading, so many days ago; 0 while it still measures.
    pub(crate) until: i64,
}

/// Electricity of a household.
pub(crate) const POWER: Meter = Meter {
    product: "Elektriciteit",
    unit: "kWh",
    typical: 260,
    winter: 25,
    until: 0,
};
/// Gas of a household.
pub(crate) const GAS: Meter = Meter {
    product: "Gas",
    unit: "m³",
    typical: 95,
    winter: 85,
    until: 0,
};
/// Power that solar panels gave back.
pub(crate) const SOLAR: Meter = Meter {
    product: "Teruglevering",
    unit: "kWh",
    typical: 210,
    winter: -80,
    until: 0,
};

/// Returns how far a month is from July (0) to January (100).
fn winter_percent(month: u32) -> i64 {
    let from_july = (i64::from(month) - 7).abs();
    from_july.min(12 - from_july) * 100 / 6
}

/// Adds usage per month over the last months.
pub(crate) fn usage(s: &mut Story, random: &mut Random, meter: &Meter, months: u32) {
    let last_ms = At::days_ago(meter.until, "23:59").ms(s.now_ms());
    for back in (1..=months).rev() {
        let (year, month) = months_ago(s.now_ms(), back - 1);
        let season = (winter_percent(month) - 50) * meter.winter / 50;
        let noise = random.between(-7, 7);
        let amount = (meter.typical * (100 + season + noise) / 100).max(1);
        let (measured_year, measured) = months_ago(s.now_ms(), back);
        let Meter { product, unit, .. } = meter;
        let name = month_name(measured);
        let read = At::date(year, month, 1, "06:00");
        if meter.until > 0 && read.ms(s.now_ms()) > last_ms {
            continue;
        }
        s.item(
            item("usage", read)
                .title(format!(
                    "{product} {name} {measured_year} · {} {unit}",
                    grouped(amount)
                ))
                .with("product", *product)
                .with("quantity", amount)
                .with("unit", *unit),
        );
    }
}

/// Adds the monthly debit over the last months, so many cents at first and growing a little every year.
pub(crate) fn debits(s: &mut Story, random: &mut Random, months: u32, first_cents: i64) {
    let bounced = random.between(0, 400);
    for back in (1..=months).rev() {
        let (year, month) = months_ago(s.now_ms(), back);
        let years = i64::from((months - back) / 12);
        let cents = first_cents + first_cents * 4 * years / 100;
        let cents = cents - cents % 100;
        let builder = item("debit", At::date(year, month, 27, "08:00"))
            .outbound()
            .cents(cents)
            .with("method", "Automatische incasso");
        if i64::from(back) == bounced {
            s.item(
                builder
                    .status(Status::Rejected)
                    .cents(0)
                    .title(format!("Afschrijving {} mislukt", month_name(month)))
                    .summary("Niet genoeg saldo. Opnieuw aangeboden na 5 werkdagen."),
            );
        } else {
            s.item(
                builder
                    .status(Status::Done)
                    .title(format!("Afschrijving {} {year}", month_name(month))),
            );
        }
    }
}

/// Pages of the site and the portal.
const PAGES: [&str; 8] = [
    "Verbruik en kosten",
    "Facturen",
    "Termijnbedrag",
    "Storing melden",
    "Zonnepanelen",
    "Warmtepompen",
    "Energietips",
    "Contact",
];

/// Adds sign-ins to the portal and the app every `step` days or so, from `from` to exactly `last` days ago;
/// with now and then a visit to the site.
pub(crate) fn logins(s: &mut Story, random: &mut Random, from: i64, last: i64, step: i64) {
    let mut days = last;
    while days <= from {
        let time = random.time(8, 23);
        let (channel, title, device) = if random.chance(60) {
            ("app", "Ingelogd in de Lichtveld-app", "iPhone, app")
        } else {
            ("portal", "Ingelogd in de Mijn-omgeving", "Windows, browser")
        };
        s.item(
            item("login", At::days_ago(days, &time))
                .channel(channel)
                .inbound()
                .title(title)
                .with("device", device),
        );
        if random.chance(45) {
            session(s, random, days, &time);
        }
        days += random.between(step - step / 3, step + step / 3).max(1);
    }
}

/// Adds the online account of somebody, and the app that they linked to it.
pub(crate) fn accounts(s: &mut Story, days: i64, user: &str) {
    let account = |channel: &str, title: &str, time: &str, summary: &str| {
        item("account", At::days_ago(days, time))
            .channel(channel)
            .inbound()
            .status(Status::Active)
            .title(title)
            .summary(summary)
            .with("account", json!({"Gebruikersnaam": user}))
    };
    s.item(account("portal", PORTAL, "07:30", "Account aangemaakt."));
    s.item(account(
        "app",
        APP,
        "07:40",
        "App gekoppeld aan de Mijn-omgeving.",
    ));
}

/// Adds a visit to the site so many days ago.
pub(crate) fn session(s: &mut Story, random: &mut Random, days: i64, time: &str) {
    let first = random.pick(&PAGES);
    let second = random.pick(&PAGES);
    let seconds = random.between(25, 600);
    let mut pages = vec![first];
    let more = 1 + usize::try_from(seconds / 240).unwrap_or(0);
    let next = PAGES.iter().cycle().skip_while(|p| **p != second);
    pages.extend(next.filter(|p| **p != first).take(more));
    s.item(
        item("session", At::days_ago(days, time))
            .inbound()
            .title(format!("Websitebezoek · {first}"))
            .summary(format!(
                "{} pagina's · {} min",
                pages.len(),
                (seconds / 60).max(1)
            ))
            .with("pages", json!(pages))
            .with("duration", duration(seconds)),
    );
}

/// Writes so many seconds as people say it: `5 min 20 s`.
fn duration(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, rest) => format!("{rest} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, rest) => format!("{minutes} min {rest} s"),
    }
}

/// Invoices of a service that is paid every `step` months, each paid in time or a little late.
pub(crate) fn invoices(
    s: &mut Story,
    random: &mut Random,
    product: &str,
    (count, step): (u32, u32),
    cents: i64,
) {
    for back in (1..=count).rev().map(|n| n * step) {
        let (year, month) = months_ago(s.now_ms(), back);
        let number = format!("{year}-{month:02}-{:04}", random.between(100, 9_899));
        let invoice = s.item(
            item("invoice", At::date(year, month, 2, "08:00"))
                .outbound()
                .status(Status::Done)
                .cents(cents)
                .due(At::date(year, month, 16, "23:00"))
                .title(format!("Factuur {number} · {}", euros(cents)))
                .summary(product)
                .with(
                    "lines",
                    json!([{"product": product, "quantity": 1, "amount_minor": cents}]),
                )
                .with(
                    "attachment",
                    json!({"name": format!("factuur-{number}.pdf"), "pages": 1}),
                ),
        );
        let day = u32::try_from(random.between(4, 19)).unwrap_or(4);
        s.item(
            item("payment", At::date(year, month, day, &random.time(8, 22)))
                .inbound()
                .status(Status::Done)
                .cents(cents)
                .reply_to(&invoice)
                .title(format!("Betaling factuur {number}"))
                .with(
                    "method",
                    random.pick(&["iDEAL", "Overboeking", "Automatische incasso"]),
                ),
        );
    }
}

/// Writes a whole number as people do: `28.595`.
pub(crate) fn grouped(number: i64) -> String {
    money::grouped(&number.to_string(), '.')
}

/// Writes cents as people do: `€ 1.234,50`.
pub(crate) fn euros(cents: i64) -> String {
    let money = Money {
        amount_minor: cents,
        currency: Currency::EUR,
    };
    format!("€ {}", money::grouped(&money.decimal(','), '.'))
}

#[cfg(test)]
mod tests {
    use super::{duration, euros, grouped};

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(28_595), "28.595");
        assert_eq!(grouped(-1_000_000), "-1.000.000");
        assert_eq!(euros(123_450), "€ 1.234,50");
        assert_eq!(euros(-6_312), "€ -63,12");
    }

    #[test]
    fn a_time_is_told_in_minutes_and_seconds() {
        assert_eq!(duration(45), "45 s");
        assert_eq!(duration(320), "5 min 20 s");
        assert_eq!(duration(600), "10 min");
    }
}
