//! Texts of the timeline and of an opened item.

use super::texts;

texts!(
    /// The timeline and its filters.
    TimelineTexts {
        own_title: "Contact met ons", "Your contact with us";
        title: "Tijdlijn", "Timeline";
        search: "Storing, factuurnummer, naam…", "Fault, invoice number, name…";
        search_label: "Zoek in de tijdlijn", "Search the timeline";
        conversations: "Gesprekken", "Conversations";
        orders: "Bestellingen", "Orders";
        money: "Facturen", "Invoices";
        complaints: "Klachten", "Complaints";
        agreements: "Contracten", "Contracts";
        usage: "Gebruik", "Use";
        marketing: "Campagnes", "Campaigns";
        notes: "Notities", "Notes";
        filters: "Filters", "Filters";
        more: "Meer filters", "More filters";
        less: "Minder filters", "Fewer filters";
        clear: "Filters wissen", "Clear filters";
        channel: "Kanaal", "Channel";
        kind: "Soort", "Kind";
        department: "Afdeling", "Department";
        direction: "Richting", "Direction";
        incoming: "Van klant", "From customer";
        outgoing: "Naar klant", "To customer";
        internal: "Intern", "Internal";
        mood: "Stemming", "Mood";
        negative: "Negatief", "Negative";
        neutral: "Neutraal", "Neutral";
        positive: "Positief", "Positive";
        from: "Vanaf", "From";
        until: "Tot en met", "Until";
        any: "Alle", "Any";
        planned: "Gepland", "Planned";
        show_planned: "Toon gepland", "Show planned";
        jump: "Ga naar datum", "Go to date";
        first: "Eerste contact", "First contact";
        export: "Opslaan als bestand", "Save as a file";
        export_columns: "Wanneer|Soort|Kanaal|Richting|Afdeling|Status|Titel|Samenvatting|Reden|Doel|Uitkomst|Stemming|Bedrag|Valuta|Uiterlijk|Bron|Nummer|Antwoord op", "When|Kind|Channel|Direction|Department|Status|Title|Summary|Reason|Goal|Outcome|Mood|Amount|Currency|Due|Source|Number|Answers";
        export_name: "klantbeeld", "customer-view";
        count: "{} items", "{} items";
        one: "1 item", "1 item";
        none: "Niets gevonden met deze filters.", "Nothing found with these filters.";
        empty: "Nog geen contact. Het eerste item verschijnt hier.", "No contact yet. The first item will appear here.";
        partial: "Oudere items worden opgehaald…", "Older items are on their way…";
        partial_failed: "Oudere items konden niet worden opgehaald.", "Older items could not be fetched.";
        goal: "Doel: {}.", "Goal: {}.";
        made: "Uit de tekst: {}", "From the text: {}";
        outcome: "Uitkomst: {}.", "Outcome: {}.";
        no_outcome: "Uitkomst: niet vastgelegd.", "Outcome: not recorded.";
        answered: "Beantwoord: {}", "Answered: {}";
        unanswered: "Geen antwoord", "No answer";
        open: "Open", "Open";
        in_progress: "Loopt", "In progress";
        done: "Klaar", "Done";
        kept: "Nagekomen", "Kept";
        broken: "Verbroken", "Broken";
        cancelled: "Geannuleerd", "Cancelled";
        active: "Actief", "Active";
        ended: "Afgelopen", "Ended";
        rejected: "Afgewezen", "Rejected";
    }
);

texts!(
    /// An opened item.
    DetailTexts {
        loading: "Item wordt geopend", "Opening the item";
        failed: "Dit item kon niet worden geopend.", "This item could not be opened.";
        offline: "De inhoud staat niet op dit apparaat. Met netwerk is hij te lezen.", "The content is not on this device. It can be read with network.";
        purpose: "Dit gegeven is afgeschermd. Kies waarvoor u het nodig hebt; het openen wordt vastgelegd.", "This is masked. Choose what you need it for; opening it is logged.";
        open_for: "Openen voor {}", "Open for {}";
        reason: "Reden", "Reason";
        goal: "Doel", "Goal";
        outcome: "Uitkomst", "Outcome";
        source: "Bron", "Source";
        recorded: "Vastgelegd", "Recorded";
        by: "door {}", "by {}";
        status: "Status", "Status";
        due: "Uiterlijk", "Due";
        amount: "Bedrag", "Amount";
        direction: "Richting", "Direction";
        department: "Afdeling", "Department";
        transcript: "Gesprek", "Transcript";
        lines: "Regels", "Lines";
        letter: "Brief", "Letter";
        attachment: "Bijlage", "Attachment";
        download: "Downloaden", "Download";
        download_name: "{} downloaden", "Download {}";
        downloading: "Wordt opgehaald …", "Being fetched …";
        download_failed: "Dat lukte niet. Probeer het opnieuw.", "That did not work. Try again.";
        file_gone: "Dit bestand is er niet meer.", "This file is no longer there.";
        steps: "Voortgang", "Progress";
        answers_survey: "Antwoorden", "Answers";
        question: "Vraag", "Question";
        reply: "Antwoord", "Answer";
        needs_no_reply: "Hierop hoeft geen antwoord te komen.", "This needs no answer.";
        no_reply: "Hierop is nog niet geantwoord.", "This has not been answered yet.";
        history: "Verloop", "History";
        former: "Zo stond het er eerder", "What it said before";
        until: "tot {}", "until {}";
        nothing: "niets", "nothing";
        when: "Wanneer", "When";
        title: "Titel", "Title";
        summary: "Samenvatting", "Summary";
        settle_kept: "Nagekomen", "Kept";
        settle_broken: "Niet nagekomen", "Not kept";
        quantity: "Aantal", "Quantity";
        product: "Product", "Product";
    }
);
