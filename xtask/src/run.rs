//! `cargo xtask run`: from a checkout to a product that answers.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::dist;
use crate::process;
use crate::report::{Steps, say};
use crate::workspace::Workspace;

/// Builds what changed, makes the demo store if there is none, and serves until interrupted.
///
/// # Errors
/// A step fails, or the server ends with an error.
pub(crate) fn run(workspace: &Workspace, listen: &str, fresh: bool) -> Result<()> {
    let store = Store::choose(workspace)?;
    if fresh {
        store.clear()?;
    }
    let mut steps = Steps::new(dist::STEPS + 2);
    dist::steps(workspace, &mut steps)?;
    steps.step("Demo organisation", || store.prepare(workspace))?;
    let mut server = server(workspace);
    server
        .args(["serve", "--demo", "--dist"])
        .arg(&workspace.dist);
    server.args(["--store", &store.name(), "--listen", listen]);
    steps.step("Start", || Ok(format!("on {listen}, Ctrl-C stops it")))?;
    say("");
    become_server(&mut server)
}

fn server(workspace: &Workspace) -> Command {
    workspace.command(&workspace.server_binary().to_string_lossy())
}

/// Puts the server in the place of this process, so signals reach it directly.
#[cfg(unix)]
fn become_server(server: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(server.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn become_server(server: &mut Command) -> Result<()> {
    process::run(server)
}

/// The store that `run` serves.
struct Store {
    file: PathBuf,
    /// Named by the person, so never deleted here.
    is_named: bool,
}

impl Store {
    fn choose(workspace: &Workspace) -> Result<Self> {
        let Ok(name) = std::env::var("KLANTBEELD_STORE") else {
            return Ok(Self {
                file: workspace.cache.join("demo").join("demo.sqlite"),
                is_named: false,
            });
        };
        match name.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self {
                file: std::path::absolute(path)?,
                is_named: true,
            }),
            _ => bail!("KLANTBEELD_STORE is `{name}`; `run` serves sqlite:PATH"),
        }
    }

    fn name(&self) -> String {
        format!("sqlite:{}", self.file.display())
    }

    fn clear(&self) -> Result<()> {
        if self.is_named {
            bail!(
                "--fresh deletes only the demo store; delete {} yourself",
                self.file.display()
            );
        }
        match self.file.parent() {
            Some(folder) if folder.exists() => fs::remove_dir_all(folder)
                .with_context(|| format!("cannot delete {}", folder.display())),
            _ => Ok(()),
        }
    }

    /// Loads the demo organisation into a folder beside the store and moves it into place when
    /// it is complete: an interrupted start leaves no half store behind.
    fn prepare(&self, workspace: &Workspace) -> Result<String> {
        if self.file.exists() {
            return Ok(format!("already in {}", self.file.display()));
        }
        let folder = self
            .file
            .parent()
            .context("the store's path has no folder")?;
        let partial = folder.join(".partial");
        if partial.exists() {
            fs::remove_dir_all(&partial)?;
        }
        fs::create_dir_all(&partial)
            .with_context(|| format!("cannot create {}", partial.display()))?;
        let file_name = self
            .file
            .file_name()
            .context("the store's path has no file name")?;
        let store = format!("sqlite:{}", partial.join(file_name).display());
        process::run(server(workspace).args(["demo", "--store", &store]))?;
        move_all(&partial, folder, file_name)?;
        fs::remove_dir(&partial)?;
        if !self.file.exists() {
            bail!("`klantbeeld demo` made no store at {}", self.file.display());
        }
        Ok(format!("loaded into {}", self.file.display()))
    }
}

/// Moves the store's files, its journal files before the store itself: once the store is there,
/// all of it is.
fn move_all(from: &Path, to: &Path, store: &OsStr) -> Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(from)? {
        names.push(entry?.file_name());
    }
    names.sort_by_key(|name| name == store);
    for name in names {
        fs::rename(from.join(&name), to.join(&name))
            .context("cannot move the store into its place")?;
    }
    Ok(())
}
