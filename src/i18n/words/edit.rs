//! Texts of everything that a person fills in.

use super::texts;

texts!(
    /// Channel and communication preferences.
    PreferenceTexts {
        title: "Voorkeuren", "Preferences";
    }
);

texts!(
    /// Logging a contact, a note, a promise.
    AddTexts {
        title: "Vastleggen", "Add";
    }
);

texts!(
    /// The customer's own page.
    SelfTexts {
        title: "Uw gegevens", "Your data";
    }
);
