//! Marijke today and ahead: the call, the open invoice, agreements, and what is planned.

use klantbeeld_core::model::Status;
use klantbeeld_core::time::DAY_MS;
use serde_json::json;

use crate::item_builder::item;
use crate::story::Story;
use crate::when::At;

pub(super) fn tell(s: &mut Story) {
    today(s);
    agreements(s);
    planned(s);
}

/// Tells the call that is going on, and the invoice that it may be about.
fn today(s: &mut Story) {
    s.item(
        item("call", At::days_ago(0, "14:02"))
            .inbound()
            .title("Inkomend gesprek · Termijnbedrag te hoog")
            .summary(
                "Vraagt waarom het maandbedrag stijgt. Nog open.",
            )
            .reason("Termijnbedrag")
            .goal("Uitleg geven")
            .mood(-40)
            .with(
                "text",
                "Marijke belt over de brief: vanaf 1 januari betaalt zij € 136,10 in plaats van € 132,00 \
                 per maand. Ze vraagt waarom, nu de warmtepomp het ook nog niet goed doet.",
            ),
    );
    s.item(
        item("invoice", At::days_ago(16, "08:00"))
            .outbound()
            .status(Status::Open)
            .title("Factuur 2026-11-0412 · € 186,40")
            .summary("Elektriciteit en onderhoud.")
            .cents(18_640)
            .due(At::next(12, 1, "23:00"))
            .with("lines", json!([
                {"product": "Elektriciteit, naheffing oktober", "quantity": 1, "amount_minor": 13_200},
                {"product": "Onderhoud warmtepomp, kwartaal", "quantity": 1, "amount_minor": 5_440},
            ]))
            .with("attachment", json!({"name": "factuur-2026-11-0412.pdf", "pages": 2})),
    );
}

fn agreements(s: &mut Story) {
    // A month before the end, which is the first of March.
    let notice = At::Ms(At::next(3, 1, "23:00").ms(s.now_ms()) - 28 * DAY_MS);
    let terms = json!({
        "Ingangsdatum": s.day(At::date(2024, 3, 1, "09:00")),
        "Einddatum": s.day(At::next(3, 1, "09:00")),
        "Opzegtermijn": "1 maand",
        "Looptijd": "3 jaar",
        "Stroom per kWh": "€ 0,27",
        "Gas per m³": "€ 1,21",
    });
    let contract = s.item(
        item("contract", At::date(2024, 3, 1, "09:00"))
            .status(Status::Active)
            .title("Stroom en gas · 3 jaar vast")
            .summary("Vaste prijs tot 1 maart.")
            .due(notice)
            .with("terms", terms)
            .with(
                "documents",
                json!(["contract-2024-4401882.pdf", "voorwaarden-2024.pdf"]),
            ),
    );
    s.item(
        item("renewal", At::next(3, 1, "09:00"))
            .status(Status::Planned)
            .reply_to(&contract)
            .title("Contract verlengt · stroom en gas")
            .summary("Loopt zonder opzeggen door tegen het tarief van dat moment.")
            .due(notice),
    );
    s.item(
        item("warranty", At::date(2021, 4, 12, "12:00"))
            .status(Status::Active)
            .title("Garantie warmtepomp Nibe F2040")
            .summary("7 jaar op onderdelen, met elk jaar onderhoud.")
            .due(At::date(2028, 4, 12, "12:00"))
            .with(
                "device",
                json!({"merk": "Nibe F2040", "serienummer": "NB-20714-88"}),
            ),
    );
    s.item(
        item("subscription", At::date(2021, 5, 1, "09:00"))
            .status(Status::Active)
            .title("Onderhoud Plus warmtepomp")
            .summary("€ 18,13 per maand, elk jaar een beurt.")
            .with(
                "terms",
                json!({
                    "Ingangsdatum": "1 mei 2021",
                    "Einddatum": "tot opzegging",
                    "Opzegtermijn": "1 maand",
                    "Storing": "hulp binnen 24 uur",
                }),
            ),
    );
}

fn planned(s: &mut Story) {
    s.item(
        item("debit", At::in_days(5, "08:00"))
            .outbound()
            .status(Status::Planned)
            .title("Afschrijving termijnbedrag")
            .summary("Elektriciteit en gas.")
            .cents(13_200)
            .with("method", "Automatische incasso"),
    );
    s.item(
        item("tariff_change", At::next(1, 1, "09:00"))
            .outbound()
            .status(Status::Planned)
            .title("Tarief netbeheer: € 4,10 per maand erbij")
            .summary("De netbeheerder verhoogt zijn tarief. Staat in de brief van 1 november.")
            .cents(410)
            .with(
                "tariff",
                json!({"nu": "€ 132,00 per maand", "straks": "€ 136,10 per maand"}),
            ),
    );
    s.item(
        item("reservation", At::next(5, 18, "09:00"))
            .source("planning")
            .status(Status::Planned)
            .title("Jaarlijks onderhoud warmtepomp")
            .summary("Tussen 09:00 en 11:00.")
            .with("place", "Lindelaan 12, Utrecht"),
    );
}
