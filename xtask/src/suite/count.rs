//! Counting tests from the output of the two test runners.

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// Of those that passed: how many failed at first.
    pub(crate) flaky: u64,
}

impl Count {
    /// A check that is not made of tests, and passed.
    pub(crate) const ONE_PASSED: Self = Self {
        passed: 1,
        failed: 0,
        flaky: 0,
    };

    /// A check that is not made of tests, and failed.
    pub(crate) const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
        flaky: 0,
    };

    /// Returns the sum of both.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            flaky: self.flaky + other.flaky,
        }
    }
}

/// Reads `test result: ok. 12 passed; 0 failed; …`, which cargo prints once a test program.
pub(crate) fn in_cargo_line(line: &str) -> Option<Count> {
    let rest = line.trim().strip_prefix("test result: ")?;
    let (_, numbers) = rest.split_once(". ")?;
    let mut parts = numbers.split("; ");
    let passed = parts.next()?.strip_suffix(" passed")?.parse().ok()?;
    let failed = parts.next()?.strip_suffix(" failed")?.parse().ok()?;
    Some(Count {
        passed,
        failed,
        flaky: 0,
    })
}

/// Reads `  12 passed (1.5m)`, `  1 failed` and the like, of which Playwright prints one a line at the end
/// of a run.
///
/// What did not run or was interrupted counts as failed: nobody knows that it holds. What is skipped does
/// not count.
pub(crate) fn in_playwright_line(line: &str) -> Option<Count> {
    let (number, outcome) = line.strip_prefix("  ")?.split_once(' ')?;
    let number = number.parse().ok()?;
    let outcome = match outcome.split_once(" (") {
        Some((outcome, time)) if time.ends_with(')') => outcome,
        _ => outcome,
    };
    match outcome {
        "passed" => Some(Count {
            passed: number,
            ..Count::default()
        }),
        "flaky" => Some(Count {
            passed: number,
            flaky: number,
            ..Count::default()
        }),
        "failed" | "interrupted" | "did not run" => Some(Count {
            failed: number,
            ..Count::default()
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_of_cargo_is_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(
            in_cargo_line(line),
            Some(Count {
                passed: 12,
                failed: 3,
                flaky: 0
            })
        );
        assert_eq!(in_cargo_line("test foo ... ok"), None);
    }

    #[test]
    fn what_passed_in_playwright_is_counted_with_and_without_a_time() {
        let passed = |passed| {
            Some(Count {
                passed,
                ..Count::default()
            })
        };
        assert_eq!(in_playwright_line("  12 passed (1.5m)"), passed(12));
        assert_eq!(in_playwright_line("  7 passed"), passed(7));
    }

    #[test]
    fn what_passed_in_playwright_at_the_second_attempt_is_flaky_as_well() {
        let flaky = Count {
            passed: 2,
            failed: 0,
            flaky: 2,
        };
        assert_eq!(in_playwright_line("  2 flaky"), Some(flaky));
        assert_eq!(Count::ONE_PASSED.plus(flaky).flaky, 2);
    }

    #[test]
    fn what_did_not_run_to_its_end_in_playwright_is_failed() {
        for line in ["  3 failed", "  3 interrupted", "  3 did not run"] {
            let failed = Count {
                failed: 3,
                ..Count::default()
            };
            assert_eq!(in_playwright_line(line), Some(failed), "{line}");
        }
    }

    #[test]
    fn other_lines_of_playwright_do_not_count() {
        for line in [
            "  4 skipped",
            "Running 116 tests using 2 workers",
            "  ✓  1 tests/e2e/shell.test.mjs:19:3 › a test that was passed (5.5s)",
            "    tests/e2e/shell.test.mjs:19:3 › the app's worker › 2 passed",
            "      12 passed",
            "  1 error was not a part of any test, see above for details",
            "  passed",
            "",
        ] {
            assert_eq!(in_playwright_line(line), None, "{line}");
        }
    }
}
