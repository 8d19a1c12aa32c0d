//! What a person or a CI log sees: plain lines, numbered steps, and how long each took.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Prints one line at once, so that the order with the output of children is kept.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe (`cargo xtask help | head`) is no reason to fail.
    let _closed_pipe = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Writes a duration as people do: `0.4 s`, `12 s`, `3 min 05 s`.
pub(crate) fn human(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 10 {
        format!("{:.1} s", duration.as_secs_f64())
    } else if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// Numbers the steps of one command and times them.
pub(crate) struct Steps {
    total: usize,
    begun: usize,
}

impl Steps {
    /// Begins a report; `total` is how many steps the command will take at most.
    pub(crate) fn new(total: usize) -> Self {
        Self { total, begun: 0 }
    }

    /// Announces a step, does it, and says how long it took. The text that `work` returns is
    /// shown behind the time, for instance `already there`.
    ///
    /// # Errors
    /// Whatever `work` fails with, after the time has been shown.
    pub(crate) fn step<F>(&mut self, title: &str, work: F) -> Result<()>
    where
        F: FnOnce() -> Result<String>,
    {
        self.begun += 1;
        say(&format!("[{}/{}] {title}", self.begun, self.total));
        let start = Instant::now();
        let outcome = work();
        let mut line = format!("      {}", human(start.elapsed()));
        match &outcome {
            Ok(note) if note.is_empty() => {}
            Ok(note) => {
                let _infallible = write!(line, ", {note}");
            }
            Err(_) => line.push_str(", FAILED"),
        }
        say(&line);
        outcome.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_naturally_at_every_size() {
        assert_eq!(human(Duration::from_millis(420)), "0.4 s");
        assert_eq!(human(Duration::from_secs(42)), "42 s");
        assert_eq!(human(Duration::from_secs(185)), "3 min 05 s");
    }
}
