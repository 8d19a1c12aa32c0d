//! Texts of the header, the alerts and the crystal ball.

use super::texts;

texts!(
    /// Who is this, what is urgent.
    HeaderTexts {
        organisation: "Organisatie", "Organisation";
        prospect: "Mogelijke klant", "Prospect";
        customer_since: "Klant sinds {}", "Customer since {}";
        nameless: "Naam nog niet bekend", "Name not known yet";
        stage_since: "Fase: {} sinds {}", "Stage: {} since {}";
        programme: "Spaarprogramma: {}", "Loyalty: {}";
        points: "{} punten", "{} points";
        household: "Huishouden: {} personen", "Household of {}";
        household_one: "Woont alleen", "Lives alone";
        prefers: "Liefst {}", "Prefers {}";
        dutch: "Nederlands", "Dutch";
        english: "Engels", "English";
        formal: "met u", "formal";
        informal: "met je", "informal";
        morning: "’s ochtends", "mornings";
        afternoon: "’s middags", "afternoons";
        evening: "’s avonds", "evenings";
        value: "Waarde {}", "Value {}";
        owner: "Relatiebeheer: {}", "Looked after by {}";
        number: "Klantnr.", "Customer no.";
        pinned: "Goed om te weten", "Good to know";
        relations: "Hoort bij", "Belongs with";
        kin_household: "woont samen", "same household";
        kin_contact: "contactpersoon", "contact person";
        kin_works: "werkgever", "employer";
        kin_represents: "handelt namens", "acts for";
        contact: "Contactgegevens", "Contact details";
        alerts: "Nu van belang", "Needs attention now";
        complaint: "Klacht open, {}", "Complaint open, {}";
        complaint_today: "Klacht van vandaag", "Complaint of today";
        promise_late: "Belofte {} te laat", "Promise {} late";
        promise_today: "Belofte vervalt vandaag", "Promise due today";
        promise_tomorrow: "Belofte vervalt morgen", "Promise due tomorrow";
        promise_soon: "Belofte vervalt over {}", "Promise due in {}";
        invoice_late: "Factuur {} te laat", "Invoice {} overdue";
        claim_late: "Schade {} te laat", "Claim {} late";
        repair_late: "Reparatie {} te laat", "Repair {} late";
        request_late: "Aanvraag {} te laat", "Request {} late";
        parcel_late: "Bezorging {} te laat", "Delivery {} late";
        notice: "Opzeggen kan nog {}", "Notice possible for {}";
        notice_today: "Opzeggen kan alleen vandaag nog", "Last day to give notice";
        under_way: "Loopt nu", "Under way";
        reason_call: "Belt nu over:", "Calling now about:";
        reason_write: "Schrijft nu over:", "Writing now about:";
        reason_visit: "Is hier nu voor:", "Is here now for:";
        reason_any: "Nu contact over:", "In contact now about:";
        show_items: "{} items", "{} items";
    }
);

texts!(
    /// Past, present and future on one axis.
    BallTexts {
        title: "Kristallen bol", "Crystal ball";
        past: "Verleden", "Past";
        present: "Heden", "Present";
        future: "Toekomst", "Future";
        hint: "Kies een maand om erheen te gaan", "Choose a month to go there";
        range: "Periode", "Period";
        one_year: "1 j", "1 y";
        three_years: "3 j", "3 y";
        axis: "Tijdas per maand", "Time axis by month";
        month_of_axis: "Maand", "Month";
        items: "{} items", "{} items";
        contacts_of_month: "{} contacten", "{} contacts";
        one_contact: "1 contact", "1 contact";
        mood_of_month: "stemming {}", "mood {}";
        planned_of_month: "gepland: {}", "planned: {}";
        mark_first: "Eerste contact", "First contact";
        mark_complaint: "Klacht", "Complaint";
        mark_kept: "Belofte nagekomen", "Promise kept";
        mark_broken: "Belofte verbroken", "Promise broken";
        phase: "{}, {} tot {}", "{}, {} to {}";
        phase_now: "{}, nu nog", "{}, until now";
        legend_contacts: "contacten", "contacts";
        legend_all: "alle items", "all items";
        legend_mood: "stemming", "mood";
        legend_planned: "gepland", "planned";
        nothing_past: "Nog geen contact.", "No contact yet.";
        nothing_present: "Er loopt nu niets.", "Nothing is under way.";
        nothing_future: "Er is niets gepland.", "Nothing is planned.";
        why_title: "Zo weten we dit", "How we know this";
        evidence: "Gebaseerd op", "Based on";
        evidence_more: "en andere", "and others";

        contacts: "Contacten", "Contacts";
        paid: "Betaald in 3 jaar", "Paid in 3 years";
        invoiced: "Gefactureerd in 3 jaar", "Invoiced in 3 years";
        ordered: "Besteld in 3 jaar", "Ordered in 3 years";
        rhythm: "Koopt elke", "Buys every";
        last_contact: "Laatste contact", "Last contact";
        last_login: "Laatst ingelogd", "Last signed in";
        last_use: "Laatste gebruik", "Last use";
        product_use: "Gebruik", "Use";
        first_contact: "Eerste contact", "First contact";
        nps: "Beveelt ons aan", "Would recommend us";
        satisfaction: "Tevredenheid", "Satisfaction";
        csat: "Is tevreden", "Is satisfied";
        mood: "Stemming", "Mood";
        complaints: "Open klacht", "Open complaint";
        running: "Loopt nu", "Under way";
        invoices: "Open factuur", "To pay";
        agreements: "Contract", "Contract";
        points: "Spaarpunten", "Loyalty points";
        debit: "Afschrijving", "Direct debit";
        renewal: "Contract verlengt", "Contract renews";
        visit: "Afspraak", "Appointment";
        tariff: "Tarief wijzigt", "Price changes";
        warranty: "Garantie tot", "Warranty until";
        promise: "Belofte", "Promise";

        masked: "afgeschermd", "masked";
        mostly: "{} · meest via {}", "{} · mostly {}";
        due: "{}, vervalt {}", "{}, due {}";
        overdue: "{}, verviel {}", "{}, was due {}";
        days_ago: "{} geleden", "{} ago";
        longer: "langer dan normaal", "longer than normal";
        one_month: "maand", "month";
        months: "{} maanden", "{} months";
        score: "{} van {}", "{} of {}";
        score_before: "eerst {}", "before {}";
        rises: "stijgt", "rising";
        falls: "daalt", "falling";
        steady: "blijft gelijk", "steady";
        used_in: "{} in {}", "{} in {}";
        one_time: "1 keer", "once";
        times: "{} keer", "{} times";
        more: "{} % meer dan een jaar eerder", "{}% more than a year before";
        less: "{} % minder dan een jaar eerder", "{}% less than a year before";
        as_before: "gelijk aan een jaar eerder", "as a year before";
        no_year: "nog geen jaar eerder om naast te leggen", "no year before to compare with";
        months_short: "{} mnd", "{} mo";
        last_used: "laatst {}", "last {}";
        very_bad: "Zeer ontevreden", "Very unhappy";
        bad: "Ontevreden", "Unhappy";
        neutral: "Neutraal", "Neutral";
        good: "Tevreden", "Happy";
        very_good: "Zeer tevreden", "Very happy";
        since: "{} sinds {}", "{} since {}";
        count_running: "{} lopen", "{} under way";
        one_running: "1 loopt", "1 under way";
        due_day: "klaar {}", "due {}";
        was_due: "had klaar moeten zijn {}", "was due {}";
        begun: "sinds {}", "since {}";
        and_more: "{} en nog {}", "{} and {} more";
        notice_before: "opzeggen t/m {}", "notice by {}";
        at_time: "{} om {}", "{} at {}";
    }
);

texts!(
    /// How each fact was computed, in words.
    BasisTexts {
        month_counts: "Alle contacten tot nu toe, geteld per maand. Wat gepland is, telt niet mee.", "All contacts so far, counted by month. What is planned does not count.";
        paid: "Betalingen en afschrijvingen van de laatste 36 maanden die doorgingen, min wat daarvan is terugbetaald. Wat u niet mag zien, telt niet mee.", "Payments and direct debits of the last 36 months that went through, less what was paid back of them. What you may not see does not count.";
        invoiced: "Facturen van de laatste 36 maanden die niet vervielen, min wat daarvan is terugbetaald. Wat u niet mag zien, telt niet mee.", "Invoices of the last 36 months that were not called off, less what was paid back of them. What you may not see does not count.";
        ordered: "Bestellingen van de laatste 36 maanden die doorgingen, min wat daarvan is terugbetaald. Wat u niet mag zien, telt niet mee.", "Orders of the last 36 months that went through, less what was paid back of them. What you may not see does not count.";
        order_months: "De middelste tijd tussen twee maanden met een bestelling die doorging.", "The middle one of the times between two months with an order.";
        latest_item: "Het nieuwste item van deze soort.", "The newest item of this sort.";
        norm: "Normaal voor deze klant: elke {}.", "Normal for this customer: every {}.";
        first_item: "Het eerste item van de hele tijdlijn.", "The first item of the whole timeline.";
        field: "Dit staat in het profiel.", "This is in the profile.";
        last_moods: "Het gemiddelde gevoel in de laatste gesprekken, hoogstens drie.", "The mean feeling in the last conversations, at most three.";
        whole_months: "Het gebruik in de laatste hele maanden, naast dezelfde maanden een jaar eerder. De lopende maand telt niet mee.", "The use in the last whole months, beside the same months a year before. The present month does not count.";
        scores: "Het nieuwste antwoord op een tevredenheidsvraag telt; de lijn toont ook de eerdere.", "The newest answer to a satisfaction question counts; the line shows those before it too.";
        open_items: "Items die open staan of in behandeling zijn.", "Items that are open or being worked on.";
        active_items: "Contracten en abonnementen die nu lopen.", "Contracts and subscriptions that run now.";
        planned_items: "Gepland in een van onze systemen.", "Planned in one of our systems.";
        due_date: "De datum die bij het item hoort.", "The date that belongs to the item.";
    }
);

texts!(
    /// The stages of the buying cycle, and the rules that lead to them.
    StageTexts {
        stage: "Fase", "Stage";
        notice_near: "Een contract verlengt of eindigt binnen 60 dagen.", "A contract renews or ends within 60 days.";
        order_running: "Er loopt een bestelling, bezorging of aanvraag.", "An order, delivery or request is under way.";
        active_research: "Bekeek in 30 dagen minstens drie keer een product, en bestelde daarna niets.", "Looked at products at least three times in 30 days, and ordered nothing since.";
        agreement_active: "Er loopt een contract, abonnement of garantie.", "A contract, subscription or warranty runs.";
        ordered_before: "Bestelde in de laatste 24 maanden.", "Ordered in the last 24 months.";
        looking_around: "Bezocht in 90 dagen onze site of winkel, en heeft nog niets van ons.", "Visited our site or shop in 90 days, and has nothing of ours yet.";
        lapsed: "Bestelde meer dan 24 maanden geleden voor het laatst.", "Last ordered more than 24 months ago.";
        contact_only: "Er was contact, en verder nog niets.", "There was contact, and nothing more.";
        need: "behoefte", "need";
        research: "oriënteren", "looking around";
        buy: "kopen", "buying";
        using: "gebruik", "use";
        reevaluate: "heroverwegen", "reconsidering";
    }
);
