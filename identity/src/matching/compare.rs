//! How much two values agree, in five levels.

use rapidfuzz::distance::{jaro_winkler, osa};
use serde::Serialize;

use super::schema::{Kind, MAX_FIELDS};
use super::table::{MISSING, Table};

/// How many levels there are.
pub(super) const LEVELS: usize = 5;
/// Texts at least this similar (Jaro-Winkler) differ by a typing error.
const NEAR: f64 = 0.92;
/// Texts at least this similar may be the same, badly written.
const SIMILAR: f64 = 0.8;
/// Bits of a level among those of all fields.
const BITS: u32 = 3;

/// How much two values agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// One of them is not there: it says nothing.
    Missing,
    /// They differ.
    Differs,
    /// They have something in common.
    Similar,
    /// They differ by a typing error, or stand in each other's place.
    Near,
    /// They are the same.
    Same,
}

impl Level {
    /// All, from none to all in common.
    pub const ALL: [Self; LEVELS] = [
        Self::Missing,
        Self::Differs,
        Self::Similar,
        Self::Near,
        Self::Same,
    ];

    /// Returns its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Differs => "differs",
            Self::Similar => "similar",
            Self::Near => "near",
            Self::Same => "same",
        }
    }
}

/// The levels of all fields of a pair, in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Pattern(u64);

impl Pattern {
    pub(super) fn get(self, field: usize) -> Level {
        let bits = (self.0 >> (BITS * field as u32)) & 0b111;
        let level = Level::ALL.get(bits as usize);
        level.copied().unwrap_or(Level::Missing)
    }

    fn set(&mut self, field: usize, level: Level) {
        debug_assert!(field < MAX_FIELDS, "a schema has no more");
        let shift = BITS * field as u32;
        self.0 = (self.0 & !(0b111 << shift)) | ((level as u64) << shift);
    }
}

/// Compares two records field by field.
pub(super) fn compare(table: &Table, a: u32, b: u32) -> Pattern {
    let mut pattern = Pattern::default();
    let fields = table.schema().fields();
    for (place, (field, column)) in fields.iter().zip(&table.columns).enumerate() {
        let (left, right) = (column.code(a), column.code(b));
        let level = if left == MISSING || right == MISSING {
            Level::Missing
        } else if left == right {
            Level::Same
        } else {
            level(field.kind, column.value(left), column.value(right))
        };
        pattern.set(place, level);
    }
    for (place, field) in fields.iter().enumerate() {
        let other = field.swaps_with.filter(|other| *other > place);
        if let Some(other) = other
            && is_swapped(table, pattern, (place, other), (a, b))
        {
            pattern.set(place, Level::Near);
            pattern.set(other, Level::Near);
        }
    }
    pattern
}

/// Returns whether the values of two fields stand in each other's place.
fn is_swapped(
    table: &Table,
    pattern: Pattern,
    (one, other): (usize, usize),
    (a, b): (u32, u32),
) -> bool {
    let is_other = |place| pattern.get(place) == Level::Differs;
    let (Some(first), Some(second)) = (table.columns.get(one), table.columns.get(other)) else {
        return false;
    };
    if !is_other(one) || !is_other(other) {
        return false;
    }
    let is_alike = |x: &str, y: &str| x == y || jaro(x, y, NEAR) >= NEAR;
    is_alike(first.text(a), second.text(b)) && is_alike(second.text(a), first.text(b))
}

/// Returns how much two different values have in common.
fn level(kind: Kind, a: &str, b: &str) -> Level {
    match kind {
        Kind::GivenName | Kind::FamilyName | Kind::Name => name(a, b),
        Kind::Street | Kind::Town | Kind::Region | Kind::Text => text(a, b),
        Kind::HouseNumber => near_if(a.len().max(b.len()) > 1 && edits(a, b) <= 1),
        Kind::Postcode => match edits(a, b) {
            0 | 1 => Level::Near,
            _ if half(a) == half(b) => Level::Similar,
            _ => Level::Differs,
        },
        Kind::BirthDate => date(a, b),
        Kind::Phone => near_if(edits(a, b) <= 1),
        Kind::Email => email(a, b),
        Kind::Identifier => Level::Differs,
    }
}

fn near_if(is_near: bool) -> Level {
    if is_near { Level::Near } else { Level::Differs }
}

fn text(a: &str, b: &str) -> Level {
    match jaro(a, b, SIMILAR) {
        likeness if likeness >= NEAR => Level::Near,
        likeness if likeness >= SIMILAR => Level::Similar,
        _ => Level::Differs,
    }
}

fn name(a: &str, b: &str) -> Level {
    let is_initial = |x: &str| x.split(' ').all(|word| word.chars().count() == 1);
    if (is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next() {
        return Level::Similar;
    }
    text(a, b)
}

/// Compares days as eight digits: one wrong digit, two that changed places, and day and month swapped are typing errors.
fn date(a: &str, b: &str) -> Level {
    let is_swapped = || {
        let parts = |x| Some((str::get(x, ..4)?, str::get(x, 4..6)?, str::get(x, 6..8)?));
        matches!((parts(a), parts(b)), (Some((y, m, d)), Some((z, n, e))) if y == z && m == e && d == n)
    };
    match edits(a, b) {
        0 | 1 => Level::Near,
        _ if is_swapped() => Level::Near,
        2 => Level::Similar,
        _ => Level::Differs,
    }
}

fn email(a: &str, b: &str) -> Level {
    let own = |address| str::split_once(address, '@').map(|(own, _)| own);
    if edits(a, b) <= 1 || (own(a).is_some() && own(a) == own(b)) {
        Level::Near
    } else if jaro(a, b, NEAR) >= NEAR {
        Level::Similar
    } else {
        Level::Differs
    }
}

/// Returns the first half of a text: the digits of a Dutch postcode.
fn half(text: &str) -> &str {
    text.get(..text.len().div_ceil(2).max(1)).unwrap_or(text)
}

fn jaro(a: &str, b: &str, cutoff: f64) -> f64 {
    let args = jaro_winkler::Args::default().score_cutoff(cutoff);
    jaro_winkler::similarity_with_args(a.bytes(), b.bytes(), &args).unwrap_or_default()
}

/// Counts typing errors (optimal string alignment); more than two are three.
fn edits(a: &str, b: &str) -> usize {
    let args = osa::Args::default().score_cutoff(2);
    osa::distance_with_args(a.bytes(), b.bytes(), &args).unwrap_or(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_is_near_and_something_else_differs() {
        use Kind::{BirthDate, Email, GivenName, HouseNumber, Identifier, Phone, Postcode, Street};
        for (kind, a, b, expected) in [
            (GivenName, "michelle", "michele", Level::Near),
            (GivenName, "jonathan", "jonathon", Level::Near),
            (GivenName, "j", "jan", Level::Similar),
            (GivenName, "jan", "piet", Level::Differs),
            (Street, "kalverstraat", "kalverstrat", Level::Near),
            (HouseNumber, "112", "12", Level::Near),
            (HouseNumber, "5", "6", Level::Differs),
            (Postcode, "3511ab", "3511ba", Level::Near),
            (Postcode, "3511ab", "3511xz", Level::Similar),
            (Postcode, "3511ab", "9711xz", Level::Differs),
            (BirthDate, "19801224", "19801225", Level::Near),
            (BirthDate, "19801204", "19800412", Level::Near),
            (BirthDate, "19801224", "19802124", Level::Near),
            (BirthDate, "19801224", "19801325", Level::Similar),
            (BirthDate, "19801224", "19510307", Level::Differs),
            (Phone, "+31612345678", "+31612345687", Level::Near),
            (Email, "ann@a.nl", "ann@b.com", Level::Near),
            (
                Email,
                "ann.de.vries@a.nl",
                "ann.de.vrees2@a.nl",
                Level::Similar,
            ),
            (Email, "ann@a.nl", "bob@b.com", Level::Differs),
            (Identifier, "12345", "12346", Level::Differs),
        ] {
            assert_eq!(level(kind, a, b), expected, "{a} {b}");
            assert_eq!(level(kind, b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn a_pattern_keeps_the_level_of_each_field() {
        let mut pattern = Pattern::default();
        for (place, level) in Level::ALL.iter().cycle().take(MAX_FIELDS).enumerate() {
            pattern.set(place, *level);
        }
        for (place, level) in Level::ALL.iter().cycle().take(MAX_FIELDS).enumerate() {
            assert_eq!(pattern.get(place), *level);
        }
    }
}
