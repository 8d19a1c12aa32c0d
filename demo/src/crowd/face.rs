//! Who somebody of the crowd is: drawn from their number alone, so that others can refer to them.

use super::names::{FIRST, LAST, STREETS, TOWNS, TRADES};
use crate::random::Random;
use crate::story::Story;
use klantbeeld_core::model::IdentityKind;

/// The first number of the crowd; the told customers have lower ones.
const FIRST_NUMBER: u64 = 4_410_000;

/// What somebody of the crowd is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A household's customer.
    Home,
    /// An organisation.
    Business,
    /// Not a customer yet.
    Prospect,
}

/// A person or an organisation.
#[derive(Debug, Clone)]
pub(super) struct Face {
    /// Their place in the crowd.
    index: u64,
    /// What they are.
    pub(super) role: Role,
    /// The first name; of an organisation the contact's.
    pub(super) first: &'static str,
    salutation: &'static str,
    last: &'static str,
    trade: (&'static str, &'static str),
    town: (&'static str, &'static str, &'static str),
    street: String,
    postcode: String,
    email: String,
}

impl Face {
    /// Draws the one with this number.
    pub(super) fn new(seed: u64, index: u64) -> Self {
        let r = &mut Random::new(seed, index * 2 + 1);
        let (salutation, first) = r.pick(&FIRST);
        let last = r.pick(&LAST);
        let trade = r.pick(&TRADES);
        let town = r.pick(&TOWNS);
        let street = format!("{} {}", r.pick(&STREETS), r.between(1, 180));
        let letters = [
            "AB", "BK", "CD", "EG", "HL", "JN", "KP", "LR", "NT", "PV", "RX", "TZ",
        ];
        let postcode = format!("{}{:02} {}", town.1, r.between(11, 98), r.pick(&letters));
        let role = match index % 11 {
            5 => Role::Business,
            9 => Role::Prospect,
            _ => Role::Home,
        };
        let plain = |text: &str| text.to_lowercase().replace(' ', "");
        let email = match role {
            Role::Business => format!("info@{}{}{index}.voorbeeld.nl", plain(trade.0), plain(last)),
            _ => format!("{}.{}{index}@voorbeeld.nl", plain(first), plain(last)),
        };
        Self {
            index,
            role,
            first,
            salutation,
            last,
            trade,
            town,
            street,
            postcode,
            email,
        }
    }

    /// Returns their id.
    pub(super) fn id(&self) -> String {
        format!("c-{}", FIRST_NUMBER + self.index)
    }

    /// Returns their address of mail, with which they sign in.
    pub(super) fn email(&self) -> &str {
        &self.email
    }

    /// Returns their name as others know it.
    pub(super) fn name(&self) -> String {
        match self.role {
            Role::Business => format!("{} {}", self.trade.0, self.last),
            _ => format!("{} {}", self.first, self.last),
        }
    }

    /// Returns how a letter addresses them.
    pub(super) fn sir(&self) -> String {
        let mut letters = self.last.chars();
        let capital: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        let last = format!("{capital}{}", letters.as_str());
        match self.salutation {
            "mevr." => format!("mevrouw {last}"),
            "dhr." => format!("heer {last}"),
            _ => format!("{} {last}", self.first),
        }
    }

    /// Returns the address in one line.
    pub(super) fn place(&self) -> String {
        format!("{}, {}", self.street, self.town.0)
    }

    /// Lives where another lives.
    pub(super) fn move_in(&mut self, other: &Self) {
        self.town = other.town;
        self.street.clone_from(&other.street);
        self.postcode.clone_from(&other.postcode);
    }

    /// Begins a story with name, address, numbers; known for so many days.
    pub(super) fn story(&self, r: &mut Random, known: i64, now_ms: i64) -> Story {
        let id = self.id();
        let mut story = match self.role {
            Role::Home => Story::person(&id, now_ms),
            Role::Business => Story::organisation(&id, now_ms),
            Role::Prospect => Story::prospect(&id, now_ms),
        };
        let s = &mut story;
        if self.role == Role::Business {
            s.field("organisation.name", &self.name(), "crm", known)
                .field("organisation.branch", self.trade.1, "crm", known)
                .field(
                    "organisation.coc_number",
                    &(30_000_000 + self.index * 90_071).to_string(),
                    "crm",
                    known,
                );
        } else {
            let initial: String = self.first.chars().take(1).collect();
            s.field("person.salutation", self.salutation, "crm", known)
                .field("person.initials", &format!("{initial}."), "crm", known)
                .field("person.first_name", self.first, "crm", known)
                .field("person.last_name", self.last, "crm", known);
        }
        let mobile = format!("+316{}", 10_000_000 + self.index * 217_343 % 48_999_999);
        s.field("contact.mobile", &mobile, "crm", known)
            .field("contact.email", &self.email, "crm", known)
            .field("contact.address", &self.street, "billing", known)
            .field("contact.postcode", &self.postcode, "billing", known)
            .field("contact.town", self.town.0, "billing", known)
            .field("contact.country", "Nederland", "crm", known)
            .identity(IdentityKind::Phone, &mobile, "crm")
            .identity(IdentityKind::Email, &self.email, "crm");
        if self.role == Role::Business || r.chance(25) {
            let line = match self.town.2.len() {
                2 => 2_000_000 + self.index * 31_337,
                _ => 200_000 + self.index * 3_137,
            };
            let phone = format!("+31{}{line}", self.town.2);
            s.field("contact.phone", &phone, "crm", known);
        }
        if self.role != Role::Prospect {
            s.identity(
                IdentityKind::CustomerNumber,
                id.trim_start_matches("c-"),
                "crm",
            );
        }
        story
    }
}
