//! Texts of everything that a person fills in.

use super::texts;

texts!(
    /// Channel and communication preferences.
    PreferenceTexts {
        title: "Voorkeuren", "Preferences";
        matrix: "Waarvoor mogen wij u bereiken?", "What may we contact this customer for?";
        channel: "Kanaal", "Channel";
        service: "Service", "Service";
        offers: "Aanbod", "Offers";
        research: "Onderzoek", "Research";
        contact: "Contact", "Contact";
        personal: "Persoonlijk", "Personal";
        consents: "Toestemmingen", "Consents";
        changed: "Door {} gewijzigd, ", "Changed by {}, ";
        nobody: "Nog niets gewijzigd.", "Nothing changed yet.";
        saved: "Voorkeur opgeslagen.", "Preference saved.";
        choose: "Kies", "Choose";
    }
);

texts!(
    /// Logging a contact, a note, a promise.
    AddTexts {
        title: "Vastleggen", "Add";
        contact: "Contact vastleggen", "Log a contact";
        note: "Notitie", "Note";
        promise: "Belofte", "Promise";
        promises: "Beloftes", "Promises";
        no_promises: "Geen beloftes.", "No promises.";
        kind: "Wat wilt u vastleggen?", "What do you want to add?";
        contact_tab: "Contact", "Contact";
        channel: "Kanaal", "Channel";
        reason: "Reden", "Reason";
        other: "Andere reden", "Another reason";
        invoice: "Factuur of bedrag", "Invoice or amount";
        fault: "Storing", "Fault";
        moving: "Verhuizing", "Moving house";
        delivery: "Levering of afspraak", "Delivery or appointment";
        complaint: "Klacht", "Complaint";
        contract: "Contract of tarief", "Contract or tariff";
        advice: "Advies", "Advice";
        details: "Gegevens wijzigen", "Change of details";
        direction: "Wie nam contact op?", "Who made contact?";
        customer: "Klant", "Customer";
        us: "Wij", "We";
        what: "Wat is besproken? (mag leeg blijven)", "What was said? (may stay empty)";
        note_text: "Notitie", "Note";
        shareable: "De klant mag dit lezen", "The customer may read this";
        promise_text: "Wat belooft u?", "What do you promise?";
        due: "Uiterlijk op", "Before";
        tomorrow: "Morgen", "Tomorrow";
        week: "Over een week", "In a week";
        amount: "Bedrag in euro (mag leeg blijven)", "Amount in euros (may stay empty)";
        need_reason: "Kies of typ een reden.", "Choose or type a reason.";
        need_text: "Vul iets in.", "Fill something in.";
        need_due: "Kies een datum.", "Choose a date.";
        bad_amount: "Vul een bedrag in zoals 45 of 45,50.", "Fill in an amount such as 45 or 45.50.";
        saved: "Opgeslagen.", "Saved.";
        waiting: "Nog niet verzonden: geen netwerk. Het gaat vanzelf.", "Not sent yet: no network. It goes out by itself.";
        overdue: "Te laat", "Overdue";
        by_source: "via {}", "via {}";
    }
);

texts!(
    /// The customer's own page.
    SelfTexts {
        title: "Uw gegevens", "Your data";
        hello: "Dag {}", "Hello {}";
        intro: "Hier ziet u wat wij over u weten. Klopt iets niet? Dan past u het hier aan.", "This is what we know about you. Is something wrong? You can correct it here.";
        timeline: "Uw contact met ons", "Your contact with us";
        planned: "Wat eraan komt", "What is coming";
        promises: "Wat wij u beloofden", "What we promised you";
        household: "Bij u in huis", "In your household";
        edit: "Aanpassen", "Correct";
        bad_email: "Dit is geen e-mailadres. Voorbeeld: naam@voorbeeld.nl", "This is not an e-mail address. Example: name@example.org";
        bad_phone: "Dit is geen telefoonnummer. Voorbeeld: 06 12345678", "This is not a telephone number. Example: 06 12345678";
        empty: "Vul iets in.", "Fill something in.";
        saved: "Opgeslagen. Onze medewerkers zien het ook.", "Saved. Our employees see it too.";
        owner: "Vragen hierover? Afdeling {} helpt u.", "Questions? The {} department helps you.";
        nothing_planned: "Er staat niets gepland.", "Nothing is planned.";
    }
);
