//! The commands of the binary: what can be typed, and what comes back.
//!
//! Results go to the standard output, everything else to the standard error, so that both can be
//! piped. Exit codes: 0 done, 1 failed, 2 not understood.

mod demo;
mod import;
mod progress;
mod serve;
mod stats;
mod store;
mod token;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};
use klantbeeld_core::ids::TenantId;
use klantbeeld_server::config::DEFAULT_TENANT;

/// What the command line is wrong about, beyond what clap can see.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct UsageError(String);

/// The 360-degree view of a customer: the server, and what brings data in.
#[derive(Debug, Parser)]
#[command(name = "klantbeeld", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the customer view.
    Serve(serve::ServeArgs),
    /// Read customers and their history from files.
    Import(import::ImportArgs),
    /// Load the demo organisation.
    Demo(demo::DemoArgs),
    /// Count what is in the store.
    Stats(stats::StatsArgs),
    /// Print a token of the demo issuer.
    Token(token::TokenArgs),
}

/// Where the data is.
#[derive(Debug, Args)]
struct StoreArgs {
    /// The store: `sqlite:PATH`, or `memory:` for one that is forgotten.
    #[arg(long, env = "KLANTBEELD_STORE", value_name = "STORE")]
    store: Option<String>,
    /// Whose data, in an installation for several organisations.
    #[arg(long, env = "KLANTBEELD_TENANT", default_value = DEFAULT_TENANT, value_parser = parse_tenant)]
    tenant: TenantId,
}

impl StoreArgs {
    fn name(&self) -> Result<&str> {
        let missing = || {
            UsageError(
                "no store is named: add --store sqlite:PATH, or set KLANTBEELD_STORE=sqlite:PATH"
                    .to_owned(),
            )
        };
        Ok(self.store.as_deref().ok_or_else(missing)?)
    }
}

fn parse_tenant(text: &str) -> Result<TenantId, String> {
    TenantId::parse(text).map_err(|e| e.to_string())
}

/// Reads the command line and does what it says.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let Err(error) = dispatch(cli.command) else {
        return ExitCode::SUCCESS;
    };
    // A reader that has seen enough (`| head`) is no failure.
    let is_closed_pipe = error
        .downcast_ref::<io::Error>()
        .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe);
    if is_closed_pipe {
        return ExitCode::SUCCESS;
    }
    let is_usage = error.is::<UsageError>();
    let _nobody_left_to_tell = writeln!(io::stderr(), "klantbeeld: {error:#}");
    ExitCode::from(if is_usage { 2 } else { 1 })
}

fn dispatch(command: Command) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    match command {
        Command::Serve(args) => runtime.block_on(serve::serve(args)),
        Command::Import(args) => runtime.block_on(import::import(args)),
        Command::Demo(args) => runtime.block_on(demo::demo(args)),
        Command::Stats(args) => runtime.block_on(stats::stats(args)),
        Command::Token(args) => token::token(args),
    }
}

/// Prints a line to the standard output.
fn say(line: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// Prints a line to the standard error.
fn note(line: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stderr(), "{line}")
}

/// A count with its thousands apart: `69,659`.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Reads a whole text file.
fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn thousands_stand_apart() {
        let texts = [0, 999, 1_000, 69_659, 1_234_567].map(grouped);
        assert_eq!(texts, ["0", "999", "1,000", "69,659", "1,234,567"]);
    }
}
