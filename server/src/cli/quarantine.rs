//! `klantbeeld quarantine`: messages that were refused, from the command line.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use klantbeeld_server::config::read_policy;
use klantbeeld_server::ingest::desk::Desk;
use klantbeeld_server::ingest::pipeline::{Outcome, Pipeline};
use klantbeeld_server::intake::{Asked, Entry, EntryState, Settled, place};

use super::args::StoreArgs;
use super::store::StoreName;
use super::text::say;

/// Inspect, correct and replay messages that were refused.
#[derive(Debug, Args)]
pub(super) struct QuarantineArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// Where it is kept what arrives; beside the store, if left out.
    #[arg(long, env = "KLANTBEELD_INTAKE", value_name = "PLACE")]
    intake: Option<String>,
    /// The policy with the sources; the built-in one, if left out.
    #[arg(long, env = "KLANTBEELD_POLICY", value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them, newest first, one JSON object a line and without their texts.
    List {
        /// Of this source only.
        #[arg(long)]
        source: Option<String>,
        /// For this reason only.
        #[arg(long)]
        reason: Option<String>,
        /// Those that were judged as well.
        #[arg(long)]
        all: bool,
        /// Only those with a smaller number.
        #[arg(long, value_name = "ID")]
        before: Option<i64>,
        /// At most so many.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Print one with its text.
    Show {
        /// Its number.
        id: i64,
    },
    /// Bring one in after all.
    Replay {
        /// Its number.
        id: i64,
        /// A file with the corrected message; as it came, if left out.
        #[arg(long, value_name = "FILE")]
        text: Option<PathBuf>,
    },
    /// Decide that one is not to be taken in.
    Discard {
        /// Its number.
        id: i64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

/// Does it.
pub(super) async fn quarantine(args: QuarantineArgs) -> Result<()> {
    let name = args.store.name()?;
    let store = StoreName::parse(name)?.open_existing().await?;
    let kept = args.intake.unwrap_or_else(|| place::beside(name));
    let intake = place::open(&kept).with_context(|| format!("cannot open {kept}"))?;
    let policy = read_policy(args.policy).context("the policy is wrong")?;
    let tenant = args.store.tenant;
    let settled = |reason: String| Settled {
        by: "command line".to_owned(),
        reason,
        at_ms: chrono::Utc::now().timestamp_millis(),
    };
    match args.verb {
        Verb::List {
            source,
            reason,
            all,
            before,
            limit,
        } => {
            let asked = Asked {
                source,
                code: reason,
                with_settled: all,
                before,
                limit,
            };
            let mut found = intake.list_entries(&tenant, asked).await?.into_iter();
            found.try_for_each(|entry| tell(&without_text(entry)))
        }
        Verb::Show { id } => {
            let found = intake.get_entry(&tenant, id).await?;
            tell(&found.with_context(|| format!("there is no message {id}"))?)
        }
        Verb::Replay { id, text } => {
            let read = |path: PathBuf| {
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
            };
            let text = text.map(read).transpose()?;
            let desk = Desk::new(Pipeline::new(store, intake, tenant), &policy);
            match desk.replay(id, text, settled(String::new())).await? {
                Some(Outcome::Stored) => Ok(say("stored")?),
                Some(Outcome::Repeated) => Ok(say("was stored before")?),
                Some(Outcome::Refused { reason, .. }) => bail!("refused again: {reason}"),
                None => bail!("no message {id} waits"),
            }
        }
        Verb::Discard { id, reason } => {
            let state = EntryState::Discarded;
            if intake.settle(&tenant, id, state, settled(reason)).await? {
                Ok(say("discarded")?)
            } else {
                bail!("no message {id} waits")
            }
        }
    }
}

fn without_text(entry: Entry) -> Entry {
    Entry {
        text: String::new(),
        ..entry
    }
}

fn tell(entry: &Entry) -> Result<()> {
    Ok(say(serde_json::to_string(entry)?)?)
}
