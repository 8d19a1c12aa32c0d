//! Texts of what changes while somebody looks.

use super::texts;

texts!(
    /// What a screen reader says of it.
    LiveTexts {
        one_new: "Nieuw: {}", "New: {}";
        one_changed: "Gewijzigd: {}", "Changed: {}";
        many_new: "{} regels nieuw of gewijzigd in de tijdlijn", "{} lines new or changed in the timeline";
        card_changed: "Gegevens gewijzigd", "Details changed";
    }
);
