//! The commands of the binary: what can be typed, and what comes back.
//!
//! Results go to the standard output, everything else to the standard error, so that both can be
//! piped. Exit codes: 0 done, 1 failed, 2 not understood.

mod args;
mod churn;
mod copy;
mod demo;
mod explain;
mod fit;
mod follower;
mod import;
mod keys;
mod matching;
mod policy;
mod progress;
mod purchases_file;
mod quarantine;
mod sentiment;
mod serve;
mod stats;
mod store;
mod table;
mod text;
mod token;
mod token_check;

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};

use args::UsageError;

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
    /// Find records of the same person in files.
    Match(matching::MatchArgs),
    /// Load the demo organisation.
    Demo(demo::DemoArgs),
    /// Copy a tenant's customers to a PostgreSQL store.
    Copy(copy::CopyArgs),
    /// Count what is in the store.
    Stats(stats::StatsArgs),
    /// Print a token of the demo issuer, or check one of your own.
    Token(token::TokenArgs),
    /// Make a pair of keys for your own tokens.
    Keys(keys::KeysArgs),
    /// Inspect, correct and replay messages that were refused.
    Quarantine(quarantine::QuarantineArgs),
    /// Begin a policy: who sees what.
    Policy(policy::PolicyArgs),
    /// Learn from all purchases who comes back and what it is worth.
    Fit(fit::FitArgs),
    /// Learn from a table who leaves, and foretell it for another.
    Churn(churn::ChurnArgs),
    /// Read the feeling of each line of the standard input.
    Sentiment(sentiment::SentimentArgs),
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
        Command::Match(args) => matching::match_people(&args),
        Command::Demo(args) => runtime.block_on(demo::demo(args)),
        Command::Copy(args) => runtime.block_on(copy::copy(args)),
        Command::Stats(args) => runtime.block_on(stats::stats(args)),
        Command::Token(args) => token::token(args),
        Command::Quarantine(args) => runtime.block_on(quarantine::quarantine(args)),
        Command::Keys(args) => keys::keys(&args),
        Command::Policy(args) => policy::policy(&args),
        Command::Fit(args) => runtime.block_on(fit::fit(args)),
        Command::Churn(args) => churn::churn(&args),
        Command::Sentiment(args) => sentiment::sentiment(&args),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
