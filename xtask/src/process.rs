//! Running other programs: with their output shown, caught, or both.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::report::say;

/// Returns the command as a person would type it, for error texts.
fn line_of(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// Runs a program with its output shown.
///
/// # Errors
/// The program cannot be started, or ends with a status other than success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = line_of(command);
    let status = command
        .status()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs a program whose output matters only when it fails.
///
/// # Errors
/// The program cannot be started, or ends with a status other than success; the text holds what it said.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let line = line_of(command);
    let output = command
        .output()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{line}` failed ({}): {}", output.status, said.trim());
    }
    Ok(())
}

/// Runs a program and returns its standard output, or `None` if it is absent or fails.
pub(crate) fn capture(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    if !output.status.success() {
        return None;
    }
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program with its output shown, and hands each line of standard output to `on_line`.
///
/// # Errors
/// The program cannot be started. How it ended is in the answer.
pub(crate) fn run_and_watch<F>(command: &mut Command, mut on_line: F) -> Result<ExitStatus>
where
    F: FnMut(&str),
{
    let line = line_of(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{line}`"))?;
    if let Some(stdout) = child.stdout.take() {
        for raw in BufReader::new(stdout).split(b'\n') {
            let raw = raw.with_context(|| format!("cannot read the output of `{line}`"))?;
            let text = String::from_utf8_lossy(&raw);
            say(&text);
            on_line(&text);
        }
    }
    child
        .wait()
        .with_context(|| format!("cannot wait for `{line}`"))
}
