//! The command line of `cargo xtask`, and its help text.
//!
//! Parsed by hand: seven verbs and three options do not pay for the seconds that an argument
//! parser adds to the first build of every command.

use anyhow::{Result, bail};

use crate::suite::Stage;

/// Where `run` listens unless told otherwise.
pub(crate) const DEFAULT_LISTEN: &str = "127.0.0.1:4360";

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask <command>

  run [--listen ADDR] [--fresh]
        Install what is missing, build the widget and the server, load the demo organisation
        and start on 127.0.0.1:4360. The second start takes seconds and keeps the data.
        --fresh makes the demo store anew.
  test [--only STAGE,...]
        Everything CI runs, in this order: fmt, scripts (types and lint), clippy (both targets), unit
        (unit, contract, HTTP, wire and tidy tests), build, size, e2e. Ends with `N passed, N failed`.
  test --engines
        The main task of each face, a write and no network, in Firefox and WebKit. Installs what is missing.
  check
        fmt, scripts, clippy and unit: what to run before a commit.
  build [--quick]
        Widget and server in release form, assembled into dist/. --quick leaves out the server and
        every pass that only makes the widget smaller: for a look at a change in the browser.
  size
        Brotli size of everything that the first render needs and of each part, against their budgets.
  screenshots [ARGS...]
        Pictures of every view into docs/images/ (tests/e2e/screenshots.mjs).
  bench [ARGS...]
        The browser benchmark, product beside its peers (bench/run.mjs).
  help

Environment
  KLANTBEELD_CACHE   build output and demo store (default ~/.cache/klantbeeld)
  KLANTBEELD_STORE   store that `run` serves, as sqlite:PATH (default: the demo store)
  CARGO_TARGET_DIR   build output (default: target/ in the cache)
  CHROMIUM           browser of the end-to-end tests (default: searched, else installed)
  KLANTBEELD_TEST_POSTGRES
                     PostgreSQL server of the unit stage, as postgres://... (default: one of its own,
                     from the programs of the system, installed where they are missing)";

/// One invocation, parsed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Help,
    Run { listen: String, fresh: bool },
    Test { stages: Vec<Stage> },
    Engines,
    Check,
    Build { is_quick: bool },
    Size,
    Screenshots { rest: Vec<String> },
    Bench { rest: Vec<String> },
}

/// Parses the words after `cargo xtask`.
///
/// # Errors
/// An unknown command, option or stage; an option without its value.
pub(crate) fn parse(words: &[String]) -> Result<Task> {
    let Some((verb, rest)) = words.split_first() else {
        return Ok(Task::Help);
    };
    match verb.as_str() {
        "help" | "--help" | "-h" => Ok(Task::Help),
        "run" => parse_run(rest),
        "test" => parse_test(rest),
        "screenshots" => Ok(Task::Screenshots {
            rest: rest.to_vec(),
        }),
        "bench" => Ok(Task::Bench {
            rest: rest.to_vec(),
        }),
        "check" => without_options(verb, rest, Task::Check),
        "build" if rest == ["--quick"] => Ok(Task::Build { is_quick: true }),
        "build" => without_options(verb, rest, Task::Build { is_quick: false }),
        "size" => without_options(verb, rest, Task::Size),
        other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
    }
}

fn without_options(verb: &str, rest: &[String], task: Task) -> Result<Task> {
    match rest.first() {
        None => Ok(task),
        Some(word) => bail!("`{verb}` takes no option, got `{word}`"),
    }
}

fn parse_run(rest: &[String]) -> Result<Task> {
    let mut listen = DEFAULT_LISTEN.to_owned();
    let mut fresh = false;
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--fresh" => fresh = true,
            "--listen" => match words.next() {
                Some(address) => listen.clone_from(address),
                None => bail!("`--listen` needs an address, such as {DEFAULT_LISTEN}"),
            },
            other => bail!("`run` does not know `{other}`; it takes --listen ADDR and --fresh"),
        }
    }
    Ok(Task::Run { listen, fresh })
}

fn parse_test(rest: &[String]) -> Result<Task> {
    if rest == ["--engines"] {
        return Ok(Task::Engines);
    }
    let stages = match rest {
        [] => Stage::ALL.to_vec(),
        [option, list] if option == "--only" => Stage::parse_list(list)?,
        _ => bail!(
            "`test` takes --only STAGE,... ({}) or --engines",
            Stage::names()
        ),
    };
    Ok(Task::Test { stages })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_line(line: &str) -> Result<Task> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn run_listens_on_the_documented_address_and_keeps_the_data() {
        let expected = Task::Run {
            listen: "127.0.0.1:4360".to_owned(),
            fresh: false,
        };
        assert_eq!(parse_line("run").unwrap(), expected);
    }

    #[test]
    fn run_takes_its_options_in_any_order() {
        let expected = Task::Run {
            listen: "127.0.0.1:9".to_owned(),
            fresh: true,
        };
        assert_eq!(
            parse_line("run --fresh --listen 127.0.0.1:9").unwrap(),
            expected
        );
        assert_eq!(
            parse_line("run --listen 127.0.0.1:9 --fresh").unwrap(),
            expected
        );
    }

    #[test]
    fn selected_stages_run_in_the_fixed_order() {
        let expected = Task::Test {
            stages: vec![Stage::Fmt, Stage::Size],
        };
        assert_eq!(parse_line("test --only size,fmt").unwrap(), expected);
    }

    #[test]
    fn other_engines_are_tested_only_when_they_are_asked_for() {
        assert_eq!(parse_line("test --engines").unwrap(), Task::Engines);
        assert!(matches!(parse_line("test").unwrap(), Task::Test { .. }));
        assert!(parse_line("test --engines --only fmt").is_err());
    }

    #[test]
    fn what_is_unknown_is_refused_by_name() {
        let lines = [
            ("walk", "walk"),
            ("run --port 1", "--port"),
            ("run --listen", "--listen"),
            ("test --only fmt,nap", "nap"),
            ("build --fast", "--fast"),
        ];
        for (line, named) in lines {
            let text = parse_line(line).unwrap_err().to_string();
            assert!(text.contains(&format!("`{named}`")), "{line}: {text}");
        }
    }
}
