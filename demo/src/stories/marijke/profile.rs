//! Who Marijke is and how she wants to be treated.

use klantbeeld_core::model::IdentityKind;

use crate::story::Story;

/// Channel, and whether she allows it for service, offers and research; given on 2 October.
const PREFERENCES: [(&str, [&str; 3]); 6] = [
    ("email", ["yes", "yes", "no"]),
    ("phone", ["yes", "no", "no"]),
    ("sms", ["yes", "no", "no"]),
    ("app", ["yes", "yes", "yes"]),
    ("post", ["yes", "no", "no"]),
    ("whatsapp", ["no", "no", "no"]),
];

/// Fields as her source systems have them: field, value, source, days ago.
const DELIVERED: [(&str, &str, &str, i64); 28] = [
    ("person.salutation", "mevr.", "crm", 2_800),
    ("person.initials", "M.", "crm", 2_800),
    ("person.first_name", "Marijke", "crm", 2_800),
    ("person.last_name", "Jansen", "crm", 2_800),
    ("person.birth_date", "1984-06-21", "crm", 2_800),
    ("person.language", "nl", "crm", 2_800),
    ("contact.mobile", "+31612345678", "crm", 3),
    ("contact.phone", "+31302345678", "crm", 2_800),
    ("contact.email", "m.jansen@voorbeeld.nl", "crm", 2_800),
    ("contact.address", "Lindelaan 12", "billing", 61),
    ("contact.postcode", "3571 AB", "billing", 61),
    ("contact.town", "Utrecht", "billing", 61),
    ("contact.country", "Nederland", "crm", 2_800),
    ("relation.roles", "klant", "crm", 2_800),
    ("relation.since", "2019-03-14", "crm", 2_800),
    ("relation.tier", "silver", "crm", 1_500),
    ("relation.tier", "gold", "crm", 690),
    ("relation.value_minor", "213700", "crm", 2),
    ("relation.owner", "Team Utrecht", "crm", 400),
    ("household.size", "4", "crm", 900),
    ("loyalty.tier", "gold", "campaigns", 690),
    ("loyalty.points", "115", "campaigns", 40),
    ("loyalty.points", "135", "campaigns", 9),
    ("satisfaction.nps", "8", "surveys", 300),
    ("satisfaction.nps", "5", "surveys", 4),
    ("satisfaction.csat", "2", "surveys", 5),
    ("finance.outstanding_minor", "18640", "billing", 1),
    ("finance.iban", "NL91 ABNA 0417 1643 00", "billing", 2_100),
];

/// What she gave herself: field, value, days ago.
const SAID: [(&str, &str, i64); 9] = [
    ("person.last_name", "van der Veen-Jansen", 1_900),
    ("person.form_of_address", "informal", 51),
    ("contact.email", "marijke@voorbeeld.nl", 1),
    ("consent.profiling", "yes", 51),
    ("consent.location", "no", 51),
    ("preference.contact_window", "evening", 51),
    ("preference.language", "nl", 51),
    ("preference.form_of_address", "informal", 51),
    ("preference.topic.energy", "zonnepanelen, thuisbatterij", 51),
];

pub(super) fn tell(s: &mut Story) {
    for (field, value, source, days) in DELIVERED {
        s.field(field, value, source, days);
    }
    for (field, value, days) in SAID {
        s.said(field, value, "portal", days);
    }
    for (channel, choices) in PREFERENCES {
        for (purpose, choice) in ["service", "offers", "research"].into_iter().zip(choices) {
            s.said(
                &format!("preference.{channel}.{purpose}"),
                choice,
                "portal",
                51,
            );
        }
    }
    let quiet = "stil slapen: geen geluid bij de slaapkamer";
    let note = "Werkt in de zorg met wisselende diensten: bel na 18:00.";
    s.entered("preference.topic.comfort", quiet, "Sven", 6)
        .entered("service.note", note, "Sven", 210)
        .identity(IdentityKind::CustomerNumber, "4401882", "crm")
        .identity(IdentityKind::Email, "marijke@voorbeeld.nl", "portal")
        .identity(IdentityKind::Email, "m.jansen@voorbeeld.nl", "crm")
        .identity(IdentityKind::Phone, "+31612345678", "crm")
        .identity(IdentityKind::Phone, "+31302345678", "crm")
        .identity(IdentityKind::ExternalId, "usr_8814", "portal")
        .identity(IdentityKind::AnonymousId, "anon-5f20c7", "webshop");
}
