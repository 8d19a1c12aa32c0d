//! `klantbeeld match`: who is the same person, in files that nobody imported yet.

mod map;
mod out;
mod people;

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use klantbeeld_identity::matching::{Passes, Table, cluster, find_pairs, learn};
use klantbeeld_server::ingest::Input;
use klantbeeld_server::ingest::normal::Region;

use super::args::UsageError;
use super::progress::Progress;
use super::text::{grouped, note, read_text};
use map::Map;
use out::{Summary, write_clusters, write_pairs};
use people::People;

/// Steps of a hundred that progress is told in.
const STEPS: f64 = 1_000.0;

/// Find records of the same person: within one file, or between two.
///
/// What a column holds is told by a map (TOML); how much each column tells is learned from the records themselves. The
/// pairs go to a table: both ids, the probability, what each field says (same, near, similar, differs or missing, and
/// its weight in bits), and the decision. A line that cannot be read is refused with its number and the others go
/// on. Nothing is stored.
#[derive(Debug, Args)]
pub(super) struct MatchArgs {
    /// One file: doubles in it. Two: links between them. `-` is the standard input.
    #[arg(required = true, num_args = 1..=2, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the columns hold.
    #[arg(long, value_name = "FILE")]
    map: PathBuf,
    /// Where the pairs go (CSV). It holds personal data, so it is readable by its owner alone.
    #[arg(long, value_name = "FILE")]
    pairs: PathBuf,
    /// Where the persons go (CSV): each record of one that has several, and the person's number.
    #[arg(long, value_name = "FILE")]
    persons: Option<PathBuf>,
    /// The country of telephone numbers that are written without one, in two letters.
    #[arg(long, default_value = "NL", value_parser = parse_region)]
    region: Region,
    /// The summary for programs, to the standard output.
    #[arg(long)]
    json: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

fn parse_region(text: &str) -> Result<Region, String> {
    let hint = || "a country in two letters, such as NL".to_owned();
    Region::parse(text).ok_or_else(hint)
}

/// Does it.
pub(super) fn match_people(args: &MatchArgs) -> Result<()> {
    let wrong = || format!("the map {} is wrong", args.map.display());
    let map = Map::parse(&read_text(&args.map)?).with_context(wrong)?;
    let mut progress = Progress::new(args.quiet);
    let mut table = Table::new(map.schema()?, args.region);
    let mut people = People::default();
    for (place, path) in args.files.iter().enumerate() {
        if place == 1 {
            table.begin_second();
        }
        let mut input = open(path)?;
        people.read(&mut input, place, &map, &mut table, &mut progress)?;
    }
    if table.is_empty() {
        bail!("nothing could be read: no line has an id and the columns of the map");
    }
    progress.show("learning", u64::from(table.len()), 0, None);
    let passes = Passes::new(&table);
    let model = learn(&table, &passes);
    let found = find_pairs(&table, &passes, &model, map.thresholds, |done| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 1,000"
        )]
        let step = (done * STEPS) as u64;
        progress.show(
            "comparing",
            u64::from(table.len()),
            step,
            Some(STEPS as u64),
        );
    });
    progress.finish();
    write_pairs(&args.pairs, &people.ids, &table, &model, &found.pairs)?;
    let groups = cluster(&found.pairs);
    if let Some(path) = &args.persons {
        write_clusters(path, &people.ids, &groups)?;
    }
    let summary = Summary::new(&people, &found, groups.len(), map.thresholds, model);
    summary.tell(args.json)?;
    if people.refused > 0 {
        note(format_args!(
            "{} lines were refused",
            grouped(people.refused)
        ))?;
    }
    Ok(())
}

fn open(path: &Path) -> Result<Input> {
    if path.as_os_str() == "-" {
        return Input::spooled("-", io::stdin().lock()).context("cannot read the standard input");
    }
    if !path.exists() {
        return Err(UsageError(format!("there is no file {}", path.display())).into());
    }
    Input::file(path).with_context(|| format!("cannot read {}", path.display()))
}
