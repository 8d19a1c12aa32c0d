//! The systems that the demo's records come from.

/// Returns a source's name as its records show it.
pub(crate) fn source_name(slug: &str) -> &str {
    match slug {
        "crm" => "CRM",
        "billing" => "Facturatie",
        "portal" => "Mijn-omgeving",
        "telephony" => "Telefonie",
        "webchat" => "Webchat",
        "campaigns" => "Campagnes",
        "planning" => "Planning",
        "field_service" => "Buitendienst",
        "metering" => "Meetdienst",
        "webshop" => "Webwinkel",
        "surveys" => "Klantonderzoek",
        "social" => "Webcare",
        "document_archive" => "Documentarchief",
        "reservations" => "Reserveringen",
        "self_service" => "Door klant opgegeven",
        _ => "Klantbeeld",
    }
}
