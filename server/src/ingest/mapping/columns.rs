//! The columns that a table really has, and the values of one row by their names.

use std::collections::HashMap;

use super::error::MappingError;
use super::rules::Mapping;
use crate::ingest::cell;

/// Names of columns with their places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    places: HashMap<String, usize>,
}

impl Columns {
    /// Binds a mapping to the columns of a file.
    ///
    /// # Errors
    /// A column that the mapping reads is missing, or stands there twice.
    pub fn bind(mapping: &Mapping, names: &[String]) -> Result<Self, MappingError> {
        let names: Vec<&str> = names.iter().map(|name| cell::plain(name)).collect();
        for column in mapping.used_columns() {
            match names.iter().filter(|name| **name == column).count() {
                1 => {}
                0 => {
                    return Err(MappingError::NoColumn {
                        column: column.to_owned(),
                        present: names.join(", ").chars().take(500).collect(),
                    });
                }
                _ => return Err(MappingError::ColumnTwice(column.to_owned())),
            }
        }
        let named = names.iter().enumerate();
        Ok(Self {
            places: named
                .map(|(place, name)| ((*name).to_owned(), place))
                .collect(),
        })
    }

    /// Returns the value of a column in a row, without the marks of spreadsheets; empty when there is none.
    #[must_use]
    pub fn value<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        self.places
            .get(column)
            .and_then(|place| row.get(*place))
            .map_or("", |value| cell::plain(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAPPING: &str = r#"
        source = "shop"
        [customer]
        id = "{number}"
        [[field]]
        column = "mail"
        field = "contact.email"
    "#;

    fn columns(names: &[&str]) -> Result<Columns, MappingError> {
        let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
        Columns::bind(&Mapping::parse(MAPPING, &[]).unwrap(), &names)
    }

    #[test]
    fn a_missing_column_is_named_with_those_that_are_there() {
        assert_eq!(
            columns(&["number", "e-mail"]).unwrap_err().to_string(),
            "there is no column `mail`; the columns are: number, e-mail"
        );
        assert_eq!(
            columns(&["number", "mail", "mail"]).unwrap_err(),
            MappingError::ColumnTwice("mail".to_owned())
        );
    }

    #[test]
    fn values_are_found_by_name_whatever_the_order() {
        let row = [" a@b.nl ".to_owned(), "7".to_owned()];
        let columns = columns(&["mail", " number "]).unwrap();
        assert_eq!(columns.value(&row, "number"), "7");
        assert_eq!(columns.value(&row, "mail"), "a@b.nl");
    }
}
