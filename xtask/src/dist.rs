//! From sources to a servable product: tools, widget, server, `dist/`.

use anyhow::Result;

use crate::assemble;
use crate::fingerprint::{self, Stamp};
use crate::process::run;
use crate::report::Steps;
use crate::tools;
use crate::widget;
use crate::workspace::Workspace;

/// How many steps [`steps`] takes.
pub(crate) const STEPS: usize = 7;

/// Builds everything: `cargo xtask build`.
///
/// # Errors
/// The first step that fails.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    steps(workspace, &mut Steps::new(STEPS))
}

/// Builds the widget alone and larger than it ships, for a look at it: `cargo xtask build --quick`.
///
/// # Errors
/// The first step that fails.
pub(crate) fn build_quickly(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::new(4);
    steps.step("Packages of npm", || tools::npm_packages(workspace))?;
    steps.step("Widget, compiled", || widget::compile_quickly(workspace))?;
    steps.step("Widget, in parts", || widget::split(workspace))?;
    stamp(workspace)?.forget();
    steps.step("Assemble dist/", || assemble::assemble(workspace))
}

/// Returns the steps of a build, as part of a longer command. What is up to date is skipped, and with an
/// unchanged `dist/` the tools are not even looked for.
///
/// # Errors
/// The first step that fails.
pub(crate) fn steps(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let widget_fresh = widget::is_fresh(workspace)?;
    let dist_fresh = widget_fresh && stamp(workspace)?.is_fresh(&workspace.dist);
    let unless = |skip: bool, work: fn(&Workspace) -> Result<String>| {
        if skip {
            Ok("not needed, nothing changed".to_owned())
        } else {
            work(workspace)
        }
    };
    steps.step("Prerequisites", || unless(dist_fresh, tools::prerequisites))?;
    steps.step("Rust target for the browser", || {
        unless(widget_fresh, tools::wasm_target)
    })?;
    steps.step("Packages of npm", || {
        unless(dist_fresh, tools::npm_packages)
    })?;
    steps.step("Widget, compiled", || unless(widget_fresh, widget::compile))?;
    steps.step("Widget, in parts", || unless(widget_fresh, widget::finish))?;
    steps.step("Server", || server(workspace))?;
    steps.step("Assemble dist/", || unless(dist_fresh, assemble_and_stamp))
}

/// Builds the server. Cargo decides itself what there is to do, and reaches for the network only when a crate
/// is missing.
fn server(workspace: &Workspace) -> Result<String> {
    let mut cargo = workspace.command("cargo");
    cargo.args([
        "build",
        "--locked",
        "--profile",
        "server",
        "-p",
        "klantbeeld-server",
    ]);
    run(&mut cargo)?;
    Ok(String::new())
}

fn assemble_and_stamp(workspace: &Workspace) -> Result<String> {
    let stamp = stamp(workspace)?;
    stamp.forget();
    let note = assemble::assemble(workspace)?;
    stamp.keep()?;
    Ok(note)
}

fn stamp(workspace: &Workspace) -> Result<Stamp> {
    let inputs = [
        "hosts",
        "package-lock.json",
        "package.json",
        "public",
        "vite.config.js",
        "xtask/scripts",
        "xtask/src",
    ]
    .map(|name| workspace.root.join(name));
    let now = fingerprint::of(&workspace.root, &inputs, &widget::fingerprint(workspace)?)?;
    Ok(Stamp::new(workspace.state.join("dist.stamp"), now))
}
