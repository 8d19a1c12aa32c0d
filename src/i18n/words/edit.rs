//! Texts of everything that a person fills in.

use super::{addressing_texts, texts};

texts!(
    /// Channel and communication preferences.
    PreferenceTexts {
        title: "Voorkeuren", "Preferences";
        matrix: "Waarvoor is contact toegestaan?", "What is contact allowed for?";
        channel: "Kanaal", "Channel";
        service: "Service", "Service";
        offers: "Aanbod", "Offers";
        research: "Onderzoek", "Research";
        contact: "Contact", "Contact";
        personal: "Persoonlijk", "Personal";
        consents: "Toestemmingen", "Consents";
        changed: "Door {} gewijzigd, ", "Changed by {}, ";
        nobody: "Nog niets gewijzigd.", "Nothing changed yet.";
        history: "Wie wijzigde wat?", "Who changed what?";
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
        why: "Waarom belt, schrijft of koopt de klant?", "Why does the customer call, write or buy?";
        purchase: "Aankoop", "Purchase";
        why_bought: "Waarom koopt de klant dit? (hoeft niet)", "Why does the customer buy this? (optional)";
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
        attach: "Bijlage: brief, document of foto (hoeft niet)", "Attachment: letter, document or photo (optional)";
        attach_remove: "Bijlage weghalen", "Remove the attachment";
        attaching: "Bijlage wordt verstuurd …", "Sending the attachment …";
        attach_offline: "Een bijlage kan alleen met netwerk mee. De notitie kan zonder worden opgeslagen.", "An attachment needs network. The note can be saved without it.";
        attach_too_large: "Dit bestand is te groot.", "This file is too large.";
        attach_refused: "Dit soort bestand kan niet mee. Kies een PDF, foto, document of geluid.", "This type of file is not taken. Choose a PDF, picture, document or sound.";
        attach_failed: "De bijlage kon niet worden verstuurd. Kies het bestand opnieuw.", "The attachment could not be sent. Choose the file again.";
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
        waiting_signed_out: "Nog niet verzonden: uw aanmelding is verlopen.", "Not sent yet: your sign-in has expired.";
        not_taken: "Niet verwerkt. Onderaan staat waarom.", "Not processed. Below it says why.";
        overdue: "Te laat", "Overdue";
        due_by: "uiterlijk {}", "due {}";
        by_source: "via {}", "via {}";
    }
);

addressing_texts!(
    /// The customer's own page.
    SelfTexts {
        title: "Uw gegevens", "Jouw gegevens", "Your data";
        hello: "Dag {}", =, "Hello {}";
        intro: "Hier ziet u wat wij over u weten. Klopt iets niet? Dan past u het hier aan.", "Hier zie je wat wij over jou weten. Klopt iets niet? Dan pas je het hier aan.", "This is what we know about you. Is something wrong? You can correct it here.";
        who: "Wie u bent", "Wie je bent", "Who you are";
        reach: "Zo bereiken wij u", "Zo bereiken wij je", "How we reach you";
        relation: "U en wij", "Jij en wij", "You and us";
        planned: "Wat eraan komt", =, "What is coming";
        promises: "Wat wij u beloofden", "Wat wij je beloofden", "What we promised you";
        household: "Wie bij u hoort", "Wie bij je hoort", "Who belongs to you";
        edit: "Aanpassen", =, "Correct";
        unknown: "Nog niet ingevuld", =, "Not filled in yet";
        bad_email: "Dit is geen e-mailadres. Voorbeeld: naam@voorbeeld.nl", =, "This is not an e-mail address. Example: name@example.org";
        bad_phone: "Dit is geen telefoonnummer. Voorbeeld: 06 12345678", =, "This is not a telephone number. Example: 06 12345678";
        bad_postcode: "Dit is geen postcode. Voorbeeld: 3571 AB", =, "This is not a postcode. Example: 3571 AB";
        bad_number: "Vul een getal in, zoals 4.", =, "Fill in a number, such as 4.";
        empty: "Vul iets in.", =, "Fill something in.";
        saved: "Opgeslagen. Onze medewerkers zien het ook.", =, "Saved. Our employees see it too.";
        nothing_planned: "Er staat niets gepland.", =, "Nothing is planned.";
        owners: "Wie zorgt voor welke gegevens?", =, "Who looks after which data?";
        owners_hint: "Kunt u iets niet zelf aanpassen? De afdeling die erbij staat helpt u.", "Kun je iets niet zelf aanpassen? De afdeling die erbij staat helpt je.", "Is there something you cannot correct yourself? The department beside it helps you.";
        yourself: "u zelf", "jezelf", "yourself";
    }
);
