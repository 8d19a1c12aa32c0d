//! `cargo xtask test --engines`: the smoke suite in Firefox and WebKit, over WebDriver.
//!
//! It stands outside the default run, for its browsers are large and not on every machine. What is missing is
//! installed where that is possible (Debian as root; geckodriver as a crate), else it is named with the command that
//! gets it, and the other engine is tried all the same.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::debian;
use crate::dist;
use crate::process::run;
use crate::report::{Steps, say};
use crate::workspace::Workspace;

const GECKODRIVER: &str = "0.37.1";
const SUITE: &str = "tests/engines/run.mjs";

/// Programs, by the variables that name them.
type Programs = Vec<(&'static str, PathBuf)>;

/// An engine: what the suite calls it, and how its programs are found.
struct Engine {
    name: &'static str,
    find: fn(&Workspace) -> Result<Programs>,
}

const ENGINES: [Engine; 2] = [
    Engine {
        name: "firefox",
        find: firefox,
    },
    Engine {
        name: "webkit",
        find: webkit,
    },
];

/// Builds the product and runs the suite in every engine that can be had.
///
/// # Errors
/// The build or a test fails, or an engine cannot be had.
pub(crate) fn test(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::new(dist::STEPS + 1);
    dist::steps(workspace, &mut steps)?;
    steps.step("Firefox and WebKit", || {
        let mut suite = workspace.command("node");
        suite
            .arg(workspace.root.join(SUITE))
            .env("KLANTBEELD_BIN", workspace.server_binary())
            .env("KLANTBEELD_DIST", &workspace.dist);
        let mut missing = Vec::new();
        let mut found = 0;
        for engine in &ENGINES {
            match (engine.find)(workspace) {
                Ok(programs) => {
                    found += 1;
                    suite.arg(engine.name).envs(programs);
                }
                Err(error) => missing.push(format!("{} is not tested: {error:#}", engine.name)),
            }
        }
        for line in &missing {
            say(line);
        }
        if found > 0 {
            run(&mut suite)?;
        }
        if !missing.is_empty() {
            bail!("not every engine could be had");
        }
        Ok(String::new())
    })
}

fn firefox(workspace: &Workspace) -> Result<Programs> {
    let names = ["firefox-esr", "firefox"];
    let browser = || names.iter().find_map(|name| workspace.which(name));
    let browser = ensure(workspace, "FIREFOX", browser, &["firefox-esr"])?;
    Ok(vec![
        ("FIREFOX", browser),
        ("GECKODRIVER", geckodriver(workspace)?),
    ])
}

/// Returns the program between WebDriver and Firefox; no distribution has it as a package, so cargo builds it.
fn geckodriver(workspace: &Workspace) -> Result<PathBuf> {
    let tools = workspace.cache.join("tools");
    let own = tools.join("bin").join("geckodriver");
    let found = named("GECKODRIVER").or_else(|| workspace.which("geckodriver"));
    if let Some(found) = found.or_else(|| own.is_file().then(|| own.clone())) {
        return Ok(found);
    }
    say("building geckodriver, which takes some minutes");
    let mut cargo = workspace.command("cargo");
    cargo.args([
        "install",
        "geckodriver",
        "--locked",
        "--version",
        GECKODRIVER,
    ]);
    let installed = run(cargo.arg("--root").arg(&tools));
    installed.context("get it with: cargo install geckodriver --locked")?;
    Ok(own)
}

fn webkit(workspace: &Workspace) -> Result<Programs> {
    let packages = ["webkit2gtk-driver", "xvfb"];
    let which = |name: &'static str| move || workspace.which(name);
    let driver = ensure(
        workspace,
        "WEBKIT_DRIVER",
        which("WebKitWebDriver"),
        &packages,
    )?;
    let screen = ensure(workspace, "XVFB_RUN", which("xvfb-run"), &packages)?;
    let browser = ensure(workspace, "MINIBROWSER", mini_browser, &packages)?;
    Ok(vec![
        ("WEBKIT_DRIVER", driver),
        ("XVFB_RUN", screen),
        ("MINIBROWSER", browser),
    ])
}

/// Finds WebKitGTK's own small browser: `/usr/lib/<machine>/webkit2gtk-<version>/MiniBrowser`.
fn mini_browser() -> Option<PathBuf> {
    let folders = |path: &Path| {
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let libraries = [Path::new("/usr/lib"), Path::new("/usr/libexec")];
    let machines = libraries.iter().flat_map(|path| {
        let mut found = folders(path);
        found.push(path.to_path_buf());
        found
    });
    let mut browsers: Vec<PathBuf> = machines
        .flat_map(|machine| folders(&machine))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("webkit")
        })
        .map(|path| path.join("MiniBrowser"))
        .filter(|path| path.is_file())
        .collect();
    browsers.sort();
    browsers.pop()
}

/// Returns the program that a variable names.
fn named(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os(variable)?);
    path.is_file().then_some(path)
}

/// Finds a program, and installs Debian's packages when it is not there and this is root.
fn ensure(
    workspace: &Workspace,
    variable: &str,
    find: impl Fn() -> Option<PathBuf>,
    packages: &[&str],
) -> Result<PathBuf> {
    if let Some(found) = named(variable).or_else(&find) {
        return Ok(found);
    }
    let otherwise = format!("or name the program: {variable}=/path cargo xtask test --engines");
    debian::install(workspace, packages, &otherwise)?;
    find().with_context(|| {
        let list = packages.join(" ");
        format!("{list} was installed, but {variable} is not where it is looked for")
    })
}
