//! Texts of the fields that stand nowhere else, and of correcting in place.

use super::texts;

texts!(
    /// Fields without another place; what is pinned.
    MoreTexts {
        title: "Meer", "More";
        fill_in: "Invullen", "Fill in";
        pin: "Feit vastpinnen", "Pin a fact";
        pin_this: "Vastpinnen", "Pin";
        unpin: "Losmaken", "Unpin";
        not_recorded: "niet vastgelegd", "not recorded";
    }
);

texts!(
    /// Which rule chose a value among several.
    RuleTexts {
        customer: "Gekozen omdat de klant dit zelf heeft opgegeven.", "Chosen because the customer said so.";
        person: "Gekozen omdat iemand dit zelf heeft gezegd; het andere komt uit een systeem.", "Chosen because a person said so; the other came from a system.";
        withdrawal: "Gekozen omdat een intrekking voorgaat.", "Chosen because a withdrawal comes first.";
        newest: "Gekozen omdat dit het laatst bekend werd.", "Chosen because it became known last.";
        since: "Gekozen omdat dit het laatst is ingegaan.", "Chosen because it holds since the latest date.";
        order: "Gekozen omdat het als laatste is verwerkt; verder zijn ze gelijk.", "Chosen because it was processed last; otherwise they are equal.";
        valid: "Gekozen omdat de andere waarde niet kan kloppen.", "Chosen because the other value cannot be right.";
        waiting: "Gekozen omdat het hier net is gewijzigd.", "Chosen because it was just changed here.";
    }
);

texts!(
    /// Why a value cannot be right.
    InvalidTexts {
        phone: "geen telefoonnummer", "no telephone number";
        email: "geen e-mailadres", "no e-mail address";
        postcode: "geen postcode van dit land", "no postcode of this country";
        country: "geen land", "no country";
        date: "geen datum", "no date";
        future: "ligt in de toekomst", "is in the future";
        currency: "geen valuta", "no currency";
        language: "geen taal", "no language";
        unit: "geen eenheid", "no unit";
    }
);
