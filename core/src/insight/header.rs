//! Who is this: the name and what stands beside it.

use chrono::NaiveDate;

use super::facts::Facts;
use super::journey::stage;
use super::stage::StageSince;

/// The first lines of the card. Texts are the fields' values as they are; none when not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The display name; empty when no name is known.
    pub name: String,
    /// One or two letters for the avatar; empty when no name is known.
    pub initials: String,
    /// Whether it is an organisation.
    pub is_organisation: bool,
    /// What they are to the organisation: `klant`, `lid`, ...
    pub roles: Vec<String>,
    /// Since when, as `YYYY-MM-DD`.
    pub since: Option<String>,
    /// Whole years since then.
    pub years: Option<i64>,
    /// `bronze`, `silver`, `gold`, `platinum` or the organisation's own.
    pub tier: Option<String>,
    /// The tier in the loyalty programme, which is another matter.
    pub programme_tier: Option<String>,
    /// The points in it.
    pub points: Option<i64>,
    /// How many persons live there.
    pub household: Option<i64>,
    /// What the relation is worth, in minor units.
    pub value_minor: Option<i64>,
    /// Who looks after the relation.
    pub owner: Option<String>,
    /// The pinned useful fact.
    pub note: Option<String>,
    /// `nl` or `en`.
    pub language: Option<String>,
    /// `morning`, `afternoon`, `evening` or `any`.
    pub contact_window: Option<String>,
    /// Where they stand in the buying cycle.
    pub stage: Option<StageSince>,
}

/// Puts together the first lines of the card.
#[must_use]
pub fn header(facts: &Facts<'_>) -> Header {
    let text = |name: &str| facts.field(name).map(str::to_owned);
    let roles = facts.field("relation.roles").unwrap_or_default().split(',');
    let since = text("relation.since");
    Header {
        name: display_name(facts),
        initials: initials(facts),
        is_organisation: facts.field("organisation.name").is_some(),
        roles: roles
            .map(str::trim)
            .filter(|r| !r.is_empty())
            .map(str::to_owned)
            .collect(),
        years: since.as_deref().and_then(|date| years_since(facts, date)),
        since,
        tier: text("relation.tier"),
        programme_tier: text("loyalty.tier"),
        points: facts.number("loyalty.points"),
        household: facts.number("household.size"),
        value_minor: facts.number("relation.value_minor"),
        owner: text("relation.owner"),
        note: text("service.note"),
        language: text("preference.language"),
        contact_window: text("preference.contact_window"),
        stage: stage(facts),
    }
}

/// Returns the name to show; empty when none is known.
#[must_use]
pub fn display_name(facts: &Facts<'_>) -> String {
    full_name(&|field| facts.field(field).map(str::to_owned))
}

/// Returns `organisation.name`, or `salutation initials (first_name) last_name` as far as they are known; empty
/// when there is no name among the values.
#[must_use]
pub fn full_name(value: &dyn Fn(&str) -> Option<String>) -> String {
    if let Some(name) = value("organisation.name") {
        return name;
    }
    let (initials, last_name) = (value("person.initials"), value("person.last_name"));
    let first_name = value("person.first_name");
    if initials.is_none() && first_name.is_none() && last_name.is_none() {
        return String::new();
    }
    let called = first_name.map(|name| match initials {
        Some(_) => format!("({name})"),
        None => name,
    });
    let parts = [value("person.salutation"), initials, called, last_name];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Returns one or two capitals for the avatar; empty when no name is known.
///
/// A last name gives its first capital: `van der Veen` stands under V.
#[must_use]
pub fn initials(facts: &Facts<'_>) -> String {
    if let Some(name) = facts.field("organisation.name") {
        return name
            .split_whitespace()
            .filter_map(first_letter)
            .take(2)
            .collect();
    }
    let called = facts
        .field("person.first_name")
        .or_else(|| facts.field("person.initials"));
    let last_name = facts.field("person.last_name").and_then(|name| {
        let capital = name.chars().find(|c| c.is_uppercase());
        capital.or_else(|| first_letter(name))
    });
    called
        .and_then(first_letter)
        .into_iter()
        .chain(last_name)
        .collect()
}

fn first_letter(text: &str) -> Option<char> {
    let letter = text.chars().find(|c| c.is_alphanumeric())?;
    letter.to_uppercase().next()
}

/// Returns the whole years from a date (`YYYY-MM-DD`) to today; none for another text or a date to come.
fn years_since(facts: &Facts<'_>, date: &str) -> Option<i64> {
    let date = date.get(..10)?.parse::<NaiveDate>().ok()?;
    let years = facts.zone.date(facts.now_ms).years_since(date)?;
    Some(years.into())
}
