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
        history: "Wie wijzigde wat?", "Who changed what?";
        yourself: "u zelf", "yourself";
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
        goal: "Doel (hoeft niet)", "Goal (optional)";
        outcome: "Uitkomst (hoeft niet)", "Outcome (optional)";
        what: "Wat is besproken? (hoeft niet)", "What was said? (optional)";
        note_text: "Notitie", "Note";
        shareable: "De klant mag dit lezen", "The customer may read this";
        promise_text: "Wat belooft u?", "What do you promise?";
        due: "Uiterlijk op", "At the latest on";
        tomorrow: "Morgen", "Tomorrow";
        week: "Over een week", "In a week";
        two_weeks: "Over twee weken", "In two weeks";
        due_quick: "Wanneer?", "When?";
        amount: "Bedrag in euro (hoeft niet)", "Amount in euros (optional)";
        need_reason: "Kies of typ een reden.", "Choose or type a reason.";
        need_text: "Vul iets in.", "Fill something in.";
        need_due: "Kies een datum vanaf vandaag.", "Choose today or a later date.";
        bad_amount: "Vul een bedrag in zoals 45 of 45,50.", "Fill in an amount such as 45 or 45.50.";
        saved: "Opgeslagen.", "Saved.";
        sending: "Wordt verzonden.", "Being sent.";
        waiting: "Nog niet verzonden: geen netwerk. Het gaat vanzelf.", "Not sent yet: no network. It goes out by itself.";
        waiting_signed_out: "Nog niet verzonden: uw aanmelding is verlopen.", "Not sent yet: your sign-in has expired.";
        not_taken: "Niet verwerkt. Onderaan staat waarom.", "Not processed. Below it says why.";
        overdue: "Te laat", "Overdue";
        due_by: "uiterlijk {}", "due {}";
        by_source: "via {}", "via {}";
    }
);

texts!(
    /// The customer's own page.
    SelfTexts {
        title: "Uw gegevens", "Your data";
        hello: "Dag {}", "Hello {}";
        intro: "Hier ziet u wat wij over u weten. Klopt iets niet? Dan past u het hier aan.", "This is what we know about you. Is something wrong? You can correct it here.";
        who: "Wie u bent", "Who you are";
        reach: "Zo bereiken wij u", "How we reach you";
        relation: "U en wij", "You and us";
        planned: "Wat eraan komt", "What is coming";
        promises: "Wat wij u beloofden", "What we promised you";
        household: "Wie bij u hoort", "Who belongs to you";
        edit: "Aanpassen", "Correct";
        unknown: "Nog niet ingevuld", "Not filled in yet";
        bad_email: "Dit is geen e-mailadres. Voorbeeld: naam@voorbeeld.nl", "This is not an e-mail address. Example: name@example.org";
        bad_phone: "Dit is geen telefoonnummer. Voorbeeld: 06 12345678", "This is not a telephone number. Example: 06 12345678";
        bad_postcode: "Dit is geen postcode. Voorbeeld: 3571 AB", "This is not a postcode. Example: 3571 AB";
        bad_number: "Vul een getal in, zoals 4.", "Fill in a number, such as 4.";
        empty: "Vul iets in.", "Fill something in.";
        saved: "Opgeslagen. Onze medewerkers zien het ook.", "Saved. Our employees see it too.";
        nothing_planned: "Er staat niets gepland.", "Nothing is planned.";
        owners: "Wie zorgt voor welke gegevens?", "Who looks after which data?";
        owners_hint: "Kunt u iets niet zelf aanpassen? De afdeling die erbij staat helpt u.", "Is there something you cannot correct yourself? The department beside it helps you.";
    }
);
