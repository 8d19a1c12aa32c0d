//! A value as the mapping file says it: the same for every row, or from a column.
//!
//! It exists so that `kind = "order"` and `kind = { column = "soort", values = { ... } }` are one key. It is
//! read by hand and not as an untagged enum, because that loses the line and the name of a wrong key.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A value as the file says it.
#[derive(Debug, Clone)]
pub enum Said {
    /// For every row.
    Always(String),
    /// From a column.
    Column(SaidByColumn),
}

/// A column, and what its values mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaidByColumn {
    /// The column.
    pub column: String,
    /// What its values mean; case does not count. Values that are words of Klantbeeld need no entry.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// What counts where the column is empty or says something else.
    pub default: Option<String>,
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SaidVisitor)
    }
}

struct SaidVisitor;

impl<'de> Visitor<'de> for SaidVisitor {
    type Value = Said;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or `{ column = \"...\", values = { ... }, default = \"...\" }`")
    }

    fn visit_str<E>(self, text: &str) -> Result<Said, E> {
        Ok(Said::Always(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Said, A::Error> {
        SaidByColumn::deserialize(MapAccessDeserializer::new(map)).map(Said::Column)
    }
}
