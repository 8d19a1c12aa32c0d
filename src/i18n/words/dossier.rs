//! Texts of the dossier.

use super::texts;

texts!(
    /// Agreements, documents, accounts, visits, products looked at.
    DossierTexts {
        title: "Dossier", "Dossier";
        own_title: "Contracten en documenten", "Your contracts and documents";
        agreements: "Contracten", "Contracts";
        documents: "Documenten", "Documents";
        accounts: "Accounts", "Accounts";
        visits: "Bezoek aan site en app", "Visits to site and app";
        viewed: "Laatst bekeken", "Looked at last";
        since: "vanaf {}", "from {}";
        term: "{} tot {}", "{} to {}";
        notice: "opzeggen t/m {}", "notice by {}";
        valid: "geldig tot {}", "valid until {}";
        logged_in: "laatst ingelogd {}", "last signed in {}";
        one_visit: "1 bezoek", "1 visit";
        count_visits: "{} bezoeken", "{} visits";
    }
);
