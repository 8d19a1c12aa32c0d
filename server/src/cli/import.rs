//! `klantbeeld import`: files to the store, with a report.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use encoding_rs::Encoding;
use klantbeeld_core::policy::Policy;
use klantbeeld_server::config::DEFAULT_POLICY;
use klantbeeld_server::ingest::identifier::NoIds;
use klantbeeld_server::ingest::normal::Region;
use klantbeeld_server::ingest::options::is_slug;
use klantbeeld_server::ingest::text::find_encoding;
use klantbeeld_server::ingest::{self, Format, ImportReport, Input, Mapping, Options, when};
use klantbeeld_server::store::ProfileStore;

use super::args::{StoreArgs, UsageError};
use super::explain;
use super::follower::Follower;
use super::store::StoreName;
use super::text::{grouped, read_text, say};

/// Read customers and their history from files.
///
/// Files can be compressed with gzip. What was imported before is not stored again, so an import can
/// be repeated. A line that cannot be read is refused with a reason and the others go on; a value that cannot
/// be read is left out with a warning. The exit code is 1 when nothing of a file could be read.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// The files; `-` is the standard input.
    #[arg(required_unless_present = "explain", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What a table's columns mean (TOML). Needed for tables.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// What the files hold; without it the mapping or the names say.
    #[arg(long)]
    format: Option<FormatName>,
    /// Slug of the source system that messages are from; for tables the mapping names it.
    #[arg(long, default_value = "segment", value_parser = parse_slug)]
    source: String,
    /// The policy, when a mapping uses kinds of item that the organisation added. The built-in one, if left out.
    #[arg(long, env = "KLANTBEELD_POLICY", value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The encoding, such as `latin1`. Without it, what the mapping says, or UTF-8.
    #[arg(long, value_parser = parse_encoding)]
    encoding: Option<&'static str>,
    /// The country of telephone numbers that are written without one, in two letters.
    #[arg(long, default_value = "NL", value_parser = parse_region)]
    region: Region,
    /// Since when a table's fields are known, when no column says so: a date. Now, if left out.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<i64>,
    /// Print the words that a mapping may use (kinds, channels, departments, directions, statuses, fields) under
    /// the policy, and what the mapping makes of the files' columns. Stores nothing.
    #[arg(long, conflicts_with_all = ["dry_run", "json"])]
    explain: bool,
    /// Read and check everything, and store nothing. With a store, say what would be new, updated or there.
    #[arg(long)]
    dry_run: bool,
    /// Where refused lines go, with number and reason: one JSON object a line. It can hold personal
    /// data, so it is readable by its owner alone.
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
    /// Where warnings go: values that were left out of a line, or read in another way than expected. One JSON
    /// object a line, readable by its owner alone.
    #[arg(long, value_name = "FILE")]
    warnings: Option<PathBuf>,
    /// Where updates go: items that were stored with another content. One JSON object a line, readable by its
    /// owner alone.
    #[arg(long, value_name = "FILE")]
    updates: Option<PathBuf>,
    /// A word that your sources write where an identifier is missing, beside those that are known (see
    /// docs/IMPORT.md). Can be repeated.
    #[arg(long = "no-id", value_name = "WORD")]
    no_ids: Vec<String>,
    /// The report for programs.
    #[arg(long)]
    json: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// Messages of the Segment specification, one JSON object a line.
    Ndjson,
    /// A table; needs a mapping.
    Csv,
}

fn parse_slug(text: &str) -> Result<String, String> {
    let hint = || "lower-case letters, digits, `-` and `_`, at most 64".to_owned();
    is_slug(text).then(|| text.to_owned()).ok_or_else(hint)
}

fn parse_encoding(text: &str) -> Result<&'static str, String> {
    let hint = "no encoding of that name can be read line by line; convert the file to UTF-8";
    find_encoding(text)
        .map(|e| e.name())
        .ok_or_else(|| hint.to_owned())
}

fn parse_region(text: &str) -> Result<Region, String> {
    Region::parse(text).ok_or_else(|| "a country in two letters, such as NL".to_owned())
}

fn parse_date(text: &str) -> Result<i64, String> {
    when::parse_iso_ms(text).ok_or_else(|| "a date such as 2026-11-22".to_owned())
}

/// Does it.
pub(super) async fn import(args: ImportArgs) -> Result<()> {
    if args.explain {
        return explain_all(&args);
    }
    let format = format(&args)?;
    check_source(&args, &format)?;
    let mut inputs = inputs(&args.files)?;
    let store = store(&args).await?;
    let options = Options {
        tenant: args.store.tenant.clone(),
        source: args.source.clone(),
        region: args.region,
        as_of_ms: args
            .as_of
            .unwrap_or_else(|| chrono::Utc::now().timestamp_millis()),
        no_ids: NoIds::default().with(&args.no_ids),
        dry_run: args.dry_run,
        encoding: encoding(&args, &format),
    };
    let lists = [&args.refused, &args.warnings, &args.updates].map(Option::as_deref);
    let mut follower = Follower::new(args.quiet, lists)?;
    let store = store.as_deref();
    let done = ingest::import(store, &mut inputs, &format, &options, &mut follower).await;
    follower.finish()?;
    let report =
        done.context("the import did not end; what is stored stays, and it can be repeated")?;
    tell(&args, &report)?;
    if !report.unread.is_empty() {
        bail!("nothing could be read of {}", report.unread.join(", "));
    }
    Ok(())
}

/// Refuses a source that the organisation's policy does not register with a legal basis. The built-in policy is a
/// demo's, and knows nobody's sources.
fn check_source(args: &ImportArgs, format: &Format) -> Result<()> {
    let Some(path) = &args.policy else {
        return Ok(());
    };
    let source = match format {
        Format::Segment => &args.source,
        Format::Table(mapping) => &mapping.source,
    };
    let registered = policy(Some(path))?.source;
    let basis = registered.get(source).map(|known| known.basis.trim());
    if basis.is_none_or(str::is_empty) {
        bail!(
            "the source `{source}` is not registered with a legal basis: add [source.{source}] with `basis` to {}",
            path.display()
        );
    }
    Ok(())
}

/// Opens the store. A dry run makes none: it compares with the one that is there, if one is named.
async fn store(args: &ImportArgs) -> Result<Option<Arc<dyn ProfileStore>>> {
    if !args.dry_run {
        return Ok(Some(StoreName::parse(args.store.name()?)?.open().await?));
    }
    let name = args
        .store
        .store
        .as_deref()
        .map(StoreName::parse)
        .transpose()?;
    let is_there = |name: &StoreName| match name.path() {
        Some(path) => path.exists(),
        None => name.is_kept(),
    };
    match name.filter(is_there) {
        Some(name) => Ok(Some(name.open().await?)),
        None => Ok(None),
    }
}

fn explain_all(args: &ImportArgs) -> Result<()> {
    let policy = policy(args.policy.as_deref())?;
    explain::words(&policy)?;
    if args.files.is_empty() {
        return Ok(());
    }
    let format = format(args)?;
    let encoding = encoding(args, &format);
    let mut inputs = inputs(&args.files)?.into_iter();
    inputs.try_for_each(|mut input| explain::columns(&mut input, &format, encoding, &policy))
}

fn format(args: &ImportArgs) -> Result<Format> {
    let is_table = match args.format {
        Some(name) => name == FormatName::Csv,
        None => args.mapping.is_some() || args.files.iter().any(|file| is_named_table(file)),
    };
    match (is_table, &args.mapping) {
        (true, Some(path)) => {
            let custom = policy(args.policy.as_deref())?.custom_kinds();
            let mapping = Mapping::parse(&read_text(path)?, &custom)
                .with_context(|| format!("the mapping {} is wrong", path.display()))?;
            Ok(Format::Table(Box::new(mapping)))
        }
        (true, None) => {
            let text = "a table needs --mapping FILE.toml, which says what its columns mean";
            Err(UsageError(text.to_owned()).into())
        }
        (false, None) => Ok(Format::Segment),
        (false, Some(_)) => {
            let text = "--mapping is for tables; messages need none";
            Err(UsageError(text.to_owned()).into())
        }
    }
}

/// Returns the encoding: what is typed overrules the mapping, which overrules UTF-8.
fn encoding(args: &ImportArgs, format: &Format) -> &'static Encoding {
    let mapped = match format {
        Format::Table(mapping) => mapping.encoding,
        Format::Segment => None,
    };
    let typed = args.encoding.and_then(find_encoding);
    typed.or(mapped).unwrap_or(encoding_rs::UTF_8)
}

fn is_named_table(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".csv", ".tsv", ".txt"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Reads a policy; the demo organisation's when none is named, as the server does.
fn policy(path: Option<&Path>) -> Result<Policy> {
    let Some(path) = path else {
        return toml::from_str(DEFAULT_POLICY).context("the built-in policy is wrong");
    };
    toml::from_str(&read_text(path)?)
        .with_context(|| format!("the policy {} is wrong", path.display()))
}

fn inputs(files: &[PathBuf]) -> Result<Vec<Input>> {
    let open = |path: &PathBuf| {
        if path.as_os_str() == "-" {
            Input::spooled("-", io::stdin().lock()).context("cannot read the standard input")
        } else {
            Input::file(path).with_context(|| format!("cannot read {}", path.display()))
        }
    };
    files.iter().map(open).collect()
}

fn tell(args: &ImportArgs, report: &ImportReport) -> io::Result<()> {
    if args.json {
        return say(serde_json::to_string(report)?);
    }
    let lines = [
        ("read", report.read),
        ("refused", report.refused),
        ("warnings", report.warnings),
        ("stored", report.stored),
        ("duplicates", report.duplicates),
        ("updated", report.updated),
        ("differing", report.differing),
    ];
    for (name, count) in lines {
        let explained = match name {
            "read" => "lines",
            "refused" => "lines",
            "warnings" => "values left out, or read in another way",
            "updated" => "items that were there with another content, which is kept as former",
            "differing" => "items that stay as they are stored: older news, or another source's id",
            "stored" => "new items, claims, identifiers and links",
            _ => "items, claims, identifiers and links that were there",
        };
        say(format_args!(
            "{name:10} {:>12}  {explained}",
            grouped(count)
        ))?;
    }
    if report.dry_run {
        say("a dry run: nothing was stored")?;
    }
    Ok(())
}
