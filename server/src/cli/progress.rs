//! How far it is: a bar on a terminal, a line every few seconds anywhere else.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::text::{grouped, note};

/// Between two lines where there is no terminal.
const EVERY: Duration = Duration::from_secs(3);

/// Shows progress on the standard error.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    told: Instant,
}

impl Progress {
    /// Makes a bar, or lines; nothing at all when `is_quiet`.
    pub(super) fn new(is_quiet: bool) -> Self {
        let is_bar = !is_quiet && io::stderr().is_terminal();
        let bar = is_bar.then(|| {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
            let template = "{msg:30} {bar:30} {percent:>3} %  {elapsed} / {duration}";
            let style = ProgressStyle::with_template(template);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        let told = if is_quiet {
            // Never due: a quiet run has no lines either.
            Instant::now() + Duration::from_secs(3_600 * 24 * 365)
        } else {
            Instant::now()
        };
        Self { bar, told }
    }

    /// Shows that so much of so much is done.
    pub(super) fn show(&mut self, what: &str, count: u64, done: u64, total: Option<u64>) {
        if let Some(bar) = &self.bar {
            if let Some(total) = total {
                bar.set_length(total);
            }
            bar.set_position(done);
            bar.set_message(format!("{what}: {}", grouped(count)));
        } else if self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            let percent = total
                .filter(|total| *total > 0)
                .map(|total| done * 100 / total);
            let percent = percent.map(|p| format!(" ({p} %)")).unwrap_or_default();
            let _nobody_left_to_tell = note(format_args!("{what}: {}{percent}", grouped(count)));
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
