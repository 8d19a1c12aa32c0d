//! The built-in kinds, channels and departments, as tables.

use super::word::Category::{
    Agreement, Complaint, Conversation, Marketing, Money, Note, Order, Usage,
};
use super::word::{Category, KindWord, Word};

const fn word(slug: &'static str, nl: &'static str, en: &'static str, icon: &'static str) -> Word {
    Word { slug, nl, en, icon }
}

/// Makes a kind at which customer and organisation meet.
const fn meet(
    c: Category,
    slug: &'static str,
    nl: &'static str,
    en: &'static str,
    icon: &'static str,
) -> KindWord {
    KindWord {
        word: word(slug, nl, en, icon),
        category: c,
        touchpoint: true,
    }
}

/// Makes a kind that happens without a meeting.
const fn fact(
    c: Category,
    slug: &'static str,
    nl: &'static str,
    en: &'static str,
    icon: &'static str,
) -> KindWord {
    KindWord {
        word: word(slug, nl, en, icon),
        category: c,
        touchpoint: false,
    }
}

/// Every built-in kind of item.
pub static KINDS: &[KindWord] = &[
    meet(Conversation, "call", "Gesprek", "Call", "phone"),
    meet(Conversation, "email", "E-mail", "E-mail", "mail"),
    meet(Conversation, "chat", "Chat", "Chat", "message"),
    meet(Conversation, "sms", "Sms", "Text message", "message"),
    meet(
        Conversation,
        "social",
        "Social media",
        "Social media",
        "share",
    ),
    meet(Conversation, "visit", "Bezoek", "Visit", "map-pin"),
    meet(Conversation, "meeting", "Afspraak", "Meeting", "users"),
    meet(Conversation, "letter", "Brief", "Letter", "letter"),
    meet(Conversation, "ticket", "Melding", "Ticket", "ticket"),
    meet(Conversation, "review", "Beoordeling", "Review", "star"),
    meet(Conversation, "contact", "Contact", "Contact", "message"),
    meet(Order, "order", "Bestelling", "Order", "cart"),
    fact(Order, "delivery", "Bezorging", "Delivery", "truck"),
    meet(Order, "return", "Retour", "Return", "undo"),
    meet(Order, "repair", "Reparatie", "Repair", "wrench"),
    meet(
        Order,
        "reservation",
        "Reservering",
        "Reservation",
        "calendar",
    ),
    meet(Order, "request", "Aanvraag", "Request", "file"),
    fact(Money, "invoice", "Factuur", "Invoice", "euro"),
    fact(Money, "payment", "Betaling", "Payment", "euro"),
    fact(Money, "refund", "Terugbetaling", "Refund", "euro"),
    fact(Money, "debit", "Afschrijving", "Direct debit", "euro"),
    fact(
        Money,
        "tariff_change",
        "Tariefwijziging",
        "Tariff change",
        "percent",
    ),
    meet(Complaint, "complaint", "Klacht", "Complaint", "alert"),
    meet(Complaint, "claim", "Schade", "Claim", "shield"),
    fact(Agreement, "contract", "Contract", "Contract", "file"),
    fact(Agreement, "renewal", "Verlenging", "Renewal", "refresh"),
    fact(
        Agreement,
        "subscription",
        "Abonnement",
        "Subscription",
        "refresh",
    ),
    fact(Agreement, "document", "Document", "Document", "file"),
    fact(Agreement, "warranty", "Garantie", "Warranty", "shield"),
    fact(Usage, "usage", "Verbruik", "Usage", "activity"),
    fact(Usage, "meter", "Meterstand", "Meter reading", "activity"),
    fact(
        Usage,
        "session",
        "Websitebezoek",
        "Website session",
        "globe",
    ),
    fact(Usage, "page_view", "Pagina bekeken", "Page viewed", "globe"),
    fact(
        Usage,
        "product_view",
        "Product bekeken",
        "Product viewed",
        "eye",
    ),
    fact(Usage, "search", "Zoekopdracht", "Search", "search"),
    fact(Usage, "login", "Ingelogd", "Signed in", "key"),
    fact(Usage, "event", "Gebeurtenis", "Event", "activity"),
    fact(Usage, "location", "Locatie", "Location", "map-pin"),
    fact(Usage, "account", "Online account", "Online account", "key"),
    fact(Marketing, "campaign", "Campagne", "Campaign", "megaphone"),
    meet(
        Marketing,
        "campaign_response",
        "Reactie op campagne",
        "Campaign response",
        "megaphone",
    ),
    meet(Marketing, "survey", "Enquête", "Survey", "clipboard"),
    fact(
        Marketing,
        "satisfaction",
        "Tevredenheid",
        "Satisfaction",
        "smile",
    ),
    fact(
        Marketing,
        "loyalty",
        "Spaarpunten",
        "Loyalty points",
        "gift",
    ),
    fact(Note, "promise", "Belofte", "Promise", "check"),
    fact(Note, "note", "Notitie", "Note", "pencil"),
    meet(Note, "advice", "Advies", "Advice", "lightbulb"),
    fact(
        Note,
        "agreement",
        "Afspraak met klant",
        "Agreement",
        "handshake",
    ),
    fact(Note, "health", "Gezondheid", "Health", "heart"),
    fact(Note, "correction", "Correctie", "Correction", "pencil"),
];

/// Every built-in channel.
pub static CHANNELS: &[Word] = &[
    word("phone", "Telefoon", "Phone", "phone"),
    word("email", "E-mail", "E-mail", "mail"),
    word("chat", "Chat", "Chat", "message"),
    word("sms", "Sms", "Text message", "message"),
    word("whatsapp", "WhatsApp", "WhatsApp", "message"),
    word("social", "Social media", "Social media", "share"),
    word("web", "Website", "Website", "globe"),
    word("app", "App", "App", "smartphone"),
    word("portal", "Mijn-omgeving", "Customer portal", "user"),
    word("store", "Winkel", "Store", "store"),
    word("post", "Post", "Post", "letter"),
    word("field", "Op bezoek", "On site", "map-pin"),
    word("partner", "Partner", "Partner", "users"),
    word("device", "Apparaat", "Device", "activity"),
    word("system", "Systeem", "System", "server"),
];

/// Every built-in department.
pub static DEPARTMENTS: &[Word] = &[
    word("service", "Service", "Service", "headset"),
    word("sales", "Verkoop", "Sales", "cart"),
    word("marketing", "Marketing", "Marketing", "megaphone"),
    word("social", "Social media", "Social media", "share"),
    word("finance", "Financiën", "Finance", "euro"),
    word("logistics", "Logistiek", "Logistics", "truck"),
    word("field", "Buitendienst", "Field service", "wrench"),
    word("care", "Zorg", "Care", "heart"),
    word("digital", "Digitaal", "Digital", "globe"),
];
