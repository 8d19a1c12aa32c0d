//! Reads records of people from files into a table that is matched.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use anyhow::{Context as _, Result, bail};
use klantbeeld_identity::matching::Table;
use klantbeeld_server::ingest::Input;
use klantbeeld_server::ingest::cell;
use klantbeeld_server::ingest::table::{Delimiter, Rows};
use klantbeeld_server::ingest::text::TextLines;

use super::super::progress::Progress;
use super::super::text::note;
use super::map::Map;

/// Refused lines that are shown.
const SHOWN: u64 = 10;
/// How often progress is told, in lines.
const TELL_EVERY: usize = 1_000;

/// Who stands in the table.
#[derive(Debug, Default)]
pub(super) struct People {
    /// The id of each record.
    pub(super) ids: Vec<String>,
    /// How many records each file has.
    pub(super) of_file: Vec<usize>,
    /// How many lines were refused.
    pub(super) refused: u64,
}

impl People {
    /// Reads the records of a file, the first or the second.
    pub(super) fn read(
        &mut self,
        input: &mut Input,
        file: usize,
        map: &Map,
        table: &mut Table,
        progress: &mut Progress,
    ) -> Result<()> {
        let name = input.name.clone();
        let cannot = || format!("cannot read {name}");
        let lines = TextLines::new(input.reader().with_context(cannot)?, map.encoding);
        let mut rows = Rows::new(lines, Delimiter::Quoted(map.delimiter));
        let Some(header) = rows.next_row().with_context(cannot)? else {
            bail!("{name} is empty");
        };
        let header = header
            .values
            .with_context(|| format!("{name}:{}: the header cannot be read", header.line))?;
        let places = places(&header, map.columns(file)).with_context(|| name.clone())?;
        let mut seen = HashSet::new();
        let before = self.ids.len();
        while let Some(row) = rows.next_row().with_context(cannot)? {
            let values = match row.values {
                Ok(values) if values.len() == header.len() => values,
                Ok(values) => {
                    let (found, expected) = (values.len(), header.len());
                    let reason = format!("has {found} columns where {expected} are expected");
                    self.refuse(&name, row.line, &reason)?;
                    continue;
                }
                Err(reason) => {
                    self.refuse(&name, row.line, &reason.to_string())?;
                    continue;
                }
            };
            let mut values = places
                .iter()
                .map(|at| values.get(*at).map_or("", |value| cell::plain(value)));
            let id = values.next().unwrap_or_default();
            if id.is_empty() {
                self.refuse(&name, row.line, "has no id")?;
            } else if !seen.insert(id.to_owned()) {
                self.refuse(
                    &name,
                    row.line,
                    &format!("the id `{id}` stands there before"),
                )?;
            } else {
                self.ids.push(id.to_owned());
                table.push(values);
            }
            if self.ids.len().is_multiple_of(TELL_EVERY) {
                let done = input.bytes_read.load(Ordering::Relaxed);
                progress.show("reading", self.ids.len() as u64, done, input.size_bytes);
            }
        }
        self.of_file.push(self.ids.len() - before);
        Ok(())
    }

    fn refuse(&mut self, file: &str, line: u64, reason: &str) -> Result<()> {
        self.refused += 1;
        if self.refused <= SHOWN {
            note(format_args!("{file}:{line}: {reason}"))?;
        }
        Ok(())
    }
}

/// Returns where the columns of a map stand in a header.
fn places<'a>(header: &[String], wanted: impl Iterator<Item = &'a str>) -> Result<Vec<usize>> {
    let names: Vec<&str> = header.iter().map(|name| cell::plain(name)).collect();
    let place = |column: &str| {
        let mut all = names
            .iter()
            .enumerate()
            .filter(|(_, name)| **name == column);
        let missing = || format!("has no column `{column}`; it has: {}", names.join(", "));
        let (place, _) = all.next().with_context(missing)?;
        if all.next().is_some() {
            bail!("has two columns `{column}`");
        }
        Ok(place)
    };
    wanted.map(place).collect()
}
