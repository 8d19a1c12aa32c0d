//! What was found: pairs and persons as tables, and a summary.

use std::io;
use std::path::Path;

use anyhow::{Context as _, Result};
use klantbeeld_identity::matching::{Decision, Found, Level, Model, Pair, Table, Thresholds};
use serde::Serialize;

use super::super::follower::create_private;
use super::super::text::{grouped, note, say};
use super::people::People;

/// The answer for programs; its shape is a promise.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    records: Vec<usize>,
    refused: u64,
    compared: u64,
    pairs: usize,
    automatic: usize,
    review: usize,
    persons: usize,
    thresholds: Thresholds,
    model: Model,
}

impl Summary {
    /// Counts what was found.
    pub(super) fn new(
        people: &People,
        found: &Found,
        persons: usize,
        thresholds: Thresholds,
        model: Model,
    ) -> Self {
        let is_automatic = |pair: &&Pair| pair.decision == Decision::Automatic;
        let automatic = found.pairs.iter().filter(is_automatic).count();
        Self {
            records: people.of_file.clone(),
            refused: people.refused,
            compared: found.compared,
            pairs: found.pairs.len(),
            automatic,
            review: found.pairs.len() - automatic,
            persons,
            thresholds,
            model,
        }
    }

    /// Tells it: to programs on the standard output, to people on the standard error.
    pub(super) fn tell(&self, is_json: bool) -> Result<()> {
        if is_json {
            return Ok(say(serde_json::to_string(self)?)?);
        }
        for (file, count) in self.records.iter().enumerate() {
            note(format_args!(
                "records    {:>12}  in file {}",
                grouped(*count as u64),
                file + 1
            ))?;
        }
        let counts = [
            ("compared", self.compared, "pairs that share something"),
            ("pairs", self.pairs as u64, "that are likely one person"),
            (
                "automatic",
                self.automatic as u64,
                "that need nobody to look",
            ),
            ("review", self.review as u64, "for somebody to judge"),
            (
                "persons",
                self.persons as u64,
                "with several records, by the automatic pairs",
            ),
        ];
        for (name, count, explained) in counts {
            note(format_args!(
                "{name:10} {:>12}  {explained}",
                grouped(count)
            ))?;
        }
        self.tell_model()
    }

    fn tell_model(&self) -> Result<()> {
        note(
            "learned: how often one person's records agree (m), how often two people's do (u), and what that weighs in bits",
        )?;
        for field in &self.model.fields {
            let level = |level: Level| {
                let at = |all: &[f64]| all.get(level as usize).copied().unwrap_or_default();
                let bits = field.weight_bits(level);
                format!("m {:.3} u {:.5} {bits:+.1}", at(&field.m), at(&field.u))
            };
            note(format_args!(
                "  {:20} same: {}   differs: {}",
                field.name,
                level(Level::Same),
                level(Level::Differs)
            ))?;
        }
        Ok(())
    }
}

/// Writes the pairs.
pub(super) fn write_pairs(
    path: &Path,
    ids: &[String],
    table: &Table,
    model: &Model,
    pairs: &[Pair],
) -> Result<()> {
    let write = || -> io::Result<()> {
        let mut out = csv::Writer::from_writer(create_private(path)?);
        let fields = table
            .schema()
            .fields()
            .iter()
            .map(|field| field.name.clone());
        let head = ["id_a", "id_b", "probability"].map(str::to_owned);
        out.write_record(
            head.into_iter()
                .chain(fields)
                .chain(["decision".to_owned()]),
        )?;
        for pair in pairs {
            let id = |record: u32| ids.get(record as usize).cloned().unwrap_or_default();
            let head = [id(pair.a), id(pair.b), format!("{:.6}", pair.probability)];
            let evidence = pair.evidence(table, model).map(|one| match one.level {
                Level::Missing => Level::Missing.as_str().to_owned(),
                level => format!("{} {:+.1}", level.as_str(), one.bits),
            });
            let decision = match pair.decision {
                Decision::Automatic => "automatic",
                Decision::Review => "review",
            };
            out.write_record(
                head.into_iter()
                    .chain(evidence)
                    .chain([decision.to_owned()]),
            )?;
        }
        out.flush()
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Writes which records are one person.
pub(super) fn write_clusters(path: &Path, ids: &[String], groups: &[Vec<u32>]) -> Result<()> {
    let write = || -> io::Result<()> {
        let mut out = csv::Writer::from_writer(create_private(path)?);
        out.write_record(["id", "person"])?;
        for (number, group) in groups.iter().enumerate() {
            for record in group {
                let id = ids.get(*record as usize).map_or("", String::as_str);
                out.write_record([id, &(number + 1).to_string()])?;
            }
        }
        out.flush()
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}
