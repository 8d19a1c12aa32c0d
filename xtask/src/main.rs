//! `cargo xtask`: the two commands of the README, and what CI calls.
//!
//! It exists so that building, running and testing need no knowledge of the tools underneath:
//! everything that can be installed is installed, and what cannot is named with the command
//! that gets it.
//!
//! **Invariant:** nothing here asks a question. Every child runs without standard input, so the
//! same commands work in CI.

mod args;
mod assemble;
mod chromium;
mod debian;
mod dist;
mod engines;
mod fingerprint;
mod folder;
mod hash;
mod hosts;
mod postgres;
mod process;
mod reach;
mod report;
mod run;
mod scripts;
mod size;
mod suite;
mod tools;
mod widget;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;

use crate::args::Task;
use crate::report::say;
use crate::suite::Stage;
use crate::workspace::Workspace;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match args::parse(&words).and_then(perform) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say("");
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    if matches!(task, Task::Help) {
        say(args::HELP);
        return Ok(());
    }
    let workspace = Workspace::locate()?;
    match task {
        Task::Help => Ok(()),
        Task::Run { listen, fresh } => run::run(&workspace, &listen, fresh),
        Task::Test { stages } => suite::run(&workspace, &stages),
        Task::Engines => engines::test(&workspace),
        Task::Check => suite::run(
            &workspace,
            &[Stage::Fmt, Stage::Scripts, Stage::Clippy, Stage::Unit],
        ),
        Task::Build { is_quick: true } => dist::build_quickly(&workspace),
        Task::Build { is_quick: false } => dist::build(&workspace),
        Task::Size => size::check(&workspace),
        Task::Screenshots { rest } => scripts::screenshots(&workspace, &rest),
        Task::Bench { rest } => scripts::bench(&workspace, &rest),
    }
}
