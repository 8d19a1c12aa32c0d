//! Where things are, and the environment in which every child runs.
//!
//! **Invariant:** only `dist/`, `node_modules/` and `.cache/` are written inside the checkout
//! (all ignored by git); build output and demo data live in the cache folder.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

/// Folders of one checkout.
pub(crate) struct Workspace {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Shared by all checkouts of one person: build output, demo store.
    pub(crate) cache: PathBuf,
    /// Output of cargo.
    pub(crate) target: PathBuf,
    /// The assembled product, as the server hands it out.
    pub(crate) dist: PathBuf,
    /// Intermediate results and fingerprints that belong to this checkout.
    pub(crate) state: PathBuf,
    path: OsString,
}

impl Workspace {
    /// Finds the folders from cargo's environment and `KLANTBEELD_CACHE`.
    ///
    /// # Errors
    /// Neither `KLANTBEELD_CACHE` nor `HOME` is set, or `PATH` cannot be extended.
    pub(crate) fn locate() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .context("xtask has no folder above it")?
            .to_path_buf();
        let cache = match env::var_os("KLANTBEELD_CACHE") {
            Some(folder) => std::path::absolute(folder)?,
            None => home()?.join(".cache").join("klantbeeld"),
        };
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => cache.join("target"),
        };
        let path = search_path(&root)?;
        Ok(Self {
            dist: root.join("dist"),
            state: root.join(".cache").join("xtask"),
            root,
            cache,
            target,
            path,
        })
    }

    /// Returns the built server.
    pub(crate) fn server_binary(&self) -> PathBuf {
        self.target
            .join("server")
            .join(format!("klantbeeld{}", env::consts::EXE_SUFFIX))
    }

    /// Prepares a program to run in the checkout: the packages of npm first on `PATH`, plain output, no
    /// standard input.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(
            self.which(program)
                .unwrap_or_else(|| PathBuf::from(program)),
        );
        command
            .current_dir(&self.root)
            .env("PATH", &self.path)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_TERM_PROGRESS_WHEN", "never")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    /// Finds a program. `Command` searches the `PATH` of this process, not the one that its
    /// child gets, so it has to be searched here.
    pub(crate) fn which(&self, program: &str) -> Option<PathBuf> {
        let endings: &[&str] = if cfg!(windows) {
            &[".exe", ".cmd"]
        } else {
            &[""]
        };
        env::split_paths(&self.path)
            .flat_map(|folder| {
                endings
                    .iter()
                    .map(move |end| folder.join(format!("{program}{end}")))
            })
            .find(|candidate| candidate.is_file())
    }
}

fn home() -> Result<PathBuf> {
    env::var_os("HOME")
        .or_else(|| env::var_os("USERPROFILE"))
        .map(PathBuf::from)
        .context("HOME is not set; name a cache folder with KLANTBEELD_CACHE")
}

fn search_path(root: &Path) -> Result<OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let own = root.join("node_modules").join(".bin");
    env::join_paths(std::iter::once(own).chain(env::split_paths(&inherited)))
        .context("the checkout has a name that PATH cannot hold")
}
