//! Which fields are compared, and as what.

use serde::{Deserialize, Serialize};

/// The most fields that are compared: a pair's levels fit one number.
pub(super) const MAX_FIELDS: usize = 20;

/// What a field holds, which decides how it is prepared and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A first name, or several.
    GivenName,
    /// A last name, with or without what comes before it.
    FamilyName,
    /// A whole name.
    Name,
    /// A street or a line of an address.
    Street,
    /// A number in a street, with its addition.
    HouseNumber,
    /// A postcode.
    Postcode,
    /// A town, suburb or village.
    Town,
    /// A province, state or country.
    Region,
    /// A date of birth.
    BirthDate,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A number or code that one person has: equal or not.
    Identifier,
    /// Any other text.
    Text,
}

impl Kind {
    /// Returns whether people who live together share it.
    #[must_use]
    pub fn is_place(self) -> bool {
        matches!(
            self,
            Self::Street | Self::HouseNumber | Self::Postcode | Self::Town | Self::Region
        )
    }

    /// Returns whether it is somebody's name, or a part of it.
    #[must_use]
    pub fn is_name(self) -> bool {
        matches!(self, Self::GivenName | Self::FamilyName | Self::Name)
    }

    /// Returns whether it tells one person from those that they live with.
    #[must_use]
    pub fn is_own(self) -> bool {
        matches!(
            self,
            Self::GivenName | Self::Name | Self::BirthDate | Self::Email | Self::Identifier
        )
    }

    /// Returns how often two people have the same by chance, as far as is known before any data is seen.
    pub(super) fn usual_chance(self) -> f64 {
        match self {
            Self::GivenName => 0.006,
            Self::FamilyName => 0.004,
            Self::Name | Self::BirthDate => 0.000_1,
            Self::Street | Self::Postcode => 0.001,
            Self::HouseNumber | Self::Text => 0.01,
            Self::Town => 0.005,
            Self::Region => 0.1,
            Self::Phone | Self::Email | Self::Identifier => 0.000_001,
        }
    }
}

/// One field that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// The field with which people mix it up, by its place: first and last name.
    pub swaps_with: Option<usize>,
}

/// Why fields cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// There is no field.
    #[error("no field is compared: name at least one")]
    Empty,
    /// There are more than can be.
    #[error("{0} fields are compared; at most {MAX_FIELDS} can be")]
    TooMany(usize),
    /// Two have one name.
    #[error("the field `{0}` stands there twice")]
    Twice(String),
    /// A field is mixed up with itself, with one that there is not, or with one of another kind.
    #[error("`{0}` swaps with no other field that holds something of its sort")]
    Swap(String),
}

/// The fields of a comparison, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    fields: Vec<Field>,
}

impl Schema {
    /// Checks fields. A swap that one of two names counts for both.
    ///
    /// # Errors
    /// There is none, too many, one twice, or a swap that cannot be.
    pub fn new(mut fields: Vec<Field>) -> Result<Self, SchemaError> {
        if fields.is_empty() {
            return Err(SchemaError::Empty);
        }
        if fields.len() > MAX_FIELDS {
            return Err(SchemaError::TooMany(fields.len()));
        }
        for (place, field) in fields.iter().enumerate() {
            if fields.iter().skip(place + 1).any(|f| f.name == field.name) {
                return Err(SchemaError::Twice(field.name.clone()));
            }
            let Some(other) = field.swaps_with else {
                continue;
            };
            let fits = fields.get(other).is_some_and(|other| {
                let is_same_sort = other.kind == field.kind
                    || (other.kind.is_name() && field.kind.is_name())
                    || (other.kind.is_place() && field.kind.is_place());
                is_same_sort && other.swaps_with.is_none_or(|back| back == place)
            });
            if other == place || !fits {
                return Err(SchemaError::Swap(field.name.clone()));
            }
        }
        let swaps: Vec<(usize, usize)> = fields
            .iter()
            .enumerate()
            .filter_map(|(place, field)| Some((place, field.swaps_with?)))
            .collect();
        for (from, to) in swaps {
            if let Some(field) = fields.get_mut(to) {
                field.swaps_with = Some(from);
            }
        }
        Ok(Self { fields })
    }

    /// Returns the fields.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Returns the places of the fields of which this is true.
    pub(super) fn places(&self, is_wanted: impl Fn(Kind) -> bool) -> Vec<usize> {
        let all = self.fields.iter().enumerate();
        all.filter(|(_, field)| is_wanted(field.kind))
            .map(|(place, _)| place)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, kind: Kind, swaps_with: Option<usize>) -> Field {
        Field {
            name: name.to_owned(),
            kind,
            swaps_with,
        }
    }

    #[test]
    fn fields_that_cannot_be_compared_are_refused_by_name() {
        assert_eq!(Schema::new(Vec::new()), Err(SchemaError::Empty));
        let many = (0..21).map(|n| field(&n.to_string(), Kind::Text, None));
        assert_eq!(Schema::new(many.collect()), Err(SchemaError::TooMany(21)));
        let twice = vec![field("a", Kind::Text, None), field("a", Kind::Name, None)];
        assert_eq!(Schema::new(twice), Err(SchemaError::Twice("a".to_owned())));
        for (kind, to) in [(Kind::Name, 0), (Kind::Name, 7), (Kind::Street, 1)] {
            let fields = vec![field("a", kind, Some(to)), field("b", Kind::Name, None)];
            assert_eq!(Schema::new(fields), Err(SchemaError::Swap("a".to_owned())));
        }
    }

    #[test]
    fn a_swap_counts_both_ways() {
        let fields = vec![
            field("first", Kind::GivenName, Some(1)),
            field("last", Kind::FamilyName, None),
        ];
        let schema = Schema::new(fields).unwrap();
        assert_eq!(schema.fields()[1].swaps_with, Some(0));
    }
}
