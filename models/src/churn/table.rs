//! A plain table of texts, as a file gives it.

use crate::ModelError;

/// Names and rows; a short row has empty cells at its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Makes a table of its column names and rows.
    #[must_use]
    pub fn new(names: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        let names = names.iter().map(|name| name.trim().to_owned()).collect();
        Self { names, rows }
    }

    /// Returns the names of the columns in their order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the place of a column.
    ///
    /// # Errors
    /// [`ModelError::UnknownColumn`] with the names that there are.
    pub fn find(&self, name: &str) -> Result<usize, ModelError> {
        let place = self.names.iter().position(|known| known == name);
        place.ok_or_else(|| ModelError::UnknownColumn {
            name: name.to_owned(),
            known: self.names.join(", "),
        })
    }

    /// Returns the cell, without blanks around it; empty outside of the table.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let row = self.rows.get(row);
        row.and_then(|cells| cells.get(column))
            .map_or("", |cell| cell.trim())
    }

    /// Returns the cells of a column from top to bottom.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        (0..self.rows.len()).map(move |row| self.cell(row, column))
    }
}
