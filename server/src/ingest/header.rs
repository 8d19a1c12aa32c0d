//! The columns of a table, without reading the rest of it.

use std::io;

use encoding_rs::Encoding;

use super::cell;
use super::input::Input;
use super::mapping::Mapping;
use super::table::Rows;
use super::text::TextLines;

/// Returns the names of a table's columns; none when the file is empty.
///
/// # Errors
/// The file cannot be read, or its first row is none.
pub fn column_names(
    input: &mut Input,
    mapping: &Mapping,
    encoding: &'static Encoding,
) -> io::Result<Vec<String>> {
    if let Some(names) = &mapping.columns {
        return Ok(names.clone());
    }
    let lines = TextLines::new(input.reader()?, encoding);
    let row = Rows::new(lines, mapping.delimiter).next_row()?;
    let names = row.map_or(Ok(Vec::new()), |row| row.values);
    let names = names.map_err(io::Error::other)?;
    Ok(names
        .iter()
        .map(|name| cell::plain(name).to_owned())
        .collect())
}
