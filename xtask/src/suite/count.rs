//! Counting tests from the output of the two test runners.

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Count {
    /// A check that is not made of tests, and passed.
    pub(crate) const ONE_PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };

    /// Returns the sum of both.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
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
    Some(Count { passed, failed })
}

/// Reads `ℹ pass 12`, `ℹ fail 1` and `ℹ cancelled 1`, which Node prints once a run.
pub(crate) fn in_node_line(line: &str) -> Option<Count> {
    let mut words = line.split_whitespace();
    if words.next()? != "ℹ" {
        return None;
    }
    let (what, number) = (words.next()?, words.next()?.parse().ok()?);
    match what {
        "pass" => Some(Count {
            passed: number,
            failed: 0,
        }),
        "fail" | "cancelled" => Some(Count {
            passed: 0,
            failed: number,
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
                failed: 3
            })
        );
        assert_eq!(in_cargo_line("test foo ... ok"), None);
    }

    #[test]
    fn result_lines_of_node_are_counted_and_cancelled_is_failed() {
        assert_eq!(
            in_node_line("ℹ pass 7"),
            Some(Count {
                passed: 7,
                failed: 0
            })
        );
        assert_eq!(
            in_node_line("ℹ cancelled 2"),
            Some(Count {
                passed: 0,
                failed: 2
            })
        );
        assert_eq!(in_node_line("ℹ tests 9"), None);
        assert_eq!(in_node_line("✔ a test (12ms)"), None);
    }
}
