//! What plays now: the noise of the heat pump, three contacts, a broken promise and an open one.

use klantbeeld_core::model::Status;
use serde_json::json;

use crate::item_builder::item;
use crate::story::Story;
use crate::when::At;

const REASON: &str = "Geluid van de warmtepomp";

pub(super) fn tell(s: &mut Story) {
    by_web(s);
    by_app(s);
    chat(s);
    planned_visit(s);
}

fn by_web(s: &mut Story) {
    s.item(
        item("ticket", At::days_ago(19, "20:12"))
            .inbound()
            .status(Status::Done)
            .title("Melding · Warmtepomp maakt lawaai")
            .summary("Buitenunit bromt sinds de koude nachten. Hoort het in de slaapkamer.")
            .reason(REASON)
            .goal("Melding opnemen")
            .outcome("Tips gestuurd, geen monteur gepland")
            .mood(-20)
            .with(
                "text",
                "Hallo, sinds een week bromt de buitenunit. Vooral na 22:00 uur. \
                 Onze dochter slaapt aan die kant. Kan iemand kijken?",
            )
            .with(
                "device",
                json!({"merk": "Nibe F2040", "geplaatst": "april 2021"}),
            ),
    );
}

fn by_app(s: &mut Story) {
    let app = s.item(
        item("contact", At::days_ago(12, "21:35"))
            .channel("app")
            .source("portal")
            .inbound()
            .title("Bericht via de app · Warmtepomp maakt lawaai")
            .summary("Tweede melding. De tips hielpen niet. Vraagt om een monteur.")
            .reason(REASON)
            .goal("Monteur inplannen")
            .outcome("Monteur binnen 48 uur toegezegd")
            .mood(-20)
            .with(
                "text",
                "De tips hebben niet geholpen. Het geluid is er nog elke nacht. \
                 Graag een monteur langs sturen.",
            ),
    );
    s.item(
        item("contact", At::days_ago(12, "21:58"))
            .channel("app")
            .source("portal")
            .outbound()
            .reply_to(&app)
            .by("Planning")
            .title("Antwoord in de app · Monteur komt binnen 48 uur")
            .summary("Excuses, en de toezegging van een monteur binnen 48 uur."),
    );
    s.item(
        item("promise", At::days_ago(12, "22:00"))
            .source("planning")
            .by("Planning")
            .department("field")
            .status(Status::Broken)
            .due(At::days_ago(10, "22:00"))
            .title("Monteur binnen 48 uur")
            .summary("Geen plek in het rooster. Er is niet teruggebeld.")
            .with(
                "text",
                "Er komt binnen 48 uur een monteur kijken naar het geluid.",
            )
            .with("shareable", true)
            .with(
                "resolution",
                "Verlopen op het rooster. Marijke is niet gebeld.",
            ),
    );
}

/// Tells the third contact, the complaint and the promise.
fn chat(s: &mut Story) {
    let chat = s.item(
        item("chat", At::days_ago(6, "19:41"))
            .inbound()
            .by("Sven")
            .title("Chat · Warmtepomp maakt lawaai")
            .summary(
                "Meldt voor de derde keer dat de warmtepomp lawaai maakt. Monteur gepland, € 45 aangevraagd.",
            )
            .reason(REASON)
            .goal("Klacht oplossen")
            .outcome("Monteur gepland, creditering aangevraagd")
            .mood(-90)
            .with("transcript", json!([
                {"who": "Marijke", "role": "customer", "at": "19:41", "text": "Het is nu al de derde keer dat ik dit meld en er komt niemand. Ik ben er echt klaar mee."},
                {"who": "Sven", "role": "agent", "at": "19:43", "text": "Wat vervelend. Ik plan een monteur in, tussen 10 en 12, en vraag een creditering van € 45 aan."},
                {"who": "Marijke", "role": "customer", "at": "19:46", "text": "Oké. Maar als er dan weer niemand is, stap ik over."},
                {"who": "Sven", "role": "agent", "at": "19:47", "text": "Dat begrijp ik. Ik houd het zelf in de gaten en bel je als er iets verandert."},
            ])),
    );
    s.item(
        item("complaint", At::days_ago(6, "19:43"))
            .channel("chat")
            .inbound()
            .by("Sven")
            .reply_to(&chat)
            .status(Status::Open)
            .title("Warmtepomp maakt lawaai")
            .summary("Drie keer gemeld, één toezegging niet nagekomen. Wil een monteur en rust in de nacht.")
            .reason(REASON)
            .goal("Klacht binnen 10 dagen oplossen")
            .due(At::in_days(4, "17:00"))
            .with("text", "Het gaat Marijke niet om het geluid zelf, maar om het wachten.")
            .with("steps", json!([
                {"text": "Klacht vastgelegd en erkend", "done": true},
                {"text": "Monteur gepland", "done": true},
                {"text": "Geluid gemeten en verholpen", "done": false},
                {"text": "Nagebeld", "done": false},
            ])),
    );
    s.item(
        item("promise", At::days_ago(6, "19:44"))
            .by("Sven")
            .status(Status::Open)
            .due(At::in_days(1, "17:00"))
            .cents(4_500)
            .title("€ 45 creditering")
            .summary("Door Sven. Zichtbaar voor de klant.")
            .with("text", "We schrijven € 45 terug voor het lange wachten.")
            .with("shareable", true),
    );
}

fn planned_visit(s: &mut Story) {
    s.item(
        item("visit", At::in_days(4, "10:00"))
            .source("planning")
            .by("Sven")
            .outbound()
            .recorded(At::days_ago(6, "19:50"))
            .status(Status::Planned)
            .due(At::in_days(4, "12:00"))
            .title("Monteur · geluid warmtepomp")
            .summary("Tussen 10:00 en 12:00. Geluid meten, rubbers en ventilator controleren.")
            .with("place", "Lindelaan 12, Utrecht")
            .with("device", json!({"merk": "Nibe F2040"})),
    );
}
