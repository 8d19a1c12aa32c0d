//! What the columns of a table of people hold, told in TOML.

use anyhow::{Context as _, Result, bail};
use encoding_rs::Encoding;
use klantbeeld_identity::matching::{Field, Kind, Schema, SchemaError, Thresholds};
use klantbeeld_server::ingest::text::find_encoding;
use serde::Deserialize;

/// A map as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MapToml {
    id: String,
    other_id: Option<String>,
    #[serde(default = "comma")]
    delimiter: char,
    encoding: Option<String>,
    #[serde(default)]
    thresholds: Thresholds,
    field: Vec<FieldToml>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldToml {
    column: String,
    other_column: Option<String>,
    kind: Kind,
    swaps_with: Option<String>,
}

fn comma() -> char {
    ','
}

/// A checked map.
#[derive(Debug)]
pub(super) struct Map {
    /// What parts the values of a row.
    pub(super) delimiter: char,
    /// The encoding of the files.
    pub(super) encoding: &'static Encoding,
    /// From which probability on a pair counts.
    pub(super) thresholds: Thresholds,
    /// The id's column in the first and the second file.
    id: [String; 2],
    /// Each field's column in the first and the second file.
    columns: Vec<[String; 2]>,
    fields: Vec<Field>,
}

impl Map {
    /// Reads a map.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let map: MapToml = toml::from_str(text)?;
        let Thresholds { automatic, review } = map.thresholds;
        if !(0.0 < review && review <= automatic && automatic <= 1.0) {
            bail!("`thresholds`: review is above 0, and automatic from there to 1");
        }
        let label = map.encoding.as_deref().unwrap_or("utf-8");
        let encoding = find_encoding(label)
            .with_context(|| format!("`encoding`: `{label}` is none that is read line by line"))?;
        let place_of = |name: &str| map.field.iter().position(|field| field.column == name);
        let mut fields = Vec::with_capacity(map.field.len());
        for field in &map.field {
            let swaps_with = match &field.swaps_with {
                None => None,
                Some(other) => Some(place_of(other).with_context(|| {
                    format!(
                        "`{}`: swaps_with names `{other}`, which is no field",
                        field.column
                    )
                })?),
            };
            fields.push(Field {
                name: field.column.clone(),
                kind: field.kind,
                swaps_with,
            });
        }
        Schema::new(fields.clone())?;
        let both = |one: String, other: Option<String>| {
            let other = other.unwrap_or_else(|| one.clone());
            [one, other]
        };
        let columns = map.field.into_iter();
        Ok(Self {
            delimiter: map.delimiter,
            encoding,
            thresholds: map.thresholds,
            id: both(map.id, map.other_id),
            columns: columns.map(|f| both(f.column, f.other_column)).collect(),
            fields,
        })
    }

    /// Returns the fields that are compared.
    pub(super) fn schema(&self) -> Result<Schema, SchemaError> {
        Schema::new(self.fields.clone())
    }

    /// Returns the columns of a file: the id's first, then the fields'.
    pub(super) fn columns(&self, file: usize) -> impl Iterator<Item = &str> {
        std::iter::once(&self.id)
            .chain(&self.columns)
            .map(move |names| names.get(file).map_or("", String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        format!("{:#}", Map::parse(text).unwrap_err())
    }

    #[test]
    fn a_map_that_is_wrong_says_what_is() {
        let field = "[[field]]\ncolumn = 'a'\nkind = 'name'\n";
        for (text, said) in [
            (field.to_owned(), "missing field `id`"),
            ("id = 'i'\nfield = []".to_owned(), "no field is compared"),
            (
                format!("id = 'i'\n{}", field.replace("name", "nam")),
                "unknown variant `nam`",
            ),
            (
                format!("id = 'i'\n{field}swaps_with = 'b'"),
                "swaps_with names `b`",
            ),
            (format!("id = 'i'\nencoding = 'x'\n{field}"), "`encoding`"),
            (
                format!("id = 'i'\nthresholds.review = 2\n{field}"),
                "`thresholds`",
            ),
            (
                format!("id = 'i'\ncolumn = 'c'\n{field}"),
                "unknown field `column`",
            ),
        ] {
            let problem = problem(&text);
            assert!(problem.contains(said), "{problem}");
        }
    }

    #[test]
    fn a_second_file_can_call_its_columns_otherwise() {
        let text =
            "id = 'i'\nother_id = 'j'\n[[field]]\ncolumn = 'a'\nother_column = 'b'\nkind = 'name'";
        let map = Map::parse(text).unwrap();
        assert_eq!(map.columns(0).collect::<Vec<_>>(), ["i", "a"]);
        assert_eq!(map.columns(1).collect::<Vec<_>>(), ["j", "b"]);
    }
}
