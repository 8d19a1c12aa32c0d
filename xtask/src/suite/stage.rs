//! The stages of the suite, as `--only` names them.

use anyhow::{Result, bail};

/// A group of checks that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Fmt,
    Scripts,
    Clippy,
    Unit,
    Build,
    Size,
    E2e,
}

impl Stage {
    /// Every stage, in the order in which they run.
    pub(crate) const ALL: [Self; 7] = [
        Self::Fmt,
        Self::Scripts,
        Self::Clippy,
        Self::Unit,
        Self::Build,
        Self::Size,
        Self::E2e,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Scripts => "scripts",
            Self::Clippy => "clippy",
            Self::Unit => "unit",
            Self::Build => "build",
            Self::Size => "size",
            Self::E2e => "e2e",
        }
    }

    /// Returns all names, for texts.
    pub(crate) fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// Parses `fmt,unit`; the answer is in running order, whatever the order of the words.
    ///
    /// # Errors
    /// A word is no stage.
    pub(crate) fn parse_list(list: &str) -> Result<Vec<Self>> {
        let words: Vec<&str> = list.split(',').map(str::trim).collect();
        for word in &words {
            if !Self::ALL.iter().any(|stage| stage.name() == *word) {
                bail!("there is no stage `{word}`; there are {}", Self::names());
            }
        }
        Ok(Self::ALL
            .into_iter()
            .filter(|stage| words.contains(&stage.name()))
            .collect())
    }
}
