//! `cargo xtask test`: every check of the project, in the order of how fast it fails.
//!
//! The first failing step ends the run; the summary says what passed, what failed and what was
//! not reached, and its last line counts the tests: `N passed, N failed`.

mod count;
mod stage;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::chromium;
use crate::dist;
use crate::postgres;
use crate::process::{self, run_and_watch};
use crate::report::{Steps, human, say};
use crate::scripts;
use crate::size;
use crate::tools;
use crate::workspace::Workspace;
use count::Count;
pub(crate) use stage::Stage;

/// One check: what it is called, and how it is done.
struct Check {
    name: &'static str,
    work: fn(&Workspace) -> Result<Count>,
}

/// How a check ended; `None` if it was not reached.
struct Ending {
    name: &'static str,
    outcome: Option<(Count, Duration)>,
}

/// Runs the checks of the given stages.
///
/// # Errors
/// One of them failed.
pub(crate) fn run(workspace: &Workspace, stages: &[Stage]) -> Result<()> {
    let checks: Vec<Check> = stages.iter().flat_map(|stage| checks_of(*stage)).collect();
    let mut endings: Vec<Ending> = Vec::new();
    let mut broken = false;
    for (index, check) in checks.iter().enumerate() {
        let mut outcome = None;
        if !broken {
            say(&format!(
                "\n=== {}/{} {}",
                index + 1,
                checks.len(),
                check.name
            ));
            let start = Instant::now();
            let count = (check.work)(workspace).unwrap_or_else(|error| {
                say(&format!("error: {error:#}"));
                Count::ONE_FAILED
            });
            broken = count.failed > 0;
            say(&format!(
                "=== {} after {}",
                verdict(count),
                human(start.elapsed())
            ));
            outcome = Some((count, start.elapsed()));
        }
        endings.push(Ending {
            name: check.name,
            outcome,
        });
    }
    summarise(&endings)
}

fn verdict(count: Count) -> &'static str {
    if count.failed == 0 {
        "passed"
    } else {
        "FAILED"
    }
}

fn summarise(endings: &[Ending]) -> Result<()> {
    say("\n=== Summary");
    let mut total = Count::default();
    for ending in endings {
        match ending.outcome {
            None => say(&format!("not run  {:>12}  {}", "", ending.name)),
            Some((count, time)) => {
                total = total.plus(count);
                let flaky = match count.flaky {
                    0 => String::new(),
                    flaky => format!(", {flaky} of them flaky"),
                };
                let tests = format!("({} passed{flaky}, {} failed)", count.passed, count.failed);
                say(&format!(
                    "{:<7}  {:>12}  {} {tests}",
                    verdict(count),
                    human(time),
                    ending.name
                ));
            }
        }
    }
    say("");
    say(&format!("{} passed, {} failed", total.passed, total.failed));
    if total.failed > 0 {
        bail!("not everything passed");
    }
    Ok(())
}

fn checks_of(stage: Stage) -> Vec<Check> {
    match stage {
        Stage::Fmt => vec![Check {
            name: "formatting",
            work: formatting,
        }],
        Stage::Scripts => vec![
            Check {
                name: "types of the scripts",
                work: script_types,
            },
            Check {
                name: "lint of the scripts",
                work: script_lint,
            },
        ],
        Stage::Clippy => vec![
            Check {
                name: "clippy, native",
                work: clippy_native,
            },
            Check {
                name: "clippy, browser",
                work: clippy_browser,
            },
        ],
        Stage::Unit => vec![
            Check {
                name: "unit, contract, HTTP, wire and tidy tests",
                work: unit,
            },
            Check {
                name: "the widget without a browser",
                work: widget,
            },
        ],
        Stage::Build => vec![
            Check {
                name: "clippy, what splits the widget",
                work: clippy_bundle,
            },
            Check {
                name: "widget, server and dist/",
                work: build,
            },
        ],
        Stage::Size => vec![Check {
            name: "size budget",
            work: size_budget,
        }],
        Stage::E2e => vec![Check {
            name: "end-to-end tests in Chromium",
            work: end_to_end,
        }],
    }
}

/// Runs a check that is one program: passes or fails as a whole.
fn whole(command: &mut Command) -> Result<Count> {
    process::run(command)?;
    Ok(Count::ONE_PASSED)
}

fn formatting(workspace: &Workspace) -> Result<Count> {
    whole(
        workspace
            .command("cargo")
            .args(["fmt", "--all", "--check", "--", "--color", "never"]),
    )
}

fn script_types(workspace: &Workspace) -> Result<Count> {
    npm_script(workspace, "types")
}

fn script_lint(workspace: &Workspace) -> Result<Count> {
    npm_script(workspace, "lint")
}

/// A check that `package.json` describes, so that it can be run without xtask too.
fn npm_script(workspace: &Workspace, name: &str) -> Result<Count> {
    let mut steps = Steps::new(2);
    steps.step("Prerequisites", || tools::prerequisites(workspace))?;
    steps.step("Packages of npm", || tools::npm_packages(workspace))?;
    whole(workspace.command("npm").args(["run", "--silent", name]))
}

fn clippy_native(workspace: &Workspace) -> Result<Count> {
    let mut cargo = workspace.command("cargo");
    cargo.args([
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--profile",
        "dev",
    ]);
    whole(cargo.args(["--", "-D", "warnings"]))
}

fn clippy_browser(workspace: &Workspace) -> Result<Count> {
    tools::wasm_target(workspace)?;
    let mut cargo = workspace.command("cargo");
    cargo.env(
        "CLIPPY_CONF_DIR",
        workspace.root.join(".config").join("clippy-wasm"),
    );
    cargo.args([
        "clippy",
        "--locked",
        "-p",
        "klantbeeld",
        "--features",
        "csr",
    ]);
    whole(cargo.args(["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"]))
}

/// Runs clippy over `xtask/bundle`, apart and only where it is needed anyway: its libraries take minutes to
/// compile.
fn clippy_bundle(workspace: &Workspace) -> Result<Count> {
    let mut cargo = workspace.command("cargo");
    cargo.args(["clippy", "--locked", "-p", "klantbeeld-bundle"]);
    cargo.args(["--features", "libraries", "--profile", "tool"]);
    whole(cargo.args(["--", "-D", "warnings"]))
}

fn unit(workspace: &Workspace) -> Result<Count> {
    let mut cargo = workspace.command("cargo");
    cargo.args(["test", "--locked", "--workspace", "--no-fail-fast"]);
    let server = postgres::Server::start(workspace)?;
    if let Some(server) = &server {
        cargo.env(postgres::ADDRESS, &server.address);
    }
    let count = counted(&mut cargo, count::in_cargo_line);
    if let Some(server) = server {
        server.stop(workspace)?;
    }
    count
}

/// Runs cargo for the widget: its own features would join the server's in one build, so it is a run of its own.
fn widget(workspace: &Workspace) -> Result<Count> {
    let mut cargo = workspace.command("cargo");
    cargo.args(["test", "--locked", "-p", "klantbeeld", "--lib"]);
    counted(cargo.args(["--features", "csr"]), count::in_cargo_line)
}

fn build(workspace: &Workspace) -> Result<Count> {
    dist::build(workspace)?;
    Ok(Count::ONE_PASSED)
}

fn size_budget(workspace: &Workspace) -> Result<Count> {
    size::check(workspace)?;
    Ok(Count::ONE_PASSED)
}

fn end_to_end(workspace: &Workspace) -> Result<Count> {
    let mut steps = Steps::new(3);
    steps.step("Prerequisites", || tools::prerequisites(workspace))?;
    steps.step("Packages of npm", || tools::npm_packages(workspace))?;
    steps.step("Chromium", || chromium::ensure(workspace))?;
    counted(
        &mut scripts::end_to_end(workspace)?,
        count::in_playwright_line,
    )
}

/// Runs a check that is many tests: counts them from the output.
fn counted(command: &mut Command, read: fn(&str) -> Option<Count>) -> Result<Count> {
    let mut total = Count::default();
    let status = run_and_watch(command, |line| {
        if let Some(count) = read(line) {
            total = total.plus(count);
        }
    })?;
    if !status.success() && total.failed == 0 {
        total.failed = 1;
    }
    Ok(total)
}
