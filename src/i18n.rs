//! The one translation layer: every text on screen, in Dutch and English, side by side.
//!
//! **Invariant:** a text that lacks a language does not compile; both stand in one row of
//! [`texts!`](self). Dates, numbers and money are the browser's own (`Intl`), see [`format`].

pub(crate) mod format;
mod lang;
mod words;

pub(crate) use lang::Lang;
pub(crate) use words::*;

use klantbeeld_core::vocabulary::{
    CHANNELS, Category, CustomKind, DEPARTMENTS, KINDS, Label, Word, find_kind,
};

impl Lang {
    /// Returns the language of a tag such as `en-GB`; everything else is Dutch.
    pub(crate) fn of_tag(tag: &str) -> Self {
        if tag.get(..2).is_some_and(|t| t.eq_ignore_ascii_case("en")) {
            Self::En
        } else {
            Self::Nl
        }
    }

    /// Returns the tag for `lang` attributes and `Intl`.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Nl => "nl-NL",
            Self::En => "en-GB",
        }
    }

    /// Returns the texts of this language.
    pub(crate) fn texts(self) -> Texts {
        Texts(self)
    }

    fn pick<'a>(self, nl: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Nl => nl,
            Self::En => en,
        }
    }

    /// Returns a label of the policy.
    pub(crate) fn label(self, label: &Label) -> String {
        self.pick(&label.nl, &label.en).to_owned()
    }

    fn word(self, list: &[Word], slug: &str) -> String {
        let word = list.iter().find(|w| w.slug == slug);
        word.map_or(slug, |w| self.pick(w.nl, w.en)).to_owned()
    }

    /// Returns a channel's name; an unknown one shows its slug.
    pub(crate) fn channel(self, slug: &str) -> String {
        self.word(CHANNELS, slug)
    }

    /// Returns a department's name.
    pub(crate) fn department(self, slug: &str) -> String {
        self.word(DEPARTMENTS, slug)
    }

    /// Returns a kind's name, built in or added by the organisation.
    pub(crate) fn kind(self, slug: &str, custom: &[CustomKind]) -> String {
        match custom.iter().find(|c| c.slug == slug) {
            Some(own) => self.label(&own.label),
            None => {
                let word = KINDS.iter().find(|k| k.word.slug == slug);
                word.map_or(slug, |k| self.pick(k.word.nl, k.word.en))
                    .to_owned()
            }
        }
    }

    /// Returns a purpose of use, as the built-in policy names them; others show their name.
    pub(crate) fn purpose(self, name: &str) -> String {
        let pairs = [
            ("service", "service", "service"),
            ("sales", "verkoop", "sales"),
            ("marketing", "marketing", "marketing"),
            ("research", "onderzoek", "research"),
            ("legal_duty", "wettelijke plicht", "legal duty"),
            ("care", "zorgvuldige hulp", "careful help"),
        ];
        let pair = pairs.iter().find(|p| p.0 == name);
        pair.map_or(name, |p| self.pick(p.1, p.2)).to_owned()
    }

    /// Returns the name of a part of a payload; others show their own name.
    pub(crate) fn payload_part(self, name: &str) -> String {
        let pairs = [
            ("account", "Account", "Account"),
            ("advice", "Advies", "Advice"),
            ("attachment", "Bijlage", "Attachment"),
            ("campaign", "Campagne", "Campaign"),
            ("claim", "Schade", "Claim"),
            ("device", "Apparaat", "Device"),
            ("document", "Document", "Document"),
            ("documents", "Documenten", "Documents"),
            ("field", "Gegeven", "Field"),
            ("meter", "Verbruik", "Usage"),
            ("method", "Betaalwijze", "Method"),
            ("pages", "Pagina's", "Pages"),
            ("place", "Plaats", "Place"),
            ("points", "Punten", "Points"),
            ("product", "Product", "Product"),
            ("products", "Producten", "Products"),
            ("query", "Gezocht op", "Searched for"),
            ("rating", "Beoordeling", "Rating"),
            ("recording", "Opname", "Recording"),
            ("resolution", "Oplossing", "Resolution"),
            ("score", "Score", "Score"),
            ("duration", "Duur", "Duration"),
            ("tariff", "Tarief", "Tariff"),
            ("terms", "Voorwaarden", "Terms"),
            ("tracking", "Bezorging", "Delivery"),
            ("properties", "Gegevens", "Details"),
            ("quantity", "Hoeveelheid", "Quantity"),
            ("unit", "Eenheid", "Unit"),
            ("url", "Adres", "Address"),
        ];
        let pair = pairs.iter().find(|p| p.0 == name);
        pair.map_or(name, |p| self.pick(p.1, p.2)).to_owned()
    }

    /// Returns the name of a group of kinds.
    pub(crate) fn category(self, category: Category) -> &'static str {
        let t = self.texts().timeline();
        match category {
            Category::Conversation => t.conversations,
            Category::Order => t.orders,
            Category::Money => t.money,
            Category::Complaint => t.complaints,
            Category::Agreement => t.agreements,
            Category::Usage => t.usage,
            Category::Marketing => t.marketing,
            Category::Note => t.notes,
        }
    }
}

/// Returns the icon of a kind.
pub(crate) fn kind_icon(slug: &str, custom: &[CustomKind]) -> &'static str {
    find_kind(slug, custom).map_or("activity", |k| k.word.icon)
}
