//! How the customer is spoken to on their own page: in the form of address that they chose.
//!
//! Before it is known who they are, and where nothing was chosen, the form is polite.

use crate::i18n::SelfTexts;
use crate::state::View;

/// The fields that say it, the customer's own choice first.
const FIELDS: [&str; 2] = ["preference.form_of_address", "person.form_of_address"];

/// Returns the texts of the customer's own page; tracks language and choice.
pub(super) fn own_words(view: View) -> &'static SelfTexts {
    let chosen = FIELDS.into_iter().find_map(|field| view.value(field));
    let texts = view.texts();
    if chosen.as_deref() == Some("informal") {
        texts.own_informal()
    } else {
        texts.own()
    }
}
