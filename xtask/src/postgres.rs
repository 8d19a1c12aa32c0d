//! The PostgreSQL server of the tests: found, or installed where that is possible, and started for one run.
//!
//! **Invariants:** it listens on this machine alone and on a free port, keeps its files in a folder of its own, and
//! ends with the run. It does not wait for the disk: what it holds is forgotten anyway.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::debian;
use crate::process::{run, run_quietly};
use crate::workspace::Workspace;

/// What the tests read: the address of a server in which tables may be made.
pub(crate) const ADDRESS: &str = "KLANTBEELD_TEST_POSTGRES";

/// Where Debian keeps the programs, by version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The unprivileged user as whom root starts it: PostgreSQL does not run as root.
const USER: &str = "postgres";

/// A server that runs until this goes away.
pub(crate) struct Server {
    programs: PathBuf,
    folder: PathBuf,
    is_root: bool,
    /// Where it is reached.
    pub(crate) address: String,
}

/// Finds the folder of the newest PostgreSQL programs, or `None`.
fn find(workspace: &Workspace) -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin"));
    let with_server = folders.filter(|folder| folder.join("initdb").is_file());
    let number = |folder: &PathBuf| {
        let version = folder.parent().and_then(Path::file_name)?;
        version.to_str()?.parse::<u32>().ok()
    };
    let on_path = || Some(workspace.which("initdb")?.parent()?.to_path_buf());
    with_server.max_by_key(number).or_else(on_path)
}

/// Finds the programs; installs Debian's when there are none and this is root.
///
/// # Errors
/// There are none and they cannot be installed here; the text holds the command that gets them.
fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(found) = find(workspace) {
        return Ok(found);
    }
    let otherwise =
        format!("or name a server in which tests may make tables: {ADDRESS}=postgres://...");
    debian::install(workspace, &["postgresql"], &otherwise).context("PostgreSQL is missing")?;
    find(workspace).context("PostgreSQL was installed, but its programs are not found")
}

impl Server {
    /// Starts a server, or `None` when the environment names one.
    ///
    /// # Errors
    /// There is no PostgreSQL, or it does not start.
    pub(crate) fn start(workspace: &Workspace) -> Result<Option<Self>> {
        if std::env::var_os(ADDRESS).is_some() {
            return Ok(None);
        }
        let is_root = debian::is_root(workspace);
        let programs = ensure(workspace)?;
        let folder =
            std::env::temp_dir().join(format!("klantbeeld-postgres-{}", std::process::id()));
        std::fs::create_dir(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        let port = free_port()?;
        let server = Self {
            programs,
            folder,
            is_root,
            address: format!("postgres://{USER}@127.0.0.1:{port}/postgres"),
        };
        server.begin(workspace, port)?;
        Ok(Some(server))
    }

    fn begin(&self, workspace: &Workspace, port: u16) -> Result<()> {
        let data = self.folder.join("data");
        if self.is_root {
            run_quietly(workspace.command("chown").arg(USER).arg(&self.folder))?;
        }
        let mut make = self.program(workspace, "initdb");
        make.arg("--pgdata").arg(&data);
        make.args(["--username", USER, "--auth", "trust", "--encoding", "UTF8"]);
        run_quietly(make.args(["--locale", "C.UTF-8", "--no-sync"]))?;
        let settings = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
             -c max_connections=500"
        );
        let mut start = self.program(workspace, "pg_ctl");
        start.arg("--pgdata").arg(&data);
        start.arg("--log").arg(self.folder.join("log"));
        // Not caught: the server would keep the pipe open.
        run(start.args(["--wait", "--silent", "--options", &settings, "start"]))
    }

    /// Prepares one of its programs, as a user whom it accepts.
    fn program(&self, workspace: &Workspace, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if self.is_root {
            let mut command = workspace.command("setpriv");
            command.args(["--reuid", USER, "--regid", USER, "--clear-groups"]);
            command.arg(program);
            command
        } else {
            workspace.command(&program.to_string_lossy())
        };
        command.current_dir(&self.folder);
        command
    }

    /// Ends the server and removes its files.
    pub(crate) fn stop(self, workspace: &Workspace) -> Result<()> {
        let mut stop = self.program(workspace, "pg_ctl");
        stop.arg("--pgdata").arg(self.folder.join("data"));
        run_quietly(stop.args(["--wait", "--mode", "immediate", "stop"]))?;
        std::fs::remove_dir_all(&self.folder)
            .with_context(|| format!("cannot remove {}", self.folder.display()))
    }
}

/// Returns a port that nobody listens on.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}
