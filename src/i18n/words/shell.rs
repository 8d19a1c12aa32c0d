//! Texts around the view: buttons, states, the "why?" of a value, the agent's app.

use super::texts;

texts!(
    /// Words that come everywhere.
    CommonTexts {
        own_source: "Zelf ingevuld", "Yourself";
        close: "Sluiten", "Close";
        cancel: "Annuleren", "Cancel";
        save: "Opslaan", "Save";
        undo: "Ongedaan maken", "Undo";
        retry: "Opnieuw proberen", "Try again";
        show: "Bekijk", "View";
        all: "Alles", "All";
        yes: "Ja", "Yes";
        no: "Nee", "No";
        unknown: "Nog niet gevraagd", "Not asked yet";
        today: "vandaag", "today";
        yesterday: "gisteren", "yesterday";
        tomorrow: "morgen", "tomorrow";
        now: "zojuist", "just now";
        customer_view: "Klantbeeld", "Customer view";
        minutes_ago: "{} min geleden", "{} min ago";
        hours_ago: "{} uur geleden", "{} h ago";
        short_days: "{} d", "{} d";
        short_months: "{} mnd", "{} mo";
        short_years: "{} jr", "{} yr";
        one_day: "1 dag", "1 day";
        days: "{} dagen", "{} days";
    }
);

texts!(
    /// What the view says when it cannot show everything.
    StateTexts {
        tab_ball: "Kristallen bol", "Crystal ball";
        tab_preferences: "Voorkeuren", "Preferences";
        skip: "Naar de tijdlijn", "Skip to the timeline";
        loading: "Klantbeeld wordt geladen", "Loading the customer view";
        failed: "Het klantbeeld kon niet worden geladen.", "The customer view could not be loaded.";
        failed_hint: "Controleer de verbinding en probeer het opnieuw.", "Check the connection and try again.";
        not_found: "Deze klant is niet gevonden.", "This customer was not found.";
        not_found_hint: "Controleer het klantnummer of zoek op naam.", "Check the customer number or search by name.";
        signed_out: "Uw aanmelding is verlopen.", "Your sign-in has expired.";
        signed_out_hint: "Meld u opnieuw aan in het systeem waar u werkt.", "Sign in again in the system you work in.";
        forbidden: "U heeft geen recht op dit klantbeeld.", "You have no right to this customer view.";
        forbidden_hint: "Vraag toegang aan bij {}.", "Ask {} for access.";
        forbidden_here: "Vraag uw beheerder om toegang op deze plek.", "Ask your administrator for access in this place.";
        too_many: "Even rustig aan: er zijn te veel verzoeken gedaan.", "Too many requests were made: please wait a moment.";
        offline: "Geen netwerk", "No network";
        offline_age: "Geen netwerk. Dit is de stand van {}.", "No network. You see how it was {}.";
        offline_missing: "Geen netwerk, en deze klant staat niet op dit apparaat.", "No network, and this customer is not on this device.";
        offline_missing_hint: "Open de klant een keer met netwerk; daarna is het klantbeeld ook zonder netwerk te lezen.", "Open the customer once with network; after that the view can be read without.";
        memory_only: "Wijzigingen worden niet op dit apparaat bewaard.", "Changes are not kept on this device.";
        waiting: "Wacht op verzending", "Waiting to be sent";
        waiting_hint: "Nog niet verzonden. Het gaat vanzelf zodra het kan.", "Not sent yet. It goes out by itself as soon as it can.";
        refused: "Niet verwerkt", "Not processed";
        no_customer: "Kies een klant", "Choose a customer";
        no_customer_hint: "Zoek op naam, klantnummer, e-mail of telefoon.", "Search by name, customer number, e-mail or telephone.";
        which_one: "Wie is dit? Meerdere klanten passen bij {}", "Who is this? Several customers fit {}";
        which_one_hint: "Kies de klant met wie u contact hebt.", "Choose the customer you are in contact with.";
        nobody_found: "Geen klant gevonden met {}", "No customer found with {}";
        nobody_found_hint: "Vraag naar een ander gegeven, zoals naam of klantnummer.", "Ask for something else, such as the name or customer number.";
        updated: "Bijgewerkt {}", "Updated {}";
        sources: "{} bronnen", "{} sources";
        hidden_role: "Verborgen gegevens: {} (niet voor uw rol)", "Hidden details: {} (not part of your role)";
        hidden_consent: "Verborgen gegevens: {} (geen toestemming van de klant)", "Hidden details: {} (no consent from the customer)";
        ask_owner: "vraag het aan {}", "ask {}";
        refresh: "Vernieuwen", "Refresh";
        now: "Nu", "Now";
        parts: "Delen van het klantbeeld", "Parts of the customer view";
        stale: "Stand van {}. De nieuwste gegevens zijn nu niet op te halen.", "As it was {}. The newest data cannot be fetched now.";
        sources_title: "Waar dit klantbeeld uit komt", "What this view is made of";
        source_last: "laatst", "latest";
        one_source: "1 bron", "1 source";
        other_source: "Een ander systeem", "Another system";
        hidden_title: "Wat niet te zien is", "What you do not see";
        part_absent: "Dit deel kon niet worden geladen. Blijft dat zo, laad dan de pagina opnieuw.", "This part could not be loaded. If that goes on, load the page again.";
        unavailable: "Het systeem is even niet bereikbaar.", "The system cannot be reached for a moment.";
        unavailable_hint: "Probeer het over een minuut opnieuw. Er is niets kwijt.", "Try again in a minute. Nothing is lost.";
        invalid: "Dit klantnummer kan niet worden gelezen.", "This customer number cannot be read.";
        system_crm: "klantbeheer", "customer management";
        system_logistics: "logistiek", "logistics";
        system_reservation: "afspraken", "appointments";
        system_care: "klantcontact", "customer contact";
        system_social: "sociale media", "social media";
        system_finance: "financiën", "finance";
        system_production: "productie", "production";
        system_campaign: "marketing", "marketing";
        system_research: "onderzoek", "research";
        system_web: "website en app", "site and app";
        system_field: "werk aan huis", "home visits";
    }
);

texts!(
    /// The explanation behind a value: where from, since when, why this one.
    WhyTexts {
        title: "Waar komt dit vandaan?", "Where does this come from?";
        from: "Bron", "Source";
        since: "Geldt sinds", "Holds since";
        known: "Bij ons bekend sinds", "Known to us since";
        by: "Door", "By";
        written: "Zo geschreven", "As written";
        invalid: "Lijkt ongeldig", "Looks invalid";
        odd: "lijkt ongeldig", "looks invalid";
        owner: "Beheerder", "Owner";
        cadence: "Wordt bijgewerkt", "Brought up to date";
        others: "Andere waarden", "Other values";
        nothing: "Nog niets bekend", "Nothing known yet";
        customer: "klant zelf", "customer";
        why: "waarom?", "why?";
        open: "Herkomst van {}", "Origin of {}";
        origin: "Herkomst", "Origin";
        live: "meteen", "at once";
        nightly: "elke nacht", "every night";
        yearly: "elk jaar", "every year";
        at_contact: "bij elk contact", "at every contact";
        after_survey: "na elk onderzoek", "after every survey";
        when_asked: "als ernaar gevraagd wordt", "when asked";
        when_told: "als de klant het vertelt", "when the customer tells";
    }
);

texts!(
    /// The agent's app.
    AppTexts {
        search: "Zoek een klant", "Find a customer";
        search_hint: "Naam, klantnummer, e-mail, telefoon of postcode", "Name, customer number, e-mail, telephone or postcode";
        searching: "Zoeken…", "Searching…";
        no_hits: "Niemand gevonden. Probeer een ander gegeven.", "Nobody found. Try something else.";
        offline_search: "Zonder netwerk zoekt u alleen in klanten op dit apparaat.", "Without network you search the customers on this device only.";
        former: "vroeger adres of nummer", "former address or number";
        recent: "Eerder geopend", "Opened before";
        language: "Taal", "Language";
        theme: "Weergave", "Appearance";
        theme_auto: "zoals dit apparaat", "as this device";
        theme_dark: "donker", "dark";
        theme_light: "licht", "light";
        skip: "Naar het klantbeeld", "Skip to the customer view";
    }
);

texts!(
    /// What waits to be sent, and why.
    QueueTexts {
        title: "Te verzenden", "To be sent";
        checking: "Wordt nagekeken…", "Checking…";
        empty: "Alles is verzonden.", "Everything has been sent.";
        count: "{} te verzenden", "{} to be sent";
        attention: "Vraagt aandacht", "Needs attention";
        signed_out: "Uw aanmelding is verlopen. Het wordt verzonden als u weer bent aangemeld.", "Your sign-in has expired. It is sent when you have signed in again.";
        no_access: "U heeft nu geen toegang tot deze klant. Het blijft hier staan en wordt verzonden zodra u weer toegang heeft.", "You have no access to this customer now. It stays here and is sent as soon as you have access again.";
        busy: "De server kan dit nu niet verwerken. Het gaat vanzelf.", "The server cannot take this now. It goes out by itself.";
        discard: "Verwijderen", "Remove";
        send_now: "Nu verzenden", "Send now";
    }
);
